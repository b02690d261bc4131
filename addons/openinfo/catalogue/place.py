"""Where the catalogue of a site is, and what it takes in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from addons.openinfo.i18n import _
from portal.content.content import site_of

if TYPE_CHECKING:
    from addons.openinfo.catalogue.content import Catalogue

PLACE = "disclosures"
"""Name of the catalogue in its site."""
SECTION = ("zfxxgk", "fdzdgknr")
"""The section for records among those that the add-on proposes; its page is the catalogue."""
PUBLIC_MODE = "proactive"
"""Way of disclosure of what the public may see; all others stay in the register of the office."""


def catalogue_of(place: Any) -> Catalogue:
    """Return the catalogue of the site that `place` is in."""
    catalogue: Catalogue = site_of(place)[PLACE]
    return catalogue


def taken(number: str) -> str:
    """Say that another record has the index number."""
    said: str = _(
        "The index number ${number} belongs to another record of this site. Index numbers are "
        "never used again.",
        mapping={"number": number},
    )
    return said
