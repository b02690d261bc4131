"""Repeated rows of a form, where there is script: buttons instead of numbers."""

from __future__ import annotations

from pathlib import Path

import colander
from playwright.sync_api import Page
from pyramid import testing

import portal.theme
from portal.forms.form import Form
from portal.forms.rows import Column, Rows

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
