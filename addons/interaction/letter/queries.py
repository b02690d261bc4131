"""Look-ups of letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addons.interaction.i18n import _
from addons.interaction.names import LETTER
from portal.content.content import site_of
from portal.ledger.submissions import RECEIVED, REPLIED, opened

if TYPE_CHECKING:
    from addons.interaction.mailbox.content import Mailbox
    from portal.ledger.submissions import Session
    from portal.ledger.tables import Submission

STATES = {RECEIVED: _("Waiting"), REPLIED: _("Answered")}
"""State of a letter to its title."""
TOLD = {RECEIVED: _("Received. It waits for the office."), REPLIED: _("It was answered.")}
"""State to what the sender is told of it."""
SHOWN_FIRST = 3
SHOWN_LAST = 4
"""Digits of a telephone number that stay."""


def own_letter(mailbox: Mailbox, number: str, code: str, session: Session) -> Submission | None:
    """Return the letter of this number to a mailbox of the same site, if the code is right.

    That mailbox may be gone by now.
    """
    found = opened(session, LETTER, number, code)
    return found if found is not None and found.site == site_of(mailbox).oid else None


def masked_name(name: str) -> str:
    """Return a name of which only the beginning is readable."""
    return f"{name[:1]}**" if name else ""


def masked_telephone(telephone: str) -> str:
    """Return a telephone number of which only beginning and end are readable."""
    if len(telephone) <= SHOWN_FIRST + SHOWN_LAST:
        return f"{telephone[:1]}****" if telephone else ""
    return f"{telephone[:SHOWN_FIRST]}****{telephone[-SHOWN_LAST:]}"


def masked_email(email: str) -> str:
    """Return a mail address of which only beginning and host are readable."""
    local, _at, host = email.rpartition("@")
    return f"{local[:1]}***@{host}" if local else ""
