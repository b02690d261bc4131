"""What can be done with many documents at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from portal.act import Act
from portal.content.checks.checking import stops
from portal.content.document.content import Document
from portal.content.document.drafts import latest
from portal.content.document.expiry import expiry_problem
from portal.content.document.moving import copy_document, move_document
from portal.content.document.operations import needs_reason, save_draft
from portal.content.document.review import (
    HELD,
    approve,
    hand_in,
    handed_to_other,
    incomplete,
    is_last_review,
    own_approval,
    own_part,
    pass_on,
    publish,
    return_draft,
    review_permission,
)
from portal.content.document.scheduling import schedule
from portal.content.document.schema import KEYWORDS_MOST
from portal.content.document.withdrawing import needs_two, withdraw
from portal.content.reviewing import review_rule
from portal.content.taking import why_not
from portal.content.trash.operations import delete_document
from portal.i18n import _

if TYPE_CHECKING:
    from pyramid.i18n import TranslationString

    from portal.content.document.content import Revision
    from portal.content.section.content import Section
    from portal.desk.moving import Person


MANY = 100_000
"""Documents with which something can be done at once."""
SEEN = 20
"""Documents that can be approved at once, so few that each of them is shown."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a person says about a deed.

    :ivar by: account name, `at` the moment.
    :ivar target: where the documents are to be.
    :ivar moment: from when the public is to see them.
    """

    by: str
    at: datetime
    reason: str = ""
    keyword: str = ""
    target: Section | None = None
    moment: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Something that is done with each of many documents.

    :ivar wants: what one has to say for it: one of `reason`, `target`, `keyword`, `moment`, or
        nothing.
    :ivar right: the permission that a document asks for as it is, if it is not always the same.
    :ivar fits: tells whether it makes sense for a document, so that the button is worth a place.
    :ivar problem: tells why it cannot be done with a document; `None` if it can.
    :ivar undo: name in `portal.desk.undoing.WAYS` of what takes it back; empty where nothing does.
    :ivar warns: whether the public loses something, so that what refers to it is shown before.
    :ivar most: documents that may be chosen for it at once.
    """

    title: TranslationString
    permission: str
    problem: Callable[[Document, Wish], TranslationString | None]
    do: Callable[[Document, Act, Wish], object]
    said: TranslationString
    wants: str = ""
    undo: str = ""
    warns: bool = False
    most: int = MANY
    right: Callable[[Document], str] | None = None
    fits: Callable[[Document], bool] | None = None

    def allowed(self, document: Document, person: Person) -> bool:
        """Tell whether `person` may do it with `document`."""
        permission = self.right(document) if self.right is not None else self.permission
        return bool(person.has_permission(permission, document))

    def offered(self, document: Document, person: Person) -> bool:
        """Tell whether `person` is offered to do it with `document`."""
        fits = self.fits is None or self.fits(document)
        return fits and self.allowed(document, person)


def _hand_in(document: Document, wish: Wish) -> TranslationString | None:
    draft = document.draft
    if draft is None:
        return _("There is no draft that could be handed in.")
    if draft.stage in HELD:
        return _("The draft is with the reviewers already.")
    missing = incomplete(document, draft)
    if missing:
        return _("Please fill in “${field}” first.", mapping={"field": missing[0]})
    return expiry_problem(draft, wish.at) or _stopped(document)


def _stopped(document: Document) -> TranslationString | None:
    """Tell how much the checks found that has to be put right."""
    found = stops(document, latest(document))
    said = _("Places that have to be put right first, as the checks found: ${count}")
    return said % {"count": str(len(found))} if found else None


def _waiting(document: Document, wish: Wish) -> TranslationString | None:
    return None if document.stage == "waiting" else _("No draft waits for a decision.")


def _return(document: Document, wish: Wish) -> TranslationString | None:
    if document.stage == "approved":
        return None
    return _waiting(document, wish) or handed_to_other(document, wish.by)


def _decide(document: Document, wish: Wish) -> TranslationString | None:
    return (
        _waiting(document, wish)
        or own_part(document, wish.by)
        or handed_to_other(document, wish.by)
        or _stopped(document)
    )


def _approve_only(document: Document, wish: Wish) -> TranslationString | None:
    problem = _decide(document, wish)
    if problem or not is_last_review(document):
        return problem
    if not review_rule(document).publisher:
        return _("This is the last review. Please decide whether it is to be published.")
    return _without_secrecy(document) or _moments(document, wish)


def _approve(document: Document, wish: Wish) -> TranslationString | None:
    problem = _decide(document, wish)
    if problem:
        return problem
    if not is_last_review(document):
        return _("Another review comes before this one.")
    if review_rule(document).publisher:
        return _("Somebody else publishes this, once it is approved.")
    return _without_secrecy(document) or _moments(document, wish)


def _publish(document: Document, wish: Wish) -> TranslationString | None:
    if document.stage != "approved":
        return _("No draft waits to be published.")
    return own_approval(document, wish.by) or _stopped(document) or _moments(document, wish)


def _without_secrecy(document: Document) -> TranslationString | None:
    if review_rule(document).secrecy:
        return _("This needs a statement on secrecy, which is given on its own page.")
    return None


def _moments(document: Document, wish: Wish) -> TranslationString | None:
    draft = latest(document)
    if needs_reason(draft, document.first_released_at or wish.at):
        return _("Please say why the displayed date is not that of the release.")
    return expiry_problem(draft, wish.at)


def _schedule(document: Document, wish: Wish) -> TranslationString | None:
    decide = _publish if document.stage == "approved" else _approve
    return decide(document, replace(wish, at=wish.moment or wish.at))


def _withdraw(document: Document, wish: Wish) -> TranslationString | None:
    if document.state != "published":
        return _("The public does not see this yet.")
    return needs_two(document)


def _delete(document: Document, wish: Wish) -> TranslationString | None:
    return needs_two(document)


def _for_decision(document: Document) -> str:
    """Return what who decides on a draft needs: by its level, or to publish it."""
    return "portal.publish" if document.stage == "approved" else review_permission(document)


def _do_approve_only(document: Document, act: Act, _wish: Wish) -> None:
    (approve if is_last_review(document) else pass_on)(document, act)


def _move(document: Document, wish: Wish) -> TranslationString | None:
    if wish.target is None or document.__parent__ is not wish.target:
        return _copy(document, wish)
    return _("This is in “${section}” already.", mapping={"section": wish.target.title})


def _copy(document: Document, wish: Wish) -> TranslationString | None:
    return None if wish.target is None else why_not(wish.target, document.declared)


def _keywords(document: Document) -> tuple[str, ...]:
    kept: tuple[str, ...] = latest(document).values.get("keywords", ())
    return kept


def _add_keyword(document: Document, wish: Wish) -> TranslationString | None:
    kept = _keywords(document)
    if wish.keyword in kept:
        return _("This has the keyword already.")
    return _("This has too many keywords already.") if len(kept) >= KEYWORDS_MOST else None


def _drop_keyword(document: Document, wish: Wish) -> TranslationString | None:
    if wish.keyword and wish.keyword not in _keywords(document):
        return _("This does not have the keyword.")
    return None


def _save_keywords(document: Document, keywords: tuple[str, ...], act: Act) -> Revision:
    return save_draft(document, {"keywords": keywords}, act, beside=True)


def _target(wish: Wish) -> Any:
    assert wish.target is not None  # noqa: S101  # a deed that wants a target is not done without
    return wish.target


def _moment(wish: Wish) -> datetime:
    assert wish.moment is not None  # noqa: S101  # as above
    return wish.moment


DEEDS = {
    "hand_in": Deed(
        title=_("Hand in for review"),
        permission="portal.edit",
        problem=_hand_in,
        do=lambda document, act, _wish: hand_in(document, act),
        said=_("Handed in for review: ${count}"),
    ),
    "approve_only": Deed(
        title=_("Approve"),
        permission="portal.release",
        right=review_permission,
        fits=lambda document: (
            document.stage == "waiting"
            and (review_rule(document).publisher or not is_last_review(document))
        ),
        problem=_approve_only,
        do=_do_approve_only,
        said=_("Approved: ${count}"),
        most=SEEN,
    ),
    "publish": Deed(
        title=_("Publish"),
        permission="portal.publish",
        fits=lambda document: document.stage == "approved",
        problem=_publish,
        do=lambda document, act, _wish: publish(document, act),
        said=_("Published: ${count}"),
        most=SEEN,
    ),
    "approve": Deed(
        title=_("Approve and publish"),
        permission="portal.release",
        right=review_permission,
        problem=_approve,
        do=lambda document, act, _wish: approve(document, act),
        said=_("Published: ${count}"),
        most=SEEN,
    ),
    "schedule": Deed(
        title=_("Approve and publish at …"),
        permission="portal.release",
        right=_for_decision,
        problem=_schedule,
        do=lambda document, act, wish: schedule(document, act, at=_moment(wish)),
        said=_("Approved for a moment to come: ${count}"),
        wants="moment",
        undo="unschedule",
        most=SEEN,
    ),
    "return": Deed(
        title=_("Return to be changed"),
        permission="portal.release",
        right=_for_decision,
        problem=_return,
        do=lambda document, act, wish: return_draft(document, act, reason=wish.reason),
        said=_("Returned: ${count}"),
        wants="reason",
    ),
    "withdraw": Deed(
        title=_("Withdraw from the public"),
        permission="portal.withdraw",
        problem=_withdraw,
        do=lambda document, act, wish: withdraw(document, act, reason=wish.reason),
        said=_("Withdrawn: ${count}"),
        wants="reason",
        undo="show",
        warns=True,
    ),
    "move": Deed(
        title=_("Move"),
        permission="portal.move",
        problem=_move,
        do=lambda document, act, wish: move_document(document, _target(wish), act),
        said=_("Moved: ${count}"),
        wants="target",
        undo="move",
        warns=True,
    ),
    "copy": Deed(
        title=_("Copy"),
        permission="portal.work",
        problem=_copy,
        do=lambda document, act, wish: copy_document(document, _target(wish), act),
        said=_("Copied as drafts: ${count}"),
        wants="target",
        undo="discard",
    ),
    "add_keyword": Deed(
        title=_("Add a keyword"),
        permission="portal.edit",
        problem=_add_keyword,
        do=lambda document, act, wish: _save_keywords(
            document, (*_keywords(document), wish.keyword), act
        ),
        said=_("Drafts with the keyword: ${count}"),
        wants="keyword",
        undo="drop",
    ),
    "drop_keyword": Deed(
        title=_("Take a keyword away"),
        permission="portal.edit",
        problem=_drop_keyword,
        do=lambda document, act, wish: _save_keywords(
            document, tuple(each for each in _keywords(document) if each != wish.keyword), act
        ),
        said=_("Drafts without the keyword: ${count}"),
        wants="keyword",
        undo="drop",
    ),
    "delete": Deed(
        title=_("Delete"),
        permission="portal.move",
        problem=_delete,
        do=lambda document, act, _wish: delete_document(document, act),
        said=_("In the trash: ${count}"),
        undo="restore",
        warns=True,
    ),
}
"""What can be done, in the order of the buttons; kept names of `Site.undo`, so they stay."""
