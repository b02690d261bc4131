"""Roles as records: when they give something, who may give them, and which go together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from portal.act import Act
from portal.errors import Refusal
from portal.security.granting import Wish, change_end, end, give, resume, suspend
from portal.security.grants import give_role, roles_at, take_role
from portal.security.handing import Handover, Part, duties_of, hand_over, holders_below, split
from portal.security.holding import ended_at, grants_at, grants_of, places_of
from portal.security.keeping import put
from portal.security.policy import Rights
from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@pytest.fixture
def city(world: World) -> World:
    """A cluster with two sites, where nobody but the three administrators holds a role."""
    world.site("fgw")
    world.site("jyj")
    with world.office.transaction() as (cluster, act):
        for login in ("manager", "editor", "reviewer", "reader", "officer", "publisher"):
            take_role(cluster, login, login, act)
        give_role(cluster["sites"]["fgw"], "manager", "manager", act)
    return world


def by(act: Act, login: str) -> Act:
    return Act(by=login, at=act.at, announce=act.announce, address="203.0.113.9")


def wish(login: str = "editor", role: str = "editor", **more: Any) -> Wish:
    return Wish(login, role, "A letter", **more)


def events(act: Act, heard: list[Any]) -> Act:
    def announce(event: object) -> None:
        heard.append(event)
        act.announce(event)

    return Act(by=act.by, at=act.at, announce=announce)


def test_a_role_says_who_gave_it_why_and_when(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        site = cluster["sites"]["fgw"]
        given = give(site, wish(ends_at=act.at + DAY), by(act, "manager"))
        assert given in tuple(grants_at(site))
        told = (given.grantor, given.reason, given.given_at, given.ends_at)
        assert told == ("manager", "A letter", act.at, act.at + DAY)


def test_a_role_gives_nothing_before_its_time_and_after_it_without_anybodys_doing(
    city: World,
) -> None:
    with city.office.transaction() as (cluster, act):
        site = cluster["sites"]["fgw"]
        begins, ends = act.at + DAY, act.at + 2 * DAY
        give(site, wish(begins_at=begins, ends_at=ends), by(act, "manager"))
        moments = (begins - SECOND, begins, ends - SECOND, ends)
        held = ["editor" in roles_at(site["zwgk"], "editor", at) for at in moments]
        assert held == [False, True, True, False]


def test_a_role_that_expired_a_second_ago_gives_no_right(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        site = cluster["sites"]["fgw"]
        given = give(site, wish(), by(act, "manager"))
        assert Rights(cluster, "editor").has_permission("portal.add_content", site["zwgk"])
        put(site, given._replace(ends_at=act.at - SECOND))
        assert not Rights(cluster, "editor").has_permission("portal.add_content", site["zwgk"])
        assert list(places_of(cluster, "editor")) == []


def test_who_has_no_right_any_more_gives_none(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        site = cluster["sites"]["fgw"]
        held = next(grants_at(site))
        put(site, held._replace(ends_at=act.at - SECOND))
        with pytest.raises(Refusal):
            give(site, wish(), by(act, "manager"))
        put(site, held._replace(suspended=("security", act.at, "x")))
        with pytest.raises(Refusal):
            give(site, wish(), by(act, "manager"))
        put(site, held)
        cluster["people"]["manager"].must_change = True
        with pytest.raises(Refusal):
            give(site, wish(), by(act, "manager"))
        cluster["people"]["manager"].must_change = False
        give(site, wish(), by(act, "manager"))


def test_a_manager_gives_nothing_at_another_site_nor_at_the_cluster(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        for place in (cluster["sites"]["jyj"], city.place(cluster, "/sites/jyj/zwgk"), cluster):
            with pytest.raises(Refusal):
                give(place, wish(), by(act, "manager"))


@pytest.mark.parametrize("giver", ["administrator", "auditor", "editor", None])
def test_others_give_nothing(city: World, giver: str) -> None:
    with city.office.transaction() as (cluster, act), pytest.raises(Refusal):
        give(cluster["sites"]["fgw"], wish("reader", "reader"), by(act, giver))


def test_nobody_gives_to_themselves_or_changes_their_own(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        site, me = cluster["sites"]["fgw"], by(act, "manager")
        key = next(grants_at(site)).key
        acts = (
            lambda: give(site, wish("manager"), me),
            lambda: change_end(site, key, me, ends_at=act.at + DAY, reason="x"),
            lambda: suspend(site, key, me, reason="x"),
            lambda: resume(site, key, me, reason="x"),
            lambda: end(site, key, me, reason="x"),
            lambda: split(site, key, [Part(site.oid, "editor")], me, reason="x"),
            lambda: hand_over(site, Handover("manager", "editor", frozenset({key}), "x"), me),
        )
        for deed in acts:
            with pytest.raises(Refusal):
                deed()
        given = give(site, wish(), me)
        with pytest.raises(Refusal):
            hand_over(site, Handover("editor", "manager", frozenset({given.key}), "x"), me)
        with pytest.raises(Refusal):
            split(site, given.key, [Part(site.oid, "manager")], me, reason="x")


@pytest.mark.parametrize("role", ["administrator", "security", "auditor", "emperor", ""])
def test_no_role_of_the_cluster_is_given_at_a_site(city: World, role: str) -> None:
    with city.office.transaction() as (cluster, act), pytest.raises(Refusal):
        give(cluster["sites"]["fgw"], wish("reader", role), by(act, "security"))


ALONE = [
    ("administrator", "security"),
    ("administrator", "auditor"),
    ("security", "auditor"),
    ("security", "manager"),
    ("security", "reader"),
    ("auditor", "editor"),
]


@pytest.mark.parametrize(("one", "other"), ALONE + [pair[::-1] for pair in ALONE])
@pytest.mark.parametrize("when", ["now", "later", "suspended"])
def test_the_administrators_exclude_each_other_and_the_rest_in_whatever_order(
    city: World, one: str, other: str, when: str
) -> None:
    """Also where the first role is to begin later, or is suspended."""
    with city.office.transaction() as (cluster, act):
        site, security = cluster["sites"]["fgw"], by(act, "security")
        places = dict.fromkeys(("administrator", "security", "auditor"), cluster)
        later = act.at + DAY if when == "later" else None
        first = give(places.get(one, site), wish("editor", one, begins_at=later), security)
        if when == "suspended":
            suspend(places.get(one, site), first.key, security, reason="x")
        with pytest.raises(Refusal):
            give(places.get(other, site), wish("editor", other), security)
        with pytest.raises(Refusal):
            give_role(places.get(other, site), "editor", other, act)
        end(places.get(one, site), first.key, security, reason="x")
        give(places.get(other, site), wish("editor", other), security)


@pytest.mark.parametrize("role", ["administrator", "security"])
def test_the_cluster_keeps_the_last_who_holds_what_it_needs(city: World, role: str) -> None:
    with city.office.transaction() as (cluster, act):
        key = next(each.key for each in grants_at(cluster) if each.role == role)
        other = {"administrator": "security"}.get(role, "portal")
        deeds: tuple[Callable[[], object], ...] = (
            lambda: end(cluster, key, by(act, other), reason="x"),
            lambda: suspend(cluster, key, by(act, other), reason="x"),
            lambda: change_end(cluster, key, by(act, other), ends_at=act.at + DAY, reason="x"),
            lambda: take_role(cluster, role, role, act),
        )
        for deed in deeds:
            with pytest.raises(Refusal, match="needs somebody"):
                deed()
        give_role(cluster, "editor", role, act)
        cluster["people"]["editor"].enabled = False
        with pytest.raises(Refusal, match="needs somebody"):
            deeds[0]()
        cluster["people"]["editor"].enabled = True
        deeds[0]()


def test_a_suspended_role_gives_nothing_until_it_is_resumed(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        site, manager = cluster["sites"]["fgw"], by(act, "manager")
        key = give(site, wish(), manager).key
        suspend(site, key, manager, reason="Leave")
        assert not roles_at(site, "editor")
        with pytest.raises(Refusal):
            suspend(site, key, manager, reason="Leave")
        resume(site, key, manager, reason="Back")
        assert roles_at(site, "editor") == {"editor"}
        with pytest.raises(Refusal):
            resume(site, key, manager, reason="Back")


def test_an_ended_role_stays_in_the_list_of_past_ones(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        site, manager = cluster["sites"]["fgw"], by(act, "manager")
        key = give(site, wish(), manager).key
        end(site, key, manager, reason="Moved on")
        assert not roles_at(site, "editor")
        assert [each.key for each in ended_at(site)] == [key]
        assert ended_at(site)[0].ended == ("manager", act.at, "Moved on")
        with pytest.raises(Refusal):
            end(site, key, manager, reason="Again")
        assert list(grants_of(cluster, "editor")) == []


@pytest.mark.parametrize("reason", ["", "  ", "\n\t"])
def test_every_deed_wants_a_reason(city: World, reason: str) -> None:
    with city.office.transaction() as (cluster, act):
        site, manager = cluster["sites"]["fgw"], by(act, "manager")
        with pytest.raises(Refusal, match="why"):
            give(site, Wish("editor", "editor", reason), manager)
        key = give(site, wish(), manager).key
        for deed in (suspend, end):
            with pytest.raises(Refusal, match="why"):
                deed(site, key, manager, reason=reason)
        with pytest.raises(Refusal, match="why"):
            change_end(site, key, manager, ends_at=None, reason=reason)


def test_times_that_leave_nothing_are_refused(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        site, manager = cluster["sites"]["fgw"], by(act, "manager")
        for begins, ends in ((None, act.at), (act.at + 2 * DAY, act.at + DAY)):
            with pytest.raises(Refusal):
                give(site, wish(begins_at=begins, ends_at=ends), manager)
        key = give(site, wish(), manager).key
        with pytest.raises(Refusal):
            change_end(site, key, manager, ends_at=act.at - SECOND, reason="x")


def test_the_same_role_is_not_given_twice_for_the_same_time(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        site, manager = cluster["sites"]["fgw"], by(act, "manager")
        give(site, wish(ends_at=act.at + DAY), manager)
        with pytest.raises(Refusal):
            give(site, wish(), manager)
        give(site, wish(begins_at=act.at + DAY), manager)


def test_a_role_is_divided_among_people_and_places_in_one_act(city: World) -> None:
    heard: list[Any] = []
    with city.office.transaction() as (cluster, act):
        site, manager = cluster["sites"]["fgw"], events(by(act, "manager"), heard)
        section = city.place(cluster, SECTION)
        key = give(site, wish("editor", "reviewer"), manager).key
        parts = [Part(section.oid, "editor"), Part(site["zwgk"].oid, "reader")]
        given = split(site, key, parts, manager, reason="Two instead of one")
        assert {each.came_from for each in given} == {key}
        assert not roles_at(site, "editor")
        assert roles_at(section, "editor") == roles_at(site["zwgk"], "reader") == {"reviewer"}
        assert [type(each).__name__ for each in heard] == [
            "RoleGiven", "RoleTaken", "RoleGiven", "RoleGiven", "GrantSplit",
        ]  # fmt: skip


def test_no_part_reaches_further_than_the_whole(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        site, manager = cluster["sites"]["fgw"], by(act, "manager")
        section, until = city.place(cluster, SECTION), act.at + DAY
        key = give(section, wish(ends_at=until), manager).key
        other = city.place(cluster, "/sites/jyj/zwgk").oid
        for part in (
            Part(site.oid, "editor", None, until),
            Part(other, "editor", None, until),
            Part(0, "editor", None, until),
            Part(cluster.oid, "editor", None, until),
            Part(section.oid, "editor", None, until + SECOND),
            Part(section.oid, "editor"),
            Part(section.oid, "nobody", None, until),
        ):
            with pytest.raises(Refusal):
                split(section, key, [part], manager, reason="x")
        with pytest.raises(Refusal):
            split(section, key, [], manager, reason="x")


def test_what_is_suspended_is_not_set_free_by_dividing_or_handing_over(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        site, manager = cluster["sites"]["fgw"], by(act, "manager")
        key = give(site, wish(), manager).key
        suspend(site, key, manager, reason="Leave")
        with pytest.raises(Refusal):
            split(site, key, [Part(site.oid, "reader")], manager, reason="x")
        with pytest.raises(Refusal):
            hand_over(site, Handover("editor", "reader", frozenset({key}), "x"), manager)
        assert not roles_at(site, "reader")


def test_duties_are_handed_over_in_one_act(city: World) -> None:
    heard: list[Any] = []
    with city.office.transaction() as (cluster, act):
        site, manager = cluster["sites"]["fgw"], events(by(act, "manager"), heard)
        section = city.place(cluster, SECTION)
        keys = {
            give(site, wish(), manager).key,
            give(section, wish("editor", "reviewer"), manager).key,
        }
        give_role(cluster["sites"]["jyj"], "editor", "editor", act)
        assert {each.key for _place, each in duties_of(site, "editor", act.at)} == keys
        assert set(holders_below(site, act.at)) == {"editor", "manager"}
        order = Handover("editor", "reader", frozenset(keys), "A new post", drafts=True)
        hand_over(site, order, manager)
        assert roles_at(section, "reader") == {"editor", "reviewer"}
        assert not roles_at(section, "editor")
        assert roles_at(cluster["sites"]["jyj"], "editor") == {"editor"}
        assert cluster["people"]["reader"].taken_over == (("editor", site.oid, act.at),)
        assert type(heard[-1]).__name__ == "DutiesHandedOver"


def test_duties_are_handed_over_from_a_moment_on(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        site, manager = cluster["sites"]["fgw"], by(act, "manager")
        key = give(site, wish(), manager).key
        since = act.at + DAY
        hand_over(site, Handover("editor", "reader", frozenset({key}), "x", since), manager)
        before, after = since - SECOND, since
        assert roles_at(site, "editor", before) == roles_at(site, "reader", after) == {"editor"}
        assert not roles_at(site, "reader", before) | roles_at(site, "editor", after)


def test_handing_over_is_all_or_nothing(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        site, manager = cluster["sites"]["fgw"], by(act, "manager")
        key = give(site, wish(), manager).key
        there = give(cluster["sites"]["jyj"], wish(), by(act, "security")).key
        for keys, successor in (
            ({key, there}, "reader"),
            ({key, "gone"}, "reader"),
            (set(), "reader"),
            ({key}, "editor"),
            ({key}, "nobody"),
            ({key}, "auditor"),
        ):
            with pytest.raises(Refusal):
                hand_over(site, Handover("editor", successor, frozenset(keys), "x"), manager)
        assert roles_at(site, "editor") == {"editor"}


def test_what_the_successor_has_already_is_not_given_again(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        site, manager = cluster["sites"]["fgw"], by(act, "manager")
        give(site, wish("reader"), manager)
        key = give(site, wish(), manager).key
        assert hand_over(site, Handover("editor", "reader", frozenset({key}), "x"), manager) == ()
        assert roles_at(site, "reader") == {"editor"}
        assert not roles_at(site, "editor")
