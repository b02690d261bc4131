"""What becomes of documents whose time is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.content.document import alarms
from portal.content.document.events import DocumentExpired, DocumentReleased
from portal.content.document.showing import (
    hide,
    keywords_listed,
    list_keywords,
    show,
    take_from_list,
)
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

    from pyramid.i18n import TranslationString

    from portal.act import Act
    from portal.content.document.content import Document, Revision

LEAVE, GONE = "leave", "gone"
WAYS = (LEAVE, GONE)
"""What happened to a document whose time is over: it left the lists, or its page is gone."""


def expiry_problem(draft: Revision, now: datetime) -> TranslationString | None:
    """Tell why `draft` cannot come out at the moment `now`: its time would be over already."""
    until = draft.values.get("expires_at")
    if until is not None and until <= now:
        return _("The moment at which this expires is over already. Please choose a later one.")
    return None


def mind_expiry(document: Document) -> None:
    """Let the worker mind when the time of `document` is over, as it was released now."""
    document.expired_how = ""
    if document.expires_at is not None:
        alarms.note(document, alarms.EXPIRY, document.expires_at)


def expire(document: Document, act: Act) -> None:
    """Do with a public document what it says for the end of its time, if that has come."""
    over = document.expires_at is not None and document.expires_at <= act.at
    if not over or document.state != "published" or document.expired_how:
        return
    how = document.expires_how or LEAVE
    if how == GONE:
        document.workflow.move(document, "withdraw")
        document.withdrawn_notice = ""
        hide(document, act)
    else:
        before = keywords_listed(document)
        take_from_list(document)
        list_keywords(document, before)
    document.expired_how, document.changed_at = how, act.at
    act.announce(DocumentExpired(document, act, how=how))


def renew(document: Document, act: Act) -> None:
    """Take its expiry away from a document that expired; the public finds it as before.

    :raises Refusal: when it did not expire.
    """
    if not document.expired_how:
        raise Refusal(_("This has not expired."))
    if document.expired_how == GONE:
        document.workflow.move(document, "release")
    document.expires_at, document.expires_how, document.expired_how = None, "", ""
    document.changed_at = act.at
    show(document, act)
    act.announce(DocumentReleased(document, act))
