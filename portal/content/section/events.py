"""What other parts of the portal may want to hear about sections."""

from __future__ import annotations

from portal.content.events import ContentEdited


class SectionTurned(ContentEdited):
    """The settings of a section became different, and with them its kind."""
