"""Pictures of the site's own media in rich text: kept by an address that fits every host.

A site answers below its own host and below that of the cluster. What is kept is the address on the
site's own host, such as `/media/20260302-1.png/medium`; pages and forms get that of their host.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from portal.content.addresses import path_of
from portal.content.content import site_of
from portal.content.image.sizes import size_within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request

    from portal.content.image.content import Image

MEDIA = "/media/"
SIZE = "medium"
"""Size in which a text shows its pictures."""
_KEPT = re.compile(rf'(\s(?:src|href)="){MEDIA}')
_NAME = re.compile(rf'\s(?:src|href)="{MEDIA}([^"/?#]+)')


def picture_tag(image: Image) -> str:
    """Return the HTML that shows `image` in a text that is kept."""
    width, height = size_within(image, SIZE)
    alternative = html.escape(image.alternative)
    source = f"{MEDIA}{image.__name__}/{SIZE}"
    return f'<img alt="{alternative}" height="{height}" src="{source}" width="{width}">'


def for_host(body: str, place: Any, request: Request) -> str:
    """Return the kept HTML `body` of something in the site of `place` for the host of `request`."""
    here = _media_here(place, request)
    return _KEPT.sub(rf"\g<1>{here}", body) if here != MEDIA else body


def to_be_kept(body: str, place: Any, request: Request) -> str:
    """Return the HTML `body`, as a form on the host of `request` sent it, as it is kept."""
    here = _media_here(place, request)
    if here == MEDIA:
        return body
    return re.sub(rf'(\s(?:src|href)="){re.escape(here)}', rf"\g<1>{MEDIA}", body)


def media_in(body: str, place: Any) -> Iterator[Any]:
    """Yield the pictures and files of the site of `place` that the kept HTML `body` names."""
    media = site_of(place)[MEDIA.strip("/")]
    for name in dict.fromkeys(_NAME.findall(body)):
        found = media.get(name)
        if found is not None:
            yield found


def _media_here(place: Any, request: Request) -> str:
    return f"{path_of(site_of(place), request)}{MEDIA.lstrip('/')}"
