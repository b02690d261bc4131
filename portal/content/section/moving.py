"""Putting sections elsewhere in their site, and taking empty ones away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyramid.location import inside

from portal.content.content import is_public, site_of
from portal.content.names import RESERVED
from portal.content.naming import need_free_name
from portal.content.redirects import forget_old_path, note_old_path, path_below
from portal.content.section.events import SectionDeleted, SectionMoved
from portal.content.section.operations import look_at_all
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from portal.act import Act
    from portal.content.content import Container
    from portal.content.section.content import Section


def place_section(section: Section, place: Container, name: str, act: Act) -> None:
    """Put `section` with all that is in it below `place` of its site, under `name`.

    It becomes the last one there; where only the name changes, it keeps its position. What is in
    it keeps its identity, and old addresses of the section and of all below lead to the new ones.

    :raises Refusal: when it would be inside itself or in another site, or the name is taken.
    """
    _need_fitting(section, place)
    before, old_name = section.__parent__, section.__name__ or ""
    if place is before and name == old_name:
        raise Refusal(_("The section is there already."))
    need_free_name(place, name, RESERVED)
    old_path, was_public = path_below(section), is_public(section)
    names = before.section_names
    before.move(old_name, place, name)
    if place is before:
        place.section_names = tuple(name if each == old_name else each for each in names)
    else:
        before.section_names = tuple(each for each in names if each != old_name)
        place.section_names = (*place.section_names, name)
    site = site_of(section)
    note_old_path(site, old_path.rstrip("/"), section.oid)
    forget_old_path(site, path_below(section).rstrip("/"))
    section.changed_at = act.at
    act.announce(SectionMoved(section, act, old_path=old_path))
    if is_public(section) != was_public:
        look_at_all(section, act)


def delete_section(section: Section, act: Act) -> None:
    """Take an empty section away; its address says that something was here.

    :raises Refusal: when something is still in it, or the class of the site demands it.
    """
    if section.locked:
        raise Refusal(_("Sites of this kind must have this section; it can be hidden only."))
    if len(section):
        raise Refusal(
            _("Only an empty section can be deleted. Move or delete what is in it first.")
        )
    place, name = section.__parent__, section.__name__ or ""
    note_old_path(site_of(section), path_below(section).rstrip("/"), section.oid)
    act.announce(SectionDeleted(section, act, title=section.title))
    place.section_names = tuple(each for each in place.section_names if each != name)
    place.remove(name)


def _need_fitting(section: Section, place: Container) -> None:
    if site_of(place) is not site_of(section):
        raise Refusal(_("The section has to stay in its site."))
    if inside(place, section):
        raise Refusal(_("A section cannot be put into itself."))
