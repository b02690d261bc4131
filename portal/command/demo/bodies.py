"""Draw address, telephone numbers, leaders and offices of each body."""

from __future__ import annotations

from portal.command.demo.people import leaders
from portal.command.demo.plan import BodyPlan, OfficePlan
from portal.command.demo.words import Profile, words

PHONES_PER_BODY = 24
"""Telephone numbers that each body has for itself."""

_OFFICES_FROM = 9
_BRANCHES_FROM = 16


def phone(place: int, number: int) -> str:
    """Return a telephone number of the body at a place in the cluster; they are all fictional."""
    return f"0999-5550{place * PHONES_PER_BODY + number:03d}"


def email(profile: Profile) -> str:
    """Return the public mail address of a body."""
    return f"{profile.slug}@shili.example"


def watch_phone(place: int) -> str:
    """Return the number that takes complaints about a body."""
    return phone(place, 20)


def open_phone(place: int) -> str:
    """Return the number of those who answer for open government information."""
    return phone(place, 21)


def branches(profile: Profile, place: int) -> list[tuple[str, str, str]]:
    """Return name, address and telephone number of the institutions below a body."""
    return [
        (name, address(place + 3 + number), phone(place, _BRANCHES_FROM + number))
        for number, name in enumerate(profile.branches)
    ]


def address(place: int) -> str:
    """Return a street address; the houses of each street are numbered by place."""
    roads = words()["roads"]
    number = 2 + 6 * (place // len(roads)) + 2 * (place % 3)
    return str(words()["address"]).format(road=roads[place % len(roads)], number=number)


def body(profile: Profile, place: int) -> BodyPlan:
    """Return a body as the directory of bodies shows it."""
    return BodyPlan(
        slug=profile.slug,
        name=profile.name,
        short_name=profile.short_name,
        kind=words()["kinds"][profile.class_name],
        functions=profile.functions,
        address=address(place),
        postcode=f"9999{place % 8:02d}",
        phone=phone(place, 0),
        hours=words()["hours"],
        leaders=leaders(profile, place, [phone(place, number) for number in range(1, 9)]),
        offices=_offices(profile, place),
    )


def _offices(profile: Profile, place: int) -> tuple[OfficePlan, ...]:
    rows = words()["rows"]
    return tuple(
        OfficePlan(
            name=name,
            functions=rows["office_general"]
            if number == 0
            else rows["office_functions"].format(
                function=profile.functions[(number - 1) % len(profile.functions)]
            ),
            phone=phone(place, _OFFICES_FROM + number),
        )
        for number, name in enumerate(profile.offices)
    )
