"""The guide of a service item, from the form of an editor to the citizen."""

from __future__ import annotations

from typing import Any

import pytest
from service_rows import HALL, WHOLE, fill_in, fill_row, publish

from addons.onlineservice.service.content import PublicService
from portal.content.document.moving import copy_document
from portal.content.document.operations import create_document, save_draft
from portal.content.document.review import hand_in
from portal.content.file.operations import add_file
from portal.errors import Refusal
from portal.testing import World

FORM = f"{HALL}/add-document?type=onlineservice.service"


def text(world: World, address: str) -> str:
    page = world.browser().get(address).html.select_one("main")
    return " ".join(page.get_text(" ").split())


def approve(world: World, address: str) -> None:
    draft = world.browser("reviewer").get(f"{address}/draft")
    form = next(form for form in draft.forms.values() if "approve" in form.text)
    if "secrecy" in form.fields:
        form["secrecy"] = True
    form.submit("approve", status=303)


def test_an_editor_writes_an_item_and_the_citizen_reads_its_guide(offices: World) -> None:
    editor = offices.browser("editor")
    form = editor.get(FORM).forms["form"]
    form["title"], form["task_code"], form["dept_name"] = "临时身份证申领", "A-1", "市公安局"
    form["source"], form["steps"] = "市公安局", "申请\n受理"
    fill_in(form, person_theme="person.household", promise_day="3", promise_type="W")
    fill_in(form, online_handle_url="https://www.gov.cn/", link_way="010-1234")
    fill_row(form, "materials", "登记表", "原件", "1", "必要", "申请人自备", "本人签名")
    fill_row(form, "materials", "户口簿", row=1)
    fill_row(form, "fees", "工本费", "10 元")
    fill_row(form, "faq", "多久？", "三个月")
    kept = form.submit("hand_in", status=303)
    assert "lacking" not in kept.location
    address = kept.location.partition("/draft")[0].removeprefix("http://127.0.0.1")
    offices.browser("editor").get(f"{address}/preview").mustcontain("第十二条")
    approve(offices, address)
    with offices.office.transaction() as (cluster, _act):
        hall = offices.place(cluster, HALL)
        [page] = [f"{HALL}/{row.name}" for row in hall.listing]
    guide = text(offices, page)
    for said in (
        "3个工作日",
        "登记表",
        "本人签名",
        "户口簿",
        "受理",
        "10 元",
        "第十二条",
        "三个月",
    ):
        assert said in guide
    assert 'href="https://www.gov.cn/"' in offices.browser().get(page).text
    with offices.office.transaction() as (cluster, _act):
        item = offices.place(cluster, page)
        assert item.materials == ("登记表 | 原件 | 1 | 必要 | 申请人自备 | 本人签名", "户口簿")
        assert item.server_types == ("1",)


def test_a_guide_that_says_too_little_is_not_handed_in(offices: World) -> None:
    given: Any = WHOLE | {"source": "甲", "title": "事", "dept_name": "局", "body": ""}
    with offices.office.transaction() as (cluster, act):
        hall = offices.place(cluster, HALL)
        for number, name in enumerate(("task_code", *WHOLE)):
            own = given | {"task_code": str(number)}
            nothing: Any = None if name == "limit_scene_num" else type(own[name])()
            item = create_document(hall, own | {name: nothing}, act, PublicService)
            with pytest.raises(Refusal):
                hand_in(item, act)
            save_draft(item, own, act)
            hand_in(item, act)
        item = create_document(hall, own | {"limit_scene_num": 0}, act, PublicService)
        hand_in(item, act)


def test_an_item_needs_no_text_and_other_documents_still_do(offices: World) -> None:
    editor = offices.browser("editor")
    assert "必填" not in editor.get(FORM).html.select_one("#field-body").text
    page = editor.get("/sites/fgw/zwgk/tzgg/add-document").html
    assert "必填" in page.select_one("#field-body").text


def test_a_copy_has_no_code_of_its_own_yet(offices: World) -> None:
    page = publish(offices, task_code="A-1", link_way="010-1")
    with offices.office.transaction() as (cluster, act):
        hall = offices.place(cluster, HALL)
        values = copy_document(offices.place(cluster, page), hall, act).revisions[-1].values
        assert (values.get("task_code", ""), values["link_way"]) == ("", "010-1")


def test_every_kept_row_can_be_edited(offices: World) -> None:
    """What imports and older versions stored comes back from the form as it was."""
    rows = {"materials": ("表 | 原件 | 2 | 容缺后补",), "fees": ("费 | 5 元",), "faq": ("问",)}
    page = publish(offices, **WHOLE | rows)
    form = offices.browser("editor").get(f"{page}/edit").forms["form"]
    form["title"] = "改名"
    form.submit("save", status=303)
    with offices.office.transaction() as (cluster, _act):
        values = offices.place(cluster, page).revisions[-1].values
        assert {name: values[name] for name in rows} == rows
        assert values["by_law"] == WHOLE["by_law"]


def test_two_items_of_a_site_cannot_have_the_same_code(offices: World) -> None:
    publish(offices, task_code="A-1")
    form = offices.browser("editor").get(FORM).forms["form"]
    form["title"], form["task_code"] = "另一个", "A-1"
    form.submit("save", status=422).mustcontain("本站已有事项使用该编码")
    form["task_code"] = "A-2"
    form.submit("save", status=303)


def test_an_item_keeps_its_own_code_when_it_is_edited(offices: World) -> None:
    page = publish(offices, task_code="A-1")
    form = offices.browser("editor").get(f"{page}/edit").forms["form"]
    form["title"] = "另一个名称"
    form.submit("save", status=303)


@pytest.mark.parametrize(
    ("field", "cells"),
    [("materials", ("", "原件")), ("faq", ("", "三个月")), ("by_law", ("甲|乙",))],
)
def test_what_makes_no_sense_in_a_row_is_told_beside_it(
    offices: World, field: str, cells: tuple[str, ...]
) -> None:
    form = offices.browser("editor").get(FORM).forms["form"]
    form["title"] = "事项"
    fill_row(form, field, *cells)
    page = form.submit("save", status=422)
    assert page.html.select_one(f"#field-{field} .row .problem") is not None


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("online_handle_url", "javascript:alert(1)"),
        ("promise_day", "很快"),
        ("limit_scene_num", "-1"),
    ],
)
def test_what_makes_no_sense_is_told_beside_the_field(
    offices: World, field: str, typed: str
) -> None:
    form = offices.browser("editor").get(FORM).forms["form"]
    form["title"], form[field] = "事项", typed
    page = form.submit("save", status=422)
    assert page.html.select_one(f"#field-{field} .problem") is not None


def test_a_form_stands_beside_its_material(offices: World) -> None:
    with offices.office.transaction() as (cluster, act):
        media = cluster["sites"]["fgw"]["media"]
        made = [
            add_file(media, {"title": title, "file_name": "a.txt"}, "空白表格".encode(), act).oid
            for title in ("《登记表》（空白）", "办事指南全文")
        ]
    page = publish(offices, materials=("登记表 | 原件",), attachments=tuple(made))
    shown = offices.browser().get(page).html
    assert [each.text for each in shown.select("ol.results a span")] == ["《登记表》（空白）"]
    others = shown.select("section.attachments > ul a span")
    assert [each.text for each in others] == ["办事指南全文"]


def test_markup_in_a_field_is_shown_and_not_done(offices: World) -> None:
    page = publish(offices, steps=("<script>alert(1)</script>",), aliases=("<b>x</b>",))
    assert "<script>alert(1)" not in offices.browser().get(page).text


def test_a_link_out_of_government_asks_first(offices: World) -> None:
    page = publish(offices, online_handle_url="https://shop.example/apply")
    link = offices.browser().get(page).html.select_one(".ways a")["href"]
    assert link.startswith("/leave?")


def test_an_item_is_found_by_words_of_its_own_and_of_everyday(offices: World) -> None:
    page = publish(offices, title="无犯罪记录证明", aliases=("良民证",), materials=("户口簿",))
    offices.feed()
    for words in ("无犯罪记录", "政审", "良民证", "户口簿"):
        found = offices.browser().get("/sites/fgw/search", {"q": words, "kind": "guide"})
        assert f'href="{page}"' in found.text, words


def test_an_excerpt_of_an_item_shows_where_the_word_stands(offices: World) -> None:
    publish(
        offices,
        title="医师执业注册",
        body="",
        accept_condition="具备资格。" * 40,
        materials=("近六个月体检合格报告 | 原件",),
    )
    offices.feed()
    page = offices.browser().get("/sites/fgw/search", {"q": "体检合格报告"}).html
    assert "体检合格报告、原件" in page.select_one("main .results").text
