"""What the list of documents says of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.content.addresses import path_of
from portal.content.document.drafts import latest, title_of
from portal.content.times import minute
from portal.desk.filtering import STAGES, STATES
from portal.i18n import _

if TYPE_CHECKING:
    from pyramid.request import Request

    from portal.content.document.content import Document

PAUSE = ", "
"""Stands between keywords."""


@dataclass(frozen=True)
class Column:
    """Something that is said of a document.

    :ivar is_moment: whether the text is a moment, `2026-03-02 09:30`.
    """

    title: str
    text: Callable[[Document], str]
    is_moment: bool = False


@dataclass(frozen=True)
class Cell:
    """What a column says; `mark` stands out, such as that a draft waits."""

    text: str
    mark: str = ""
    is_moment: bool = False


@dataclass(frozen=True)
class Row:
    """A document in the list."""

    oid: int
    title: str
    address: str
    cells: tuple[Cell, ...]


def _stage(document: Document) -> str:
    said: str = STAGES[document.stage] if document.stage else ""
    if not said and document.owed and document.state == "published":
        said = _("Approval owed")
    if not said and document.withdrawal is not None:
        said = _("Withdrawal asked for")
    return said


def _state(document: Document) -> str:
    state = document.workflow.state(document.state).name
    said: str = _("Expired") if document.expired_how else STATES[state]
    return said


def _type(document: Document) -> str:
    declared = type(document).declared
    title: str = declared.title if declared is not None else ""
    return title


COLUMNS = {
    "section": Column(_("Section"), lambda document: str(document.__parent__.title)),
    "state": Column(_("State"), _state),
    "by": Column(_("Written by"), lambda document: latest(document).by),
    "author": Column(_("Added by"), lambda document: document.author),
    "changed_at": Column(
        _("Last changed"), lambda document: minute(document.changed_at), is_moment=True
    ),
    "shown_at": Column(
        _("Displayed date"), lambda document: minute(document.displayed_at), is_moment=True
    ),
    "number": Column(
        _("Document number"),
        lambda document: str(latest(document).values.get("document_number", "")),
    ),
    "kind": Column(_("Type"), _type),
    "keywords": Column(
        _("Keywords"), lambda document: PAUSE.join(latest(document).values.get("keywords", ()))
    ),
}
"""Name to column; the title stands before all of them."""


def row(document: Document, names: tuple[str, ...], request: Request) -> Row:
    """Return what the columns `names` say of `document`."""
    return Row(
        document.oid,
        title_of(document) or request.localizer.translate(_("Untitled")),
        f"{path_of(document, request)}/draft",
        tuple(cell(document, name) for name in names),
    )


def cell(document: Document, name: str) -> Cell:
    """Return what the column `name` says of `document`."""
    column = COLUMNS[name]
    mark = _stage(document) if name == "state" else ""
    return Cell(column.text(document), mark, column.is_moment)


def usual_columns(place: Any) -> tuple[str, ...]:
    """Return the columns that are shown of `place` if nobody chose any."""
    section = () if hasattr(place, "listing") else ("section",)
    return (*section, "state", "by", "changed_at", "shown_at")
