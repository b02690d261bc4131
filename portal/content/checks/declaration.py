"""What a check is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

    from pyramid.i18n import TranslationString

    from portal.content.checks.passages import Passage
    from portal.content.document.content import Document, Revision

STOP = "stop"
WARN = "warn"
LEVELS = {STOP: _("Must be put right"), WARN: _("Please look at it")}
"""How much a finding weighs: with a stop, nothing is handed in, approved or released."""


@dataclass(frozen=True)
class Place:
    """Where in a draft something was found.

    :ivar field: name of the field, as the form has it; `attachments` for names of files.
    :ivar title: of the field, for people.
    :ivar offset: of the first character, in what people read of the field.
    :ivar before: what stands before `words` in the same line, `after` what stands behind them.
    :ivar spans: places in the HTML of the field, pairs of begin and end; empty where it has none.
    """

    field: str
    title: str
    offset: int
    words: str
    before: str = ""
    after: str = ""
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Accepted:
    """Somebody's word that something is right at its place."""

    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that a check found.

    :ivar check: name of the check.
    :ivar message: says what it is, and where possible what to do.
    :ivar suggestion: what might stand there instead.
    :ivar key: by which it can be accepted at its place; empty where nobody can do that. It
        changes with what stands there.
    """

    check: str
    level: str
    message: TranslationString
    place: Place | None = None
    suggestion: str = ""
    key: str = ""
    accepted: Accepted | None = None

    @property
    def stops(self) -> bool:
        """Tell whether nothing goes on as long as this is there."""
        return self.level == STOP and self.accepted is None


@dataclass(frozen=True)
class Subject:
    """What checks look at.

    :ivar passages: all that the public would read of `revision`, by field.
    """

    document: Document
    revision: Revision
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Check:
    """One sort of things that are looked for."""

    name: str
    title: TranslationString
    run: Callable[[Subject], Iterator[Finding]]
