"""Records of government information, from the desk to the public."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from addons.openinfo.catalogue.operations import catch_up
from addons.openinfo.catalogue.place import PLACE
from addons.openinfo.disclosure.content import DISCLOSURE
from addons.openinfo.guide.content import GUIDE
from portal.content.document.operations import (
    create_document,
    release_document,
    save_draft,
    show_again,
    withdraw_document,
)
from portal.content.document.review import hand_in
from portal.content.section.operations import move_section
from portal.content.trash.operations import delete_document, restore_document
from portal.errors import Refusal
from portal.testing import World, publish_one, turn

SECTION = "/sites/fgw/zfxxgk/fdzdgknr"
CATALOGUE = "/sites/fgw/disclosures"
ADD = f"{SECTION}/add-document?type=openinfo.disclosure"
Disclose = Callable[..., str]


def listed(world: World, query: str = "") -> list[str]:
    page = world.browser().get(f"{CATALOGUE}{query}")
    return [link.text for link in page.html.select("ol.results h2 a")]


def at(cluster: Any, page: str) -> Any:
    place = cluster
    for name in page.strip("/").split("/"):
        place = place[name]
    return place


def test_an_editor_writes_a_record_a_reviewer_releases_it_and_a_citizen_finds_it(
    open_town: World,
) -> None:
    editor = open_town.browser("editor")
    assert "type=openinfo.disclosure" in editor.get(f"{SECTION}/contents").text
    form = editor.get(ADD).forms["form"]
    form["title"], form["body"], form["source"] = "关于节约用水的通知", "<p>节水</p>", "市水务局"
    form["topic"], form["genre"], form["document_number"] = "0403", "notice", "示水发[2026] 03号"
    form["written_on"], form["issuer"] = "2026-03-02", "市水务局"
    form["summary"], form["keywords"] = "节水", "节水"
    kept = form.submit("save", status=303).follow()
    assert kept.forms["form"]["document_number"].value == "示水发〔2026〕3号"
    page = kept.request.path.removesuffix("/edit")
    kept.forms["form"].submit("hand_in", status=303)
    decision = open_town.browser("reviewer").get(f"{page}/draft")
    approve = next(f for f in decision.forms.values() if "approve" in f.text or "secrecy" in f.text)
    if "secrecy" in approve.fields:
        approve["secrecy"] = "1"
    approve.submit("approve", status=303)
    shown = listed(open_town)
    assert shown == ["关于节约用水的通知"]
    citizen = open_town.browser()
    link = citizen.get(CATALOGUE).html.select_one("ol.results h2 a")["href"]
    fields = {each.dt.text: each.dd.text for each in citizen.get(link).html.select("dl.facts div")}
    assert fields == {
        "索引号": "000014349/2026-00001",
        "主题分类": "国土资源、能源 / 水资源",
        "发布机构": "示例市发展和改革委员会",
        "成文日期": "2026-03-02",
        "名称": "关于节约用水的通知",
        "发文字号": "示水发〔2026〕3号",
        "发布日期": fields["发布日期"],
        "发文机关": "市水务局",
        "体裁分类": "通知",
        "内容概述": "节水",
    }
    assert "关于节约用水的通知" in citizen.get(f"{SECTION}/feed.xml").text
    open_town.feed()
    for words in ("水资源", "000014349/2026-00001", "示水发2026年3号"):
        assert f'href="{link}"' in citizen.get("/sites/fgw/search", {"q": words}).text, words


def test_a_record_without_what_a_catalogue_is_to_say_is_not_handed_in(open_town: World) -> None:
    given: Any = {"title": "甲", "body": "<p>甲</p>", "source": "甲局", "summary": "甲"}
    given |= {"written_on": date(2026, 3, 2), "topic": "0403"}
    with open_town.office.transaction() as (cluster, act):
        for name in ("summary", "written_on", "topic"):
            nothing: Any = None if name == "written_on" else ""
            draft = given | {name: nothing}
            record = create_document(at(cluster, SECTION), draft, act, DISCLOSURE.factory)
            with pytest.raises(Refusal):
                hand_in(record, act)
            save_draft(record, given, act)
            hand_in(record, act)


def test_an_editor_is_asked_for_an_index_number_where_none_is_drawn(open_town: World) -> None:
    editor = open_town.browser("editor")
    assert "首次发布时自动编号" in editor.get(ADD).html.select_one("#field-index_number").text
    with open_town.office.transaction() as (cluster, _act):
        cluster["sites"]["fgw"].addon_settings = {}
    assert "不自动编号" in editor.get(ADD).html.select_one("#field-index_number").text


def test_index_numbers_follow_each_other_within_a_year(
    disclose: Disclose, open_town: World
) -> None:
    pages = [disclose(title=f"文件{n}") for n in range(2)]
    pages.append(disclose(title="旧文件", written_on=date(2020, 1, 1)))
    with open_town.office.transaction() as (cluster, _act):
        numbers = [at(cluster, page).index_number for page in pages]
    assert numbers == ["000014349/2026-00001", "000014349/2026-00002", "000014349/2020-00001"]


def test_a_number_that_somebody_gave_is_passed_over(disclose: Disclose, open_town: World) -> None:
    disclose(index_number="000014349/2026-00001")
    page = disclose(title="第二件")
    with open_town.office.transaction() as (cluster, _act):
        assert at(cluster, page).index_number == "000014349/2026-00002"


def test_the_same_index_number_is_refused_in_the_form_and_at_the_release(
    disclose: Disclose, open_town: World
) -> None:
    disclose(index_number="000014349/2026-00007")
    form = open_town.browser("editor").get(ADD).forms["form"]
    form["title"], form["index_number"] = "另一件", " ０00014349/2026-00007 "
    refused = form.submit("save", status=422)
    assert "已属于本站另一条目" in refused.text
    assert "另一件" in refused.text
    with pytest.raises(Refusal):
        disclose(title="另一件", index_number="000014349/2026-00007")


def test_what_is_no_index_number_is_refused_beside_its_field(open_town: World) -> None:
    form = open_town.browser("editor").get(ADD).forms["form"]
    form["title"], form["index_number"] = "另一件", "甲乙丙"
    assert "索引号格式应如" in form.submit("save", status=422).text


def test_a_number_stays_with_its_record_and_is_never_used_again(
    disclose: Disclose, open_town: World
) -> None:
    page = disclose()
    with open_town.office.transaction() as (cluster, act):
        record = at(cluster, page)
        data: Any = {"title": "新题", "index_number": ""}
        save_draft(record, data, act)
        release_document(record, act)
        assert record.index_number == "000014349/2026-00001"
        delete_document(record, act)
    with pytest.raises(Refusal):
        disclose(title="另一件", index_number="000014349/2026-00001")


def test_without_a_code_no_number_is_drawn(disclose: Disclose, open_town: World) -> None:
    with open_town.office.transaction() as (cluster, _act):
        cluster["sites"]["fgw"].addon_settings = {}
    page = disclose()
    with open_town.office.transaction() as (cluster, _act):
        assert at(cluster, page).index_number == ""


def test_what_is_not_disclosed_proactively_stays_with_the_office(open_town: World) -> None:
    with open_town.office.transaction() as (cluster, act):
        section = at(cluster, SECTION)
        data: Any = {"title": "甲", "body": "<p>甲</p>", "disclosure_mode": "on_request"}
        record = create_document(section, data, act, DISCLOSURE.factory)
        with pytest.raises(Refusal):
            release_document(record, act)


def test_the_catalogue_follows_what_becomes_of_a_record(
    disclose: Disclose, open_town: World
) -> None:
    page = disclose()
    steps: tuple[tuple[Callable[[Any, Any], object], bool], ...] = (
        (lambda record, act: withdraw_document(record, act, reason="误"), False),
        (show_again, True),
        (delete_document, False),
        (restore_document, True),
        (lambda record, act: move_section(record.__parent__, "hide", act), False),
        (lambda record, act: move_section(record.__parent__, "show", act), True),
    )
    with open_town.office.transaction() as (cluster, _act):
        oid = at(cluster, page).oid
    for step, is_there in steps:
        with open_town.office.transaction() as (cluster, act):
            step(cluster.__objectmap__.object_for(oid), act)
        assert bool(listed(open_town)) is is_there


def test_a_draft_changes_nothing_of_the_catalogue(disclose: Disclose, open_town: World) -> None:
    page = disclose()
    with open_town.office.transaction() as (cluster, act):
        data: Any = {"title": "新题", "topic": "0101"}
        save_draft(at(cluster, page), data, act)
    assert listed(open_town, "?topic=04") == ["关于节水的通知"]
    assert listed(open_town, "?topic=01") == []


def test_a_released_change_moves_the_record_in_the_catalogue(
    disclose: Disclose, open_town: World
) -> None:
    page = disclose()
    with open_town.office.transaction() as (cluster, act):
        record = at(cluster, page)
        data: Any = {"title": "新题", "topic": "0101", "written_on": date(2025, 1, 1)}
        save_draft(record, data, act)
        release_document(record, act)
    assert listed(open_town, "?topic=0101&year=2025") == ["新题"]
    assert listed(open_town, "?topic=04") == []
    assert listed(open_town) == ["新题"]


def test_what_changed_while_it_was_disabled_is_caught_up(
    disclose: Disclose, open_town: World
) -> None:
    kept, gone = disclose(title="留"), disclose(title="去")
    turn(open_town, "fgw", "openinfo", on=False)
    open_town.browser().get(CATALOGUE, status=404)
    open_town.browser("manager").get(kept, status=404)
    with open_town.office.transaction() as (cluster, act):
        withdraw_document(at(cluster, gone), act, reason="误")
        new = create_document(
            at(cluster, SECTION), {"title": "新", "body": "<p>新</p>"}, act, DISCLOSURE.factory
        )
        release_document(new, act)
    turn(open_town, "fgw", "openinfo", on=True)
    job = open_town.office.registry.addons["openinfo"].jobs[0]
    with open_town.office.transaction() as (cluster, act):
        job.run(cluster["sites"]["fgw"], act)
        assert cluster["sites"]["fgw"][PLACE].behind is None
        catch_up(cluster["sites"]["fgw"], (), act)
    assert sorted(listed(open_town)) == ["新", "留"]
    assert "000014349/2026-00003" in open_town.browser().get(CATALOGUE).text


def test_references_lead_to_pages_of_the_site_that_the_public_may_see(
    disclose: Disclose, open_town: World
) -> None:
    open_town.site("jyj")
    other = open_town.publish("/sites/jyj/zwgk/tzgg", title="别站的")
    reading = open_town.publish("/sites/fgw/zwgk/tzgg", title="一图读懂")
    page = disclose(
        interpretations=(
            reading.removeprefix("/sites/fgw"),
            other,
            "/no/where",
            "https://例.测试/解",
        ),
        repealed_by=(disclose(title="新办法"),),
    )
    shown = open_town.browser().get(page)
    found = [link.text for link in shown.html.select(".facts p a")]
    assert found == ["新办法", "一图读懂", "https://例.测试/解"]
    assert "别站的" not in shown.text


def test_a_guide_shows_whom_to_ask(open_town: World) -> None:
    page = publish_one(
        open_town, GUIDE, "/sites/fgw/zfxxgk/gkzn", title="公开指南", office_phone="0000-1234567"
    )
    text = open_town.browser().get(page).text
    assert "0000-1234567" in text
    assert "联系电话" in text


def test_a_site_with_something_at_that_place_is_told(open_town: World) -> None:
    from portal.content.section.operations import add_section

    open_town.site("jyj")
    with open_town.office.transaction() as (cluster, act):
        data: Any = {"title": "甲", "kind": "news", "description": "甲"}
        add_section(cluster["sites"]["jyj"], PLACE, data, act)
    with pytest.raises(Refusal):
        turn(open_town, "jyj", "openinfo", on=True)
