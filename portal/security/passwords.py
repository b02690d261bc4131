"""Passwords: what a good one is, and how one is kept."""

from __future__ import annotations

import secrets
import string
import unicodedata
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.errors import Refusal
from portal.i18n import _

LENGTH_MAX = 200
ONE_TIME_LENGTH = 20


@dataclass(frozen=True)
class PasswordRules:
    """What the cluster asks of passwords; as here where nobody set anything else.

    Source: GB/T 22239-2019, 8.1.4.1 a, as assessors read it: 8 characters or more of 3 kinds,
    another one every 90 days, none of the last few.

    :ivar length: fewest characters.
    :ivar classes: fewest kinds of characters: small, capital, digit, other.
    :ivar days: so long a password is good; 0 for ever.
    :ivar history: so many of the last passwords, the present one included, cannot be chosen.
    :ivar unused: days without a sign-in after which an account is disabled; 0 for never.
    """

    length: int = 10
    classes: int = 3
    days: int = 90
    history: int = 5
    unused: int = 90


USUAL = PasswordRules()
LIMITS = {
    "length": (8, 20),
    "classes": (3, 4),
    "days": (0, 365),
    "history": (1, 24),
    "unused": (0, 365),
}
"""Least and most that each rule can be set to; nothing below what the standard asks for."""

_HASHER = PasswordHasher()
_DRAWN = PasswordHasher(time_cost=1, memory_cost=1_024, parallelism=1)
"""For passwords that were drawn, which nobody guesses: five thousand of them take seconds."""


def hash_password(password: str) -> str:
    """Return the hash to keep of `password`, by argon2id."""
    return _HASHER.hash(_plain(password))


def hash_drawn(password: str) -> str:
    """Return the hash to keep of a password from `draw_password`, for which less work is enough.

    It has 95 bits of chance; only what people think of needs a hash that takes long.
    """
    return _DRAWN.hash(_plain(password))


def is_password(password: str, hashed: str) -> bool:
    """Tell whether `password` is the one that `hashed` was made of.

    An empty hash, of an account that does not exist, takes as long as any other; so does that of
    a drawn password.
    """
    if _is_drawn(hashed):
        is_password(password, "")
    try:
        return _HASHER.verify(hashed or _nobody(), _plain(password)) and bool(hashed)
    except (VerificationError, InvalidHashError):
        return False


def _is_drawn(hashed: str) -> bool:
    try:
        return bool(hashed) and not _DRAWN.check_needs_rehash(hashed)
    except InvalidHashError:
        return False


def draw_password() -> str:
    """Return a drawn one-time password that `check_password` accepts under any rules."""
    letters = string.ascii_letters + string.digits
    drawn = "".join(secrets.choice(letters) for _place in range(ONE_TIME_LENGTH - 4))
    return f"{drawn}-aA{secrets.randbelow(10)}"


def check_password(password: str, login: str, rules: PasswordRules = USUAL) -> None:
    """Refuse a password that is too easy to guess.

    :raises Refusal: with what is missing.
    """
    if not rules.length <= len(password) <= LENGTH_MAX:
        raise Refusal(
            _("A password has at least ${count} characters.", mapping={"count": rules.length})
        )
    if login.lower() in password.lower():
        raise Refusal(_("A password must not contain the account name."))
    if _classes(password) < rules.classes:
        raise Refusal(
            _(
                "A password mixes at least ${count} of: small letters, capitals, digits, other "
                "characters.",
                mapping={"count": rules.classes},
            )
        )


def _classes(password: str) -> int:
    tests = (str.islower, str.isupper, str.isdigit)
    found = [any(test(char) for char in password) for test in tests]
    other = any(not any(test(char) for test in tests) for char in password)
    return sum(found) + other


def _plain(password: str) -> str:
    """Return one form of what different keyboards send for the same characters."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace").decode()


@cache
def _nobody() -> str:
    return _HASHER.hash(secrets.token_hex())
