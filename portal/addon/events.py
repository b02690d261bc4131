"""What other parts of the portal may want to hear about the add-ons of sites."""

from __future__ import annotations

from dataclasses import dataclass

from portal.content.events import ContentEvent
from portal.site.events import SiteChanged


@dataclass(frozen=True)
class AddOnEvent(SiteChanged):
    """Something changed about the add-on called `addon` in a site."""

    addon: str = ""


@dataclass(frozen=True)
class AddOnEnabled(AddOnEvent):
    """A site enabled an add-on; `first` for the first time."""

    first: bool = False


@dataclass(frozen=True)
class AddOnDisabled(AddOnEvent):
    """A site disabled an add-on; what it stored stays."""


@dataclass(frozen=True)
class AddOnSet(AddOnEvent):
    """The settings of an add-on became different in a site; `fields` names them."""

    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecordsImported(ContentEvent):
    """The import called `name` came to its end in a site; `left_out` counts lines of the file."""

    name: str = ""
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    left_out: int = 0
