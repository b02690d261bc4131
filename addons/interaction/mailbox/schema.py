"""What a person fills in to open a mailbox."""

from __future__ import annotations

import re
from typing import NamedTuple

import colander

from addons.interaction.i18n import _
from portal.content.document.naming import DocumentFormSchema
from portal.forms.rows import Column, Rows

LEADERS_MOST = 50
NAME_MAX, POST_MAX, DUTIES_MAX = 50, 100, 300
"""Longest parts of what is said of a leader, in characters."""
LEADER_PARTS = 3
LINE_MAX = 200
NOTE_MAX = 2_000
_BAR = re.compile("[|\uff5c]")


class Leader(NamedTuple):
    """Somebody who can be written to."""

    name: str
    post: str = ""
    duties: str = ""


def leader_of(line: str) -> Leader:
    """Return the leader whom a line describes: name, post and duties, with bars between them."""
    return Leader(*(part.strip() for part in _BAR.split(line, LEADER_PARTS - 1)))


def _good_leaders(node: colander.SchemaNode, lines: tuple[str, ...]) -> None:
    """Refuse two of the same name: letters are addressed by it."""
    names = [leader_of(line).name for line in lines]
    if len(set(names)) < len(names):
        raise colander.Invalid(node, _("Two leaders have the same name."))


def _line(title: str, description: str = "") -> colander.SchemaNode:
    return colander.SchemaNode(
        colander.String(),
        title=title,
        description=description,
        validator=colander.Length(max=LINE_MAX),
        missing="",
        longest=LINE_MAX,
    )


class MailboxSchema(DocumentFormSchema):
    """A mailbox as its form asks for it: all of a document, and who reads the letters when."""

    leaders = colander.SchemaNode(
        Rows(
            Column(_("Name"), longest=NAME_MAX, needed=True),
            Column(_("Post"), longest=POST_MAX),
            Column(_("Duties"), longest=DUTIES_MAX, lines=2),
            most=LEADERS_MOST,
        ),
        title=_("Leaders"),
        description=_("Citizens choose whom they write to."),
        validator=_good_leaders,
        missing=(),
    )
    hours = _line(_("Hours"), _("When letters are read, or when citizens are received."))
    telephone = _line(_("Telephone"))
    answered = colander.SchemaNode(
        colander.String(),
        title=_("What is answered"),
        description=_("What letters are answered here, which are not, and where those belong."),
        validator=colander.Length(max=NOTE_MAX),
        missing="",
        shape="text",
        longest=NOTE_MAX,
    )
    closed_because = _line(
        _("Why it takes no letters now"), _("Citizens read this. Empty while it takes letters.")
    )
