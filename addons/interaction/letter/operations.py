"""What can be done with letters, independent of the web."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from addons.interaction.i18n import _
from addons.interaction.limiting import from_network
from addons.interaction.names import LETTER, RECEIVED
from portal.content.addresses import tree_path
from portal.content.content import site_of
from portal.errors import Refusal
from portal.ledger.audit import record
from portal.ledger.submissions import Sent, receive

if TYPE_CHECKING:
    from collections.abc import Mapping

    from addons.interaction.letter.schema import LetterData
    from addons.interaction.mailbox.content import Mailbox
    from portal.act import Act
    from portal.ledger.submissions import Receipt, Session


def receive_letter(
    mailbox: Mailbox, data: LetterData, act: Act, session: Session, *, form_key: str = ""
) -> Receipt:
    """Keep a citizen's letter and give its number and enquiry code.

    They may be shown once the transaction has committed. One that arrives twice from the same form
    is kept once.

    :raises Refusal: while the mailbox is closed.
    """
    if mailbox.closed_because:
        values = {"reason": mailbox.closed_because}
        raise Refusal(_("The mailbox takes no letters now: ${reason}", mapping=values))
    texts: Mapping[str, str] = {name: str(value) for name, value in data.items()}
    sent = Sent(
        kind=LETTER,
        site=site_of(mailbox).oid,
        place=mailbox.oid,
        topic=data["topic"],
        title=data["subject"],
        data=texts,
        form_key=form_key,
    )
    receipt = receive(session, sent, act.at)
    if receipt.is_new:
        note(session, act, RECEIVED, mailbox, detail={"number": receipt.number})
    return receipt


def note(session: Session, act: Act, action: str, mailbox: Mailbox, **more: Any) -> None:
    """Write down what a citizen did at a mailbox, and from which network."""
    record(
        session,
        from_network(act),
        action,
        subject=tree_path(mailbox),
        subject_oid=mailbox.oid,
        site=site_of(mailbox).__name__,
        **more,
    )
