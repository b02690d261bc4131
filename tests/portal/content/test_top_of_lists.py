"""What stands at the top of a section's list, and how the rest is paged."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from portal.content.document.moving import move_document
from portal.content.document.operations import (
    publish_document,
    show_again,
    withdraw_document,
)
from portal.content.section.pinning import PINS_MOST, set_top, top_of
from portal.content.section.queries import PAGE_SIZE
from portal.content.times import ZONE
from portal.content.trash.operations import delete_document
from portal.errors import Refusal
from portal.testing import World

SITE = "/sites/fgw"
SECTION = "/sites/fgw/zwgk/tzgg"
OTHER = "/sites/fgw/zwgk/gzdt"
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
TODAY = datetime.now(ZONE).date()


@pytest.fixture
def city(world: World) -> World:
    world.site("fgw")
    return world


def publish(city: World, count: int) -> list[str]:
    """Release documents called `0`, `1`, …, each a day younger than the one before."""
    return [
        city.publish(SECTION, title=str(each), displayed_at=FIRST + timedelta(days=each))
        for each in range(count)
    ]


def crowd(city: World, count: int) -> list[str]:
    """Release documents of which three each have the same moment; give addresses in list order."""
    with city.office.transaction() as (cluster, act):
        section = city.place(cluster, SECTION)
        for each in range(count):
            moment = FIRST + timedelta(days=each // 3)
            data: Any = {"title": str(each), "body": "", "displayed_at": moment}
            publish_document(section, data | {"displayed_because": "测试"}, act)
        return [f"{SECTION}/{row.name}" for row in section.listing]


def pin(city: World, *pins: tuple[str, date | None]) -> None:
    with city.office.transaction() as (cluster, act):
        section = city.place(cluster, SECTION)
        oids = tuple((city.place(cluster, address).oid, until) for address, until in pins)
        set_top(section, oids, act)


def shown(city: World, number: int = 1, place: str = SECTION) -> list[str]:
    page = city.browser().get(f"{place}/?page={number}")
    return [each.text for each in page.html.select(".content .items li a")]


def marked(city: World, place: str = SECTION) -> list[str]:
    page = city.browser().get(f"{place}/")
    return [each.parent.a.text for each in page.html.select(".items .top")]


def test_what_is_at_the_top_comes_first_is_marked_and_comes_once(city: World) -> None:
    addresses = publish(city, 5)
    pin(city, (addresses[1], None), (addresses[3], TODAY))
    assert shown(city) == ["1", "3", "4", "2", "0"]
    assert marked(city) == ["1", "3"]


def test_every_document_is_on_one_page_wherever_those_at_the_top_would_be(city: World) -> None:
    count = 2 * PAGE_SIZE + 3
    addresses = crowd(city, count)
    usual = [*shown(city, 1), *shown(city, 2), *shown(city, 3)]
    for chosen in ([0], [count - 1], [3, 40, 22], [PAGE_SIZE, 1, PAGE_SIZE - 1, PAGE_SIZE + 1]):
        pin(city, *((addresses[each], None) for each in chosen))
        top = [usual[each] for each in chosen]
        wanted = [*top, *(each for each in usual if each not in top)]
        assert [*shown(city, 1), *shown(city, 2), *shown(city, 3)] == wanted


def test_the_last_day_counts_and_the_day_after_does_not(city: World) -> None:
    addresses = publish(city, 3)
    pin(city, (addresses[0], TODAY))
    with city.office.transaction() as (cluster, _act):
        section = city.place(cluster, SECTION)
        assert [each.title for each, _until in top_of(section)] == ["0"]
        section.top = ((section.top[0][0], TODAY - timedelta(days=1)),)
    assert (shown(city), marked(city)) == (["2", "1", "0"], [])


@pytest.mark.parametrize("deed", ["withdraw", "move", "delete"])
def test_what_leaves_the_list_leaves_the_top(city: World, deed: str) -> None:
    addresses = publish(city, 3)
    pin(city, (addresses[0], None))
    with city.office.transaction() as (cluster, act):
        document = city.place(cluster, addresses[0])
        if deed == "withdraw":
            withdraw_document(document, act, reason="错误")
        elif deed == "move":
            move_document(document, city.place(cluster, OTHER), act)
        else:
            delete_document(document, act)
    assert (shown(city), marked(city)) == (["2", "1"], [])


def test_what_is_shown_again_is_at_the_top_again(city: World) -> None:
    addresses = publish(city, 2)
    pin(city, (addresses[0], None))
    with city.office.transaction() as (cluster, act):
        document = city.place(cluster, addresses[0])
        withdraw_document(document, act, reason="错误")
        show_again(document, act)
    assert shown(city) == ["0", "1"]


def test_only_what_the_list_shows_can_stand_at_its_top(city: World) -> None:
    (address,) = publish(city, 1)
    elsewhere = city.publish(OTHER)
    city.site("jyj")
    foreign = city.publish("/sites/jyj/zwgk/tzgg")
    for wrong in (elsewhere, foreign, SECTION):
        with pytest.raises(Refusal):
            pin(city, (wrong, None))
    with pytest.raises(Refusal):
        pin(city, (address, None), (address, TODAY))
    with pytest.raises(Refusal):
        pin(city, (address, TODAY - timedelta(days=1)))
    addresses = publish(city, PINS_MOST + 1)
    with pytest.raises(Refusal):
        pin(city, *((each, None) for each in addresses))


def test_home_pages_and_sections_above_honour_the_top(city: World) -> None:
    addresses = publish(city, 8)
    pin(city, (addresses[0], None))
    page: Any = city.browser().get(f"{SITE}/zwgk/").html
    block = next(each for each in page.select(".blocks section") if each.select(".top"))
    titles = [each.text for each in block.select("li a")]
    assert (titles[0], len(titles), len(set(titles))) == ("0", 6, 6)
