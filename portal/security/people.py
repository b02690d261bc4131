"""The accounts of staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.content.content import Container, Content
from portal.security.workflow import PEOPLE_WORKFLOW

if TYPE_CHECKING:
    from datetime import datetime


class People(Container):
    """The accounts of the cluster, by account name."""

    workflow = PEOPLE_WORKFLOW


class Account(Content):
    """One person who signs in.

    :ivar password: hash by argon2, with its parameters.
    :ivar stamp: drawn anew with each password; a sign-in with an older one counts no more.
    :ivar must_change: the password is a one-time one; until it is changed, there are no rights.
    """

    workflow = PEOPLE_WORKFLOW
    enabled = True
    must_change = False
    password = ""
    stamp = ""
    password_set_at: datetime | None = None

    def __init__(self, name: str) -> None:
        self.title = name

    @property
    def login(self) -> str:
        """The name that the person signs in with."""
        return self.__name__ or ""
