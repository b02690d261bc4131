"""What somebody typed into a form that was taken away meanwhile, to be copied from the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyramid.csrf import check_csrf_origin, check_csrf_token

from portal.content.content import is_in_use

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request

CHOICE_MAX = 20
"""Longest value of a button or choice, in characters; those are Latin words that nobody typed."""
HIDDEN = frozenset({"csrf_token", "form_key"})
"""Fields that are no text of anybody."""
RETURNED_MAX = 1_000_000
"""Most that is given back, in characters."""


def typed_in_vain(request: Request) -> tuple[str, ...]:
    """Return the texts that were sent to what its site uses no more, in the order of the form.

    Only to whoever typed them: the form has to bring the token of the browser that it came from.
    """
    content = getattr(request, "context", None)
    if request.method != "POST" or content is None or is_in_use(content):
        return ()
    try:
        typed = tuple(_typed(request)) if _is_genuine(request) else ()
    except (ValueError, LookupError, DeprecationWarning):  # what WebOb raises for no form at all
        return ()
    return typed if sum(map(len, typed)) <= RETURNED_MAX else ()


def _is_genuine(request: Request) -> bool:
    return bool(
        check_csrf_origin(request, raises=False) and check_csrf_token(request, raises=False)
    )


def _typed(request: Request) -> Iterator[str]:
    for name, sent in request.POST.items():
        text = sent.strip() if isinstance(sent, str) else ""
        if text and name not in HIDDEN and not _is_choice(text):
            yield text


def _is_choice(text: str) -> bool:
    return len(text) <= CHOICE_MAX and text.isascii() and text.isalnum()
