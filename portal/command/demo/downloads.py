"""Make the attachments of a document out of its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.command.demo.files import csv_file, docx_file, pdf_file
from portal.command.demo.markup import plain_lines, table_rows
from portal.command.demo.plan import FilePlan
from portal.command.demo.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.command.demo.slots import Draft


def attachments(
    kinds: tuple[str, ...], title: str, source: str, drawn: tuple[Draft, dict[str, object]]
) -> tuple[FilePlan, ...]:
    """Return the files of the kinds that a text asks for.

    :param kinds: "pdf" and "docx" hold the text, "csv" its table, "form" is a blank form in both.
    :param source: the text in line notation.
    """
    draft, values = drawn
    stem = f"{draft.leaf.slug}-{draft.shown_on:%Y%m%d}-{draft.number + 1}"
    out: list[FilePlan] = []
    for kind in kinds:
        if kind == "form":
            out += blank_form(stem, words()["form"]["heading"].format(service=values["service"]))
        else:
            out += files_of((kind,), stem, title, source)
    return tuple(out)


def files_of(kinds: Iterable[str], stem: str, title: str, source: str) -> tuple[FilePlan, ...]:
    """Return a text as files of these kinds: "pdf" and "docx" hold it, "csv" its table.

    :param stem: of the names of the files.
    """
    return tuple(_file(stem, kind, title, _content(kind, title, source)) for kind in kinds)


def blank_form(stem: str, heading: str) -> tuple[FilePlan, ...]:
    """Return a form to fill in, for a word processor and for paper."""
    form = words()["form"]
    end = [form["promise"], form["signature"], form["office_use"]]
    lines = [f"{line}____________________" for line in form["lines"]]
    return (
        _file(stem, "docx", heading, docx_file(heading, end, form["lines"])),
        _file(stem, "pdf", heading, pdf_file(heading, [*lines, "", *end])),
    )


def _content(kind: str, title: str, source: str) -> bytes:
    if kind == "csv":
        return csv_file(table_rows(source))
    write = pdf_file if kind == "pdf" else docx_file
    return write(title, plain_lines(source))


def _file(stem: str, extension: str, title: str, content: bytes) -> FilePlan:
    name = words()["formats"][extension]
    shown = words()["form_title"].format(title=title, format=name)
    return FilePlan(f"{stem}.{extension}", shown, content)
