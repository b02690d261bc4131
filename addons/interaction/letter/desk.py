"""Pages on which officers read letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from addons.interaction.i18n import _
from addons.interaction.letter.queries import (
    LETTER,
    STATES,
    letter_in,
    masked_email,
    masked_name,
    masked_telephone,
)
from addons.interaction.letter.schema import TOPICS, WISHES
from addons.interaction.mailbox.content import Mailbox
from addons.interaction.mailbox.workflow import HANDLE
from portal.audit.viewing import note_view
from portal.content.addresses import path_of
from portal.content.section.views import page_number
from portal.content.times import ZONE, minute
from portal.content.values import pages_of
from portal.ledger.submissions import Wanted, count, data_of, page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyramid.request import Request

    from portal.ledger.tables import Submission

PAGE_SIZE = 50
"""Letters on one page."""
WORDS_MOST = 100
"""Longest text that is searched for, in characters."""


@dataclass(frozen=True)
class Asked:
    """What a list of letters is narrowed to, as an address says it; empty for no limit."""

    words: str = ""
    topic: str = ""
    since: str = ""
    until: str = ""

    def query(self) -> str:
        """Return what an address says to mean the same."""
        return urlencode({name: each for name, each in vars(self).items() if each})

    def wanted(self, mailbox: Mailbox) -> Wanted:
        """Return what the ledger is asked for; days are those of the sites, both included."""
        return Wanted(
            kind=LETTER,
            place=mailbox.oid,
            topic=self.topic,
            words=self.words,
            since=_begin(self.since),
            until=_begin(self.until, later=1),
        )


def asked_of(sent: Mapping[str, str]) -> Asked:
    """Return what an address asks for; what it says wrongly counts as not said."""
    topic = sent.get("topic", "")
    return Asked(
        words=sent.get("words", "").replace("\0", "").strip()[:WORDS_MOST],
        topic=topic if topic in TOPICS else "",
        since=_day(sent.get("since", "")),
        until=_day(sent.get("until", "")),
    )


@view_config(
    context=Mailbox,
    name="letters",
    permission=HANDLE,
    request_method="GET",
    renderer="templates/letters.pt",
)
def list_letters(mailbox: Mailbox, request: Request) -> dict[str, Any]:
    """List the letters that are asked for, the newest first, with senders masked."""
    asked, base = asked_of(request.GET), path_of(mailbox, request)
    wanted = asked.wanted(mailbox)
    total = count(request.ledger, wanted)
    last = max(1, -(-total // PAGE_SIZE))
    number = min(page_number(request), last)
    found = page(request.ledger, wanted, (number - 1) * PAGE_SIZE, PAGE_SIZE)
    query = asked.query()
    return {
        "title": _("Letters to: ${mailbox}", mapping={"mailbox": mailbox.title}),
        "asked": asked,
        "action": f"{base}/letters",
        "topics": tuple(TOPICS.items()),
        "total": total,
        "rows": tuple(_row(each, base) for each in found),
        "pages": pages_of(number, last, lambda each: f"{base}/letters?{query}&page={each}"),
        "back": base,
    }


@view_config(
    context=Mailbox,
    name="letter",
    permission=HANDLE,
    request_method="GET",
    renderer="templates/letter.pt",
)
def read_letter(mailbox: Mailbox, request: Request) -> dict[str, Any]:
    """Show one letter whole, and write down who read it."""
    letter = letter_in(mailbox, request.GET.get("number", ""), request.ledger)
    if letter is None:
        raise HTTPNotFound
    note_view(request, mailbox, f"letter {letter.number}")
    request.response.cache_control = "no-store"
    data = data_of(letter)
    facts = (
        (_("Number"), letter.number),
        (_("Received"), minute(letter.received_at)),
        (_("State"), STATES.get(letter.state, letter.state)),
        (_("What it is about"), TOPICS.get(letter.topic, letter.topic)),
        (_("Addressed to"), data.get("addressee", "")),
        (_("Name"), data["name"]),
        (_("Telephone"), data["telephone"]),
        (_("Mail address"), data["email"]),
        (_("Agrees to publication"), WISHES.get(data["publish"], "")),
    )
    return {
        "title": letter.title,
        "facts": tuple(pair for pair in facts if pair[1]),
        "paragraphs": tuple(filter(None, map(str.strip, data["text"].split("\n")))),
        "back": f"{path_of(mailbox, request)}/letters",
    }


def _row(letter: Submission, base: str) -> dict[str, Any]:
    data = data_of(letter)
    telephone, email = masked_telephone(data["telephone"]), masked_email(data["email"])
    return {
        "number": letter.number,
        "address": f"{base}/letter?number={letter.number}",
        "subject": letter.title,
        "topic": TOPICS.get(letter.topic, letter.topic),
        "addressee": data.get("addressee", ""),
        "name": masked_name(data["name"]),
        "contact": telephone or email,
        "publish": data["publish"] == "yes",
        "received": minute(letter.received_at),
    }


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _begin(text: str, later: int = 0) -> datetime | None:
    """Return the moment at which the day `text`, or the one `later`, begins on the sites.

    There is none for no day, and none at the ends of the calendar.
    """
    if not text:
        return None
    try:
        begin = date.fromisoformat(text) + timedelta(days=later)
        return datetime(begin.year, begin.month, begin.day, tzinfo=ZONE).astimezone(UTC)
    except OverflowError:
        return None
