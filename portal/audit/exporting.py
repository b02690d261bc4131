"""The audit log as a file, for an auditor or for the operator."""

from __future__ import annotations

import csv
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TextIO

from pyramid.httpexceptions import HTTPBadRequest
from sqlalchemy import select

from portal.audit.actions import title_of
from portal.audit.queries import newest
from portal.audit.showing import second, who
from portal.desk.exporting import (
    CSV,
    ENDINGS,
    XLSX,
    as_file,
    comma_separated,
    harmless,
    spreadsheet,
)
from portal.errors import Refusal
from portal.i18n import _
from portal.ledger.audit import record
from portal.ledger.tables import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from pyramid.request import Request
    from pyramid.response import Response
    from sqlalchemy.orm import Session

    from portal.audit.asking import Asked

EXPORTED = "audit.exported"
MOST = {CSV: 20_000, XLSX: 5_000}
"""Most entries in one file; it is made while the auditor waits."""
AT_ONCE = 1_000
HEADS = (
    _("Number"),
    _("Time"),
    _("Account name"),
    _("Person"),
    _("Action"),
    _("Name of the action"),
    _("Site"),
    _("Object"),
    _("Identity"),
    _("Network address"),
    _("Result"),
    _("Details"),
    _("Digest"),
    _("Seal"),
)
RESULT = {True: _("Succeeded"), False: _("Failed")}


def export(wanted: Asked, form: str, request: Request) -> Response:
    """Return the entries that fit as a file, and write down that they were taken out.

    :param form: `csv` or `xlsx`.
    :raises Refusal: when these are too many for one file.
    """
    kind = next((kind for kind, ending in ENDINGS.items() if ending == form), None)
    if kind is None:
        raise HTTPBadRequest
    most = MOST[kind]
    found = newest(request.ledger, wanted.narrowed(request.cluster, request.registry), most + 1)
    if len(found) > most:
        raise Refusal(
            _(
                "These are more than ${most} entries, and a file takes no more. Please narrow the "
                "filter; the operator can take out all with the command “portal audit export”.",
                mapping={"most": str(most)},
            )
        )
    detail = {"filter": {k: v for k, v in asdict(wanted).items() if v}, "form": form}
    told = detail | {"count": len(found)}
    record(request.ledger, request.act, EXPORTED, subject="audit", detail=told)
    make = spreadsheet if kind == XLSX else comma_separated
    return as_file(make(_lines(found, request), "audit"), kind, f"audit.{form}")


def write_all(
    session: Session, file: TextIO, since: datetime | None, until: datetime | None
) -> int:
    """Write all entries of a time to `file` as CSV in the order of their numbers; return how many.

    With exact values: moments in UTC, names of actions, and the digests over them.
    """
    columns = AuditEntry.__table__.columns
    query = select(*columns).order_by(AuditEntry.id)
    if since is not None:
        query = query.where(AuditEntry.at >= since)
    if until is not None:
        query = query.where(AuditEntry.at < until)
    writer, count = csv.writer(file), 0
    writer.writerow([column.name for column in columns])
    for row in session.execute(query.execution_options(yield_per=AT_ONCE)):
        writer.writerow([_exact(value) for value in row])
        count += 1
    return count


def _exact(value: Any) -> str:
    text = value.isoformat() if hasattr(value, "isoformat") else value
    return "" if text is None else harmless(str(text))


def _lines(entries: Iterable[AuditEntry], request: Request) -> Iterator[tuple[str, ...]]:
    translate = request.localizer.translate
    yield tuple(translate(head) for head in HEADS)
    for entry in entries:
        yield tuple(translate(text) for text in _cells(entry, request))


def _cells(entry: AuditEntry, request: Request) -> tuple[str, ...]:
    return (
        str(entry.id),
        second(entry.at),
        entry.by or "",
        who(entry.by, request.cluster),
        title_of(entry.action, request.registry),
        entry.action,
        entry.site,
        entry.subject,
        "" if entry.subject_oid is None else str(entry.subject_oid),
        entry.address or "",
        RESULT[entry.succeeded],
        entry.detail,
        entry.digest,
        str(entry.seal_id or ""),
    )
