"""Who has to hear of something, as things are when the letter is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.location import lineage

from portal.content.document.content import Document
from portal.content.document.review import (
    handed_to_other,
    own_approval,
    own_part,
    review_permission,
)
from portal.content.document.urgent import own_part_afterwards, permission_afterwards
from portal.content.document.withdrawing import asked_alone
from portal.security.policy import Rights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def holders(cluster: Any, content: Any, permission: str) -> Iterator[str]:
    """Return the accounts that have `permission` on `content`.

    Only those are asked about who hold any role at a place above, which are few.
    """
    seen: set[str] = set()
    for place in lineage(content):
        for login in getattr(place, "grants", {}):
            if login not in seen:
                seen.add(login)
                if Rights(cluster, login).has_permission(permission, content):
                    yield login


def reviewers(cluster: Any, document: Document) -> Iterator[str]:
    """Return who can give the next review of the draft that waits; nobody if none does."""
    if document.stage == "waiting":
        for login in holders(cluster, document, review_permission(document)):
            if own_part(document, login) is None and handed_to_other(document, login) is None:
                yield login


def publishers(cluster: Any, document: Document) -> Iterator[str]:
    """Return who can show the approved draft to the public; nobody if none waits for that."""
    if document.stage == "approved":
        found = holders(cluster, document, "portal.publish")
        yield from (each for each in found if own_approval(document, each) is None)


def owing(cluster: Any, document: Document) -> Iterator[str]:
    """Return who can give the approval that is owed; nobody if none is."""
    if document.owed and document.state == "published":
        found = holders(cluster, document, permission_afterwards(document))
        yield from (each for each in found if own_part_afterwards(document, each) is None)


def withdrawers(cluster: Any, document: Document) -> Iterator[str]:
    """Return who can decide on the withdrawal that is asked for; nobody if none is."""
    if document.withdrawal is not None:
        found = holders(cluster, document, "portal.withdraw")
        yield from (each for each in found if asked_alone(document, each) is None)


AUDIENCES: dict[str, Callable[[Any, Document], Iterator[str]]] = {
    "review": reviewers,
    "review_chased": reviewers,
    "publish": publishers,
    "owed": owing,
    "owed_chased": owing,
    "withdrawal_asked": withdrawers,
}
"""Kind to who hears of it, where the notice names nobody."""


def readers_of(cluster: Any, kind: str, to: str, content: Any) -> Iterator[str]:
    """Return the accounts that hear of `content` by a notice of `kind`.

    :param to: account that the notice is for; empty for all that the kind is for.
    """
    if to:
        if not isinstance(content, Document) or Rights(cluster, to).has_permission(
            "portal.work", content
        ):
            yield to
    elif isinstance(content, Document):
        yield from AUDIENCES[kind](cluster, content)
