"""All checks of a draft in one call, for pages, operations and commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.content.boundary import reach
from portal.content.checks.accepting import with_word
from portal.content.checks.declaration import Check, Subject
from portal.content.checks.links import LINKS, OUTSIDE, links, outside
from portal.content.checks.passages import passages
from portal.content.checks.personal import PERSONAL, personal
from portal.content.checks.secrecy import SECRECY, secrecy
from portal.content.checks.tags import TAGS, tags
from portal.content.checks.words import WORDS, words
from portal.content.document.fields import titles_of
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.content.checks.declaration import Finding
    from portal.content.document.content import Document, Revision

CHECKS = (
    Check(TAGS, _("Page tags"), tags),
    Check(SECRECY, _("Secrecy"), secrecy),
    Check(PERSONAL, _("Personal data"), personal),
    Check(WORDS, _("Wording"), words),
    Check(LINKS, _("Links and pictures"), links),
    Check(OUTSIDE, _("External links"), outside),
)
WARNINGS_MOST = 200
"""Findings of one check that are told although they stop nothing; of others, all are."""


def checked(document: Document, revision: Revision) -> tuple[Finding, ...]:
    """Return what the checks find in `revision`, those that stop its release first.

    What somebody accepted at its place is there too, and stops nothing.
    """
    read = passages(revision, _names(document, revision), titles_of(document))
    subject = Subject(document, revision, read)
    found = (each for check in CHECKS for each in _run(check, subject))
    return tuple(sorted(found, key=_weight))


def stops(document: Document, revision: Revision) -> tuple[Finding, ...]:
    """Return those findings for which `revision` cannot be handed in, approved or released."""
    return tuple(each for each in checked(document, revision) if each.stops)


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    told = 0
    for each in check.run(subject):
        judged = with_word(each, subject.document)
        told += not judged.stops
        if judged.stops or told <= WARNINGS_MOST:
            yield judged


def _weight(finding: Finding) -> bool:
    return not finding.stops


def _names(document: Document, revision: Revision) -> Iterator[str]:
    """Yield what the files of `revision` are called."""
    for oid in revision.values.get("attachments", ()):
        file: Any = reach(oid, document)
        if file is not None:
            yield from dict.fromkeys((file.title, getattr(file, "file_name", "")))
