"""Make the attachments of a document out of its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.command.demo.files import csv_file, docx_file, pdf_file
from portal.command.demo.markup import plain_lines, table_rows
from portal.command.demo.plan import FilePlan
from portal.command.demo.words import words

if TYPE_CHECKING:
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
            out += _form(stem, str(values["service"]))
        elif kind == "csv":
            out.append(_file(stem, "csv", title, csv_file(table_rows(source))))
        else:
            write = pdf_file if kind == "pdf" else docx_file
            out.append(_file(stem, kind, title, write(title, plain_lines(source))))
    return tuple(out)


def _form(stem: str, service: str) -> list[FilePlan]:
    form = words()["form"]
    heading = form["heading"].format(service=service)
    end = [form["promise"], form["signature"], form["office_use"]]
    lines = [f"{line}____________________" for line in form["lines"]]
    return [
        _file(stem, "docx", heading, docx_file(heading, end, form["lines"])),
        _file(stem, "pdf", heading, pdf_file(heading, [*lines, "", *end])),
    ]


def _file(stem: str, extension: str, title: str, content: bytes) -> FilePlan:
    name = words()["formats"][extension]
    shown = words()["form_title"].format(title=title, format=name)
    return FilePlan(f"{stem}.{extension}", shown, content)
