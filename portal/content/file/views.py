"""Downloading files."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from pyramid.response import FileResponse
from pyramid.view import view_config

from portal.content.file.content import File
from portal.content.file.schema import INLINE

if TYPE_CHECKING:
    from pyramid.request import Request
    from pyramid.response import Response


@view_config(context=File, permission="view")
def download(file: File, request: Request) -> Response:
    """Send the file; a browser shows only what cannot run in it."""
    with file.blob.open("c") as place:
        response = FileResponse(place.name, request=request, content_type=file.media_type)
    way = "inline" if file.media_type in INLINE else "attachment"
    response.headers["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(file.file_name)}"
    response.headers["Content-Security-Policy"] = "sandbox"
    return response
