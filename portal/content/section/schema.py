"""What a person fills in to found or change a section."""

from __future__ import annotations

from typing import TypedDict

import colander

from portal.content.names import is_name
from portal.i18n import _

TITLE_MAX = 60
"""Longest title of a section, in characters; names of sections are short."""
DESCRIPTION_MAX = 300
"""Longest description, in characters; the page tag wants one or two sentences."""
KINDS = (
    "channel",
    "news",
    "notice",
    "policy",
    "interpretation",
    "leaders",
    "organisation",
    "overview",
    "guide",
    "data",
    "faq",
    "topic",
    "form",
)
TEMPLATES = ("", "list", "blocks")
"""How the page shows what is in the section: its own documents in a list, the sections below as
blocks; empty for blocks as long as it has no documents of its own."""
UPDATE_CLASSES = ("news", "notice", "policy", "personnel", "plan", "periodic", "static", "exempt")
"""How often a section has to be updated; the windows of days belong to the inspection rules.

Source: check indicators for government websites (State Council General Office, 2019, No. 19).
"""


class SectionData(TypedDict, total=False):
    """A validated section.

    `period_days` is the section's own cycle in days, 0 without one; `keywords` are single words;
    `owner` is the name of a body.
    """

    title: str
    kind: str
    description: str
    keywords: tuple[str, ...]
    column_type: str
    update_class: str
    period_days: int
    owner: str
    template: str
    locked: bool


def url_name(node: colander.SchemaNode, value: str) -> None:
    """Refuse what cannot stand in an address."""
    if not is_name(value):
        raise colander.Invalid(
            node, _("Please use small Latin letters, digits and hyphens, beginning with a letter.")
        )


class Keywords(colander.SequenceSchema):
    """Single words."""

    keyword = colander.SchemaNode(colander.String(), validator=colander.Length(max=40))


class SectionSchema(colander.Schema):
    """A section as the form asks for it; page tags demand description, keywords and type."""

    title = colander.SchemaNode(
        colander.String(), title=_("Name of the section"), validator=colander.Length(max=TITLE_MAX)
    )
    kind = colander.SchemaNode(
        colander.String(), title=_("Kind"), validator=colander.OneOf(KINDS), missing="news"
    )
    description = colander.SchemaNode(
        colander.String(),
        title=_("Description"),
        validator=colander.Length(max=DESCRIPTION_MAX),
        missing="",
    )
    keywords = Keywords(title=_("Keywords"), missing=())
    column_type = colander.SchemaNode(
        colander.String(),
        title=_("Type in page tags"),
        validator=colander.Length(max=60),
        missing="",
    )
    update_class = colander.SchemaNode(
        colander.String(),
        title=_("Update class"),
        validator=colander.OneOf(UPDATE_CLASSES),
        missing="exempt",
    )
    period_days = colander.SchemaNode(
        colander.Integer(),
        title=_("Own cycle in days"),
        validator=colander.Range(min=0, max=3660),
        missing=0,
    )
    owner = colander.SchemaNode(colander.String(), title=_("Body in charge"), missing="")
    template = colander.SchemaNode(
        colander.String(), title=_("Template"), validator=colander.OneOf(TEMPLATES), missing=""
    )
    locked = colander.SchemaNode(colander.Boolean(), title=_("Mandatory section"), missing=False)
