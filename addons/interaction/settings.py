"""What a site can set."""

from __future__ import annotations

import colander

from addons.interaction.i18n import _

PRIVACY_MAX = 2_000
"""Longest notice on personal data, in characters."""
LETTERS_PER_HOUR = 20
"""Letters that one network may send in an hour, until a site sets something else."""
LETTERS_PER_HOUR_MAX = 10_000


class SettingsSchema(colander.Schema):
    """The settings as their form asks for them; `missing` holds until somebody sets them."""

    privacy = colander.SchemaNode(
        colander.String(),
        title=_("Notice on personal data"),
        description=_(
            "What else people are told above the form about what becomes of their data, such as "
            "who is responsible and how long it is kept."
        ),
        validator=colander.Length(max=PRIVACY_MAX),
        missing="",
        shape="text",
        longest=PRIVACY_MAX,
    )
    letters_per_hour = colander.SchemaNode(
        colander.Integer(),
        title=_("Letters an hour from one network"),
        description=_("Against those who send letters by machine; one office may be one network."),
        validator=colander.Range(min=1, max=LETTERS_PER_HOUR_MAX),
        missing=LETTERS_PER_HOUR,
    )
