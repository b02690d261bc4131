"""Public pages of mailboxes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.view import view_config

from addons.interaction.mailbox.content import Mailbox
from addons.interaction.mailbox.schema import leader_of
from addons.interaction.mailbox.workflow import HANDLE
from portal.content.addresses import path_of
from portal.content.content import is_public
from portal.content.document.views import page_of

if TYPE_CHECKING:
    from pyramid.request import Request


@view_config(context=Mailbox, permission="view", renderer="templates/mailbox.pt")
def show(mailbox: Mailbox, request: Request) -> dict[str, Any]:
    """Show who reads letters when, and lead to the form."""
    base = path_of(mailbox, request)
    takes_letters = is_public(mailbox) and not mailbox.closed_because
    return {
        **page_of(mailbox, request),
        "leaders": tuple(leader_of(line) for line in mailbox.leaders),
        "hours": mailbox.hours,
        "telephone": mailbox.telephone,
        "answered": mailbox.answered,
        "closed": mailbox.closed_because,
        "write": f"{base}/write" if takes_letters else "",
        "enquiry": f"{base}/enquiry" if is_public(mailbox) else "",
        "letters": f"{base}/letters" if request.has_permission(HANDLE, mailbox) else "",
    }
