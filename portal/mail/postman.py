"""The worker's part in the mail: it writes letters, sends them, and tries again."""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from transaction import TransactionManager

from portal.jobs.queue import Job
from portal.ledger.outgoing import (
    due_letters,
    forget_old,
    note_failure,
    note_sent,
    something_is_due,
)
from portal.ledger.tables import MailLetter
from portal.mail.phrasing import TITLE_SHOWN, Phrasing, one_line
from portal.mail.server import Letter, LetterError, Line, ServerError, connected
from portal.mail.writing import write_due

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from pyramid.registry import Registry

    from portal.act import Act
    from portal.ledger import Ledger
    from portal.settings import Settings

log = logging.getLogger(__name__)

GIVEN_UP_AFTER = timedelta(days=5)
"""How long a letter is tried. Source: RFC 5321, 4.5.4.1, at least 4 to 5 days."""
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=2)
"""Between two attempts at a letter that the server refuses for now; each is twice as long."""
REST_FIRST = 5.0
REST_LONGEST = 300.0
"""Seconds between two attempts to reach the server; each is twice as long."""
BATCH = 100
"""Most letters that are sent over one connection."""
KEPT = timedelta(days=30)
"""How long it is known that a letter was sent or given up."""


class KeepsMail(Protocol):
    """What the postman asks of the office."""

    registry: Registry
    settings: Settings
    ledger: Ledger

    def transaction(self) -> AbstractContextManager[tuple[Any, Act]]:
        """Give the cluster and a deed of the operator; commit at the end, or undo all."""


class Postman:
    """Writes what is due into letters in the worker, and sends them in a thread of its own.

    So a mail server that does not answer holds up nothing else.
    """

    def __init__(self, office: KeepsMail) -> None:
        self._office = office
        self._phrasing = Phrasing(office.registry)
        self._walk: threading.Thread | None = None
        self._rests_until = 0.0
        self._failures = 0

    def __call__(self) -> bool:
        """Do what is due, and tell whether there is more to write."""
        now = datetime.now(UTC)
        if not something_is_due(self._office.ledger.engine, now):
            return False
        with self._office.transaction() as (cluster, _act):
            session = self._office.ledger.session(cluster._p_jar.transaction_manager)  # noqa: SLF001  # ZODB's own name
            sender = self._office.settings.mail_from
            wrote = write_due(cluster, session, now, self._phrasing, sender)
            name = one_line(cluster.title, TITLE_SHOWN)
        if not self._is_walking() and time.monotonic() >= self._rests_until:
            self._walk = threading.Thread(
                target=self._go, args=(name,), name="portal-postman", daemon=True
            )
            self._walk.start()
        return wrote

    def wait(self, seconds: float = 30.0) -> None:
        """Wait until the letters that are under way have been sent or refused."""
        if self._walk is not None:
            self._walk.join(seconds)

    def _is_walking(self) -> bool:
        return self._walk is not None and self._walk.is_alive()

    def _go(self, name: str) -> None:
        try:
            self._send_due(name)
        except ServerError as error:
            self._rest()
            log.warning("The mail server takes nothing: %s", error)
        except Exception:
            self._rest()
            log.exception("Sending mail failed")
        else:
            self._failures = 0

    def _rest(self) -> None:
        self._rests_until = time.monotonic() + min(REST_FIRST * 2**self._failures, REST_LONGEST)
        self._failures = min(self._failures + 1, 10)

    def _send_due(self, name: str) -> None:
        manager = TransactionManager()
        with manager:
            numbers = due_letters(self._office.ledger.session(manager), datetime.now(UTC), BATCH)
        if not numbers:
            return
        try:
            with connected(self._office.settings, name) as line:
                for number in numbers:
                    with manager:
                        self._send(line, manager, number)
        except ServerError as error:
            self._note_all(manager, numbers, str(error))
            raise

    def _send(self, line: Line, manager: TransactionManager, number: int) -> None:
        """Send one letter; nothing is written, and so nobody waits, while the server answers."""
        letter = self._office.ledger.session(manager).get(MailLetter, number)
        if letter is None or letter.next_at is None:
            return
        sent = Letter(
            letter.address, letter.subject, letter.body, letter.message_id, letter.written_at
        )
        try:
            line.send(sent)
        except LetterError as error:
            now = datetime.now(UTC)
            pause = min(FIRST_PAUSE * 2 ** min(letter.tries, 10), LONGEST_PAUSE)
            over = error.for_ever or now + pause > letter.written_at + GIVEN_UP_AFTER
            note_failure(letter, str(error), at=now, next_at=None if over else now + pause)
            log.warning("Letter %d to the account %s was refused", number, letter.login)
        else:
            note_sent(letter, datetime.now(UTC))

    def _note_all(self, manager: TransactionManager, numbers: Any, error: str) -> None:
        """Note at the letters that were not sent what the server said; give up the oldest."""
        now = datetime.now(UTC)
        with manager:
            session = self._office.ledger.session(manager)
            for number in numbers:
                letter = session.get(MailLetter, number)
                if letter is None or letter.next_at is None or letter.next_at > now:
                    continue
                over = now > letter.written_at + GIVEN_UP_AFTER
                note_failure(letter, error, at=now, next_at=None if over else letter.next_at)


class KeepsLedger(Protocol):
    """What the job asks of its context."""

    @property
    def ledger(self) -> Ledger:
        """The ledger with the letters."""


def forget_old_letters(office: KeepsLedger) -> None:
    """Forget the letters that were sent or given up long ago."""
    manager = TransactionManager()
    with manager:
        forget_old(office.ledger.session(manager), before=datetime.now(UTC) - KEPT)


FORGETTING_LETTERS = Job("mail.forget", forget_old_letters, every=timedelta(days=1))
"""A job of the worker."""
