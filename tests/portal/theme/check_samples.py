"""Values of the pages that show what checks find, and of the page of word lists."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from desk_samples import DESK

from portal.content.checks.showing import Checks, FindingRow
from portal.site.wordlists.views import ListRow, VersionRow

_ROWS = (
    FindingRow(
        name="finding-0",
        level="stop",
        level_title="阻止",
        check="个人信息",
        message="这是手机号码。",
        where="正文",
        before="联系电话：",
        words="13812345678",
        after="，联系人<b>李某",
        address="/zwgk/tzgg/20260503-1/edit#field-body",
        marked="/zwgk/tzgg/20260503-1/preview?checks#finding-0",
    ),
    FindingRow(
        name="finding-1",
        level="warn",
        level_title="提示",
        check="词库",
        message="该词在“错别字”词库中。",
        where="标题",
        words="一丘之鹤",
        suggestion="一丘之貉",
        address="/zwgk/tzgg/20260503-1/edit#field-title",
        key="0f",
    ),
    FindingRow(
        name="finding-2",
        level="accepted",
        level_title="已采纳",
        check="词库",
        message="该词在“用语”词库中。",
        where="正文",
        words="错词",
        accepted="li.na（2026-05-04 10:00）：引文",
        address="/zwgk/tzgg/20260503-1/edit#field-body",
        key="0e",
    ),
    FindingRow(
        name="finding-3", level="warn", level_title="提示", check="页面标签", message="缺少摘要。"
    ),
)
_CHECKS = Checks(
    rows=_ROWS,
    stops=1,
    left_out=3,
    address="/zwgk/tzgg/20260503-1/accept-finding",
    back="draft",
    csrf_token="0",
)
_EDIT, _DRAFT = (f"portal.content.document:templates/{each}.pt" for each in ("edit", "draft"))

CHECKED: dict[str, dict[str, Any]] = {
    _EDIT: {**DESK[_EDIT], "checks": _CHECKS, "stopped": True},
    _DRAFT: {**DESK[_DRAFT], "checks": _CHECKS},
    "portal.content.checks:templates/checks.pt": {
        "title": "关于春节放假的通知",
        "checks": replace(_CHECKS, back="edit"),
    },
    "portal.site.wordlists:templates/word_lists.pt": {
        "title": "词库",
        "action": "/word-lists",
        "csrf_token": "0",
        "said": "已启用此版本。",
        "problem": "请填写所有字段。",
        "asked": "allow",
        "asked_list": "0f",
        "typed": {
            "title": "",
            "word": '错"词',
            "context": "<b>",
            "reason": "法规名称",
            "level": "stop",
        },
        "levels": (("stop", "阻止"), ("warn", "提示")),
        "rows": (
            ListRow(
                key="0f",
                title="错别字<b>",
                number=1,
                versions=(
                    VersionRow(
                        number=1,
                        at="2026-05-03 09:30",
                        by="admin",
                        file_name="typos.csv",
                        count=1113,
                        added=1113,
                        removed=0,
                        left_out="重复 2",
                        in_use=True,
                    ),
                ),
                older=3,
                contexts=(("错词", "《错词条例》", "法规名称", "admin", "2026-05-03 09:30"),),
            ),
            ListRow(key="0e", title="用语", number=0, versions=(), older=0, contexts=()),
        ),
        "most": 20,
    },
}
