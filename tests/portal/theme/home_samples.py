"""Values of home pages and of the list of bodies."""

from __future__ import annotations

from typing import Any

from portal.content.values import Block, BodyCard, Card, Item, Link, PersonCard
from portal.site.blocks.core import BLOCK_TYPES
from portal.site.blocks.values import (
    Contact,
    Entry,
    Finder,
    Leaders,
    Leads,
    Notice,
    Shown,
    SiteGroups,
    Topics,
)
from portal.site.directory import Listed

_ITEMS = (Item("第1号通知", "/tzgg/20260302-1", "2026-03-01 09:30"),)
_CARD = Card("要闻1", "/news/1", "/pic/1", "大桥", "摘要", "2026-03-02 09:30")
_BLOCK = Block("通知公告", "/tzgg", _ITEMS)
_LINKS = (Link("本站", "/a", current=True), Link("全部网站", "/b"))
_VALUES: dict[str, Any] = {
    "portal.leads": Leads((_CARD,), Link("要闻", "/news"), _ITEMS),
    "portal.newest": _BLOCK,
    "portal.group": (_BLOCK,),
    "portal.entries": (Entry("表格 <1>", "/bgxz", "表"),),
    "portal.leaders": Leaders("/ldxx", (PersonCard(name="李华", portrait="/p"),)),
    "portal.finder": Finder("/search", (("公积金", "/search?q=1"),)),
    "portal.notice": Notice(_ITEMS[0], Link("公告", "/tzgg")),
    "portal.sites": SiteGroups((("部门", _LINKS),), "/bodies"),
    "portal.topics": Topics(Link("专题", "/ztzl"), (_CARD, Card("无图", "/t"))),
    "portal.text": "<p>说明</p>",
    "portal.contact": Contact(BodyCard("示例局", (("地址", "示例路1号"),)), Link("机构", "/jgzn")),
}


def _shown(title: str) -> tuple[Shown, ...]:
    """Return every kind of block, with its own heading or with `title`."""
    return tuple(
        Shown(
            number=number + 100 * bool(title),
            title=title,
            width=kind.width,
            template=kind.template,
            macro=kind.macro,
            value=_VALUES[kind.name],
        )
        for number, kind in enumerate(BLOCK_TYPES)
    )


HOME: dict[str, dict[str, Any]] = {
    "portal.site:templates/home.pt": {
        "title": "示例市教育局",
        "blocks": (*_shown("标题 <1>"), *_shown("")),
        "has_search": True,
    },
    "portal.site:templates/bodies.pt": {
        "title": "机构名录",
        "action": "/bodies",
        "name": '教育 "1"',
        "letters": (Link("全部", "/bodies", current=True), Link("J", "/bodies?letter=J")),
        "groups": (
            ("部门", (Listed("示例市教育局", "/", "J", "department", (("地址", "示例路1号"),)),)),
            ("没有网站", (Listed("示例市档案馆 <1>", "", "D"),)),
        ),
        "count": 2,
        "any": True,
    },
}
