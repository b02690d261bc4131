"""Links and pictures in the text: those that lead nowhere, lead away, or say nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pyramid.traversal import find_root

from portal.content.checks.declaration import WARN, Finding, Place
from portal.content.document.repairing import links_in, troubles_in
from portal.content.leaving import is_government
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.content.checks.declaration import Subject

LINKS = "links"
OUTSIDE = "outside"
_OUTSIDE = re.compile(r"https?://", re.IGNORECASE)


def links(subject: Subject) -> Iterator[Finding]:
    """Find links that lead nowhere, and pictures that are missing or have no description."""
    for each in troubles_in(subject.revision.text.html, subject.document):
        place = Place("body", _("Text"), 0, each.words)
        yield Finding(check=LINKS, level=WARN, message=each.why, place=place)


def outside(subject: Subject) -> Iterator[Finding]:
    """Find links to hosts that are not those of a government."""
    cluster: Any = find_root(subject.document)
    own = getattr(cluster, "host_index", ())
    for address, words in dict.fromkeys(links_in(subject.revision.text.html)):
        if _OUTSIDE.match(address) and not is_government(address, own):
            yield Finding(
                check=OUTSIDE,
                level=WARN,
                message=_("This link leads to ${address}, which is no government site.")
                % {"address": address[:200]},
                place=Place("body", _("Text"), 0, words or address[:200]),
            )
