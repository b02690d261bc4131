"""Files with records, whatever state they are in."""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from portal.errors import Refusal
from portal.i18n import english
from portal.site.importing import converting, tables, unpacking, workbooks
from portal.site.importing.columns import DAY, LINES, NUMBER, Column, headings, heads
from portal.site.importing.converting import Converted, Form, convert
from portal.site.importing.reader import BadLine, read_records

COLUMNS = (
    Column(name="id", title="编号", required=True),
    Column(name="title", title="标题", others=("名称",)),
    Column(name="day", title="日期", kind=DAY),
    Column(name="count", title="份数", kind=NUMBER),
    Column(name="steps", title="步骤", kind=LINES),
    Column(name="kind", title="类别", codes=(("1", "通知"),)),
)
FORM = Form(COLUMNS, headings(COLUMNS, [str]), {"kind": {"通知": "1"}})
TABLE = '编号,名称,日期,份数,步骤,类别,颜色\nA,甲,2026/3/2,2,"一\n二",通知,红\n\n,乙,,,,,\nB,丙\n'
VALUES = {
    "id": "A",
    "title": "甲",
    "day": "2026-03-02",
    "count": 2,
    "steps": ["一", "二"],
    "kind": "1",
}


def read(folder: Path, data: bytes, name: str = "a") -> tuple[Converted, dict[int, object]]:
    """Return what was found, and line to values, or to the reason why there are none."""
    file = folder / "rows"
    found = convert(BytesIO(data), name, FORM, file)
    return found, {
        each.line: english(each.reason) if isinstance(each, BadLine) else each.values
        for each in read_records(file)
    }


def refused(folder: Path, data: bytes, name: str = "a") -> str:
    with pytest.raises(Refusal) as refusal:
        read(folder, data, name)
    return english(refusal.value.message)


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("packed", [False, True])
def test_a_table_is_read_in_any_usual_encoding(
    tmp_path: Path, encoding: str, *, packed: bool
) -> None:
    data = TABLE.encode(encoding)
    found, lines = read(tmp_path, gzip.compress(data) if packed else data)
    assert found == Converted(3, ("颜色",))
    assert lines == {3: VALUES, 5: "“id” is missing.", 6: {"id": "B", "title": "丙"}}


def test_a_workbook_is_read_with_what_its_formulas_gave(tmp_path: Path) -> None:
    day = datetime(2026, 3, 2)  # noqa: DTZ001  # a cell has no zone
    data = workbook(
        ("编号", "标题", "日期", "份数"), ("A", "=1+1", day, 2.0), ("'=B", "乙", None, 7)
    )
    assert read(tmp_path, data)[1] == {
        2: {"id": "A", "day": "2026-03-02", "count": 2},
        3: {"id": "'=B", "title": "乙", "count": 7},
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_json_lines_are_read_in_utf_8_and_gb18030(tmp_path: Path, encoding: str) -> None:
    text = '{"id": "A"}\n\n{"id": "乙"}\n[1]\n'
    assert read(tmp_path, text.encode(encoding))[1] == {
        1: {"id": "A"},
        3: {"id": "乙"},
        4: "This line is no JSON object.",
    }


def test_a_broken_line_does_not_turn_the_encoding(tmp_path: Path) -> None:
    lines = ['{"id": "公开"}'.encode(), b'{"id": "\xb9\xab"}', '{"id": "乙"}'.encode()]
    found = read(tmp_path, b"\n".join(lines))[1]
    assert (found[1], found[3]) == ({"id": "公开"}, {"id": "乙"})
    assert "not UTF-8" in str(found[2])


def test_a_first_line_that_is_broken_does_not_make_json_lines_a_table(tmp_path: Path) -> None:
    found = read(tmp_path, b'no json\n{"id": "A"}\n', "a.jsonl.gz")[1]
    assert found == {1: "This line is no JSON.", 2: {"id": "A"}}


def test_a_row_of_fifty_megabytes_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    data = b'{"id": "' + b"x" * 50_000_000 + b'"}\n{"id": "B"}\n'
    found = read(tmp_path, gzip.compress(data, 1))[1]
    assert found == {1: "This line is longer than 8 MB.", 2: {"id": "B"}}


def test_a_cell_that_is_too_long_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, b"id,title\nA," + b"x" * 200_000 + b"\nB,b\n")[1]
    assert found == {2: "Line 2 cannot be read as CSV.", 3: {"id": "B", "title": "b"}}


def test_a_packed_file_that_is_cut_off_is_read_so_far(tmp_path: Path) -> None:
    whole = b"".join(json.dumps({"id": str(n * n)}).encode() + b"\n" for n in range(9_000))
    packed = gzip.compress(whole)
    found = read(tmp_path, packed[: len(packed) // 2])[1]
    assert found[max(found)] == "The compressed file is damaged from here on."
    assert len(found) > 1_000


def test_too_many_lines_are_refused_also_empty_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converting, "ROWS_MOST", 3)
    for data in (b'{"id": "A"}' + b"\n" * 5 + b"{}", b"id\n1\n2\n3\n4\n"):
        assert "3 lines" in refused(tmp_path, data)
    assert "cannot be read" not in refused(tmp_path, workbook(("id",), *[("A",)] * 5))


def test_a_packed_file_that_grows_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "UNPACKED_MAX_BYTES", 1_000_000)
    assert "1 MB" in refused(tmp_path, gzip.compress(b"\n" * 1_000_001))


def test_a_workbook_that_grows_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "UNPACKED_MAX_BYTES", 100_000)
    kept = BytesIO(workbook(("id",), ("A",)))
    with ZipFile(kept, "a", ZIP_DEFLATED) as package:
        package.writestr("xl/media/a.bin", b"\0" * 100_001)
    assert "cannot be read" in refused(tmp_path, kept.getvalue())


def bomb(name: str, content: str) -> bytes:
    """Return a workbook in which the part `name` is another one."""
    kept, made = ZipFile(BytesIO(workbook(("id",), ("A",)))), BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as package:
        for part in kept.namelist():
            package.writestr(part, content if part == name else kept.read(part))
    return made.getvalue()


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
ROW = f"{SHEET}<sheetData><row>%s</row></sheetData></worksheet>"
CELL = '<c t="inlineStr"><is><t>%s</t></is></c>'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("xl/worksheets/sheet1.xml", ROW % ("<c/>" * 200)),
        ("xl/worksheets/sheet1.xml", f"{SHEET}{'<a/>' * 200}</worksheet>"),
        ("xl/styles.xml", f"<a>{'<xf/>' * 200}</a>"),
        ("xl/worksheets/sheet1.xml", f'<!DOCTYPE a [<!ENTITY b "b">]>{ROW % (CELL % "&b;")}'),
        ("xl/worksheets/sheet1.xml", f'<?xml version="1.0" encoding="gbk"?>{ROW % ""}'),
    ],
)
def test_a_workbook_of_which_memory_grows_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: str
) -> None:
    monkeypatch.setattr(workbooks, "ROW_MOST", 100)
    monkeypatch.setattr(workbooks, "OTHERS_MOST", 100)
    assert "cannot be read" in refused(tmp_path, bomb(name, content))


@pytest.mark.parametrize("row", ["," * 1_001, '"\n",' * 300])
def test_a_row_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str
) -> None:
    monkeypatch.setattr(tables, "ROW_MOST", 1_000)
    data = f"id,title\nA,甲\n{row}\n".encode()
    assert "A row of this table is longer" in refused(tmp_path, data)


def test_headings_that_nobody_knows_are_told_as_far_as_people_read(tmp_path: Path) -> None:
    strange = ",".join(f"{number}{'x' * 1_000}" for number in range(1_000))
    found = read(tmp_path, f"id,{strange}\nA\n".encode())[0]
    assert (len(found.ignored), len(found.ignored[0])) == (50, 60)


def test_a_line_that_looks_like_a_message_of_ours_fills_no_page(tmp_path: Path) -> None:
    long, nested = ["x" * 1_000_000, {}], ["${a}", {"a": {"b": ["c"]}}]
    data = "\n".join(map(json.dumps, (long, nested, {"id": "A"}))).encode()
    why = "This line is no JSON object."
    assert read(tmp_path, data, "a.jsonl")[1] == {1: why, 2: why, 3: {"id": "A"}}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old form"),
        (b"PK\x03\x04 no archive", "cannot be read"),
        (b"\x89PNG\r\n\x1a\n\0\0", "no table"),
        (b"\xff\xff\xff\xff", "no table"),
        ("标题,日期\n甲,乙\n".encode(), "“编号” is not among them"),
        ("编号,id\n甲,乙\n".encode(), "Two columns are called “编号”"),
    ],
)
def test_what_is_no_such_file_is_refused_with_its_reason(
    tmp_path: Path, data: bytes, why: str
) -> None:
    assert why in refused(tmp_path, data)


def test_a_title_that_two_columns_have_names_neither() -> None:
    twice = (Column(name="fee", title="Fees"), Column(name="fees", title="Fees"))
    assert headings(twice, [str]) == {"fee": "fee", "fees": "fees"}
    assert heads(twice, str) == ("fee", "fees")


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026年3月2日", "2026-03-02"),
        ("2026.3.2", "2026-03-02"),
        ("2026/3/2 0:00:00", "2026-03-02"),
        ("2026/03/02 09:30", "2026-03-02 09:30"),
        ("三月", "三月"),
    ],
)
def test_days_are_read_as_people_write_them(tmp_path: Path, said: str, day: str) -> None:
    assert read(tmp_path, f"id,day\nA,{said}\n".encode())[1] == {2: {"id": "A", "day": day}}
