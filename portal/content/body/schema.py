"""What a person fills in about a body and its leaders."""

from __future__ import annotations

from typing import TypedDict

import colander

from portal.content.body.code import is_code, plain_code
from portal.content.plaintext import clean_line
from portal.forms.types import Texts
from portal.i18n import _

POSITION_MOST = 9_999
TITLE_MAX = 100
FUNCTIONS_MOST = 50
FUNCTION_MAX = 500
"""Longest values, in characters, and most of them."""
_READ_MOST = 10_000
"""Of a line that is cleaned, in characters; more than a field takes is refused, not cut."""


class BodyData(TypedDict, total=False):
    """A validated body; `offices` are triples of name, duties and telephone.

    `superior` identifies the body above, 0 for none; `position` is a number in the order of those
    below the same one; `code` is the unified social credit code.

    Source of the fields: directory of bodies and leaders that seed projects ask for, with
    Regulations on Open Government Information (Decree No. 711, 2019), Article 20.
    """

    title: str
    short_title: str
    kind: str
    functions: tuple[str, ...]
    address: str
    postcode: str
    phone: str
    hours: str
    offices: tuple[tuple[str, str, str], ...]
    superior: int
    position: int
    code: str


class PersonData(TypedDict, total=False):
    """A validated leader; `portrait` identifies a picture of the body's site, 0 for none."""

    title: str
    post: str
    duties: str
    resume: str
    phone: str
    email: str
    portrait: int


def need_code(node: colander.SchemaNode, value: str) -> None:
    """Refuse what is no unified social credit code, also one with a mistyped character."""
    if not is_code(value):
        raise colander.Invalid(
            node, _("This is no unified social credit code: check what was typed.")
        )


def one_line(typed: str) -> str:
    """Return what was typed as one line, without what cannot be seen; nothing of it is cut."""
    return clean_line(typed, _READ_MOST) if typed else typed


def _line(title: str, limit: int = 200) -> colander.SchemaNode:
    return colander.SchemaNode(
        colander.String(),
        title=title,
        preparer=one_line,
        validator=colander.Length(max=limit),
        missing="",
        longest=limit,
    )


class BodySchema(colander.Schema):
    """A body as the form asks for it."""

    title = colander.SchemaNode(
        colander.String(),
        title=_("Full name"),
        preparer=one_line,
        validator=colander.Length(max=TITLE_MAX),
        longest=TITLE_MAX,
        marked=True,
    )
    short_title = _line(_("Short name"), 40)
    code = colander.SchemaNode(
        colander.String(),
        title=_("Unified social credit code"),
        description=_("18 digits and capitals, the last one a check character."),
        preparer=plain_code,
        validator=need_code,
        missing="",
    )
    kind = _line(_("Kind"), 40)
    position = colander.SchemaNode(
        colander.Integer(),
        title=_("Place in the order"),
        description=_("Smaller numbers come first among the bodies below the same one."),
        validator=colander.Range(min=0, max=POSITION_MOST),
        missing=0,
    )
    functions = colander.SchemaNode(
        Texts(most=FUNCTIONS_MOST, longest=FUNCTION_MAX),
        title=_("Main functions"),
        description=_("One on each line."),
        missing=(),
        shape="lines",
    )
    address = _line(_("Address"))
    postcode = _line(_("Postcode"), 10)
    phone = _line(_("Telephone"), 60)
    hours = _line(_("Office hours"))


class PersonSchema(colander.Schema):
    """A leader as the form asks for it."""

    title = colander.SchemaNode(
        colander.String(), title=_("Name"), validator=colander.Length(max=60)
    )
    post = _line(_("Post"))
    duties = _line(_("Division of work"), 1_000)
    resume = _line(_("Curriculum vitae"), 5_000)
    phone = _line(_("Telephone"), 60)
    email = _line(_("E-mail"))
