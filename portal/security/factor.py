"""The second factor of an account: codes from a telephone, and codes on paper for its loss."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from portal.content.content import site_of
from portal.errors import Refusal
from portal.i18n import _
from portal.ledger.audit import record
from portal.security.events import FactorClassesSet, FactorDropped, FactorEnrolled, RecoveryDrawn
from portal.security.grants import places_of
from portal.security.locking import SIGN_IN, SIGN_IN_BLOCKED, is_blocked
from portal.security.totp import step_of, typed_code

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from portal.act import Act
    from portal.content.content import Container
    from portal.security.people import Account, People

RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that is taken for another on paper."""
_GROUPS, _GROUP = 4, 4
REASON_MOST = 200


def enrol(account: Account, secret: str, code: str, act: Act) -> tuple[str, ...]:
    """Ask `account` for codes drawn from `secret` from now on, and return the recovery codes.

    :param code: that the telephone shows now.
    :raises Refusal: when it does not, or there is a second factor already.
    """
    if account.factor_secret:
        raise Refusal(_("There is a second factor already; take it off first."))
    step = step_of(secret, typed_code(code), act.at, 0)
    if step is None:
        raise Refusal(
            _(
                "This code does not fit. Type the one that the telephone shows now, and check "
                "that its clock is right."
            )
        )
    account.factor_secret, account.factor_step, account.factor_since = secret, step, act.at
    codes = _drawn_codes(account)
    account.changed_at = act.at
    act.announce(FactorEnrolled(account, act))
    return codes


def draw_recovery_codes(account: Account, act: Act) -> tuple[str, ...]:
    """Return new recovery codes; those before count no more.

    :raises Refusal: when there is no second factor.
    """
    if not account.factor_secret:
        raise Refusal(_("There is no second factor."))
    codes = _drawn_codes(account)
    act.announce(RecoveryDrawn(account, act))
    return codes


def drop_factor(account: Account, act: Act, *, reason: str = "") -> None:
    """Ask `account` for the password alone from now on.

    :param reason: why somebody else does it.
    :raises Refusal: when there is no second factor, or the reason is missing.
    """
    if not account.factor_secret:
        raise Refusal(_("There is no second factor."))
    reason = reason.strip()[:REASON_MOST]
    if act.by != account.login and not reason:
        raise Refusal(_("Please say why."))
    account.factor_secret, account.factor_step, account.recovery = "", 0, ()
    account.factor_since, account.changed_at = None, act.at
    act.announce(FactorDropped(account, act, reason=reason))


def confirm(account: Account, code: str, act: Act, ledger: Session) -> bool:
    """Tell whether `code` completes the sign-in of `account`, and write it down.

    Wrong codes count like wrong passwords. A code, also one for recovery, is taken once.
    """
    if is_blocked(ledger, account.login, act):
        record(ledger, act, SIGN_IN_BLOCKED, subject=account.login, succeeded=False)
        return False
    right = _takes(account, typed_code(code), act)
    known = replace(act, by=account.login) if right else act
    record(ledger, known, SIGN_IN, subject=account.login, succeeded=right)
    return right


def set_factor_classes(people: People, classes: Iterable[str], act: Act) -> None:
    """Demand a second factor of all who have a role on a site of one of these classes."""
    people.factor_classes = tuple(sorted(set(classes)))
    people.changed_at = act.at
    act.announce(FactorClassesSet(people, act))


def lacks_factor(account: Account) -> bool:
    """Tell whether `account` holds a role that demands the second factor which it does not have."""
    return not account.factor_secret and demands_factor(account)


def demands_factor(account: Account) -> bool:
    """Tell whether `account` holds a role that demands a second factor."""
    people = account.__parent__
    if not people.factor_classes:
        return False
    wanted = frozenset(people.factor_classes)
    return any(_demands(place, wanted) for place in places_of(people.__parent__, account.login))


def _demands(place: Container, wanted: frozenset[str]) -> bool:
    """Tell whether a role at `place` reaches into a site of one of the classes `wanted`."""
    site: Any = site_of(place)
    return site is None or site.class_name in wanted or _below(site, wanted)


def _below(site: Any, wanted: frozenset[str]) -> bool:
    below = site["sites"].values() if "sites" in site else ()
    return any(each.class_name in wanted or _below(each, wanted) for each in below)


def _takes(account: Account, code: str, act: Act) -> bool:
    step = step_of(account.factor_secret, code, act.at, account.factor_step)
    if step is not None:
        account.factor_step = step
        return True
    digest = _digest(code)
    if digest not in account.recovery:
        return False
    account.recovery = tuple(each for each in account.recovery if each != digest)
    return True


def _drawn_codes(account: Account) -> tuple[str, ...]:
    codes = tuple(_drawn_code() for _time in range(RECOVERY_CODES))
    account.recovery = tuple(_digest(typed_code(each)) for each in codes)
    return codes


def _drawn_code() -> str:
    groups = ("".join(secrets.choice(_LETTERS) for _n in range(_GROUP)) for _n in range(_GROUPS))
    return "-".join(groups)


def _digest(code: str) -> str:
    """Return what is kept of a recovery code: it is drawn, with 79 bits, so one round will do."""
    return hashlib.sha256(code.encode()).hexdigest()
