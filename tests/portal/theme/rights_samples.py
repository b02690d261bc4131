"""Values of the pages about roles."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from portal.desk.rights import Shown
from portal.desk.rightssheet import Row

GRANTS = (
    Shown(
        "a1b2c3",
        "li.na",
        "李娜",
        "编辑",
        "",
        "王伟",
        "2026-03-02 09:30",
        "办公室〔2026〕3号",
        "2026-03-02 09:30",
        "2026-12-31 18:00",
        "holds",
        "有效",
        "",
        "",
        "/zwgk/tzgg/role?grant=a1b2c3",
    ),
    Shown(
        "d4e5f6",
        "wang.wei",
        "wang.wei",
        "网站管理员",
        "市发展改革委",
        "",
        "",
        "",
        "",
        "",
        "suspended",
        "已暂停",
        "安全",
        "2026-03-02 09:30 休假",
    ),
)

RIGHTS: dict[str, dict[str, Any]] = {
    "portal.desk:templates/people.pt": {
        "title": "“通知公告”的人员与角色",
        "held": GRANTS,
        "past": (replace(GRANTS[0], state="expired", state_title="已到期"),),
        "sites": (("市发展改革委", "/sites/fgw/people"),),
        "give": "/zwgk/tzgg/give-role",
        "hand_over": "/zwgk/tzgg/hand-over",
        "rights": "/zwgk/tzgg/rights",
        "done": "已授予角色。",
        "contents": "/zwgk/tzgg/contents",
    },
    "portal.desk:templates/rights_giving.pt": {
        "title": "在“通知公告”授予角色",
        "list": "/zwgk/tzgg/people",
        "address": "/zwgk/tzgg/give-role",
        "problem": "请写明原因。",
        "words": "李",
        "found": (("李娜", "li.na", "市发展改革委 科员"),),
        "roles": (("editor", "编辑", "撰写"),),
        "login": "zhao",
        "role": "editor",
        "reason": "",
        "from_": "",
        "until": "2026-12-31T18:00",
        "csrf_token": "0",
    },
    "portal.desk:templates/rights_changing.pt": {
        "title": "“通知公告”的一项角色",
        "list": "/zwgk/tzgg/people",
        "address": "/zwgk/tzgg/role",
        "grant": GRANTS[1],
        "is_over": False,
        "own": False,
        "problem": "请写明原因。",
        "asked": "split",
        "reason": "",
        "until": "",
        "places": (("1", "通知公告"), ("2", "部门文件")),
        "rows": (
            {"number": 0, "login_": "zhao", "place_": "2", "from_": "", "until_": ""},
            {"number": 1, "login_": "", "place_": "", "from_": "", "until_": ""},
        ),
        "csrf_token": "0",
    },
    "portal.desk:templates/rights_handing.pt": {
        "title": "移交“通知公告”的职责",
        "list": "/zwgk/tzgg/people",
        "address": "/zwgk/tzgg/hand-over",
        "problem": "请写明原因。",
        "holders": (("李娜", "li.na"),),
        "login": "li.na",
        "name": "李娜",
        "duties": ((GRANTS[0], True), (GRANTS[1], False)),
        "sure": False,
        "successor": "zhao",
        "successor_name": "赵",
        "words": "赵",
        "found": (("赵", "zhao", "市发展改革委"),),
        "since": "",
        "reason": "",
        "drafts": True,
        "csrf_token": "0",
    },
    "portal.desk:templates/rights_sheet.pt": {
        "title": "“通知公告”的权限一览",
        "list": "/zwgk/tzgg/people",
        "printed_at": "2026-03-02 09:30",
        "printed_by": "李娜 (li.na)",
        "rows": (
            Row("li.na", "李娜", ("查看草稿", "撰写文稿"), (GRANTS[0],), disabled=False),
            Row("wang.wei", "wang.wei", (), (GRANTS[1],), disabled=True),
        ),
        "abilities": (("查看草稿", ("李娜",)), ("授予角色", ())),
    },
}
