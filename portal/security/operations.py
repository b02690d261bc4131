"""What can be done with accounts, independent of the web."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from portal.act import BY_COMMAND
from portal.errors import Refusal
from portal.i18n import _
from portal.ledger.audit import record
from portal.ledger.queries import failures_from, failures_since
from portal.security.events import AccountAdded, PasswordSet
from portal.security.passwords import check_password, hash_password, is_password
from portal.security.people import Account

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.act import Act
    from portal.security.people import People

SIGN_IN = "security.signed_in"
LOCK_FAILURES = 5
"""Failed attempts before an account is locked. Source: GB/T 22239-2019, 8.1.4.1 b, as assessors
read it."""
LOCK_FOR = timedelta(minutes=30)
ADDRESS_FAILURES = 50
"""Failed attempts from one network address within `LOCK_FOR`, over all accounts: offices share
one."""
_LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,39}")


def add_account(  # noqa: PLR0913  # an account has that many facts
    people: People, login: str, name: str, password: str, act: Act, *, one_time: bool = True
) -> Account:
    """Add an account.

    :param one_time: whoever set the password knows it, so it is good for one sign-in.
    :raises Refusal: when the account name is impossible or taken, or the password too easy.
    """
    if not _LOGIN.fullmatch(login) or login == BY_COMMAND:
        raise Refusal(
            _(
                "An account name has 2 to 40 small letters, digits, dots and hyphens: ${name}",
                mapping={"name": login},
            )
        )
    if login in people:
        raise Refusal(_("There is already an account “${name}”.", mapping={"name": login}))
    account = Account(name)
    people.add(login, account)
    act.announce(AccountAdded(account, act))
    set_password(account, password, act, one_time=one_time)
    return account


def set_password(account: Account, password: str, act: Act, *, one_time: bool = False) -> None:
    """Give `account` another password; all its sign-ins end.

    :param one_time: whether the person has to change it at once.
    :raises Refusal: when it is too easy to guess.
    """
    check_password(password, account.login)
    account.password = hash_password(password)
    account.stamp = secrets.token_hex(8)
    account.must_change, account.password_set_at = one_time, act.at
    account.changed_at = act.at
    act.announce(PasswordSet(account, act))


def sign_in(people: People, login: str, password: str, act: Act, ledger: Session) -> Account | None:
    """Return the account if the password is right and sign-in is not blocked, and write it down.

    Whoever asks is not told which of the reasons it was, and waits as long for each.
    """
    login = login.strip().lower()
    account = people.get(login)
    blocked = is_blocked(ledger, login, act)
    right = is_password(password, account.password if account else "")
    succeeded = right and not blocked and account is not None and account.enabled
    record(ledger, act, SIGN_IN, subject=login, succeeded=succeeded)
    return account if succeeded else None


def is_blocked(ledger: Session, login: str, act: Act) -> bool:
    """Tell whether too many attempts have failed lately, for the account or from the address."""
    since = act.at - LOCK_FOR
    if failures_since(ledger, action=SIGN_IN, subject=login, since=since) >= LOCK_FAILURES:
        return True
    address = act.address or ""
    failed = failures_from(ledger, action=SIGN_IN, address=address, since=since)
    return bool(address) and failed >= ADDRESS_FAILURES


def change_password(account: Account, old: str, new: str, act: Act) -> None:
    """Let a person replace the password that they know.

    :raises Refusal: when the old one is wrong, or the new one the same or too easy to guess.
    """
    if not is_password(old, account.password):
        raise Refusal(_("The present password is wrong."))
    if is_password(new, account.password):
        raise Refusal(_("Please choose another password than the present one."))
    set_password(account, new, act)
