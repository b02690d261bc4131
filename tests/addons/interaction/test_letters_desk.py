"""Officers read the letters of a mailbox; nobody else does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from letter_post import Post, opened
from sqlalchemy import select
from transaction import TransactionManager

from addons.interaction.letter.operations import receive_letter
from portal.ledger.tables import AuditEntry
from portal.security.grants import give_role, take_role
from portal.testing import PEOPLE

MANY = 120


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Post]:
    """A mailbox with many letters."""
    with opened(tmp_path_factory.mktemp("full")) as post:
        post.numbers = fill(post)
        yield post


def fill(post: Post) -> list[str]:
    with post.world.office.transaction() as (cluster, act):
        box = post.world.place(cluster, post.box)
        session = post.world.office.ledger.session(box._p_jar.transaction_manager)
        return [receive_letter(box, letter(each), act, session).number for each in range(MANY)]


def letter(number: int) -> Any:
    return {
        "topic": "report" if number % 10 == 0 else "complaint",
        "addressee": "王芳",
        "name": "欧阳小花",
        "telephone": "13812345678",
        "email": "",
        "subject": f"第{number:03}封 100%_" if number % 2 else f"信{number:03}",
        "text": "正文",
        "publish": "no",
    }


def rows(post: Post, query: str = "") -> list[str]:
    page = post.world.browser("officer").get(f"{post.box}/letters?{query}")
    return [row.find("a").text for row in page.html.select("table.contents tbody tr")]


def viewed(post: Post) -> list[tuple[str | None, str]]:
    transactions = TransactionManager()
    with transactions:
        session = post.world.office.ledger.session(transactions)
        query = select(AuditEntry).where(AuditEntry.action == "personal.viewed")
        return [(each.by, each.detail) for each in session.scalars(query)]


def test_the_officer_finds_the_letters_from_the_mailbox(full: Post) -> None:
    officer = full.world.browser("officer")
    assert f'href="{full.box}/letters"' in officer.get(full.box).text
    assert f'href="{full.box}/letters"' not in full.world.browser("editor").get(full.box).text


@pytest.mark.parametrize("login", [each for each in ("", *PEOPLE) if each != "officer"])
def test_nobody_but_officers_reads_letters(full: Post, login: str) -> None:
    browser = full.world.browser(login)
    for address in ("letters", f"letter?number={full.numbers[0]}"):
        browser.get(f"{full.box}/{address}", status=403 if login else 404)


def test_letters_are_listed_a_page_at_a_time_the_newest_first(full: Post) -> None:
    first, last = rows(full), rows(full, "page=3")
    assert (len(first), len(last)) == (50, 20)
    assert first[0].startswith(f"第{MANY - 1}封")
    assert last[-1] == "信000"
    assert rows(full, "page=99") == last


def test_a_list_shows_no_contact_and_is_not_written_down(full: Post) -> None:
    before = viewed(full)
    text = full.world.browser("officer").get(f"{full.box}/letters").text
    assert "欧**" in text
    assert "138****5678" in text
    assert "小花" not in text
    assert "13812345678" not in text
    assert viewed(full) == before


def test_letters_are_found_by_subject_number_sort_and_day(full: Post) -> None:
    number = full.numbers[7]
    assert len(rows(full, "topic=report")) == 12
    assert rows(full, f"words={quote('第007')}") == ["第007封 100%_"]
    assert rows(full, f"words={quote('100%_')}&topic=report") == []
    assert rows(full, f"words={number}") == ["第007封 100%_"]
    assert "第007封 100%_" in rows(full, f"words={number[:13]}")
    assert rows(full, "until=2020-01-01") == []
    assert rows(full, "since=2999-01-01") == []
    assert len(rows(full, "since=2020-01-01&until=2999-01-01")) == 50


@pytest.mark.parametrize(
    "query",
    [
        "since=nonsense&until=0000-00-00",
        "until=9999-12-31&since=0001-01-01",
        "topic=nobody&page=-1",
        "page=99999999999999999999",
        "words=%00",
        "words=%25&words=_",
    ],
)
def test_an_address_that_asks_for_nonsense_is_answered(full: Post, query: str) -> None:
    assert len(rows(full, query)) in {20, 50}


def test_reading_a_letter_is_written_down(full: Post) -> None:
    number = full.numbers[8]
    page = full.world.browser("officer").get(f"{full.box}/letter?number={number}")
    for text in ("欧阳小花", "13812345678", "信008", "正文", "王芳"):
        assert text in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert viewed(full)[-1] == ("officer", f'{{"what": "letter {number}"}}')


def test_a_letter_is_read_only_at_its_own_mailbox(full: Post) -> None:
    other = full.mailbox(title="局长信箱")
    officer, before = full.world.browser("officer"), viewed(full)
    officer.get(f"{other}/letter?number={full.numbers[0]}", status=404)
    for number in ("", "1", "20200101-0000-0000", "%00", quote("' OR 1=1")):
        officer.get(f"{full.box}/letter?number={number}", status=404)
    assert viewed(full) == before


def test_an_officer_of_another_site_reads_nothing(full: Post) -> None:
    full.world.site("jyj")
    with full.world.office.transaction() as (cluster, act):
        give_role(cluster["sites"]["jyj"], "officer", "officer", act)
        take_role(cluster, "officer", "officer", act)
    full.world.browser("officer").get(f"{full.box}/letters", status=403)
