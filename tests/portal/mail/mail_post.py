"""A mail server of our own."""

from __future__ import annotations

import email
import socket
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        return int(taken.getsockname()[1])


class Post:
    """A real mail server, which keeps what it takes and can be told to refuse.

    :ivar refuses: address to the answer to it.
    :ivar says: the answer to every letter; empty to take it.
    """

    def __init__(self, port: int = 0) -> None:
        self.taken: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.refuses: dict[str, str] = {}
        self.says = ""
        self.port = port or free_port()
        self._controller = Controller(self, hostname=HOST, port=self.port)
        self._controller.start()
        self._open = True

    async def handle_RCPT(  # noqa: N802  # the library calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  # the library calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.says:
            return self.says
        content = envelope.original_content or b""
        self.taken.append(email.message_from_bytes(content, policy=default))
        self.recipients.append(envelope.rcpt_tos)
        return "250 OK"

    def close(self) -> None:
        if self._open:
            self._open = False
            self._controller.stop()

    def texts(self) -> list[str]:
        return [str(each.get_content()) for each in self.taken]
