"""What pages show of findings: a list, and marks in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyramid.csrf import get_csrf_token

from portal.content.addresses import path_of
from portal.content.checks.checking import CHECKS, checked
from portal.content.checks.declaration import LEVELS
from portal.content.checks.passages import AROUND
from portal.content.document.drafts import latest
from portal.content.plaintext import ELLIPSIS
from portal.content.times import minute
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyramid.request import Request

    from portal.content.checks.declaration import Finding
    from portal.content.document.content import Document

SHOWN_MOST = 100
"""Findings that a page lists."""
_TITLES = {check.name: check.title for check in CHECKS}


@dataclass(frozen=True, kw_only=True)
class FindingRow:
    """A finding as a page shows it.

    :ivar name: unlike that of any other of the page, such as `finding-7`.
    :ivar where: title of the field, `before` and `after` what stands around `words`.
    :ivar address: of the field in the form, `marked` that of its mark in the preview, if it has.
    :ivar accepted: who said that it is right and why; empty if nobody did.
    :ivar key: by which the person may accept it or take that back; empty if that is not possible.
    """

    name: str
    level: str
    level_title: str
    check: str
    message: str
    where: str = ""
    before: str = ""
    words: str = ""
    after: str = ""
    suggestion: str = ""
    address: str = ""
    marked: str = ""
    accepted: str = ""
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class Checks:
    """What the part of a page shows.

    :ivar stops: how many of the findings stop the release.
    :ivar left_out: how many are not listed.
    """

    rows: tuple[FindingRow, ...]
    stops: int
    left_out: int
    address: str
    back: str
    csrf_token: str


def checks_of(
    document: Document,
    request: Request,
    *,
    back: str,
    without: frozenset[str] = frozenset(),
) -> Checks:
    """Return the findings in the newest revision for a page.

    :param back: view to come back to from accepting one.
    :param without: names of checks whose findings the page shows by other means.
    """
    all_found = checked(document, latest(document))
    found = [each for each in all_found if each.check not in without]
    base = path_of(document, request)
    may_accept = request.has_permission("portal.edit", document)
    numbers = {each: number for number, each in enumerate(all_found)}
    return Checks(
        rows=tuple(
            _row(each, numbers[each], base, may_accept=bool(may_accept))
            for each in found[:SHOWN_MOST]
        ),
        stops=sum(each.stops for each in found),
        left_out=max(0, len(found) - SHOWN_MOST),
        address=f"{base}/accept-finding",
        back=back,
        csrf_token=get_csrf_token(request),
    )


def marked(body: str, found: Iterable[Finding]) -> str:
    """Return the HTML `body`, in which `found` were found, with a mark at each of them."""
    spans = sorted(
        (begin, end, number, finding.stops)
        for number, finding in enumerate(found)
        if finding.place is not None
        for begin, end in finding.place.spans
    )
    return "".join(_marked(body, spans))


def _marked(body: str, spans: list[tuple[int, int, int, bool]]) -> Iterator[str]:
    place, named = 0, -1
    for begin, end, number, is_stop in spans:
        if begin < place:
            continue
        name = f' id="finding-{number}"' if number != named else ""
        level = "stop" if is_stop else "warn"
        yield body[place:begin]
        yield f'<mark class="finding {level}"{name}>{body[begin:end]}</mark>'
        place, named = end, number
    yield body[place:]


def _row(finding: Finding, number: int, base: str, *, may_accept: bool) -> FindingRow:
    place, said = finding.place, finding.accepted
    return FindingRow(
        name=f"finding-{number}",
        level=finding.level if said is None else "accepted",
        level_title=LEVELS[finding.level] if said is None else _("Accepted"),
        check=_TITLES[finding.check],
        message=finding.message,
        where=place.title if place else "",
        before=_cut(place.before, left=True) if place else "",
        words=place.words if place else "",
        after=_cut(place.after) if place else "",
        suggestion=finding.suggestion,
        address=_field(place.field, base) if place else "",
        marked=f"{base}/preview?checks#finding-{number}" if place and place.spans else "",
        accepted=_("${who} on ${when}: ${reason}", mapping=_said(finding)) if said else "",
        key=finding.key if may_accept else "",
    )


def _cut(text: str, *, left: bool = False) -> str:
    """Return `text` with an ellipsis where more stands in its line."""
    if len(text) < AROUND:
        return text
    return f"{ELLIPSIS}{text}" if left else f"{text}{ELLIPSIS}"


def _field(field: str, base: str) -> str:
    return f"{base}/edit#{'files' if field == 'attachments' else f'field-{field}'}"


def _said(finding: Finding) -> dict[str, str]:
    said = finding.accepted
    assert said is not None  # noqa: S101  # it is accepted
    return {"who": said.by, "when": minute(said.at), "reason": said.reason}
