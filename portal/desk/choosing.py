"""Which documents somebody chose, and what that person had seen of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.content.document.drafts import stamp_of
from portal.content.times import moment_of
from portal.desk.batches import DIRECT
from portal.desk.numbers import numbers
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from webob.multidict import MultiDict

    from portal.catalog.catalog import ContentCatalog
    from portal.content.document.content import Document
    from portal.desk.deeds import Deed
    from portal.desk.filtering import Wanted
    from portal.site.site import Site

LEFT_DIGITS = 6


def chosen_oids(
    deed: Deed, filter_: Wanted, place: Site, sent: MultiDict, catalog: ContentCatalog
) -> list[int]:
    """Return the identities that were chosen, at most as many as the deed may have.

    :raises Refusal: when there are none, or more.
    """
    most = deed.most
    if "all" in sent:
        count, oids = filter_.find(catalog, place, 0, most)
    else:
        oids = list(dict.fromkeys(numbers(sent.getall("pick"))))
        count = len(oids)
    if not oids:
        raise Refusal(_("Please choose documents first."))
    if count > most:
        raise Refusal(
            _(
                "These are ${count} documents; “${deed}” takes ${most} at once. "
                "Please narrow the filter.",
                mapping={"count": str(count), "deed": deed.title, "most": str(most)},
            )
        )
    return oids


def seen(document: Document) -> str:
    """Return what a page sends back to say which version of `document` it showed."""
    return f"{document.oid}:{stamp_of(document)}"


def seen_on_page(sent: MultiDict) -> frozenset[str]:
    """Return what `seen` said of the documents that the page before showed."""
    return frozenset(sent.getall("seen"))


def asked_at(sent: Mapping[str, str], deed: Deed, now: datetime) -> datetime | None:
    """Return when the page before showed so many documents that not each was seen by itself.

    `None` where no such page was shown; none is for a deed for which each has to be seen.
    """
    if deed.most <= DIRECT:
        return None
    moment = moment_of(sent.get("asked_at", ""))
    return min(moment, now) if moment is not None else None


def left_before(sent: Mapping[str, str], most: int) -> int:
    """Return how many documents the page before left out, for the message afterwards."""
    text = sent.get("left", "")
    is_number = text.isascii() and text.isdigit()
    return min(int(text[:LEFT_DIGITS]), most) if is_number else 0
