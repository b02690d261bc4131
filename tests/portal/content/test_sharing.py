"""Links with which people without an account see a draft, and nothing else."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.content.document.attachments import attach, set_lead_picture
from portal.content.document.moving import move_document
from portal.content.document.operations import create_document, release_document, save_draft
from portal.content.document.shares import MOST, share_draft
from portal.content.file.operations import add_file
from portal.content.image.operations import add_image
from portal.content.link.operations import add_link
from portal.content.picturing import picture_tag
from portal.content.trash.operations import delete_document, restore_document
from portal.errors import Refusal
from portal.ledger.tables import AuditEntry
from portal.security.guessing import Guesses
from portal.security.locking import ADDRESS_FAILURES, LOCK_FOR
from portal.site.operations import found_site, move_site
from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"
HOST, OTHER_HOST = "fgw.example.gov.cn", "jyj.example.gov.cn"
CLUSTER_HOST = "127.0.0.1"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
HOSTILE = "\"><script>alert(1)</script>${7*7}' & \u202e局"


@pytest.fixture
def city(world: World) -> World:
    world.site("fgw", hosts=(HOST,))
    world.site("jyj", hosts=(OTHER_HOST,))
    return world


def draft(city: World, section: str = SECTION, **values: Any) -> str:
    data: Any = {"title": "关于供水的通知", "body": "<p>本周停水</p>", **values}
    with city.office.transaction() as (cluster, act):
        return f"{section}/{create_document(city.place(cluster, section), data, act).__name__}"


def shared(city: World, address: str, login: str = "editor", **fields: str) -> str:
    """Make a link with the form of the page and return it."""
    form = city.browser(login).get(f"{address}/share").forms["make"]
    for name, value in {"note": "王律师", **fields}.items():
        form[name] = value
    page = form.submit("make", status=303).follow()
    link: str = page.html.select_one("li[data-new] input[readonly]")["value"]
    return link.replace(f"http://{HOST}/", "/sites/fgw/").replace("http://127.0.0.1", "")


def with_files(city: World, png: bytes) -> str:
    """Write a draft with a picture in its text, a lead picture and two attachments."""
    data: Any = {"title": "图", "alternative": "大桥", "file_name": "a.png"}
    with city.office.transaction() as (cluster, act):
        media = cluster["sites"]["fgw"]["media"]
        first, lead = (add_image(media, data, png, act) for _ in "12")
        pdf = add_file(media, {"title": "附件一", "file_name": "附件.pdf"}, PDF, act)
        link = add_link(media, {"title": "网页", "address": "https://a.example.gov.cn/x"}, act)
        text: Any = {"title": "有图", "body": f"<p>{picture_tag(first)}</p>"}
        document = create_document(city.place(cluster, SECTION), text, act)
        attach(document, (pdf.oid, link.oid), act)
        set_lead_picture(document, lead.oid, act)
        return f"{SECTION}/{document.__name__}"


def test_a_stranger_with_the_link_sees_the_draft_and_that_it_is_one(city: World) -> None:
    page = city.browser().get(shared(city, draft(city)))
    assert "本周停水" in page
    assert page.html.select_one("main .shared").text.strip()
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert not page.html.find("link", rel="canonical")
    assert "供水" in page.html.title.text


@pytest.mark.parametrize("login", ["editor", "reviewer", "manager"])
def test_who_writes_or_reviews_makes_links(city: World, login: str) -> None:
    city.browser().get(shared(city, draft(city), login))


def test_strangers_make_no_links(city: World) -> None:
    address = draft(city)
    city.browser().get(f"{address}/share", status=404)
    city.browser().post(f"{address}/share", {"note": "a", "days": "7"}, status=404)


def test_the_link_shows_the_newest_draft_and_beside_it_the_public_page_stays(city: World) -> None:
    address = city.publish(SECTION, title="通知", body="<p>旧文</p>")
    link = shared(city, address)
    assert "Draft" not in city.browser().get(link).html.select_one(".shared").text
    with city.office.transaction() as (cluster, act):
        save_draft(city.place(cluster, address), {"body": "<p>新文</p>"}, act)
    assert "新文" in city.browser().get(link)
    assert "新文" not in city.browser().get(address)


def test_pictures_and_attachments_that_are_not_public_yet_come_with_the_key(
    city: World, png: bytes
) -> None:
    address = with_files(city, png)
    link = shared(city, address)
    for host, path in ((CLUSTER_HOST, link), (HOST, link.replace("/sites/fgw", ""))):
        stranger = city.browser(host=host)
        page = stranger.get(path)
        pictures = [each["src"] for each in page.html.select("main img")]
        files = [each["href"] for each in page.html.select(".attachments a")]
        assert (len(pictures), len(files)) == (2, 2)
        assert all("shared-file?key=" in each for each in (*pictures, *files))
        for each in pictures:
            assert stranger.get(each).content_type == "image/webp"
        sent = stranger.get(files[0])
        assert sent.body == PDF
        assert "no-store" in sent.headers["Cache-Control"]
        assert stranger.get(files[1], status=303).location == "https://a.example.gov.cn/x"
    assert city.browser().get(link.replace("shared?", "shared-file?"), status=404)


def test_the_key_opens_no_other_file_and_files_that_are_public_keep_their_address(
    city: World, png: bytes
) -> None:
    address = with_files(city, png)
    link = shared(city, address)
    with city.office.transaction() as (cluster, act):
        media = cluster["sites"]["fgw"]["media"]
        other = add_file(media, {"title": "乙", "file_name": "乙.pdf"}, PDF, act).oid
        section = city.place(cluster, SECTION).oid
    key = link.partition("?")[2]
    for oid in (other, section, 0, "x", "9" * 30, ""):
        city.browser().get(f"/sites/fgw/shared-file?{key}&file={oid}&size=small", status=404)
    with city.office.transaction() as (cluster, act):
        release_document(city.place(cluster, address), act)
    page = city.browser().get(link)
    assert not [each for each in page.html.select("main img") if "key=" in each["src"]]


def test_a_link_works_before_the_site_is_online_on_its_host_and_on_the_clusters(
    city: World,
) -> None:
    with city.office.transaction() as (cluster, act):
        data: Any = {"title": "新站", "class_name": "department", "hosts": ("new.example.gov.cn",)}
        site = found_site(cluster["sites"], "new", data, act)
        state = site.state
        move_site(site, "open", act)
        site.state = state
    address = draft(city, "/sites/new/zwgk/tzgg")
    link = shared(city, address)
    assert link.startswith("/sites/new/shared?")
    city.browser().get("/sites/new/", status=404)
    page = city.browser().get(link)
    assert "本周停水" in page
    assert page.html.select_one(".brand b").text == "新站"
    there = city.browser(host="new.example.gov.cn").get(link.replace("/sites/new", ""))
    assert "本周停水" in there


def test_every_other_key_leads_to_the_page_of_what_does_not_exist(city: World) -> None:
    address, other = draft(city), draft(city)
    link, kept = shared(city, address), shared(city, other)
    with city.office.transaction() as (cluster, act):
        late = type(act)(
            by="editor", at=act.at - timedelta(days=1, seconds=1), announce=act.announce
        )
        share_draft(city.place(cluster, other), "迟到", 1, late)
    key = link.rpartition("=")[2]
    plain = city.browser().get("/sites/fgw/nothing", status=404).html.main.text
    mixed = key[:11] + kept.rpartition("=")[2][11:]
    for wrong in ("", "x", key[:-1], f"{key}A", key[:-1] + ("A" if key[-1] != "A" else "B"),
                  mixed, "A" * 44, "!" * 44, "文" * 44, "%ff", key.lower()):  # fmt: skip
        page = city.browser().get("/sites/fgw/shared", {"key": wrong}, status=404)
        assert page.html.main.text == plain
    city.browser().get(f"/sites/fgw/shared?key={key}&key=x", status=404)
    city.browser().get("/sites/fgw/shared", status=404)
    city.browser().get(f"/shared?key={key}", status=404)
    city.browser().get(f"{link}", status=200)


def test_a_key_opens_nothing_on_another_site(city: World) -> None:
    link = shared(city, draft(city))
    path = link.removeprefix("/sites/fgw")
    city.browser(host=OTHER_HOST).get(path, status=404)
    city.browser().get(f"/sites/jyj{path}", status=404)
    city.browser(host=HOST).get(path, status=200)


def test_a_link_ends_with_its_time(city: World) -> None:
    address = draft(city)
    with city.office.transaction() as (cluster, act):
        document = city.place(cluster, address)
        long_ago = datetime.now(UTC) - timedelta(days=7, minutes=-5)
        share_draft(document, "将到期", 7, type(act)(by=None, at=long_ago, announce=act.announce))
    link = city.browser("editor").get(f"{address}/share").html.select_one("input[readonly]")
    path = str(link["value"]).replace(f"http://{HOST}/", "/sites/fgw/")
    city.browser().get(path, status=200)
    with city.office.transaction() as (cluster, _act):
        document = city.place(cluster, address)
        name, note, by, made_at, until = document.shares[0]
        document.shares = ((name, note, by, made_at, until - timedelta(minutes=6)),)
    city.browser().get(path, status=404)
    assert not city.browser("editor").get(f"{address}/share").html.select("input[readonly]")


def test_a_link_that_is_taken_back_opens_nothing_and_others_go_on(city: World) -> None:
    address = draft(city)
    first, second = shared(city, address), shared(city, address, note="李工")
    page = city.browser("reviewer").get(f"{address}/share")
    button = page.html.find("b", string="王律师").find_parent("li").find("button", value=True)
    token = page.forms["make"]["csrf_token"].value
    sent = {"csrf_token": token, "take_back": button["value"]}
    page.test_app.post(f"{address}/share", sent, status=303)
    city.browser().get(first, status=404)
    city.browser().get(second, status=200)
    page.test_app.post(f"{address}/share", sent, status=409)


def test_a_deleted_document_ends_its_links_also_when_it_comes_back(city: World) -> None:
    address = draft(city)
    link = shared(city, address)
    with city.office.transaction() as (cluster, act):
        document = city.place(cluster, address)
        delete_document(document, act)
    city.browser().get(link, status=404)
    with city.office.transaction() as (cluster, act):
        trash = cluster["sites"]["fgw"]["_trash"]
        restore_document(next(iter(trash.values())), act)
    city.browser().get(link, status=404)


def test_a_link_goes_along_with_a_moved_document(city: World) -> None:
    address = draft(city)
    link = shared(city, address)
    with city.office.transaction() as (cluster, act):
        section = city.place(cluster, "/sites/fgw/zwgk/gzdt")
        move_document(city.place(cluster, address), section, act)
    assert "本周停水" in city.browser().get(link)


def test_making_and_taking_back_is_written_down_without_what_opens_the_link(city: World) -> None:
    address = draft(city)
    link = shared(city, address, note="王律师")
    page = city.browser("editor").get(f"{address}/share")
    name = page.html.find("button", attrs={"name": "take_back"})["value"]
    token = page.forms["make"]["csrf_token"].value
    page.test_app.post(f"{address}/share", {"csrf_token": token, "take_back": name}, status=303)
    with city.office.ledger.engine.connect() as ledger:
        columns = (AuditEntry.action, AuditEntry.by, AuditEntry.detail)
        query = select(*columns).where(AuditEntry.action.like("document.shar%"))
        rows = ledger.execute(query.order_by(AuditEntry.id)).all()
    assert [(action, by) for action, by, _detail in rows] == [
        ("document.shared", "editor"),
        ("document.sharing_ended", "editor"),
    ]
    assert json.loads(rows[0].detail)["name"] == json.loads(rows[1].detail)["name"] == name
    key = link.rpartition("=")[2]
    assert not [row for row in rows if key in row.detail or "王律师" in row.detail]


def test_nothing_that_is_stored_opens_a_link(city: World) -> None:
    address = draft(city)
    key = shared(city, address).rpartition("=")[2]
    with city.office.transaction() as (cluster, _act):
        assert key not in repr(city.place(cluster, address).shares)


def test_a_hostile_note_is_text(city: World) -> None:
    address = draft(city)
    shared(city, address, note=HOSTILE)
    page = city.browser("editor").get(f"{address}/share")
    assert "<script>alert" not in page.text
    assert "\u202e" not in page.text
    assert "<script>alert(1)</script>${7*7}" in page.html.select_one(".shares b").text


@pytest.mark.parametrize(
    "fields", [{"note": ""}, {"note": " \u3000"}, {"days": "8"}, {"days": "-1"}, {"days": "x"}]
)
def test_a_link_needs_a_reader_and_one_of_the_times(city: World, fields: dict[str, str]) -> None:
    address = draft(city)
    page = city.browser("editor").get(f"{address}/share")
    sent = {"csrf_token": page.forms["make"]["csrf_token"].value, "note": "甲", "days": "7"}
    answer = page.test_app.post(f"{address}/share", sent | fields, status=409)
    assert answer.html.select_one("[role=alert]").text.strip()
    assert not answer.html.select(".shares")


def test_there_is_a_most_of_links(city: World) -> None:
    address = draft(city)
    with city.office.transaction() as (cluster, act):
        document = city.place(cluster, address)
        for number in range(MOST):
            share_draft(document, f"第{number}位", 1, act)
        with pytest.raises(Refusal):
            share_draft(document, "又一位", 1, act)


def test_who_guesses_much_is_told_nothing_even_with_a_right_key(city: World) -> None:
    link = shared(city, draft(city))
    stranger = city.browser()
    for _guess in range(ADDRESS_FAILURES):
        stranger.get("/sites/fgw/shared?key=" + "A" * 44, status=404)
    stranger.get(link, status=404)
    stranger.get(link, extra_environ={"REMOTE_ADDR": "203.0.113.9"}, status=200)


def test_guesses_are_forgotten_after_half_an_hour() -> None:
    guesses, at = Guesses(), datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    for _guess in range(ADDRESS_FAILURES):
        assert not guesses.is_blocked("203.0.113.7", at)
        guesses.note("203.0.113.7", at)
    assert guesses.is_blocked("203.0.113.7", at)
    assert not guesses.is_blocked("203.0.113.8", at)
    assert not guesses.is_blocked("203.0.113.7", at + LOCK_FOR)


def test_looking_by_a_link_writes_nothing(city: World) -> None:
    link = shared(city, draft(city))
    before = city.office.database.lastTransaction()
    for each in (link, f"{link}x"):
        city.browser().get(each, expect_errors=True)
    assert city.office.database.lastTransaction() == before
