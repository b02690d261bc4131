"""The public look: the frame around every page, shared parts of pages, styles."""

from __future__ import annotations

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyramid.events import BeforeRender
from pyramid.renderers import get_renderer
from pyramid.static import QueryStringConstantCacheBuster

from portal.site.reading import language_of
from portal.site.routing import no_root
from portal.theme.frame import PageMaker
from portal.theme.page import page_of

if TYPE_CHECKING:
    from pyramid.config import Configurator

STATIC = "portal.theme:static"
EDITOR = "deform:static/tinymce"
"""The editor of rich text, as it is shipped; the template that asks for it names its files."""
DOCUMENT_PAGE = "portal.content.document:templates/document.pt"
"""The page of a document; types of add-ons fill the slots in which theirs differ."""
KEEP_SECONDS = 31_536_000
"""How long browsers keep styles and pictures: a year, for each change has its own address."""
_MAKER = "portal.page_maker"


def set_page_maker(config: Configurator, maker: PageMaker) -> None:
    """Let `maker` fill in the frame of every page that does not bring its own `page`."""
    config.registry[_MAKER] = maker


def add_frame(event: BeforeRender) -> None:
    """Offer `frame`, `document_page`, `parts` and `page` to a page template.

    Without a request, as for a page that reports a defect, there is nothing to put into a frame.
    """
    request = event["request"]
    if request is None or not event["renderer_name"].endswith(".pt"):
        return
    event["frame"] = get_renderer(f"{__name__}:templates/frame.pt").implementation()
    event["document_page"] = get_renderer(DOCUMENT_PAGE).implementation()
    event["parts"] = get_renderer(f"{__name__}:templates/parts.pt").implementation().macros
    shown: dict[str, Any] = event.rendering_val
    maker: PageMaker | None = request.registry.get(_MAKER)
    if maker and "page" not in shown:
        event["page"] = maker(request, shown)


def includeme(config: Configurator) -> None:
    """Put pages into the frame, serve the styles and translate the core's messages."""
    config.include("portal.theme.compiling")
    config.include("portal.theme.remembered")
    config.add_directive("set_page_maker", set_page_maker)
    config.set_page_maker(page_of)
    config.add_subscriber(add_frame, BeforeRender)
    config.set_locale_negotiator(language_of)
    config.add_translation_dirs("portal:locale")
    config.add_static_view("static/editor", EDITOR, cache_max_age=KEEP_SECONDS, factory=no_root)
    config.add_cache_buster(EDITOR, QueryStringConstantCacheBuster(version("deform")))
    config.add_static_view("static", STATIC, cache_max_age=KEEP_SECONDS, factory=no_root)
    config.add_cache_buster(STATIC, QueryStringConstantCacheBuster(_digest()))


def _digest() -> str:
    sums = sha256()
    for file in sorted((Path(__file__).parent / "static").iterdir()):
        sums.update(file.read_bytes())
    return sums.hexdigest()[:12]
