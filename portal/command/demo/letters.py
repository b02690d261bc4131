"""Plan what citizens and offices say to each other: mailboxes, letters, frequent questions."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from portal.command.demo.bodies import phone
from portal.command.demo.markup import to_html
from portal.command.demo.schedule import moment
from portal.command.demo.slots import bodies, places
from portal.command.demo.words import profiles, read_data, words

SITTING = 22
"""Which telephone number of a body is that of its mailbox."""
CHECKED_AGO = 25
"""Days since which the answers are known to be right."""
FIELDS = ("topic", "name", "subject", "text", "publish")


@dataclass(frozen=True)
class LetterPlan:
    """A letter to the mailbox of a site.

    :ivar fields: what the sender filled in, by the names of the form.
    :ivar key: names the form that it was sent with.
    """

    site: str
    key: str
    fields: Mapping[str, str]
    received_at: datetime


@dataclass(frozen=True)
class QuestionPlan:
    """A frequent question and its answer, which is HTML."""

    question: str
    answer: str
    office: str
    basis: tuple[str, ...]
    checked_on: date


def mailbox_of(place: int) -> dict[str, Any]:
    """Return what the mailbox of the body at a place says, by the names of its form."""
    mailbox, body, values = read_data("letters.toml")["mailbox"], bodies()[place], _values(place)
    lead_in = str(words()["people"]["deputy_duties"]).partition("{")[0]
    leaders = ((each.name, each.post, each.duties.removeprefix(lead_in)) for each in body.leaders)
    return {
        "title": mailbox["title"].format_map(values),
        "source": body.name,
        "body": to_html(mailbox["body"].strip().format_map(values)),
        "leaders": tuple(map(" | ".join, leaders)),
        "hours": mailbox["hours"].format_map(values),
        "telephone": phone(place, SITTING),
        "answered": mailbox["answered"].format_map(values),
    }


def privacy_of(place: int) -> str:
    """Return what the body at a place says of the data of those who write to it."""
    return str(read_data("letters.toml")["mailbox"]["privacy"].format_map(_values(place)))


def letters(today: date) -> tuple[LetterPlan, ...]:
    """Return all letters, the oldest first."""
    found = enumerate(read_data("letters.toml")["letters"])
    planned = [_letter(number, raw, today) for number, raw in found]
    return tuple(sorted(planned, key=lambda each: each.received_at))


def questions_of(site: str, place: int, today: date) -> tuple[QuestionPlan, ...]:
    """Return the questions that a site answers; the main portal answers those of many bodies."""
    checked = today - timedelta(days=CHECKED_AGO)
    found = [*_own(site, place), *_of_bodies(place)]
    return tuple(
        QuestionPlan(question, f"<p>{answer}</p>", office, basis, checked)
        for question, answer, office, basis in found
    )


def _own(site: str, place: int) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    for raw in read_data("letters.toml")["questions"]["own"]:
        if raw["site"] == site:
            office = profiles()[place].name
            yield raw["question"], raw["answer"], office, tuple(raw.get("basis", ()))


def _of_bodies(place: int) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    asked = read_data("letters.toml")["questions"]["portal"]
    for profile in [profiles()[places()[slug]] for slug in asked] if not place else []:
        yield profile.questions[0].question, profile.questions[0].answer, profile.name, ()
    for each in profiles()[place].questions if place else ():
        yield each.question, each.answer, profiles()[place].name, ()


def _letter(number: int, raw: Mapping[str, Any], today: date) -> LetterPlan:
    place = 0 if raw["site"] == "portal" else places()[raw["site"]]
    leader = bodies()[place].leaders[raw["leader"]].name if "leader" in raw else ""
    fields = {name: raw[name] for name in FIELDS}
    fields |= {"telephone": raw.get("telephone", ""), "email": raw.get("email", "")}
    key = f"demonstration-letter-{number:04}"
    drawn = random.Random(key)  # noqa: S311 - a demonstration keeps no secret
    received_at = moment(today - timedelta(days=raw["days"]), drawn)
    return LetterPlan(raw["site"], key, {**fields, "addressee": leader}, received_at)


def _values(place: int) -> dict[str, str]:
    profile = profiles()[place]
    return {"name": profile.name, "head": profile.head, "office": profile.offices[0]}
