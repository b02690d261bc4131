"""The catalogue of a site: browsing it in every combination, and what it keeps."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from addons.openinfo.catalogue.content import Catalogue, Kinds, Tally
from addons.openinfo.catalogue.values import Entry
from addons.openinfo.vocabulary import top_of
from portal.testing import World

CATALOGUE = "/sites/fgw/disclosures"
Disclose = Callable[..., str]


def entry(oid: int, **values: Any) -> Entry:
    usual = Entry(
        oid, 1, f"n{oid}", f"题{oid}", date(2026, 3, 2), ("甲局",), "0403", "notice", "", "", ""
    )
    return usual._replace(**values)


def some(number: int) -> list[Entry]:
    drawn = random.Random(7)
    return [
        entry(
            drawn.randrange(-(1 << 60), 1 << 60),
            day=date(2020, 1, 1) + timedelta(days=drawn.randrange(2_500)),
            bodies=tuple(drawn.sample(("甲局", "乙局", "丙局"), drawn.randrange(3))),
            topic=drawn.choice(("", "01", "0101", "0403", "0404")),
            genre=drawn.choice(("", "notice", "letter")),
        )
        for _time in range(number)
    ]


def fits(each: Entry, kinds: Kinds, year: int) -> bool:
    return (
        (not kinds.body or kinds.body in each.bodies)
        and kinds.topic in ("", each.topic, top_of(each.topic))
        and kinds.genre in ("", each.genre)
        and year in (0, each.day.year)
    )


def test_every_combination_lists_and_counts_what_fits() -> None:
    catalogue, entries = Catalogue(), some(300)
    for each in entries:
        catalogue.put(each)
    for each in entries[:100]:
        catalogue.take(each.oid)
        catalogue.take(each.oid)
    kept = entries[100:]
    asked = product(("", "甲局", "无"), ("", "01", "0101", "0403", "99"), ("", "notice"), (0, 2021))
    for body, topic, genre, year in asked:
        kinds = Kinds(body, topic, genre)
        expected = [each for each in kept if fits(each, kinds, year)]
        found = [
            each for start in range(0, 250, 20) for each in catalogue.page(kinds, year, start, 20)
        ]
        assert sorted(each.oid for each in found) == sorted(each.oid for each in expected)
        assert [each.day for each in found] == sorted((e.day for e in expected), reverse=True)
        assert catalogue.count(kinds, year) == len(expected)
        if not year:
            assert catalogue.years(kinds) == Counter(each.day.year for each in expected)


def test_the_last_and_the_first_day_of_a_year_belong_to_it() -> None:
    catalogue = Catalogue()
    days = (date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1))
    for number, each in enumerate(days):
        catalogue.put(entry(number, day=each))
    assert [each.day for each in catalogue.page(Kinds(), 2024, 0, 9)] == [days[2], days[1]]
    assert [each.day for each in catalogue.page(Kinds(), 0, 1, 2)] == [days[2], days[1]]


def test_a_record_that_is_put_again_stands_once() -> None:
    catalogue = Catalogue()
    for topic in ("0403", "0403", "0101"):
        catalogue.put(entry(5, topic=topic))
    assert len(catalogue) == 1
    assert catalogue.count(Kinds(topic="04")) == 0
    assert catalogue.count(Kinds(topic="01")) == 1


def test_two_who_release_at_once_both_count() -> None:
    old, theirs, ours = ({"years": years} for years in ({2026: 3}, {2026: 4}, {2026: 2, 2025: 1}))
    merged = Tally()._p_resolveConflict(old, theirs, ours)
    assert merged == {"years": {2026: 3, 2025: 1}}


@pytest.fixture
def town_of_records(disclose: Disclose, open_town: World) -> World:
    for number in range(23):
        disclose(title=f"通知{number}", written_on=date(2026, 1, 1) + timedelta(days=number))
    disclose(title="联合意见", issuer="甲局、乙局", genre="opinion", topic="0101")
    disclose(title="旧函", issuer="乙局", genre="letter", topic="01", written_on=date(2019, 5, 1))
    return open_town


def choices(page: Any) -> dict[str, str]:
    """Return title to number of the choices that are offered beside the list."""
    links = page.html.select("aside.beside a")
    return {link.span.text: link.small.text for link in links}


def test_a_citizen_narrows_the_catalogue_step_by_step(town_of_records: World) -> None:
    citizen = town_of_records.browser()
    page = citizen.get(CATALOGUE)
    assert page.html.select_one(".count b").text == "25"
    offered = choices(page)
    assert (offered["国土资源、能源"], offered["综合政务"], offered["乙局"]) == ("23", "2", "2")
    assert (offered["通知"], offered["2019年"], offered["2026年"]) == ("23", "1", "24")
    page = page.click("综合政务", index=0)
    assert choices(page) == {
        "政务公开": "1",
        "甲局": "1",
        "乙局": "2",
        "意见": "1",
        "函": "1",
        "2026年": "1",
        "2019年": "1",
    }
    page = page.click("乙局", index=0)
    page = page.click("2019年", index=0)
    assert [link.text for link in page.html.select("ol.results h2 a")] == ["旧函"]
    page = page.click("乙局", index=0)  # takes it away again
    assert page.request.GET.get("body") is None
    assert page.request.GET["year"] == "2019"


def test_pages_follow_one_another_with_what_narrows_them(town_of_records: World) -> None:
    citizen = town_of_records.browser()
    first = citizen.get(f"{CATALOGUE}?genre=notice&year=2026")
    second = first.click(href="page=2", index=0)
    titles = [link.text for page in (first, second) for link in page.html.select("ol.results h2 a")]
    assert titles == [f"通知{number}" for number in reversed(range(23))]
    beyond = citizen.get(f"{CATALOGUE}?genre=notice&page=999999")
    assert len(beyond.html.select("ol.results h2 a")) == 3


HOSTILE = (
    "?topic=zzz&genre=%00&year=20x6&page=-1",
    "?topic=0403&topic=01&year=0000",
    "?body=" + "%F0%9F%98%80" * 500,
    "?body=%3Cscript%3Ealert(1)%3C/script%3E",
    "?year=9999&page=99999999999999999999",
    "?year=%D9%A2%D9%A0%D9%A2%D9%A6",
)


def test_a_hostile_address_is_a_page(town_of_records: World) -> None:
    for query in HOSTILE:
        page = town_of_records.browser().get(f"{CATALOGUE}{query}")
        assert "<script>alert" not in page.text
        assert "disclosures" in page.text


def test_reading_the_catalogue_writes_nothing(town_of_records: World) -> None:
    before = town_of_records.office.database.lastTransaction()
    for query in ("", "?topic=01", "?page=2", "?body=x"):
        town_of_records.browser().get(f"{CATALOGUE}{query}")
    assert town_of_records.office.database.lastTransaction() == before


def test_the_section_for_records_shows_the_catalogue_and_others_their_lists(
    town_of_records: World,
) -> None:
    citizen = town_of_records.browser()
    page = citizen.get("/sites/fgw/zfxxgk/fdzdgknr/?topic=01")
    assert page.html.h1.text == "法定主动公开内容"
    assert choices(page)["政务公开"] == "1"
    assert citizen.get("/sites/fgw/zfxxgk/").html.select_one("aside.beside") is None
    assert citizen.get("/sites/fgw/zwgk/tzgg/").html.select_one("aside.beside") is None
    assert "法定主动公开内容" in citizen.get("/sites/fgw/zfxxgk/").text


def test_a_day_on_which_nothing_was_written_is_called_that_of_publication(
    disclose: Disclose, open_town: World
) -> None:
    disclose(written_on=None)
    page = open_town.browser().get(CATALOGUE)
    assert "发布日期" in page.html.select_one("ol.results .origin").text
    assert "成文日期" not in page.html.select_one("ol.results .origin").text


def test_a_home_page_shows_the_newest_records(town_of_records: World) -> None:
    with town_of_records.office.transaction() as (cluster, _act):
        cluster["sites"]["fgw"].blocks = (("openinfo.newest", {"title": ""}),)
    page = town_of_records.browser().get("/sites/fgw/")
    block = page.html.find("h2", string="政府信息公开目录").find_parent("section")
    assert [link.text for link in block.select(".items a")][:2] == ["联合意见", "通知22"]
