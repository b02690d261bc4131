"""The settings of one installation: read from the ini file once, checked, frozen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from portal.errors import DeploymentError

PREFIX = "portal."
SECRET_LENGTH = 32
"""Fewest characters of the secret that signs cookies."""
PASSED_ON = ("pyramid.", "retry.", "tm.")
"""Beginnings of the keys that libraries read for themselves."""


def _whole(text: str) -> int:
    return int(text)


def _yes(text: str) -> bool:
    return {"true": True, "false": False}[text.strip().lower()]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


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
    threads: int = _setting(_whole, 4, least=1)
    cache_bytes: int = _setting(_whole, 200_000_000, least=1_000_000)

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
