"""What a site sets for its disclosure of government information."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import colander

from addons.openinfo.i18n import _
from addons.openinfo.numbers import BODY_CODE
from addons.openinfo.topics import NAME, fitting_topics, topics_field
from portal.content.content import site_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portal.site.site import Site

PUBLISHER_MAX = 200
DAYS = 20
"""Working days within which what came about is to be disclosed.

Source: Regulations on Open Government Information (State Council Decree No. 711, 2019), Article 26.
"""
DAYS_MOST = 366


def body_code(node: colander.SchemaNode, value: str) -> None:
    """Refuse what is neither an organisation code nor a unified social credit code."""
    if not BODY_CODE.fullmatch(value):
        raise colander.Invalid(
            node,
            _(
                "Please give the organisation code (8 or 9 characters) or the unified social "
                "credit code (18 characters) of the body."
            ),
        )


class SettingsSchema(colander.Schema):
    """The settings as their form asks for them."""

    body_code = colander.SchemaNode(
        colander.String(),
        title=_("Code of the body"),
        description=_(
            "Index numbers begin with it. As long as it is empty, records get only the index "
            "numbers that people give them."
        ),
        validator=body_code,
        missing="",
        longest=18,
    )
    publisher = colander.SchemaNode(
        colander.String(),
        title=_("Publishing body"),
        description=_("Of records that name no other one; empty for the sponsor of the site."),
        validator=colander.Length(max=PUBLISHER_MAX),
        missing="",
        longest=PUBLISHER_MAX,
    )
    days = colander.SchemaNode(
        colander.Integer(),
        title=_("Working days for disclosure"),
        validator=colander.Range(min=1, max=DAYS_MOST),
        missing=DAYS,
    )
    topics = topics_field()

    def after_bind(self, _node: colander.SchemaNode, values: Mapping[str, Any]) -> None:
        """Let topics that records of the site have stay."""
        self["topics"].validator = fitting_topics(site_of(values["request"].context))


def settings_in(site: Site) -> dict[str, Any]:
    """Return what holds in `site`, field to value."""
    usual = {node.name: node.missing for node in SettingsSchema().children}
    return {**usual, **site.addon_settings.get(NAME, {})}
