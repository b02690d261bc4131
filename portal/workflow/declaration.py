"""A workflow as data; objects store nothing of it but the name of their state."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pyramid.authorization import DENY_ALL, Allow, Authenticated, Everyone

from portal.errors import DeploymentError, Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyramid.i18n import TranslationString

Acl = tuple[Any, ...]

ANYONE = "anyone"
SIGNED_IN = "signed-in"


def principal(role: str) -> str:
    """Return the principal that stands for `role` where permissions are checked."""
    named: dict[str, str] = {ANYONE: Everyone, SIGNED_IN: Authenticated}
    return named.get(role, f"role:{role}")


def entries(allow: Mapping[str, str]) -> Acl:
    """Return the entries of an access control list that say `allow`, permission to roles."""
    return tuple(
        (Allow, principal(role), permission)
        for permission, roles in allow.items()
        for role in roles.split()
    )


def acl(allow: Mapping[str, str]) -> Acl:
    """Return the access control list of `allow`, permission to roles; all else is denied."""
    return (*entries(allow), DENY_ALL)


@dataclass(frozen=True)
class State:
    """A state and the roles that hold each permission in it.

    :ivar allow: permission to roles, the roles separated by spaces; all else is denied.
    """

    name: str
    title: TranslationString
    allow: dict[str, str] = field(default_factory=dict)

    @cached_property
    def acl(self) -> Acl:
        """The access control list that this state gives to an object."""
        return acl(self.allow)

    def permissions_of(self, role: str) -> set[str]:
        """Return what `role` may do in this state."""
        return {permission for permission, roles in self.allow.items() if role in roles.split()}


@dataclass(frozen=True)
class Transition:
    """A permitted way from some states to another one."""

    name: str
    sources: tuple[str, ...]
    target: str
    permission: str


@dataclass(frozen=True, kw_only=True)
class Workflow:
    """States and transitions of one content type; the first state is the initial one."""

    name: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a transition between states that do not exist."""
        for transition in self.transitions:
            if unknown := {*transition.sources, transition.target} - set(self._by_name):
                raise DeploymentError(
                    f"Workflow {self.name!r}: transition {transition.name!r} names "
                    f"{sorted(unknown)}, which is no state. States: {sorted(self._by_name)}."
                )

    @cached_property
    def _by_name(self) -> dict[str, State]:
        return {state.name: state for state in self.states}

    def state(self, name: str) -> State:
        """Return the state `name`; objects that never had one are in the initial state."""
        return self._by_name[name or self.states[0].name]

    def move(self, content: Any, name: str) -> str:
        """Take the transition `name` and return the state that was left.

        :raises Refusal: when the transition does not leave the present state.
        """
        left = self.state(content.state)
        for transition in self.transitions:
            if transition.name == name and left.name in transition.sources:
                content.state = transition.target
                return left.name
        raise Refusal(
            _(
                "This cannot be done while the entry is in the state “${state}”.",
                mapping={"state": left.title},
            )
        )
