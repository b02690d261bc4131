"""Numbers and words as others write them."""

from __future__ import annotations

import json
from pathlib import Path
from time import monotonic

import pytest

from addons.openinfo.numbers import bodies_in, document_number, index_number, is_index_number
from addons.openinfo.vocabulary import (
    genre_by_title,
    genre_called,
    genre_title,
    topic_called,
    topic_title,
    topics,
)


@pytest.mark.parametrize(
    "written",
    [
        "国办发〔2017〕47号",
        "国办发[2017]47号",
        "国办发（２０１７）４７ 号",
        "国办发【2017】第047号",
        "国办发 2017年47号",
        "国办发﹝2017﹞47号",
        " 国办发(2017)  47号 ",
    ],
)
def test_every_spelling_of_a_document_number_becomes_the_same(written: str) -> None:
    assert document_number(written) == "国办发〔2017〕47号"


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("国务院令 第 0711号", "国务院令第711号"),
        ("公安部令第１４９号", "公安部令第149号"),
        ("中华人民共和国主席令第四十五号", "中华人民共和国主席令第四十五号"),
        (
            "浙江省第十二届人民代表大会常务委员会公告第9号",
            "浙江省第十二届人民代表大会常务委员会公告第9号",
        ),
        ("2019年第5号", "2019年第5号"),
        ("国办发201747号", "国办发201747号"),
        ("", ""),
        ("无", "无"),
        ("A" * 5_000 + "〔" * 5_000, "A" * 5_000 + "〔" * 5_000),
    ],
)
def test_what_is_written_otherwise_is_kept(written: str, normal: str) -> None:
    assert document_number(written) == normal


@pytest.mark.parametrize(
    ("number", "good"),
    [
        ("000014349/2017-00110", True),
        ("11441700007280420Y/2021-00050", True),
        ("0142768-8/2022-00185", True),
        ("00001434-9/2022-00185", True),
        ("000014349/2017-110", False),
        ("14349/2017-00110", False),
        ("000014349/2017-00110\n", False),
        ("", False),
    ],
)
def test_index_numbers_keep_to_the_rule(number: str, *, good: bool) -> None:
    assert is_index_number(number) is good


def test_an_index_number_is_read_with_blanks_and_wide_signs() -> None:
    assert index_number(" １1441700007280420y／2021－00050 ") == "11441700007280420Y/2021-00050"


def test_what_no_number_can_be_takes_no_time() -> None:
    began = monotonic()
    for text in (f"a{' ' * 20_000}b", f"a{'_' * 200_000}b", "\u0315\u0300" * 40_000):
        assert document_number(text) == text
        assert not is_index_number(index_number(text))
    assert monotonic() - began < 1


def test_the_leading_body_of_a_joint_document_comes_first() -> None:
    assert bodies_in("甲厅、乙厅， 甲厅;丙厅") == ("甲厅", "乙厅", "丙厅")
    assert bodies_in("") == ()


def test_topics_are_known_by_code_and_in_words() -> None:
    for words in (
        "0610",
        "工业、交通\\民航",
        "工业交通/民航",
        "工业、交通 / 民航",
        "民航",
        "工业交通-民航",
    ):
        assert topic_called(words) == "0610", words
    assert topic_called("其他") == "21"
    assert topic_called("综合政务/其他") == "0109"
    assert topic_called("无此") == topic_called("") == topic_called("01/无此") == ""
    assert topic_title("0610") == "工业、交通 / 民航"
    assert topic_title("9999") == "9999"


def test_codes_of_topics_are_unique_and_say_where_they_stand() -> None:
    from addons.openinfo.vocabulary import data

    entries = data("topics")["topics"]
    assert len(topics()) == sum(1 + len(each.get("below", ())) for each in entries)


def test_the_national_classification_is_understood(shared_data: Path) -> None:
    national = json.loads((shared_data / "subject_categories.json").read_text("utf-8"))
    unknown = [
        f"{subject['name']}/{below}"
        for subject in national["subjects"]
        for below in subject["children"]
        if not topic_called(f"{subject['name']}/{below.rpartition('-')[2]}")
    ]
    assert unknown == []
    assert [each for each in national["document_types"] if not genre_called(each)] == []


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("关于印发方案的通知（试行）", "通知"),
        ("中华人民共和国刑法修正案（九)", "法律法规"),
        ("《某办法》", "办法、规定"),
        ("关于同意设立的批复", "批复"),
        ("一图读懂", ""),
        ("", ""),
    ],
)
def test_the_end_of_a_title_tells_the_genre(title: str, genre: str) -> None:
    assert genre_title(genre_by_title(title)) == genre
