"""Noting that somebody looked at personal data, or took a list out of the portal.

These are the only entries that a page writes when it is merely read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.content.addresses import tree_path
from portal.content.content import site_of
from portal.ledger.audit import record

if TYPE_CHECKING:
    from pyramid.request import Request

VIEWED = "personal.viewed"
EXPORTED = "content.exported"
BY_READING = frozenset({VIEWED, EXPORTED})
"""Actions that reading a page writes down."""


def note_view(request: Request, subject: Any, what: str) -> None:
    """Write down that the person of `request` was shown personal data.

    :param subject: the content that it belongs to.
    :param what: which data, in a few words that are none of it, such as `accounts`.
    """
    _note(request, VIEWED, subject, {"what": what})


def note_export(request: Request, subject: Any, **detail: Any) -> None:
    """Write down that the person of `request` took out a list of what is in `subject`.

    :param detail: such as form and number of rows.
    """
    _note(request, EXPORTED, subject, detail)


def _note(request: Request, action: str, subject: Any, detail: dict[str, Any]) -> None:
    site = site_of(subject)
    record(
        request.ledger,
        request.act,
        action,
        subject=tree_path(subject),
        subject_oid=subject.oid,
        site=site.__name__ if site is not None else "",
        detail=detail,
    )
