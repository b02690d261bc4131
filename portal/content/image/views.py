"""Pictures in the sizes that pages show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyramid.response import FileResponse
from pyramid.view import view_config, view_defaults

from portal.content.image.content import Image
from portal.content.image.sizes import sized

if TYPE_CHECKING:
    from pyramid.request import Request
    from pyramid.response import Response


@view_defaults(context=Image, permission="view")
class Sizes:
    """A view for each size."""

    def __init__(self, image: Image, request: Request) -> None:
        self.image = image
        self.request = request

    @view_config(name="small")
    def small(self) -> Response:
        """Send the picture for lists and phones."""
        return self._send("small")

    @view_config(name="medium")
    def medium(self) -> Response:
        """Send the picture for pages."""
        return self._send("medium")

    @view_config(name="large")
    def large(self) -> Response:
        """Send the picture for wide screens."""
        return self._send("large")

    def _send(self, name: str) -> Response:
        folder = self.request.registry["settings"].copies_folder
        place = sized(self.image, name, folder)
        response = FileResponse(str(place), request=self.request, content_type="image/webp")
        # Kept, but asked for each time: a withdrawn picture is nowhere to be seen at once.
        response.headers["Cache-Control"] = "no-cache"
        return response
