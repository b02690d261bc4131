"""Sections: folders of documents and further sections."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from portal.catalog.listing import Listing
from portal.content.content import Container
from portal.content.declaration import ContentType
from portal.content.section.schema import SectionSchema
from portal.content.workflow import SECTION_WORKFLOW
from portal.i18n import _

if TYPE_CHECKING:
    from portal.content.section.schema import SectionData

Pin: TypeAlias = tuple[int, date | None]
"""Identity of a document and the last day, in the zone of the site, that it is at the top."""


class Section(Container):
    """A section (a column of the site) with what it shows to the public in `listing`.

    :ivar kind: one of `KINDS`, decides how the page looks.
    :ivar column_type: the class of column that the page tag `ColumnType` names.
    :ivar update_class: one of `UPDATE_CLASSES`.
    :ivar period_days: the section's own cycle of updates, in days; 0 without one.
    :ivar owner: name of the body in charge; empty for that of the site.
    :ivar template: one of `TEMPLATES`.
    :ivar review: as that of the site; `None` for what counts above.
    :ivar locked: mandatory; the site may not remove it.
    :ivar accepts: names of the types of content that it takes, of those that fit; empty for all.
    :ivar top: what stands at the top of the list, as `portal.content.section.pinning` reads it.
    """

    workflow = SECTION_WORKFLOW
    kind = "news"
    description = ""
    keywords: tuple[str, ...] = ()
    column_type = ""
    update_class = "exempt"
    period_days = 0
    owner = ""
    template = ""
    locked = False
    accepts: tuple[str, ...] = ()
    top: tuple[Pin, ...] = ()
    review: tuple[int | bool, ...] | None = None

    def __init__(self, data: SectionData) -> None:
        super().__init__()
        for name, value in data.items():
            setattr(self, name, value)
        self.listing = Listing()


SECTION = ContentType(
    name="portal.section",
    title=_("Section"),
    factory=Section,
    schema=SectionSchema,
    permission="portal.manage",
    addable_in=("portal.site", "portal.section"),
)
