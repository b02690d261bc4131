"""An address has one meaning: what goes on behind a view's name leads nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.exceptions import PredicateMismatch

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyramid.request import Request

    View = Callable[[Any, Request], Any]


def only_whole_addresses(view: View, info: Any) -> View:
    """Answer `search`, but not `search/anything`, which traversal would give to the same view."""

    def guarded(context: Any, request: Request) -> Any:
        by_path = getattr(request, "matched_route", None) is None
        if by_path and getattr(request, "exception", None) is None and request.subpath:
            raise PredicateMismatch("Nothing is below this page.")
        return view(context, request)

    return guarded
