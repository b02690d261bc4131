"""What other parts of the portal may want to hear about accounts and roles."""

from __future__ import annotations

from dataclasses import dataclass

from portal.content.events import ContentCreated, ContentEdited


class AccountAdded(ContentCreated):
    """Somebody can sign in from now on."""


class PasswordSet(ContentEdited):
    """An account has another password; its sign-ins have ended."""


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
