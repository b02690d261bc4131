"""The editor offers the pages and pictures of its site."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import PIL.Image
import pytest
from desk_places import OTHER, SECTION, draft, oid_of

from portal.content.document.operations import withdraw_document
from portal.content.indexing import look_again
from portal.content.trash.operations import delete_document
from portal.testing import World


@pytest.fixture(scope="module")
def red() -> bytes:
    place = io.BytesIO()
    PIL.Image.new("RGB", (8, 6), "red").save(place, "PNG")
    return place.getvalue()


def token(browser: Any, address: str) -> str:
    return str(browser.get(f"{address}/edit").forms["form"]["csrf_token"].value)


def send(browser: Any, address: str, file: tuple[str, bytes], **values: str) -> Any:
    sent = {"csrf_token": token(browser, address), **values}
    return browser.post(
        f"{address}/choose-picture", sent, upload_files=[("file", *file)], status="*"
    )


def test_pages_are_found_by_words_of_their_titles_newest_first(city: World) -> None:
    for title in ("关于放假的通知", "关于春节的通知", "办法"):
        city.publish(SECTION, title=title)
    with city.office.transaction() as (cluster, _act):  # what changed in the same second is alike
        section = city.place(cluster, SECTION)
        for document in section.values():
            document.changed_at -= timedelta(hours=1)
            look_again(document, city.office.registry)
    mine = draft(city, "关于放假的说明")
    browser = city.browser("editor")
    found = browser.get(f"{mine}/choose-link", {"words": "关于 放假"}).json["found"]
    assert [each["title"] for each in found] == ["关于放假的说明", "关于放假的通知"]
    assert found[0]["address"] == f"/@{oid_of(city, mine)}"
    assert found[0]["page"] == mine
    assert found[0]["kind"] == "document"
    every = browser.get(f"{mine}/choose-link").json["found"]
    assert every[0]["title"] == "关于放假的说明"
    assert len(every) == 4


def test_sections_are_offered_too_and_one_page_can_be_asked_for(city: World) -> None:
    address = city.publish(SECTION, title="办法")
    browser = city.browser("editor")
    with city.office.transaction() as (cluster, _act):
        title = city.place(cluster, SECTION).title
    found = browser.get(f"{SECTION}/choose-link", {"words": title}).json["found"]
    assert (found[0]["title"], found[0]["kind"]) == (title, "section")
    oid = str(oid_of(city, address))
    one = browser.get(f"{SECTION}/choose-link", {"oid": oid}).json["found"]
    assert [each["title"] for each in one] == ["办法"]
    city.site("jyj")
    foreign = str(oid_of(city, city.publish("/sites/jyj/zwgk/tzgg", title="秘密")))
    for wrong in (foreign, "0", "x", "7", "9999999999999999999"):
        assert browser.get(f"{SECTION}/choose-link", {"oid": wrong}).json["found"] == []


def test_a_withdrawn_page_is_offered_with_its_state_and_a_deleted_one_is_not(city: World) -> None:
    withdrawn, deleted = city.publish(SECTION, title="甲"), city.publish(SECTION, title="乙")
    with city.office.transaction() as (cluster, act):
        withdraw_document(city.place(cluster, withdrawn), act, reason="错")
        delete_document(city.place(cluster, deleted), act)
    found = city.browser("editor").get(f"{OTHER}/choose-link").json["found"]
    assert [each["title"] for each in found] == ["甲"]


@pytest.mark.parametrize("words", ["", " ", "x" * 3_000, "<script>", "%", "\x00", "\U0001f600"])
def test_hostile_words_find_nothing_and_break_nothing(city: World, words: str) -> None:
    address = draft(city, "稿")
    browser = city.browser("editor")
    for name in ("choose-link", "choose-picture"):
        browser.get(f"{address}/{name}", {"words": words, "page": words})


def test_strangers_choose_nothing(city: World) -> None:
    address = city.publish(SECTION)
    for name in ("choose-link", "choose-picture"):
        city.browser().get(f"{address}/{name}", status=404)
        city.browser("reviewer").get(f"{address}/{name}", status=403)
    city.browser().post(f"{address}/choose-picture", status=404)


def test_a_picture_is_uploaded_and_found(city: World, red: bytes) -> None:
    address = draft(city, "稿")
    browser = city.browser("editor")
    answer = send(browser, address, ("大桥.png", red), alternative="江上的大桥")
    picture = answer.json["picture"]
    assert (picture["alternative"], picture["width"], picture["height"]) == ("江上的大桥", 8, 6)
    assert browser.get(picture["source"]).content_type == "image/webp"
    told = browser.get(f"{address}/choose-picture", {"words": "大桥"}).json
    assert told == {"found": [picture], "page": 1, "pages": 1, "total": 1}
    assert browser.get(f"{address}/choose-picture", {"words": "没有"}).json["found"] == []
    form = browser.get(f"{address}/edit").forms["form"]
    form["body"] = f'<p><img src="{picture["source"]}" alt="江上的大桥"></p>'
    form.submit("save", status=303)
    with city.office.transaction() as (cluster, _act):
        html = city.place(cluster, address).revisions[-1].text.html
    assert 'src="/media/' in html


def test_a_picture_without_alternative_text_is_refused(city: World, red: bytes) -> None:
    address = draft(city, "稿")
    browser = city.browser("editor")
    for words in ("", "  "):
        answer = send(browser, address, ("大桥.png", red), alternative=words)
        assert (answer.status_int, answer.json["lacks_words"]) == (422, True)
        assert answer.json["problem"]
    assert browser.get(f"{address}/choose-picture").json["total"] == 0


@pytest.mark.parametrize(
    "file", [("坏.png", b"no picture"), ("a.pdf", b"%PDF-1.4"), ("空.png", b"")]
)
def test_what_is_no_picture_is_refused(city: World, file: tuple[str, bytes]) -> None:
    address = draft(city, "稿")
    answer = send(city.browser("editor"), address, file, alternative="图")
    assert (answer.status_int, answer.json["lacks_words"]) == (422, False)
    assert answer.json["problem"]


def test_an_upload_without_a_file_or_a_token_is_refused(city: World) -> None:
    address = draft(city, "稿")
    browser = city.browser("editor")
    values = {"csrf_token": token(browser, address), "alternative": "图"}
    assert browser.post(f"{address}/choose-picture", values, status=422).json["problem"]
    browser.post(f"{address}/choose-picture", {"alternative": "图"}, status=400)
