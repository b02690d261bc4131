"""The bodies as a tree: pages of the system administrator, cycles, ends and successors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from portal.content.body.code import is_code, plain_code
from portal.content.body.events import BodyEnded
from portal.content.body.operations import add_body, change_body, revive_body
from portal.content.body.queries import bodies_above, body_tree
from portal.content.times import ZONE
from portal.errors import Refusal
from portal.security.accounts import enrol_person
from portal.site.ending import end_body
from portal.site.operations import found_site
from portal.testing import PEOPLE, World

NUMBERS = count(1)
TODAY = datetime.now(UTC).astimezone(ZONE).date()
CODE = "11100000000013127D"
"""Of the General Office of the State Council, as its site shows it."""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("organisation"))
    yield world
    world.close()


@pytest.fixture
def names(city: World) -> tuple[str, str, str]:
    """Return the names of three bodies, the second below the first, the third below that one."""
    number = next(NUMBERS)
    found = tuple(f"b{number}-{level}" for level in range(3))
    with city.office.transaction() as (cluster, act):
        superior = 0
        for name in found:
            data: Any = {"title": f"机构{name}", "superior": superior}
            superior = add_body(cluster["bodies"], name, data, act).oid
    return found[0], found[1], found[2]


def titles(world: World) -> list[tuple[int, str]]:
    with world.office.transaction() as (cluster, _act):
        return [(depth, each.__name__ or "") for depth, each in body_tree(cluster["bodies"])]


def opened(city: World, name: str) -> Any:
    return city.browser("administrator").get(f"/bodies/{name}/edit")


def changed(city: World, body: str, **values: str) -> Any:
    form = opened(city, body).forms["form"]
    for name, value in values.items():
        form[name].force_value(value)
    return form.submit("save", expect_errors=True)


def oid_of(city: World, name: str) -> str:
    with city.office.transaction() as (cluster, _act):
        return str(cluster["bodies"][name].oid)


@pytest.mark.parametrize("code", [CODE, "91350100M000100Y43"])
def test_a_code_with_a_right_check_character_is_one(code: str) -> None:
    assert is_code(code)


@pytest.mark.parametrize(
    "text",
    [
        "",
        CODE[:-1],
        f"{CODE}1",
        CODE[:-1] + "E",
        CODE.replace("13127", "13172"),
        "I" * 18,
        "0" * 19,
    ],
)
def test_a_mistyped_code_is_none(text: str) -> None:
    assert not is_code(text)


def test_a_code_is_read_as_it_was_meant() -> None:
    assert plain_code(" １１１０００００００００１３１２７ｄ ") == CODE
    assert plain_code("") == ""


def test_bodies_stand_below_their_superior_in_their_order(
    city: World, names: tuple[str, str, str]
) -> None:
    first, second, third = names
    with city.office.transaction() as (cluster, act):
        bodies = cluster["bodies"]
        data: Any = {"title": "甲", "superior": bodies[first].oid, "position": 1}
        add_body(bodies, f"{first}-x", data, act)
        change_body(bodies[second], {"position": 2}, act)
    found = [each for each in titles(city) if each[1].startswith(first[:-2])]
    assert found == [(0, first), (1, f"{first}-x"), (1, second), (2, third)]


def test_a_body_cannot_be_below_itself(city: World, names: tuple[str, str, str]) -> None:
    first, second, third = names
    for above in (first, second, third):
        answer = changed(city, first, superior=oid_of(city, above))
        assert answer.status_int in {409, 422}
        assert answer.html.select_one(".problem").get_text().strip()
    assert [each for each in titles(city) if each[1] in names] == [
        (0, first),
        (1, second),
        (2, third),
    ]
    with city.office.transaction() as (cluster, act):
        bodies = cluster["bodies"]
        for above in (first, second, third):
            with pytest.raises(Refusal):
                change_body(bodies[first], {"superior": bodies[above].oid}, act)


def test_a_cycle_in_the_stored_data_hides_no_body_for_ever(
    city: World, names: tuple[str, str, str]
) -> None:
    with city.office.transaction() as (cluster, _act):
        bodies = cluster["bodies"]
        bodies[names[0]].superior = bodies[names[2]].oid
        assert len(list(bodies_above(bodies[names[0]]))) == 2
        shown = [each.__name__ for _depth, each in body_tree(bodies)]
        assert sorted(set(names) & set(shown)) == sorted(names)
        bodies[names[0]].superior = 0


def test_what_is_outside_the_directory_is_no_superior(
    city: World, names: tuple[str, str, str]
) -> None:
    site: Any = {"title": "站", "class_name": "department"}
    with city.office.transaction() as (cluster, act):
        place = found_site(cluster["sites"], f"s{next(NUMBERS)}", site, act).oid
        others = [str(cluster.oid), str(place), str(cluster["people"].oid), "1", "x", "9" * 40]
    for oid in others:
        assert changed(city, names[0], superior=oid).status_int == 422


def added(city: World, **values: str) -> Any:
    form = city.browser("administrator").get("/bodies/add-body").forms["form"]
    for name, value in values.items():
        form[name].force_value(value)
    return form.submit("save", expect_errors=True)


def test_a_body_is_added_with_a_name_made_from_its_title(city: World) -> None:
    assert added(city, title="示例市统计局", short_title="市统计局", code=CODE).status_int == 303
    with city.office.transaction() as (cluster, _act):
        body = next(each for each in cluster["bodies"].values() if each.title == "示例市统计局")
        assert body.code == CODE
    answer = added(city, title="另一个", code=CODE.lower(), name="lyg")
    assert answer.status_int == 409
    assert "示例市统计局" in answer.html.select_one(".problem").get_text()
    assert answer.forms["form"]["title"].value == "另一个"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", ""),
        ("title", "长" * 101),
        ("code", "11100000000013127E"),
        ("code", "<b>"),
        ("position", "x"),
        ("position", "-1"),
        ("position", "99999"),
        ("name", "中文"),
        ("name", "a/b"),
        ("functions", "长" * 501),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_is_lost(
    city: World, name: str, value: str
) -> None:
    good = {"title": "示例市审计局", "short_title": "市审计局", "name": "sjj", "address": "路 1 号"}
    answer = added(city, **good | {name: value})
    assert answer.status_int == 422
    form = answer.forms["form"]
    assert {key: form[key].value for key in good if key != name} == {
        key: each for key, each in good.items() if key != name
    }
    assert answer.html.find(attrs={"name": name})["aria-invalid"] == "true"
    with city.office.transaction() as (cluster, _act):
        assert "sjj" not in cluster["bodies"]


@pytest.mark.parametrize("name", ["tree", "add-body", "edit", "-x", "A"])
def test_names_of_pages_are_not_those_of_bodies(city: World, name: str) -> None:
    with city.office.transaction() as (cluster, act), pytest.raises(Refusal):
        add_body(cluster["bodies"], name, {"title": "x"}, act)


def ended(city: World, name: str, successor: str = "", day: str = "") -> Any:
    form = opened(city, name).forms["ending"]
    form["successor"].force_value(oid_of(city, successor) if successor else "0")
    form["day"] = day or TODAY.isoformat()
    return form.submit(expect_errors=True)


@pytest.fixture
def heir(city: World, names: tuple[str, str, str]) -> str:
    """Return a body without anything; the first of `names` has two people and a site."""
    new, old = f"new{next(NUMBERS)}", names[0]
    with city.office.transaction() as (cluster, act):
        add_body(cluster["bodies"], new, {"title": f"新局{new}"}, act)
        for login in (f"{new}.a", f"{new}.b"):
            data: Any = {"title": "人", "body": cluster["bodies"][old].oid}
            enrol_person(cluster["people"], login, data, act)
        site: Any = {"title": "站", "class_name": "department", "owner": old}
        found_site(cluster["sites"], f"site-{new}", site, act)
    return new


def test_people_sites_and_bodies_move_to_the_successor_in_one_act(
    city: World, names: tuple[str, str, str], heir: str
) -> None:
    old, below, _last = names
    assert ended(city, old, heir).status_int == 303
    with city.office.transaction() as (cluster, _act):
        bodies, people = cluster["bodies"], cluster["people"]
        oid = bodies[heir].oid
        assert {people[f"{heir}.a"].body, people[f"{heir}.b"].body} == {oid}
        assert cluster["sites"][f"site-{heir}"].owner == heir
        assert bodies[below].superior == oid
        assert (bodies[old].ended_on, bodies[old].successor) == (TODAY, oid)
    staff = city.browser("administrator").get("/people/staff", params={"words": f"新局{heir}"})
    assert len(staff.html.select("table.contents tbody tr")) == 2


def test_an_ended_body_stays_on_record_and_leaves_the_public_directory(
    city: World, names: tuple[str, str, str], heir: str
) -> None:
    ended(city, names[0], heir)
    living, gone = city.browser("administrator").get("/bodies/tree").html.select("table")
    assert f"机构{names[0]}" in gone.get_text()
    assert f"机构{names[0]}" not in living.get_text()
    assert f"机构{names[0]}" not in city.browser().get("/bodies/").text


def test_the_end_of_a_body_is_announced_with_what_was_moved(
    city: World, names: tuple[str, str, str], heir: str
) -> None:
    told: list[BodyEnded] = []
    city.office.registry.registerHandler(told.append, [BodyEnded])
    ended(city, names[0], heir)
    city.office.registry.unregisterHandler(told.append, [BodyEnded])
    (event,) = told
    assert (event.successor, len(event.people), event.sites) == (heir, 2, (f"site-{heir}",))


def test_a_body_can_be_merged_into_one_below_it(city: World, names: tuple[str, str, str]) -> None:
    first, second, third = names
    assert ended(city, first, third).status_int == 303
    assert [each for each in titles(city) if each[1] in names] == [(0, third), (1, second)]


def test_a_body_with_people_does_not_end_without_a_successor(
    city: World, names: tuple[str, str, str]
) -> None:
    answer = ended(city, names[0])
    assert answer.status_int == 422
    assert answer.html.find(id="refused")
    assert ended(city, names[2]).status_int == 303


@pytest.mark.parametrize("day", ["", "x", "2026-13-01", (TODAY + timedelta(1)).isoformat()])
def test_an_impossible_day_is_refused_and_stays_in_the_form(
    city: World, names: tuple[str, str, str], day: str
) -> None:
    form = opened(city, names[2]).forms["ending"]
    form["day"] = day
    answer = form.submit(status=422)
    assert answer.forms["ending"]["day"].value == day
    assert answer.html.find(id="day")["aria-invalid"] == "true"


def test_the_successor_is_another_body_that_is_there(
    city: World, names: tuple[str, str, str]
) -> None:
    first, second, third = names
    assert ended(city, third, second).status_int == 303
    assert ended(city, second, second).status_int == 422
    assert ended(city, second, third).status_int == 422
    with city.office.transaction() as (cluster, act):
        bodies = cluster["bodies"]
        with pytest.raises(Refusal):
            end_body(bodies[third], TODAY, bodies[first], act)
        with pytest.raises(Refusal):
            change_body(bodies[first], {"superior": bodies[third].oid}, act)
        with pytest.raises(Refusal):
            revive_body(bodies[first], act)


def test_a_body_that_ended_by_mistake_is_there_again(
    city: World, names: tuple[str, str, str]
) -> None:
    ended(city, names[2])
    assert names[2] not in [name for _depth, name in titles(city)]
    opened(city, names[2]).forms["reviving"].submit("revive", status=303)
    assert (2, names[2]) in titles(city)


def test_hostile_names_of_bodies_stay_text(city: World) -> None:
    hostile = "<img src=x onerror=alert(1)>\"'&${1}"
    assert added(city, title=hostile, name=f"h{next(NUMBERS)}").status_int == 303
    for page in (
        city.browser("administrator").get("/bodies/tree"),
        city.browser("administrator").get("/people/add-person"),
        city.browser().get("/bodies/"),
    ):
        assert hostile in page.html.get_text()
        assert not page.html.find("img", src="x")


@pytest.mark.parametrize("login", [each for each in PEOPLE if each != "administrator"])
def test_only_the_system_administrator_keeps_the_organisation(
    city: World, names: tuple[str, str, str], login: str
) -> None:
    browser = city.browser(login)
    for address in ("tree", "add-body", f"{names[0]}/edit"):
        browser.get(f"/bodies/{address}", status=(403, 404))
    token = browser.get("/session").json["csrf_token"]
    values = {"csrf_token": token, "day": TODAY.isoformat(), "title": "x"}
    for address in ("add-body", f"{names[2]}/edit", f"{names[2]}/end"):
        browser.post(f"/bodies/{address}", values, status=(403, 404))
    with city.office.transaction() as (cluster, _act):
        assert cluster["bodies"][names[2]].ended_on is None
