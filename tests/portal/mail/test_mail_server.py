"""The line to the mail server: encrypted, signed in, and told in words when it fails."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from click.testing import CliRunner
from mail_post import HOST, Post, free_port
from transaction import TransactionManager

from portal.command import portal
from portal.errors import DeploymentError
from portal.ledger import Ledger
from portal.ledger.outgoing import note_failure, write
from portal.ledger.tables import MailLetter
from portal.mail.server import Letter, LetterError, ServerError, connected
from portal.settings import Settings, read_settings

LETTER = Letter("li@city.gov.cn", "主题", "正文\n", "<1@city.gov.cn>", datetime.now(UTC))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine, with its key, that nobody has signed."""
    folder = tmp_path_factory.mktemp("certificate")
    words = (
        f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout {folder}/key.pem"
    )
    more = f"-out {folder}/cert.pem -addext subjectAltName=IP:{HOST},DNS:localhost"
    subprocess.run(["openssl", *words.split(), *more.split()], check=True, capture_output=True)
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    values = {
        "portal.data": str(tmp_path),
        "portal.mail_host": HOST,
        "portal.mail_port": str(free_port()),
        "portal.mail_from": "portal@city.gov.cn",
        "portal.mail_security": "none",
    }
    return read_settings(values)


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))


def context(certificate: Path) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    return made


class Keeper(Post):
    """A mail server that wants a password."""

    def __init__(self, port: int, **options: Any) -> None:
        self.taken, self.recipients, self.refuses, self.says = [], [], {}, ""
        self.port = port
        self.guesses: list[tuple[bytes, bytes]] = []
        self._open = True
        self._controller = Controller(
            self, hostname=HOST, port=port, authenticator=self._authenticate, **options
        )
        self._controller.start()

    def _authenticate(self, *told: Any) -> AuthResult:
        data: LoginPassword = told[-1]
        self.guesses.append((data.login, data.password))
        return AuthResult(success=data.password == b"right", handled=False)


@pytest.fixture
def keeper(settings: Settings, certificate: Path) -> Iterator[Keeper]:
    made = Keeper(settings.mail_port, tls_context=context(certificate), auth_required=True)
    yield made
    made.close()


def send(settings: Settings) -> None:
    with connected(settings, "门户") as line:
        line.send(LETTER)


def test_a_password_goes_over_an_encrypted_line(
    settings: Settings, keeper: Keeper, trusted: None
) -> None:
    safe = {"mail_security": "starttls", "mail_user": "portal"}
    send(replace(settings, mail_password="right", **safe))
    assert keeper.guesses == [(b"portal", b"right")]
    assert keeper.recipients == [["li@city.gov.cn"]]
    assert str(keeper.taken[0]["subject"]) == "主题"
    assert str(keeper.taken[0]["from"]) == "门户 <portal@city.gov.cn>"


def test_a_wrong_password_is_the_fault_of_no_letter(
    settings: Settings, keeper: Keeper, trusted: None
) -> None:
    safe = {"mail_security": "starttls", "mail_user": "portal"}
    with pytest.raises(ServerError, match="535"):
        send(replace(settings, mail_password="wrong", **safe))


def test_a_certificate_that_nobody_signed_is_not_believed(
    settings: Settings, keeper: Keeper
) -> None:
    safe = {"mail_security": "starttls", "mail_user": "portal"}
    with pytest.raises(ServerError, match="certificate verify failed"):
        send(replace(settings, mail_password="right", **safe))
    assert keeper.guesses == []


def test_a_server_that_cannot_encrypt_gets_nothing(settings: Settings) -> None:
    post = Post(settings.mail_port)
    try:
        with pytest.raises(ServerError, match="STARTTLS"):
            send(replace(settings, mail_security="starttls"))
        assert post.taken == []
    finally:
        post.close()


def test_a_password_is_never_sent_in_the_open(tmp_path: Path) -> None:
    values = {"mail_host": HOST, "mail_from": "a@b.cn", "mail_security": "none"}
    given = {f"portal.{name}": value for name, value in values.items()}
    with pytest.raises(DeploymentError, match="password"):
        read_settings({**given, "portal.data": str(tmp_path), "portal.mail_password": "x"})


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("mail_from", "", "mail_from"),
        ("mail_from", "门户 <a@b.cn>", "mail_from"),
        ("mail_security", "ssl", "mail_security"),
        ("mail_port", "0", "mail_port"),
        ("address", "cluster.gov.cn", "address"),
        ("address", "https://cluster.gov.cn/portal", "address"),
    ],
)
def test_a_setting_that_cannot_be_stops_the_process(
    tmp_path: Path, key: str, value: str, why: str
) -> None:
    values = {"mail_host": HOST, "mail_from": "a@b.cn", "data": str(tmp_path), key: value}
    with pytest.raises(DeploymentError, match=why):
        read_settings({f"portal.{name}": each for name, each in values.items()})


@pytest.mark.parametrize(
    ("answer", "for_ever"), [("550 no such user", True), ("450 greylisted", False)]
)
def test_a_refusal_of_one_address_says_whether_it_is_for_ever(
    settings: Settings,
    answer: str,
    for_ever: bool,  # noqa: FBT001  # a parameter of the test
) -> None:
    post = Post(settings.mail_port)
    post.refuses[LETTER.to] = answer
    try:
        with pytest.raises(LetterError) as caught:
            send(settings)
        assert (str(caught.value), caught.value.for_ever) == (answer, for_ever)
    finally:
        post.close()


@pytest.fixture
def ini(tmp_path: Path, settings: Settings) -> Path:
    file = tmp_path / "a.ini"
    lines = ("data = %(here)s", f"mail_host = {HOST}", f"mail_port = {settings.mail_port}")
    more = ("mail_security = none", "mail_from = portal@city.gov.cn")
    told = "\n".join(f"portal.{each}" for each in (*lines, *more))
    file.write_text(f"[app:main]\nuse = egg:portal-cluster\n{told}\n", "utf-8")
    return file


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(portal, words)
    return done.exit_code, f"{done.output}{done.exception or ''}"


def test_an_operator_tries_the_mail_server(ini: Path, settings: Settings) -> None:
    post = Post(settings.mail_port)
    try:
        code, said = run("mail", "test", str(ini), "wang@city.gov.cn")
        assert (code, post.recipients) == (0, [["wang@city.gov.cn"]])
        assert "took the letter" in said
    finally:
        post.close()


def test_an_operator_is_told_that_the_server_does_not_answer(ini: Path) -> None:
    code, said = run("mail", "test", str(ini), "wang@city.gov.cn")
    assert code == 1
    assert "Connection refused" in said
    assert run("mail", "test", str(ini), "wang")[0] == 2


def test_an_operator_sees_what_was_given_up_and_sends_it_again(ini: Path) -> None:
    ledger = Ledger.open(f"sqlite:///{ini.parent / 'ledger.sqlite'}")
    ledger.upgrade()
    manager = TransactionManager()
    with manager:
        said = {"address": "li@city.gov.cn", "subject": "主题", "body": "正文"}
        at = datetime.now(UTC)
        write(ledger.session(manager), login="li.na", message_id="<1@b.cn>", at=at, **said)
    assert run("mail", "status", str(ini))[0] == 0
    with manager:
        letter = ledger.session(manager).get(MailLetter, 1)
        note_failure(letter, "550 no such mailbox", at=at, next_at=None)
    code, told = run("mail", "status", str(ini))
    assert code == 1
    assert "letters given up: 1" in told
    assert "to li.na: 550 no such mailbox" in told
    assert "li@city.gov.cn" not in told
    assert run("mail", "again", str(ini)) == (0, "1 letter(s) will be tried again by the worker.\n")
    assert "letters waiting: 1" in run("mail", "status", str(ini))[1]
    ledger.close()
