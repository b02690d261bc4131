"""What a person can say about mail to them, independent of the web."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from portal.errors import Refusal
from portal.i18n import _
from portal.mail.events import MailAddressSet, NoticesChosen
from portal.mail.kinds import GROUPS
from portal.settings import is_mail_address

if TYPE_CHECKING:
    from collections.abc import Collection

    from portal.act import Act
    from portal.security.people import Account

DIGITS = 8
"""Of a code."""
GOOD_FOR = timedelta(minutes=30)
PAUSE = timedelta(minutes=1)
"""Between two codes that are sent."""
TRIES_MOST = 5
"""Wrong codes after which another one has to be sent."""


def ask_address(account: Account, address: str, act: Act) -> str:
    """Note that mail is to go to `address`, and return the code that has to be sent there.

    :raises Refusal: when it is no address, is in use already, or a code was just sent.
    """
    if not is_mail_address(address):
        raise Refusal(_("Please give a mail address such as name@example.gov.cn."))
    if address == account.mail:
        raise Refusal(_("Your mail goes to this address already."))
    if account.mail_asked and act.at < account.mail_asked[2] + PAUSE:
        raise Refusal(_("A code was just sent. Please wait a minute before you ask again."))
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    account.mail_asked = (address, _digest(code), act.at, 0)
    return code


def confirm_address(account: Account, code: str, act: Act) -> bool:
    """Let mail go to the address to which the code `code` was sent; tell whether it is that one.

    A wrong one is counted, which has to be kept.

    :raises Refusal: when no code is waited for, or it is too old, or too many were wrong.
    """
    if account.mail_asked is None:
        raise Refusal(_("No code is waited for. Please give your mail address first."))
    address, digest, asked_at, tries = account.mail_asked
    if act.at > asked_at + GOOD_FOR or tries >= TRIES_MOST:
        raise Refusal(_("This code is not good any more. Please have another one sent."))
    if not hmac.compare_digest(_digest("".join(code.split())), digest):
        account.mail_asked = (address, digest, asked_at, tries + 1)
        return False
    account.mail, account.mail_asked = address, None
    act.announce(MailAddressSet(account, act))
    return True


def drop_address(account: Account, act: Act) -> None:
    """Send no more mail to this person."""
    if account.mail:
        account.mail, account.mail_asked = "", None
        act.announce(MailAddressSet(account, act))


def choose_notices(account: Account, wanted: Collection[str], act: Act) -> None:
    """Let a person hear of the groups `wanted`, and of what nobody can do without."""
    account.notices_off = tuple(group for group in GROUPS if group not in wanted)
    act.announce(NoticesChosen(account, act))


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
