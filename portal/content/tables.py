"""Tables that are wider than the page."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from portal.i18n import _

if TYPE_CHECKING:
    from pyramid.i18n import Localizer


def scrolling(body: str, localizer: Localizer) -> str:
    """Return the cleaned HTML `body` with each table in a box that scrolls sideways by itself.

    The box can be reached by keyboard, and has a name that is read out.
    """
    if "<table>" not in body:
        return body
    label = html.escape(localizer.translate(_("Table")))
    box = f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">'
    return body.replace("<table>", f"{box}<table>").replace("</table>", "</table></div>")
