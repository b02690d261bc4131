"""What a person fills in for a catalogue: nothing, it follows the records."""

from __future__ import annotations

import colander


class CatalogueSchema(colander.Schema):
    """A catalogue is made with the add-on and has nothing to fill in."""
