"""What is found has its place in the text, and its mark where the text is shown."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from portal.content.checks.accepting import acceptable
from portal.content.checks.declaration import STOP, WARN, Finding, Subject
from portal.content.checks.passages import fold, passages, read
from portal.content.checks.secrecy import secrecy
from portal.content.checks.showing import marked
from portal.content.document.content import Document, Revision, Text

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def revision(body: str = "", **values: Any) -> Revision:
    return Revision(1, values, Text(body), by="li.na", at=AT)


def secret(body: str) -> list[Finding]:
    draft = revision(body)
    return list(secrecy(Subject(Document(), draft, passages(draft, ()))))


def mark(body: str, words: str, level: str = STOP) -> str:
    """Return `body` with a mark at each of `words`."""
    passage = read(body)
    places = [found.span() for found in re.finditer(re.escape(words), passage.text)]
    assert places
    return marked(
        body,
        [
            Finding(check="words", level=level, message="", place=passage.place(*each))
            for each in places
        ],
    )


def test_a_place_tells_the_words_around_it_in_the_same_line() -> None:
    passage = read("<p>第一段。</p><p>本件为内部资料，请注意。</p><p>第三段。</p>")
    place = passage.place(*re.search("内部资料", passage.text).span())  # type: ignore[union-attr]
    assert (place.field, place.offset) == ("body", 8)
    assert (place.before, place.words, place.after) == ("本件为", "内部资料", "，请注意。")


def test_a_mark_stands_where_the_words_are() -> None:
    assert mark("<p>一个错词。</p>", "错词") == (
        '<p>一个<mark class="finding stop" id="finding-0">错词</mark>。</p>'
    )


def test_a_mark_leaves_the_markup_whole() -> None:
    body = '<p>前<a href="/@7" rel="noopener">错<strong>词</strong></a>语&amp;后</p>'
    shown = mark(body, "错词语&", WARN)
    assert re.sub("</?mark[^>]*>", "", shown) == body
    assert shown == (
        '<p>前<a href="/@7" rel="noopener"><mark class="finding warn" id="finding-0">错</mark>'
        '<strong><mark class="finding warn">词</mark></strong></a>'
        '<mark class="finding warn">语</mark><mark class="finding warn">&amp;</mark>后</p>'
    )


@pytest.mark.parametrize(
    "body",
    [
        '<p>a &lt;错词&gt; <img alt="x > y" src="/media/a.png/medium"> &#38;错词</p>',
        "<ul><li>错词</li><li>错\u200b词</li></ul><hr><p>错<br>词</p>",
        "<p>\U0001f600错词\U0001f600&amp;&amp;错词</p>",
    ],
)
def test_marks_change_nothing_but_add_themselves(body: str) -> None:
    shown = mark(body, "错词")
    assert re.sub("</?mark[^>]*>", "", shown) == body
    assert len(re.findall("id=", shown)) == 2


def test_words_in_two_paragraphs_are_not_one() -> None:
    assert "错词" not in read("<p>错</p><p>词</p>").text


@pytest.mark.parametrize("text", ["ＡＢＣ１２３", "İstanbul ＡＢＣ", "𝟏𝟐𝟑", "ẞ", "ΑΣ", "一二　三"])
def test_folding_leaves_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_all_that_the_public_reads_is_looked_at() -> None:
    draft = revision(
        '<p>正文</p><img alt="图 &amp; 文" src="/a">',
        title="标题",
        summary="摘要",
        keywords=("词一", "词二"),
        displayed_because="内部理由",
    )
    read_of = [(each.field, each.text) for each in passages(draft, ["申请表.docx"])]
    assert read_of == [
        ("title", "标题"),
        ("summary", "摘要"),
        ("keywords", "词一"),
        ("keywords", "词二"),
        ("body", "正文\n"),
        ("body", "图 & 文"),
        ("attachments", "申请表.docx"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "秘密★",
        "机密★5年",
        "绝密★长期",
        "机 密 ★ 10 年",
        "秘密☆",
        "密级：机密",
        "内部资料",
        "注意保存",
    ],
)
def test_marks_and_words_of_secret_papers_stop(words: str) -> None:
    (found,) = secret(f"<p>{words}</p>")
    assert found.stops
    assert found.place
    assert found.place.words == words


@pytest.mark.parametrize(
    "text",
    [
        "保守国家秘密法",
        "机密性",
        "《内部资料性出版物管理办法》",
        "商业秘密",
        "内部使用面积",
        "★优秀★",
    ],
)
def test_words_that_only_look_so_do_not(text: str) -> None:
    assert secret(f"<p>{text}</p>") == []


def test_nobody_can_accept_a_mark_of_secret_papers() -> None:
    assert [bool(each.key) for each in secret("<p>秘密★一年</p><p>内部资料</p>")] == [False, True]


def test_the_key_of_a_place_dies_with_an_edit_there_and_not_with_one_elsewhere() -> None:
    def key(body: str) -> str:
        passage = read(body)
        at = passage.text.index("内部资料")
        place = passage.place(at, at + 4)
        return acceptable(Finding(check="a", level=STOP, message="", place=place)).key

    first = key("<p>开头。</p><p>本件为内部资料。</p>")
    assert key("<p>另一个开头。</p><p>本件为<b>内部</b>资料。</p><p>结尾</p>") == first
    assert key("<p>开头。</p><p>本书为内部资料。</p>") != first
    assert key("<p>开头。</p><p>本件为内部资料！</p>") != first
