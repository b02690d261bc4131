"""What other parts of the portal may want to hear about accounts and roles."""

from __future__ import annotations

from dataclasses import dataclass

from portal.content.events import ContentCreated, ContentEdited


class AccountAdded(ContentCreated):
    """Somebody can sign in from now on."""


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
    """The account `login` holds `role` at the content and below."""

    login: str
    role: str


@dataclass(frozen=True, kw_only=True)
class RoleTaken(ContentEdited):
    """The account `login` does not hold `role` at the content any more."""

    login: str
    role: str
