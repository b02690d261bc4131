"""The public page of a document as it would be with its newest version: that of its own type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import render_view_to_response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyramid.request import Request
    from pyramid.response import Response

    from portal.content.document.content import Document


def drafted_page(
    shown: Document,
    request: Request,
    *,
    marked: bool = False,
    instead: Mapping[str, Any] | None = None,
) -> Response:
    """Return the page that the type of `shown` has for the public.

    Every view for the public that takes its values from `portal.content.document.views.page_of`
    can show it; whether this person may see it was asked for before.

    :param shown: what `portal.content.document.drafts.as_shown` returned.
    :param marked: say at links that the public does not get why it does not.
    :param instead: values of the page that are to be other ones.
    """
    request.draft_marked, request.draft_instead = marked, instead or {}
    response = render_view_to_response(shown, request, secure=False)
    if response is None:
        raise HTTPNotFound
    return response


def of_draft(values: dict[str, Any], request: Request) -> dict[str, Any]:
    """Return the `values` of a page, with those that are other ones for a draft."""
    return values | getattr(request, "draft_instead", {})


def is_marked(request: Request) -> bool:
    """Tell whether links that the public does not get are to say why."""
    return bool(getattr(request, "draft_marked", False))
