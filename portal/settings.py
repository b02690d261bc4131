"""The settings of one installation: read from the ini file once, checked, frozen."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from portal.errors import DeploymentError

PREFIX = "portal."
SECRET_LENGTH = 32
"""Fewest characters of the secret that signs cookies."""
MAIL_SECURITY = ("starttls", "tls", "none")
"""How the connection to the mail server is kept secret: by a word in it, from the start, not."""
PASSED_ON = ("pyramid.", "retry.", "tm.")
"""Beginnings of the keys that libraries read for themselves."""


_MAIL_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+"
    r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)
MAIL_ADDRESS_MAX = 254
"""Longest mail address, in characters. Source: RFC 5321, 4.5.3.1.3."""


def _whole(text: str) -> int:
    return int(text)


def _yes(text: str) -> bool:
    return {"true": True, "false": False}[text.strip().lower()]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _security(text: str) -> str:
    return {each: each for each in MAIL_SECURITY}[text.strip()]


def _setting(read: Callable[[str], Any], default: Any, *, least: int | None = None) -> Any:
    return field(default=default, metadata={"read": read, "least": least})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an operator decides in the ini file, where each key carries the prefix `portal.`.

    :ivar data: folder of everything that the portal stores; it must exist.
    :ivar secret: signs cookies; at least `SECRET_LENGTH` characters, or the word `generate`,
        with which `portal init` keeps a drawn secret in `data`.
    :ivar content: address of the object database, empty for a FileStorage in `data`.
    :ivar ledger: SQLAlchemy address of the ledger, empty for SQLite in `data`.
    :ivar hosts: names under which the cluster itself answers.
    :ivar secure_cookies: whether cookies travel over TLS only.
    :ivar addons: names of the add-ons to load.
    :ivar language: of pages, unless a site says otherwise.
    :ivar proxy: address of the front server whose word about clients is believed; empty for none.
    :ivar address: how links in mail begin: scheme and port count for the hosts of all sites, such
        as `https://cluster.example.gov.cn`; empty for the first of `hosts`.
    :ivar mail_host: mail server that takes what the portal sends; empty to send nothing.
    :ivar mail_security: one of `MAIL_SECURITY`; a password is sent with the first two only.
    :ivar mail_from: address that mail comes from.
    :ivar mail_minutes: for so long notices to a person are gathered into one letter.
    :ivar audit_days: so many days each entry of the audit log is kept.
    :ivar audit_roots: path of the file to which the root of each day is added, best on another
        machine; empty for none.
    :ivar threads: of waitress; memory is threads times cache.
    :ivar cache_bytes: size of each connection's object cache, in bytes.
    """

    data: Path
    secret: str = "generate"  # noqa: S105  # a word that asks for a drawn secret
    content: str = ""
    ledger: str = ""
    hosts: tuple[str, ...] = _setting(_words, ("127.0.0.1", "localhost", "[::1]"))
    secure_cookies: bool = _setting(_yes, default=True)
    addons: tuple[str, ...] = _setting(_words, ())
    language: str = "zh_CN"
    proxy: str = ""
    address: str = ""
    mail_host: str = ""
    mail_port: int = _setting(_whole, 587, least=1)
    mail_security: str = _setting(_security, "starttls")
    mail_user: str = ""
    mail_password: str = ""
    mail_from: str = ""
    mail_minutes: int = _setting(_whole, 5, least=0)
    audit_days: int = _setting(_whole, 400, least=400)
    audit_roots: str = ""
    threads: int = _setting(_whole, 4, least=1)
    cache_bytes: int = _setting(_whole, 200_000_000, least=1_000_000)

    @property
    def outer_address(self) -> str:
        """Beginning of links to the cluster, without a slash at the end."""
        scheme = "https" if self.secure_cookies else "http"
        return self.address.rstrip("/") or f"{scheme}://{self.hosts[0]}"

    @property
    def content_file(self) -> Path:
        """File of the object database, unless `content` names another one."""
        return self.data / "content.fs"

    @property
    def blobs_folder(self) -> Path:
        """Folder of the files and pictures that belong to it."""
        return self.data / "blobs"

    @property
    def ledger_address(self) -> str:
        """Address of the ledger, for SQLAlchemy."""
        return self.ledger or f"sqlite:///{self.data / 'ledger.sqlite'}"

    @property
    def search_folder(self) -> Path:
        """Folder of the full-text index; it can be thrown away and rebuilt."""
        return self.data / "search"

    @property
    def audit_roots_file(self) -> Path | None:
        """File to which the root of each day is added, if there is to be one."""
        return Path(self.audit_roots).resolve() if self.audit_roots else None

    @property
    def copies_folder(self) -> Path:
        """Folder of what is made from content, such as sizes of pictures; can be rebuilt."""
        return self.data / "copies"

    @property
    def uploads_folder(self) -> Path:
        """Folder of files that arrive in pieces; what is in it is gone after a day."""
        return self.data / "uploads"

    @property
    def queue_file(self) -> Path:
        """SQLite file of the queue of jobs."""
        return self.data / "queue.sqlite"

    @property
    def secret_file(self) -> Path:
        """Where a drawn secret is kept, readable by its owner only."""
        return self.data / "secret"


def read_settings(values: Mapping[str, str]) -> Settings:
    """Return the checked settings of the `[app:main]` section `values`.

    :raises DeploymentError: naming the first key that is unknown, missing or malformed.
    """
    known = {entry.name: entry for entry in fields(Settings)}
    given: dict[str, Any] = {}
    for key, text in values.items():
        if key.startswith(PASSED_ON):
            continue
        name = key.removeprefix(PREFIX)
        if not key.startswith(PREFIX) or name not in known:
            raise DeploymentError(
                f"The setting {key!r} is not known. Known settings: "
                + ", ".join(f"{PREFIX}{name}" for name in known)
            )
        given[name] = _value(key, text, known[name].metadata)
    if not given.get("data"):
        raise DeploymentError("The setting 'portal.data' is missing: name the folder for the data.")
    given["data"] = _folder(given["data"])
    settings = Settings(**given)
    _check_secret(settings.secret)
    _check_address(settings.address)
    _check_mail(settings)
    return settings


def _value(key: str, text: str, metadata: Mapping[str, Any]) -> Any:
    read = metadata.get("read", str.strip)
    try:
        value = read(text)
    except (KeyError, ValueError):
        raise DeploymentError(f"The setting {key!r} cannot be {text!r}.") from None
    least = metadata.get("least")
    if least is not None and value < least:
        raise DeploymentError(f"The setting {key!r} is {value}, but at least {least} is needed.")
    return value


def _folder(text: str) -> Path:
    folder = Path(text).resolve()
    if not folder.is_dir():
        raise DeploymentError(
            f"The folder {folder} of the setting 'portal.data' does not exist. "
            f"Make it, or correct the setting."
        )
    return folder


def _check_secret(secret: str) -> None:
    if secret != "generate" and len(secret) < SECRET_LENGTH:  # noqa: S105
        raise DeploymentError(
            f"The setting 'portal.secret' has {len(secret)} characters, but at least "
            f"{SECRET_LENGTH} are needed; or write 'generate'."
        )


def _check_address(address: str) -> None:
    if address and not re.fullmatch(r"https?://[^/\s]+/?", address):
        raise DeploymentError(
            f"The setting 'portal.address' is {address!r}; write it like "
            f"'https://cluster.example.gov.cn', without a path."
        )


def _check_mail(settings: Settings) -> None:
    if not settings.mail_host:
        return
    if not is_mail_address(settings.mail_from):
        raise DeploymentError(
            f"The setting 'portal.mail_from' is {settings.mail_from!r}, but mail needs the address "
            f"that it comes from."
        )
    if settings.mail_password and settings.mail_security == "none":
        raise DeploymentError(
            "The setting 'portal.mail_security' is 'none', but a password must not be sent in the "
            "open: write 'starttls' or 'tls', or leave out 'portal.mail_password'."
        )


def is_mail_address(text: str) -> bool:
    """Tell whether `text` can be a mail address: one, in ASCII, and nothing beside it."""
    return len(text) <= MAIL_ADDRESS_MAX and bool(_MAIL_ADDRESS.fullmatch(text))
