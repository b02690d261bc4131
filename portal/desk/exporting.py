"""The list of documents as a spreadsheet or as CSV."""

from __future__ import annotations

import csv
import re
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

from pyramid.response import Response
from pyramid.view import view_config

from portal.audit.viewing import note_export
from portal.content.document.drafts import title_of
from portal.content.section.content import Section
from portal.desk.columns import COLUMNS, cell, usual_columns
from portal.desk.filtering import document_kinds, wanted
from portal.errors import Refusal
from portal.i18n import _
from portal.site.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyramid.request import Request

ROWS_MOST = 5_000
"""Most documents in one file; it is made while the person waits."""
BATCH = 500
"""Documents after which memory is given back."""
CELL_MAX = 32_767
"""Longest text of a cell, in characters. Source: specification of Excel."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Beginnings that spreadsheets take for a formula. Source: OWASP, CSV injection."""
_NO_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
"""Characters that no spreadsheet can hold."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
ENDINGS = {XLSX: "xlsx", CSV: "csv"}


@view_config(context=Section, name="contents.xlsx", permission="portal.work")
@view_config(context=Site, name="contents.xlsx", permission="portal.work")
def as_spreadsheet(place: Section | Site, request: Request) -> Response:
    """Send the filtered list as a spreadsheet, and note that it was taken out."""
    return _sent(spreadsheet, XLSX, place, request)


@view_config(context=Section, name="contents.csv", permission="portal.work")
@view_config(context=Site, name="contents.csv", permission="portal.work")
def as_csv(place: Section | Site, request: Request) -> Response:
    """Send the filtered list as CSV, and note that it was taken out."""
    return _sent(comma_separated, CSV, place, request)


def spreadsheet(lines: Iterable[Iterable[str]], title: str) -> bytes:
    """Return a spreadsheet with `lines`, the first of which are the heads of the columns.

    Every cell is text, none a formula.
    """
    import openpyxl  # noqa: PLC0415  # it takes a fifth of a second, for which no start shall wait

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(_clean(title)[:31])
    sheet.freeze_panes = "B2"
    for number, line in enumerate(lines):
        sheet.append([_cell(sheet, text, is_head=number == 0) for text in line])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def comma_separated(lines: Iterable[Iterable[str]], _title: str = "") -> bytes:
    """Return `lines` as CSV in UTF-8, with the mark by which Excel knows it, without formulas."""
    content = StringIO()
    writer = csv.writer(content)
    for line in lines:
        writer.writerow([harmless(text) for text in line])
    return content.getvalue().encode("utf-8-sig")


def as_file(content: bytes, kind: str, name: str) -> Response:
    """Return `content` so that a browser keeps it as a file called `name`."""
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def harmless(text: str) -> str:
    """Return `text` so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def _clean(text: str) -> str:
    return _NO_XML.sub("", text)


def _cell(sheet: Any, text: str, *, is_head: bool) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  # as above
    from openpyxl.styles import Font  # noqa: PLC0415  # as above

    made = WriteOnlyCell(sheet, _clean(text)[:CELL_MAX])
    made.data_type = "s"  # openpyxl would take what begins with = for a formula
    if is_head:
        made.font = Font(bold=True)
    return made


def _lines(place: Any, request: Request) -> Iterator[tuple[str, ...]]:
    """Return the heads of the columns, then what they say of each document that fits.

    :raises Refusal: when these are too many.
    """
    kinds = document_kinds(place, request.registry)
    filter_ = wanted(request.GET, COLUMNS, usual_columns(place), kinds)
    cluster = request.cluster
    total, oids = filter_.find(cluster.catalog, place, 0, ROWS_MOST)
    if total > ROWS_MOST:
        values = {"count": str(total), "most": str(ROWS_MOST)}
        raise Refusal(
            _(
                "These are ${count} documents; a file takes ${most}. Please narrow the filter.",
                mapping=values,
            )
        )
    heads = (_("Title"), *(COLUMNS[name].title for name in filter_.columns), _("Address"))
    yield tuple(_text(head, request) for head in heads)
    for number, oid in enumerate(oids, start=1):
        document = cluster.__objectmap__.object_for(oid)
        cells = (cell(document, name) for name in filter_.columns)
        said = (
            " ".join(filter(None, (_text(c.text, request), _text(c.mark, request)))) for c in cells
        )
        yield (title_of(document), *said, request.main_address(document))
        if number % BATCH == 0:
            cluster._p_jar.cacheGC()  # noqa: SLF001  # ZODB's own name for it


def _text(said: str, request: Request) -> str:
    return str(request.localizer.translate(said)) if said else ""


def _sent(
    make: Callable[[Iterable[Iterable[str]], str], bytes], kind: str, place: Any, request: Request
) -> Response:
    name = place.__name__ or "contents"
    lines = list(_lines(place, request))
    note_export(request, place, form=ENDINGS[kind], count=len(lines) - 1)
    return as_file(make(lines, name), kind, f"{name}.{ENDINGS[kind]}")
