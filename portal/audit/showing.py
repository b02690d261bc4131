"""Audit entries as pages and files show them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from portal.act import BY_COMMAND
from portal.audit.actions import title_of
from portal.audit.labels import field_title, label_of
from portal.content.addresses import path_of
from portal.content.declaration import kinds_of
from portal.content.document.content import Document
from portal.content.times import ZONE, minute, moment_of
from portal.i18n import _
from portal.security.people import name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from pyramid.request import Request

    from portal.ledger.tables import AuditEntry, AuditSeal
    from portal.site.cluster import Cluster

NOTES = ("reason", "login", "role", "title", "old_path", "what", "step", "to")
"""What of an entry's details a list tells, if it is there."""
NOTE_MOST = 60
COMMAND = _("a command of the operator")
YES, NO = "✓", "✗"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
NOBODY = _("somebody who was not signed in")


@dataclass(frozen=True)
class Shown:
    """An entry as a line of a list.

    :ivar who: account name, and `name` of the person.
    :ivar title: what the content is called now; empty for what is gone or was no content.
    :ivar story: address of what else happened to the same content; empty for no content.
    """

    number: int
    when: str
    who: str
    name: str
    action: str
    subject: str
    title: str
    site: str
    note: str
    address: str
    succeeded: bool
    entry: str
    story: str


@dataclass(frozen=True)
class ShownSeal:
    """The seal over an entry; it covers `entries`, numbered from `first` to `last`."""

    number: int
    when: str
    digest: str
    entries: int
    first: int
    last: int


def shown_seal(seal: AuditSeal) -> ShownSeal:
    """Return a seal as a page shows it."""
    when, count = second(seal.sealed_at), seal.entries
    return ShownSeal(seal.id, when, seal.digest, count, seal.first_id, seal.last_id)


def shown(entries: Any, request: Request) -> tuple[Shown, ...]:
    """Return entries as a list shows them."""
    cluster, base = request.cluster, path_of(request.cluster, request)
    said = cache(lambda action: title_of(action, request.registry))
    return tuple(_shown(entry, cluster, base, said(entry.action)) for entry in entries)


def _shown(entry: AuditEntry, cluster: Cluster, base: str, action: str) -> Shown:
    oid = entry.subject_oid
    return Shown(
        number=entry.id,
        when=second(entry.at),
        who=entry.by or "",
        name=who(entry.by, cluster),
        action=action,
        subject=entry.subject,
        title=title_now(oid, cluster),
        site=entry.site,
        note=note(details(entry)),
        address=entry.address or "",
        succeeded=entry.succeeded,
        entry=f"{base}audit-entry?number={entry.id}",
        story=f"{base}audit-story?oid={oid}" if oid is not None else "",
    )


def second(moment: datetime) -> str:
    """Return `moment` in the time zone of the sites, such as `2026-03-02 09:30:05`."""
    return f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M:%S}"


def who(login: str | None, cluster: Cluster) -> str:
    """Return the name of a person, or what stands for who is none."""
    known = {None: NOBODY, BY_COMMAND: COMMAND}
    said: str = known[login] if login in known else name_of(login or "", cluster["people"])
    return said


def title_now(oid: int | None, cluster: Cluster) -> str:
    """Return what the content `oid` is called now; empty if it is gone."""
    if oid is None:
        return ""
    content = cluster.__objectmap__.object_for(oid)
    if isinstance(content, Document):
        return content.newest_title
    return str(getattr(content, "title", ""))


def details(entry: AuditEntry) -> dict[str, Any]:
    """Return the details of `entry`; none where somebody made something else of them."""
    try:
        found = json.loads(entry.detail)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def note(detail: dict[str, Any]) -> str:
    """Return the little of the details that a list tells."""
    told = [str(detail[name]) for name in NOTES if detail.get(name) not in (None, "")]
    return " · ".join(told)[:NOTE_MOST]


def lines_of(detail: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield label and value of each detail, those in others with both labels."""
    for name, value in detail.items():
        if name != "changed":
            yield from _lines((name,), value)


def _lines(names: tuple[str, ...], value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _lines((*names, name), each)
    else:
        yield " · ".join(label_of(name) for name in names), _text(value)


def changes_of(entry: AuditEntry, request: Request) -> Iterator[tuple[str, str, str]]:
    """Yield title of each changed field, and what it was before and after."""
    changed, title_of_field = details(entry).get("changed", {}), _titles(entry, request)
    for name, values in changed.items() if isinstance(changed, dict) else ():
        before, *after = values if isinstance(values, list) and values else [""]
        yield title_of_field(name), _text(before), _text(after[0] if after else "")


def _titles(entry: AuditEntry, request: Request) -> Callable[[str], str]:
    """Return what gives the titles of fields: first as the type of the content calls them."""
    oid = entry.subject_oid
    content = request.cluster.__objectmap__.object_for(oid) if oid is not None else None
    own = getattr(type(content), "declared", None)
    others = tuple(kinds_of(request.registry).values())
    return lambda name: field_title(name, own, others)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    if isinstance(value, bool):
        return YES if value else NO
    return minute(moment_of(value)) if _is_moment(value) else str(value)


def _is_moment(value: Any) -> bool:
    return isinstance(value, str) and _MOMENT.match(value) is not None
