"""What a person fills in to answer a frequent question."""

from __future__ import annotations

import colander

from addons.interaction.i18n import _
from portal.content.document.naming import DocumentFormSchema
from portal.content.document.schema import LINE_MAX
from portal.forms.types import Texts

BASIS_MOST = 20
"""Most laws and documents that an answer rests on."""
BASIS_MAX = 300
"""Longest name of one of them, in characters."""
ANSWER = _("Answer")


class QuestionSchema(DocumentFormSchema):
    """A frequent question: its title asks, its text answers."""

    answered_by = colander.SchemaNode(
        colander.String(),
        title=_("Answering office"),
        validator=colander.Length(max=LINE_MAX),
        missing="",
        longest=LINE_MAX,
        group=ANSWER,
    )
    basis = colander.SchemaNode(
        Texts(most=BASIS_MOST, longest=BASIS_MAX),
        title=_("Legal basis"),
        description=_("Laws and documents that the answer rests on, one on each line."),
        shape="lines",
        missing=(),
        group=ANSWER,
    )
    checked_on = colander.SchemaNode(
        colander.Date(),
        title=_("Checked on"),
        description=_("Day on which somebody last made sure that the answer is still right."),
        missing=None,
        group=ANSWER,
    )
