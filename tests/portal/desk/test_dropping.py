"""Files that are dropped onto the contents of a section."""

from __future__ import annotations

import io
from typing import Any

import PIL.Image
import pytest
from desk_places import SECTION, SITE, titles
from docx import Document
from webtest import Upload

from portal.desk.dropping import WORD_MOST
from portal.security.grants import give_role
from portal.testing import World

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def word(text: str = "各单位：", heading: str = "") -> bytes:
    document, place = Document(), io.BytesIO()
    if heading:
        document.add_heading(heading, level=1)
    document.add_paragraph(text)
    document.save(place)
    return place.getvalue()


def png() -> bytes:
    place = io.BytesIO()
    PIL.Image.new("RGB", (60, 30), "navy").save(place, "PNG")
    return place.getvalue()


def send(
    city: World,
    *files: tuple[str, bytes],
    login: str = "editor",
    script: bool = False,
    status: int = 303,
    **facts: str,
) -> Any:
    page = city.browser(login).get(f"{SECTION}/contents")
    token = page.forms["upload-contents"]["csrf_token"].value
    sent: list[Any] = [("csrf_token", token), ("into", "contents"), ("upload", "1")]
    sent += [*facts.items(), *(("file", Upload(*each)) for each in files)]
    headers = {"Accept": "application/json"} if script else {}
    return page.test_app.post(f"{SECTION}/contents", sent, headers, status=status)


def media(city: World) -> list[str]:
    with city.office.transaction() as (cluster, _act):
        return sorted(each.title for each in city.place(cluster, SITE)["media"].values())


def test_a_word_file_becomes_a_draft_and_others_come_to_the_media(city: World) -> None:
    files = (
        ("通知.docx", word(heading="关于供暖的通知")),
        ("无题.docx", word()),
        ("预算.pdf", PDF),
        ("会场.png", png()),
    )
    page = send(city, *files, alternative="会场全景").follow()
    assert page.html.select_one(".done")
    assert sorted(titles(page)) == sorted(["关于供暖的通知", "无题"])
    assert media(city) == ["会场", "预算"]
    address = next(
        each["href"] for each in page.html.select("td a") if each.text == "关于供暖的通知"
    )
    form = page.test_app.get(address.replace("/draft", "/edit")).forms["form"]
    assert "各单位" in form["body"].value
    assert form["source"].value
    assert city.browser().get(address.removesuffix("/draft"), expect_errors=True).status_int == 404


def test_one_broken_among_many_stops_no_other_one(city: World) -> None:
    files = [(f"{number:03}.pdf", PDF) for number in range(198)]
    files.insert(100, ("坏.docx", b"PK\x03\x04 broken"))
    files.append(("好.docx", word()))
    page = send(city, *files, status=422)
    (problem,) = page.html.select(".problem[role=alert] li")
    assert problem.b.text == "坏.docx"
    assert len(media(city)) == 198
    assert titles(page) == ["好"]


def test_a_script_is_told_where_the_draft_is(city: World) -> None:
    answer = send(city, ("通知.docx", word()), script=True, status=200).json
    assert (answer["problem"], answer["title"]) == ("", "通知")
    assert city.browser("editor").get(answer["address"]).forms["form"]["title"].value == "通知"
    answer = send(city, ("预算.pdf", PDF), script=True, status=200).json
    assert answer["address"].endswith("/describe")


def test_a_picture_asks_for_words(city: World) -> None:
    answer = send(city, ("会场.png", png()), script=True, status=422).json
    assert answer["lacks_words"]
    send(city, ("会场.png", png()), script=True, status=200, alternative="会场全景")
    assert media(city) == ["会场"]


@pytest.mark.parametrize("name", ["甲.docm", "甲.exe", "甲.docx.html", "..", "<b>.svg"])
def test_what_is_not_taken_says_why(city: World, name: str) -> None:
    answer = send(city, (name, b"MZ"), script=True, status=422).json
    assert answer["problem"]
    assert (media(city), titles(city.browser("editor").get(f"{SECTION}/contents"))) == ([], [])


def test_a_form_takes_only_so_many_word_files(city: World) -> None:
    files = [(f"{number}.docx", b"broken") for number in range(WORD_MOST + 1)]
    page = send(city, *files, status=422)
    problems = [each.text for each in page.html.select(".problem[role=alert] li")]
    assert len(problems) == WORD_MOST + 1
    assert str(WORD_MOST) in problems[-1]
    assert str(WORD_MOST) not in problems[0]


def test_no_file_at_all_is_said(city: World) -> None:
    assert send(city, status=422).html.select(".problem[role=alert]")


def test_who_works_in_the_section_only_adds_word_files(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        cluster.grants = {}
        give_role(city.place(cluster, SECTION), "editor", "editor", act)
    send(city, ("通知.docx", word()), script=True, status=200)
    assert send(city, ("预算.pdf", PDF), script=True, status=422).json["problem"]
    assert media(city) == []


def test_reviewers_add_nothing_and_sites_take_nothing(city: World) -> None:
    reviewer = city.browser("reviewer").get(f"{SECTION}/contents")
    assert "upload-contents" not in reviewer.forms
    token = reviewer.html.find("input", attrs={"name": "csrf_token"})["value"]
    sent = {"csrf_token": token, "into": "contents"}
    reviewer.test_app.post(f"{SECTION}/contents", sent, status=403)
    assert "upload-contents" not in city.browser("editor").get(f"{SITE}/contents").forms
