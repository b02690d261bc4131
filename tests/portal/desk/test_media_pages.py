"""The files and pictures of a site: found, described, chosen, deleted."""

from __future__ import annotations

import io
from typing import Any

import PIL.Image
import pytest
from sqlalchemy import select
from webtest import Upload

from portal.content.document.operations import create_document, save_draft
from portal.content.file.operations import add_file, release_media
from portal.content.image.operations import add_image
from portal.ledger.tables import AuditEntry
from portal.site.operations import change_site
from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"
MEDIA = "/sites/fgw/media"


@pytest.fixture
def city(world: World) -> World:
    world.site("fgw")
    return world


def png() -> bytes:
    place = io.BytesIO()
    PIL.Image.new("RGB", (60, 30), "navy").save(place, "PNG")
    return place.getvalue()


def keep(
    city: World, title: str, *, image: bool = False, released: bool = False
) -> tuple[str, int]:
    """Return address and identity of a new file."""
    data: Any = {"title": title, "file_name": "a.png" if image else "a.txt", "alternative": "图"}
    with city.office.transaction() as (cluster, act):
        add: Any = add_image if image else add_file
        file = add(cluster["sites"]["fgw"]["media"], data, png() if image else b"text", act)
        if released:
            release_media(file, act)
        return f"{MEDIA}/{file.__name__}", file.oid


def titles(city: World, **query: str) -> list[str]:
    page = city.browser("editor").get(f"{MEDIA}/contents", query)
    return [each.text for each in page.html.select(".pictures .about > a")]


def test_staff_finds_files_by_kind_and_by_words_of_the_title(city: World) -> None:
    for title in ("春节放假安排", "放假调休表", "预算"):
        keep(city, title)
    keep(city, "放假海报", image=True)
    assert sorted(titles(city)) == ["放假海报", "放假调休表", "春节放假安排", "预算"]
    assert titles(city, kind="portal.image") == ["放假海报"]
    assert sorted(titles(city, kind="portal.file", words="放假")) == ["放假调休表", "春节放假安排"]
    assert titles(city, words="放假 春节") == ["春节放假安排"]
    assert titles(city, words="龘") == []


def test_the_list_has_pages(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        for number in range(45):
            data: Any = {"title": f"{number:02}", "file_name": "a.txt"}
            add_file(cluster["sites"]["fgw"]["media"], data, b"text", act)
    first, second = titles(city), titles(city, page="2")
    assert (len(first), len(second)) == (40, 5)
    assert len({*first, *second}) == 45
    link = city.browser("editor").get(f"{MEDIA}/contents?words=0").html.select_one("a[rel=next]")
    assert link is None


@pytest.mark.parametrize(
    "query",
    [
        "kind=<script>",
        "words=%00",
        "page=-1",
        "page=1e9",
        "words=" + "a" * 5_000,
    ],
)
def test_hostile_filters_do_no_harm(city: World, query: str) -> None:
    keep(city, "甲")
    city.browser("editor").get(f"{MEDIA}/contents?{query}", status=200)


def test_the_public_sees_no_list_of_files(city: World) -> None:
    city.browser().get(f"{MEDIA}/contents", status=404)
    city.browser().get(f"{keep(city, '甲', released=True)[0]}/describe", status=404)


def test_files_are_added_and_a_broken_one_says_why(city: World) -> None:
    page = city.browser("editor").get(f"{MEDIA}/contents")
    token = page.html.find("input", attrs={"name": "csrf_token"})["value"]
    files = [("file", Upload("好.txt", b"text")), ("file", Upload("坏.pdf", b"MZ"))]
    sent = [("csrf_token", token), ("into", "media"), ("upload", "1"), *files]
    answer = page.test_app.post(f"{MEDIA}/contents", sent, status=422)
    assert "坏.pdf" in answer.html.find(role="alert").text
    assert titles(city) == ["好"]
    reviewer = city.browser("reviewer")
    page = reviewer.get(f"{MEDIA}/contents")
    assert "upload-media" not in page.forms


def test_a_list_says_where_a_file_is_used(city: World) -> None:
    _address, oid = keep(city, "表", released=True)
    city.publish(SECTION, title="关于放假的通知", attachments=(oid,))
    page = city.browser("editor").get(f"{MEDIA}/contents")
    assert [each.text for each in page.html.select(".about ul a")] == ["关于放假的通知"]


def test_words_of_a_file_are_changed_and_a_picture_keeps_an_alternative_text(city: World) -> None:
    address, _oid = keep(city, "图", image=True)
    form = city.browser("editor").get(f"{address}/describe").forms["form"]
    form["alternative"] = ""
    page = form.submit("save", status=422)
    field = page.html.find("input", attrs={"name": "alternative"})
    assert page.html.find(id=field["aria-describedby"].split()[-1])["class"] == ["problem"]
    form = page.forms["form"]
    form["title"], form["alternative"] = "会场", "会场全景"
    form.submit("save", status=303)
    assert titles(city) == ["会场"]
    assert titles(city, words="会场") == ["会场"]


def test_what_the_public_sees_is_changed_only_by_who_may_publish(city: World) -> None:
    address, _oid = keep(city, "表", released=True)
    for login, status in (("editor", 409), ("manager", 303)):
        form = city.browser(login).get(f"{address}/describe").forms["form"]
        form["title"] = f"由{login}"
        page = form.submit("save", status=status)
        assert ("由editor" in page.text) is (status == 409)
    assert titles(city) == ["由manager"]
    city.browser("reviewer").get(f"{address}/describe", status=403)


def delete(city: World, address: str, login: str = "manager", status: int = 303) -> Any:
    page = city.browser(login).get(f"{address}/describe")
    token = page.html.find("input", attrs={"name": "csrf_token"})["value"]
    sent = {"csrf_token": token, "delete": "1"}
    return page.test_app.post(f"{address}/describe", sent, status=status)


def test_an_unused_file_is_deleted_and_written_down(city: World) -> None:
    address, oid = keep(city, "表")
    page = city.browser("editor").get(f"{address}/describe")
    next(each for each in page.forms.values() if "delete" in each.fields).submit(
        "delete", status=303
    )
    assert titles(city) == []
    city.browser("editor").get(address, status=404)
    with city.office.ledger.engine.connect() as ledger:
        rows = ledger.execute(select(AuditEntry.action, AuditEntry.subject_oid)).mappings().all()
    assert [row["subject_oid"] for row in rows if row["action"] == "media.deleted"] == [oid]


def test_a_file_in_use_is_not_deleted_and_the_documents_are_named(city: World) -> None:
    address, oid = keep(city, "表", released=True)
    document = city.publish(SECTION, title="关于放假的通知", attachments=(oid,))
    page = delete(city, address, status=409)
    assert "关于放假的通知" in page.html.find(role="alert").text
    with city.office.transaction() as (cluster, act):
        save_draft(city.place(cluster, document), {"attachments": ()}, act)
    delete(city, address, status=409)
    with city.office.transaction() as (cluster, act):
        from portal.content.document.operations import release_document

        release_document(city.place(cluster, document), act)
    delete(city, address)


def test_a_file_that_only_a_draft_names_is_in_use(city: World) -> None:
    address, oid = keep(city, "表")
    picture, image = keep(city, "图", image=True)
    inside, _oid = keep(city, "文中", image=True)
    body = f'<p><img src="{inside}" alt="图" /></p>'
    data: Any = {"title": "稿", "body": body, "attachments": (oid,), "lead_picture": image}
    with city.office.transaction() as (cluster, act):
        document = create_document(city.place(cluster, SECTION), data, act)
        name = document.__name__
    for each in (address, picture, inside):
        delete(city, each, status=409)
    with city.office.transaction() as (cluster, act):
        changes: Any = {"attachments": (), "lead_picture": 0, "body": "<p>文</p>"}
        save_draft(city.place(cluster, f"{SECTION}/{name}"), changes, act)
    for each in (address, picture, inside):
        delete(city, each)


def test_the_logo_of_the_site_is_in_use(city: World) -> None:
    address, oid = keep(city, "标志", image=True, released=True)
    with city.office.transaction() as (cluster, act):
        change_site(cluster["sites"]["fgw"], {"logo": oid}, act)
    delete(city, address, status=409)


def test_a_file_is_chosen_from_those_of_the_site(city: World) -> None:
    keep(city, "表")
    keep(city, "图", image=True)
    address = city.publish(SECTION)
    page = city.browser("editor").get(f"{address}/choose-file", {"words": "表"})
    assert len(page.html.select(".pictures > li")) == 1
    form = next(each for each in page.forms.values() if "take" in each.fields)
    form.submit("take", status=303)
    edit = city.browser("editor").get(f"{address}/edit")
    assert edit.html.select_one(".attached a").get_text(" ", strip=True) == "TXT 表"
    page = city.browser("editor").get(f"{address}/choose-file?into=lead_picture")
    assert [each.text for each in page.html.select(".about > b")] == ["图"]
    next(each for each in page.forms.values() if "take" in each.fields).submit("take", status=303)
    edit = city.browser("editor").get(f"{address}/edit")
    assert edit.html.select_one(".pictured img")["alt"] == "图"


def test_the_bar_leads_to_the_files(city: World) -> None:
    address, _oid = keep(city, "表")
    editor = city.browser("editor")
    for path in ("/sites/fgw/", f"{SECTION}/", f"{address}/describe", f"{MEDIA}/contents"):
        links = [each["href"] for each in editor.get(path).html.select("nav.toolbar a")]
        assert f"{MEDIA}/contents" in links
