"""What other parts of the portal may want to hear about sites."""

from __future__ import annotations

from portal.content.events import ContentCreated, ContentEdited


class SiteFounded(ContentCreated):
    """A site came into being."""


class SiteChanged(ContentEdited):
    """The settings or the state of a site became different."""


class SiteMoved(SiteChanged):
    """A site took a step in its life; what is in it can be found by the public, or no more."""


class HomeArranged(SiteChanged):
    """The blocks of a site's home page were arranged anew."""
