"""What a query with a slip was to say."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.content.names import pinyin
from portal.search import lexicon
from portal.search.index import SearchIndex
from portal.search.lexicon import Lexicon

WORDS = {
    "居住证": 9,
    "居住": 3,
    "公积金": 8,
    "提取": 5,
    "营业执照": 6,
    "银行": 4,
    "食品": 5,
    "安全": 5,
    "食品安全法": 2,
    "申请": 7,
    "深情": 1,
    "城市规划": 3,
}


@pytest.fixture(scope="module")
def words() -> Lexicon:
    return Lexicon(WORDS, pinyin)


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("居助证", "居住证"),
        ("申请居助证", "申请居住证"),
        ("公鸡金提取", "公积金提取"),
        ("食品安泉法", "食品安全法"),
        ("营业热照", "营业执照"),
        ("银杭", "银行"),
        ("居住证 ", ""),
        ("水费", ""),
        ("2026", ""),
        ("〔2026〕3号", ""),
        ("", ""),
    ],
)
def test_a_word_that_sounds_or_looks_alike_is_guessed(
    words: Lexicon, query: str, meant: str
) -> None:
    assert words.correct(query, {*WORDS, "水费"}.__contains__) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gongjijin", "公积金"),
        ("Gong Ji Jin", "公积金"),
        ("gongjijintiqu", "公积金提取"),
        ("yinhang", "银行"),
        ("yinghang", "银行"),
        ("cengshiguihua", "城市规划"),
        ("shenqing", "申请"),
        ("hello", ""),
        ("javascript", ""),
    ],
)
def test_pinyin_finds_words_also_as_southerners_type_it(
    words: Lexicon, typed: str, meant: str
) -> None:
    assert words.correct(typed, WORDS.__contains__) == meant


def test_a_known_word_is_left_alone_whatever_it_sounds_like(words: Lexicon) -> None:
    assert words.correct("申请", WORDS.__contains__) == ""
    assert words.correct("深情", WORDS.__contains__) == ""


@pytest.mark.parametrize("query", ["水" * 10_000, "\x00\ud800", "a" * 10_000, "'" * 40, "😀居助证"])
def test_no_query_takes_long_or_breaks_it(words: Lexicon, query: str) -> None:
    assert isinstance(words.correct(query, WORDS.__contains__), str)


def test_a_lexicon_gets_old(words: Lexicon, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not words.is_old
    monkeypatch.setattr(lexicon, "FORGOTTEN_AFTER", -1.0)
    assert words.is_old


def test_an_index_tells_its_words(
    kept: Callable[..., SearchIndex], entry: Callable[..., object]
) -> None:
    index = kept(entry(1, title="居住证办理", keywords="居住证", body="补贴"))
    assert index.telling_words()["居住证"] == 2
    assert "补贴" not in index.telling_words()
    assert index.knows("补贴")
    assert not index.knows("居助证")
