"""Codes that a telephone and the portal both draw from the time (RFC 6238).

The algorithm is a dozen lines over the standard library; see docs/decisions/0020.
"""

from __future__ import annotations

import base64
import hmac
import secrets
import struct
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from datetime import datetime

STEP_SECONDS = 30
DIGITS = 6
OFF_STEPS = 1
"""So many steps the clock of the telephone may be off, either way. Source: RFC 6238, 5.2."""
SECRET_BYTES = 20
"""Length of a secret. Source: RFC 4226, 4, R6 (160 bits)."""


def draw_secret() -> str:
    """Return a new secret in base32, without padding: 32 capitals and digits."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def code_at(secret: str, step: int, digits: int = DIGITS) -> str:
    """Return the code for the step of that number since 1970."""
    key = base64.b32decode(secret)
    drawn = hmac.digest(key, struct.pack(">Q", step), "sha1")
    offset = drawn[-1] & 0x0F
    number = int.from_bytes(drawn[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}d}"


def step_at(at: datetime) -> int:
    """Return the number of the step in which the moment `at` lies."""
    return int(at.timestamp()) // STEP_SECONDS


def step_of(secret: str, code: str, at: datetime, after: int) -> int | None:
    """Return the step that `code` belongs to, if it is one around `at` and later than `after`.

    Every step is looked at, so that the time that it takes tells nothing.
    """
    now, found = step_at(at), None
    for step in range(now - OFF_STEPS, now + OFF_STEPS + 1):
        same = hmac.compare_digest(code_at(secret, step).encode(), code.encode())
        if same and step > after:
            found = step
    return found


def typed_code(typed: str) -> str:
    """Return a code as it was meant: whole-width digits of Chinese keyboards, spaces, hyphens."""
    plain = unicodedata.normalize("NFKC", typed).encode("ascii", "ignore").decode()
    return "".join(char for char in plain if char.isalnum()).lower()


def enrolment_address(secret: str, login: str, issuer: str) -> str:
    """Return the address that telephones read from the picture, such as `otpauth://totp/...`.

    Source: Google Authenticator, Key URI Format, which other apps follow.
    """
    values = urlencode({"secret": secret, "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{quote(login, safe='')}?{values}"
