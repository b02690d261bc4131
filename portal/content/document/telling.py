"""What the page of a draft says beside its state: due times, who has it, what is owed or asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.content.document.owed import Owed
from portal.content.times import minute
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.i18n import TranslationString

    from portal.content.document.content import Document


def told_of(document: Document) -> Iterator[TranslationString]:
    """Say what people have to know who decide on `document`."""
    yield from _of_draft(document)
    for each in document.owed:
        owed = Owed(*each)
        told = {"who": owed.by, "when": minute(owed.since), "number": str(owed.number)}
        yield _(
            "${who} released version ${number} urgently on ${when}. Approval is owed: ${reason}",
            mapping={**told, "reason": owed.reason},
        )
    if document.withdrawal is not None:
        by, at, reason, notice = document.withdrawal
        asked = {"who": by, "when": minute(at), "reason": reason}
        yield _("${who} asked for the withdrawal on ${when}: ${reason}", mapping=asked)
        if notice:
            yield _("The public is to read: ${notice}", mapping={"notice": notice})
    yield from _of_expiry(document)


def _of_draft(document: Document) -> Iterator[TranslationString]:
    draft = document.draft
    if draft is None or draft.stage != "waiting" or draft.due_at is None:
        return
    due = {"when": minute(draft.due_at)}
    if draft.urgent:
        yield _("Urgent: the review is due by ${when}.", mapping=due)
    else:
        yield _("The review is due by ${when}.", mapping=due)
    if draft.delegated is not None:
        to, by, at = draft.delegated
        handed = {"who": by, "to": to, "when": minute(at)}
        yield _("${who} handed this review to ${to} on ${when}.", mapping=handed)


def _of_expiry(document: Document) -> Iterator[TranslationString]:
    draft = document.draft
    if draft is not None:
        until, how = draft.values.get("expires_at"), draft.values.get("expires_how", "")
    else:
        until, how = document.expires_at, document.expires_how
    if until is None or (draft is None and document.expired_how):
        return
    if how == "gone":
        yield _("On ${when} the page goes.", mapping={"when": minute(until)})
    else:
        yield _("On ${when} this leaves lists and the search.", mapping={"when": minute(until)})
