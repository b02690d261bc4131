"""Forms that cannot be read are the sender's mistake, not a defect of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyramid.request import Request

    View = Callable[[Any, Request], Any]


class UnreadableForm(Exception):  # noqa: N818  # it names what happened, like Pyramid's own
    """The body of a request is no form; its page has the status 400."""


def only_readable_forms(view: View, info: Any) -> View:
    """Read the form of a request before its view, and before its token is looked for."""

    def guarded(context: Any, request: Request) -> Any:
        if getattr(request, "exception", None) is None:
            _read(request)
        return view(context, request)

    return guarded


def _read(request: Request) -> None:
    try:
        request.POST  # noqa: B018  # reading it is what can fail
    except UnicodeDecodeError:
        raise
    except (ValueError, LookupError, DeprecationWarning) as problem:
        # WebOb raises a warning for a form in another charset than UTF-8
        raise UnreadableForm(str(problem)) from problem
