"""What can be done with the accounts of others, independent of the web."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, TypedDict

from pyramid.traversal import find_root

from portal.act import BY_COMMAND
from portal.content.body.content import Body
from portal.content.boundary import reach
from portal.errors import Refusal
from portal.i18n import _
from portal.security.events import (
    AccountAdded,
    AccountChanged,
    AccountDisabled,
    AccountEnabled,
    SignInsEnded,
)
from portal.security.grantrules import check_can_lose
from portal.security.holding import grants_of, is_administrator, roles_at
from portal.security.operations import draw_one_time, new_account
from portal.security.register import note

if TYPE_CHECKING:
    from portal.act import Act
    from portal.security.people import Account, People

REASON_MOST = 200


class AccountData(TypedDict, total=False):
    """What is known of a person; `body` is the identity of a body, 0 for none."""

    title: str
    body: int
    post: str
    telephone: str


def enrol_person(people: People, login: str, data: AccountData, act: Act) -> tuple[Account, str]:
    """Add an account, and return it with its one-time password, which is kept nowhere else.

    :raises Refusal: when the account name is impossible or taken, or the body none or ended.
    """
    account = new_account(people, login, data["title"], act)
    _apply(account, data)
    act.announce(AccountAdded(account, act))
    return account, draw_one_time(account, act)


def change_account(account: Account, data: AccountData, act: Act) -> None:
    """Change what is known of a person; nothing is announced where nothing is different.

    :raises Refusal: when the body is none, or has ended.
    """
    changed = _apply(account, data)
    if changed:
        account.changed_at = act.at
        act.announce(AccountChanged(account, act, fields=changed))


def disable_account(account: Account, act: Act, reason: str) -> None:
    """Let a person sign in no more; all sign-ins end, the roles stay and give nothing.

    :param reason: for people; empty where nobody used the account.
    :raises Refusal: for oneself, and for the last one who can administer the cluster or its
        security; and when it is disabled already.
    """
    if not account.enabled:
        raise Refusal(_("This account is disabled already."))
    if account.login == act.by:
        raise Refusal(_("Nobody can disable the own account."))
    for place, grant in grants_of(find_root(account), account.login):
        check_can_lose(place, grant, act.at)
    account.enabled = False
    account.disabled_because, account.disabled_by = reason[:REASON_MOST], act.by or ""
    account.disabled_at = account.changed_at = act.at
    account.stamp = secrets.token_hex(8)
    note(account)
    act.announce(AccountDisabled(account, act, reason=account.disabled_because))


def enable_account(account: Account, act: Act, reason: str) -> None:
    """Let a person sign in again, with the password and the roles from before.

    :raises Refusal: when the account is not disabled, or a security administrator disabled it and
        somebody else asks.
    """
    if account.enabled:
        raise Refusal(_("This account is not disabled."))
    if _is_security(account, account.disabled_by) and not (
        act.by == BY_COMMAND or _is_security(account, act.by or "")
    ):
        raise Refusal(_("A security administrator disabled this account and has to enable it."))
    account.enabled = True
    account.disabled_because, account.disabled_by, account.disabled_at = "", "", None
    account.in_use_since = account.changed_at = act.at
    account.told_unused_at = None
    note(account)
    act.announce(AccountEnabled(account, act, reason=reason[:REASON_MOST]))


def _is_security(account: Account, login: str) -> bool:
    return "security" in roles_at(find_root(account), login)


def reset_password(account: Account, act: Act) -> str:
    """Give a person a new one-time password and return it; all sign-ins end.

    Whoever sets the password of an administrator could become that one, so nobody does it here.
    Source: GB/T 22239-2019, 8.1.5.1 to 8.1.5.3.

    :raises Refusal: for one of the three administrators, whom the operator's command serves, and
        for oneself.
    """
    if is_administrator(find_root(account), account.login):
        raise Refusal(
            _(
                "The password of a system, security or audit administrator is set by the "
                "operator's command alone."
            )
        )
    if account.login == act.by:
        raise Refusal(_("Please replace the own password on the page of your account."))
    return draw_one_time(account, act)


def end_sign_ins(account: Account, act: Act) -> None:
    """End all sign-ins of a person, who can sign in again."""
    account.stamp, account.changed_at = secrets.token_hex(8), act.at
    act.announce(SignInsEnded(account, act))


def _apply(account: Account, data: AccountData) -> tuple[str, ...]:
    """Put what differs in `data` into `account`, and return the names of that.

    :raises Refusal: when the body is none, or has ended.
    """
    changed = tuple(name for name, value in data.items() if getattr(account, name) != value)
    if "body" in changed and data["body"]:
        body = reach(data["body"], account)
        if not isinstance(body, Body) or body.ended_on is not None:
            raise Refusal(_("Please choose a body that has not ended."))
    for name in changed:
        setattr(account, name, data[name])  # type: ignore[literal-required]  # a name of it
    note(account)
    return changed
