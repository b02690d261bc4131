"""A session that ended while somebody typed: everything comes back, and nothing is saved unseen."""

from __future__ import annotations

from typing import Any

import pytest
from webtest import Upload

from portal.content.document.operations import create_document, save_draft
from portal.security.policy import COOKIE
from portal.testing import PASSWORD, World

SECTION = "/sites/fgw/zwgk/tzgg"
TYPED = "第一行\n\n第二行 \"引号\" <b>&amp;</b> '单'"


@pytest.fixture
def city(world: World) -> World:
    world.site("fgw")
    return world


def draft(city: World) -> str:
    data: Any = {"title": "通知", "body": "<p>旧文</p>", "source": "办公室"}
    with city.office.transaction() as (cluster, act):
        deed = type(act)(by="editor", at=act.at, announce=act.announce)
        return f"{SECTION}/{create_document(city.place(cluster, SECTION), data, deed).__name__}"


def opened(city: World, address: str) -> Any:
    """Open a form as an editor, and let the session end."""
    browser = city.browser("editor")
    form = browser.get(address).forms["form"]
    browser.cookiejar.clear("127.0.0.1", "/", COOKIE)
    return form


def sign_in(page: Any, login: str = "editor", password: str = PASSWORD, status: int = 200) -> Any:
    form = next(each for each in page.forms.values() if "password" in each.fields)
    form["login"], form["password"] = login, password
    return form.submit(status=status)


def state(city: World) -> object:
    return city.office.database.lastTransaction()


def titles(city: World, address: str) -> list[str]:
    with city.office.transaction() as (cluster, _act):
        document: Any = city.place(cluster, address)
        return [each.values["title"] for each in document.revisions]


@pytest.mark.parametrize("button", ["save", "hand_in", "typeset", "import_word"])
def test_what_was_typed_comes_back_after_signing_in_and_is_not_saved(
    city: World, button: str
) -> None:
    address = draft(city)
    form = opened(city, f"{address}/edit")
    form["title"], form["summary"], form["body"] = "新题", TYPED, "<p>新文</p>"
    before = state(city)
    asked = form.submit(button, status=403)
    page = sign_in(asked).forms["resume"].submit(status=200)
    again = page.forms["form"]
    found = [again[name].value.replace("\r\n", "\n") for name in ("title", "summary", "body")]
    assert found == ["新题", TYPED, "<p>新文</p>"]
    assert page.html.find(id="saving")["data-resumed"] == "yes"
    assert page.html.select_one("p.done").text.strip()
    assert state(city) == before
    again.submit("save", status=303)
    assert titles(city, address) == ["新题"]


def test_a_new_document_comes_back_too(city: World) -> None:
    form = opened(city, f"{SECTION}/add-document")
    form["title"] = "新题"
    page = sign_in(form.submit("save", status=403)).forms["resume"].submit(status=200)
    assert page.forms["form"]["title"].value == "新题"
    saved = page.forms["form"].submit("save", status=303)
    assert "/edit" in saved.location


def test_what_is_wrong_in_it_is_told_as_ever(city: World) -> None:
    form = opened(city, f"{SECTION}/add-document")
    form["title"], form["written_on"] = "新题", "31.2.2026"
    page = sign_in(form.submit("save", status=403)).forms["resume"].submit(status=422)
    assert page.forms["form"]["written_on"].value == "31.2.2026"


def test_a_wrong_password_loses_nothing(city: World) -> None:
    form = opened(city, f"{draft(city)}/edit")
    form["title"] = "新题"
    asked = sign_in(form.submit("save", status=403), password="Wrong-pass-99", status=422)
    page = sign_in(asked).forms["resume"].submit(status=200)
    assert page.forms["form"]["title"].value == "新题"


def test_files_do_not_come_back_and_that_is_said(city: World) -> None:
    form = opened(city, f"{draft(city)}/edit")
    form["title"] = "新题"
    form["word"] = Upload("通知.docx", b"PK")
    page = sign_in(form.submit("import_word", status=403)).forms["resume"].submit(status=200)
    assert page.html.select_one("p.done").text.count("。") >= 2
    assert page.forms["form"]["title"].value == "新题"


def test_who_saved_meanwhile_is_shown_beside_it(city: World) -> None:
    address = draft(city)
    form = opened(city, f"{address}/edit")
    form["title"] = "我的题"
    with city.office.transaction() as (cluster, act):
        deed = type(act)(by="manager", at=act.at, announce=act.announce)
        save_draft(city.place(cluster, address), {"title": "别人的题"}, deed)
    page = sign_in(form.submit("save", status=403)).forms["resume"].submit(status=409)
    assert "别人的题" in page.html.select_one(".theirs").text
    page.forms["form"].submit("save", status=303)
    assert titles(city, address) == ["通知", "别人的题", "我的题"]


def test_whether_there_is_something_at_the_address_is_not_told(city: World) -> None:
    form = opened(city, f"{draft(city)}/edit")
    there = form.submit("save", status=403)
    form.action = f"{SECTION}/20260302-999/edit"
    nowhere = form.submit("save", status=403)
    assert there.html.main.h1.text == nowhere.html.main.h1.text
    assert there.html.select_one(".crumbs").text == nowhere.html.select_one(".crumbs").text


def test_only_forms_of_this_browser_are_carried(city: World) -> None:
    address = draft(city)
    browser = city.browser()
    browser.post(f"{address}/edit", {"title": "别处来的"}, status=404)
    browser.get("/sign-in")
    browser.post(f"{address}/edit", {"title": "别处来的", "csrf_token": "x"}, status=404)


@pytest.mark.parametrize(
    "back", ["https://a.example/edit", "//a.example/edit", "/x", "", "/a\n/edit"]
)
def test_sign_in_sends_nothing_to_other_places(city: World, back: str) -> None:
    browser = city.browser()
    form = next(f for f in browser.get("/sign-in").forms.values() if "password" in f.fields)
    sent = {
        "csrf_token": form["csrf_token"].value,
        "login": "editor",
        "password": PASSWORD,
        "back": back,
        "typed-title": "题",
    }
    assert browser.post("/sign-in", sent, status=303).location.endswith("/account")


def test_a_script_learns_who_is_signed_in_and_the_token_of_now(city: World) -> None:
    browser = city.browser("editor")
    token = browser.get(f"{SECTION}/add-document").forms["form"]["csrf_token"].value
    assert browser.get("/session").json == {"login": "editor", "csrf_token": token}
    assert browser.get("/session").headers["Cache-Control"] == "no-store"
    assert city.browser().get("/session").json["login"] == ""
