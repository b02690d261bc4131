"""What an audit entry says about an event, besides who did what to which content.

Every field of an event is told by its own name: an event holds nothing that may not be written
down. What stands on the content instead is added here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import date
from typing import Any

from portal.content.document.drafts import live_revision
from portal.content.document.events import DocumentReleased
from portal.content.events import ContentEvent
from portal.content.section.events import TopSet
from portal.security.events import FactorClassesSet, PasswordRulesSet
from portal.site.events import HomeArranged, SiteMoved
from portal.site.searchwords.events import HotWordsSet

TOLD_MOST = 500
"""Longest text that is told, in characters."""
OWN = frozenset({"content", "act"})
"""Fields that every event has, and the entry has columns for."""


def detail_of(event: ContentEvent) -> dict[str, Any]:
    """Return what is to be told about `event`, as JSON can hold it."""
    told = {each.name: getattr(event, each.name) for each in fields(event) if each.name not in OWN}
    more = _MORE.get(type(event))
    return plain(told | (more(event.content) if more else {}))  # type: ignore[no-any-return]


def plain(value: Any) -> Any:
    """Return `value` as JSON can hold it: days and moments as text, records by their fields."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    return _plain_of_many(value._asdict() if hasattr(value, "_asdict") else value)


def _plain_of_many(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list | set | frozenset):
        return [plain(each) for each in value]
    return str(value)[:TOLD_MOST]


def _released(document: Any) -> dict[str, Any]:
    """Tell what is public now, and who had approved what is released at its time."""
    live = live_revision(document)
    approved_by = live.approved_by if live is not None else ""
    return {
        "revision": document.live_number,
        "displayed_at": document.displayed_at,
        "first_released_at": document.first_released_at,
        "displayed_because": document.displayed_because,
        **({"approved_by": approved_by} if approved_by else {}),
    }


_MORE: dict[type, Callable[[Any], dict[str, Any]]] = {
    HomeArranged: lambda site: {"blocks": [name for name, _options in site.blocks]},
    SiteMoved: lambda site: {"state": site.state},
    PasswordRulesSet: lambda people: asdict(people.password_rules),
    FactorClassesSet: lambda people: {"classes": people.factor_classes},
    TopSet: lambda section: {"top": section.top},
    HotWordsSet: lambda cluster: {"words": cluster.hot_words},
    DocumentReleased: _released,
}
