"""The guide of a service item, from the form of an editor to the citizen."""

from __future__ import annotations

import pytest
from service_rows import HALL, publish

from portal.content.file.operations import add_file
from portal.testing import World

FORM = f"{HALL}/add-document?type=onlineservice.service"


def text(world: World, address: str) -> str:
    page = world.browser().get(address).html.select_one("main")
    return " ".join(page.get_text(" ").split())


def test_an_editor_writes_an_item_and_the_citizen_reads_its_guide(offices: World) -> None:
    editor = offices.browser("editor")
    form = editor.get(FORM).forms["form"]
    form["title"], form["task_code"], form["dept_name"] = "临时身份证申领", "A-1", "市公安局"
    form["body"], form["source"] = "<p>当场核对。</p>", "市公安局"
    form["server_types"], form["person_theme"] = "自然人", "person.household"
    form["materials"] = "登记表｜原件｜1｜必要｜申请人自备｜本人签名\n户口簿"
    form["steps"], form["fees"] = "申请\n受理", "工本费|10 元"
    form["promise_day"], form["promise_type"], form["limit_scene_num"] = "3", "W", "1"
    form["by_law"], form["faq"] = "身份证法 | 主席令 | 第十二条 | 应当办理", "多久？ | 三个月"
    form["link_way"], form["online_handle_url"] = "010-1234", "https://www.gov.cn/"
    kept = form.submit("hand_in", status=303)
    address = kept.location.partition("/draft")[0].removeprefix("http://127.0.0.1")
    offices.browser("editor").get(f"{address}/preview").mustcontain("第十二条")
    draft = offices.browser("reviewer").get(f"{address}/draft")
    approve = next(form for form in draft.forms.values() if "approve" in form.text)
    if "secrecy" in approve.fields:
        approve["secrecy"] = True
    approve.submit("approve", status=303)
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
    ("field", "typed"),
    [
        ("server_types", "火星人"),
        ("materials", "| 原件"),
        ("materials", "身份证 | 传真件"),
        ("faq", "一 | 二 | 三"),
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
