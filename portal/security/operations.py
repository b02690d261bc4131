"""What can be done with accounts, independent of the web."""

from __future__ import annotations

import re
import secrets
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from portal.act import BY_COMMAND
from portal.content.names import RESERVED
from portal.errors import Refusal
from portal.i18n import _
from portal.ledger.audit import record
from portal.security.events import AccountAdded, PasswordRulesSet, PasswordSet
from portal.security.locking import SIGN_IN, SIGN_IN_BLOCKED, is_blocked
from portal.security.passwords import (
    LIMITS,
    check_password,
    draw_password,
    hash_drawn,
    hash_password,
    is_password,
)
from portal.security.people import Account
from portal.security.register import note

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.act import Act
    from portal.security.passwords import PasswordRules
    from portal.security.people import People

FIRST_STEP = "security.password_accepted"
"""The first step of a sign-in that needs a second one."""
_LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,39}")


def add_account(  # noqa: PLR0913  # an account has that many facts
    people: People, login: str, name: str, password: str, act: Act, *, one_time: bool = True
) -> Account:
    """Add an account.

    :param one_time: whoever set the password knows it, so it is good for one sign-in.
    :raises Refusal: when the account name is impossible or taken, or the password too easy.
    """
    account = new_account(people, login, name, act)
    act.announce(AccountAdded(account, act))
    set_password(account, password, act, one_time=one_time)
    return account


def new_account(people: People, login: str, name: str, act: Act) -> Account:
    """Return a new account in `people`, to be announced and given a password by the caller.

    :raises Refusal: when the account name is impossible or taken.
    """
    need_free_login(people, login)
    account = Account(name)
    account.in_use_since = account.changed_at = act.at
    people.add(login, account)
    note(account)
    return account


def need_free_login(people: People, login: str) -> None:
    """Make sure that an account can be called `login`.

    :raises Refusal: when the name is impossible or taken.
    """
    if login == BY_COMMAND or login in RESERVED:
        raise Refusal(_("The portal keeps the name “${name}” for itself.", mapping={"name": login}))
    if not _LOGIN.fullmatch(login):
        raise Refusal(
            _(
                "An account name has 2 to 40 small letters, digits, dots and hyphens: ${name}",
                mapping={"name": login},
            )
        )
    if login in people:
        raise Refusal(_("There is already an account “${name}”.", mapping={"name": login}))


def set_password(account: Account, password: str, act: Act, *, one_time: bool = False) -> None:
    """Give `account` another password; all its sign-ins end.

    :param one_time: whether the person has to change it at once.
    :raises Refusal: when it is too easy to guess.
    """
    check_password(password, account.login, account.__parent__.password_rules)
    _keep_password(account, hash_password(password), act, one_time=one_time)


def draw_one_time(account: Account, act: Act) -> str:
    """Give `account` a drawn one-time password and return it; all its sign-ins end.

    It is kept nowhere but in what this returns.
    """
    password = draw_password()
    _keep_password(account, hash_drawn(password), act, one_time=True)
    return password


def _keep_password(account: Account, hashed: str, act: Act, *, one_time: bool) -> None:
    before = (account.password, *account.old_passwords) if account.password else ()
    account.old_passwords = before[: account.__parent__.password_rules.history - 1]
    account.password = hashed
    account.stamp = secrets.token_hex(8)
    account.must_change, account.password_set_at = one_time, act.at
    account.changed_at = act.at
    act.announce(PasswordSet(account, act))


def sign_in(people: People, login: str, password: str, act: Act, ledger: Session) -> Account | None:
    """Return the account if the password is right and sign-in is not blocked, and write it down.

    Whoever asks is not told which of the reasons it was, and waits as long for each. An account
    with a second factor is signed in only when `portal.security.factor.confirm` says so too.
    """
    login = login.strip().lower()
    account = people.get(login)
    blocked = is_blocked(ledger, login, act)
    right = is_password(password, account.password if account else "")
    succeeded = right and not blocked and account is not None and account.enabled
    deed = SIGN_IN_BLOCKED if blocked else SIGN_IN
    if succeeded and account is not None and account.factor_secret:
        deed = FIRST_STEP
    known = replace(act, by=login) if succeeded else act
    record(ledger, known, deed, subject=login, succeeded=succeeded)
    return account if succeeded else None


def confirm_password(account: Account, password: str, act: Act, ledger: Session) -> None:
    """Make sure that whoever has the session knows the password; guesses count as at sign-in.

    :raises Refusal: when it is wrong, or there were too many guesses.
    """
    if is_blocked(ledger, account.login, act):
        raise Refusal(_("Too many attempts have failed. Please wait a while."))
    if not is_password(password, account.password):
        record(ledger, act, SIGN_IN, subject=account.login, succeeded=False)
        raise Refusal(_("The present password is wrong."))


def choose_shortcuts(account: Account, act: Act, *, on: bool) -> None:
    """Let single keys do something on pages of staff for this person, or nothing."""
    account.shortcuts, account.changed_at = on, act.at


def change_password(account: Account, old: str, new: str, act: Act) -> None:
    """Let a person replace the password that they know.

    :raises Refusal: when the old one is wrong, or the new one had before or too easy to guess.
    """
    if not is_password(old, account.password):
        raise Refusal(_("The present password is wrong."))
    if is_password(new, account.password):
        raise Refusal(_("Please choose another password than the present one."))
    rules = account.__parent__.password_rules
    check_password(new, account.login, rules)
    if any(is_password(new, each) for each in account.old_passwords[: rules.history - 1]):
        raise Refusal(
            _(
                "Please choose a password that is none of your last ${count} ones.",
                mapping={"count": rules.history},
            )
        )
    set_password(account, new, act)


def set_password_rules(people: People, rules: PasswordRules, act: Act) -> None:
    """Ask something else of passwords: of the length and kinds of those chosen from now on.

    :raises Refusal: when a rule is outside of `LIMITS`.
    """
    for name, value in asdict(rules).items():
        least, most = LIMITS[name]
        if not least <= value <= most:
            raise Refusal(
                _(
                    "Please give a number from ${least} to ${most}.",
                    mapping={"least": least, "most": most},
                )
            )
        setattr(people, f"password_{name}", value)
    people.changed_at = act.at
    act.announce(PasswordRulesSet(people, act))
