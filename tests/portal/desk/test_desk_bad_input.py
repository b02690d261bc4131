"""What goes wrong while people write: told beside the field, and nothing typed is lost.

Elsewhere are tests of Word files (`test_word_files`), of many files (`test_document_files`,
`test_dropping`), of two windows and ended sessions (`test_writing_documents`,
`test_session_ended`), of pictures without words (`test_choosers`), of links to deleted pages
(`test_linking`), of sections moved into themselves (`test_sections_desk`), of batches of 10,000
(`test_batch`) and of hostile strings (`test_hostile_fields`).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import webtest
from desk_places import SECTION, draft
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response

import portal
from portal.content.document.schema import BODY_MAX
from portal.http.forms import FILE_FIELDS, whole_text_tween
from portal.testing import World

SPACES = ("   ", "\u3000\u3000", "\t \u00a0", "\u2003")
PASTED = "<p>" + "贯彻落实" * 416_667 + "</p>"
"""Five megabytes."""


def written(city: World, button: str, **values: str) -> Any:
    form = city.browser("editor").get(f"{SECTION}/add-document").forms["form"]
    for name, value in values.items():
        form[name] = value
    return form.submit(button, expect_errors=True)


def beside(page: Any, name: str) -> str:
    """Return what the page says beside a field that is wrong; empty for a good one."""
    field = page.html.find(attrs={"name": name})
    if field.get("aria-invalid") != "true":
        return ""
    problem = page.html.find(id=f"problem-{field['id']}")
    assert problem["id"] in field["aria-describedby"].split()
    return str(problem.text.strip())


@pytest.mark.parametrize("title", SPACES, ids=ascii)
def test_a_title_of_spaces_is_kept_as_a_draft_and_refused_at_handing_in(
    city: World, title: str
) -> None:
    assert written(city, "save", title=title, body="<p>文</p>").status_int == 303
    page = written(city, "hand_in", title=title, body="<p>文</p>").follow()
    assert "missing" in page.request.query_string
    assert beside(page, "title")
    assert not beside(page, "body")
    focused = page.html.find(attrs={"autofocus": True})
    assert focused["name"] == "title"
    assert page.html.select_one("[role=alert] a")["href"] == f"#{focused['id']}"
    assert page.forms["form"]["body"].value == "<p>文</p>"
    decision = city.browser("reviewer").get("/sites/fgw/desk")
    assert page.request.path.removesuffix("/edit") not in decision.text


def test_a_draft_without_anything_says_so_at_each_field_and_begins_at_the_first(
    city: World,
) -> None:
    page = written(city, "hand_in", title="", body="", source="").follow()
    assert all(beside(page, name) for name in ("title", "body", "source"))
    assert [each["name"] for each in page.html.select("[autofocus]")] == ["title"]
    assert "open" in page.html.find(attrs={"name": "source"}).find_parent("details").attrs


def test_wrong_input_begins_at_the_first_wrong_field(city: World) -> None:
    page = written(city, "save", title="题", written_on="明天", validity="")
    assert page.status_int == 422
    assert [each["name"] for each in page.html.select("[autofocus]")] == ["written_on"]


def test_a_text_of_five_megabytes_is_saved_and_comes_back(city: World) -> None:
    page = written(city, "save", title="题", body=PASTED).follow()
    assert page.forms["form"]["body"].value == PASTED


@pytest.mark.parametrize("shift", range(4))
def test_long_lines_of_texts_and_files_arrive_as_they_were_sent(shift: int) -> None:
    text = "x" * shift + "贯彻😀" * 20_000
    content = b"x" * shift + bytes(range(0x80, 0x100)) * 2_000 + b"\xe8" * 70_000
    sent = webtest.TestRequest.blank(
        "/", POST={"text": text, "file": ("a.bin", content), "last": "末"}
    )

    def read(request: Any) -> Response:
        assert request.POST["file"].file.read() == content
        assert (request.POST["text"], request.POST["last"]) == (text, "末")
        return Response("read")

    answer = whole_text_tween(read, Registry())(Request(sent.environ))
    assert answer.text == "read"


def test_a_text_that_is_too_long_is_refused_beside_the_field_and_comes_back(city: World) -> None:
    body = f"<p>{'字' * BODY_MAX}</p>"
    page = written(city, "save", title="题", body=body)
    assert page.status_int == 422
    assert beside(page, "body")
    assert page.forms["form"]["body"].value == body
    assert page.forms["form"]["title"].value == "题"


@pytest.mark.parametrize(
    "moment",
    ["9999-12-31T23:59Z", "0001-01-01T00:00", "明天下午三点钟开会的时候再说吧", "2026-02-30T10:00"],
)
def test_a_moment_that_cannot_be_is_told_beside_its_field(city: World, moment: str) -> None:
    page = written(city, "save", title="题", displayed_at=moment)
    assert page.status_int == 422
    assert beside(page, "displayed_at")
    assert page.forms["form"]["title"].value == "题"


def test_nobody_approves_for_a_moment_that_cannot_be(city: World) -> None:
    address = draft(city, "候", handed_in=True)
    reviewer = city.browser("reviewer")
    form = reviewer.get(f"{address}/draft").forms["decide-schedule"]
    form["moment"].force_value("9999-12-31T23:59Z")
    assert form.submit("schedule", expect_errors=True).status_int in {409, 422}
    assert reviewer.get(f"{address}/draft").forms["decide-schedule"]


@pytest.mark.parametrize("name", ["title", "body", "keywords", "displayed_at", "version"])
def test_a_file_in_a_field_of_text_is_told(city: World, name: str) -> None:
    browser = city.browser("editor")
    page = browser.get(f"{draft(city, '稿')}/edit")
    sent = [
        pair for pair in page.forms["form"].submit_fields("save") if pair[0] not in {name, "word"}
    ]
    answer = browser.post(
        page.request.path, sent, upload_files=[(name, "a.txt", b"text")], expect_errors=True
    )
    assert answer.status_int == 400
    assert answer.html.h1.text.strip()


def test_every_field_of_a_template_that_takes_files_is_known_to_take_them() -> None:
    templates = Path(portal.__file__).parent.rglob("*.pt")
    inputs = [each for path in templates for each in re.findall("<input[^>]*>", path.read_text())]
    fields = [each for each in inputs if re.search("type=.file.", each)]
    assert {re.findall('name="(.*?)"', each)[0] for each in fields} == FILE_FIELDS
