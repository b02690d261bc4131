"""What a person fills in to found or change a section."""

from __future__ import annotations

from typing import TypedDict

import colander

from portal.content.names import is_name
from portal.forms.types import Several, Texts
from portal.i18n import _

TITLE_MAX = 60
"""Longest title of a section, in characters; names of sections are short."""
DESCRIPTION_MAX = 300
"""Longest description, in characters; the page tag wants one or two sentences."""
NAME_MAX = 60
KEYWORDS_MOST = 20
KEYWORD_MAX = 40
KIND_TITLES = {
    "channel": _("Channels"),
    "news": _("News"),
    "notice": _("Notices and announcements"),
    "policy": _("Policy documents"),
    "interpretation": _("Policy interpretation"),
    "leaders": _("Leaders"),
    "organisation": _("Organisation and functions"),
    "overview": _("Overview"),
    "guide": _("Guides to services"),
    "data": _("Data"),
    "faq": _("Questions and answers"),
    "topic": _("Special topics"),
    "form": _("Forms to download"),
}
"""What stands in sections of a kind, as people call it."""
KINDS = tuple(KIND_TITLES)
TEMPLATE_TITLES = {
    "": _("Whatever fits what is in it"),
    "list": _("A list of its documents"),
    "blocks": _("A block for each section below"),
}
TEMPLATES = tuple(TEMPLATE_TITLES)
"""How the page shows what is in the section: its own documents in a list, the sections below as
blocks; empty for blocks as long as it has no documents of its own."""
UPDATE_TITLES = {
    "exempt": _("No rule"),
    "news": _("News"),
    "notice": _("Notices and announcements"),
    "policy": _("Policy documents"),
    "personnel": _("Personnel"),
    "plan": _("Plans and summaries"),
    "periodic": _("A cycle of its own"),
    "static": _("Standing information"),
}
UPDATE_CLASSES = tuple(UPDATE_TITLES)
"""How often a section has to be updated; the windows of days belong to the inspection rules.

Source: check indicators for government websites (State Council General Office, 2019, No. 19).
"""


class SectionData(TypedDict, total=False):
    """A validated section.

    `period_days` is the section's own cycle in days, 0 without one; `keywords` are single words;
    `owner` is the name of a body; `accepts` are names of types, empty for all that fit.
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
    accepts: tuple[str, ...]


def url_name(node: colander.SchemaNode, value: str) -> None:
    """Refuse what cannot stand in an address."""
    if not is_name(value):
        raise colander.Invalid(
            node, _("Please use small Latin letters, digits and hyphens, beginning with a letter.")
        )


INSPECTION = _("Updates and inspection")


class SectionSchema(colander.Schema):
    """A section as the form asks for it; page tags demand description, keywords and type."""

    title = colander.SchemaNode(
        colander.String(),
        title=_("Name of the section"),
        validator=colander.Length(max=TITLE_MAX),
        longest=TITLE_MAX,
        marked=True,
    )
    kind = colander.SchemaNode(
        colander.String(),
        title=_("Kind"),
        validator=colander.OneOf(KINDS),
        missing="news",
        shape="choice",
        choices=tuple(KIND_TITLES.items()),
        description=_("It decides how the page looks and how the search narrows."),
    )
    description = colander.SchemaNode(
        colander.String(),
        title=_("Description"),
        validator=colander.Length(max=DESCRIPTION_MAX),
        missing="",
        shape="text",
        description=_("One or two sentences on what is published here."),
    )
    keywords = colander.SchemaNode(
        Texts(most=KEYWORDS_MOST, longest=KEYWORD_MAX),
        title=_("Keywords"),
        missing=(),
        shape="lines",
        description=_("One on each line."),
    )
    template = colander.SchemaNode(
        colander.String(),
        title=_("Template"),
        validator=colander.OneOf(TEMPLATES),
        missing="",
        shape="choice",
        choices=tuple(TEMPLATE_TITLES.items()),
    )
    column_type = colander.SchemaNode(
        colander.String(),
        title=_("Type in page tags"),
        validator=colander.Length(max=60),
        missing="",
        longest=60,
        group=INSPECTION,
    )
    update_class = colander.SchemaNode(
        colander.String(),
        title=_("Update class"),
        validator=colander.OneOf(UPDATE_CLASSES),
        missing="exempt",
        shape="choice",
        choices=tuple(UPDATE_TITLES.items()),
        group=INSPECTION,
    )
    period_days = colander.SchemaNode(
        colander.Integer(),
        title=_("Own cycle in days"),
        validator=colander.Range(min=0, max=3660),
        missing=0,
        group=INSPECTION,
    )
    owner = colander.SchemaNode(
        colander.String(),
        title=_("Body in charge"),
        validator=colander.Length(max=200),
        missing="",
        longest=200,
        group=INSPECTION,
    )
    locked = colander.SchemaNode(colander.Boolean(), title=_("Mandatory section"), missing=False)


class SectionFormSchema(SectionSchema):
    """A section as those who manage a site change it; what is mandatory comes with the class.

    Who shows the form gives `accepts` the choices that there are, or takes it away.
    """

    accepts = colander.SchemaNode(
        Several(),
        title=_("Types of content"),
        missing=(),
        choices=(),
        description=_(
            "What editors may add here; all of it as long as none is ticked. "
            "What is here already stays."
        ),
    )

    def after_bind(self, _node: colander.SchemaNode, _values: object) -> None:
        """Ask for the name in addresses too, and not for what managers do not decide."""
        del self["locked"]
        self.add_before(
            "kind",
            colander.SchemaNode(
                colander.String(),
                name="name",
                title=_("Name in addresses"),
                validator=url_name,
                missing="",
                longest=NAME_MAX,
                description=_("Empty to make it from the name in pinyin."),
            ),
        )
