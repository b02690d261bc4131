"""Files with words come in every shape, and nothing in them does any harm."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest

from portal.content.checks.passages import fold
from portal.content.checks.words import Matcher, Rule
from portal.errors import Refusal
from portal.site.wordlists.content import Words
from portal.site.wordlists.reading import FILE_MAX_BYTES, WORDS_MOST, Read, read_words


def words(text: str) -> Read:
    return read_words(text.encode(), "warn", "错别字")


def refusal(data: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        read_words(data, "warn", "错别字")
    return str(refused.value.message.interpolate())


def hits(rules: tuple[Rule, ...] | list[Rule], text: str) -> list[str]:
    return [rule.word for rule, *_place in Matcher(rules).hits(fold(text))]


def test_a_plain_list_has_a_word_a_line() -> None:
    read = words("一词\n\n  二词  \r\n三词")
    assert read.rules == tuple(
        Rule(each, "", "warn", "错别字") for each in ("一词", "二词", "三词")
    )
    assert read.left_out == ()


def test_wrong_and_right_words_stand_side_by_side() -> None:
    expected = (Rule("一丘之鹤", "一丘之貉", "warn", "错别字"),)
    assert words("wrong,right\n一丘之鹤,一丘之貉").rules == expected
    assert words("一丘之鹤,一丘之貉").rules == expected
    assert words("错误词\t建议\n一丘之鹤\t一丘之貉").rules == expected


def test_columns_may_come_in_any_order_with_a_level_and_a_category() -> None:
    read = words("类别,级别,词语,建议\n涉密,禁止,密件,\n用语,提示,台湾政府,台湾当局\n,,其他,")
    assert read.rules == (
        Rule("密件", "", "stop", "涉密"),
        Rule("台湾政府", "台湾当局", "warn", "用语"),
        Rule("其他", "", "warn", "错别字"),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_the_encoding_is_found_out(encoding: str) -> None:
    read = read_words("错误词,建议\n一丘之鹤,一丘之貉\n".encode(encoding), "warn", "错别字")
    assert [rule[:2] for rule in read.rules] == [("一丘之鹤", "一丘之貉")]


def test_what_cannot_be_a_word_is_left_out_and_counted() -> None:
    read = words("好词\n好词\nＡＢ\nab\n字\n" + "长" * 10_000 + "\n坏\x07词\n\u202e坏词\n")
    assert [rule.word for rule in read.rules] == ["好词", "ＡＢ"]
    assert dict(read.left_out) == {"twice": 2, "short": 1, "long": 1, "unseen": 2}


def test_a_pattern_stands_for_its_own_characters() -> None:
    read = words("(a+)+$\n.*\n[0-9]{3}\n")
    assert hits(read.rules, "任何文字 123 aaaa") == []
    assert hits(read.rules, "用 .* 或 (a+)+$ 检索") == [".*", "(a+)+$"]


def test_the_longest_word_counts_and_latin_ones_only_as_whole_words() -> None:
    rules = words("内部\n内部资料\nass\n3P\n").rules
    assert hits(rules, "内部资料、内部、class、Ass、13P、3p") == ["内部资料", "内部", "ass", "3P"]


def test_naughty_strings_are_taken_literally_or_left_out(shared_data: Path) -> None:
    naughty = json.loads((shared_data / "naughty_strings.json").read_text("utf-8"))
    lines = "\n".join(naughty).encode("utf-8", "replace")
    read = read_words(lines, "stop", "x")
    assert len(read.rules) > 200
    stored = Words(read.rules).rules()
    assert tuple(stored) == read.rules
    assert len(hits(stored, " ".join(rule.word for rule in stored))) > 100


def test_real_lists_are_read_and_found(shared_data: Path) -> None:
    typos = (shared_data / "wordlists/typos.csv").read_bytes()
    read = read_words(typos, "warn", "错别字")
    assert len(read.rules) > 1_000
    assert hits(read.rules, "他们是一丘之鹤。") == ["一丘之鹤"]
    for file in sorted((shared_data / "wordlists/sensitive").glob("*.gz")):
        rules = read_words(gzip.decompress(file.read_bytes()), "stop", file.stem).rules
        assert hits(rules, rules[0].word) == [rules[0].word]


def test_a_list_of_a_hundred_thousand_words_is_taken() -> None:
    read = words("\n".join(f"词语{number}号" for number in range(100_000)))
    assert len(read.rules) == 100_000
    assert len(Words(read.rules).packed) < 1_000_000
    assert hits(read.rules, "见词语99999号与词语1号") == ["词语99999号", "词语1号"]


def zipped() -> bytes:
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("words.txt", "错词")
    return place.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zipped(), "This is no text file."),
        (gzip.compress(b"x", mtime=0), "This is no text file."),
        (bytes(range(256)) * 4, "This is no text file."),
        ("词语\0词语".encode(), "This is no text file."),
        (b"\xff\xfe\xff", "This is no text file."),
        (b"", "There is no word in this file."),
        (b"\n \n,,,\n", "There is no word in this file."),
        ("字\n".encode(), "There is no word in this file."),
        (b"word,suggestion,level\n", "There is no word in this file."),
        (b"x" * (FILE_MAX_BYTES + 1), "The file is larger than 20 MB."),
    ],
)
def test_what_is_no_list_is_refused(data: bytes, reason: str) -> None:
    assert refusal(data).startswith(reason)


def test_a_list_that_is_too_long_is_refused() -> None:
    text = "\n".join(f"w{number}" for number in range(10, WORDS_MOST + 12))
    assert refusal(text.encode()).startswith("A list can have 200000 words.")


@pytest.mark.parametrize(
    "line", ['"没有结尾,词', '"a""b",c', ",只有建议", "a,b,c,d,e,f,g", '"', "=cmd|' /C calc'!A0"]
)
def test_no_line_swallows_the_next(line: str) -> None:
    assert words(f"{line}\n好词").rules[-1].word == "好词"
