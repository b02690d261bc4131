"""The frame around every page, and single pages in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from pyramid.config import Configurator
from pyramid.renderers import render
from pyramid.threadlocal import get_current_request
from theme_samples import EMPTY_PAGE, FULL, FULL_PAGE
from webtest import TestApp

from portal.i18n import _
from portal.theme.frame import Footer

SECTION = "portal.content.section:templates/section.pt"
DOCUMENT = "portal.content.document:templates/document.pt"
SEARCH = "portal.site:templates/search.pt"
SIGN_IN = "portal.security:templates/sign_in.pt"
ERROR = "portal.theme:templates/error.pt"

Show = Callable[..., str]


def _text(html: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", html).split())


def test_the_head_names_the_site_and_the_portal_it_belongs_to(show: Show) -> None:
    html = show(SECTION, FULL[SECTION], FULL_PAGE)
    assert "<b>示例市教育局</b>" in html
    assert '<a class="cluster" href="https://www.shili.example/">示例市人民政府</a>' in html
    assert '<img src="/media/logo.png" alt=""' in html
    assert '<html lang="zh-CN"' in html


def test_page_tags_stand_in_the_head_with_their_values_escaped(show: Show) -> None:
    html = show(SECTION, FULL[SECTION], FULL_PAGE)
    assert '<meta name="ColumnName" content="政策文件 &lt;1&gt;"' in html
    assert '<link rel="canonical" href="https://jyj.shili.example/zwgk/"' in html


def test_the_foot_says_who_answers_for_the_site(show: Show) -> None:
    foot = show(SECTION, FULL[SECTION], FULL_PAGE).partition("<footer")[2]
    assert "主办单位 示例市教育局 承办单位 示例市数据局 联系方式 0999-5550100" in _text(foot)
    assert "网站标识码 9999000002" in _text(foot)
    assert 'href="https://beian.miit.gov.cn/"' in foot
    assert 'href="https://beian.mps.gov.cn/"' in foot
    assert "网站地图" in foot


def test_the_foot_leaves_out_what_the_site_does_not_have(show: Show) -> None:
    html = show(ERROR, FULL[ERROR], replace(EMPTY_PAGE, footer=Footer(sponsor="示例市教育局")))
    foot = html.partition("<footer")[2]
    assert _text(foot.partition(">")[2]) == "主办单位 示例市教育局"


def test_the_first_thing_one_tabs_to_skips_to_the_content(show: Show) -> None:
    html = show(SECTION, FULL[SECTION], FULL_PAGE)
    first = re.search(r"<(a|button|input)\b[^>]*>", html.partition("<body>")[2])
    assert first
    assert 'href="#content"' in first[0]
    assert '<main id="content"' in html


def test_the_navigation_tells_where_one_is(show: Show) -> None:
    html = show(SECTION, FULL[SECTION], FULL_PAGE)
    assert '<a href="/zwgk" aria-current="page">政务公开</a>' in html
    assert '<a href="/">首页</a>' in html


def test_search_words_come_back_escaped_in_the_field(show: Show) -> None:
    html = show(SECTION, FULL[SECTION], FULL_PAGE)
    assert 'name="q" value="招生 &quot;2026&quot;"' in html


def test_the_page_of_results_has_one_search_field_and_marks_what_matches(show: Show) -> None:
    html = show(SEARCH, FULL[SEARCH], FULL_PAGE)
    assert html.count('role="search"') == 1
    assert "关于<mark>招生</mark>的&lt;通知&gt;" in html
    assert "共找到 <b>321</b> 条结果" in html


def test_a_search_without_results_says_what_to_try(show: Show) -> None:
    html = show(SEARCH, FULL[SEARCH] | {"results": (), "total": 0, "query": "<x>"}, FULL_PAGE)
    assert "没有找到与 <q>&lt;x&gt;</q> 相关的内容" in html
    assert "请检查搜索词有无错别字。" in html


def test_who_is_signed_in_can_sign_out_and_nobody_else_sees_the_way(show: Show) -> None:
    signed_in = replace(FULL_PAGE, person="王小明", sign_out_address="/sign-out")
    html = show(SECTION, FULL[SECTION], signed_in)
    form = html.partition('<form method="post" action="/sign-out">')[2].partition("</form>")[0]
    assert re.search(r'name="csrf_token" value="\w+"', form)
    assert "退出登录" not in show(SECTION, FULL[SECTION], FULL_PAGE)


def test_a_section_leaves_out_blocks_that_show_nothing(show: Show) -> None:
    html = show(SECTION, FULL[SECTION], FULL_PAGE)
    assert "通知公告" in html
    assert "空栏目" not in html


def test_a_list_shows_when_things_were_published(show: Show) -> None:
    html = show(SECTION, FULL[SECTION], FULL_PAGE)
    assert '<time datetime="2026-03-01 09:30">2026-03-01 09:30</time>' in html


def test_a_document_shows_its_text_as_html_and_its_title_escaped(show: Show) -> None:
    html = show(DOCUMENT, FULL[DOCUMENT] | {"title": "<b>通知</b>"}, FULL_PAGE)
    assert "<p>正文</p>" in html
    assert "<h1>&lt;b&gt;通知&lt;/b&gt;</h1>" in html


def test_a_document_out_of_force_says_so(show: Show) -> None:
    assert "本文件已失效或废止。" in show(DOCUMENT, FULL[DOCUMENT] | {"expired": True}, FULL_PAGE)
    assert "失效" not in show(DOCUMENT, FULL[DOCUMENT] | {"expired": False}, FULL_PAGE)


def test_values_that_are_messages_are_translated(show: Show) -> None:
    html = show(DOCUMENT, FULL[DOCUMENT] | {"facts": ((_("Sponsor"), "1"),)}, FULL_PAGE)
    assert "<dt>主办单位</dt>" in html


def test_a_wrong_password_is_told_beside_the_fields(show: Show) -> None:
    html = show(SIGN_IN, FULL[SIGN_IN], FULL_PAGE)
    assert 'role="alert">登录名或密码不正确。</p>' in html
    assert html.count('aria-describedby="problem"') == 2
    assert "aria-invalid" not in show(SIGN_IN, FULL[SIGN_IN] | {"error": ""}, FULL_PAGE)


def test_a_page_of_an_add_on_keeps_its_own_words_inside_the_frame(
    show: Show, tmp_path: Path
) -> None:
    template = tmp_path / "write.pt"
    template.write_text(
        '<html metal:use-macro="frame" i18n:domain="weather">'
        '<h1 metal:fill-slot="main" i18n:translate="">Search</h1></html>'
    )
    html = show(str(template), {}, FULL_PAGE)
    assert "<h1>查信件</h1>" in html
    assert "<button>搜索</button>" in html


def test_a_view_can_bring_its_own_page(show: Show) -> None:
    own = replace(EMPTY_PAGE, site_title="没有网站")
    assert "<b>没有网站</b>" in show(ERROR, FULL[ERROR] | {"page": own}, FULL_PAGE)


def test_data_that_is_no_page_gets_no_frame(config: Configurator) -> None:
    config.set_page_maker(lambda _request, _shown: pytest.fail("asked for a frame"))
    assert render("json", {"total": 1}, get_current_request()) == '{"total": 1}'


def test_the_page_of_a_defect_needs_neither_request_nor_frame(config: Configurator) -> None:
    config.set_page_maker(lambda _request, _shown: pytest.fail("asked for a frame"))
    html = render("portal.theme:templates/broken.pt", {"lang": "zh-CN", "home_address": ""}, None)
    assert "页面暂时无法显示" in html


def test_styles_are_kept_for_long_under_an_address_of_their_own() -> None:
    config = Configurator()
    config.include("portal.theme")
    config.set_page_maker(lambda _request, _shown: EMPTY_PAGE)
    config.add_request_method(
        lambda _: SimpleNamespace(languages=("zh_CN",)), "site", property=True
    )
    config.add_route("page", "/")
    config.add_view(lambda _request: FULL[ERROR], route_name="page", renderer=ERROR)
    app = TestApp(config.make_wsgi_app())
    address = re.search(r'href="(/static/portal\.css\?x=[0-9a-f]{12})"', app.get("/").text)
    assert address
    styles = app.get(address[1])
    assert styles.content_type == "text/css"
    assert styles.cache_control.max_age == 31_536_000
