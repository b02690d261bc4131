"""What a person fills in to found or change a site."""

from __future__ import annotations

from typing import TypedDict

import colander

from portal.content.link.schema import ADDRESS_MAX, web_address
from portal.content.section.schema import url_name
from portal.i18n import _
from portal.site.hosts import ascii_host

KINDS = ("portal", "department", "special")
LEVELS = ("state", "province", "city", "county")
THEMES = ("azure", "crimson", "verdant", "lake", "slate")
"""Colours of a site's pages; portal/theme/data/themes.toml describes them."""
IDENTITY_CODE_LENGTH = 10
"""Characters of a site's identity code. Source: sampled codes such as 4403000052, bm01000001."""


class SiteData(TypedDict, total=False):
    """Validated settings of a site.

    `hosts` come with the main one first; `owner` is the name of a body; `languages` are locale
    names such as `zh_CN`; `class_name` names the site class that it was founded from;
    `logo` identifies a picture of the same site, 0 for none.
    """

    title: str
    short_title: str
    kind: str
    level: str
    class_name: str
    owner: str
    hosts: tuple[str, ...]
    identity_code: str
    icp: str
    police: str
    certificate: str
    corrections: str
    sponsor: str
    operator: str
    contact: str
    languages: tuple[str, ...]
    theme: str
    logo: int


def host_name(node: colander.SchemaNode, value: str) -> None:
    """Refuse what is no name of a host."""
    try:
        ascii_host(value)
    except ValueError:
        raise colander.Invalid(
            node, _("“${host}” is no name of a host.", mapping={"host": value})
        ) from None


def identity_code(node: colander.SchemaNode, value: str) -> None:
    """Refuse a code of another length; those outside the government system have no common form."""
    if len(value) != IDENTITY_CODE_LENGTH or not value.isascii() or not value.isalnum():
        raise colander.Invalid(node, _("An identity code has ten letters and digits."))


class Hosts(colander.SequenceSchema):
    """Names of hosts, the main one first."""

    host = colander.SchemaNode(colander.String(), validator=host_name)


def _line(title: str, limit: int = 200) -> colander.SchemaNode:
    return colander.SchemaNode(
        colander.String(), title=title, validator=colander.Length(max=limit), missing=colander.drop
    )


def _address(title: str) -> colander.SchemaNode:
    return colander.SchemaNode(
        colander.String(),
        title=title,
        validator=colander.All(colander.Length(max=ADDRESS_MAX), web_address),
        missing=colander.drop,
    )


class SiteSchema(colander.Schema):
    """A site as the form asks for it."""

    name = colander.SchemaNode(
        colander.String(), title=_("Name in addresses"), validator=url_name, missing=colander.drop
    )
    title = colander.SchemaNode(
        colander.String(), title=_("Name of the site"), validator=colander.Length(max=100)
    )
    short_title = _line(_("Short title"), 30)
    kind = colander.SchemaNode(
        colander.String(), title=_("Kind"), validator=colander.OneOf(KINDS), missing=colander.drop
    )
    level = colander.SchemaNode(
        colander.String(), title=_("Level"), validator=colander.OneOf(LEVELS), missing=colander.drop
    )
    class_name = _line(_("Site class"))
    owner = _line(_("Owner"))
    hosts = Hosts(title=_("Hosts"), missing=())
    identity_code = colander.SchemaNode(
        colander.String(),
        title=_("Identity code"),
        validator=identity_code,
        missing=colander.drop,
    )
    icp = _line(_("ICP filing"))
    police = _line(_("Police filing"))
    certificate = _address(_("Address of the certificate of the mark"))
    corrections = _address(_("Address for reports of errors"))
    sponsor = _line(_("Sponsor"))
    operator = _line(_("Operator"))
    contact = _line(_("Contact"))
    theme = colander.SchemaNode(
        colander.String(),
        title=_("Colours"),
        validator=colander.OneOf(THEMES),
        missing=colander.drop,
    )
    logo = colander.SchemaNode(colander.Integer(), title=_("Logo"), missing=colander.drop)
