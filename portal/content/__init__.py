"""What there is: the base of all content, and sections, documents, files, pictures and links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.content.body.content import BODY, PERSON
from portal.content.declaration import add_kind
from portal.content.document.content import DOCUMENT
from portal.content.file.content import FILE
from portal.content.general.predicate import General
from portal.content.image.content import IMAGE
from portal.content.link.content import LINK
from portal.content.section.content import SECTION

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Register the content types of the core, their pages, and what indexes them."""
    config.add_directive("add_kind", add_kind)
    config.add_view_predicate("general", General)
    for kind in (BODY, PERSON, SECTION, DOCUMENT, FILE, IMAGE, LINK):
        config.add_kind(kind)
    config.scan("portal.content")
