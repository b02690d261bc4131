"""From notices that are due to letters, one for each person."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ZODB.broken import Broken

from portal.content.content import is_in_use
from portal.ledger.outgoing import due_notices, write
from portal.mail.audience import readers_of
from portal.mail.kinds import KINDS, SECURITY

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from portal.ledger.tables import MailNotice
    from portal.mail.phrasing import Phrasing, Told

REST = timedelta(hours=1)
"""Time after which it is looked again whether a site uses an add-on."""
BATCH = 200
"""Most notices that are written into letters in one transaction."""


def write_due(
    cluster: Any, session: Session, at: datetime, phrasing: Phrasing, sender: str
) -> bool:
    """Write what is due at the moment `at` into letters; tell whether there was any.

    :param sender: mail address that letters come from.
    """
    notices = due_notices(session, at, BATCH)
    people = cluster["people"]
    for login, told in _by_person(cluster, notices, phrasing).items():
        account = people[login]
        write(
            session,
            login=login,
            address=account.mail,
            subject=phrasing.subject(told, cluster.title),
            body=phrasing.body(account.title, told),
            message_id=message_id(sender),
            at=at,
        )
    for each in notices:
        if _rests(cluster.__objectmap__.object_for(each.oid)):
            each.due_at = at + REST
        else:
            session.delete(each)
    return bool(notices)


def message_id(sender: str) -> str:
    """Return a new name for a letter, which no other letter in the world has."""
    return f"<{secrets.token_hex(16)}@{sender.rpartition('@')[2]}>"


def _by_person(
    cluster: Any, notices: Iterable[MailNotice], phrasing: Phrasing
) -> dict[str, list[Told]]:
    """Return what each person hears of, of each thing once; what is about sign-in comes first."""
    heard: dict[str, dict[tuple[str, int], Told]] = {}
    for notice in sorted(notices, key=lambda each: KINDS[each.kind].group != SECURITY):
        content = cluster.__objectmap__.object_for(notice.oid)
        if content is None or _rests(content):
            continue
        told = phrasing.told(notice, content, cluster["people"])
        for login in readers_of(cluster, notice.kind, notice.to, content):
            if _wants(cluster["people"].get(login), notice):
                heard.setdefault(login, {})[_topic(notice)] = told
    return {login: list(each.values()) for login, each in heard.items()}


def _rests(content: Any) -> bool:
    """Tell whether `content` is of an add-on that its site does not use, or whose code is gone."""
    return isinstance(content, Broken) or (content is not None and not is_in_use(content))


def _topic(notice: MailNotice) -> tuple[str, int]:
    """Return what two notices have in common of which the later one is enough."""
    about_role = notice.kind.startswith("role_")
    return f"{notice.kind}{notice.id if about_role else ''}", notice.oid


def _wants(account: Any, notice: MailNotice) -> bool:
    """Tell whether a person can be written to and wants to hear of such things.

    Nobody hears of their own deeds, but for those that somebody else may have done in their name.
    """
    if account is None or not account.enabled or not account.mail:
        return False
    group = KINDS[notice.kind].group
    if group == SECURITY:
        return True
    return notice.by != account.login and group not in account.notices_off
