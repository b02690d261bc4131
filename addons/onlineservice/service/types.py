"""Values of the fields of service items: codes of lists, and parts of rows."""

from __future__ import annotations

from typing import Any

import colander

from addons.onlineservice.i18n import _
from addons.onlineservice.vocabulary import codes


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
