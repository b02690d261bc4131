"""What other parts of the portal may want to hear about content of any type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portal.act import Act


@dataclass(frozen=True)
class ContentEvent:
    """Something happened to `content`."""

    content: Any
    act: Act


@dataclass(frozen=True)
class ContentChanged(ContentEvent):
    """Something of `content` may now be found, listed or filtered differently."""


class ContentCreated(ContentChanged):
    """`content` came into being."""


class ContentEdited(ContentChanged):
    """What the public sees of `content`, or its settings, became different."""
