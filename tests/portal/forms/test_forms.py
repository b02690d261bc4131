"""Forms of a schema: what they show, and what becomes of what was typed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import colander
import pytest
from bs4 import BeautifulSoup
from pyramid import testing
from webob.multidict import MultiDict

from portal.forms.form import Form, NotFilledIn
from portal.forms.types import Texts

CITY = ZoneInfo("Asia/Shanghai")


class Notice(colander.Schema):
    """One field of each shape."""

    title = colander.SchemaNode(
        colander.String(), title="Title", validator=colander.Length(max=5), missing="", longest=5
    )
    body = colander.SchemaNode(
        colander.String(), title="Text", shape="rich_text", missing="", description="A hint"
    )
    words = colander.SchemaNode(
        Texts(most=2, longest=4), title="Words", shape="lines", missing=(), group="More"
    )
    day = colander.SchemaNode(colander.Date(), title="Day", missing=None, group="More")
    at = colander.SchemaNode(colander.DateTime(default_tzinfo=CITY), title="At", missing=None)
    kind = colander.SchemaNode(
        colander.String(),
        title="Kind",
        shape="choice",
        choices=(("a", "First"), ("b", "Second")),
        validator=colander.OneOf(["a", "b"]),
        missing="a",
    )


VALUES: dict[str, Any] = {
    "title": "<x>",
    "body": "\n<p>1</p>",
    "words": ("甲", "乙"),
    "day": date(2026, 1, 2),
    "at": datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
    "kind": "b",
}


@pytest.fixture
def form() -> Iterator[Form]:
    request = testing.DummyRequest()
    with testing.testConfig(request=request):
        yield Form(Notice(), request, action="/here")


def sent_by(html: str) -> MultiDict:
    """Return what a browser would send of the form in `html`."""
    found = BeautifulSoup(html, "html.parser")
    pairs = [(each["name"], each.get("value", "")) for each in found.select("input[name]")]
    # A browser leaves out the first line break of a text area.
    areas = ((each["name"], each.text.removeprefix("\n")) for each in found.select("textarea"))
    options = [
        (each["name"], option["value"])
        for each in found.select("select")
        for option in each.select("option[selected]")
    ]
    return MultiDict([*pairs, *areas, *options])


def test_what_a_form_shows_comes_back_as_it_was(form: Form) -> None:
    assert form.validated(sent_by(form.filled(VALUES))) == VALUES


def test_an_empty_form_gives_what_the_schema_says_for_missing_values(form: Form) -> None:
    empty = {"title": "", "body": "", "words": (), "day": None, "at": None, "kind": "a"}
    assert form.validated(sent_by(form.filled({}))) == empty


def test_what_is_wrong_stands_beside_its_field_and_is_linked_from_the_top(form: Form) -> None:
    sent = MultiDict([("title", "too long"), ("words", "1\n2\n3"), ("day", "tomorrow")])
    with pytest.raises(NotFilledIn) as problem:
        form.validated(sent)
    page = BeautifulSoup(problem.value.html, "html.parser")
    wrong = page.select("[aria-invalid=true]")
    assert [each["name"] for each in wrong] == ["title", "words", "day"]
    assert all(page.find(id=each["aria-describedby"]).text.strip() for each in wrong)
    links = [each["href"] for each in page.select("[role=alert] a")]
    assert links == [f"#{each['id']}" for each in wrong]
    assert sent_by(problem.value.html)["words"] == "1\n2\n3"


def test_a_folded_part_is_open_where_something_in_it_is_wrong(form: Form) -> None:
    assert "open" not in BeautifulSoup(form.filled({}), "html.parser").details.attrs
    with pytest.raises(NotFilledIn) as problem:
        form.validated(MultiDict([("day", "tomorrow")]))
    assert "open" in BeautifulSoup(problem.value.html, "html.parser").details.attrs


def test_what_a_form_keeps_comes_back(form: Form) -> None:
    form.kept = {"version": "3"}
    assert sent_by(form.filled({}))["version"] == "3"


@pytest.mark.parametrize("name", ["title", "body", "words", "day", "at", "kind"])
@pytest.mark.parametrize(
    "sent",
    [
        [("__start__", "{}:mapping"), ("x", "1"), ("__end__", "{}:mapping")],
        [("__start__", "{}:sequence"), ("x", "1"), ("__end__", "{}:sequence")],
        [("{}", "\x00\ud83d")],
        [("{}", "-1"), ("{}", "2")],
    ],
)
def test_hostile_values_are_refused_or_taken_as_text(
    form: Form, name: str, sent: list[tuple[str, str]]
) -> None:
    pairs = [(key.format(name), value.format(name)) for key, value in sent]
    html = ""
    try:
        form.validated(MultiDict(pairs))
    except NotFilledIn as problem:
        html = problem.html
    assert not html or "aria-invalid" in html


def test_every_naughty_text_comes_back_escaped(form: Form, shared_data: Any) -> None:
    texts = json.loads((shared_data / "naughty_strings.json").read_text("utf-8"))
    for text in texts:
        html = form.filled({"body": text})
        assert sent_by(html)["body"].splitlines() == text.splitlines()
