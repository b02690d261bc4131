"""Mail that is on its way: what people are to hear of, and the letters about it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from portal.ledger.audit import fitting
from portal.ledger.tables import (
    MAIL_SUBJECT_MAX,
    NAME_MAX,
    SUBJECT_MAX,
    MailLetter,
    MailNotice,
)


@dataclass(frozen=True, kw_only=True)
class Note:
    """What somebody is to hear of; see `MailNotice`."""

    kind: str
    oid: int
    by: str | None
    at: datetime
    due_at: datetime
    detail: dict[str, str]
    to: str = ""


@dataclass(frozen=True)
class MailState:
    """How the mail goes.

    :ivar notices: that wait to be written into letters.
    :ivar waiting: letters that are not sent yet, the oldest since `since`.
    :ivar failed: letters that were given up.
    :ivar error: what the mail server said last to one that waits; empty if none was tried.
    """

    notices: int
    waiting: int
    failed: int
    since: datetime | None
    error: str


def note(session: Session, told: Note) -> None:
    """Keep what somebody is to hear of; it is told if the transaction of `session` commits."""
    session.add(
        MailNotice(
            kind=told.kind,
            to=told.to,
            oid=told.oid,
            by=told.by,
            detail=json.dumps(told.detail, ensure_ascii=False),
            at=told.at,
            due_at=told.due_at,
        )
    )


def write(  # noqa: PLR0913  # a letter has that many facts
    session: Session,
    *,
    login: str,
    address: str,
    subject: str,
    body: str,
    message_id: str,
    at: datetime,
) -> None:
    """Keep a letter, which is sent as soon as the transaction of `session` has committed."""
    session.add(
        MailLetter(
            login=fitting(login, NAME_MAX),
            address=address,
            subject=fitting(subject, MAIL_SUBJECT_MAX),
            body=body,
            message_id=message_id,
            written_at=at,
            next_at=at,
            tries=0,
            error="",
        )
    )


def something_is_due(engine: Engine, at: datetime) -> bool:
    """Tell whether there is anything to write or to send at the moment `at`, at hardly any cost."""
    notices = exists().where(MailNotice.due_at <= at)
    letters = exists().where(MailLetter.next_at <= at)
    with engine.connect() as connection:
        return bool(connection.execute(select(or_(notices, letters))).scalar())


def due_notices(session: Session, at: datetime, most: int) -> Sequence[MailNotice]:
    """Return what is to be written into letters now, the oldest first."""
    query = select(MailNotice).where(MailNotice.due_at <= at)
    return session.scalars(query.order_by(MailNotice.due_at, MailNotice.id).limit(most)).all()


def due_letters(session: Session, at: datetime, most: int) -> Sequence[int]:
    """Return the numbers of the letters that are to be sent now, the oldest first."""
    query = select(MailLetter.id).where(MailLetter.next_at <= at)
    return session.scalars(query.order_by(MailLetter.next_at, MailLetter.id).limit(most)).all()


def note_sent(letter: MailLetter, at: datetime) -> None:
    """Note that the mail server took a letter, and forget what was in it."""
    letter.sent_at, letter.next_at = at, None
    letter.tries += 1
    letter.address, letter.body, letter.error = "", "", ""


def note_failure(letter: MailLetter, error: str, *, at: datetime, next_at: datetime | None) -> None:
    """Note that a letter was not sent; it is tried again at `next_at`, or given up without."""
    letter.tries += 1
    letter.error = fitting(error, SUBJECT_MAX)
    letter.next_at = next_at
    letter.failed_at = at if next_at is None else None


def try_again(session: Session, at: datetime) -> int:
    """Send the letters that were given up once more, as if they were new; return how many."""
    query = select(MailLetter).where(MailLetter.failed_at.is_not(None))
    letters = session.scalars(query).all()
    for letter in letters:
        letter.failed_at, letter.next_at, letter.written_at, letter.tries = None, at, at, 0
    return len(letters)


def hurry(session: Session, at: datetime) -> None:
    """Let every letter that waits be tried now."""
    waits = update(MailLetter).where(MailLetter.next_at > at).values(next_at=at)
    session.execute(waits, execution_options={"synchronize_session": False})


def forget_old(session: Session, *, before: datetime) -> None:
    """Delete the letters that were sent or given up before the moment `before`."""
    over = or_(MailLetter.sent_at < before, MailLetter.failed_at < before)
    session.execute(delete(MailLetter).where(over), {}, execution_options=_UNTRACKED)


def failed_letters(session: Session) -> Sequence[MailLetter]:
    """Return the letters that were given up, the newest first."""
    query = select(MailLetter).where(MailLetter.failed_at.is_not(None))
    return session.scalars(query.order_by(MailLetter.id.desc())).all()


def mail_state(session: Session) -> MailState:
    """Return how the mail goes."""
    waits = MailLetter.next_at.is_not(None)
    counts = select(func.count(), func.min(MailLetter.written_at)).where(waits)
    count, since = session.execute(counts).one()
    newest = select(MailLetter.error).where(waits, MailLetter.error != "")
    failed = select(func.count()).where(MailLetter.failed_at.is_not(None))
    return MailState(
        session.scalar(select(func.count()).select_from(MailNotice)) or 0,
        count,
        session.scalar(failed) or 0,
        since,
        session.scalar(newest.order_by(MailLetter.id.desc()).limit(1)) or "",
    )


_UNTRACKED = {"synchronize_session": False}
