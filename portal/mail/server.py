"""The mail server, and what becomes of a letter that it is given."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import contextmanager
from dataclasses import dataclass
from email.header import Header
from email.mime.text import MIMEText
from email.utils import format_datetime
from typing import TYPE_CHECKING

from portal.errors import PortalError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from portal.settings import Settings

SECONDS_MAX = 20
"""How long the mail server may take for one answer."""
PERMANENT = 500
"""Answers from here on mean that trying again is of no use. Source: RFC 5321, 4.2.1."""


class ServerError(PortalError):
    """The mail server cannot be reached, or takes nothing from us; no fault of a letter."""


class LetterError(PortalError):
    """The mail server does not take this letter.

    :param for_ever: whether it never will.
    """

    def __init__(self, said: str, *, for_ever: bool) -> None:
        super().__init__(said)
        self.for_ever = for_ever


@dataclass(frozen=True)
class Letter:
    """What the mail server is given; the subject is one line."""

    to: str
    subject: str
    body: str
    message_id: str
    at: datetime


class Line:
    """An open connection to the mail server, over which letters go one by one."""

    def __init__(self, connection: smtplib.SMTP, sender: str, name: str) -> None:
        self._connection = connection
        self._sender = sender
        self._name = name

    def send(self, letter: Letter) -> None:
        """Give the mail server a letter.

        :raises LetterError: when it does not take this one.
        :raises ServerError: when it takes none.
        """
        message = message_of(letter, self._sender, self._name)
        try:
            self._connection.send_message(message, self._sender, [letter.to])
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise _refused(code, said) from None
        except smtplib.SMTPDataError as error:
            raise _refused(error.smtp_code, error.smtp_error) from None
        except (smtplib.SMTPException, OSError) as error:
            raise ServerError(_reason(error)) from None


@contextmanager
def connected(settings: Settings, name: str) -> Iterator[Line]:
    """Give a line to the mail server of `settings`, signed in where there is a password.

    :param name: of the sender, as people read it.
    :raises ServerError: when it cannot be reached, or does not let us in.
    """
    try:
        connection = _connect(settings)
    except (smtplib.SMTPException, OSError) as error:
        raise ServerError(_reason(error)) from None
    try:
        yield Line(connection, settings.mail_from, name)
    finally:
        _leave(connection)


def message_of(letter: Letter, sender: str, name: str) -> MIMEText:
    """Return a letter in the form in which it travels: plain text, for one person.

    Not as an `EmailMessage`, which makes a line of its own of `=?utf-8?q?=0D=0ABcc:_x?=` in a
    title.
    """
    message = MIMEText(letter.body, "plain", "utf-8")
    origin = Header(name, "utf-8", header_name="From")
    origin.append(f"<{sender}>", "us-ascii")
    message["From"] = str(origin.encode())
    message["To"] = letter.to
    message["Subject"] = Header(letter.subject, "utf-8", header_name="Subject").encode()
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    return message


def _connect(settings: Settings) -> smtplib.SMTP:
    place = (settings.mail_host, settings.mail_port)
    context = ssl.create_default_context()
    connection: smtplib.SMTP
    if settings.mail_security == "tls":
        connection = smtplib.SMTP_SSL(*place, timeout=SECONDS_MAX, context=context)
    else:
        connection = smtplib.SMTP(*place, timeout=SECONDS_MAX)
    try:
        if settings.mail_security == "starttls":
            connection.starttls(context=context)
        if settings.mail_password:
            connection.login(settings.mail_user, settings.mail_password)
    except BaseException:
        connection.close()
        raise
    return connection


def _leave(connection: smtplib.SMTP) -> None:
    try:
        connection.quit()
    except (smtplib.SMTPException, OSError):
        connection.close()


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"


def _refused(code: int, said: bytes | str) -> LetterError:
    return LetterError(_said(code, said), for_ever=code >= PERMANENT)


def _said(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())}"
