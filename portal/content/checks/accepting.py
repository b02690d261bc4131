"""By which a finding is known again at its place, as long as nobody changes that."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from portal.content.checks.declaration import Accepted

if TYPE_CHECKING:
    from portal.content.checks.declaration import Finding
    from portal.content.document.content import Document


def acceptable(finding: Finding) -> Finding:
    """Return `finding` with the key by which somebody can say that it is right.

    The key is made of the words and of what stands around them in the same line, so that it is
    another one after an edit there.
    """
    place = finding.place
    assert place is not None  # noqa: S101  # what can be accepted stands somewhere
    told = (finding.check, place.field, place.before, place.words, place.after)
    return replace(finding, key=sha256(repr(told).encode()).hexdigest()[:16])


def with_word(finding: Finding, document: Document) -> Finding:
    """Return `finding` with what somebody said for it, if anybody did."""
    for key, reason, by, at in document.accepted if finding.key else ():
        if key == finding.key:
            return replace(finding, accepted=Accepted(reason, by, at))
    return finding
