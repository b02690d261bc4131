"""The pages on which an auditor sees whether the log holds, and which dates are not the real ones.

Nothing can be done here: the worker checks the log each day, the operator whenever it is wanted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from pyramid.i18n import TranslationString
from pyramid.view import view_config

from portal.audit import queries
from portal.audit.roots import root_of
from portal.audit.showing import second, who
from portal.audit.views import ways
from portal.content.addresses import path_of, tree_path
from portal.content.content import site_of
from portal.content.document.drafts import title_of
from portal.content.document.queries import dates_apart
from portal.content.times import ZONE, minute
from portal.i18n import _
from portal.site.cluster import Cluster

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request

    from portal.ledger.tables import AuditCheck

DAYS = 31
"""Days of which the roots are shown on one page."""
CHECKS = 10
SIZE = 50
DIGITS = 5
"""Of a number of a page that is read."""


@dataclass(frozen=True)
class ShownCheck:
    """A check of the whole log; `problems` are messages, none if it holds."""

    when: str
    seconds: int
    entries: int
    seals: int
    root: str
    problems: tuple[TranslationString, ...]


@dataclass(frozen=True)
class ApartRow:
    """A document whose displayed date is not that of its first release."""

    title: str
    place: str
    site: str
    displayed: str
    released: str
    reason: str
    who: str
    approver: str
    story: str


@view_config(
    context=Cluster,
    name="audit-seals",
    permission="portal.audit",
    request_method="GET",
    renderer="templates/seals.pt",
)
def show_seals(cluster: Cluster, request: Request) -> dict[str, Any]:
    """Show what the last checks found, and the root of each day."""
    last = _day(str(request.GET.get("until", "")))
    days = [last - timedelta(days=number) for number in range(DAYS)]
    roots = [root_of(request.ledger, day) for day in days]
    address = f"{path_of(cluster, request)}audit-seals"
    older = (days[-1] - timedelta(days=1)).isoformat()
    return {
        "title": _("Seals of the audit log"),
        "ways": ways(request),
        "checks": tuple(map(_shown, queries.checks(request.ledger, CHECKS))),
        "waiting": queries.waiting(request.ledger),
        "roots": tuple(root for root in roots if root.seal),
        "older": f"{address}?until={older}" if roots[-1].seal else "",
        "newest": address if last < _today() else "",
    }


def _shown(check: AuditCheck) -> ShownCheck:
    problems = tuple(
        TranslationString(text, domain="portal", mapping=values or None)
        for text, values in json.loads(check.problems)
    )
    when = second(check.at)
    return ShownCheck(when, check.seconds, check.entries, check.seals, check.root, problems)


def _today() -> date:
    return datetime.now(ZONE).date()


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return _today()
    return min(max(day, date(2000, 1, 1)), _today())


@view_config(
    context=Cluster,
    name="audit-dates",
    permission="portal.audit",
    request_method="GET",
    renderer="templates/dates.pt",
)
def show_dates(cluster: Cluster, request: Request) -> dict[str, Any]:
    """Show the documents whose displayed date differs from their first release, and why."""
    page = _page(str(request.GET.get("page", "")))
    found = list(islice(dates_apart(cluster), (page - 1) * SIZE, page * SIZE + 1))
    address = f"{path_of(cluster, request)}audit-dates?page="
    return {
        "title": _("Displayed dates that are not those of the release"),
        "ways": ways(request),
        "rows": tuple(_rows(found[:SIZE], request)),
        "previous": f"{address}{page - 1}" if page > 1 else "",
        "next": f"{address}{page + 1}" if len(found) > SIZE else "",
    }


def _page(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) <= DIGITS else 1


def _rows(found: list[Any], request: Request) -> Iterator[ApartRow]:
    base = path_of(request.cluster, request)
    for apart in found:
        document = apart.document
        yield ApartRow(
            title=title_of(document),
            place=tree_path(document),
            site=site_of(document).title,
            displayed=minute(apart.displayed_at),
            released=minute(apart.released_at),
            reason=apart.because,
            who=who(apart.by, request.cluster),
            approver=who(apart.approved_by, request.cluster) if apart.approved_by else "",
            story=f"{base}audit-story?oid={document.oid}",
        )
