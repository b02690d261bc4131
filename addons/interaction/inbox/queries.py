"""Look-ups of the mailboxes of a site, and of the letters to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.traversal import find_root

from addons.interaction.i18n import _
from addons.interaction.mailbox.content import MAILBOX, Mailbox
from addons.interaction.names import LETTER
from portal.catalog.catalog import Order, equal
from portal.content.boundary import reach
from portal.content.workflow import DELETED
from portal.ledger.submissions import RECEIVED, Wanted, count, with_number
from portal.site.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyramid.request import Request

    from portal.ledger.submissions import Session
    from portal.ledger.tables import Submission

MAILBOXES_MOST = 500
"""Most mailboxes of one site that lists know."""


def mailboxes_of(site: Site) -> Iterator[Mailbox]:
    """Return the mailboxes of `site` in the order of their titles, but those in the trash."""
    query = equal(site=site.oid, kind=MAILBOX.name)
    order = Order(by="title", descending=False, first=0, size=MAILBOXES_MOST)
    _count, oids = find_root(site).catalog.page(query, order)
    found = (reach(oid, site) for oid in oids)
    yield from (each for each in found if each is not None)


def titles_at(place: Site | Mailbox) -> dict[int, str]:
    """Return identity to title of the mailboxes that a list at `place` tells apart."""
    if isinstance(place, Site):
        return {each.oid: title_of(each) for each in mailboxes_of(place)}
    return {}


def titles_for(place: Site | Mailbox, oids: Iterable[int]) -> dict[int, str]:
    """Return identity to title of those mailboxes, also of the ones in the trash.

    Those which went for ever, when nothing kept them yet, have none.
    """
    found = (reach(oid, place) for oid in set(oids))
    return {each.oid: title_of(each) for each in found if isinstance(each, Mailbox)}


def title_of(mailbox: Mailbox) -> str:
    """Return what officers read of a mailbox: its title, and whether it was deleted."""
    title: str = mailbox.newest_title
    if mailbox.state == DELETED:
        title = _("${mailbox} (in the trash)", mapping={"mailbox": title})
    return title


def letter_at(place: Site | Mailbox, number: str, session: Session) -> Submission | None:
    """Return the letter of this number if it was sent to `place`, or to a mailbox of it."""
    found = with_number(session, LETTER, number)
    if found is None:
        return None
    sent_to = found.site if isinstance(place, Site) else found.place
    return found if sent_to == place.oid else None


def waiting(site: Any, request: Request) -> int:
    """Return how many letters to mailboxes of `site` nobody has answered."""
    return count(request.ledger, Wanted(kind=LETTER, site=site.oid, state=RECEIVED))
