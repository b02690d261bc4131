"""Values of the pages about add-ons, and of content that they bring."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from portal.content.values import Link, pages_of
from portal.desk.addons import Other
from portal.desk.addonshowing import AddOnRow
from portal.desk.recordpages import ColumnRow, LoadRow

ROW = AddOnRow(
    name="weather",
    title="气象",
    description="天气预报和预警。",
    enabled=True,
    state="已启用",
    brings=(("内容类型", ("预报", "预警")), ("栏目", ("天气",))),
    needs=("互动交流",),
    missing=(),
    needed_by=("应急",),
    pending=("2026-03 forecasts get a day",),
    steps=2,
    count=12,
    has_settings=True,
    imports=(("weather.stations", "气象站"),),
)
_FORM = '<form id="form"><label for="f">地点</label> <input id="f" name="place" /></form>'
_ONE = {
    "addon": ROW,
    "problem": "“气象”需要“互动交流”。",
    "back": "/add-ons",
    "csrf_token": "0",
}

ADDONS: dict[str, dict[str, Any]] = {
    "portal.desk:templates/addons.pt": {
        "title": "“市发展改革委”的功能模块",
        "rows": (ROW, replace(ROW, name="openinfo", enabled=False, state="未启用", pending=())),
        "gone": ("gauge",),
        "done": "已启用。",
        "begins": True,
        "people": "/people",
        "base": "/",
        "contents": "/contents",
    },
    "portal.desk:templates/enable_addon.pt": {
        **_ONE,
        "addon": replace(ROW, enabled=False),
        "title": "启用“气象”",
        "address": "/enable-add-on",
        "also": (Other("interaction", "互动交流", 0),),
        "kept": True,
        "sections": (("tq", "天气"),),
    },
    "portal.desk:templates/disable_addon.pt": {
        **_ONE,
        "title": "停用“气象”",
        "address": "/disable-add-on",
        "also": (Other("emergency", "应急", 3),),
        "count": 12,
        "total": 15,
        "waiting": (("群众来信", 7),),
    },
    "portal.desk:templates/set_addon.pt": {
        **_ONE,
        "title": "“气象”的设置",
        "address": "/set-add-on",
        "form": _FORM,
    },
    "portal.desk:templates/import_records.pt": {
        "title": "导入：气象站",
        "problem": "请选择文件。",
        "columns": (
            ColumnRow("code", "编码", "文本", required=True, codes=()),
            ColumnRow("kind", "类别", "文本", required=False, codes=(("1", "国家站"),)),
        ),
        "required": ("编码",),
        "templates": (("XLSX", "/import-template?import=weather.stations&form=xlsx"),),
        "loads": (LoadRow("甲.xlsx", "manager", "2026-03-02 09:30", "已导入", "/import-progress"),),
        "name": "weather.stations",
        "megabytes": 50,
        "address": "/import-records",
        "back": "/add-ons#weather",
        "csrf_token": "0",
    },
    "portal.desk:templates/import_progress.pt": {
        "title": "导入：气象站",
        "file_name": "甲.xlsx",
        "by": "manager",
        "begun_at": "2026-03-02 09:30",
        "state": "文件已检查。",
        "is_check": True,
        "total": 3,
        "position": 3,
        "counts": (("新增", 2), ("未导入", 1)),
        "problem": "失败。",
        "resumed": True,
        "ignored": ("颜色",),
        "problems": ((2, "缺少“编码”。", "甲站"), (0, "没有撤下任何内容。", "")),
        "withdrawn": 2,
        "left_out": 3,
        "shown_most": 2,
        "pages": pages_of(2, 3, lambda number: f"?page={number}"),
        "is_running": True,
        "can_import": True,
        "can_repeat": True,
        "is_in": True,
        "is_waiting": True,
        "load": "1",
        "refresh": "/import-progress?load=1",
        "address": "/import-progress",
        "back": "/import-records?import=weather.stations",
        "csrf_token": "0",
    },
    "portal.content.general:templates/form.pt": {
        "title": "市长信箱",
        "form": _FORM,
        "problem": "此处已有同名内容。",
        "done": "已保存。",
        "state": "开放",
        "steps": (("close", "关闭"),),
        "add": (Link("添加：领导", "/add-content?type=a.b"),),
        "inside": (Link("李娜", "/box/1/edit"),),
        "address": "/box/edit",
        "back": Link("互动交流", "/hd/contents"),
        "csrf_token": "0",
    },
}
