"""What citizens send to offices: one row each, kept once, found again by number and code.

Number and code of a form that arrives twice are the same both times: who pressed twice, or never
saw the answer, gets the receipt again.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from sqlalchemy import ColumnElement, ExceptionContext, exists, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Session  # noqa: PLC0414  # callers name it too
from transaction.interfaces import TransientError

from portal.clock.zone import ZONE
from portal.ledger.audit import digest, fitting
from portal.ledger.tables import SUBJECT_MAX, Submission

RECEIVED = "received"
"""State of what nobody has dealt with yet."""
REPLIED = "replied"
"""State of what was answered."""
CODE_DIGITS = 10
TYPED_MOST = 200
"""Characters of a typed number or code that are looked at."""
FORM_KEY = re.compile(r"[A-Za-z0-9_-]{22,64}", re.ASCII)
_CODE_GROUP = CODE_DIGITS // 2


class Receipt(NamedTuple):
    """What the sender gets, and nobody else: the number, and the code that goes with it.

    :ivar is_new: whether it was not kept before.
    """

    number: str
    code: str
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A submission as it arrives; see `Submission`.

    :ivar form_key: what `new_form_key` gave to the form that it was sent with.
    :ivar data: field to text.
    """

    kind: str
    site: int
    place: int
    topic: str
    title: str
    data: Mapping[str, str]
    form_key: str


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list of submissions is narrowed to; what is empty does not narrow.

    :ivar site: identity of the site, or `place` of the content in it, that they were sent to: one
        of both is given.
    :ivar words: stand in the title or are the beginning of the number.
    :ivar since: received from this moment on, `until` before that one; aware.
    """

    kind: str
    site: int | None = None
    place: int | None = None
    state: str = ""
    topic: str = ""
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None


class SentTwice(TransientError):  # noqa: N818  # it names what happened
    """The same submission, or one that drew the same number, was kept a moment ago."""


def new_form_key() -> str:
    """Return a secret for one form; with it, the form counts once however often it is sent."""
    return secrets.token_urlsafe(24)


def receive(session: Session, sent: Sent, at: datetime) -> Receipt:
    """Keep what was sent, if the transaction of `session` commits, and return its receipt.

    A form that was sent before, unchanged, is not kept again. A form without a key of ours counts
    as new each time.
    """
    form_key = sent.form_key if FORM_KEY.fullmatch(sent.form_key) else new_form_key()
    data = _as_json(sent.data)
    told = (form_key, sent.kind, str(sent.place), data)
    key, code = digest(["key", *told]), _code(told)
    known = session.scalars(select(Submission).where(Submission.key == key)).first()
    if known is not None:
        return Receipt(known.number, code, is_new=False)
    number = _new_number(session, at)
    session.add(
        Submission(
            number=number,
            code=_digest_of_code(number, code),
            key=key,
            kind=sent.kind,
            site=sent.site,
            place=sent.place,
            topic=sent.topic,
            title=fitting(sent.title, SUBJECT_MAX),
            data=data,
            received_at=at,
            state=RECEIVED,
        )
    )
    return Receipt(number, code, is_new=True)


class Brought(Enum):
    """What became of a submission that another system had."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def bring(session: Session, old_id: str, sent: Sent, at: datetime, state: str) -> Brought:
    """Keep what another system had received; nobody has a code for it.

    What came before is found by `old_id`, and becomes what it is there now.

    :param old_id: names it in the other system, for ever; each site is told one only once.
    :param at: when the other system received it; `state` is how far it is.
    """
    key = digest(["brought", sent.kind, str(sent.site), old_id])
    values = {
        "place": sent.place,
        "topic": sent.topic,
        "title": fitting(sent.title, SUBJECT_MAX),
        "data": _as_json(sent.data),
        "received_at": at,
        "state": state,
    }
    known = session.scalars(select(Submission).where(Submission.key == key)).first()
    if known is None:
        number, code = _new_number(session, at), digest([secrets.token_hex()])
        names = {"kind": sent.kind, "site": sent.site, "number": number, "code": code, "key": key}
        session.add(Submission(**names, **values))
        return Brought.CREATED
    different = {name: value for name, value in values.items() if getattr(known, name) != value}
    for name, value in different.items():
        setattr(known, name, value)
    return Brought.CHANGED if different else Brought.UNCHANGED


def with_number(session: Session, kind: str, typed: str) -> Submission | None:
    """Return the submission of this number, however it was typed; `None` if there is none."""
    fitting_ = Submission.kind == kind, Submission.number == _number(typed)
    return session.scalars(select(Submission).where(*fitting_)).first()


def opened(session: Session, kind: str, number: str, code: str) -> Submission | None:
    """Return the submission of this number if the code belongs to it.

    How long that takes says nothing about the code, nor whether there is such a number.
    """
    found = with_number(session, kind, number)
    asked = _digest_of_code(_number(number), _digits(code))
    expected = found.code if found is not None else digest([secrets.token_hex()])
    return found if hmac.compare_digest(asked, expected) else None


def is_kept(session: Session, kind: str, place: int) -> bool:
    """Tell whether anything of this kind was ever sent to the content `place`."""
    found = exists().where(Submission.kind == kind, Submission.place == place)
    return bool(session.execute(select(found)).scalar_one())


def count(session: Session, wanted: Wanted, most: int | None = None) -> int:
    """Return how many submissions are wanted.

    :param most: nothing is counted beyond it, so that a long list takes no longer than a short one.
    """
    found = select(Submission.id).where(*_clauses(wanted)).limit(most).subquery()
    return session.execute(select(func.count()).select_from(found)).scalar_one()


def page(session: Session, wanted: Wanted, start: int, size: int) -> Sequence[Submission]:
    """Return those of the wanted submissions that stand on a page, the newest first."""
    newest = Submission.received_at.desc(), Submission.id.desc()
    found = select(Submission.id).where(*_clauses(wanted)).order_by(*newest)
    numbers = session.scalars(found.offset(start).limit(size)).all()
    return session.scalars(
        select(Submission).where(Submission.id.in_(numbers)).order_by(*newest)
    ).all()


def data_of(submission: Submission) -> dict[str, str]:
    """Return what was filled in, field to text."""
    data: dict[str, str] = json.loads(submission.data)
    return data


def in_groups(code: str) -> str:
    """Return an enquiry code as people read it, such as `48372 91566`."""
    return f"{code[:_CODE_GROUP]} {code[_CODE_GROUP:]}"


def take_up_again(context: ExceptionContext) -> None:
    """Let a request be repeated when another one kept the same submission meanwhile.

    :raises SentTwice: then; the repetition finds what was kept.
    """
    statement = (context.statement or "").lstrip().upper()
    twice = isinstance(context.sqlalchemy_exception, IntegrityError)
    if twice and statement.startswith("INSERT INTO SUBMISSION "):
        raise SentTwice from context.original_exception


def _clauses(wanted: Wanted) -> list[ColumnElement[bool]]:
    exact = {
        Submission.kind: wanted.kind,
        Submission.site: wanted.site,
        Submission.place: wanted.place,
        Submission.state: wanted.state,
        Submission.topic: wanted.topic,
    }
    clauses = [column == value for column, value in exact.items() if value not in {None, ""}]
    if wanted.words:
        in_title = Submission.title.icontains(wanted.words, autoescape=True)
        in_number = Submission.number.startswith(_number(wanted.words) or "-", autoescape=True)
        clauses.append(in_title | in_number)
    if wanted.since is not None:
        clauses.append(Submission.received_at >= wanted.since)
    if wanted.until is not None:
        clauses.append(Submission.received_at < wanted.until)
    return clauses


def _as_json(data: Mapping[str, str]) -> str:
    return json.dumps(dict(data), ensure_ascii=False, sort_keys=True)


def _new_number(session: Session, at: datetime) -> str:
    """Return a number that is not taken: the day, and eight digits that are drawn."""
    while True:
        number = _number(f"{at.astimezone(ZONE):%Y%m%d}{secrets.randbelow(10**8):08}")
        taken = select(Submission.id).where(Submission.number == number)
        if session.scalars(taken).first() is None:
            return number


def _number(typed: str) -> str:
    """Return a number as it is kept, such as `20260302-4837-2915`; a part of one as it begins."""
    digits = _digits(typed)
    return "-".join(filter(None, (digits[:8], digits[8:12], digits[12:])))


def _digits(typed: str) -> str:
    return "".join(filter(str.isdecimal, unicodedata.normalize("NFKC", typed[:TYPED_MOST])))


def _code(told: Sequence[str]) -> str:
    """Return the code that belongs to a form; only who has the secret of the form can make it."""
    drawn = hashlib.sha256("\n".join(("code", *told)).encode()).digest()
    return f"{int.from_bytes(drawn) % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def _digest_of_code(number: str, code: str) -> str:
    return digest([number, code])
