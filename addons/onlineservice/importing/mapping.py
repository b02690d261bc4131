"""Turn a row of another system into the values of a service item."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import colander

from addons.onlineservice.service.schema import CODE_MAX, ROW_CODES, ItemSchema
from addons.onlineservice.service.types import code_of
from addons.onlineservice.vocabulary import codes, guessed_theme
from portal.content.document.schema import TITLE_MAX
from portal.content.plaintext import clean_line, without_controls
from portal.content.richtext import clean, from_text
from portal.forms.rows import BAR, Rows, WrongRows
from portal.forms.types import Several, Texts
from portal.site.importing import problems
from portal.site.importing.problems import MappingError
from portal.site.importing.reader import BadLine, Record

OTHER_NAMES = {
    "name": "title",
    "task_name": "title",
    "item_code": "task_code",
    "department": "dept_name",
    "group": "parent_name",
    "url": "source_address",
}
"""Names that other systems have for our fields."""
PASSED_OVER = frozenset({"id", "area_code", "body", "body_text", "body_html"})
CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.()/-]*", re.ASCII)
OTHER = "other"
CODED = {
    **{each: each for each in ("task_type", "use_level", "power_source", "project_type")},
    **{each: each for each in ("result_type", "online_handle_depth")},
    "anticipate_type": "unit",
    "promise_type": "unit",
    **{each: each for each in ("server_types", "handle_types")},
}
"""Fields with a code, each with the name of its list; other systems may send the title."""


@dataclass(frozen=True)
class Problem(BadLine):
    """A line that says which item it is about, and cannot be used."""

    code: str


@dataclass(frozen=True)
class ImportedItem:
    """An item as another system has it.

    :ivar values: validated values of the fields that the row names, and no others.
    :ivar guessed: themes that its title speaks of, for an item that comes for the first time.
    :ivar digest: SHA-256 of the values; an item that has not changed has the same.
    """

    line: int
    code: str
    values: dict[str, Any]
    guessed: dict[str, str]
    digest: str


def mapped(row: Record) -> ImportedItem | BadLine:
    """Return `row` as an item, or what is wrong with it."""
    code = ""
    try:
        given = _renamed(row.values)
        code = _code(given)
        return _to_item(row.line, code, given)
    except MappingError as error:
        if code:
            return Problem(row.line, error.reason, code)
        return BadLine(row.line, error.reason)


def _to_item(line: int, code: str, given: dict[str, Any]) -> ImportedItem:
    values = {**_values(given), "task_code": code}
    canonical = json.dumps(values, sort_keys=True, default=str).encode("ascii")
    digest = hashlib.sha256(canonical).hexdigest()
    return ImportedItem(line, code, values, _guessed(values), digest)


def _renamed(given: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in given.items():
        name = OTHER_NAMES.get(key, key)
        if value is not None and found.setdefault(name, value) != value:
            raise MappingError(problems.is_ambiguous(name))
    return found


def _code(given: dict[str, Any]) -> str:
    code = given.get("task_code")
    if not isinstance(code, str) or not code.strip():
        raise MappingError(problems.is_missing("task_code"))
    code = code.strip()
    if len(code) > CODE_MAX or not CODE.fullmatch(code):
        raise MappingError(problems.is_invalid("task_code", code))
    return code


def _values(given: dict[str, Any]) -> dict[str, Any]:
    nodes = _nodes()
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name in PASSED_OVER:
            continue
        if name not in nodes:
            raise MappingError(problems.is_no_field(name))
        values[name] = _value(nodes[name], value)
    if not values.get("title"):
        raise MappingError(problems.is_missing("title"))
    if not values.get("dept_name"):
        raise MappingError(problems.is_missing("dept_name"))
    values |= _body(given)
    return values


def _value(node: Any, value: Any) -> Any:
    try:
        return node.deserialize(_sent(node, value))
    except WrongRows as error:
        reason = next(iter(error.rows.values()))
        raise MappingError(problems.is_wrong(node.name, reason)) from None
    except colander.Invalid as error:
        raise MappingError(problems.is_wrong(node.name, error.messages()[0])) from None


def _sent(node: Any, value: Any) -> Any:
    """Return `value` as a form would send it for `node`."""
    if isinstance(node.typ, Texts):
        lines = value.splitlines() if isinstance(value, str) else value
        if not isinstance(lines, list):
            raise MappingError(problems.is_no_list(node.name))
        return tuple(filter(None, (_line(node, each) for each in lines))) or colander.null
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str | int):
        raise MappingError(problems.is_no_text(node.name))
    text = without_controls(str(value)).strip()
    if not text:
        return colander.null
    if node.name in CODED:
        return code_of(CODED[node.name], text, node)
    return clean_line(text, TITLE_MAX + 1) if node.name == "title" else text


def _line(node: Any, value: Any) -> Any:
    """Return one of several values as a form would send it."""
    cells = value if isinstance(value, list) else [value]
    if not all(isinstance(cell, str | int) for cell in cells):
        raise MappingError(problems.is_no_list(node.name))
    line = BAR.join(" ".join(without_controls(str(cell)).split()) for cell in cells)
    if line and isinstance(node.typ, Several):
        return code_of(CODED[node.name], line, node)
    return _row(node, line) if line and isinstance(node.typ, Rows) else line


def _row(node: Any, line: str) -> str:
    """Return `line` with the titles that codes in it stand for."""
    cells = list(node.typ.cells(line))
    for place, name in ROW_CODES.get(node.name, {}).items():
        cells[place] = codes(name).get(cells[place], cells[place])
    return BAR.join(cells)


def _body(given: dict[str, Any]) -> dict[str, str]:
    for name, make in (("body_html", clean), ("body", clean), ("body_text", from_text)):
        if isinstance(given.get(name), str):
            return {"body": make(given[name])}
    return {}


def _guessed(values: dict[str, Any]) -> dict[str, str]:
    """Return the themes for an item that names none: at least one for persons or legal persons."""
    names = ("person_theme", "corp_theme", "event_theme")
    if any(values.get(name) for name in names):
        return {}
    text = f"{values['title']} {values['dept_name']}"
    found = {name: guessed_theme(text, name.partition("_")[0]) for name in names}
    if not found["person_theme"] and not found["corp_theme"]:
        found |= {"person_theme": f"person.{OTHER}", "corp_theme": f"corp.{OTHER}"}
    return found


@cache
def _nodes() -> dict[str, Any]:
    return {node.name: node for node in ItemSchema().children if node.name != "body"}
