"""The name of a document in addresses, from its title in pinyin or chosen by hand."""

from __future__ import annotations

import pytest

from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"


@pytest.fixture
def city(world: World) -> World:
    world.site("fgw", sponsor="示例市发展和改革委员会")
    return world


def write(city: World, **values: str) -> str:
    form = city.browser("editor").get(f"{SECTION}/add-document").forms["form"]
    for name, value in {"body": "<p>放假</p>", **values}.items():
        form[name] = value
    answer = form.submit("hand_in", status=303)
    return str(answer.location).partition("/draft?")[0].removeprefix("http://127.0.0.1")


def release(city: World, address: str) -> str:
    form = city.browser("reviewer").get(f"{address}/draft").forms["decide-approve"]
    answer = form.submit("approve", status=303)
    return str(answer.location).partition("/draft?")[0].removeprefix("http://127.0.0.1")


def test_the_first_release_names_a_document_after_its_title(city: World) -> None:
    first, second = (release(city, write(city, title="放假通知")) for _each in range(2))
    assert [first, second] == [f"{SECTION}/fangjiatongzhi", f"{SECTION}/fangjiatongzhi-2"]
    assert "放假通知" in city.browser().get(first).text


def test_a_name_chosen_before_the_first_release_is_that_of_the_page(city: World) -> None:
    assert release(city, write(city, title="通知", url_name="holiday-2026")) == (
        f"{SECTION}/holiday-2026"
    )


def test_after_the_first_release_the_name_stays(city: World) -> None:
    address = release(city, write(city, title="放假通知"))
    form = city.browser("editor").get(f"{address}/edit").forms["form"]
    assert "url_name" not in form.fields
    form["title"] = "另一个题目"
    form.submit("hand_in", status=303)
    assert release(city, address) == address


def test_a_title_without_letters_keeps_the_day_and_the_number(city: World) -> None:
    address = write(city, title="———")
    assert release(city, address) == address


@pytest.mark.parametrize("name", ["Big", "通知", "a b", "../x", "search", "taken", "-a"])
def test_a_name_that_cannot_be_is_told_beside_its_field(city: World, name: str) -> None:
    release(city, write(city, title="通知", url_name="taken"))
    form = city.browser("editor").get(f"{SECTION}/add-document").forms["form"]
    form["title"], form["url_name"] = "通知", name
    page = form.submit("save", status=422)
    field = page.html.find("input", attrs={"name": "url_name"})
    assert field["value"] == name
    assert page.html.find(id=field["aria-describedby"].split()[-1]).text.strip()


def test_the_address_of_the_draft_leads_on_also_for_a_form_that_was_open(city: World) -> None:
    draft = write(city, title="放假通知")
    form = city.browser("editor").get(f"{draft}/edit").forms["form"]
    address = release(city, draft)
    editor = city.browser("editor")
    assert editor.get(f"{draft}/edit", status=301).location.endswith(f"{address}/edit")
    form["body"] = "<p>放假五天</p>"
    answer = form.submit("save", status=307)
    assert answer.location.endswith(f"{address}/edit")


def test_two_documents_that_chose_the_same_name_get_two(city: World) -> None:
    drafts = [write(city, title="通知", url_name="same") for _each in range(2)]
    assert [release(city, each) for each in drafts] == [f"{SECTION}/same", f"{SECTION}/same-2"]
