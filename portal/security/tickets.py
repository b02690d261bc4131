"""Values that travel through a form and come back unchanged, for a few minutes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from webob.cookies import SignedSerializer

GOOD_FOR = timedelta(minutes=10)


def ticket(secret: str, purpose: str, values: dict[str, str], at: datetime) -> str:
    """Return `values` signed for `purpose`, good from `at` on."""
    told = values | {"until": (at + GOOD_FOR).timestamp()}
    signed: bytes = SignedSerializer(secret, purpose, "sha512").dumps(told)
    return signed.decode()


def values_of(secret: str, purpose: str, text: str, at: datetime) -> dict[str, str] | None:
    """Return what the ticket `text` holds; `None` if it is not ours, for something else or old."""
    try:
        told: dict[str, Any] = SignedSerializer(secret, purpose, "sha512").loads(text.encode())
    except (ValueError, UnicodeError):
        return None
    return told if told["until"] >= at.timestamp() else None
