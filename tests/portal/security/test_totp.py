"""Codes drawn from the time, and the tickets of forms that take two steps."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest

from portal.security.tickets import GOOD_FOR, ticket, values_of
from portal.security.totp import (
    STEP_SECONDS,
    code_at,
    enrolment_address,
    step_at,
    step_of,
    typed_code,
)

RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_are_those_of_the_standard(second: int, code: str) -> None:
    """Source: RFC 6238, appendix B, SHA1."""
    assert code_at(RFC_SECRET, second // STEP_SECONDS, 8) == code


@pytest.mark.parametrize(
    ("seconds", "taken"), [(0, True), (30, True), (-30, True), (60, False), (-60, False)]
)
def test_a_clock_may_be_off_by_half_a_minute_and_not_by_a_whole_one(
    seconds: int,
    taken: bool,  # noqa: FBT001  # a table of cases
) -> None:
    shown = code_at(RFC_SECRET, step_at(START + timedelta(seconds=seconds)))
    assert (step_of(RFC_SECRET, shown, START, 0) is not None) == taken


def test_a_code_of_a_step_before_the_last_taken_one_is_refused() -> None:
    now = step_at(START)
    assert step_of(RFC_SECRET, code_at(RFC_SECRET, now), START, now) is None
    assert step_of(RFC_SECRET, code_at(RFC_SECRET, now - 1), START, now) is None
    assert step_of(RFC_SECRET, code_at(RFC_SECRET, now + 1), START, now) == now + 1


def test_codes_are_read_as_people_type_them() -> None:
    assert (
        typed_code(" 123 456 ") == typed_code("１２３４５６") == typed_code("123-456") == "123456"
    )
    assert typed_code("ABCD-efgh") == "abcdefgh"


def test_the_picture_holds_what_telephones_ask_for() -> None:
    address = enrolment_address("ABCD", "li.na", "示例市 & 云")
    assert address.startswith("otpauth://totp/li.na?")
    assert "secret=ABCD&issuer=%E7%A4%BA%E4%BE%8B%E5%B8%82%20%26" in address


def test_a_ticket_is_good_for_its_purpose_and_for_minutes() -> None:
    issued = ticket("s" * 40, "sign-in", {"login": "li"}, START)
    late = START + GOOD_FOR + timedelta(seconds=1)
    told = values_of("s" * 40, "sign-in", issued, START + GOOD_FOR)
    assert told is not None
    assert told["login"] == "li"
    assert values_of("s" * 40, "sign-in", issued, late) is None
    assert values_of("s" * 40, "second-factor", issued, START) is None
    assert values_of("t" * 40, "sign-in", issued, START) is None
    for text in ("", "x", issued[:-2], "é", "\0", "=" * 10_000, "x" + issued):
        assert values_of("s" * 40, "sign-in", text, START) is None
