"""Look-ups of where a file or picture is used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pyramid.traversal import find_root

from portal.content.boundary import reach
from portal.content.content import site_of
from portal.content.image.content import Image
from portal.i18n import _

if TYPE_CHECKING:
    from pyramid.i18n import TranslationString

    from portal.content.file.content import File


def documents_with(file: File) -> list[Any]:
    """Return the documents that show `file` to the public or whose newest revision names it."""
    oids = dict.fromkeys((*file.shown_with, *file.wanted_by))
    found = (reach(oid, file) for oid in oids)
    return [each for each in found if each is not None]


def other_uses(file: File) -> Iterator[TranslationString]:
    """Say where else `file` is used: in the settings of its site, or as a portrait."""
    site, oid = site_of(file), file.oid
    if site.logo == oid:
        yield _("This is the logo of the site.")
    if any(_holds(options, oid) for _name, options in site.blocks):
        yield _("The home page of the site shows this.")
    for person in _people(file) if isinstance(file, Image) else ():
        if person.portrait == oid:
            yield _("This is the portrait of ${person}.", mapping={"person": person.title})


def _people(file: File) -> Iterator[Any]:
    """Yield the leaders of all bodies."""
    for body in find_root(file)["bodies"].values():
        yield from (each for each in body.values() if hasattr(each, "portrait"))


def _holds(value: Any, oid: int) -> bool:
    """Tell whether the options of a block name the identity, which no other number equals."""
    if isinstance(value, Mapping):
        return any(_holds(each, oid) for each in value.values())
    if isinstance(value, tuple | list):
        return any(_holds(each, oid) for each in value)
    return bool(value == oid)
