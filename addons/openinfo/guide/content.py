"""Disclosure guides: documents that name the office to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addons.openinfo.guide.schema import GuideSchema
from addons.openinfo.i18n import _
from portal.content.declaration import ContentType
from portal.content.document.content import Document, findable_document

if TYPE_CHECKING:
    from collections.abc import Iterator


class Guide(Document):
    """How to get information, and the office that gives it."""

    office = ""
    office_address = ""
    office_hours = ""
    office_phone = ""
    office_fax = ""
    office_email = ""


def facts_of(guide: Guide) -> Iterator[tuple[str, str]]:
    """Return what pages show of the office above the text."""
    yield _("Name of the office"), guide.office
    yield _("Address of the office"), guide.office_address
    yield _("Office hours"), guide.office_hours
    yield _("Telephone"), guide.office_phone
    yield _("Fax"), guide.office_fax
    yield _("Contact on the internet"), guide.office_email


GUIDE = ContentType(
    name="openinfo.guide",
    title=_("Disclosure guide"),
    factory=Guide,
    schema=GuideSchema,
    permission="portal.add_content",
    addable_in=("portal.section",),
    findable=findable_document,
    facts=facts_of,
)
