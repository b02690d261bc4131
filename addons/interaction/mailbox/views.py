"""Public pages of mailboxes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from pyramid.view import view_config

from addons.interaction.mailbox.content import Mailbox
from addons.interaction.mailbox.schema import leader_of
from addons.interaction.mailbox.workflow import HANDLE
from portal.content.addresses import path_of
from portal.content.content import is_public
from portal.content.document.views import page_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request

    from addons.interaction.mailbox.schema import Leader

ONE_NUMBER = re.compile(r"[0-9+-]{5,20}", re.ASCII)
"""A telephone number that can be dialled as it stands."""


@view_config(context=Mailbox, permission="view", renderer="templates/mailbox.pt")
def show(mailbox: Mailbox, request: Request) -> dict[str, Any]:
    """Show who reads letters when, and lead to the form."""
    base = path_of(mailbox, request)
    takes_letters = is_public(mailbox) and not mailbox.closed_because
    return {
        **page_of(mailbox, request),
        "leaders": tuple(_leaders(mailbox, base)),
        "hours": mailbox.hours,
        "telephone": mailbox.telephone,
        "call": f"tel:{mailbox.telephone}" if ONE_NUMBER.fullmatch(mailbox.telephone) else "",
        "answered": mailbox.answered,
        "closed": mailbox.closed_because,
        "write": f"{base}/write" if takes_letters else "",
        "enquiry": f"{base}/enquiry" if is_public(mailbox) else "",
        "letters": f"{base}/letters" if request.has_permission(HANDLE, mailbox) else "",
    }


def _leaders(mailbox: Mailbox, base: str) -> Iterator[tuple[Leader, str]]:
    """Return each leader with the address of a letter to nobody else."""
    for line in mailbox.leaders:
        leader = leader_of(line)
        yield leader, f"{base}/write?{urlencode({'addressee': leader.name})}"
