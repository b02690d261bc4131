from __future__ import annotations

from itertools import pairwise

import pytest

from portal.search.snippet import highlight

TEXT = "第一条 为了加强管理。" * 40 + "申请人可以在大厅办理护照，护照当日领取。" + "附则。" * 100


def joined(pieces: tuple[tuple[str, bool], ...]) -> str:
    return "".join(piece for piece, _ in pieces)


def marked(pieces: tuple[tuple[str, bool], ...]) -> list[str]:
    return [piece for piece, is_marked in pieces if is_marked]


def test_the_best_window_is_shown_as_it_is_written() -> None:
    pieces = highlight(TEXT, "怎么办理护照", 60)
    assert marked(pieces) == ["办理护照", "护照"]
    assert joined(pieces) in TEXT
    assert len(joined(pieces)) == 60


def test_neighbouring_pieces_differ() -> None:
    pieces = highlight(TEXT, "护照", 60)
    assert all(a[1] != b[1] for a, b in pairwise(pieces))


def test_a_word_is_not_marked_within_another_reading_of_the_text() -> None:
    assert marked(highlight("中华人民共和国", "华人")) == ["华人"]
    assert marked(highlight("他和服务员说话", "和服")) == []


def test_characters_that_grow_by_folding_keep_their_places() -> None:
    pieces = highlight("面积５０㎡以下，㈱ＡＢＣ房屋㎡，İ护照", "abc 房屋 护照")
    assert marked(pieces) == ["ＡＢＣ房屋", "护照"]
    assert joined(pieces) == "面积５０㎡以下，㈱ＡＢＣ房屋㎡，İ护照"


def test_a_grown_character_is_marked_as_a_whole() -> None:
    assert marked(highlight("面积，㎡，以下", "㎡")) == ["㎡"]


def test_a_text_without_the_words_shows_its_beginning() -> None:
    assert highlight("城市供水管理条例", "护照", 4) == (("城市供水", False),)
    assert highlight("城市供水", "", 120) == (("城市供水", False),)
    assert highlight("", "护照") == ()


def test_a_word_longer_than_the_window_shows_its_beginning() -> None:
    assert joined(highlight("x" * 50 + " " + "a" * 50, "a" * 50, 10)) == "x" * 10


@pytest.mark.parametrize("text", ["\ud800护照\0", "<b>护照</b>", "护照" * 30_000, "\u0301护照"])
def test_strange_text_comes_back_unchanged(text: str) -> None:
    pieces = highlight(text, "护照", 20)
    assert joined(pieces) == text[:20]
    assert set(marked(pieces)) & {"护照", "护照" * 10}


@pytest.mark.parametrize("query", ["", "\0", "\ud800", '"""', "a" * 10_000, "title:*"])
def test_no_query_breaks_a_snippet(query: str) -> None:
    assert joined(highlight("城市供水", query)) == "城市供水"
