"""Types of add-ons use the page of a document, and fill in where theirs differ."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from document_samples import DOCUMENT
from theme_samples import FULL_PAGE

DOCUMENT_PAGE = "portal.content.document:templates/document.pt"
Show = Callable[..., str]


@pytest.fixture
def shown(show: Show, tmp_path: Path) -> Callable[[str], str]:
    """Show the sample with a template that puts `filled` into the page of a document."""

    def shown(filled: str) -> str:
        file = tmp_path / "entry.pt"
        file.write_text(f'<html metal:use-macro="document_page">{filled}</html>', "utf-8")
        return show(str(file), DOCUMENT | {"place": "城南<东>"}, FULL_PAGE)

    return shown


def test_who_fills_in_nothing_shows_a_document(shown: Callable[[str], str], show: Show) -> None:
    assert shown("").split() == show(DOCUMENT_PAGE, DOCUMENT, FULL_PAGE).split()


def test_what_is_filled_in_takes_its_place_and_the_rest_stays(shown: Callable[[str], str]) -> None:
    html = shown('<p metal:fill-slot="facts">${place}</p><i metal:fill-slot="onward" />')
    assert "<p>城南&lt;东&gt;</p>" in html
    assert 'class="facts"' not in html
    assert "上一个" not in html
    assert all(
        kept in html for kept in ("由新文件取代。", "申请表", "第1号通知", "2026年3月2日通过")
    )


def test_slots_of_the_frame_can_be_filled_too(shown: Callable[[str], str]) -> None:
    head, _, body = shown('<link metal:fill-slot="styles" href="/own.css" />').partition("</head>")
    assert '<link href="/own.css" />' in head
    assert "<p>正文</p>" in body
