"""A manager imports a file: it is checked, shown, and brought in by the worker."""

from __future__ import annotations

import csv
import gzip
import json
import os
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO, StringIO
from itertools import count
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pyramid.i18n import TranslationString
from webtest import TestResponse, Upload
from ZODB.POSException import ConflictError

from addons.openinfo import addon
from portal.addon import importing
from portal.addon.declaration import ImportOutcome
from portal.addon.operations import make_sections
from portal.desk import recordloading, recordpages
from portal.desk.batches import KEEP
from portal.desk.recordloading import FAILED, forget_loads, work_on_loads
from portal.desk.recordloads import loads_of
from portal.security.grants import give_role, take_role
from portal.site.importing.problems import is_wrong
from portal.testing import World, turn

NUMBERS = count()
HEADS = ("ID", "标题", "正文", "发文机关", "成文日期", "颜色")
Send = Callable[..., TestResponse]


@dataclass
class Bureau:
    """A site that enabled the add-on and made its sections."""

    world: World
    name: str

    @property
    def page(self) -> str:
        return f"/sites/{self.name}/import-records?import=openinfo.disclosures"

    def titles(self) -> list[str]:
        with self.world.office.transaction() as (cluster, _act):
            records = cluster["sites"][self.name]["zfxxgk"]["fdzdgknr"].values()
            return sorted(each.title for each in records)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World.make(tmp_path_factory.mktemp("imports"), addons=("openinfo",))
    yield made
    made.close()


@pytest.fixture
def bureau(world: World) -> Bureau:
    name = f"fgw{next(NUMBERS)}"
    world.site(name)
    turn(world, name, "openinfo", on=True)
    with world.office.transaction() as (cluster, act):
        make_sections(cluster["sites"][name], addon, ("zfxxgk",), act)
    return Bureau(world, name)


@pytest.fixture
def send(bureau: Bureau) -> Send:
    """Send a file as the manager, let the worker check it, and return the page about it."""

    def send(name: str, content: bytes) -> TestResponse:
        browser = bureau.world.browser("manager")
        form = browser.get(bureau.page).forms["send"]
        form["file"] = Upload(name, content)
        page = form.submit(status=303).follow()
        work_on_loads(bureau.world.office)
        return browser.get(page.request.url)

    return send


def table(*rows: tuple[str, ...]) -> bytes:
    text = StringIO()
    csv.writer(text).writerows((HEADS, *rows))
    return text.getvalue().encode("gb18030")


def line(number: int, **values: Any) -> bytes:
    usual = {"id": f"a-{number}", "title": f"通知{number}", "body_text": "正文", "issuer": "市政府"}
    return json.dumps(usual | values).encode() + b"\n"


def pressed(page: TestResponse, button: str, world: World) -> TestResponse:
    """Press a button, let the worker do what it has to, and return the page then."""
    page.forms["work"].submit(button, status=303)
    work_on_loads(world.office)
    return page.test_app.get(page.request.url)


def sums(page: TestResponse) -> list[int]:
    return [int(each.text) for each in page.html.select(".sums dd")]


def test_a_table_is_checked_then_imported_and_a_second_time_unchanged(
    bureau: Bureau, send: Send
) -> None:
    rows = (
        ("a-1", "关于节水的通知", "正文", "市政府", "2026/3/2", "红"),
        ("a-2", "缺正文", "", "市政府", "", ""),
        ("a-3", "日期不对", "正文", "市政府", "二月三十", ""),
    )
    page = send("台账.csv", table(*rows))
    assert sums(page) == [1, 0, 0, 0, 2]
    assert bureau.titles() == []
    told = [row.text for row in page.html.select("tbody tr")]
    assert ["3" in told[0], "缺正文" in told[0], "4" in told[1]] == [True] * 3
    assert "成文日期" in told[1]
    assert "颜色" in page.text
    done = pressed(page, "import", bureau.world)
    assert sums(done) == [1, 0, 0, 0, 2]
    assert bureau.titles() == ["关于节水的通知"]
    assert sums(send("台账.csv", table(*rows))) == [0, 0, 1, 0, 2]


def test_what_came_in_is_written_down_and_the_page_says_when_it_is_found(
    bureau: Bureau, send: Send
) -> None:
    done = pressed(send("a.jsonl", line(1)), "import", bureau.world)
    assert done.html.select("a[data-renews]")
    bureau.world.feed()
    assert not done.test_app.get(done.request.url).html.select("a[data-renews]")
    entries = bureau.world.browser("auditor").get("/audit?action=site.records_imported")
    assert "manager" in entries.html.select_one("table").text


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_empty_table_filled_in_is_read(bureau: Bureau, send: Send, form: str) -> None:
    page = bureau.world.browser("manager").get(bureau.page)
    [link] = [a["href"] for a in page.html.select("a") if a["href"].endswith(f"form={form}")]
    empty = page.test_app.get(link).body
    values = {"标题": "关于放假的通知", "正文": "放假。", "有效性": "有效", "公开方式": "主动公开"}
    if form == "xlsx":
        book = openpyxl.load_workbook(BytesIO(empty))
        heads = [cell.value for cell in book.worksheets[0][1]]
        book.worksheets[0].append(
            [values.get(head, "a" if not n else "") for n, head in enumerate(heads)]
        )
        kept = BytesIO()
        book.save(kept)
        filled = kept.getvalue()
    else:
        heads = next(csv.reader(StringIO(empty.decode("utf-8-sig"))))
        row = [values.get(head, "a" if not n else "") for n, head in enumerate(heads)]
        filled = empty + ",".join(row).encode()
    assert set(values) < set(heads)
    assert sums(send(f"a.{form}", filled)) == [1, 0, 0, 0, 0]


def test_a_packed_file_without_a_column_that_has_to_be_there_is_refused(send: Send) -> None:
    page = send("a.csv.gz", gzip.compress("标题,正文\n甲,乙\n".encode()))
    assert "来源" in page.html.select_one(".problem").text or "Identity" in page.text
    assert page.html.select_one("progress")["value"] == "0"
    assert not page.html.select("button[name=import]")


def test_what_would_change_nothing_cannot_be_imported(send: Send) -> None:
    page = send("a.jsonl", b"{\n")
    assert sums(page) == [0, 0, 0, 0, 1]
    assert not page.html.select("button[name=import]")


def test_an_import_that_was_killed_goes_on_without_doubling(
    bureau: Bureau, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "LOT", 2)
    page = send("a.jsonl", b"".join(map(line, range(7))))
    page.forms["work"].submit("import", status=303)
    lots: list[int] = []

    def killing(*_args: object) -> None:
        lots.append(1)
        if len(lots) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", killing)
    with pytest.raises(KeyboardInterrupt):
        work_on_loads(bureau.world.office)
    assert len(bureau.titles()) == 4
    work_on_loads(bureau.world.office)
    done = page.test_app.get(page.request.url)
    assert sums(done) == [3, 0, 4, 0, 0]
    assert len(bureau.titles()) == 7


def test_one_can_stop_it_and_begin_again(
    bureau: Bureau, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "LOT", 2)
    page = send("a.jsonl", b"".join(map(line, range(5))))
    page.forms["work"].submit("import", status=303)
    running = page.test_app.get(page.request.url)

    def stopping(*_args: object) -> None:
        monkeypatch.undo()
        running.forms["work"].submit("stop", status=303)

    monkeypatch.setattr("time.sleep", stopping)
    work_on_loads(bureau.world.office)
    stopped = page.test_app.get(page.request.url)
    assert sums(stopped) == [2, 0, 0, 0, 0]
    assert sums(pressed(stopped, "again", bureau.world)) == [3, 0, 2, 0, 0]


def test_a_lot_that_others_were_faster_than_is_begun_again(
    bureau: Bureau, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = send("a.jsonl", b"".join(map(line, range(5))))
    way = addon.imports[0]
    late = iter([True])

    def run(opened: Any, file: Path) -> Any:
        def slow(outcome: Any = None) -> Any:
            if outcome is not None and next(late, False):
                raise ConflictError
            return opened(outcome)

        return way.run(slow, file)

    made = replace(addon, imports=(replace(way, run=run),))
    monkeypatch.setitem(bureau.world.office.registry.addons, "openinfo", made)
    assert sums(pressed(page, "import", bureau.world)) == [5, 0, 0, 0, 0]


def test_a_defect_is_told_and_does_not_hold_up_the_next_file(
    bureau: Bureau, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(_opened: Any, _file: Path) -> Any:
        raise ZeroDivisionError

    made = replace(addon, imports=(replace(addon.imports[0], run=run),))
    monkeypatch.setitem(bureau.world.office.registry.addons, "openinfo", made)
    page = send("a.jsonl", line(1))
    assert page.html.select_one(".problem")
    monkeypatch.undo()
    assert sums(send("b.jsonl", line(1))) == [1, 0, 0, 0, 0]
    assert sums(pressed(page, "again", bureau.world)) == [1, 0, 0, 0, 0]
    assert FAILED


@pytest.mark.parametrize("lost", ["role", "addon"])
def test_who_lost_the_right_meanwhile_imports_nothing(
    bureau: Bureau, send: Send, lost: str
) -> None:
    page = send("a.jsonl", line(1))
    page.forms["work"].submit("import", status=303)
    if lost == "addon":
        turn(bureau.world, bureau.name, "openinfo", on=False)
    else:
        with bureau.world.office.transaction() as (cluster, act):
            take_role(cluster, "manager", "manager", act)
    work_on_loads(bureau.world.office)
    assert bureau.titles() == []
    turn(bureau.world, bureau.name, "openinfo", on=True)
    with bureau.world.office.transaction() as (cluster, act):
        give_role(cluster, "manager", "manager", act)
        assert not loads_of(cluster).running
    assert page.test_app.get(page.request.url).html.select_one(".problem")


def test_only_who_manages_the_site_comes_there(bureau: Bureau, send: Send) -> None:
    address = send("a.jsonl", line(1)).request.path_qs
    empty = f"{bureau.page}&form=csv".replace("records", "template")
    for login in ("", "editor", "reviewer", "officer", "reader", "auditor"):
        browser = bureau.world.browser(login)
        for page in (bureau.page, empty, address):
            browser.get(page, status=(403, 404))


def test_a_file_of_another_site_or_of_a_disabled_addon_is_not_there(
    bureau: Bureau, send: Send
) -> None:
    page = send("a.jsonl", line(1))
    bureau.world.site(f"{bureau.name}x")
    turn(bureau.world, f"{bureau.name}x", "openinfo", on=True)
    page.test_app.get(page.request.path_qs.replace(bureau.name, f"{bureau.name}x"), status=404)
    turn(bureau.world, bureau.name, "openinfo", on=False)
    for address in (page.request.path_qs, bureau.page):
        page.test_app.get(address, status=404)


def test_a_file_that_is_too_large_empty_or_missing_is_refused(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recordpages, "FILE_MAX_BYTES", 10)
    browser = bureau.world.browser("manager")
    for content in (b"x" * 11, b"", None):
        form = browser.get(bureau.page).forms["send"]
        if content is not None:
            form["file"] = Upload("a.csv", content)
        assert form.submit(status=422).html.select_one(".problem")
    assert not bureau.world.browser("manager").get(bureau.page).html.select("table a")


def test_files_that_nobody_goes_on_with_are_forgotten(bureau: Bureau, send: Send) -> None:
    page, office = send("a.jsonl", line(1)), bureau.world.office
    forget_loads(office)
    page.test_app.get(page.request.url)
    with office.transaction() as (cluster, _act):
        [load] = [e for e in loads_of(cluster).kept.values() if e.name in page.request.url]
        load.ended_at -= KEEP + timedelta(seconds=1)
    forget_loads(office)
    page.test_app.get(page.request.url, status=404)


def test_what_a_killed_worker_left_is_taken_away(bureau: Bureau) -> None:
    office = bureau.world.office
    old, new = (office.settings.data / name for name in ("import-old", "import-new"))
    for folder in (old, new):
        folder.mkdir()
        (folder / "rows").write_text("{}")
    os.utime(old, (1, 1))
    forget_loads(office)
    assert (old.exists(), new.exists()) == (False, True)


def test_a_file_that_was_forgotten_at_the_moment_of_its_start_holds_up_no_other(
    bureau: Bureau, send: Send
) -> None:
    page, office = send("a.jsonl", line(1)), bureau.world.office
    page.forms["work"].submit("import", status=303)
    with office.transaction() as (cluster, _act):
        [key] = loads_of(cluster).running
        del loads_of(cluster).kept[key[1:]]
    work_on_loads(office)
    with office.transaction() as (cluster, _act):
        assert not loads_of(cluster).running


def test_a_wrong_value_is_told_as_far_as_people_read(
    bureau: Bureau, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*_given: object) -> ImportOutcome:
        said = TranslationString("“${val}” is no number", mapping={"val": "9" * 100_000})
        return ImportOutcome(problems=[(1, is_wrong("title", said)), (2, "x" * 100_000)])

    chosen = replace(addon.imports[0], run=run)
    monkeypatch.setattr(recordloading, "find_import", lambda _registry, _name: chosen)
    page = send("a.jsonl", line(1))
    assert "“999" in page.text
    assert len(page.text) < 20_000
    with bureau.world.office.transaction() as (cluster, _act):
        [load] = [e for e in loads_of(cluster).kept.values() if e.name in page.request.url]
        assert len(pickle.dumps(load.checked)) < 5_000


def test_the_page_of_addons_leads_there(bureau: Bureau) -> None:
    page = bureau.world.browser("manager").get(f"/sites/{bureau.name}/add-ons")
    assert page.html.select(f'a[href="{bureau.page}"]')
