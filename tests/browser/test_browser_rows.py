"""Repeated rows of a form, where there is script: buttons instead of numbers."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import colander
from playwright.sync_api import Page, Route
from pyramid import testing

import portal.theme
from portal.forms.form import Form
from portal.forms.rows import Column, Rows
from portal.forms.types import Several

SCRIPT = Path(portal.theme.__file__).parent / "static/rows.js"


class Materials(colander.Schema):
    """Rows of two cells."""

    materials = colander.SchemaNode(
        Rows(Column("Name"), Column("Note", lines=2), most=4), title="Materials", missing=()
    )


def names(page: Page) -> list[str]:
    return [each.input_value() for each in page.locator("[name=cell0]").all()]


def test_rows_are_added_moved_and_removed_by_buttons_and_keyboard(page: Page) -> None:
    request = testing.DummyRequest()
    with testing.testConfig(request=request):
        html = Form(Materials(), request).filled({"materials": ("甲", "乙 | 注", "丙")})
    page.set_content(f"<main class='desk'>{html}</main>")
    page.add_script_tag(path=SCRIPT)
    assert names(page) == ["甲", "乙", "丙"]  # the spare ones went
    add = page.locator("[data-move=add]")
    add.press("Enter")
    page.keyboard.type("丁")
    assert add.is_disabled()  # no more fit
    page.locator("[data-move=up]").last.press("Enter")
    page.locator("[data-move=down]").first.press("Enter")
    assert names(page) == ["乙", "甲", "丁", "丙"]
    page.locator("[data-move=remove]").nth(1).press("Enter")
    assert names(page) == ["乙", "丁", "丙"]
    assert [each.input_value() for each in page.locator("[name=place]").all()] == ["1", "2", "3"]
    found = page.evaluate("[...document.querySelectorAll('.rows [id]')].map(each => each.id)")
    assert len(found) == len(set(found))
    assert page.evaluate("document.activeElement.dataset.move") == "remove"
    assert not page.locator("[name=place]").first.is_visible()


WRITING = """<!DOCTYPE html><html lang="zh"><main class="desk">
<section id="unsaved" hidden><time id="unsaved-at"></time>
<button type="button" id="bring-back"></button><button type="button" id="throw-away"></button></section>
<p id="saving" data-who="editor" data-session="/session"></p>{form}</main>"""


class Item(Materials):
    """Rows, and boxes that share a name."""

    ways = colander.SchemaNode(
        Several(), title="Ways", missing=(), choices=(("a", "A"), ("b", "B"))
    )
    title = colander.SchemaNode(colander.String(), title="Title", missing="")


def answer(html: str, route: Route) -> None:
    """Show the form, with another type where the address says so, and take nothing."""
    kind = html.replace("one.kind", "another.kind") if "other" in route.request.url else html
    if route.request.method == "GET":
        route.fulfill(body=kind, content_type="text/html")
    else:
        route.abort()


def test_what_was_never_saved_comes_back_with_rows_and_boxes_to_its_type_alone(page: Page) -> None:
    with testing.testConfig(request=(request := testing.DummyRequest())):
        form = Form(Item(), request)
        form.kept = {"type": "one.kind"}
        html = WRITING.format(form=form.filled({}))

    def come(query: str = "") -> bool:
        page.goto(f"http://portal.example/add{query}")
        for name in ("rows.js", "autosave.js"):
            page.add_script_tag(path=SCRIPT.with_name(name))
        return page.locator("#bring-back").is_visible()

    page.route("**/*", partial(answer, html))
    page.on("dialog", lambda dialog: dialog.accept())
    come()
    assert not come()  # nothing was written, so nothing was kept
    page.locator("[name=cell0]").fill("甲")
    page.locator("[data-move=add]").click()
    page.locator("[name=cell0]").last.fill("乙")
    page.locator("[value=b]").check()
    page.locator("[name=title]").fill("某事")
    assert not come("?other")
    assert come()
    page.locator("#bring-back").click()
    assert names(page) == ["甲", "乙"]
    assert [page.locator(f"[value={each}]").is_checked() for each in "ab"] == [False, True]
    assert page.locator("[name=title]").input_value() == "某事"
