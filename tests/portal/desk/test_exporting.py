"""The list of documents as a file."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from desk_places import SECTION, SITE, draft
from openpyxl import load_workbook

from portal.desk import exporting
from portal.testing import World

EVIL = '=HYPERLINK("http://evil.example","x")'


def lines(city: World, query: str = "") -> list[list[str]]:
    answer = city.browser("editor").get(f"{SITE}/contents.csv?{query}")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return list(csv.reader(StringIO(answer.body.decode("utf-8-sig"))))


def sheet(city: World) -> Any:
    answer = city.browser("editor").get(f"{SITE}/contents.xlsx")
    return load_workbook(BytesIO(answer.body)).active


def test_a_file_holds_the_filtered_list_in_its_columns(city: World) -> None:
    draft(city, "通知")
    city.publish(SECTION, title="公开")
    found = lines(city, "state=published&column=state&column=by")
    assert [len(line) for line in found] == [4, 4]
    assert found[1][0] == "公开"
    assert found[1][3].startswith("http")


@pytest.mark.parametrize("title", [EVIL, "+1", "-1", "@SUM(A1)", " =1+1", "＝1", "\t=1"])
def test_no_cell_is_a_formula(city: World, title: str) -> None:
    draft(city, title)
    assert lines(city)[1][0].startswith("'")
    cell = sheet(city)["A2"]
    assert (cell.data_type, cell.value) == ("s", title)


def test_what_a_spreadsheet_cannot_hold_is_left_out(city: World) -> None:
    draft(city, "甲\x01\x1f乙")
    assert sheet(city)["A2"].value == "甲乙"


def test_a_list_that_is_too_long_is_refused(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "ROWS_MOST", 1)
    draft(city, "甲")
    draft(city, "乙")
    city.browser("editor").get(f"{SITE}/contents.xlsx", status=409)
    city.browser("editor").get(f"{SITE}/contents.csv", status=409)


def test_the_public_gets_no_list(city: World) -> None:
    city.browser().get(f"{SITE}/contents.xlsx", status=404)
    city.browser().get(f"{SITE}/contents.csv", status=404)
