"""Values of the pages on which places are managed."""

from __future__ import annotations

from typing import Any

from portal.content.values import Link
from portal.desk.sections import Below
from portal.desk.tree import Branch

PLACES: dict[str, dict[str, Any]] = {
    "portal.desk:templates/tree.pt": {
        "title": "“市发展改革委”的栏目",
        "contents": Link("市发展改革委", "/contents"),
        "branches": (
            Branch(
                "政务公开",
                "/zwgk/contents",
                is_hidden=False,
                branches=(Branch("内部", "", is_hidden=True, branches=()),),
            ),
        ),
        "trash": "/trash",
    },
    "portal.desk:templates/review_rule.pt": {
        "title": "“通知公告”的审核流程",
        "choices": ((0, "与上级一致"), (1, "一审")),
        "chosen": 0,
        "secrecy": True,
        "publisher": True,
        "withdrawal_by_two": True,
        "urgent_hours": 8,
        "ordinary_hours": 16,
        "above": ("二审", True),
        "problem": "请选择审核次数。",
        "done": True,
        "address": "/zwgk/tzgg/review-rule",
        "contents": "/zwgk/tzgg/contents",
        "csrf_token": "0",
    },
    "portal.desk:templates/sections.pt": {
        "title": "“政务公开”的栏目",
        "rows": (
            Below("tzgg", "通知公告", "/zwgk/tzgg/", "通知公告", 40, 0, is_hidden=False),
            Below("zcwj", "政策文件", "/zwgk/zcwj/", "政策文件", 0, 2, is_hidden=True),
        ),
        "problem": "栏目已有变化。",
        "done": "顺序已调整。",
        "address": "/zwgk/sections",
        "add": "/zwgk/add-section",
        "contents": "/zwgk/contents",
        "csrf_token": "0",
    },
    "portal.desk:templates/section_form.pt": {
        "title": "“通知公告”的设置",
        "form": "<form></form>",
        "problem": "名称已被占用。",
        "done": "栏目已移动。",
        "back": (9, "政务公开"),
        "targets": ((7, "市发展改革委"),),
        "inside": {"documents": 0, "sections": 0},
        "address": "/zwgk/tzgg/",
        "contents": "/zwgk/tzgg/contents",
        "csrf_token": "0",
    },
}
