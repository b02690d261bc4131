"""Which content the general pages are for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.content.adding import is_document_type
from portal.content.declaration import kind_of

if TYPE_CHECKING:
    from pyramid.request import Request


class General:
    """Say of a view by `general=True` that it is for content of add-ons that is no document."""

    def __init__(self, wanted: bool, info: Any) -> None:  # noqa: ARG002, FBT001  # Pyramid calls it so
        self.wanted = wanted

    def text(self) -> str:
        """Return how the view is told from others."""
        return f"general = {self.wanted}"

    phash = text

    def __call__(self, context: Any, request: Request) -> bool:
        """Tell whether the view is for `context`."""
        kind = kind_of(context, request.registry)
        return self.wanted == (kind is not None and bool(kind.addon) and not is_document_type(kind))
