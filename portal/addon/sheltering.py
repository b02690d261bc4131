"""What an add-on does wrong while the core asks it for a little is no harm to the whole page."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from transaction.interfaces import TransientError

from portal.search.entry import Findable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pyramid.request import Request

    from portal.addon.declaration import WorkList
    from portal.content.declaration import ContentType
    from portal.site.blocks.declaration import BlockType
    from portal.site.site import Site

log = logging.getLogger(__name__)

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
Otherwise = TypeVar("Otherwise")


def sheltered(
    ask: Callable[Given, Answer], otherwise: Otherwise, what: str
) -> Callable[Given, Answer | Otherwise]:
    """Return what asks `ask`; where that fails, it logs the defect and answers `otherwise`.

    A conflict with what others changed is no defect: it lets the request be repeated.
    """

    @wraps(ask)
    def asked(*args: Given.args, **kwargs: Given.kwargs) -> Answer | Otherwise:
        try:
            return ask(*args, **kwargs)
        except TransientError:
            raise
        except Exception:
            log.exception("%s failed, and is left out", what)
            return otherwise

    return asked


def sheltered_type(kind: ContentType) -> ContentType:
    """Return `kind` as the core asks it: for words of the search, and for facts on a page."""
    changed: dict[str, Any] = {}
    if kind.findable is not None:
        words = _words(kind.findable)
        changed["findable"] = sheltered(words, None, f"The `findable` of {kind.name}")
    if kind.facts is not None:
        whole = _whole(kind.facts)
        changed["facts"] = sheltered(whole, (), f"The `facts` of {kind.name}")
    return replace(kind, **changed)


def sheltered_block(block: BlockType) -> BlockType:
    """Return `block` as home pages ask it for what it shows; for nothing, where that fails."""
    return replace(block, show=sheltered(block.show, None, f"The block {block.name}"))


def sheltered_list(work: WorkList) -> WorkList:
    """Return `work` as the desk asks it how much waits; for nothing, where that fails."""
    counted = _counted(work.waiting)
    return replace(work, waiting=sheltered(counted, None, f"The work list {work.name}"))


def _counted(waiting: Callable[[Site, Request], int | None]) -> Callable[..., int | None]:
    """Return what takes no other answer than one that can be added up."""

    def told(site: Site, request: Request) -> int | None:
        found: object = waiting(site, request)
        if not isinstance(found, int | None):
            raise TypeError(f"{type(found).__name__} is no number")
        return found

    return told


def _words(findable: Callable[[Any], Findable | None]) -> Callable[[Any], Findable | None]:
    """Return what takes no other answer than one that the search can read."""

    def told(content: Any) -> Findable | None:
        found: object = findable(content)
        if not isinstance(found, Findable | None):
            raise TypeError(f"{type(found).__name__} is no Findable")
        return found

    return told


def _whole(facts: Callable[[Any], Iterable[Any]]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what makes all of the facts at once, so that a defect shows before the page does."""

    def made(content: Any) -> tuple[Any, ...]:
        return tuple((label, value) for label, value in facts(content))

    return made
