"""Which fields of content an operation changes, with what was before and what is after.

The database itself knows what was before: so no operation has to tell, and none can forget.
Texts are told by their digests, for they may hold personal data; that of a text which is known
elsewhere can be compared. Of accounts only the names of the fields are told.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from persistent import Persistent
from ZODB.utils import z64

from portal.content.document.content import Document, Revision, Text
from portal.content.document.events import DocumentCreated, DraftSaved
from portal.content.events import ContentEdited, ContentEvent
from portal.ledger.audit import digest
from portal.security.people import Account

SHOWN = frozenset({"state", "class_name", "url_name", "validity", "region"})
"""Fields whose texts are no personal data, and short."""
NOT_TOLD = frozenset(
    {"changed_at", "wanted", "linked", "listed_as", "revisions", "grants", "stamp", "old_passwords"}
)
"""Fields that follow from others, or of which an event tells itself."""
EMPTY: tuple[Any, ...] = (None, "", (), [], {})
Change = tuple[Any, Any] | tuple[()]
"""Before and after; nothing where even a digest would tell too much."""


def changed_by(event: ContentEvent) -> dict[str, Change]:
    """Return the fields that became different, if `event` is about fields of its content."""
    content = event.content
    if isinstance(event, DraftSaved):
        return _compared(*_drafts(content))
    if isinstance(event, ContentEdited) and not isinstance(event, DocumentCreated):
        before = before_of(content)
        found = _compared(before, vars(content)) if before is not None else {}
        return dict.fromkeys(found, ()) if isinstance(content, Account) else found
    return {}


def before_of(content: Persistent) -> dict[str, Any] | None:
    """Return the attributes that `content` had when the transaction began; `None` if it is new."""
    jar, serial = content._p_jar, content._p_serial  # noqa: SLF001  # ZODB's own names
    if jar is None or serial == z64:
        return None
    found: dict[str, Any] = jar.oldstate(content, serial)
    return found


def _drafts(document: Document) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the values of the newest draft as they were, or those of the one before it."""
    newest = document.revisions[-1]
    old: Mapping[str, Any] | None = before_of(newest)
    if old is None and len(document.revisions) > 1:
        old = vars(_loaded(document.revisions[-2]))
    return _values(old) if old is not None else {}, _values(vars(newest))


def _loaded(revision: Revision) -> Revision:
    revision._p_activate()  # noqa: SLF001  # ZODB's own name
    return revision


def _values(state: Mapping[str, Any]) -> dict[str, Any]:
    return {**state["values"], "body": state["text"]}


def _compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Change]:
    names = {name for name in (*before, *after) if not name.startswith("_")} - NOT_TOLD
    shown = (
        (name, _shown(name, before.get(name)), _shown(name, after.get(name)))
        for name in sorted(names)
        if before.get(name) is not after.get(name)
    )
    return {name: (old, new) for name, old, new in shown if old != new}


def _shown(name: str, value: Any) -> Any:
    """Return what is told of a value: itself if it is a number, a day or a moment.

    Nothing is the same as an empty text: a form does not tell them apart either.
    """
    if value in EMPTY:
        return None
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if name in SHOWN and isinstance(value, str):
        return value
    if isinstance(value, Text):
        value = value.html
    if isinstance(value, Persistent):
        return type(value).__name__
    return digest([repr(value)])
