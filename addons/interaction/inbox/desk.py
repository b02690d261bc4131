"""Pages on which officers find and read letters: of a whole site, or of one mailbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from addons.interaction.i18n import _
from addons.interaction.inbox.asking import Asked, asked_of
from addons.interaction.inbox.queries import letter_at, title_of, titles_at, titles_for
from addons.interaction.inbox.showing import facts_of, row_of
from addons.interaction.letter.queries import STATES
from addons.interaction.letter.schema import TOPICS
from addons.interaction.mailbox.content import Mailbox
from addons.interaction.mailbox.workflow import HANDLE
from portal.audit.viewing import note_view
from portal.content.addresses import path_of
from portal.content.boundary import reach
from portal.content.content import site_of
from portal.content.section.views import page_number
from portal.content.values import pages_of
from portal.ledger.submissions import count, data_of, page
from portal.site.site import Site

if TYPE_CHECKING:
    from pyramid.request import Request

PAGE_SIZE = 50
"""Letters on one page."""
COUNTED_MOST = 2_000
"""Letters that a list leads to; who looks for an older one narrows it."""


@view_config(
    context=Site,
    name="letters",
    permission=HANDLE,
    request_method="GET",
    renderer="templates/letters.pt",
)
@view_config(
    context=Mailbox,
    name="letters",
    permission=HANDLE,
    request_method="GET",
    renderer="templates/letters.pt",
)
def list_letters(place: Site | Mailbox, request: Request) -> dict[str, Any]:
    """List the letters that are asked for, the newest first, with senders masked."""
    asked, base = asked_of(request.GET, place), base_of(place, request)
    wanted = asked.wanted(place)
    total = count(request.ledger, wanted, COUNTED_MOST + 1)
    last = max(1, -(-min(total, COUNTED_MOST) // PAGE_SIZE))
    number = min(page_number(request), last)
    found = page(request.ledger, wanted, (number - 1) * PAGE_SIZE, PAGE_SIZE)
    titles = titles_for(place, (each.place for each in found))
    chosen = titles_for(place, [int(asked.mailbox)] if asked.mailbox else ())
    mailboxes = titles_at(place) | chosen
    query = asked.query()
    return {
        "title": _title(place),
        "asked": asked,
        "is_narrowed": asked != Asked(),
        "action": f"{base}letters",
        "files": tuple(f"{base}letters.{form}?{query}" for form in ("xlsx", "csv")),
        "mailboxes": tuple((str(oid), title) for oid, title in mailboxes.items()),
        "has_mailbox": isinstance(place, Mailbox) or bool(mailboxes),
        "is_of_site": isinstance(place, Site),
        "states": tuple(STATES.items()),
        "topics": tuple(TOPICS.items()),
        "total": min(total, COUNTED_MOST),
        "is_more": total > COUNTED_MOST,
        "rows": tuple(row_of(each, titles, f"{base}letter") for each in found),
        "pages": pages_of(number, last, lambda each: f"{base}letters?{query}&page={each}"),
        "ways": _ways(place, request),
    }


@view_config(
    context=Site,
    name="letter",
    permission=HANDLE,
    request_method="GET",
    renderer="templates/letter.pt",
)
@view_config(
    context=Mailbox,
    name="letter",
    permission=HANDLE,
    request_method="GET",
    renderer="templates/letter.pt",
)
def read_letter(place: Site | Mailbox, request: Request) -> dict[str, Any]:
    """Show one letter whole, and write down who read it."""
    letter = letter_at(place, request.GET.get("number", ""), request.ledger)
    if letter is None:
        raise HTTPNotFound
    mailbox = reach(letter.place, place)
    note_view(request, mailbox or place, f"letter {letter.number}")
    request.response.cache_control = "no-store"
    data = data_of(letter)
    return {
        "title": letter.title,
        "facts": facts_of(letter, data, title_of(mailbox) if mailbox is not None else ""),
        "paragraphs": _paragraphs(data.get("text", "")),
        "reply": _paragraphs(data.get("reply", "")),
        "replied": data.get("replied_on", ""),
        "back": f"{base_of(place, request)}letters",
    }


def base_of(place: Site | Mailbox, request: Request) -> str:
    """Return the address of `place`, so that names of views can follow."""
    return f"{path_of(place, request).rstrip('/')}/"


def _title(place: Site | Mailbox) -> str:
    title: str = _("Letters to all mailboxes")
    if isinstance(place, Mailbox):
        title = _("Letters to: ${mailbox}", mapping={"mailbox": place.newest_title})
    return title


def _ways(place: Site | Mailbox, request: Request) -> tuple[tuple[str, str], ...]:
    """Return where one goes from a list, pairs of address and words."""
    if isinstance(place, Site):
        return ()
    site = site_of(place)
    ways = [(path_of(place, request), _("Back to the mailbox"))]
    if request.has_permission(HANDLE, site):
        ways.append((f"{base_of(site, request)}letters", _("Letters to all mailboxes")))
    return tuple(ways)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, text.split("\n"))))
