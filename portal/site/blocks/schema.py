"""What a person fills in about each block of a home page; all of it may be left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import colander

from portal.content.richtext import clean
from portal.i18n import _
from portal.site.blocks.references import own_section

if TYPE_CHECKING:
    from collections.abc import Callable

WIDTHS = ("wide", "half", "third")
TITLE_MAX = 30
"""Longest heading and longest title of a link, in characters."""
LABEL_MAX = 2
ADDRESS_MAX = 2_000
NOTICE_MAX = 200
TEXT_MAX = 20_000
"""Longest free text, in characters of HTML."""
SECTIONS_MAX = 8
ENTRIES_MAX = 16
WORDS_MAX = 10
_WEB = re.compile(r"https?://[\x21-\x7e]+")
_LOCAL = re.compile(r"(?!/|[a-z]+:)[\x21-\x7e]+", re.IGNORECASE)


@colander.deferred
def of_this_site(_node: Any, given: dict[str, Any]) -> Callable[[Any, int], None]:
    """Return a validator that refuses what is no section of the site that the schema is bound to.

    :param given: what the schema was bound with; `site` is needed.
    """
    site = given["site"]

    def check(node: colander.SchemaNode, value: int) -> None:
        if own_section(value, site) is None:
            raise colander.Invalid(node, _("This site has no such section."))

    return check


def link_address(node: colander.SchemaNode, value: str) -> None:
    """Refuse what is neither an address of a web page nor a path below the home page."""
    if not (_WEB.fullmatch(value) or _LOCAL.fullmatch(value)):
        raise colander.Invalid(
            node, _("Please give an address with https://, or a path below the home page.")
        )


def _line(title: str, limit: int, **more: Any) -> colander.SchemaNode:
    more.setdefault("missing", "")
    return colander.SchemaNode(
        colander.String(), title=title, validator=colander.Length(max=limit), **more
    )


def _section(**more: Any) -> colander.SchemaNode:
    more.setdefault("title", _("Section"))
    return colander.SchemaNode(colander.Integer(), validator=of_this_site, **more)


def _count(most: int) -> colander.SchemaNode:
    return colander.SchemaNode(
        colander.Integer(),
        title=_("How many"),
        validator=colander.Range(min=1, max=most),
        missing=colander.drop,
    )


class BlockSchema(colander.Schema):
    """What every block has; the schemas of block types inherit from it."""

    @staticmethod
    def schema_type() -> Any:
        """Refuse options that the block does not have."""
        return colander.Mapping(unknown="raise")

    title = _line(_("Heading"), TITLE_MAX)
    width = colander.SchemaNode(
        colander.String(),
        title=_("Width"),
        validator=colander.OneOf(WIDTHS),
        missing=colander.drop,
    )


class Sections(colander.SequenceSchema):
    """Sections of the site, in the order of the page."""

    section = _section()


class Words(colander.SequenceSchema):
    """Words that are looked for often."""

    word = colander.SchemaNode(colander.String(), validator=colander.Length(max=TITLE_MAX))


class EntrySchema(colander.Schema):
    """A link to a section, or to an address."""

    title = _line(_("Title"), TITLE_MAX)
    label = _line(_("Short label"), LABEL_MAX)
    section = _section(missing=0)
    address = colander.SchemaNode(
        colander.String(),
        title=_("Address of the link"),
        validator=colander.All(colander.Length(max=ADDRESS_MAX), link_address),
        missing="",
    )

    def validator(self, node: colander.SchemaNode, value: dict[str, Any]) -> None:
        """Refuse a link that leads nowhere, and one to an address that nothing tells about."""
        if not value["section"] and not (value["address"] and value["title"]):
            raise colander.Invalid(node, _("Please give a section, or an address with a title."))


class Entries(colander.SequenceSchema):
    """Links in their order."""

    entry = EntrySchema()


class LeadsSchema(BlockSchema):
    """Lead pictures; headlines of `section` stand beside the large one."""

    count = _count(4)
    section = _section(title=_("Headlines beside the picture"), missing=0)


class NewestSchema(BlockSchema):
    """The newest of one section."""

    section = _section()
    count = _count(12)


class GroupSchema(BlockSchema):
    """Several sections; without any, those that are updated."""

    sections = Sections(
        title=_("Sections"), validator=colander.Length(max=SECTIONS_MAX), missing=()
    )
    count = _count(12)


class EntriesSchema(BlockSchema):
    """Quick services; without any, the sections with guides and forms."""

    entries = Entries(title=_("Links"), validator=colander.Length(max=ENTRIES_MAX), missing=())


class FinderSchema(BlockSchema):
    """A search field with words that are looked for often; without any, those of the cluster."""

    words = Words(title=_("Hot words"), validator=colander.Length(max=WORDS_MAX), missing=())


class NoticeSchema(BlockSchema):
    """One line: a text until a day, or the newest of a section."""

    text = _line(_("Text"), NOTICE_MAX)
    address = colander.SchemaNode(
        colander.String(),
        title=_("Address of the link"),
        validator=colander.All(colander.Length(max=ADDRESS_MAX), link_address),
        missing="",
    )
    until = colander.SchemaNode(colander.Date(), title=_("Last day"), missing=None)
    section = _section(missing=0)

    def validator(self, node: colander.SchemaNode, value: dict[str, Any]) -> None:
        """Refuse a notice without anything to say."""
        if not (value["text"] or value["section"]):
            raise colander.Invalid(node, _("Please give a text or a section."))


class TopicsSchema(BlockSchema):
    """Special topics: what is below a section, with pictures."""

    section = _section()
    count = _count(8)


class TextSchema(BlockSchema):
    """Free text."""

    html = colander.SchemaNode(
        colander.String(),
        title=_("Text"),
        validator=colander.Length(max=TEXT_MAX),
        preparer=lambda value: clean(value) if value else value,
    )
