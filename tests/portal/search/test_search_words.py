from __future__ import annotations

import subprocess
import sys

import pytest

from portal.search.query import CHARACTERS_MOST, WORDS_MOST, read
from portal.search.words import document_number, document_numbers_in, normalise, words


def test_a_long_word_is_indexed_with_the_words_within_it() -> None:
    assert words("石首市人民政府的通知").split() == [
        "石首",
        "石首市",
        "人民",
        "民政",
        "政府",
        "人民政府",
        "的",
        "通知",
    ]


def test_punctuation_and_blanks_leave_single_spaces() -> None:
    assert words("《水费》，见：Wi-Fi_2！\n （附件）") == "水费 见 wi fi 2 附件"
    assert words(" 　。、！ \0\ud800") == ""


def test_full_width_letters_and_capitals_are_the_same_word() -> None:
    assert words("ＡＢＣ１２") == words("abc12") == "abc12"
    assert normalise("㎡Ⅳ") == "m2iv"


def test_an_accent_written_apart_belongs_to_its_letter() -> None:
    assert words("cafe\u0301（一）") == words("café 一")


@pytest.mark.parametrize(
    "written",
    [
        "国发〔2026〕3号",
        "国发[2026]3号",
        "国发（2026）3号",
        "国发【2026】 第3号",
        "国发﹝2026﹞03号",
        "国发2026 3",
        "国发 2026年3号",
        "国发〔２０２６〕３ 号",
    ],
)
def test_every_style_of_a_document_number_has_one_key(written: str) -> None:
    assert document_number(written) == "国发-2026-3"
    assert "国发-2026-3" in document_numbers_in(written)


def test_a_year_and_a_number_do_not_run_together() -> None:
    assert document_number("国发20263号") != document_number("国发〔2026〕3号")
    assert "国发-2026-3" not in document_numbers_in("国发20263号")


def test_a_document_number_is_found_within_a_sentence() -> None:
    assert "国发-2026-3" in document_numbers_in("请问关于国发〔2026〕3号文件怎么执行")
    assert "国务院令-592" in document_numbers_in("查询国务院令第592号全文")


def test_a_text_without_digits_names_no_document_number() -> None:
    assert document_numbers_in("政府信息公开条例") == []
    assert document_numbers_in("\u1369\u136a") == []
    assert document_number("") == ""


def test_words_that_only_ask_are_left_out_unless_nothing_else_is_there() -> None:
    assert read("请问怎么办理护照？").words == ("办理", "护照")
    assert read("怎么办").words == ("怎么", "怎么办")


def test_of_a_long_query_only_the_beginning_is_read() -> None:
    asked = read("水费 " * 10_000)
    assert (asked.words, len(asked.phrase)) == (("水费",), WORDS_MOST)
    assert read("的" * CHARACTERS_MOST + "护照").words == ("的",)


def test_every_pair_of_quotation_marks_makes_a_phrase() -> None:
    asked = read('"水费" “电费” 「燃气」 ＂暖气＂ "" "!" “未完')
    assert asked.quoted == (("水费",), ("电费",), ("燃气",), ("暖气",))


def test_a_process_that_does_not_search_does_not_load_the_dictionary() -> None:
    code = "import sys, portal.search.feeder; sys.exit('rjieba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
