"""Adding many people from a file: what is read, what is told about bad lines, and what is done."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import BytesIO, StringIO
from itertools import count
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from portal.content.body.operations import add_body
from portal.desk.sheets import FILE_MAX_BYTES, rows_of
from portal.desk.staffreading import PEOPLE_MOST
from portal.errors import Refusal
from portal.testing import World

NUMBERS = count(1)
HEADS = "账号,姓名,所属单位,职务,办公电话"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("loading"))
    with world.office.transaction() as (cluster, act):
        for name, title in (("jyj", "示例市教育局"), ("dag", "档案馆"), ("dag2", "档案馆")):
            data: Any = {"title": title, "short_title": title[:4]}
            add_body(cluster["bodies"], name, data, act)
    yield world
    world.close()


def login() -> str:
    return f"p{next(NUMBERS)}"


def looked(city: World, data: bytes, name: str = "people.csv") -> Any:
    form = city.browser("administrator").get("/people/load-people").forms["look"]
    form["file"] = (name, data)
    return form.submit(expect_errors=True)


def passwords(answer: Any) -> list[list[str]]:
    """Return the lines of the file with the one-time passwords."""
    assert answer.content_type == "text/csv"
    return list(csv.reader(StringIO(answer.body.decode("utf-8-sig"))))


def problems(page: Any) -> dict[str, str]:
    rows = [
        [td.get_text() for td in row.select("td")] for row in page.html.select("#wrong tbody tr")
    ]
    return {row[0]: row[1] for row in rows}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_people_are_added_from_csv_in_any_usual_encoding(city: World, encoding: str) -> None:
    name = login()
    text = f"{HEADS}\r\n{name},李娜,示例市教育局,科员,0999-5550001\r\n"
    page = looked(city, text.encode(encoding))
    assert problems(page) == {}
    answer = page.forms["add"].submit()
    assert answer.headers["Cache-Control"] == "no-store"
    _head, line = passwords(answer)
    assert line[:2] == [name, "李娜"]
    assert len(line[2]) == 20
    with city.office.transaction() as (cluster, _act):
        account = cluster["people"][name]
        assert account.body == cluster["bodies"]["jyj"].oid
        assert (account.post, account.telephone) == ("科员", "0999-5550001")
        assert account.must_change


def test_a_spreadsheet_is_read_with_numbers_as_people_see_them(city: World) -> None:
    name, book = login(), openpyxl.Workbook()
    for row in (HEADS.split(","), [name, "王伟", "jyj", None, 5550001.0], [None] * 5):
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    looked(city, content.getvalue(), "people.xlsx").forms["add"].submit()
    with city.office.transaction() as (cluster, _act):
        assert cluster["people"][name].telephone == "5550001"


def test_the_one_time_password_of_the_file_is_good_for_the_first_sign_in(city: World) -> None:
    name = login()
    page = looked(city, f"{HEADS}\n{name},赵,,,\n".encode())
    password = passwords(page.forms["add"].submit())[1][2]
    browser = city.browser()
    form = next(f for f in browser.get("/sign-in").forms.values() if "login" in f.fields)
    form["login"], form["password"] = name, password
    form.submit(status=303)


def test_each_bad_line_is_told_and_the_others_are_added(city: World) -> None:
    good, twice, bodies = login(), login(), ("教育局", "档案馆", "示例市教育局")
    lines = [
        f"{good},李娜,{bodies[2]},,",
        f"{twice},甲,,,",
        f"{twice.upper()},乙,,,",
        f"{login()},丙,{bodies[0]},,",
        f"{login()},丁,{bodies[1]},,",
        f"{login()},,,,",
        "editor,戊,,,",
        "李,己,,,",
        f"{login()},{'长' * 61},,,",
        f"{login()},庚,,{'长' * 61},",
        "staff,辛,,,",
    ]
    page = looked(city, "\n".join([HEADS, *lines]).encode())
    found = problems(page)
    assert sorted(map(int, found)) == list(range(3, 13))
    assert all(found.values())
    assert [row[0] for row in passwords(page.forms["add"].submit())[1:]] == [good]


def test_nothing_is_added_by_looking(city: World) -> None:
    name = login()
    looked(city, f"{HEADS}\n{name},李娜,,,\n".encode())
    with city.office.transaction() as (cluster, _act):
        assert name not in cluster["people"]


def test_who_was_added_by_somebody_else_meanwhile_is_shown_again_first(city: World) -> None:
    one, other = login(), login()
    data = f"{HEADS}\n{one},甲,,,\n{other},乙,,,\n".encode()
    page = looked(city, data)
    looked(city, f"{HEADS}\n{one},丙,,,\n".encode()).forms["add"].submit()
    again = page.forms["add"].submit(status=409)
    assert list(problems(again)) == ["2"]
    assert [row[0] for row in passwords(again.forms["add"].submit())[1:]] == [other]
    with city.office.transaction() as (cluster, _act):
        assert cluster["people"][one].title == "丙"


def test_names_that_spreadsheets_take_for_formulas_are_made_harmless(city: World) -> None:
    page = looked(city, f'{HEADS}\n{login()},"=1+1",,,\n'.encode())
    assert passwords(page.forms["add"].submit())[1][1] == "'=1+1"


BOMB = BytesIO()
with ZipFile(BOMB, "w", ZIP_DEFLATED) as package:
    package.writestr("xl/workbook.xml", b" " * 150_000_000)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\1\2",
        b"%PDF-1.7",
        HEADS.encode(),
        b"name,body\nx,y\n",
        "账号,账号,姓名\na,b,c\n".encode(),
        "一,二,三\n1,2,3\n".encode(),
        b"PK\x03\x04 broken",
        BOMB.getvalue(),
        b'login,name\n"' + b"x" * 200_000,
        b"x" * (FILE_MAX_BYTES + 1),
        f"{HEADS}\n".encode() + b"a,b,,,\n" * (PEOPLE_MOST + 1),
    ],
    ids=(
        "nothing bytes pdf heads no-login twice unknown broken bomb unclosed large many".split()  # noqa: SIM905
    ),
)
def test_what_is_no_list_of_people_is_refused_in_words(city: World, data: bytes) -> None:
    answer = looked(city, data)
    assert answer.status_int == 422
    assert answer.html.select_one("#problem").get_text().strip()


def test_columns_that_are_not_read_are_named(city: World) -> None:
    page = looked(city, f"账号,姓名,年龄\n{login()},李娜,30\n".encode())
    assert "年龄" in page.html.select_one("#good").get_text()


@pytest.mark.parametrize(
    "rows",
    [
        "",
        "x",
        "{}",
        "[1]",
        "[[1]]",
        '[["1","a","b","c","d","e"]]',
        "[" * 100_000,
        "[[1,2,3,4,5,6,7]]",
    ],
)
def test_lines_that_were_changed_on_their_way_are_refused(city: World, rows: str) -> None:
    form = looked(city, f"{HEADS}\n{login()},李娜,,,\n".encode()).forms["add"]
    form["rows"] = rows
    assert form.submit(expect_errors=True).status_int in {400, 409, 422}


def test_a_changed_line_is_checked_like_any_other(city: World) -> None:
    form = looked(city, f"{HEADS}\n{login()},李娜,,,\n".encode()).forms["add"]
    form["rows"] = json.dumps([[2, "editor", "甲", "", "", ""]])
    form.submit(status=409)


def test_the_file_is_read_whatever_separates_its_columns() -> None:
    for separator in ("\t", ";", ","):
        text = separator.join(["账号", "姓名"]) + "\n" + separator.join(["a1", "甲"])
        assert rows_of(text.encode(), 9)[1] == (2, ("a1", "甲"))


def test_a_spreadsheet_that_claims_a_huge_size_is_read_as_far_as_it_goes() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "账号", "x"
    content = BytesIO()
    book.save(content)
    assert rows_of(content.getvalue(), 9)[0][1][0] == "账号"


def test_a_cell_with_line_breaks_is_one_line() -> None:
    assert rows_of('a,"x\r\ny\u202e"\n'.encode(), 9) == [(2, ("a", "x y"))]
    with pytest.raises(Refusal):
        rows_of(b"a,b\n" * 3, 2)


def test_five_thousand_people_are_added_at_once(city: World) -> None:
    prefix = login()
    lines = [f"{prefix}.{number},众人{number},示例市教育局,科员,0999" for number in range(5_000)]
    page = looked(city, "\n".join([HEADS, *lines]).encode("gb18030"))
    assert page.html.select_one("#good h2").get_text().strip().endswith("5000")
    found = passwords(page.forms["add"].submit())
    assert len(found) == 5_001
    assert len({row[2] for row in found}) == 5_001
    with city.office.transaction() as (cluster, _act):
        assert f"{prefix}.4999" in cluster["people"]
