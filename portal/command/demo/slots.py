"""Gather what a text may be filled with."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from portal.command.demo import rows
from portal.command.demo.bodies import (
    address,
    body,
    branches,
    email,
    open_phone,
    phone,
    watch_phone,
)
from portal.command.demo.people import names
from portal.command.demo.plan import BodyPlan
from portal.command.demo.words import Figure, Leaf, Profile, Service, Topic, profiles, words

CONSULTATION_DAYS = 30
"""How long opinions are asked for, in days."""

_FIRST_SESSION_ON = date(2021, 3, 1)
_SESSION_EVERY_DAYS = 14
_NAMES_PER_BODY = 12


@dataclass(frozen=True)
class Draft:
    """One document before its text is filled in; `number` counts from the newest."""

    leaf: Leaf
    number: int
    topic: Topic
    shown_on: date
    written_on: date
    rng: random.Random


@cache
def places() -> Mapping[str, int]:
    """Return the position of each body in the cluster."""
    return {profile.slug: place for place, profile in enumerate(profiles())}


@cache
def bodies() -> tuple[BodyPlan, ...]:
    """Return all bodies, in the order of the cluster."""
    return tuple(body(profile, place) for place, profile in enumerate(profiles()))


@cache
def _own(place: int) -> Mapping[str, object]:
    """Return what a body's slug fills for all its documents."""
    profile, plan = profiles()[place], bodies()[place]
    (branch, branch_address, branch_phone), *_ = branches(profile, place)
    spare = names()[place * _NAMES_PER_BODY + 8 :]
    return {
        "name": profile.name,
        "short": profile.short_name,
        "issuer": profile.name,
        "head": profile.head,
        "field": profile.field,
        "law1": profile.laws[0],
        "law2": profile.laws[1],
        "figures_title": profile.figures_title,
        "tips_title": profile.tips_title,
        "address": plan.address,
        "postcode": plan.postcode,
        "phone": plan.phone,
        "hours": plan.hours,
        "email": email(profile),
        "watch_phone": watch_phone(place),
        "open_phone": open_phone(place),
        "leader1": plan.leaders[0].name,
        "leader2": plan.leaders[1].name,
        **{f"office{n}": name for n, name in enumerate(profile.offices, 1)},
        "office_count": len(profile.offices),
        "power_rows": rows.power_rows(profile),
        "branch1": branch,
        "branch1_address": branch_address,
        "branch1_phone": branch_phone,
        "extra1": spare[0],
        "extra2": spare[1],
        "extra3": spare[2],
        **rows.plain_rows(profile, place, plan),
    }


def slots(place: int, draft: Draft, complaint: str) -> dict[str, object]:
    """Return all that a text of a site may be filled with.

    :param place: the position of the site's body in the cluster.
    :param complaint: the title of the site's section for complaints, or empty.
    """
    profile, rng = profiles()[place], draft.rng
    table, first = rows.figure_rows(_figures(profile, draft), rng)
    return {
        **_own(place),
        **_dates(draft),
        **_topic(draft),
        **_numbers(rng),
        **rows.count_rows(rng),
        **_service(profile, draft.number * max(1, len(profile.services) // 10)),
        **_questions(profile, draft.number * max(1, len(profile.questions) // 10)),
        **_person(place, draft.number),
        **_audience(draft.number),
        **first,
        "figure_rows": table,
        "topic_lines": rows.topic_lines(profile.topics[:5]),
        "decision_rows": rows.decision_rows(profile, draft.shown_on, rng),
        "section": draft.leaf.title,
        "group_title": draft.leaf.group_title,
        "complaint": complaint,
    }


def _figures(profile: Profile, draft: Draft) -> tuple[Figure, ...]:
    counts_cases = profile.class_name == "portal" and draft.leaf.slug == "bstj"
    return profiles()[places()["xzsp"]].figures if counts_cases else profile.figures


def _topic(draft: Draft) -> dict[str, object]:
    topic, rng = draft.topic, draft.rng
    place = places()[topic.owner]
    owner = profiles()[place]
    one, two = rng.sample(words()["districts"], 2)
    numbers = {"a": rng.randint(12, 48), "b": rng.randint(110, 680)}
    numbers |= {"c": rng.randint(1200, 8600), "p": rng.randint(86, 98)}
    return {
        "topic": topic.name,
        "group": topic.group,
        "owner": owner.short_name,
        "owner_name": owner.name,
        **{f"act{n}": act for n, act in enumerate(topic.acts, 1)},
        "result": topic.result.format_map(numbers),
        "owner_phone": phone(place, 0),
        "guest": bodies()[place].leaders[0].name,
        "guest_title": owner.name + owner.head,
        "district": one,
        "district2": two,
    }


def _dates(draft: Draft) -> dict[str, object]:
    day = draft.shown_on
    quarter = (day.month - 1) // 3
    passed = {"year": day.year - (not quarter), "quarter": words()["quarters"][quarter - 1]}
    form = words()["day"]
    return {
        "date": form.format(day),
        "written": form.format(draft.written_on),
        "deadline": form.format(day + timedelta(days=CONSULTATION_DAYS)),
        "year": day.year,
        "last_year": day.year - 1,
        "quarter": words()["quarter"].format_map(passed),
        "month_title": words()["month"].format(day.replace(day=1) - timedelta(days=1)),
        "session": (day - _FIRST_SESSION_ON).days // _SESSION_EVERY_DAYS,
    }


def _numbers(rng: random.Random) -> dict[str, object]:
    return {
        "n1": rng.randint(60, 180),
        "n2": rng.randint(300, 900),
        "n3": rng.randint(20, 58),
        "n4": rng.randint(6, 14),
        "n5": rng.randint(15, 20),
        "n6": rng.randint(3, 9),
        "percent": rng.randint(91, 98),
    }


def _service(profile: Profile, number: int) -> dict[str, object]:
    services = profile.services
    service = services[number % len(services)]
    place = places()[service.owner]
    owner = profiles()[place]
    return {
        **_named("service1", services[0]),
        **_named("service2", services[1]),
        **_named("service", service),
        "days": service.days,
        "service_law": owner.laws[0],
        "service_body": owner.name,
        "service_address": address(place),
        "service_phone": phone(place, 0),
        **rows.service_rows(service),
    }


def _named(prefix: str, service: Service) -> dict[str, object]:
    return {prefix: service.name, f"{prefix}_group": service.group}


def _questions(profile: Profile, number: int) -> dict[str, object]:
    every = profile.questions
    first, second = every[number % len(every)], every[(number + 1) % len(every)]
    return {
        "question": first.question,
        "answer": first.answer,
        "question2": second.question,
        "answer2": second.answer,
    }


def _person(place: int, number: int) -> dict[str, object]:
    people = bodies()[place].leaders
    person = people[number % len(people)]
    return {
        "person": person.name,
        "post": person.post,
        "duties": person.duties,
        "resume": person.resume,
        "person_phone": person.phone,
        "person_email": person.email,
    }


def _audience(number: int) -> dict[str, object]:
    audiences = words()["audiences"]
    audience = audiences[number % len(audiences)]
    return {
        "audience": audience["name"],
        "audience_rows": rows.audience_rows(audience["services"]),
    }
