"""What other parts of the portal may want to hear about who gets mail."""

from __future__ import annotations

from portal.content.events import ContentEvent


class MailAddressSet(ContentEvent):
    """An account has another mail address, or none."""


class NoticesChosen(ContentEvent):
    """A person wants to hear of other things."""
