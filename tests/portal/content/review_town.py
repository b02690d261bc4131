"""A site with rules for reviews, and what people do with its documents, for the tests of reviews."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from portal.act import Act
from portal.content.document.content import Document
from portal.content.document.operations import create_document
from portal.content.document.review import hand_in
from portal.content.reviewing import ReviewRule, set_review_rule
from portal.errors import Refusal
from portal.ledger.tables import AuditEntry
from portal.testing import World

SITE = "/sites/fgw"
SECTION = f"{SITE}/zwgk/tzgg"


def by(act: Act, login: str, at: datetime | None = None) -> Act:
    return replace(act, by=login, at=at or act.at)


def rule(city: World, place: str = SITE, **values: Any) -> None:
    with city.office.transaction() as (cluster, act):
        set_review_rule(city.place(cluster, place), ReviewRule(**values), by(act, "manager"))


def handed_in(
    city: World, *, at: datetime | None = None, urgent: bool = False, **values: Any
) -> int:
    """Let the editor hand a draft in, and return its identity."""
    data: Any = {"title": "通知", "body": "<p>文</p>", "source": "办公室", **values}
    with city.office.transaction() as (cluster, act):
        deed = by(act, "editor", at)
        document = create_document(city.place(cluster, SECTION), data, deed)
        hand_in(document, deed, urgent=urgent)
        return int(document.oid)


@contextmanager
def at_hand(city: World, oid: int) -> Iterator[tuple[Document, Act]]:
    """The document, and a deed without a person."""
    with city.office.transaction() as (cluster, act):
        yield cluster.__objectmap__.object_for(oid), act


def now(city: World, oid: int) -> tuple[str, str]:
    """Return state and stage."""
    with at_hand(city, oid) as (document, _act):
        return document.state or "draft", document.stage


def address_of(city: World, oid: int) -> str:
    with at_hand(city, oid) as (document, _act):
        return f"{SECTION}/{document.__name__}"


def page_of(city: World, oid: int) -> Any:
    """Return the page that the public sees."""
    page = city.browser().get(address_of(city, oid))
    return page.follow() if page.status_int == 301 else page


def refusal(deed: Any, *said: Any, **named: Any) -> str:
    with pytest.raises(Refusal) as refused:
        deed(*said, **named)
    message = refused.value.message
    return str(message.interpolate() if hasattr(message, "interpolate") else message)


def audited(city: World, oid: int) -> list[tuple[str, str | None, dict[str, Any]]]:
    """Return action, person and detail of all that was written down of a document, in order.

    What any change leaves behind of before and after is left out.
    """
    entries = select(AuditEntry.action, AuditEntry.by, AuditEntry.detail)
    found = entries.where(AuditEntry.subject_oid == oid).order_by(AuditEntry.id)
    with city.office.ledger.engine.connect() as ledger:
        rows = ledger.execute(found).all()
    read = [(action, who, json.loads(detail)) for action, who, detail in rows]
    return [
        (action, who, {name: each for name, each in detail.items() if name != "changed"})
        for action, who, detail in read
    ]


def actions(city: World, oid: int) -> list[str]:
    return [action.removeprefix("document.") for action, _by, _detail in audited(city, oid)]


def buttons(city: World, login: str, oid: int) -> set[str]:
    page = city.browser(login).get(f"{address_of(city, oid)}/draft")
    return {each.removeprefix("decide-") for each in page.forms if str(each).startswith("decide-")}


def decide(city: World, login: str, oid: int, name: str, status: int = 303, **typed: Any) -> Any:
    form = city.browser(login).get(f"{address_of(city, oid)}/draft").forms[f"decide-{name}"]
    for field, value in typed.items():
        form[field] = value
    return form.submit(name, status=status)
