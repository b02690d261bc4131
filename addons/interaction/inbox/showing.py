"""What officers see of a letter: masked in lists, whole on its own page.

What a letter does not say is empty: other systems asked for less, and earlier forms may have too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from addons.interaction.i18n import _
from addons.interaction.letter.queries import (
    STATES,
    masked_email,
    masked_name,
    masked_telephone,
)
from addons.interaction.letter.schema import TOPICS, WISHES
from portal.content.times import minute
from portal.ledger.submissions import RECEIVED, data_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portal.ledger.tables import Submission

HEADS = (
    _("Number"),
    _("Received"),
    _("State"),
    _("Mailbox"),
    _("What it is about"),
    _("Addressed to"),
    _("Subject"),
    _("Sender"),
    _("Contact"),
    _("Agrees to publication"),
)
"""What stands above the columns of a file with letters; see `cells_of`."""
AGREES = {"yes": _("yes"), "no": _("no")}


def row_of(letter: Submission, mailboxes: Mapping[int, str], address: str) -> dict[str, Any]:
    """Return what the list shows of `letter`.

    :param mailboxes: identity to title; a letter to one that is not there any more shows none.
    :param address: of the page that shows it whole.
    """
    data = data_of(letter)
    return {
        "number": letter.number,
        "address": f"{address}?number={letter.number}",
        "subject": letter.title,
        "mailbox": mailboxes.get(letter.place, ""),
        "state": STATES.get(letter.state, letter.state),
        "waits": letter.state == RECEIVED,
        "topic": TOPICS.get(letter.topic, letter.topic),
        "addressee": data.get("addressee", ""),
        "name": masked_name(data.get("name", "")),
        "contact": _contact(data),
        "publish": AGREES.get(data.get("publish", ""), ""),
        "received": minute(letter.received_at),
    }


def cells_of(letter: Submission, mailboxes: Mapping[int, str]) -> tuple[str, ...]:
    """Return what a file says of `letter`, a cell for each of `HEADS`; senders are masked."""
    row = row_of(letter, mailboxes, "")
    names = ("number", "received", "state", "mailbox", "topic", "addressee", "subject", "name")
    return (*(row[name] for name in names), row["contact"], row["publish"])


def facts_of(
    letter: Submission, data: Mapping[str, str], mailbox: str
) -> tuple[tuple[str, str], ...]:
    """Return pairs of label and value, all that was filled in but the text."""
    facts = (
        (_("Number"), letter.number),
        (_("Received"), minute(letter.received_at)),
        (_("State"), STATES.get(letter.state, letter.state)),
        (_("Mailbox"), mailbox),
        (_("What it is about"), TOPICS.get(letter.topic, letter.topic)),
        (_("Addressed to"), data.get("addressee", "")),
        (_("Name"), data.get("name", "")),
        (_("Telephone"), data.get("telephone", "")),
        (_("Mail address"), data.get("email", "")),
        (_("Agrees to publication"), WISHES.get(data.get("publish", ""), "")),
        (_("Number in the earlier system"), data.get("old_id", "")),
    )
    return tuple(pair for pair in facts if pair[1])


def _contact(data: Mapping[str, str]) -> str:
    telephone, email = data.get("telephone", ""), data.get("email", "")
    return masked_telephone(telephone) or masked_email(email)
