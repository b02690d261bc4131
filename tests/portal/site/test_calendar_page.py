"""The page on which the office keeps its working days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from webtest import TestApp

from portal.audit.subscribers import ACTIONS
from portal.clock.seed import official_years
from portal.clock.working import due_after, is_workday
from portal.site.calendar.showing import months_of
from portal.testing import World

NEXT = official_years()[-1] + 1
"""The first year of which nothing is known yet."""
NOTICE = f"""关于{NEXT}年部分节假日安排的通知
一、元旦：1月1日至3日放假，共3天。
二、春节：2月5日至12日放假调休，共8天。
五、国庆节：10月1日至7日放假调休，共7天。10月10日上班。
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World.make(tmp_path_factory.mktemp("calendar"))
    yield made
    made.close()


@pytest.fixture
def city(town: World) -> World:
    with town.office.transaction() as (cluster, _act):
        cluster.calendar = None
    return town


@pytest.fixture
def browser(city: World) -> TestApp:
    return city.browser("administrator")


def form(page: Any, name: str) -> Any:
    found = (each for each in page.forms.values() if "form" in each.fields)
    return next(each for each in found if each["form"].value == name)


def calendar(city: World) -> Any:
    with city.office.transaction() as (cluster, _act):
        kept = cluster.calendar
        return (dict(kept.days), kept.years, kept.hours) if kept is not None else None


def load(browser: TestApp, text: str, **said: Any) -> Any:
    wanted = form(browser.get(f"/calendar?year={NEXT}"), "load")
    wanted["text"] = text
    for name, value in said.items():
        wanted[name] = value
    return wanted


def test_a_year_is_shown_with_its_days_off_and_its_swapped_days(browser: TestApp) -> None:
    page = browser.get("/calendar?year=2026")
    assert len(page.html.select(".months table")) == 12
    (spring,) = page.html.select('td.off time[datetime="2026-02-17"]')
    assert spring.parent["title"]
    assert page.html.select('td.work time[datetime="2026-02-14"]')
    assert not page.html.select('[role="note"]')
    assert browser.get(f"/calendar?year={NEXT}").html.select('[role="note"]')


@pytest.mark.parametrize("year", ["", "1", "99999999", "x", "²"])
def test_a_year_that_cannot_be_shown_is_this_one(browser: TestApp, year: str) -> None:
    browser.get("/calendar", {"year": year}, status=200)


def test_a_notice_is_loaded_as_it_was_published(city: World, browser: TestApp) -> None:
    load(browser, NOTICE, notice_source="国办发明电").submit(status=303)
    days, years, _hours = calendar(city)
    assert years == (NEXT,)
    assert days[date(NEXT, 2, 5)] == (False, "春节", "国办发明电")
    assert days[date(NEXT, 10, 10)][0] is True
    with city.office.transaction() as (cluster, _act):
        assert not is_workday(cluster.calendar, date(NEXT, 2, 8))
        at = _act.at.replace(year=NEXT, month=3, day=1)
        assert not due_after(cluster.calendar, at, 16).provisional


def test_a_line_that_is_wrong_is_told_and_nothing_is_lost(city: World, browser: TestApp) -> None:
    text = f"{NOTICE}六、中秋节：13月1日放假。\n"
    page = load(browser, text, notice_source="国办").submit(status=422)
    again = form(page, "load")
    assert again["text"].value.split() == text.split()
    assert again["notice_source"].value == "国办"
    assert "5" in page.html.select_one("#load-problem li").text
    assert calendar(city) is None


def test_a_text_with_few_days_off_is_no_whole_year(city: World, browser: TestApp) -> None:
    line = f"{NEXT}-01-01, off"
    load(browser, line).submit(status=422)
    assert calendar(city) is None
    load(browser, line, whole=False).submit(status=303)
    assert calendar(city)[1] == ()


def test_one_day_is_decided_and_taken_back(city: World, browser: TestApp) -> None:
    wanted = form(browser.get("/calendar?year=2026"), "day")
    wanted["day"], wanted["kind"], wanted["name"] = "2026-03-03", "off", "三月三"
    page = wanted.submit(status=303).follow()
    assert page.html.select('td.off.own time[datetime="2026-03-03"]')
    assert calendar(city)[0] == {date(2026, 3, 3): (False, "三月三", "")}
    form(page, "clear").submit(status=303)
    assert calendar(city)[0] == {}


def test_all_of_a_year_can_be_taken_back(city: World, browser: TestApp) -> None:
    load(browser, NOTICE).submit(status=303)
    form(browser.get(f"/calendar?year={NEXT}"), "year").submit(status=303)
    assert calendar(city)[:2] == ({}, ())


def test_the_hours_of_a_day_are_set(city: World, browser: TestApp) -> None:
    wanted = form(browser.get("/calendar"), "hours")
    wanted["begins0"], wanted["ends0"] = "09:00", "12:00"
    wanted["begins1"], wanted["ends1"] = "14:00", "18:00"
    wanted.submit(status=303)
    assert calendar(city)[2] == ((540, 720), (840, 1080))


@pytest.mark.parametrize(
    ("begins", "ends"),
    [("12:00", "09:00"), ("", "12:00"), ("25:00", "26:00"), ("9", "12"), ("08:30", "13:45")],
)
def test_hours_that_cannot_be_are_refused_beside_the_field(
    city: World, browser: TestApp, begins: str, ends: str
) -> None:
    wanted = form(browser.get("/calendar"), "hours")
    wanted["begins0"], wanted["ends0"] = begins, ends
    page = wanted.submit(status=422)
    assert form(page, "hours")["ends0"].value == ends
    assert page.html.select("#hours-problem")
    assert calendar(city) is None


@pytest.mark.parametrize("day", ["1066-10-14", "9999-12-31", "2026-02-30", "x"])
def test_a_day_that_is_far_or_none_is_refused(city: World, browser: TestApp, day: str) -> None:
    wanted = form(browser.get("/calendar"), "day")
    wanted["day"], wanted["kind"] = day, "off"
    wanted.submit(status=422)
    assert calendar(city) is None


def test_what_was_decided_is_written_down(city: World, browser: TestApp) -> None:
    load(browser, NOTICE).submit(status=303)
    with city.office.transaction() as (cluster, _act):
        from sqlalchemy import select

        from portal.ledger.tables import AuditEntry

        session = city.office.ledger.session(cluster._p_jar.transaction_manager)
        newest = select(AuditEntry).where(AuditEntry.action == ACTIONS["CalendarSet"])
        entry = session.scalars(newest.order_by(AuditEntry.id.desc()).limit(1)).one()
        assert entry.by == "administrator"
        assert f"{NEXT}-10-10 work" in entry.detail


@pytest.mark.parametrize("login", ["manager", "editor", "security", "auditor", "reader"])
def test_nobody_else_keeps_the_calendar(city: World, login: str) -> None:
    city.browser(login).get("/calendar", status=403)


def test_every_day_of_a_year_is_shown_once() -> None:
    cells = [
        cell.iso
        for month in months_of(None, 2026, date(2026, 3, 2))
        for week in month.weeks
        for cell in week
        if cell is not None
    ]
    assert len(cells) == len(set(cells)) == 365
