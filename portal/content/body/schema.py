"""What a person fills in about a body and its leaders."""

from __future__ import annotations

from typing import TypedDict

import colander

from portal.i18n import _


class BodyData(TypedDict, total=False):
    """A validated body; `offices` are triples of name, duties and telephone.

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


class PersonData(TypedDict, total=False):
    """A validated leader; `portrait` identifies a picture of the body's site, 0 for none."""

    title: str
    post: str
    duties: str
    resume: str
    phone: str
    email: str
    portrait: int


def _line(title: str, limit: int = 200) -> colander.SchemaNode:
    return colander.SchemaNode(
        colander.String(), title=title, validator=colander.Length(max=limit), missing=""
    )


class Lines(colander.SequenceSchema):
    """Lines of text."""

    line = colander.SchemaNode(colander.String(), validator=colander.Length(max=500))


class BodySchema(colander.Schema):
    """A body as the form asks for it."""

    title = colander.SchemaNode(
        colander.String(), title=_("Full name"), validator=colander.Length(max=100)
    )
    short_title = _line(_("Short name"), 40)
    kind = _line(_("Kind"), 40)
    functions = Lines(title=_("Main functions"), missing=())
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
