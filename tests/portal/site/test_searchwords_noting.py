"""From a search to the count in the ledger: what is noted, what is not, what is added up."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import text

from portal.command.office import Office
from portal.command.server import make_worker
from portal.content.times import ZONE
from portal.ledger import searches
from portal.site.searchwords import noting
from portal.site.searchwords.collecting import COUNTING, KEEP_DAYS, count_searches
from portal.site.searchwords.noting import FILE, tellable
from portal.testing import World

TODAY = datetime.now(ZONE).date()
Row = tuple[str, str, int, int]


@pytest.fixture(scope="module")
def searched_city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("searchwords-noting"))
    world.site("fgw")
    world.publish("/sites/fgw/zwgk/tzgg", title="公积金提取指南")
    world.feed()
    yield world
    world.close()


@pytest.fixture
def city(searched_city: World) -> Iterator[World]:
    yield searched_city
    for file in folder(searched_city).glob("searches*"):
        file.rmdir() if file.is_dir() else file.unlink()
    with searched_city.office.ledger.engine.begin() as connection:
        connection.execute(text("DELETE FROM search_count"))


def folder(city: World) -> Path:
    return city.office.settings.data


def noted(city: World) -> list[dict[str, Any]]:
    place = folder(city) / FILE
    lines = place.read_text("utf-8").splitlines() if place.exists() else []
    return [json.loads(line) for line in lines]


def counted(city: World) -> list[Row]:
    with city.office.ledger.engine.connect() as connection:
        query = "SELECT site, words, times, found FROM search_count ORDER BY day, site, words"
        return [tuple(row) for row in connection.execute(text(query))]


def work(office: Office) -> None:
    """Set aside, and in the next round add up."""
    for _round in range(2):
        COUNTING.run(office)


def write(city: World, *lines: str | bytes) -> None:
    raw = [line if isinstance(line, bytes) else line.encode() for line in lines]
    (folder(city) / FILE).write_bytes(b"".join(line + b"\n" for line in raw))


def note(words: str, day: date = TODAY, **other: Any) -> str:
    return json.dumps({"day": f"{day}", "site": "fgw", "words": words, "found": 0} | other)


def test_a_search_is_noted_with_its_words_and_nothing_about_the_person(city: World) -> None:
    browser = city.browser("editor")
    browser.get(f"/sites/fgw/search?q={quote(' 公积金  提取 ')}")
    browser.get(f"/search?q={quote('登月')}")
    assert noted(city) == [
        {"day": f"{TODAY}", "site": "fgw", "words": "公积金 提取", "found": 1},
        {"day": f"{TODAY}", "site": "", "words": "登月", "found": 0},
    ]
    assert stat.S_IMODE((folder(city) / FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "query", ["", "q=", "q=%20", "q=x&page=2", "q=x&sort=date", "q=x&kind=news", "q=%EF%BC%9F%00"]
)
def test_what_is_no_new_search_is_not_noted(city: World, query: str) -> None:
    city.browser().get(f"/sites/fgw/search?{query}")
    assert [each["words"] for each in noted(city) if each["words"] != "?"] == []


@pytest.mark.parametrize(
    "words",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "１３８００１３８０００",
        "138\u200b0013\u200b8000",
        "王伟 110101199003078888",
        "11010119900307888X",
        "wang@example.com",
        "wang＠example.com",
        "卡号 6222 0200 0000 1234 567",
        "E12345678",
    ],
)
def test_what_may_name_a_person_is_not_noted(city: World, words: str) -> None:
    assert tellable(words) == ""
    city.browser().get(f"/search?q={quote(words)}")
    assert noted(city) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("国发〔2026〕3号", "国发〔2026〕3号"),
        ("示政办发(2026)123号", "示政办发(2026)123号"),
        ("Ｗｉ－Ｆｉ", "wi-fi"),
        ("12345热线", "12345热线"),
        ("长" * 200, "长" * 60),
        ("a\0b\tc\u202ed", "a b c d"),
        ("\ud800x", "x"),
        ("ﷺ" * 10, None),
    ],
)
def test_other_words_are_told_normalised_and_cut(words: str, told: str | None) -> None:
    assert len(tellable(words)) <= 60
    assert told is None or tellable(words) == told


def test_a_search_goes_on_when_nothing_can_be_noted(
    city: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (folder(city) / FILE).mkdir()
    assert city.browser().get(f"/sites/fgw/search?q={quote('公积金')}").status_int == 200
    (folder(city) / FILE).rmdir()
    (folder(city) / FILE).symlink_to("/dev/full")
    assert city.browser().get(f"/sites/fgw/search?q={quote('公积金')}").status_int == 200
    assert caplog.text.count("A search could not be noted") == 2
    assert "公积金" not in caplog.text


def test_a_file_that_nobody_adds_up_does_not_grow_for_ever(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noting, "BYTES_MOST", 200)
    for _time in range(10):
        city.browser().get("/search?q=x")
    assert 200 <= (folder(city) / FILE).stat().st_size < 400


def test_noted_searches_are_added_up_once(city: World) -> None:
    browser = city.browser()
    for words in ("公积金", "登月", "登月"):
        browser.get(f"/sites/fgw/search?q={quote(words)}")
    work(city.office)
    expected = [("fgw", "公积金", 1, 1), ("fgw", "登月", 2, 0)]
    assert counted(city) == expected
    work(city.office)
    assert counted(city) == expected
    assert list(folder(city).glob("searches*")) == []
    browser.get(f"/sites/fgw/search?q={quote('登月')}")
    work(city.office)
    assert counted(city) == [("fgw", "公积金", 1, 1), ("fgw", "登月", 3, 0)]


def test_the_worker_of_the_portal_adds_up_by_itself(city: World) -> None:
    write(city, note("早"))
    jobs = make_worker(city.office)._jobs
    jobs.run_due()
    jobs.put("search.count")
    assert jobs.run_next()
    jobs.close()
    assert counted(city) == [("fgw", "早", 1, 0)]


def test_who_writes_while_the_file_is_set_aside_is_counted(city: World) -> None:
    write(city, note("早"))
    handle = os.open(folder(city) / FILE, os.O_WRONLY | os.O_APPEND)
    count_searches(city.office)
    os.write(handle, note("晚").encode() + b"\n")
    os.close(handle)
    count_searches(city.office)
    assert [words for _site, words, _times, _found in counted(city)] == ["早", "晚"]


def test_a_ledger_that_fails_loses_no_search(city: World) -> None:
    write(city, note("早"))
    count_searches(city.office)
    with city.office.ledger.engine.begin() as connection:
        connection.execute(text("ALTER TABLE search_count RENAME TO away"))
    with pytest.raises(Exception, match="no such table"):
        count_searches(city.office)
    with city.office.ledger.engine.begin() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO search_count"))
    count_searches(city.office)
    assert counted(city) == [("fgw", "早", 1, 0)]


def test_hostile_lines_are_left_out(city: World) -> None:
    write(
        city,
        note("好"),
        "",
        "no json",
        b"\xff\xfe",
        "[" * 1_500,
        "[1]",
        "null",
        '{"day": "2026-13-45", "site": "", "words": "x", "found": 1}',
        '{"day": 7, "site": "", "words": "x", "found": 1}',
        '{"day": "' + f"{TODAY}" + '", "site": "", "words": "x", "found": Infinity}',
        '{"day": "' + f"{TODAY}" + '", "site": "", "words": "x", "found": null}',
        note(""),
        note("\0"),
        note("\ud800"),
        note("长" * 61),
        note("x", site="s" * 201),
        note("y" * 5_000),
        note("未来", day=TODAY + timedelta(days=1)),
        note("从前", day=TODAY - timedelta(days=KEEP_DAYS + 1)),
        note("cut off")[:20],
        note("也好", found=2),
    )
    work(city.office)
    assert counted(city) == [("fgw", "也好", 1, 1), ("fgw", "好", 1, 0)]


def test_what_is_old_is_forgotten(city: World) -> None:
    oldest = TODAY - timedelta(days=KEEP_DAYS)
    write(city, note("旧", day=oldest))
    work(city.office)
    with city.office.ledger.engine.begin() as connection:
        connection.execute(
            text("UPDATE search_count SET day = :day"), {"day": f"{oldest - timedelta(days=1)}"}
        )
    write(city, note("旧", day=oldest))
    work(city.office)
    assert counted(city) == [("fgw", "旧", 1, 0)]


def test_ten_thousand_different_words_a_minute_are_too_many_for_a_day(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searches, "WORDS_PER_DAY", 100)
    for _minute in range(2):
        write(city, *(note(f"词{number:05}") for number in range(10_000)), note("词00001"))
        work(city.office)
    rows = counted(city)
    assert len(rows) == 101
    assert rows[0] == ("fgw", "", 2 * 9_900, 0)
    assert ("fgw", "词00001", 4, 0) in rows
    assert sum(times for _site, _words, times, _found in rows) == 2 * 10_001
