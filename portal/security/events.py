"""What other parts of the portal may want to hear about accounts and roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.content.events import ContentCreated, ContentEdited

if TYPE_CHECKING:
    from datetime import datetime

    from portal.security.grant import Grant


class AccountAdded(ContentCreated):
    """Somebody can sign in from now on."""


@dataclass(frozen=True, kw_only=True)
class AccountChanged(ContentEdited):
    """Name, body, post or telephone of a person became different; `fields` says which of them."""

    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AccountDisabled(ContentEdited):
    """Somebody cannot sign in any more, for `reason`; empty where nobody used the account."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class AccountEnabled(ContentEdited):
    """Somebody who could not sign in can do so again, for `reason`."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class AccountUnused(ContentEdited):
    """Nobody has used an account for a long time; at the moment `until` it will be disabled."""

    until: datetime


class SignInsEnded(ContentEdited):
    """Somebody else ended all sign-ins of a person."""


class PasswordSet(ContentEdited):
    """An account has another password; its sign-ins have ended."""


class PasswordRulesSet(ContentEdited):
    """Other things are asked of passwords from now on."""


class FactorClassesSet(ContentEdited):
    """Staff of other site classes has to have a second factor from now on."""


class FactorEnrolled(ContentEdited):
    """An account is asked for a code at each sign-in from now on."""


class RecoveryDrawn(ContentEdited):
    """An account has other recovery codes."""


@dataclass(frozen=True, kw_only=True)
class FactorDropped(ContentEdited):
    """An account is asked for its password alone; for `reason` if somebody else did it."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class RoleGiven(ContentEdited):
    """The account `login` holds `role` at the content and below, as `grant` says."""

    login: str
    role: str
    grant: Grant


@dataclass(frozen=True, kw_only=True)
class RoleTaken(ContentEdited):
    """The account `login` does not hold `role` at the content any more, as `grant` said."""

    login: str
    role: str
    grant: Grant
    reason: str


@dataclass(frozen=True, kw_only=True)
class GrantChanged(ContentEdited):
    """A grant at the content became another one: `deed` tells how.

    :ivar deed: `end_changed`, `suspended` or `resumed`.
    """

    before: Grant
    after: Grant
    deed: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class GrantSplit(ContentEdited):
    """A grant at the content was divided into others, which were announced too."""

    before: Grant
    parts: tuple[str, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class DutiesHandedOver(ContentEdited):
    """What `login` had at the content and below was given to `successor`, from `since` on.

    :ivar grants: keys of the new grants, which were announced too.
    :ivar drafts: whether the drafts stand on the successor's desk too.
    """

    login: str
    successor: str
    since: datetime
    grants: tuple[str, ...]
    drafts: bool
    reason: str
