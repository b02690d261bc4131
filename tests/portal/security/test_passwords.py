"""What a good password is, and how one is kept."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from portal.act import Act
from portal.errors import Refusal
from portal.security.operations import add_account, set_password
from portal.security.passwords import check_password, draw_password, hash_password, is_password
from portal.security.people import People

LONG = "春眠不觉晓处处闻啼鸟夜来风雨声花落知多少白日依山尽黄河入海流Aa1"
ACT = Act(by="admin", at=datetime(2026, 3, 2, tzinfo=UTC), announce=print)


@pytest.mark.parametrize(
    "password",
    ["Abcdefgh1-", "abcdefgh1-", "ABCDEFGH1-", LONG, "密码密码密码密码Aa", "x" * 100 + "1-"],
)
def test_a_long_and_mixed_password_is_good(password: str) -> None:
    check_password(password, "li")


@pytest.mark.parametrize(
    "password",
    [
        "",
        "Abcdef1-",
        "abcdefghij",
        "abcdefghi1",
        "1234567890",
        "Abc1-" * 60,
        "xxLIxx1234-",
        "Aa1-wangxx",
    ],
)
def test_other_passwords_are_refused(password: str) -> None:
    with pytest.raises(Refusal):
        check_password(password, "wang" if "wang" in password else "li")


def test_every_character_of_a_long_chinese_password_counts() -> None:
    hashed = hash_password(LONG)
    assert is_password(LONG, hashed)
    assert not is_password(LONG[:-1] + "2", hashed)


def test_the_same_characters_of_another_keyboard_are_the_same_password() -> None:
    assert is_password("Ａｂｃ123-é", hash_password("Abc123-é"))


@pytest.mark.parametrize("hashed", ["", "rubbish", "$argon2id$v=19$m=1"])
def test_no_password_fits_a_hash_that_is_none(hashed: str) -> None:
    assert not is_password("", hashed)
    assert not is_password("Abc123-xyz", hashed)


def test_two_hashes_of_one_password_differ_and_neither_holds_it() -> None:
    one, two = hash_password("Abc123-xyz"), hash_password("Abc123-xyz")
    assert one != two
    assert one.startswith("$argon2id$")
    assert "Abc123" not in one


def test_a_drawn_password_is_good_and_never_the_same() -> None:
    drawn = {draw_password() for _time in range(50)}
    assert len(drawn) == 50
    for each in drawn:
        check_password(each, "admin")


@pytest.mark.parametrize(
    "login", ["", "x", "Li", "1li", "li wang", "李", "portal", "a" * 41, "../x", "li/", "li\n"]
)
def test_impossible_account_names_are_refused(login: str) -> None:
    with pytest.raises(Refusal):
        add_account(People(), login, "n", "Abc123-xyz", ACT)


def test_a_taken_account_name_is_refused() -> None:
    people = People()
    add_account(people, "li", "n", "Abc123-xyz", ACT)
    with pytest.raises(Refusal, match="already"):
        add_account(people, "li", "n", "Abc123-xyz", ACT)


def test_a_new_password_makes_older_sign_ins_worthless() -> None:
    account = add_account(People(), "li", "n", "Abc123-xyz", ACT)
    before = account.stamp
    set_password(account, "Another-456", ACT)
    assert account.stamp != before
    assert (account.must_change, account.password_set_at) == (False, ACT.at)
