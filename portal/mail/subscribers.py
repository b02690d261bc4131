"""From what happened to what people are to hear of, in the transaction in which it happens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pyramid.threadlocal import get_current_registry
from pyramid.traversal import find_root

from portal.audit.subscribers import session_of
from portal.content.document.drafts import latest, live_revision
from portal.content.document.events import (
    ApprovalChased,
    DocumentExpired,
    DocumentReleased,
    DocumentWithdrawn,
    DraftHandedIn,
    DraftPublishable,
    DraftReturned,
    DraftReviewed,
    ReleaseMissed,
    ReviewChased,
    ReviewDelegated,
    UrgentlyReleased,
    WithdrawalAsked,
    WithdrawalRefused,
)
from portal.content.times import minute
from portal.events import on
from portal.ledger.outgoing import Note, note
from portal.mail.kinds import KINDS
from portal.security.events import (
    AccountUnused,
    FactorDropped,
    GrantChanged,
    PasswordSet,
    RoleGiven,
    RoleTaken,
)

if TYPE_CHECKING:
    from portal.content.events import ContentEvent
    from portal.security.grant import Grant
    from portal.settings import Settings


@on(DraftHandedIn, DraftReviewed)
def tell_reviewers(event: DraftHandedIn | DraftReviewed) -> None:
    """Tell those who can give the next review what waits for it: a draft, or what is public."""
    draft = latest(event.content)
    if event.content.stage == "waiting":
        _tell(event, "review", at_once=draft.urgent, due=minute(draft.due_at))
    else:
        _tell(event, "owed")


@on(ReviewChased)
def chase_reviewers(event: ReviewChased) -> None:
    """Tell those who can give the next review that it is overdue."""
    _tell(event, "review_chased", due=minute(event.due))


@on(ReviewDelegated)
def tell_delegate(event: ReviewDelegated) -> None:
    """Tell somebody that a review was handed over."""
    if event.to:
        draft = latest(event.content)
        _tell(event, "delegated", event.to, at_once=draft.urgent, due=minute(draft.due_at))


@on(DraftPublishable)
def tell_publishers(event: DraftPublishable) -> None:
    """Tell those who publish that a draft got its last approval."""
    _tell(event, "publish", at_once=latest(event.content).urgent)


@on(DraftReturned)
def tell_of_return(event: DraftReturned) -> None:
    """Tell the author, or who gave the approval that is undone, what has to be changed."""
    if event.step:
        _tell(event, "approval_undone", event.to, reason=event.reason)
    else:
        _tell(event, "returned", latest(event.content).by, reason=event.reason)


@on(UrgentlyReleased)
def tell_who_owes(event: UrgentlyReleased) -> None:
    """Tell the reviewers that the public sees something that they did not approve yet."""
    _tell(event, "owed", reason=event.reason)


@on(ApprovalChased)
def chase_who_owes(event: ApprovalChased) -> None:
    """Tell them again."""
    _tell(event, "owed_chased", since=minute(event.since))


@on(WithdrawalAsked)
def tell_of_wish(event: WithdrawalAsked) -> None:
    """Tell those who decide that somebody asks for a withdrawal."""
    _tell(event, "withdrawal_asked", reason=event.reason)


@on(WithdrawalRefused, DocumentWithdrawn, ReleaseMissed, DocumentReleased, DocumentExpired)
def tell_authors(event: ContentEvent) -> None:
    """Tell who wrote a document what became of it."""
    kind = OUTCOMES[type(event)]
    reason = getattr(event, "reason", "") if kind != "missed" else ""
    for login in {*_writers(event.content), getattr(event, "asked_by", "")}:
        _tell(event, kind, login, reason=reason)


@on(PasswordSet, FactorDropped)
def tell_of_account(event: PasswordSet | FactorDropped) -> None:
    """Tell a person that the sign-in changed, who may not have done it."""
    kind = "password" if isinstance(event, PasswordSet) else "factor"
    _tell(event, kind, event.content.login, also_self=True)


@on(AccountUnused)
def tell_of_disuse(event: AccountUnused) -> None:
    """Tell a person that an account that nobody uses will be disabled."""
    _tell(event, "unused", event.content.login, until=minute(event.until))


@on(RoleGiven, RoleTaken)
def tell_of_role(event: RoleGiven | RoleTaken) -> None:
    """Tell a person about a role that begins or ends."""
    kind = "role_given" if isinstance(event, RoleGiven) else "role_ended"
    _tell_of_grant(event, kind, event.grant, getattr(event, "reason", ""))


@on(GrantChanged)
def tell_of_change(event: GrantChanged) -> None:
    """Tell a person that a role is suspended, holds again, or ends at another time."""
    _tell_of_grant(event, f"role_{event.deed}", event.after, event.reason)


def _tell_of_grant(event: ContentEvent, kind: str, grant: Grant, reason: str = "") -> None:
    _tell(
        event,
        kind,
        grant.login,
        also_self=True,
        role=grant.role,
        begins=minute(grant.begins_at),
        ends=minute(grant.ends_at) if kind != "role_ended" else "",
        reason=reason or grant.reason,
    )


OUTCOMES: dict[type, str] = {
    WithdrawalRefused: "withdrawal_refused",
    DocumentWithdrawn: "withdrawn",
    ReleaseMissed: "missed",
    DocumentReleased: "released",
    DocumentExpired: "expired",
}


def _writers(document: Any) -> set[str]:
    """Return who began the document and who wrote what the public sees or was to see."""
    live = live_revision(document)
    return {document.author, latest(document).by, live.by if live is not None else ""}


def _tell(
    event: ContentEvent,
    kind: str,
    to: str | None = None,
    *,
    at_once: bool = False,
    also_self: bool = False,
    **detail: str,
) -> None:
    """Keep what is to be told about the content of `event`.

    :param to: account name; without one, all those that the kind is for are found later.
    """
    registry = get_current_registry()
    settings: Settings = registry["settings"]
    root: Any = find_root(event.content)
    by = event.act.by
    if not settings.mail_host or (to is not None and to not in root["people"]):
        return
    if to is not None and to == by and not also_self:
        return
    at = event.act.at
    due_at = at if at_once or KINDS[kind].at_once else gathered_at(at, settings.mail_minutes)
    told = {name: text for name, text in detail.items() if text}
    if at_once:
        told["urgent"] = "yes"
    noted = Note(
        kind=kind,
        to=to or "",
        oid=event.content.oid,
        by=by,
        detail=told,
        at=at,
        due_at=due_at,
    )
    note(session_of(root), noted)


def gathered_at(at: datetime, minutes: int) -> datetime:
    """Return when what happens at the moment `at` is told, together with all else of its time."""
    if not minutes:
        return at
    length = timedelta(minutes=minutes)
    start = datetime(2000, 1, 1, tzinfo=UTC)
    return start + ((at - start) // length + 1) * length
