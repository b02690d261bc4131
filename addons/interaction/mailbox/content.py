"""Mailboxes: documents with leaders, to whom citizens write."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from addons.interaction.i18n import _
from addons.interaction.mailbox.schema import MailboxSchema, leader_of
from addons.interaction.mailbox.workflow import MAILBOX_WORKFLOW
from addons.interaction.names import ACTIONS, LETTER
from portal.content.declaration import ContentType
from portal.content.document.content import Document, findable_document
from portal.ledger.submissions import is_kept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.ledger.submissions import Session
    from portal.search.entry import Findable


class Mailbox(Document):
    """A document that introduces leaders and takes letters to them.

    :ivar leaders: a line for each; see `leader_of`.
    :ivar hours: when letters are read, or citizens received.
    :ivar answered: what is answered here and what is not.
    :ivar closed_because: why it takes no letters now; empty while it does.
    """

    workflow = MAILBOX_WORKFLOW
    leaders: tuple[str, ...] = ()
    hours = ""
    telephone = ""
    answered = ""
    closed_because = ""


def facts_of(mailbox: Mailbox) -> Iterator[tuple[str, str]]:
    """Return what pages show of a mailbox, besides what they show of every document."""
    names = (leader_of(line) for line in mailbox.leaders)
    yield (
        _("Leaders"),
        " \N{MIDDLE DOT} ".join(f"{each.name} {each.post}".strip() for each in names),
    )
    yield _("Hours"), mailbox.hours
    yield _("Telephone"), mailbox.telephone


def findable_mailbox(mailbox: Mailbox) -> Findable:
    """Return the words under which the public finds a mailbox: also names, posts and duties."""
    usual = findable_document(mailbox)
    own = (*mailbox.leaders, mailbox.answered, mailbox.hours, mailbox.telephone)
    return replace(usual, body="\n".join((usual.body, *own)))


def kept_while(mailbox: Mailbox, session: Session) -> str | None:
    """Say why a mailbox cannot go for ever: letters belong to it, and are no draft of anybody."""
    if not is_kept(session, LETTER, mailbox.oid):
        return None
    reason: str = _("Letters of citizens belong to this mailbox, so it stays in the trash.")
    return reason


MAILBOX = ContentType(
    name="interaction.mailbox",
    title=_("Leader mailbox"),
    factory=Mailbox,
    schema=MailboxSchema,
    permission="portal.add_content",
    addable_in=("portal.section",),
    findable=findable_mailbox,
    facts=facts_of,
    kept_while=kept_while,
    actions=ACTIONS,
)
