"""Who else writes here, told without a word in the content."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from transaction import TransactionManager

from portal.content.document.content import Document
from portal.content.document.operations import create_document
from portal.content.document.presence import FORGETTING_ABSENT, forget_absent, others_at
from portal.ledger import Ledger
from portal.ledger.presence import GONE_AFTER, PresenceBoard, beat, here
from portal.ledger.tables import Presence
from portal.security.grants import give_role
from portal.security.operations import add_account
from portal.security.policy import COOKIE, RENEW_SECONDS
from portal.testing import PASSWORD, World

SECTION = "/sites/fgw/zwgk/tzgg"
WINDOW, OTHER = "0123456789abcdef", "fedcba9876543210"


@pytest.fixture
def city(world: World) -> World:
    world.site("fgw")
    with world.office.transaction() as (cluster, act):
        add_account(cluster["people"], "li.na", "李娜", PASSWORD, act, one_time=False)
        give_role(cluster, "li.na", "editor", act)
    return world


def draft(city: World) -> str:
    data: Any = {"title": "通知", "body": "<p>文</p>"}
    with city.office.transaction() as (cluster, act):
        return f"{SECTION}/{create_document(city.place(cluster, SECTION), data, act).__name__}"


class Desk:
    """A window of somebody who has a document open."""

    def __init__(self, city: World, address: str, login: str, window: str = WINDOW) -> None:
        self.address, self.window = address, window
        self.browser = city.browser(login)
        self.page = self.browser.get(f"{address}/edit")
        self.form = self.page.forms["form"]
        self.token = self.form["csrf_token"].value

    def beat(self, status: int = 200, **more: str) -> Any:
        sent = {"csrf_token": self.token, "window": self.window, **more}
        answer = self.browser.post(f"{self.address}/here", sent, status=status)
        return answer.json if answer.content_type == "application/json" else answer


def rows(city: World) -> int:
    with city.office.ledger.engine.connect() as ledger:
        return int(ledger.scalar(select(func.count()).select_from(Presence)) or 0)


def silent_for(city: World, gone: timedelta) -> None:
    with city.office.ledger.engine.begin() as ledger:
        ledger.execute(update(Presence).values(beat_at=datetime.now(UTC) - gone))


def test_two_who_write_at_the_same_place_are_told_of_each_other(city: World) -> None:
    address = draft(city)
    li, wang = Desk(city, address, "li.na"), Desk(city, address, "editor")
    assert li.beat()["others"] == []
    (said,) = wang.beat()["others"]
    assert "李娜" in said
    (said,) = li.beat()["others"]
    assert "editor" in said


def test_the_second_is_warned_before_typing_also_without_script(city: World) -> None:
    address = draft(city)
    Desk(city, address, "li.na").beat()
    page = city.browser("editor").get(f"{address}/edit")
    warning = page.html.find(id="present")
    assert not warning.has_attr("hidden")
    assert "李娜" in warning.text
    assert {link["href"] for link in warning.find_all("a")} == {"#form", f"{address}/preview"}
    assert page.forms["form"]["title"].value == "通知"


def test_who_writes_alone_is_not_warned(city: World) -> None:
    address = draft(city)
    first = Desk(city, address, "li.na")
    first.beat()
    assert first.browser.get(f"{address}/edit").html.find(id="present").has_attr("hidden")


def test_one_person_in_two_windows_is_told_so(city: World) -> None:
    address = draft(city)
    Desk(city, address, "li.na").beat()
    assert len(Desk(city, address, "li.na", OTHER).beat()["others"]) == 1


def test_who_leaves_or_is_silent_for_a_minute_is_gone(city: World) -> None:
    address = draft(city)
    li, wang = Desk(city, address, "li.na"), Desk(city, address, "editor")
    li.beat()
    li.beat(204, leave="1")
    assert wang.beat()["others"] == []
    li.beat()
    silent_for(city, GONE_AFTER + timedelta(seconds=1))
    assert wang.beat()["others"] == []


def test_when_one_saves_the_next_beat_of_the_other_says_so(city: World) -> None:
    address = draft(city)
    li, wang = Desk(city, address, "li.na"), Desk(city, address, "editor")
    assert wang.beat()["version"] == wang.form["version"].value
    li.form["title"] = "李娜的题目"
    li.form.submit("save", status=303)
    told = wang.beat()
    assert told["version"] != wang.form["version"].value
    assert "李娜" in told["newer"]


def test_only_who_may_write_here_is_present(city: World) -> None:
    address = draft(city)
    reviewer = city.browser("reviewer")
    token = Desk(city, address, "li.na").token
    reviewer.set_cookie("csrf", token)
    sent = {"csrf_token": token, "window": WINDOW}
    reviewer.post(f"{address}/here", sent, status=403)
    city.browser().post(f"{address}/here", sent, status=404)
    assert rows(city) == 0


@pytest.mark.parametrize("window", ["", "x", "0" * 21, "<script>", "文" * 10, "ABCDEFGHIJ"])
def test_a_window_has_a_plain_name(city: World, window: str) -> None:
    Desk(city, draft(city), "li.na", window).beat(400)
    assert rows(city) == 0


def test_a_beat_needs_the_token_and_changes_no_content(city: World) -> None:
    li = Desk(city, draft(city), "li.na")
    before = city.office.database.lastTransaction()
    li.beat()
    li.token = "x"
    li.beat(400)
    assert city.office.database.lastTransaction() == before


def test_a_page_that_is_only_open_keeps_nobody_signed_in(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    li = Desk(city, draft(city), "li.na")
    later = time.time() + RENEW_SECONDS + 1
    monkeypatch.setattr("pyramid.authentication.time_mod.time", lambda: later)
    sent = {"csrf_token": li.token, "window": WINDOW}
    beaten = li.browser.post(f"{li.address}/here", sent)
    asked = li.browser.get("/session")
    used = li.browser.get(f"{li.address}/edit")
    renewed = [
        any(value.startswith(f"{COOKIE}=") for value in each.headers.getall("Set-Cookie"))
        for each in (beaten, asked, used)
    ]
    assert renewed == [False, False, True]


def test_the_bar_of_staff_knows_the_others_at_next_to_no_cost(city: World) -> None:
    address = draft(city)
    Desk(city, address, "li.na").beat()
    browser = city.browser("editor")
    city.office.ledger.presence = PresenceBoard(city.office.ledger.engine)
    seen: list[Any] = []

    def note(context: Any, request: Any) -> str:
        others_at(context, request)
        begun = time.perf_counter()
        for _round in range(100):
            found = others_at(context, request)
        seen.append(((time.perf_counter() - begun) / 100, found))
        return ""

    options = {"context": Document, "permission": "portal.work", "renderer": "string"}
    city.office.config.add_view(note, name="note", **options)
    city.office.config.commit()
    browser.get(f"{address}/note")
    seconds, (other,) = seen[0]
    assert other.who == "李娜"
    assert seconds < 0.000_2


def test_the_job_forgets_those_who_closed_without_a_word(city: World) -> None:
    address = draft(city)
    Desk(city, address, "li.na").beat()
    forget_absent(city.office)
    assert rows(city) == 1
    silent_for(city, GONE_AFTER + timedelta(seconds=1))
    forget_absent(city.office)
    assert rows(city) == 0
    assert FORGETTING_ABSENT.every


def test_after_a_long_silence_a_window_is_there_anew(ledger: Ledger) -> None:
    manager = TransactionManager()
    at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    moments = (at, at + timedelta(seconds=20), at + timedelta(minutes=30))
    opened = []
    for moment in moments:
        with manager:
            session = ledger.session(manager)
            beat(session, oid=7, by="li.na", window=WINDOW, at=moment)
            opened += [each.since for each in here(session, oid=7, at=moment)]
    assert opened == [at, at, moments[2]]
