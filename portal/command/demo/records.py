"""Plan the disclosure records: which documents become records, and those written as such."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from portal.command.demo.bodies import watch_phone
from portal.command.demo.downloads import files_of
from portal.command.demo.markup import to_html
from portal.command.demo.plan import DocumentPlan
from portal.command.demo.schedule import moment, weekday
from portal.command.demo.slots import bodies
from portal.command.demo.words import profiles, read_data

CODE = "11999900MB999{place:03}0X"
"""Unified social credit code of the body at a place; the division 999900 does not exist."""
SHOWN_AFTER = 3
"""Days between writing and showing."""


@dataclass(frozen=True)
class RecordPlan:
    """A record written as such.

    :ivar fields: what the catalogue says of it, by the names of its form.
    :ivar key: names it in the data, `repealed_by` the record that took its place.
    """

    document: DocumentPlan
    fields: Mapping[str, Any]
    key: str
    repealed_by: str


def words_of_records() -> Mapping[str, Any]:
    """Return `data/records.toml`."""
    return read_data("records.toml")


def body_code(place: int) -> str:
    """Return the code with which the index numbers of a body begin."""
    return CODE.format(place=place)


def is_record(document: DocumentPlan) -> bool:
    """Tell whether a document belongs into the catalogue."""
    return _leaf(document) in words_of_records()["leaves"]


def fields_of(document: DocumentPlan, place: int) -> dict[str, Any]:
    """Return what the catalogue says of a document of the body at a place."""
    words = words_of_records()
    return {
        "topic": words["topics"][document.matter],
        "legal_item": words["leaves"][_leaf(document)],
        "subject_words": document.keywords[:2],
        "written_on": document.written_on or document.displayed_at.date(),
        **_usual(place, document.displayed_at.date()),
    }


def written_records(site: str, place: int, today: date) -> tuple[RecordPlan, ...]:
    """Return the records written for a site, those that repeal others before these."""
    found = [each for each in words_of_records()["records"] if each["site"] == site]
    found.sort(key=lambda raw: "repealed_by" in raw)
    return tuple(_record(raw, place, today) for raw in found)


def rules_of(place: int, plan: DocumentPlan) -> DocumentPlan:
    """Return the text on the rules for disclosure of the body at a place, dated as `plan`."""
    words, profile = words_of_records()["rules"], profiles()[place]
    values = {"name": profile.name, "watch_phone": watch_phone(place)}
    source = words["body"].strip().format_map(values)
    return replace(
        plan,
        title=words["title"].format_map(values),
        summary=source.partition("\n")[0],
        body=to_html(source),
        keywords=(),
        attachments=(),
    )


def _record(raw: Mapping[str, Any], place: int, today: date) -> RecordPlan:
    written = weekday(today - timedelta(days=raw["days"]))
    profile, source = profiles()[place], raw["body"].strip()
    drawn = random.Random(raw["key"])  # noqa: S311 - a demonstration keeps no secret
    document = DocumentPlan(
        section="zfxxgk/fdzdgknr",
        title=raw["title"],
        subtitle="",
        summary=raw["summary"],
        body=to_html(source),
        source=profile.name,
        author=profile.offices[0],
        issuer=raw.get("issuer", profile.name),
        document_number=raw["number"].format(year=written.year),
        interprets="",
        keywords=tuple(raw["words"]),
        written_on=written,
        displayed_at=moment(min(written + timedelta(days=SHOWN_AFTER), today), drawn),
        effective_on=written,
        validity="",
        lead_picture=None,
        attachments=files_of(raw.get("files", ()), raw["key"], raw["title"], source),
        matter=profile.slug,
    )
    fields = {
        **_usual(place, written),
        "topic": raw["topic"],
        "genre": raw["genre"],
        "legal_item": raw["legal"],
        "subject_words": tuple(raw["words"]),
        "validity": raw.get("validity", "in_force"),
    }
    if "ended" in raw:
        fields["expired_on"] = weekday(today - timedelta(days=raw["ended"]))
    if "audience" in raw:
        fields["audience"] = raw["audience"]
    return RecordPlan(document, fields, raw["key"], raw.get("repealed_by", ""))


def _usual(place: int, day: date) -> dict[str, Any]:
    words, profile = words_of_records()["usual"], profiles()[place]
    return {
        "facet": words["facet"].format(field=profile.field),
        "audience": words["audience"],
        "publisher": bodies()[place].name,
        "disclosure_form": words["form"],
        "procedure": words["procedure"],
        "secrecy_reviewer": words["reviewer"].format(name=profile.name),
        "secrecy_opinion": words["opinion"],
        "secrecy_reviewed_on": day,
    }


def _leaf(document: DocumentPlan) -> str:
    return document.section.rpartition("/")[2]
