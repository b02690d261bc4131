"""What forms about people and bodies ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import colander

from portal.content.body.queries import body_tree
from portal.content.body.schema import BodySchema, one_line
from portal.content.names import is_name
from portal.i18n import _

if TYPE_CHECKING:
    from pyramid.i18n import TranslationString

    from portal.content.body.content import Body

NAME_MOST = 60
LOGIN_MOST = 40
POST_MOST = 60
TELEPHONE_MOST = 40
"""Longest values, in characters."""
INDENT = "\N{IDEOGRAPHIC SPACE}"
"""What a body stands further right by than the one above it."""


def line(
    title: TranslationString, longest: int, *, needed: bool = False, hint: Any = ""
) -> colander.SchemaNode:
    """Return a field for one line of text."""
    return colander.SchemaNode(
        colander.String(),
        title=title,
        description=hint,
        preparer=one_line,
        validator=colander.Length(max=longest),
        missing=colander.required if needed else "",
        marked=needed,
        longest=longest,
    )


def body_choice(
    bodies: Any, title: TranslationString, current: int = 0, without: Body | None = None
) -> colander.SchemaNode:
    """Return a field for one of the cluster's bodies; its value is an identity, 0 for none.

    :param current: what is chosen already; it can stay although that body has ended.
    :param without: a body that cannot be chosen, with all below it.
    """
    choices = [("0", _("None")), *body_choices(bodies, without)]
    known = {int(oid) for oid, _title in choices} | {current}
    if str(current) not in dict(choices):
        ended = (each for each in bodies.values() if each.oid == current)
        choices += [(str(current), each.title) for each in ended]

    def need_known(node: colander.SchemaNode, value: int) -> None:
        if value not in known:
            raise colander.Invalid(node, _("Please choose a body that has not ended."))

    return colander.SchemaNode(
        colander.Integer(),
        title=title,
        validator=need_known,
        missing=0,
        shape="choice",
        choices=tuple(choices),
    )


def body_choices(bodies: Any, without: Body | None = None) -> list[tuple[str, str]]:
    """Return identity and name of each body in its place of the tree, without one and all below."""
    found: list[tuple[str, str]] = []
    left_out: int | None = None
    for depth, body in body_tree(bodies):
        if left_out is not None and depth > left_out:
            continue
        left_out = depth if body is without else None
        if left_out is None:
            found.append((str(body.oid), f"{INDENT * depth}{body.title}"))
    return found


def person_schema(bodies: Any, current: int = 0, *, new: bool = False) -> colander.SchemaNode:
    """Return what is asked of a person; of a new one, also the account name."""
    schema = colander.Schema()
    fields = {
        "title": line(_("Name"), NAME_MOST, needed=True),
        "body": body_choice(bodies, _("Body"), current),
        "post": line(_("Post"), POST_MOST),
        "telephone": line(_("Telephone of the office"), TELEPHONE_MOST),
    }
    if new:
        hint = _("2 to 40 small letters, digits, dots and hyphens; it stays for ever.")
        fields = {"login": line(_("Account name"), LOGIN_MOST, needed=True, hint=hint), **fields}
    for name, node in fields.items():
        node.name = name
        schema.add(node)
    return schema


def body_schema(bodies: Any, body: Body | None = None) -> colander.SchemaNode:
    """Return what is asked of a body; of a new one, also the name in addresses."""
    schema = BodySchema()
    above = body_choice(bodies, _("Superior body"), body.superior if body is not None else 0, body)
    above.name = "superior"
    schema.add_before("position", above)
    if body is None:
        hint = _("Empty to make it from the name in pinyin.")
        node = line(_("Name in addresses"), NAME_MOST, hint=hint)
        node.name, node.validator = "name", _url_name
        schema.add_before("kind", node)
    return schema


def _url_name(node: colander.SchemaNode, value: str) -> None:
    if not is_name(value):
        raise colander.Invalid(
            node, _("Please use small Latin letters, digits and hyphens, beginning with a letter.")
        )
