"""What can be done with sections, independent of the web."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.content.events import ContentCreated, ContentEdited
from portal.content.names import RESERVED
from portal.content.naming import need_free_name
from portal.content.section.content import Section
from portal.content.section.events import SectionTurned
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from portal.act import Act
    from portal.content.content import Container
    from portal.content.section.schema import SectionData


def add_section(place: Container, name: str, data: SectionData, act: Act) -> Section:
    """Make a section called `name` the last one of `place`, a site or a section.

    :raises Refusal: when the name is no URL name, or taken.
    """
    need_free_name(place, name, RESERVED)
    section = Section(data)
    section.author, section.changed_at = act.by or "", act.at
    place.add(name, section)
    place.section_names = (*place.section_names, name)
    act.announce(ContentCreated(section, act))
    return section


def edit_section(section: Section, data: SectionData, act: Act) -> None:
    """Change the settings of `section`."""
    kind = section.kind
    for name, value in data.items():
        setattr(section, name, value)
    section.changed_at = act.at
    act.announce((ContentEdited if section.kind == kind else SectionTurned)(section, act))


def move_section(section: Section, transition: str, act: Act) -> None:
    """Show or hide `section`; what is in it follows.

    :raises Refusal: when it is so already.
    """
    section.workflow.move(section, transition)
    section.changed_at = act.at
    look_at_all(section, act)


def look_at_all(section: Section, act: Act) -> None:
    """Announce `section` and what it shows, as the public sees them now or does not any more."""
    for content in contents(section):
        act.announce(ContentEdited(content, act))


def order_sections(place: Container, names: tuple[str, ...], act: Act) -> None:
    """Put the sections of `place` into the order of `names`.

    :raises Refusal: when `names` are not just those that are there.
    """
    if sorted(names) != sorted(place.section_names):
        raise Refusal(_("The sections have changed meanwhile. Please reload the page."))
    place.section_names = names
    act.announce(ContentEdited(place, act))


def contents(section: Section) -> list[Any]:
    """Return `section`, what it shows, and the same of the sections below it."""
    found = [section, *(section[row.name] for row in section.listing)]
    for below in section.sections():
        found += contents(below)
    return found
