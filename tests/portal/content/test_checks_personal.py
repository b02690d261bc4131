"""Numbers of persons are found wherever they stand, and nothing else is taken for one."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from portal.content.checks.passages import read
from portal.content.checks.personal import is_card, is_identity, is_organisation, numbers_in

TODAY = date(2026, 3, 2)
IDENTITY = "11010519491231002X"
"""The example of GB 11643."""
MOBILE = "13812345678"
CARD = "6222021234567890128"
NUMERIC_CODE = "521100005409666545"
"""A unified social credit code of digits only, whose last digit would suit a card as well."""


def found(body: str) -> list[tuple[str, str]]:
    passage = read(body)
    return [(kind, passage.text[start:end]) for kind, start, end in numbers_in(passage, TODAY)]


def test_the_test_numbers_are_what_they_say() -> None:
    assert is_identity(IDENTITY.lower(), TODAY)
    assert is_card(CARD)
    assert is_card(NUMERIC_CODE)
    assert is_organisation(NUMERIC_CODE)


@pytest.mark.parametrize(
    "written",
    [
        IDENTITY,
        IDENTITY.lower(),
        "110105 19491231 002X",
        "110105-19491231-002x",
        "１１０１０５１９４９１２３１００２Ｘ",
    ],
)
def test_an_identity_number_is_found_however_it_is_written(written: str) -> None:
    assert found(f"<p>张某，身份证号：{written}，男。</p>") == [("identity", written)]


@pytest.mark.parametrize(
    "body",
    [
        "<p>1101051949<b>1231</b>002X</p>",
        "<p>110105194912\u200b31002X</p>",
        "<p>110105&#49;9491231002X</p>",
        "<table><tbody><tr><td>张某</td><td>11010519491231002X</td></tr></tbody></table>",
    ],
)
def test_markup_and_hidden_characters_hide_no_number(body: str) -> None:
    assert found(body) == [("identity", IDENTITY)]


@pytest.mark.parametrize(
    "number",
    [
        "110105194912310021",
        "110105194913310020",
        "990105194912310020",
        "110105209912310020",
        "110105********002X",
        "91110105194912310X",
        "11010519491231002X7",
        "A11010519491231002X",
    ],
)
def test_what_is_no_identity_number_is_let_be(number: str) -> None:
    assert found(f"<p>编号{number}。</p>") == []


def test_the_code_of_an_organisation_is_no_identity_number() -> None:
    assert found(f"<p>统一社会信用代码：{IDENTITY}</p>") == []
    assert found("<p>统一社会信用代码：91110000100000000X、12110000400000000A</p>") == []


@pytest.mark.parametrize(
    "written",
    [
        MOBILE,
        "138 1234 5678",
        "138-1234-5678",
        "+86 13812345678",
        "8613812345678",
        "１３８１２３４５６７８",
        "19912345678",
        "14712345678",
    ],
)
def test_a_mobile_number_is_found_however_it_is_written(written: str) -> None:
    assert found(f"<p>联系人：李某，{written}。</p>") == [("mobile", written)]


@pytest.mark.parametrize(
    "text",
    [
        "010-88112233",
        "0731-8811223",
        "（0571）87051234",
        "400-810-0000",
        "12345热线",
        "138****5678",
        "12812345678",
        "索引号：11110000MB0138123456/2026-00013",
        "京政发〔2026〕13号",
        "2026-03-02 09:30:13812",
        "预算13812345678元",
        "总产值 13812345678 万元",
        "https://www.example.gov.cn/t20260302_13812345678.html",
        "13812345678901234",
        "1.13812345678",
    ],
)
def test_other_numbers_are_no_mobile_numbers(text: str) -> None:
    assert found(f"<p>{text}</p>") == []


@pytest.mark.parametrize("written", [CARD, "6222 0212 3456 7890 128"])
def test_the_number_of_a_bank_card_is_found(written: str) -> None:
    assert found(f"<p>转入{written}。</p>") == [("bank", written)]


def test_cards_of_other_banks_are_told_from_other_numbers_by_what_stands_before() -> None:
    assert found("<p>银行卡号：4111111111111111</p>") == [("bank", "4111111111111111")]
    assert found("<p>项目编码4111111111111111</p>") == []


@pytest.mark.parametrize(
    "text",
    [
        "6222021234567890127",
        "6222 **** **** 0128",
        "0000000000000000",
        "2023 2024 2025 2026",
        f"银行账户 {NUMERIC_CODE}",
        f"项目代码X{CARD}",
    ],
)
def test_other_long_numbers_are_no_bank_cards(text: str) -> None:
    assert found(f"<p>{text}</p>") == []


@pytest.mark.parametrize(
    "written", ["京A12345", "粤B·1234学", "沪AD12345", "京a 12345", "川A1234警"]
)
def test_the_number_of_a_vehicle_is_found(written: str) -> None:
    assert found(f"<p>车辆{written}违停</p>") == [("plate", written)]


@pytest.mark.parametrize(
    "text",
    [
        "京ICP备05070218号",
        "粤B2-20090059",
        "京A座12345室",
        "京A***45",
        "苏北ABCDEF",
        "京A123456",
        "晋AABCDE",
    ],
)
def test_other_signs_are_no_vehicles(text: str) -> None:
    assert found(f"<p>{text}</p>") == []


def test_a_long_row_of_digits_is_read_in_time_that_grows_with_it() -> None:
    assert found(f"<p>{'1' * 200_000} {'6 ' * 100_000} {'京' * 100_000}</p>") == []


def test_real_documents_hold_no_false_alarm(shared_data: Path) -> None:
    with gzip.open(shared_data / "documents.jsonl.gz", "rt", encoding="utf-8") as lines:
        told = [
            (row["id"], number)
            for row in (json.loads(line) for _number, line in zip(range(800), lines, strict=False))
            for number in found(f"<p>{row['title']} {row['doc_no'] or ''}</p>{row['body_text']}")
        ]
    assert told == []
