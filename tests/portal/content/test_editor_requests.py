"""What the scripts of the editor ask the server for."""

from __future__ import annotations

import time
from typing import Any

import pytest

from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"
JSON = {"Accept": "application/json"}
WORD_PASTE = (
    '<p class=MsoNormal style="text-align:center;mso-pagination:widow-orphan">'
    '<span style="font-family:仿宋;color:red">贯彻落实<o:p></o:p></span></p>\n'
)


@pytest.fixture
def city(world: World) -> World:
    world.site("fgw")
    return world


def fields(page: Any) -> dict[str, str]:
    return {name: value or "" for name, value in page.forms["form"].submit_fields() if name}


def written(city: World, **values: str) -> str:
    form = city.browser("editor").get(f"{SECTION}/add-document").forms["form"]
    for name, value in values.items():
        form[name] = value
    location: str = form.submit("save", status=303).location
    return location.partition("/edit")[0].removeprefix("http://127.0.0.1")


def texts(city: World, address: str) -> list[str]:
    with city.office.transaction() as (cluster, _act):
        document: Any = city.place(cluster, address)
        return [each.text.html for each in document.revisions]


def test_a_script_saves_again_and_again_without_loading_the_page(city: World) -> None:
    address = written(city, title="通知", body="<p>一</p>")
    editor = city.browser("editor")
    sent = fields(editor.get(f"{address}/edit"))
    for text in ("<p>二</p>", "<p>三</p>"):
        told = editor.post(f"{address}/edit", sent | {"body": text}, headers=JSON).json
        sent["version"] = told["version"]
    assert told["address"] == f"{address}/edit"
    assert told["said"]
    assert texts(city, address) == ["<p>三</p>"]


def test_the_first_saving_by_a_script_makes_the_document(city: World) -> None:
    editor = city.browser("editor")
    sent = fields(editor.get(f"{SECTION}/add-document"))
    told = editor.post(f"{SECTION}/add-document", sent | {"title": "新"}, headers=JSON).json
    form = editor.get(told["address"]).forms["form"]
    assert (form["title"].value, form["version"].value) == ("新", told["version"])


def test_a_script_hears_of_wrong_input_and_of_another_version_as_the_form_does(
    city: World,
) -> None:
    address = written(city, title="通知", body="<p>一</p>")
    editor = city.browser("editor")
    sent = fields(editor.get(f"{address}/edit"))
    wrong = editor.post(f"{address}/edit", sent | {"written_on": "x"}, headers=JSON, status=422)
    assert wrong.html.find(id="problems") is not None
    editor.post(f"{address}/edit", sent | {"body": "<p>二</p>"}, headers=JSON)
    late = editor.post(f"{address}/edit", sent | {"body": "<p>三</p>"}, headers=JSON, status=409)
    assert "二" in late.html.find("section", class_="theirs").text
    assert late.forms["form"]["beside"].value == "1"
    assert texts(city, address) == ["<p>二</p>"]


def test_a_script_of_somebody_signed_out_saves_nothing(city: World) -> None:
    address = written(city, title="通知", body="<p>一</p>")
    editor = city.browser("editor")
    sent = fields(editor.get(f"{address}/edit"))
    editor.cookiejar.clear()
    answer = editor.post(f"{address}/edit", sent, headers=JSON, expect_errors=True)
    assert answer.status_int in {400, 403, 404}
    assert texts(city, address) == ["<p>一</p>"]


def test_setting_the_type_keeps_the_text_as_it_was_in_the_history(city: World) -> None:
    address = written(city, title="通知", body="<p>　　放假 3 天.</p>")
    editor = city.browser("editor")
    page = editor.get(f"{address}/edit").forms["form"].submit("typeset", status=303).follow()
    assert page.forms["form"]["body"].value == "<p>放假3天。</p>"
    assert len(page.html.find("p", class_="done").text.strip()) > len("已于 14:03 保存。")
    assert texts(city, address) == ["<p>　　放假 3 天.</p>", "<p>放假3天。</p>"]
    page.forms["form"].submit("typeset", status=303)
    assert len(texts(city, address)) == 2


def paste(city: World, html: str, login: str = "editor", place: str = SECTION) -> Any:
    browser = city.browser(login)
    page = browser.get(f"{SECTION}/add-document", expect_errors=True)
    token = page.forms["form"]["csrf_token"].value if "form" in page.forms else ""
    headers = {"Content-Type": "text/plain;charset=utf-8", "X-CSRF-Token": token}
    address = f"{place}/clean-paste"
    answer = browser.post(address, html.encode(), headers=headers, expect_errors=True)
    answer.request.environ["wsgi.input"].close()  # a long body lies in a file
    return answer


def test_what_is_pasted_is_cleaned_to_the_style_of_the_house(city: World) -> None:
    html = paste(city, WORD_PASTE + "<script>alert(1)</script>").json["html"]
    assert html == '<p class="centred">贯彻落实</p>'
    address = written(city, title="通知")
    assert paste(city, "<h1>题</h1>", place=address).json["html"] == "<h2>题</h2>"


def test_a_paste_of_more_than_twenty_megabytes_is_refused(city: World) -> None:
    assert paste(city, "字" * (20_000_001 // 3 + 1)).status_int == 413


def test_five_megabytes_of_paste_are_cleaned_in_time(city: World) -> None:
    html = WORD_PASTE * (5_000_000 // len(WORD_PASTE))
    begun = time.process_time()
    answer = paste(city, html)
    assert answer.json["html"].count("<p") == 5_000_000 // len(WORD_PASTE)
    assert time.process_time() - begun < 20


def test_endless_paste_and_that_of_strangers_is_refused(city: World) -> None:
    assert paste(city, "x" * 20_000_001).status_int == 413
    assert paste(city, "x", login="").status_int in {400, 403, 404}
    assert paste(city, "x", login="reviewer").status_int in {400, 403}


def test_the_editor_and_its_chinese_come_from_the_site_itself(city: World) -> None:
    page = city.browser("editor").get(f"{SECTION}/add-document")
    scripts = [each["src"] for each in page.html.select("head script[src]")]
    editor = next(each for each in scripts if "tinymce" in each)
    assert all(each.startswith("/static/") for each in scripts)
    public = city.browser()
    assert public.get(editor).content_length > 100_000
    language = editor.partition("tinymce.min.js")[0] + "langs/zh-Hans.js"
    assert "zh-Hans" in public.get(language).text


def test_the_form_works_without_script_and_offers_the_preview(city: World) -> None:
    address = written(city, title="通知", body="<p>一</p>")
    page = city.browser("editor").get(f"{address}/edit")
    assert page.forms["form"]["body"].value == "<p>一</p>"
    frame = page.html.find("iframe", id="preview")
    assert "一" in city.browser("editor").get(frame["src"]).text
    assert page.html.find(id="unsaved").has_attr("hidden")
    assert all(each.has_attr("hidden") for each in page.html.select("#saving [data-state]"))


def test_a_draft_that_waits_for_review_does_not_save_itself(city: World) -> None:
    address = written(city, title="通知", body="<p>一</p>")
    editor = city.browser("editor")
    held = [editor.get(f"{address}/edit").html.find(id="saving").get("data-held")]
    editor.get(f"{address}/draft").forms["decide-hand_in"].submit("hand_in", status=303)
    held.append(editor.get(f"{address}/edit").html.find(id="saving").get("data-held"))
    assert held == [None, "yes"]
