"""Types of values that the fields of service items have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import colander

from addons.onlineservice.i18n import _
from addons.onlineservice.vocabulary import codes
from portal.forms.types import Texts

if TYPE_CHECKING:
    from collections.abc import Sequence

BAR = " | "
"""Stands between the parts of a row."""
_BARS = re.compile("\\s*[|\uff5c]\\s*")
ROW_MAX = 4_000
"""Longest row, in characters."""


class Named(Texts):
    """A tuple of codes of one list; people read and type their titles.

    :param name: name of the list.
    """

    def __init__(self, name: str) -> None:
        super().__init__(most=50, longest=100)
        self.name = name

    def serialize(self, node: Any, value: Any) -> Any:
        """Return the titles as a form shows them."""
        titles = codes(self.name)
        return tuple(titles.get(code, code) for code in super().serialize(node, value))

    def deserialize(self, node: Any, sent: Any) -> Any:
        """Return the codes of the titles that were sent, each once."""
        known = super().deserialize(node, sent)
        if known is colander.null:
            return known
        return tuple(dict.fromkeys(code_of(self.name, each, node) for each in known))


class Rows(Texts):
    """A tuple of rows, each of parts with bars between them, such as `Identity card | original`.

    :param columns: for each part the name of the list that its title is of, empty for any text;
        the first part has to be there, the others may be left out.
    """

    def __init__(self, columns: Sequence[str], most: int = 100) -> None:
        super().__init__(most=most, longest=ROW_MAX)
        self.columns = tuple(columns)

    def deserialize(self, node: Any, sent: Any) -> Any:
        """Return the rows that were sent, their parts tidied."""
        known = super().deserialize(node, sent)
        if known is colander.null:
            return known
        return tuple(self._row(each, node) for each in known)

    def _row(self, line: str, node: Any) -> str:
        parts = _BARS.split(line.strip())
        if not parts[0]:
            raise colander.Invalid(node, _("A line begins with a bar; its first part is missing."))
        if len(parts) > len(self.columns):
            values = {"beginning": line[:20], "most": len(self.columns)}
            message = _("“${beginning}…” has more than ${most} parts.", mapping=values)
            raise colander.Invalid(node, message)
        tidy = (
            codes(column)[code_of(column, part, node)] if column and part else part
            for column, part in zip(self.columns, parts, strict=False)
        )
        return BAR.join(tidy).rstrip(" |")


def parts_of(row: str, count: int) -> tuple[str, ...]:
    """Return the parts of a stored row, empty ones for those that were left out."""
    parts = [part.strip() for part in row.split("|")]
    return tuple([*parts, *[""] * count][:count])


def code_of(name: str, text: str, node: Any) -> str:
    """Return the code that `text` is, or is the title of, in the list `name`.

    A code may lack the noughts that it begins with, as in older systems.

    :raises colander.Invalid: when there is no such code.
    """
    titles, wanted = codes(name), text.strip()
    for code, title in titles.items():
        if wanted in {code, title} or (wanted and wanted == code.lstrip("0")):
            return code
    values = {"text": wanted[:40], "known": ", ".join(titles.values())}
    raise colander.Invalid(node, _("“${text}” is not known here. Known: ${known}", mapping=values))
