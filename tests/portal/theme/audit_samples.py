"""Values of the pages of the auditor."""

from __future__ import annotations

from datetime import date
from typing import Any

from portal.audit.asking import Asked
from portal.audit.roots import Root
from portal.audit.sealspage import ApartRow, ShownCheck
from portal.audit.showing import Shown, ShownSeal
from portal.content.values import Link

_ROW = Shown(
    number=71,
    when="2026-05-04 10:00:01",
    who="li.na",
    name='李娜 "<b>',
    action="稿件已发布",
    subject="/sites/fgw/zwgk/tzgg/20260503-1",
    title="关于春节放假的通知",
    site="fgw",
    note="错别字 <i>",
    address="203.0.113.7",
    succeeded=False,
    entry="/audit-entry?number=71",
    story="/audit-story?oid=7",
)
_WAYS = (Link("审计记录", "/audit", current=True), Link("封条", "/audit-seals"))
_DIGEST = f"sha256:{'5f' * 32}"
_SEAL = ShownSeal(3, "2026-05-04 10:01:00", _DIGEST, 11, 70, 80)

AUDIT: dict[str, dict[str, Any]] = {
    "portal.audit:templates/audit.pt": {
        "title": "审计记录",
        "ways": _WAYS,
        "wanted": Asked(by='li.na"', action="group:document", since="2026-05-01"),
        "action": "/audit",
        "export": "/audit-export",
        "csrf_token": "t0ken",
        "groups": (("group:document", "稿件", (("document.released", "已发布"),)),),
        "sites": (("", "全部"), ("fgw", '发改委"<b>')),
        "results": (("", "全部"), ("no", "失败")),
        "rows": (_ROW,),
        "newer": "/audit?after=1",
        "older": "/audit?before=1",
        "first": "/audit",
        "problem": "超过 5000 条。",
        "sheet_most": 5_000,
        "csv_most": 20_000,
    },
    "portal.audit:templates/entry.pt": {
        "title": "第 71 条",
        "ways": _WAYS,
        "entry": _ROW,
        "action": "document.released",
        "oid": 7,
        "details": (("理由", "错别字 <i>"),),
        "changes": (("标题", _DIGEST, ""),),
        "digest": _DIGEST,
        "seal": _SEAL,
        "problems": ("第 71 条被改动。",),
    },
    "portal.audit:templates/story.pt": {
        "title": "“关于春节放假的通知”的经过",
        "ways": _WAYS,
        "rows": ((_ROW, False), (_ROW, True)),
        "first": "/audit-story?oid=7",
        "next": "/audit-story?oid=7&after=1",
    },
    "portal.audit:templates/seals.pt": {
        "title": "审计记录的封条",
        "ways": _WAYS,
        "checks": (
            ShownCheck("2026-05-04 03:00:00", 3, 71, 4, _DIGEST, ()),
            ShownCheck("2026-05-03 03:00:00", 3, 70, 3, _DIGEST, ("第 71 条被改动。",)),
        ),
        "waiting": 2,
        "roots": (Root(date(2026, 5, 4), 4, _DIGEST),),
        "older": "/audit-seals?until=2026-04-03",
        "newest": "/audit-seals",
    },
    "portal.audit:templates/dates.pt": {
        "title": "与发布日期不同的显示日期",
        "ways": _WAYS,
        "rows": (
            ApartRow(
                title="关于春节放假的通知",
                place="/sites/fgw/zwgk/tzgg/20260503-1",
                site="发改委",
                displayed="2026-05-03 09:30",
                released="2026-05-04 10:00",
                reason='补登"<b>',
                who="李娜",
                approver="王伟",
                story="/audit-story?oid=7",
            ),
        ),
        "previous": "/audit-dates?page=1",
        "next": "/audit-dates?page=3",
    },
}
