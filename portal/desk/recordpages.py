"""The page on which a manager imports records: which columns there are, and sending a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.addon.importing import addon_of, find_import
from portal.content.addresses import path_of
from portal.content.file.names import safe_file_name
from portal.content.indexing import wake_worker
from portal.content.times import minute
from portal.desk.exporting import CSV, XLSX, as_file, comma_separated, spreadsheet
from portal.desk.recordloads import Load, loads_at, loads_of
from portal.desk.recordstates import state_of
from portal.errors import Refusal
from portal.i18n import _, translated
from portal.site.importing.columns import DAY, LINES, NUMBER, TEXT, Column, heads
from portal.site.site import Site

if TYPE_CHECKING:
    from pyramid.request import Request
    from pyramid.response import Response

    from portal.addon.declaration import Import

FILE_MAX_BYTES = 50_000_000
"""Largest file that is taken, packed or not."""
LOADS_SHOWN = 10
KINDS = {
    TEXT: _("Any text"),
    LINES: _("Texts, one on each line of the cell"),
    NUMBER: _("Whole number"),
    DAY: _("Day, like 2026-03-02"),
}
MAKERS: dict[str, tuple[Callable[[Iterable[Iterable[str]], str], bytes], str]] = {
    "xlsx": (spreadsheet, XLSX),
    "csv": (comma_separated, CSV),
}


@dataclass(frozen=True)
class ColumnRow:
    """A column as the page shows it."""

    name: str
    title: str
    kind: str
    required: bool
    codes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class LoadRow:
    """A file that was sent: when, by whom, how it stands, and the page about it."""

    file_name: str
    by: str
    at: str
    state: str
    address: str


def import_here(site: Site, name: str, request: Request) -> Import:
    """Return the import `name` of an add-on that `site` enabled.

    :raises HTTPNotFound: when there is none.
    """
    found = find_import(request.registry, name)
    if found is None or not site.uses(addon_of(found)):
        raise HTTPNotFound
    return found


@view_defaults(
    context=Site,
    name="import-records",
    permission="portal.manage",
    renderer="templates/import_records.pt",
)
class ImportRecords:
    """An import of an add-on, for a manager with a file."""

    def __init__(self, site: Site, request: Request) -> None:
        self.site = site
        self.request = request
        self.chosen = import_here(site, request.params.get("import", ""), request)

    @view_config(request_method="GET")
    def ask(self) -> dict[str, Any]:
        """Say which columns there are, and ask for a file."""
        return self._page()

    @view_config(request_method="POST")
    def send(self) -> dict[str, Any] | HTTPSeeOther:
        """Keep a file, and let the worker check it."""
        try:
            load = self._kept()
        except Refusal as refusal:
            self.request.response.status_int = 422
            return self._page(refusal.message)
        here = path_of(self.site, self.request)
        return HTTPSeeOther(f"{here}import-progress?load={load.name}")

    def _kept(self) -> Load:
        upload = self.request.POST.get("file")
        if not getattr(upload, "filename", ""):
            raise Refusal(_("Please choose a file."))
        size = upload.file.seek(0, 2)
        upload.file.seek(0)
        if not 0 < size <= FILE_MAX_BYTES:
            most = {"most": FILE_MAX_BYTES // 1_000_000}
            too_large = _("The file is larger than ${most} MB.", mapping=most)
            raise Refusal(too_large if size else _("The file is empty."))
        load = Load(self.chosen.name, self.site.oid, safe_file_name(upload.filename))
        load.fill(upload.file)
        load.begin(self.request.authenticated_userid, self.request.act.at)
        loads_of(self.request.cluster).add(load)
        wake_worker(self.request.cluster, self.request.registry)
        return load

    def _page(self, problem: str = "") -> dict[str, Any]:
        base = path_of(self.site, self.request)
        loads = loads_at(self.request.cluster, self.site, self.chosen.name)
        template = f"{base}import-template?import={self.chosen.name}&form="
        return {
            "title": _("Import: ${title}", mapping={"title": self.chosen.title}),
            "problem": problem,
            "columns": tuple(map(_row, self.chosen.columns)),
            "required": tuple(each.title for each in self.chosen.columns if each.required),
            "templates": tuple((form.upper(), f"{template}{form}") for form in MAKERS),
            "loads": tuple(_load_row(each, base) for each in loads[:LOADS_SHOWN]),
            "name": self.chosen.name,
            "megabytes": FILE_MAX_BYTES // 1_000_000,
            "address": f"{base}import-records",
            "back": f"{base}add-ons#{addon_of(self.chosen)}",
            "csrf_token": get_csrf_token(self.request),
        }


@view_config(context=Site, name="import-template", permission="portal.manage", request_method="GET")
def template(site: Site, request: Request) -> Response:
    """Send an empty table with the headings of an import."""
    chosen = import_here(site, request.GET.get("import", ""), request)
    form = request.GET.get("form", "")
    if form not in MAKERS or not chosen.columns:
        raise HTTPNotFound
    make, kind = MAKERS[form]
    said = heads(chosen.columns, lambda text: translated(text, request.localizer.translate))
    name = chosen.name.replace(".", "-")
    return as_file(make([said], name), kind, f"{name}.{form}")


def _row(column: Column) -> ColumnRow:
    return ColumnRow(column.name, column.title, KINDS[column.kind], column.required, column.codes)


def _load_row(load: Load, base: str) -> LoadRow:
    address = f"{base}import-progress?load={load.name}"
    return LoadRow(load.file_name, load.by, minute(load.at), state_of(load), address)
