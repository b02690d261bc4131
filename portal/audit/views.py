"""The pages of the auditor: the log, one entry of it, and the story of one object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults

from portal.audit import queries
from portal.audit.actions import GROUP_MARK, groups
from portal.audit.asking import (
    CLUSTER_ALONE,
    RESULTS,
    Asked,
    asked,
    key_of,
    key_text,
    number_of,
)
from portal.audit.exporting import MOST, export
from portal.audit.showing import (
    Shown,
    changes_of,
    details,
    lines_of,
    shown,
    shown_seal,
    title_now,
)
from portal.audit.verifying import problems_of
from portal.content.addresses import path_of
from portal.content.values import Link
from portal.desk.exporting import CSV, XLSX
from portal.errors import Refusal
from portal.i18n import _
from portal.site.cluster import Cluster

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyramid.request import Request
    from pyramid.response import Response

    from portal.ledger.tables import AuditEntry

SIZE = 50
"""Entries on one page."""
WAYS = (
    ("audit", _("Audit log")),
    ("audit-seals", _("Seals")),
    ("audit-dates", _("Displayed dates")),
)


def ways(request: Request) -> tuple[Link, ...]:
    """Return the way to each page of the auditor."""
    base, here = path_of(request.cluster, request), request.view_name
    return tuple(Link(title, f"{base}{name}", current=name == here) for name, title in WAYS)


@view_defaults(context=Cluster, permission="portal.audit", renderer="templates/audit.pt")
class AuditLog:
    """The entries that fit, the newest first."""

    def __init__(self, cluster: Cluster, request: Request) -> None:
        self.cluster = cluster
        self.request = request
        self.base = path_of(cluster, request)

    @view_config(name="audit", request_method="GET")
    def show(self) -> dict[str, Any]:
        """Show a page of them."""
        return self._page(asked(self.request.GET, self.request.registry))

    @view_config(name="audit-export", request_method="POST")
    def export(self) -> dict[str, Any] | Response:
        """Send those that fit as a file, and write down that they were taken out."""
        wanted = asked(self.request.POST, self.request.registry)
        try:
            return export(wanted, str(self.request.POST.get("form", "")), self.request)
        except Refusal as refusal:
            self.request.response.status_int = 422
            return self._page(wanted, problem=refusal.message)

    def _page(self, wanted: Asked, problem: str = "") -> dict[str, Any]:
        found, newer, older = self._found(wanted)
        return {
            "title": _("Audit log"),
            "ways": ways(self.request),
            "wanted": wanted,
            "action": f"{self.base}audit",
            "export": f"{self.base}audit-export",
            "csrf_token": get_csrf_token(self.request),
            "groups": tuple(
                (f"{GROUP_MARK}{group.name}", group.title, tuple(group.actions.items()))
                for group in groups(self.request.registry)
            ),
            "sites": tuple(self._sites()),
            "results": tuple(RESULTS.items()),
            "rows": shown(found, self.request),
            "newer": newer,
            "older": older,
            "first": f"{self.base}audit?{wanted.query}" if newer else "",
            "problem": problem,
            "sheet_most": MOST[XLSX],
            "csv_most": MOST[CSV],
        }

    def _found(self, wanted: Asked) -> tuple[Sequence[AuditEntry], str, str]:
        """Return the entries of a page, and the addresses of the newer and of the older ones."""
        session = self.request.ledger
        narrowed = wanted.narrowed(self.cluster, self.request.registry)
        after, before = (
            key_of(str(self.request.GET.get(name, ""))) for name in ("after", "before")
        )
        if after is not None:
            found = queries.oldest_after(session, narrowed, SIZE + 1, after)
            newer, older = len(found) > SIZE, True
            found = found[-SIZE:]
        else:
            found = queries.newest(session, narrowed, SIZE + 1, before)
            newer, older = before is not None, len(found) > SIZE
            found = found[:SIZE]
        if not found:
            return found, "", ""
        return (
            found,
            self._beside(wanted, "after", found[0]) if newer else "",
            self._beside(wanted, "before", found[-1]) if older else "",
        )

    def _beside(self, wanted: Asked, side: str, entry: AuditEntry) -> str:
        place = key_text((entry.at, entry.id)).replace("+", "%2B")
        return f"{self.base}audit?{wanted.query}&{side}={place}"

    def _sites(self) -> Iterator[tuple[str, str]]:
        yield "", _("All")
        yield CLUSTER_ALONE, _("The cluster alone")
        named = ((each.__name__ or "", each.title) for each in self.cluster.all_sites())
        yield from named


@view_config(
    context=Cluster,
    name="audit-entry",
    permission="portal.audit",
    request_method="GET",
    renderer="templates/entry.pt",
)
def show_entry(cluster: Cluster, request: Request) -> dict[str, Any]:
    """Show all that is known of one entry, its seal, and whether it holds."""
    entry = _asked_entry(request)
    seal, detail = queries.seal_of(request.ledger, entry), details(entry)
    (line,) = shown([entry], request)
    return {
        "title": _("Audit entry ${number}", mapping={"number": str(entry.id)}),
        "ways": ways(request),
        "entry": line,
        "action": entry.action,
        "oid": entry.subject_oid,
        "details": tuple(lines_of(detail)),
        "changes": tuple(changes_of(entry, request)),
        "digest": entry.digest,
        "seal": shown_seal(seal) if seal is not None else None,
        "problems": tuple(problems_of(request.ledger, entry)),
    }


def _asked_entry(request: Request) -> AuditEntry:
    number = number_of(str(request.GET.get("number", "")))
    entry = queries.entry_with(request.ledger, number) if number is not None else None
    if entry is None:
        raise HTTPNotFound
    return entry


@view_config(
    context=Cluster,
    name="audit-story",
    permission="portal.audit",
    request_method="GET",
    renderer="templates/story.pt",
)
def show_story(cluster: Cluster, request: Request) -> dict[str, Any]:
    """Show what happened to one object, wherever it was, in order."""
    oid = number_of(str(request.GET.get("oid", "")))
    after = key_of(str(request.GET.get("after", "")))
    if oid is None:
        raise HTTPNotFound
    found = queries.story(request.ledger, oid, SIZE + 1, after)
    if not found and after is None:
        raise HTTPNotFound
    rows, last = shown(found[:SIZE], request), found[:SIZE][-1:]
    place = "".join(key_text((each.at, each.id)) for each in last).replace("+", "%2B")
    address = f"{path_of(cluster, request)}audit-story?oid={oid}"
    name = title_now(oid, cluster) or (rows[-1].subject if rows else "")
    return {
        "title": _("What happened to “${title}”", mapping={"title": name}),
        "ways": ways(request),
        "rows": tuple(_with_moves(rows)),
        "first": address if after is not None else "",
        "next": f"{address}&after={place}" if len(found) > SIZE else "",
    }


def _with_moves(rows: Sequence[Shown]) -> Iterator[tuple[Shown, bool]]:
    """Yield each row, and whether the object was somewhere else before it."""
    before = ""
    for row in rows:
        yield row, bool(before) and row.subject != before
        before = row.subject
