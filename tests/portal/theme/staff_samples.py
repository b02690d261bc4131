"""Values of the pages about people and bodies."""

from __future__ import annotations

from typing import Any

from portal.content.values import pages_of
from portal.desk.bodies import BodyRow
from portal.desk.staffcard import HeldRole
from portal.desk.stafflist import PersonRow, WantedPeople
from portal.desk.staffreading import Newcomer
from portal.i18n import _

_ROWS = (
    PersonRow("li.na", '李娜"<b>', "示例市教育局", "科员", True, True, "2026-03-02 09:30"),  # noqa: FBT003
    PersonRow("wang", "王伟", "", "", False, False, ""),  # noqa: FBT003
)
_BODIES = (("1", "示例市人民政府"), ("2", "\u3000示例市教育局"))
_TREE = (
    BodyRow(
        "示例市人民政府", "市政府", "11100000000013127D", "/bodies/szf/edit", 0, 12, "门户网站"
    ),
    BodyRow('示例市教育局"<b>', "市教育局", "", "/bodies/jyj/edit", 1, 0, ""),
)
_ENDED = (
    BodyRow("示例市旅游局", "", "", "/bodies/lyj/edit", 0, 0, "", "2025-03-01", "文化和旅游局"),
)

STAFF: dict[str, dict[str, Any]] = {
    "portal.desk:templates/staff.pt": {
        "title": "人员",
        "base": "/people/",
        "wanted": WantedPeople('"<b>', 2, "yes", "no"),
        "rows": _ROWS,
        "total": 61,
        "bodies": _BODIES,
        "roles": (("", "不限"), ("yes", "有角色")),
        "states": (("", "不限"), ("no", "已停用")),
        "pages": pages_of(1, 2, lambda number: f"/people/staff?page={number}"),
        "add": "/people/add-person",
        "load": "/people/load-people",
        "organisation": "/bodies/tree",
    },
    "portal.desk:templates/staff_form.pt": {
        "title": "添加人员",
        "form": '<form method="post" action="/people/add-person"></form>',
        "back": "/people/staff",
        "hint": "由安全管理员授予角色。",
    },
    "portal.desk:templates/staff_password.pt": {
        "title": "李娜的一次性密码",
        "login": "li.na",
        "password": "abcdABCD12345678-aA1",
        "card": "/people/li.na",
        "back": "/people/staff",
    },
    "portal.desk:templates/staff_card.pt": {
        "title": '李娜"<b>',
        "enabled": True,
        "facts": ((_("Account name"), "li.na"), (_("Post"), '科员"<b>')),
        "disabled": {"at": "2026-03-02 09:30", "by": "admin", "because": '调离"<b>'},
        "roles": (
            HeldRole(_("Editor"), "示例市教育局", "/people", "2026-12-31 00:00", _("in force")),
        ),
        "sessions": (
            {
                "began": "2026-03-02 09:30",
                "used": "2026-03-02 09:42",
                "address": "192.0.2.10",
                "agent": 'Firefox, <b>"',
            },
        ),
        "asked": "disable",
        "problem": "请填写理由。",
        "reason": '"<b>',
        "most": 200,
        "administers": True,
        "is_self": False,
        "is_guarded": False,
        "address": "/people/li.na",
        "back": "/people/staff",
        "done": "已保存。",
        "csrf_token": "t0ken",
    },
    "portal.desk:templates/staff_load.pt": {
        "title": "批量添加人员",
        "action": "/people/load-people",
        "back": "/people/staff",
        "most": 5_000,
        "megabytes": 5,
        "rows": '[[2, "li.na", "李娜\\"<b>", "", "", ""]]',
        "looked": True,
        "wrong": (Newcomer((3, "王", '王"<b>', "", "", ""), "账号不符合要求。"),),
        "good": (Newcomer((2, "li.na", "李娜", "教育局", "科员", "0999")),),
        "wrong_count": 201,
        "good_count": 201,
        "ignored": ("年龄", "<b>"),
        "problem": "有变化，请重新查看。",
        "csrf_token": "t0ken",
    },
    "portal.desk:templates/bodies_tree.pt": {
        "title": "组织机构",
        "rows": _TREE,
        "ended": _ENDED,
        "add": "/bodies/add-body",
        "staff": "/people/staff",
        "directory": "/bodies/",
        "done": "已保存。",
    },
    "portal.desk:templates/body_form.pt": {
        "title": "示例市教育局",
        "form": '<form method="post" action="/bodies/jyj/edit"></form>',
        "problem": "不能隶属于自身。",
        "back": "/bodies/tree",
        "end_address": "/bodies/jyj/end",
        "ended_on": "",
        "refused": "请选择承接机构。",
        "day": "2026-03-02",
        "chosen": "2",
        "successors": _BODIES,
        "people": 12,
        "sites": ("教育局网站",),
        "below": ('招考中心"<b>',),
        "csrf_token": "t0ken",
    },
}
