"""A citizen looks for a notice and finds it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from webtest import TestApp

from portal.testing import World

START = datetime(2026, 3, 2, 1, tzinfo=UTC)


HOST = "fgw.example.gov.cn"


@pytest.fixture
def citizen(world: World) -> TestApp:
    world.site("fgw", hosts=(HOST,))
    for number, title in enumerate(
        ("关于春节放假的通知", "关于节能补贴的通知", "关于价格调整的公告")
    ):
        shown_at = START + timedelta(days=number)
        body = f"<p>{title}的正文。</p>"
        world.publish("/sites/fgw/zwgk/tzgg", title=title, body=body, displayed_at=shown_at)
    world.feed()
    return world.browser(host=HOST)


def test_a_citizen_comes_from_the_home_page_to_a_document_and_finds_another_by_searching(
    citizen: TestApp,
) -> None:
    home = citizen.get("/")
    section = home.click("政务公开", index=0).click("通知公告", index=0)
    assert [link.text for link in section.html.select("ul.items a")] == [
        "关于价格调整的公告",
        "关于节能补贴的通知",
        "关于春节放假的通知",
    ]

    document = section.click("关于价格调整的公告")
    assert "关于价格调整的公告的正文。" in document
    older = document.click(href=document.html.find("a", rel="next")["href"])
    assert older.html.h1.text == "关于节能补贴的通知"
    assert older.html.find("a", rel="prev")["href"] == document.request.path

    form = next(each for each in older.forms.values() if "q" in each.fields)
    form["q"] = "春节放假"
    results = form.submit()
    hit = results.html.select_one("ol.results a")
    assert hit.text.strip() == "关于春节放假的通知"
    assert citizen.get(hit["href"]).html.h1.text == "关于春节放假的通知"

    form["q"] = "外星人登陆"
    assert not form.submit().html.select("ol.results a")
    assert "portal" not in citizen.cookies
