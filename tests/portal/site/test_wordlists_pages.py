"""The page on which the office keeps the word lists, and what editors and reviewers see of them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from webtest import Upload

from portal.testing import World

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
"""WebOb leaves the temporary file of a long form to the garbage collector."""
PAGE = "/word-lists"
SECTION = "/sites/fgw/zwgk/tzgg"
HOST = "fgw.shili.example"


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("wordlists-pages"))
    world.site("fgw", hosts=(HOST,))
    yield world
    world.close()
    gc.collect()


@pytest.fixture
def city(founded: World) -> Iterator[World]:
    yield founded
    with founded.office.transaction() as (cluster, _act):
        cluster.word_lists = ()


@pytest.fixture
def admin(city: World) -> Any:
    return city.browser("administrator")


def form(page: Any, deed: str) -> Any:
    """Return the first form that does `deed`, by a hidden field or a button."""
    return next(
        each
        for each in page.forms.values()
        if any(deed == field._value for field in each.fields.get("form", ()))
    )


def load(admin: Any, text: str, *, status: int = 303, **values: str) -> Any:
    sent = form(admin.get(PAGE), "load")
    for name, value in ({"title": "用语", "level": "stop"} | values).items():
        sent[name] = value
    sent["file"] = Upload("words.csv", text.encode())
    return sent.submit(status=status)


def lists(city: World) -> list[tuple[str, int, list[int]]]:
    with city.office.transaction() as (cluster, _act):
        return [(e.title, e.number, [v.count for v in e.versions]) for e in cluster.word_lists]


def write(city: World, body: str, button: str = "save") -> Any:
    """Let the editor write a document; return the answer to `button` of its form."""
    editor = city.browser("editor")
    sent = editor.get(f"{SECTION}/add-document").forms["form"]
    sent["title"], sent["body"], sent["source"] = "通知", body, "本委"
    if button == "save":
        return sent.submit("save", status=303)
    sent = sent.submit("save", status=303).follow().forms["form"]
    return sent.submit(button, status=303)


def address_of(answer: Any) -> str:
    return str(answer.location).partition("/edit")[0].removeprefix("http://127.0.0.1")


def test_the_account_of_an_administrator_leads_to_the_page(admin: Any) -> None:
    page = admin.get("/account").click(href="word-lists")
    assert "尚无词库" in page.text


def test_nobody_else_sees_or_changes_the_lists(city: World) -> None:
    assert city.browser().get(PAGE, expect_errors=True).status_int == 404
    assert city.browser(host=HOST).get(PAGE, expect_errors=True).status_int == 404
    for login in ("manager", "editor", "reviewer"):
        browser = city.browser(login)
        assert browser.get(PAGE, expect_errors=True).status_int == 403
        token = next(iter(browser.get("/account").forms.values()))["csrf_token"].value
        sent = {"form": "load", "title": "x", "csrf_token": token}
        files = [("file", "w.txt", "错词".encode())]
        assert browser.post(PAGE, sent, upload_files=files, expect_errors=True).status_int == 403
    assert lists(city) == []


def test_a_loaded_list_has_a_version_that_another_load_replaces(city: World, admin: Any) -> None:
    load(admin, "错词,对词\n旧词,\n旧词,")
    assert lists(city) == [("用语", 1, [2])]
    again = form(admin.get(PAGE), "load")
    again["list"] = again["list"].options[1][0]
    again["file"] = Upload("newer.csv", "错词,对词\n新词,\n第三个词,".encode("gbk"))
    shown = again.submit(status=303).follow()
    assert lists(city) == [("用语", 2, [2, 3])]
    assert "+2 −1" in shown.text
    assert "newer.csv" in shown.text
    form(shown, "use").submit("form", value="use", status=303)
    assert lists(city) == [("用语", 1, [2, 3])]
    form(admin.get(PAGE), "stop").submit("form", value="stop", status=303)
    assert lists(city) == [("用语", 0, [2, 3])]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", {}),
        ("PK\x03\x04", {}),
        ("错词", {"title": ""}),
        ("错词", {"title": "长" * 41}),
        ("错词", {"title": "坏\x07"}),
    ],
)
def test_what_cannot_be_loaded_is_told_and_changes_nothing(
    city: World, admin: Any, text: str, values: dict[str, str]
) -> None:
    page = load(admin, text, status=422, **values)
    assert page.html.find(id="load").find(attrs={"role": "alert"}).text.strip()
    assert lists(city) == []


def test_no_two_lists_have_one_title(city: World, admin: Any) -> None:
    load(admin, "错词")
    load(admin, "错词", status=422)
    assert len(lists(city)) == 1


def test_a_file_of_two_hundred_megabytes_is_refused(city: World, admin: Any) -> None:
    sent = form(admin.get(PAGE), "load")
    sent["title"], sent["file"] = "大", Upload("big.txt", b"x" * 200_000_000)
    page = sent.submit(status=422)
    assert "20 MB" in page.text
    assert lists(city) == []


@pytest.mark.parametrize("sent", [{}, {"form": "drop"}, {"form": ["a", "b"]}])
def test_a_form_that_is_not_ours_is_refused(city: World, admin: Any, sent: dict[str, Any]) -> None:
    token = form(admin.get(PAGE), "load")["csrf_token"].value
    admin.post(PAGE, {**sent, "csrf_token": token}, status=400)


@pytest.mark.parametrize("number", ["", "0", "9", "-1", "x", "１", "9" * 5_000])
def test_only_versions_that_there_are_can_be_used(city: World, admin: Any, number: str) -> None:
    load(admin, "错词")
    page = admin.get(PAGE)
    stop = form(page, "stop")
    sent = {
        "form": "use",
        "list": stop["list"].value,
        "number": number,
        "csrf_token": stop["csrf_token"].value,
    }
    admin.post(PAGE, sent, status=422)
    admin.post(PAGE, {**sent, "list": "0", "number": "1"}, status=422)
    assert lists(city) == [("用语", 1, [1])]


def test_an_exception_is_added_and_removed(city: World, admin: Any) -> None:
    load(admin, "错词")
    allow = form(admin.get(PAGE), "allow")
    allow["word"], allow["context"], allow["reason"] = "错词", "别的", "法规名称"
    wrong = allow.submit(status=422)
    allow = form(wrong, "allow")
    assert allow["reason"].value == "法规名称"
    allow["context"] = "《错词条例》"
    shown = allow.submit(status=303).follow()
    assert "《错词条例》" in shown.text
    form(shown, "forbid").submit(status=303)
    assert "《错词条例》" not in admin.get(PAGE).text


def test_an_editor_is_shown_what_stops_a_draft_and_nothing_typed_is_lost(
    city: World, admin: Any
) -> None:
    load(admin, "错词,对词")
    answer = write(city, "<p>这里有一个错词。</p>", "hand_in")
    assert str(answer.location).endswith("edit?saved&stopped")
    page = city.browser("editor").get(f"{address_of(answer)}/edit?saved&stopped")
    shown = page.html.find(id="checks")
    assert [each.text for each in shown.find_all("mark")] == ["错词"]
    assert "对词" in shown.text
    (way,) = {each["href"] for each in shown.find_all("a") if "field-body" in each["href"]}
    assert page.html.find(id=way.partition("#")[2])
    assert "这里有一个错词" in page.forms["form"]["body"].value


def test_a_draft_is_saved_and_checked_with_one_button(city: World) -> None:
    answer = write(city, "<p>电话13812345678</p>", "check")
    assert str(answer.location).endswith("edit?saved#checks")
    assert "13812345678" in answer.follow().html.find(id="checks").text


def test_the_page_of_a_draft_marks_what_was_found(city: World, admin: Any) -> None:
    load(admin, "错词,对词")
    address = address_of(write(city, '<p>有<b>错</b>词，<a href="https://a.example/">外</a>。</p>'))
    page = city.browser("editor").get(f"{address}/draft")
    (way,) = [
        each for each in page.html.find(id="checks").find_all("a") if "#finding" in each["href"]
    ]
    preview = city.browser("editor").get(way["href"].partition("#")[0])
    assert [each.text for each in preview.html.find_all("mark", class_="finding")] == ["错", "词"]
    assert preview.html.find(id=way["href"].partition("#")[2])
    assert "finding" not in city.browser("editor").get(f"{address}/preview").text
    assert page.forms["decide-hand_in"].submit("hand_in", status=409).html.find(id="checks")


def test_an_editor_accepts_a_finding_with_a_reason_that_the_reviewer_sees(
    city: World, admin: Any
) -> None:
    load(admin, "错词,对词")
    editor = city.browser("editor")
    address = address_of(write(city, "<p>这里有一个错词。</p>"))
    accept = next(
        each for each in editor.get(f"{address}/draft").forms.values() if "key" in each.fields
    )
    accept["reason"] = "引用<b>原文"
    page = accept.submit(status=303).follow()
    page.forms["decide-hand_in"].submit("hand_in", status=303)
    seen = city.browser("reviewer").get(f"{address}/draft")
    assert "editor" in seen.html.find(id="checks").text
    assert "引用<b>原文" in seen.html.find(id="checks").text
    seen.forms["decide-approve"].submit("approve", status=303)


def test_nobody_who_may_not_write_accepts_a_finding(city: World, admin: Any) -> None:
    load(admin, "错词,对词")
    address = address_of(write(city, "<p>这里有一个错词。</p>"))
    reviewer = city.browser("reviewer")
    page = reviewer.get(f"{address}/draft")
    key = next(
        each["key"].value
        for each in city.browser("editor").get(f"{address}/draft").forms.values()
        if "key" in each.fields
    )
    token = next(iter(reviewer.get("/account").forms.values()))["csrf_token"].value
    sent = {"key": key, "reason": "x", "csrf_token": token}
    if not any("key" in each.fields for each in page.forms.values()):
        reviewer.post(f"{address}/accept-finding", sent, status=403)
    city.browser().post(f"{address}/accept-finding", sent, expect_errors=True)
    with city.office.transaction() as (cluster, _act):
        assert city.place(cluster, address).accepted == ()


def test_the_findings_alone_are_there_for_those_who_work_on_the_draft(city: World) -> None:
    address = address_of(write(city, "<p>电话13812345678</p>"))
    page = city.browser("editor").get(f"{address}/checks")
    assert "13812345678" in page.html.find(id="checks").text
    assert city.browser("reviewer").get(f"{address}/checks").status_int == 200
    assert city.browser().get(f"{address}/checks", expect_errors=True).status_int == 404
