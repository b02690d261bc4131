"""What can be said about findings, independent of the web."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.content.checks.checking import checked
from portal.content.checks.events import AcceptanceEnded, FindingAccepted
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from portal.act import Act
    from portal.content.checks.declaration import Finding
    from portal.content.document.content import Document

REASON_MAX = 500
"""Longest reason, in characters."""


def accept_finding(document: Document, key: str, act: Act, *, reason: str) -> None:
    """Say that what was found in the newest revision under `key` is right at its place.

    Words about places that are there no more are forgotten.

    :raises Refusal: without a reason, or when nothing is found there any more.
    """
    said = " ".join(reason.split())[:REASON_MAX]
    if not said:
        raise Refusal(_("Please say why this is right."))
    found = {each.key: each for each in checked(document, document.revisions[-1]) if each.key}
    if key not in found:
        raise Refusal(_("This is not there any more. Please look at the page of the draft again."))
    kept = tuple(each for each in document.accepted if each[0] in found and each[0] != key)
    document.accepted = (*kept, (key, said, act.by or "", act.at))
    _announce(FindingAccepted, document, found[key], act, said)


def end_acceptance(document: Document, key: str, act: Act) -> None:
    """Take back what was said for a finding; nothing to do is no error."""
    found = next((e for e in checked(document, document.revisions[-1]) if e.key == key), None)
    kept = tuple(each for each in document.accepted if each[0] != key)
    if found is None or found.accepted is None:
        return
    document.accepted = kept
    _announce(AcceptanceEnded, document, found, act, found.accepted.reason)


def _announce(
    event: type[FindingAccepted], document: Document, finding: Finding, act: Act, reason: str
) -> None:
    words = finding.place.words if finding.place else ""
    act.announce(event(document, act, check=finding.check, words=words, reason=reason))
