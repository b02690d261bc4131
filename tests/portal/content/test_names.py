from __future__ import annotations

import pytest

from portal.content.names import RESERVED, is_name, slug


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("地方性法规", "difangxingfagui"),
        ("卫生、体育", "weisheng-tiyu"),
        ("2026年 工作", "2026nian-gongzuo"),
        ("长安街", "changanjie"),
        ("Über uns", "uber-uns"),
        ("", "section"),
        ("🙂\x00 ", "section"),
        ("Search", "section-search"),
    ],
)
def test_a_title_becomes_a_name(title: str, name: str) -> None:
    assert slug(title) == name


def test_a_long_title_ends_with_a_whole_syllable() -> None:
    assert slug("国民经济管理、国有资产监管", 20) == "guominjingjiguanli"
    assert slug("x" * 100) == "x" * 40


@pytest.mark.parametrize(
    "title", ["../..", "<script>", "null", "１２", "٣", "𠮷野家", "a" * 10_000, "-", "字" * 10_000]
)
def test_whatever_the_title_the_result_is_a_name(title: str) -> None:
    assert is_name(slug(title))
    assert slug(title) not in RESERVED


@pytest.mark.parametrize("text", ["", "-a", "A", "a b", "a.b", "é", "a" * 61, "a\n", "@@x", "٣"])
def test_what_does_not_fit_an_address_is_no_name(text: str) -> None:
    assert not is_name(text)


def test_letters_digits_and_hyphens_make_a_name() -> None:
    assert is_name("a")
    assert is_name("20260302-7_b")
    assert is_name("a" * 60)
