"""How values of a schema become fields of a form, and what was typed becomes values again."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from zoneinfo import ZoneInfo

import colander
from deform import widget

from portal.forms.rows import Rows, RowsWidget
from portal.forms.types import Moments, Several
from portal.i18n import _

LINES_MOST = 10_000
"""Most lines that a field of lines is read for."""
MOMENT = "%Y-%m-%dT%H:%M"
"""How browsers send a day and a time. Source: HTML standard, local date and time string."""


class Line(widget.TextInputWidget):
    """One line of text."""

    template = "line"


class Text(widget.TextAreaWidget):
    """A few lines of plain text."""

    template = "text"
    rows = 4


class RichText(widget.TextAreaWidget):
    """HTML, with an editor where there is script."""

    template = "rich_text"
    rows = 20
    strip = False


class Choice(widget.SelectWidget):
    """One of a few values, as the node names them in `choices`."""

    template = "choice"


class SeveralOf(widget.Widget):
    """Any of a few values, as the node names them in `choices`: a box for each."""

    template = "several"
    is_group = True

    def serialize(self, field: Any, cstruct: Any, **values: Any) -> Any:
        """Return the HTML of the boxes."""
        chosen = () if cstruct in (None, colander.null) else tuple(cstruct)
        named = tuple((place, *pair) for place, pair in enumerate(field.schema.choices))
        shown = {"choices": named, "chosen": chosen}
        return field.renderer(
            self.template, **self.get_template_values(field, chosen, values | shown)
        )

    def deserialize(self, field: Any, pstruct: Any) -> Any:
        """Return the values of the boxes that are ticked."""
        if pstruct is colander.null:
            return ()
        if not isinstance(pstruct, list) or not all(isinstance(each, str) for each in pstruct):
            raise colander.Invalid(field.schema, _("This is none of the choices."))
        return tuple(pstruct[: len(field.schema.choices)])


class Lines(widget.Widget):
    """Several texts, each on a line of its own."""

    template = "text"
    rows = 3

    def serialize(self, field: Any, cstruct: Any, **values: Any) -> Any:
        """Return the HTML of the field."""
        known = () if cstruct in (None, colander.null) else cstruct
        shown = known if isinstance(known, str) else "\n".join(known)
        return field.renderer(self.template, **self.get_template_values(field, shown, values))

    def deserialize(self, _field: Any, pstruct: Any) -> Any:
        """Return the lines that say something."""
        if pstruct is colander.null:
            return ()
        if not isinstance(pstruct, str):
            raise colander.Invalid(None, _("This is no text."))
        lines = pstruct.splitlines()[:LINES_MOST]
        return tuple(line.strip() for line in lines if line.strip())


class Day(widget.TextInputWidget):
    """A day, with the calendar of the browser."""

    template = "day"
    input_type = "date"


class Moment(widget.TextInputWidget):
    """A day and a time in the zone of the node's type."""

    template = "day"
    input_type = "datetime-local"

    def serialize(self, field: Any, cstruct: Any, **values: Any) -> Any:
        """Return the HTML of the field, with whole minutes; what is no moment stays as it is."""
        if cstruct not in (None, colander.null) and len(cstruct) > len("2026-01-01T00:00"):
            zone = field.schema.typ.default_tzinfo or ZoneInfo("UTC")
            with suppress(ValueError, OverflowError):
                moment = colander.iso8601.parse_date(cstruct)
                cstruct = moment.astimezone(zone).strftime(MOMENT)
        return super().serialize(field, cstruct, **values)


SHAPES: dict[str, type[widget.Widget]] = {
    "line": Line,
    "text": Text,
    "lines": Lines,
    "rich_text": RichText,
    "choice": Choice,
    "day": Day,
    "moment": Moment,
    "several": SeveralOf,
    "rows": RowsWidget,
}
"""Name of a shape to the widget that asks for it."""
TYPES = {
    colander.Date: "day",
    colander.DateTime: "moment",
    Moments: "moment",
    Several: "several",
    Rows: "rows",
}
"""Shape of what says nothing else, by its type; of all others it is a line."""


def widget_of(node: colander.SchemaNode) -> Any:
    """Return the widget for `node`, as its `shape` or its type asks for it."""
    shape = getattr(node, "shape", "") or TYPES.get(type(node.typ), "line")
    kind = SHAPES[shape]
    if kind is Choice:
        return Choice(values=node.choices)
    return kind()
