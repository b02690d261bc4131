"""Links within a site are kept by identity, lead where things are, and nowhere else."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from portal.content.document.moving import move_document
from portal.content.document.operations import (
    create_document,
    release_document,
    save_draft,
    withdraw_document,
)
from portal.content.linking import KEPT, identified, targets_in
from portal.content.plaintext import plain
from portal.content.section.moving import place_section
from portal.content.section.operations import move_section
from portal.content.trash.operations import delete_document
from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"
OTHER = "/sites/fgw/zwgk/gzdt"
HOST = "www.fgw.example"


@pytest.fixture
def city(world: World) -> World:
    world.site("fgw", hosts=(HOST,))
    world.site("jyj")
    return world


def link(address: str, words: str = "办法") -> str:
    return f'<p>见<a href="{address}">{words}</a>。</p>'


def kept(city: World, address: str) -> str:
    with city.office.transaction() as (cluster, _act):
        return str(city.place(cluster, address).revisions[-1].text.html)


def oid_of(city: World, address: str) -> int:
    with city.office.transaction() as (cluster, _act):
        return int(city.place(cluster, address).oid)


def name_of(address: str) -> str:
    return address.rpartition("/")[2]


def anchors(page: Any) -> list[tuple[str, str]]:
    return [(each["href"], each.text) for each in page.html.select(".prose a")]


def test_addresses_of_the_site_are_kept_as_identities(city: World) -> None:
    target = city.publish(SECTION, title="办法")
    oid, name = oid_of(city, target), name_of(target)
    for address in (
        target,
        f"/zwgk/tzgg/{name}",
        f"/zwgk/tzgg/{name}/",
        f"http://{HOST}/zwgk/tzgg/{name}",
        f"https://{HOST.upper()}/zwgk/tzgg/{name}",
        f"//{HOST}/zwgk/tzgg/{name}",
    ):
        body = kept(city, city.publish(OTHER, body=link(address)))
        assert targets_in(body) == (oid,), address
    body = kept(city, city.publish(OTHER, body=link(f"{target}#第二条")))
    assert f'"{KEPT}{oid}#第二条"' in body
    assert targets_in(kept(city, city.publish(OTHER, body=link("/zwgk/tzgg/")))) == (
        oid_of(city, SECTION),
    )


@pytest.mark.parametrize(
    "address",
    [
        "/zwgk/tzgg/20200101-1",
        "/zwgk/tzgg/x/y/z",
        "/search?q=x",
        "/sites/jyj/zwgk/tzgg/",
        "https://other.example/zwgk/tzgg/",
        f"https://{HOST}:8443/zwgk/tzgg/",
        "https://[::1/zwgk/tzgg/",
        f"ftp://{HOST}/zwgk/tzgg/",
        "mailto:a@b.example",
        "#2",
        "/",
        "/zwgk/../zwgk/tzgg/",
        "/media/",
    ],
)
def test_what_is_no_content_of_the_site_stays_as_it_is(city: World, address: str) -> None:
    with city.office.transaction() as (cluster, _act):
        body = link(address)
        assert identified(body, city.place(cluster, SECTION)) == body


def test_the_form_knows_the_host_that_it_came_from(city: World) -> None:
    target = city.publish(SECTION)
    source = city.publish(OTHER, body="<p>文</p>")
    browser = city.browser("editor")
    form = browser.get(f"{source}/edit").forms["form"]
    form["body"] = link(f"http://127.0.0.1{target}")
    form.submit("save", status=303)
    assert targets_in(kept(city, source)) == (oid_of(city, target),)
    assert (
        f"{KEPT}{oid_of(city, target)}" in browser.get(f"{source}/edit").forms["form"]["body"].value
    )


def test_a_link_follows_a_document_that_moves(city: World) -> None:
    target = city.publish(SECTION, title="办法")
    source = city.publish(OTHER, body=link(target))
    assert anchors(city.browser().get(source)) == [(target, "办法")]
    own = source.removeprefix("/sites/fgw")
    page = city.browser(host=HOST).get(own)
    assert anchors(page) == [(target.removeprefix("/sites/fgw"), "办法")]
    with city.office.transaction() as (cluster, act):
        document, section = city.place(cluster, target), city.place(cluster, OTHER)
        move_document(document, section, act)
        moved = f"{OTHER}/{document.__name__}"
    assert anchors(city.browser().get(source)) == [(moved, "办法")]
    again = city.publish(OTHER, body=link(target))  # where it was before it moved
    assert targets_in(kept(city, again)) == (oid_of(city, moved),)


def test_a_link_follows_into_a_section_that_is_called_otherwise(city: World) -> None:
    target = city.publish(SECTION, title="办法")
    source = city.publish(OTHER, body=link(target) + link(f"{SECTION}/", "栏目"))
    with city.office.transaction() as (cluster, act):
        section = city.place(cluster, SECTION)
        place_section(section, section.__parent__, "gsgg", act)
    moved = target.replace("/tzgg/", "/gsgg/")
    assert anchors(city.browser().get(source)) == [
        (moved, "办法"),
        ("/sites/fgw/zwgk/gsgg/", "栏目"),
    ]
    again = city.publish(OTHER, body=link(target))  # by the address that it had before
    assert targets_in(kept(city, again)) == (oid_of(city, moved),)


def test_nothing_leads_into_a_hidden_section(city: World) -> None:
    target = city.publish(SECTION, title="办法")
    source = city.publish(OTHER, body=link(target) + link(SECTION, "栏目"))
    with city.office.transaction() as (cluster, act):
        move_section(city.place(cluster, SECTION), "hide", act)
    assert anchors(city.browser().get(source)) == []
    page = city.browser("editor").get(f"{source}/edit")
    assert [each.b.text for each in page.html.select("#troubles li")] == ["办法", "栏目"]


def test_a_draft_that_gets_its_name_at_its_release_is_found(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        values: Any = {"title": "放假通知", "body": "<p>文</p>"}
        document = create_document(city.place(cluster, SECTION), values, act)
        unborn = f"{SECTION}/{document.__name__}"
        oid = document.oid
    source = city.publish(OTHER, body=link(unborn))
    with city.office.transaction() as (cluster, act):
        document = cluster.__objectmap__.object_for(oid)
        release_document(document, act)
        born = f"{SECTION}/{document.__name__}"
    assert anchors(city.browser().get(source)) == [(born, "办法")]


def test_the_public_gets_no_link_to_what_it_cannot_see(city: World) -> None:
    live, hidden = city.publish(SECTION, title="甲"), city.publish(SECTION, title="乙")
    with city.office.transaction() as (cluster, act):
        values: Any = {"title": "丙", "body": ""}
        draft = create_document(city.place(cluster, SECTION), values, act)
        unborn = f"{SECTION}/{draft.__name__}"
    body = link(live, "甲") + link(hidden, "乙<em>丙</em>") + link(unborn, "丁")
    source = city.publish(OTHER, body=body)
    with city.office.transaction() as (cluster, act):
        withdraw_document(city.place(cluster, hidden), act, reason="错")
    page = city.browser().get(source)
    assert anchors(page) == [(live, "甲")]
    assert [each.text for each in page.html.select(".prose p")] == ["见甲。", "见乙丙。", "见丁。"]
    assert KEPT not in page.text
    with city.office.transaction() as (cluster, act):
        delete_document(city.place(cluster, live), act)
    assert anchors(city.browser().get(source)) == []
    preview = city.browser("editor").get(f"{source}/preview")
    assert [each.small.text for each in preview.html.select(".prose mark.nowhere")] == [
        "链接指向的内容在回收站中。",
        "链接指向的内容已撤稿。",
        "链接指向的内容尚未公开。",
    ]


def test_an_identity_of_another_site_or_none_leads_nowhere(city: World) -> None:
    foreign = oid_of(city, city.publish("/sites/jyj/zwgk/tzgg", title="秘密"))
    for oid in (foreign, 0, 7, -(1 << 63), (1 << 63), 9_999_999_999_999_999_999):
        page = city.browser().get(city.publish(SECTION, body=link(f"{KEPT}{oid}")))
        assert anchors(page) == []
        assert "秘密" not in page.text


def test_nothing_shows_the_internal_form(city: World) -> None:
    target = city.publish(SECTION, title="办法")
    source = city.publish(OTHER, title="说明", body=link(target, "实施办法"), summary="")
    city.feed()
    assert plain(kept(city, source)) == "见实施办法。"
    found = city.browser().get("/sites/fgw/search", {"q": "实施办法"})
    feed = city.browser().get(f"{OTHER}/feed.xml")
    assert "实施办法" in found.text
    for page in (found, feed, city.browser().get(source)):
        assert KEPT not in page.text


def word_file(address: str) -> bytes:
    word, place = docx.Document(), BytesIO()
    paragraph = word.add_paragraph("见")
    link_id = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    parts = [OxmlElement(f"w:{name}") for name in ("hyperlink", "r", "t")]
    parts[0].set(qn("r:id"), link_id)
    parts[2].text = "办法"
    for outer, inner in pairwise((paragraph._p, *parts)):
        outer.append(inner)
    word.save(place)
    return place.getvalue()


def test_a_word_file_and_typesetting_keep_links(city: World) -> None:
    target, source = city.publish(SECTION, title="办法"), city.publish(OTHER, body="")
    browser = city.browser("editor")
    form = browser.get(f"{source}/edit", status=200).forms["form"]
    sent = [("word", "a.docx", word_file(f"http://127.0.0.1{target}"))]
    browser.post(f"{source}/edit", form.submit_fields("import_word"), upload_files=sent, status=303)
    assert targets_in(kept(city, source)) == (oid_of(city, target),)
    browser.get(f"{source}/edit").forms["form"].submit("typeset", status=303)
    assert targets_in(kept(city, source)) == (oid_of(city, target),)


def test_the_form_lists_what_leads_nowhere(city: World) -> None:
    target = city.publish(SECTION, title="办法")
    broken = (
        link(target, "旧办法")
        + link("/zwgk/tzgg/20200101-1", "没有")
        + link("/search?q=x", "搜索")
        + link("/sites/jyj/zwgk/nothing", "外站")
        + link("https://news.example/", "新闻")
        + '<p><img src="/media/none.png/medium" alt="图"><img src="https://a.example/b.png"></p>'
    )
    source = city.publish(OTHER, body=broken)
    with city.office.transaction() as (cluster, act):
        delete_document(city.place(cluster, target), act)
    browser = city.browser("editor")
    page = browser.get(f"{source}/edit")
    assert [each.b.text for each in page.html.select("#troubles li")] == [
        "旧办法",
        "没有",
        "图",
        "b.png",
    ]
    form = page.forms["form"]
    form["body"] = link(f"{KEPT}{oid_of_deleted(city)}", "又")
    answer = browser.post(
        f"{source}/edit", form.submit_fields("save"), headers={"Accept": "application/json"}
    )
    assert [each["words"] for each in answer.json["troubles"]] == ["又"]


def oid_of_deleted(city: World) -> int:
    with city.office.transaction() as (cluster, _act):
        (document,) = cluster["sites"]["fgw"]["_trash"].values()
        return int(document.oid)


def test_external_links_say_so(city: World) -> None:
    body = '<p><a href="https://news.example/">新闻</a><a href="https://www.gov.cn/">国务院</a></p>'
    page = city.browser().get(city.publish(SECTION, body=body))
    strange, official = page.html.select(".prose a")
    assert strange.select_one(".unseen").text == "（外部链接）"
    assert official.select_one(".unseen") is None


def test_a_draft_of_a_link_changes_nothing_in_public(city: World) -> None:
    target, source = city.publish(SECTION), city.publish(OTHER, body="<p>文</p>")
    with city.office.transaction() as (cluster, act):
        changed: Any = {"body": link(target)}
        save_draft(city.place(cluster, source), changed, act)
    assert anchors(city.browser().get(source)) == []
    assert anchors(city.browser("editor").get(f"{source}/preview")) == [(target, "办法")]
