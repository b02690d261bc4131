"""Values of every page, full as on a busy site and empty as on a new one."""

from __future__ import annotations

from typing import Any

from account_samples import ACCOUNTS
from addon_samples import ADDONS
from audit_samples import AUDIT
from check_samples import CHECKED
from desk_samples import DESK
from document_samples import DOCUMENT
from home_samples import HOME
from interaction_samples import INTERACTION
from onlineservice_samples import ONLINESERVICE
from openinfo_samples import OPENINFO
from place_samples import PLACES
from rights_samples import RIGHTS
from sharing_samples import SHARING
from staff_samples import STAFF

from addons.interaction.inbox.asking import Asked
from portal.content.values import (
    Block,
    BodyCard,
    Branch,
    Card,
    Choice,
    Facet,
    Item,
    Link,
    PersonCard,
    Result,
    pages_of,
)
from portal.security.passwords import USUAL
from portal.site.searchwords.queries import PromotionRow
from portal.site.searchwords.values import AskedRow, DayRow
from portal.theme.frame import Footer, NavItem, Page, ReadingChoice

EMPTY_PAGE = Page(lang="zh-CN", title="首页", site_title="示例市教育局", site_address="/")
FULL_PAGE = Page(
    lang="zh-CN",
    title="政策文件 - 示例市教育局",
    site_title="示例市教育局",
    site_address="/",
    cluster_title="示例市人民政府",
    cluster_address="https://www.shili.example/",
    logo="/media/logo.png",
    notice="演示网站",
    navigation=(NavItem("首页", "/"), NavItem("政务公开", "/zwgk", current=True)),
    crumbs=(("首页", "/"), ("政务公开", "/zwgk")),
    search_address="/search",
    sitemap_address="/sitemap",
    query='招生 "2026"',
    hot_words=(("公积金", "/search?q=1"),),
    meta=(("SiteName", "示例市教育局"), ("ColumnName", "政策文件 <1>")),
    canonical="https://jyj.shili.example/zwgk/",
    elder=True,
    reading_address="/reading?mode=plain",
    contrast_address="/reading?contrast=high",
    sizes=(ReadingChoice("小", "/r?size=normal", current=True), ReadingChoice("中", "/r?x")),
    scripts=(ReadingChoice("繁體", "/reading?script=hant", "zh-Hant"),),
    aloud=True,
    footer=Footer(
        sponsor="示例市教育局",
        operator="示例市数据局",
        contact="0999-5550100",
        identity_code="9999000002",
        icp="示ICP备99000001号",
        police="示公网安备 99990002000001号",
        certificate="https://mark.example/99990002",
        corrections="https://errors.example/99990002",
        domain="jyj.shili.example",
        sign_in_address="/sign-in",
    ),
)

_ITEMS = tuple(
    Item(f"第{n}号通知", f"/tzgg/20260302-{n}", f"2026-03-0{n} 09:30") for n in range(1, 7)
)
_BLOCKS = (Block("通知公告", "/tzgg", _ITEMS), Block("空栏目", "/empty"))
_LINKS = (Link("本站", "/a", current=True), Link("全部网站", "/b"))
_PAGES = pages_of(6, 20, lambda number: f"?page={number}")
_ONE = pages_of(1, 1, lambda number: f"?page={number}")
_CARDS = tuple(
    Card(f"要闻{n}", f"/news/{n}", f"/pic/{n}", "大桥", "摘要", "2026-03-02 09:30")
    for n in range(4)
)
_TREE = (Branch("政务公开", "/zwgk", (Branch("政策", "/p", (Branch("文件", "/f"),)),)),)
_MARKED = (("关于", False), ("招生", True), ("的<通知>", False))
_RESULT = Result(
    _MARKED,
    "/x",
    _MARKED,
    "示例市教育局",
    "政策文件",
    "2026-03-02 09:30",
    kind_title="政策文件",
    found_in="附件 <1>",
)
_CHOICES = (Choice("政策文件", "/search?kind=policy", 12), Choice("2026年", "/search?year=2026", 3))
_ASKED = AskedRow(
    words="老年卡 <b>",
    site_title="示例市教育局",
    times=4,
    missed=3,
    missed_on="2026-03-02",
    search_address="/search?q=1",
    synonym_address="/search-words?synonym=1#synonyms",
    promote_address="/search-words?promote=1#promoted",
)

FULL: dict[str, dict[str, Any]] = {
    **HOME,
    **SHARING,
    "portal.site:templates/search.pt": {
        "title": "搜索",
        "query": "招生",
        "scope": "cluster",
        "promoted": (_RESULT,),
        "results": (_RESULT,),
        "total": 321,
        "loose": False,
        "pages": _PAGES,
        "chosen": _CHOICES,
        "unnarrowed": "/search?q=招生",
        "facets": (Facet("类型", _CHOICES), Facet("年份", _CHOICES)),
        "suggestion": Link("招生", "/search?q=招生"),
        "scope_links": _LINKS,
        "sort_links": _LINKS,
    },
    "portal.site:templates/leave.pt": {
        "title": "即将离开本网站",
        "site_title": "示例网",
        "address": "https://news.example/",
        "home_address": "/",
    },
    "portal.site:templates/sitemap.pt": {"title": "网站地图", "branches": _TREE},
    "portal.site:templates/cluster.pt": {
        "title": "网站群",
        "groups": (("部门", _LINKS), ("空组", ())),
        "message": "没有这个网站",
    },
    "portal.content.section:templates/section.pt": {
        "title": "政策文件",
        "description": "本栏目发布政策文件。",
        "subsections": _LINKS,
        "items": _ITEMS,
        "pages": _PAGES,
        "blocks": _BLOCKS,
        "leaders": (
            PersonCard(
                name="张明",
                post="局长",
                duties="主持全面工作",
                resume="工学硕士。",
                phone="0999-5550100",
                email="zm@shili.example",
                portrait="/p/small",
                alternative="张明",
            ),
            PersonCard(name="李华"),
        ),
        "body": BodyCard(
            "示例局", (("地址", "示例路1号"),), ("起草规章。",), (("办公室", "文电", "1"),)
        ),
    },
    "portal.content.document:templates/document.pt": DOCUMENT,
    "portal.theme:templates/error.pt": {
        "title": "没有这个页面",
        "message": "它可能已经移动。",
        "home_address": "/",
        "search_address": "/search",
        "sitemap_address": "/sitemap",
        "section": Link("政策文件", "/zwgk/"),
    },
    "portal.theme:templates/broken.pt": {"lang": "zh-CN", "home_address": "/"},
    "portal.security:templates/sign_in.pt": {
        "title": "登录",
        "login": 'wang"xm',
        "error": "登录名或密码不正确。",
        "carried": (("back", "/a/edit"), ("typed-title", '题"<b>')),
        "action": "/sign-in",
        "csrf_token": "t0ken",
    },
    "portal.security:templates/resume.pt": {
        "title": "已重新登录",
        "address": "/zwgk/tzgg/20260503-1/edit",
        "values": (("title", '题"<b>'), ("resume", "1")),
        "csrf_token": "t0ken",
    },
    "portal.site.searchwords:templates/search_words.pt": {
        "title": "搜索词",
        "action": "/search-words",
        "misses_address": "/search-misses",
        "csrf_token": "t0ken",
        "typed": {
            "hot_words": '公积金<b>"',
            "synonyms": "老公 配偶\n",
            "words": "",
            "address": "/x",
            "until": "",
        },
        "problems": {
            name: f"{name}有误。" for name in ("hot_words", "synonyms", "words", "address", "until")
        },
        "done": "hot-words",
        "said": "已保存。",
        "groups": 1,
        "rows": (
            PromotionRow(
                words="公积金", oid=-7, title="办事指南", address="/b", until="", shown=True
            ),
            PromotionRow(
                words="社保", oid=7, title="", address="", until="2026-01-01", shown=False
            ),
        ),
        "today": "2026-03-02",
        "limits": {"hot": 20, "length": 20, "least": 2, "most": 20},
    },
    "portal.site.searchwords:templates/search_misses.pt": {
        "title": "未搜到的词",
        "days": 30,
        "missed": (_ASKED,),
        "frequent": (_ASKED,),
        "per_day": (DayRow("2026-03-02", 3, 4),),
        "words_address": "/search-words",
        "table_address": "/search-misses.csv",
    },
    **DESK,
    **CHECKED,
    **PLACES,
    **RIGHTS,
    **ADDONS,
    **INTERACTION,
    **ONLINESERVICE,
    **OPENINFO,
    **ACCOUNTS,
    **AUDIT,
    **STAFF,
    "portal.security:templates/account.pt": {
        "title": "我的账号",
        "name": "王小明",
        "login": "wangxm",
        "roles": (("示例市教育局", "编辑"),),
        "may": ("撰写稿件",),
        "tools": (("搜索词", "/search-words"),),
        "notice": "请更换密码。",
        "rules": USUAL,
        "good_until": "2026-06-01 09:30",
        "error": "密码不正确。",
        "done": True,
        "password_address": "/account",
        "shortcuts": False,
        "shortcuts_address": "/shortcuts",
        "mail": 'li"na@example.gov.cn',
        "notices_address": "/notices",
        "factor": True,
        "factor_address": "/second-factor",
        "sessions": 2,
        "sessions_address": "/sessions",
        "sign_out_address": "/sign-out",
        "csrf_token": "t0ken",
    },
}
KEPT = {"wanted", "title", "lang", "csrf_token", "action", "password_address", "sign_out_address"}
KEPT |= {"typed", "limits", "groups", "grant", "entry", "addon"}
"""What even an empty page has."""


def empty(template: str) -> dict[str, Any]:
    """Return the values of a page on which there is nothing to show."""
    values = {
        name: value
        if name in KEPT
        else type(value)()
        if isinstance(value, str | tuple | dict | Asked)
        else None
        for name, value in FULL[template].items()
    }
    return values | ({"pages": _ONE} if "pages" in values else {})
