"""Writing audit entries, and the digests that make a later change show."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.act import Act
from portal.ledger.tables import ADDRESS_MAX, NAME_MAX, SUBJECT_MAX, AuditEntry

ALGORITHMS = ("sha256", "sm3")
"""Hash algorithms that a digest may name, the one of new digests first; never remove one."""
FACTS = (
    "at",
    "by",
    "action",
    "subject",
    "subject_oid",
    "site",
    "address",
    "succeeded",
    "detail",
)
"""Columns of an entry that its digest covers."""
_SORTED = sorted(FACTS)
_ENCODE = json.JSONEncoder(separators=(",", ":")).encode
"""Made once: a million entries are verified at a time."""


def record(  # noqa: PLR0913  # an entry has that many facts, and the optional ones are named
    session: Session,
    act: Act,
    action: str,
    *,
    subject: str,
    subject_oid: int | None = None,
    site: str = "",
    succeeded: bool = True,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Write down that `act` did `action` to `subject`, in the transaction of `session`.

    A subject or address that is too long is cut: what a stranger types must not make the entry
    about it fail.

    :param action: part and past participle, such as `content.released`.
    :param subject: path of the content, or name of the account.
    :param site: name of the site, empty for the cluster.
    :param detail: what JSON can hold; never personal data, values before and after as `digest`.
    """
    facts = {
        "at": act.at,
        "by": None if act.by is None else fitting(act.by, NAME_MAX),
        "action": action,
        "subject": fitting(subject, SUBJECT_MAX),
        "subject_oid": subject_oid,
        "site": site,
        "address": None if act.address is None else fitting(act.address, ADDRESS_MAX),
        "succeeded": succeeded,
        "detail": json.dumps(detail or {}, sort_keys=True, ensure_ascii=False),
    }
    session.add(AuditEntry(**facts, digest=digest([canonical(facts)])))


def fitting(text: str, longest: int) -> str:
    """Return `text` as the ledger can keep it: cut to `longest`, without NUL, unlike PostgreSQL."""
    return text[:longest].replace("\0", "\N{REPLACEMENT CHARACTER}")


def canonical(facts: Mapping[str, Any]) -> str:
    """Return the facts of an entry as the one JSON text that digests are made of."""
    told = {name: facts[name] for name in _SORTED}
    told["at"] = canonical_moment(facts["at"])
    return _ENCODE(told)


def canonical_moment(moment: datetime) -> str:
    """Return an aware moment as the one text that digests are made of."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def digest(lines: Iterable[str], algorithm: str = ALGORITHMS[0]) -> str:
    """Return the digest of `lines`, the algorithm in front: `sha256:5f2c...`.

    :raises ValueError: when `algorithm` is none of ours, or this machine does not have it.
    """
    if algorithm not in ALGORITHMS:
        raise ValueError(f"{algorithm!r} is no algorithm for digests.")
    hasher = hashlib.new(algorithm)
    for line in lines:
        hasher.update(line.encode() + b"\n")
    return f"{algorithm}:{hasher.hexdigest()}"
