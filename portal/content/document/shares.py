"""Links under which people without an account see a draft, until they expire or are taken back.

A link's key is signed with the secret of the installation: nothing that is stored opens anything.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from portal.content.boundary import reach
from portal.content.document.content import Document
from portal.content.document.events import DocumentDeleted, DraftShared, SharingEnded
from portal.content.plaintext import clean_line
from portal.errors import Refusal
from portal.events import on
from portal.i18n import _

if TYPE_CHECKING:
    from portal.act import Act

DAYS = (1, 7, 30)
"""For how many days a link can be made."""
MOST = 20
"""Most links to one document that are in force at once."""
NOTE_MAX = 100
"""Longest words about whom a link is for, in characters."""
_OID, _NAME, _MAC = 8, 9, 16
"""Bytes of a key: the document's identity, the link's name, and what proves both."""
_KEY = re.compile(r"[A-Za-z0-9_-]{44}", re.ASCII)


@dataclass(frozen=True)
class Share:
    """A link to a draft.

    :ivar name: drawn; names the link, but opens nothing.
    :ivar note: whom it is for.
    :ivar by: account name of who made it.
    """

    name: str
    note: str
    by: str
    made_at: datetime
    until: datetime


def shares_of(document: Document, at: datetime) -> tuple[Share, ...]:
    """Return the links to `document` that are in force at the moment `at`, the newest first."""
    every = (Share(*each) for each in reversed(document.shares))
    return tuple(each for each in every if at < each.until)


def share_draft(document: Document, note: str, days: int, act: Act) -> Share:
    """Let whoever gets a new link see what is newest in `document`.

    :raises Refusal: without a note, for another time than one of `DAYS`, or when there are too
        many links already.
    """
    note = clean_line(note, NOTE_MAX)
    if not note:
        raise Refusal(_("Please say whom the link is for."))
    if days not in DAYS:
        raise Refusal(_("Please choose how long the link is valid."))
    others = shares_of(document, act.at)
    if len(others) >= MOST:
        raise Refusal(_("There are too many links already; take one back first."))
    name = _text(secrets.token_bytes(_NAME))
    share = Share(name, note, act.by or "", act.at, act.at + timedelta(days=days))
    _keep(document, (share, *others))
    act.announce(DraftShared(document, act, name=name, until=share.until))
    return share


def take_back(document: Document, name: str, act: Act) -> None:
    """Let the link `name` lead nowhere from now on.

    :raises Refusal: when it is not in force any more.
    """
    shares = shares_of(document, act.at)
    left = tuple(each for each in shares if each.name != name)
    if left == shares:
        raise Refusal(_("This link is not valid any more."))
    _keep(document, left)
    act.announce(SharingEnded(document, act, name=name))


@on(DocumentDeleted)
def end_sharing(event: DocumentDeleted) -> None:
    """Let the links to a deleted document end; they do not come back with it."""
    if event.content.shares:
        event.content.shares = ()


def key_of(document: Document, share: Share, secret: str) -> str:
    """Return the key that opens `share`, 44 characters that need no quoting in an address."""
    signed = document.oid.to_bytes(_OID, "big", signed=True) + _bytes(share.name)
    return _text(signed + _proof(signed, secret))


def is_genuine(key: str, secret: str) -> bool:
    """Tell whether `key` was made here, for whatever document and whether it is in force or not."""
    signed, proof = _parts(key)
    return hmac.compare_digest(_proof(signed, secret), proof)


def opened(key: str, place: Any, at: datetime) -> tuple[Document, Share] | None:
    """Return what the genuine `key` opens in the site of `place`; `None` if it is not in force."""
    signed, _mac = _parts(key)
    document = reach(int.from_bytes(signed[:_OID], "big", signed=True), place)
    if not isinstance(document, Document):
        return None
    name = _text(signed[_OID:])
    found = (each for each in shares_of(document, at) if each.name == name)
    return next(((document, each) for each in found), None)


def _keep(document: Document, shares: tuple[Share, ...]) -> None:
    document.shares = tuple(
        (each.name, each.note, each.by, each.made_at, each.until) for each in reversed(shares)
    )


def _parts(key: str) -> tuple[bytes, bytes]:
    """Return what of `key` is signed, and the proof; no bytes for what is no key at all."""
    if not _KEY.fullmatch(key):
        return b"", b""
    read = _bytes(key)
    return read[: _OID + _NAME], read[_OID + _NAME :]


def _proof(signed: bytes, secret: str) -> bytes:
    return hmac.new(secret.encode(), b"share:" + signed, hashlib.sha256).digest()[:_MAC]


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).decode("ascii")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text)
