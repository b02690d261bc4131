"""What other parts of the portal may want to hear about files and pictures."""

from __future__ import annotations

from portal.content.events import ContentEvent


class MediaDeleted(ContentEvent):
    """A file or picture that nothing used goes for ever; it is still in its place."""
