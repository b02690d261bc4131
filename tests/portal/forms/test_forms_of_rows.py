"""Fields with several of a list, and with repeated rows, as a browser without script sends them."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic
from typing import Any

import colander
import pytest
import webtest
from bs4 import BeautifulSoup
from pyramid import testing
from pyramid.httpexceptions import HTTPBadRequest
from webob.multidict import MultiDict

from portal.forms.form import Form, NotFilledIn
from portal.forms.rows import Column, Rows
from portal.forms.types import Several

SORTS = (("original", "原件"), ("copy", "复印件"))
KEPT = ("身份证 | original | 1", "申请表 | copy")


class Service(colander.Schema):
    """What somebody brings, and who may come."""

    materials = colander.SchemaNode(
        Rows(
            Column("Name", needed=True, longest=20),
            Column("Sort", choices=SORTS),
            Column("Note", lines=3),
            most=4,
        ),
        title="Materials",
        missing=(),
    )
    who = colander.SchemaNode(
        Several(), title="Who", choices=(("1", "自然人"), ("2", "企业法人")), missing=()
    )
    telephone = colander.SchemaNode(
        colander.String(), title="Telephone", missing="", autocomplete="tel"
    )


@pytest.fixture
def form() -> Iterator[Form]:
    request = testing.DummyRequest()
    with testing.testConfig(request=request):
        yield Form(Service(), request, action="/here")


def opened(html: str) -> Any:
    """Return the form in `html` as a browser fills it in."""
    page = webtest.TestResponse(f"<html>{html}</html>", content_type="text/html")
    return page.forms["form"]


def sent(browsed: Any) -> MultiDict:
    return MultiDict(browsed.submit_fields("save"))


def cells(browsed: Any, name: str) -> list[Any]:
    return list(browsed.fields[name])


def test_rows_and_boxes_come_back_as_they_were(form: Form) -> None:
    values = {"materials": KEPT, "who": ("2",), "telephone": "12345"}
    assert form.validated(sent(opened(form.filled(values)))) == values


def test_an_empty_row_is_there_to_be_filled_in(form: Form) -> None:
    browsed = opened(form.filled({"materials": KEPT}))
    cells(browsed, "cell0")[2].value = "户口簿"
    cells(browsed, "cell1")[2].value = "original"
    cells(browsed, "cell2")[2].value = "首页\n和本人页"
    found = form.validated(sent(browsed))["materials"]
    assert found == (*KEPT, "户口簿 | original | 首页 和本人页")


def test_a_row_is_removed_by_its_box(form: Form) -> None:
    browsed = opened(form.filled({"materials": KEPT}))
    cells(browsed, "remove")[0].checked = True
    assert form.validated(sent(browsed))["materials"] == KEPT[1:]


@pytest.mark.parametrize(
    ("moved", "to", "order"), [(2, "1", "cab"), (0, "3", "bca"), (0, "2", "bac"), (1, "x", "abc")]
)
def test_rows_stand_in_the_order_of_their_places(
    form: Form, moved: int, to: str, order: str
) -> None:
    browsed = opened(form.filled({"materials": ("a", "b", "c")}))
    cells(browsed, "place")[moved].value = to
    assert "".join(form.validated(sent(browsed))["materials"]) == order


def test_what_is_wrong_in_a_row_is_said_beside_it_and_nothing_typed_is_lost(form: Form) -> None:
    browsed = opened(form.filled({"materials": KEPT}))
    cells(browsed, "cell2")[0].value = "一|二"
    cells(browsed, "cell0")[1].value = ""
    cells(browsed, "cell0")[2].value = "x" * 21
    with pytest.raises(NotFilledIn) as problem:
        form.validated(sent(browsed))
    rows = BeautifulSoup(problem.value.html, "html.parser").select(".row")
    said = [row.select_one(".problem") for row in rows]
    assert [bool(each) for each in said] == [True, True, True, False]
    assert "一|二" in str(rows[0])
    assert "x" * 21 in str(rows[2])


def test_a_cell_full_of_blanks_takes_no_time(form: Form) -> None:
    kind = form.schema["materials"].typ
    began = monotonic()
    for row in (f"a{' ' * 200_000}b", [f"a{' ' * 200_000}b"]):
        with pytest.raises(colander.Invalid):
            kind.deserialize(form.schema["materials"], (row,))
    assert monotonic() - began < 1


def test_there_are_no_more_rows_than_fit(form: Form) -> None:
    html = form.filled({"materials": ("a", "b", "c")})
    assert len(opened(html).fields["cell0"]) == 4
    data = [("__start__", "materials:sequence")]
    for _time in range(5):
        data += [("__start__", "row:mapping"), ("cell0", "x"), ("__end__", "row:mapping")]
    with pytest.raises(NotFilledIn):
        form.validated(MultiDict([*data, ("__end__", "materials:sequence")]))


@pytest.mark.parametrize(
    "data",
    [
        [("materials", "x")],
        [("who", "1")],
        [("__start__", "who:sequence"), ("chosen", "9"), ("__end__", "")],
        [("__start__", "who:sequence"), ("__start__", "a:mapping"), *[("__end__", "")] * 2],
    ],
)
def test_what_no_form_of_ours_sends_is_refused_beside_the_field(form: Form, data: Any) -> None:
    with pytest.raises(NotFilledIn):
        form.validated(MultiDict(data))


@pytest.mark.parametrize(
    "data", [[("__start__", "x:y")], [("__end__", "x")], [("__start__", "who:sequence")]]
)
def test_groups_that_do_not_end_are_no_form(form: Form, data: Any) -> None:
    with pytest.raises(HTTPBadRequest):
        form.validated(MultiDict(data))


def test_browsers_may_fill_in_what_they_know(form: Form) -> None:
    page = BeautifulSoup(form.filled({}), "html.parser")
    found = page.select_one("[name=telephone]")
    assert found is not None
    assert found["autocomplete"] == "tel"


def test_each_group_of_fields_is_named_for_who_hears_the_page(form: Form) -> None:
    page = BeautifulSoup(form.filled({}), "html.parser")
    for name in ("materials", "who"):
        group = page.select_one(f"#field-{name}[role=group]")
        assert group is not None
        assert page.find(id=group["aria-labelledby"])
