"""What a person fills in to add a link."""

from __future__ import annotations

from typing import TypedDict

import colander

from portal.i18n import _

TITLE_MAX = 200
ADDRESS_MAX = 2_000


class LinkData(TypedDict):
    """A validated link."""

    title: str
    address: str


def web_address(node: colander.SchemaNode, value: str) -> None:
    """Refuse what is no address of a web page; a link must not run anything."""
    if not value.startswith(("https://", "http://")):
        raise colander.Invalid(node, _("Please give an address that begins with https://."))


class LinkSchema(colander.Schema):
    """A link as the form asks for it."""

    title = colander.SchemaNode(
        colander.String(), title=_("Title"), validator=colander.Length(max=TITLE_MAX)
    )
    address = colander.SchemaNode(
        colander.String(),
        title=_("Address of the link"),
        validator=colander.All(colander.Length(max=ADDRESS_MAX), web_address),
    )
