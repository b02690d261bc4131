"""The accounts of staff."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from BTrees.OOBTree import OOBTree

from portal.content.content import Container, Content
from portal.security.passwords import USUAL, PasswordRules
from portal.security.workflow import PEOPLE_WORKFLOW

if TYPE_CHECKING:
    from datetime import datetime


class People(Container):
    """The accounts of the cluster, by account name, and what is asked of their passwords.

    :ivar password_length: see `PasswordRules`, as for the others.
    :ivar password_unused: days without a sign-in after which an account is disabled; 0 for never.
    :ivar factor_classes: site classes whose staff has to have a second factor.
    :ivar register: what lists read; see `portal.security.register`. `None` in older data.
    """

    workflow = PEOPLE_WORKFLOW
    password_length = USUAL.length
    password_classes = USUAL.classes
    password_days = USUAL.days
    password_history = USUAL.history
    password_unused = USUAL.unused
    factor_classes: tuple[str, ...] = ()
    register: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.register = OOBTree()

    @property
    def password_rules(self) -> PasswordRules:
        """What is asked of passwords now."""
        return PasswordRules(
            self.password_length,
            self.password_classes,
            self.password_days,
            self.password_history,
            self.password_unused,
        )


class Account(Content):
    """One person who signs in.

    :ivar password: hash by argon2, with its parameters.
    :ivar old_passwords: hashes of the passwords before, the newest first, as many as the rules ask.
    :ivar stamp: drawn anew with each password; a sign-in with an older one counts no more.
    :ivar must_change: the password is a one-time one; until it is changed, there are no rights.
    :ivar factor_secret: of the second factor, in base32; empty for none.
    :ivar factor_step: number of the step of the last code that was taken; see `totp`.
    :ivar recovery: digests of the recovery codes that are left.
    :ivar columns: kind of a place to the columns of its list that the person chose.
    :ivar mail: address to which notices go, which the person has confirmed; empty for none.
    :ivar mail_asked: an address that is not confirmed yet, digest of the code that was sent there,
        when, and how many wrong codes came.
    :ivar notices_off: groups of `portal.mail.kinds` that the person does not want to hear of.
    :ivar shortcuts: whether single keys do something on pages of staff.
    :ivar taken_over: whose drafts stand on this person's desk too: account name, identity of the
        place that they are in or below, and since when.
    :ivar body: identity of the body that the person belongs to; 0 for none.
    :ivar post: what the person is there; `telephone` is that of the office.
    :ivar enabled: whether the account can sign in; its roles stay, but give nothing otherwise.
    :ivar disabled_because: why it cannot; with `disabled_at` and `disabled_by`.
    :ivar in_use_since: when it was added or enabled; disuse counts from there.
    :ivar told_unused_at: when it was told that it will be disabled; `None` after a new sign-in.
    """

    workflow = PEOPLE_WORKFLOW
    enabled = True
    disabled_because = ""
    disabled_at: datetime | None = None
    disabled_by = ""
    in_use_since: datetime | None = None
    told_unused_at: datetime | None = None
    body = 0
    post = ""
    telephone = ""
    must_change = False
    shortcuts = True
    mail = ""
    mail_asked: tuple[str, str, datetime, int] | None = None
    notices_off: tuple[str, ...] = ()
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    taken_over: tuple[tuple[str, int, datetime], ...] = ()
    password = ""
    old_passwords: tuple[str, ...] = ()
    stamp = ""
    factor_secret = ""
    factor_step = 0
    factor_since: datetime | None = None
    recovery: tuple[str, ...] = ()
    password_set_at: datetime | None = None

    def __init__(self, name: str) -> None:
        self.title = name

    @property
    def login(self) -> str:
        """The name that the person signs in with."""
        return self.__name__ or ""

    @property
    def password_good_until(self) -> datetime | None:
        """The moment from which the password has to be replaced; `None` if it is good for ever."""
        days = self.__parent__.password_days
        return self.password_set_at + timedelta(days) if days and self.password_set_at else None

    def has_good_password(self, at: datetime) -> bool:
        """Tell whether the password gives rights at the moment `at`."""
        until = self.password_good_until
        return not self.must_change and (until is None or at < until)


def name_of(login: str, people: Container) -> str:
    """Return the name of the person with the account `login`, or that itself once it is gone."""
    account = people.get(login)
    return account.title if account is not None else login
