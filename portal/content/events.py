"""What other parts of the portal may want to hear about content of any type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from portal.act import Act


@dataclass(frozen=True)
class ContentEvent:
    """Something happened to `content`.

    :cvar action: name of the audit entry, which an event of an add-on gives; its type says by
        `actions` what people read.
    """

    action: ClassVar[str] = ""
    content: Any
    act: Act


@dataclass(frozen=True)
class ContentChanged(ContentEvent):
    """Something of `content` may now be found, listed or filtered differently."""


class ContentCreated(ContentChanged):
    """`content` came into being."""


class ContentEdited(ContentChanged):
    """What the public sees of `content`, or its settings, became different."""


@dataclass(frozen=True, kw_only=True)
class ContentDeleted(ContentEdited):
    """`content`, which is no document, was put into the trash; it was at `old_path`."""

    old_path: str


class ContentRestored(ContentEdited):
    """`content`, which is no document, was brought back from the trash."""


@dataclass(frozen=True, kw_only=True)
class ContentPurged(ContentEvent):
    """`content`, which is no document and was called `title`, goes for ever."""

    title: str
