"""What a person fills in to write a disclosure guide."""

from __future__ import annotations

import colander

from addons.openinfo.i18n import _
from portal.content.document.naming import DocumentFormSchema
from portal.content.document.schema import LINE_MAX

OFFICE = _("Office for disclosure")


def _line(title: str) -> colander.SchemaNode:
    return colander.SchemaNode(
        colander.String(),
        title=title,
        validator=colander.Length(max=LINE_MAX),
        missing="",
        longest=LINE_MAX,
        group=OFFICE,
    )


class GuideSchema(DocumentFormSchema):
    """A guide: its text tells how information is sorted and got, the fields whom to ask.

    Source: Regulations on Open Government Information (State Council Decree No. 711, 2019),
    Article 12.
    """

    office = _line(_("Name of the office"))
    office_address = _line(_("Address of the office"))
    office_hours = _line(_("Office hours"))
    office_phone = _line(_("Telephone"))
    office_fax = _line(_("Fax"))
    office_email = _line(_("Contact on the internet"))
