"""Values of the pages of the add-on for government information."""

from __future__ import annotations

from typing import Any

from document_samples import DOCUMENT

from addons.openinfo.catalogue.queries import Shown, Way
from addons.openinfo.disclosure.queries import Field, References
from portal.content.values import Choice, Link, pages_of

_CHOICES = tuple(Choice(f"主题<{n}>", f"?topic=0{n}", n) for n in range(1, 9))

OPENINFO: dict[str, dict[str, Any]] = {
    "addons.openinfo:catalogue/templates/catalogue.pt": {
        "title": "政府信息公开目录",
        "total": 321,
        "rows": (
            Shown("关于节水的通知", "/1", (("索引号", "000014349/2026-00012"),), "失效"),
            Shown("关于<招生>的通知", "/2", ()),
        ),
        "chosen": _CHOICES[:2],
        "ways": (Way("主题", _CHOICES, _CHOICES[:2]), Way("年份", _CHOICES[:1])),
        "whole": "/disclosures",
        "pages": pages_of(6, 20, lambda number: f"?page={number}"),
    },
    "addons.openinfo:disclosure/templates/disclosure.pt": {
        **DOCUMENT,
        "fields": (
            Field("索引号", "000014349/2026-00012"),
            Field("主题分类", "财政", "/disclosures?topic=04"),
            Field("名称", "关于<节水>的通知", is_wide=True),
        ),
        "references": (References("解读", (Link("一图读懂", "/3"),)),),
        "catalogue": "/disclosures",
    },
}
