"""Values of every page on which staff works."""

from __future__ import annotations

from typing import Any

from portal.content.document.deciding import DECISIONS
from portal.content.document.differences import Change
from portal.content.document.drafts import ShownRevision
from portal.content.values import Link, pages_of
from portal.desk.contents import Row
from portal.desk.inbox import Pile, Task

_REVISIONS = (
    ShownRevision(
        2,
        "关于春节放假的通知",
        "li.na",
        "2026-05-04 10:00",
        "<p>五天</p>",
        "waiting",
        is_live=False,
    ),
    ShownRevision(
        1, "关于放假的通知", "wang.wei", "2026-05-03 09:30", "<p>三天</p>", "writing", is_live=True
    ),
)
_CHANGES = (
    Change(
        "标题",
        ((("same", "关于"), ("taken", "放假"), ("added", "春节放假")), (), (("same", "一"),)),
    ),
)

DESK: dict[str, dict[str, Any]] = {
    "portal.content.document:templates/edit.pt": {
        "title": "关于春节放假的通知",
        "form": '<form id="form"><label for="f">标题</label> <input id="f" name="title" /></form>',
        "said": "已于 14:03 保存。",
        "missing": ("来源",),
        "theirs": _REVISIONS[0],
    },
    "portal.content.document:templates/draft.pt": {
        "title": "关于春节放假的通知",
        "public": "公众看到的是 2026-05-03 09:30 的版本。",
        "state": "li.na 2026-05-04 10:00 的草稿等待审核。",
        "reason": "请写明日期",
        "problem": "本人撰写的内容须由他人批准。",
        "done": "草稿已交审核人员。",
        "decisions": DECISIONS,
        "typed": "请写明日期",
        "changes": _CHANGES,
        "revision": _REVISIONS[0],
        "address": "/zwgk/tzgg/20260503-1",
        "csrf_token": "0",
    },
    "portal.content.document:templates/history.pt": {
        "title": "关于春节放假的通知",
        "public": "公众看到的是 2026-05-03 09:30 的版本。",
        "state": "li.na 2026-05-04 10:00 的草稿等待审核。",
        "revisions": _REVISIONS,
        "old": 1,
        "new": 2,
        "changes": _CHANGES,
        "address": "/zwgk/tzgg/20260503-1",
        "may_restore": True,
        "csrf_token": "0",
    },
    "portal.desk:templates/desk.pt": {
        "title": "我的工作台",
        "piles": (
            Pile(
                "review",
                "待我审核",
                "没有待审核的内容。",
                (
                    Task(
                        "关于春节放假的通知",
                        "/zwgk/tzgg/20260503-1/draft",
                        "市发展改革委",
                        "通知公告",
                        "li.na",
                        "2026-05-04 10:00",
                        "请写明日期",
                    ),
                ),
            ),
            Pile("writing", "我的草稿", "没有正在撰写的草稿。", ()),
        ),
        "sites": (("市发展改革委", "在线", "/sites/fgw/contents"),),
    },
    "portal.desk:templates/contents.pt": {
        "title": "“通知公告”的内容",
        "rows": (
            Row(
                "关于春节放假的通知",
                "/zwgk/tzgg/20260503-1/draft",
                "通知公告",
                "已公开",
                "待审核",
                "li.na",
                "2026-05-04 10:00",
                "2026-05-03 09:30",
            ),
        ),
        "total": 1,
        "states": (Link("全部", "?state=", current=True),),
        "orders": (Link("最近修改", "?order=changed_at", current=True),),
        "pages": pages_of(2, 3, lambda number: f"?page={number}"),
        "sections": (Link("政策文件", "/zwgk/zcwj/contents"),),
        "above": Link("政务公开", "/zwgk/contents"),
        "add": "/zwgk/tzgg/add-document",
        "show_sections": True,
    },
}
