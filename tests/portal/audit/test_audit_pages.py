from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import quote

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select, text
from transaction import TransactionManager

from portal.act import act_of_command
from portal.audit import exporting
from portal.audit.job import CHECKING, SEALING
from portal.audit.views import SIZE
from portal.content.document.moving import move_document
from portal.desk.exporting import CSV, XLSX
from portal.ledger.audit import record
from portal.ledger.tables import AuditEntry
from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"
PAGES = ("/audit", "/audit-seals", "/audit-dates", "/audit-entry?number=1", "/audit-story?oid=1")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World.make(tmp_path_factory.mktemp("audited"))
    made.site("fgw")
    made.site("jtj")
    yield made
    made.close()


def lines(page: Any) -> list[str]:
    """Return the rows of a list as text."""
    return [" ".join(row.text_content().split()) for row in page.lxml.xpath("//tbody/tr")]


def hrefs(page: Any, words: str) -> list[str]:
    return [str(each) for each in page.lxml.xpath(f"//main//a[contains(@href, '{words}')]/@href")]


def count(city: World) -> int:
    with city.office.ledger.engine.connect() as connection:
        return connection.execute(select(func.count(AuditEntry.id))).scalar_one()


def write(city: World, times: int, **facts: Any) -> None:
    manager = TransactionManager()
    with manager:
        session = city.office.ledger.session(manager)
        act = replace(act_of_command(city.office.registry), by=facts.pop("by", "li.na"))
        for number in range(times):
            record(session, act, "content.edited", **{"subject": f"/{number}", **facts})


def edited(city: World, address: str, **values: str) -> None:
    form = city.browser("editor").get(f"{address}/edit").forms["form"]
    for name, value in values.items():
        form[name] = value
    form.submit("save", status=303)


@pytest.mark.parametrize(
    ("login", "status"),
    [
        *(("", 404), ("administrator", 403), ("security", 403), ("manager", 403)),
        *(("editor", 403), ("reviewer", 403), ("reader", 403)),
    ],
)
def test_only_the_auditor_reads_the_log(city: World, login: str, status: int) -> None:
    browser = city.browser(login)
    assert {browser.get(each, status="*").status_int for each in PAGES} == {status}


def test_the_auditor_finds_the_log_on_the_own_account(city: World) -> None:
    assert "/audit" in hrefs(city.browser("auditor").get("/account"), "audit")


def test_the_log_is_not_a_page_of_a_site(city: World) -> None:
    city.browser("auditor").get("/sites/fgw/audit", status=404)


def test_reading_the_log_writes_nothing(city: World) -> None:
    browser = city.browser("auditor")
    before = count(city), city.office.database.lastTransaction()
    for each in ("/audit", "/audit-seals", "/audit-dates", "/audit-entry?number=1"):
        browser.get(each)
    assert (count(city), city.office.database.lastTransaction()) == before


def test_a_sign_in_is_told_with_person_and_address(city: World) -> None:
    city.browser("publisher")
    first = lines(city.browser("auditor").get("/audit?by=publisher&action=security.signed_in"))[0]
    assert "publisher" in first
    assert "127.0.0.1" in first


def test_a_failed_sign_in_is_found_by_its_result(city: World) -> None:
    browser = city.browser()
    form = next(
        each for each in browser.get("/sign-in").forms.values() if "password" in each.fields
    )
    form["login"], form["password"] = "nobody.here", "wrong"
    form.submit(status=422)
    auditor = city.browser("auditor")
    (line,) = lines(auditor.get("/audit?result=no&about=nobody.here"))
    assert "nobody.here" in line
    assert lines(auditor.get("/audit?result=yes&about=nobody.here")) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("by=filter.a", 3),
        ("by=filter.b", 2),
        ("by=filter.a&site=jtj", 2),
        ("by=filter.a&site=-", 1),
        ("about=/filtered/one", 2),
        ("about=/filtered", 5),
        ("about=/filter", 0),
        ("about=/filtered&site=fgw", 0),
        ("by=filter.a&action=content.edited", 3),
        ("by=filter.a&action=group:place", 3),
        ("by=filter.a&action=group:document", 0),
        ("by=filter.a&action=nonsense", 3),
        ("by=filter.a&since=2001-01-01&until=2099-01-01", 3),
        ("by=filter.a&until=2001-01-01", 0),
        ("by=filter.a&since=2099-01-01", 0),
        ("by=filter.a&since=9999-99-99", 3),
        ("by=filter.a&result=no", 1),
        ("by=filter.b&address=203.0.113.9", 0),
    ],
)
def test_the_list_is_narrowed(city: World, query: str, found: int) -> None:
    if not lines(city.browser("auditor").get("/audit?by=filter.a")):
        write(city, 2, by="filter.a", subject="/filtered/one", site="jtj")
        write(city, 1, by="filter.a", subject="/filtered/two", succeeded=False)
        write(city, 2, by="filter.b", subject="/filtered/two/below", site="jtj")
    assert len(lines(city.browser("auditor").get(f"/audit?{query}"))) == found


def test_what_does_not_exist_is_said_in_words(city: World) -> None:
    page = city.browser("auditor").get("/audit?by=nobody.at.all")
    assert page.lxml.xpath("//p[@class='empty']")
    assert "export" not in page.forms


def test_older_entries_are_a_page_further_and_the_way_back_is_the_same(city: World) -> None:
    write(city, SIZE + 10, by="pager")
    browser = city.browser("auditor")
    first = browser.get("/audit?by=pager")
    (older,) = first.lxml.xpath("//a[@rel='next']/@href")
    second = browser.get(older)
    subjects = [line.split("/")[-1].split()[0] for page in (first, second) for line in lines(page)]
    assert subjects == [str(number) for number in reversed(range(SIZE + 10))]
    assert second.lxml.xpath("//a[@rel='next']") == []
    (newer,) = second.lxml.xpath("//a[@rel='prev']/@href")
    assert lines(browser.get(newer)) == lines(first)


@pytest.mark.parametrize("place", ["x", "_1", "2026-01-01_1", "2026-01-01T00:00:00+00:00_²"])
def test_a_place_that_is_none_is_the_first_page(city: World, place: str) -> None:
    browser = city.browser("auditor")
    whole = lines(browser.get("/audit?by=pager"))
    for side in ("before", "after"):
        assert lines(browser.get(f"/audit?by=pager&{side}={quote(place)}")) == whole


def test_a_document_is_found_by_words_of_its_title(city: World) -> None:
    city.publish(SECTION, title="关于端午节放假的通知")
    page = city.browser("auditor").get(f"/audit?about={quote('端午节')}")
    assert any("关于端午节放假的通知" in line for line in lines(page))


def test_the_story_of_a_document_is_told_in_order_over_a_move(city: World) -> None:
    address = city.publish(SECTION, title="搬家")
    edited(city, address, title="搬家了")
    with city.office.transaction() as (cluster, act):
        document = city.place(cluster, address)
        move_document(document, city.place(cluster, "/sites/fgw/zwgk/ghjh"), act)
        oid = document.oid
    auditor = city.browser("auditor")
    story = auditor.get(f"/audit-story?oid={oid}")
    told = lines(story)
    assert len(told) == 3
    assert "搬家了" in story.text
    assert SECTION in told[0]
    assert SECTION not in told[-1]
    with_link = auditor.get(f"/audit?about={quote('搬家了')}")
    assert f"/audit-story?oid={oid}" in hrefs(with_link, "audit-story")


def test_a_draft_tells_which_fields_changed_with_digests(city: World) -> None:
    address = city.publish(SECTION, title="数据", body="<p>电话 13800138000</p>")
    edited(city, address, title="新数据")
    with city.office.ledger.engine.connect() as connection:
        query = select(AuditEntry.detail).where(AuditEntry.action == "document.draft_saved")
        detail = json.loads(connection.scalars(query.order_by(AuditEntry.id.desc())).first() or "")
    assert list(detail["changed"]) == ["title"]
    before, after = detail["changed"]["title"]
    assert before.startswith("sha256:")
    assert before != after


def test_an_entry_shows_everything_and_that_it_holds(city: World) -> None:
    city.publish(SECTION, title="封存")
    SEALING.run(city.office)
    browser = city.browser("auditor")
    (address, *_rest) = hrefs(browser.get("/audit?action=document.released"), "audit-entry")
    page = browser.get(address)
    assert page.lxml.xpath("//p[@class='done']")
    assert page.lxml.xpath("count(//dd[contains(., 'sha256:')])") == 2
    assert "document.released" in page.text


def test_an_entry_that_was_changed_by_hand_is_shown_as_broken(world: World) -> None:
    SEALING.run(world.office)
    with world.office.ledger.engine.begin() as connection:
        connection.execute(text("UPDATE audit_entry SET \"by\" = 'me' WHERE id = 2"))
    browser = world.browser("auditor")
    told = browser.get("/audit-entry?number=2").lxml.xpath("string(//*[@role='alert'])")
    assert "2" in told
    CHECKING.run(world.office)
    page = browser.get("/audit-seals")
    assert page.lxml.xpath("//*[@role='alert']//li")


def test_the_page_of_seals_shows_checks_and_roots(city: World) -> None:
    SEALING.run(city.office)
    CHECKING.run(city.office)
    page = city.browser("auditor").get("/audit-seals")
    assert page.lxml.xpath("//p[@class='done']")
    assert page.lxml.xpath("count(//td[starts-with(., 'sha256:')])") >= 2
    assert page.lxml.xpath("//main//form") == []
    for day in ("2001-01-01", "0001-01-01", "9999-12-31", "x"):
        city.browser("auditor").get(f"/audit-seals?until={day}")


def test_dates_that_are_not_those_of_the_release_are_shown_with_the_reason(city: World) -> None:
    at = datetime(2026, 1, 1, 8, tzinfo=UTC)
    city.publish(SECTION, title="旧日期", displayed_at=at, displayed_because="补登")
    city.publish(SECTION, title="今日")
    (line,) = lines(city.browser("auditor").get("/audit-dates"))
    assert "旧日期" in line
    assert "补登" in line
    assert "2026-01-01 16:00" in line


@pytest.mark.parametrize("number", ["", "x", "0", "-1", "9" * 30, "²"])
def test_what_is_no_entry_is_not_found(city: World, number: str) -> None:
    browser = city.browser("auditor")
    browser.get(f"/audit-entry?number={quote(number)}", status=404)
    browser.get(f"/audit-story?oid={quote(number)}", status=404)


def exported(city: World, form: str, query: str, status: int = 200) -> Any:
    page = city.browser("auditor").get(f"/audit?{query}")
    return page.forms["export"].submit("form", value=form, status=status)


def test_what_fits_is_exported_and_the_export_is_written_down(city: World) -> None:
    write(city, 3, by="exporter", subject='=HYPERLINK("http://evil.example")')
    answer = exported(city, "csv", "by=exporter")
    table = list(csv.reader(StringIO(answer.body.decode("utf-8-sig"))))
    assert len(table) == 4
    assert {row[7] for row in table[1:]} == {'\'=HYPERLINK("http://evil.example")'}
    book = load_workbook(BytesIO(exported(city, "xlsx", "by=exporter").body))
    assert "f" not in {cell.data_type for row in book.active.iter_rows() for cell in row}
    line, *_rest = lines(city.browser("auditor").get("/audit?action=audit.exported"))
    assert "auditor" in line


def test_more_than_a_file_takes_is_refused_in_words(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST", {CSV: 2, XLSX: 1})
    write(city, 3, by="many")
    for form in ("csv", "xlsx"):
        page = exported(city, form, "by=many", 422)
        assert page.lxml.xpath("//*[@role='alert']")
        assert len(lines(page)) == 3
    exported(city, "pdf", "by=many", 400)


def test_an_export_needs_the_token_and_the_right(city: World) -> None:
    city.browser("auditor").post("/audit-export", {"form": "csv"}, status=400)
    token = city.browser("administrator").get("/session").json["csrf_token"]
    browser = city.browser("administrator")
    token = browser.get("/session").json["csrf_token"]
    browser.post("/audit-export", {"form": "csv", "csrf_token": token}, status=403)


def test_who_looks_at_accounts_or_takes_a_list_out_is_written_down(city: World) -> None:
    city.browser("administrator").get("/people/staff")
    city.browser("administrator").get("/people/editor")
    city.browser("editor").get("/sites/fgw/contents.csv")
    auditor = city.browser("auditor")
    told = lines(auditor.get("/audit?action=personal.viewed&by=administrator"))
    assert [("/people/editor" in line, "accounts" in line) for line in told] == [
        (True, False),
        (False, True),
    ]
    (line,) = lines(auditor.get("/audit?action=content.exported&site=fgw"))
    assert "editor" in line
