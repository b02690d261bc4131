"""Values of the pages of the add-on for services."""

from __future__ import annotations

from typing import Any

from document_samples import DOCUMENT

from addons.onlineservice.hall.queries import Door, Row
from addons.onlineservice.service.queries import Fee, Law, Material
from portal.content.values import Attachment, Choice, Facet, pages_of

_CHOICES = (Choice("生育收养", "?theme=person.birth", 12), Choice("就业<创业>", "?theme=x", 3))
_PAIRS = (("承诺期限", "5个工作日"), ("到现场次数", "0次"))
_FILE = Attachment("申请表", "/a.pdf", "36 KB", "PDF")

ONLINESERVICE: dict[str, dict[str, Any]] = {
    "addons.onlineservice:hall/templates/hall.pt": {
        "title": "办事服务",
        "description": "按主题和部门查找。",
        "total": 321,
        "doors": (Door("个人", "?theme=person", 15, _CHOICES),),
        "departments": _CHOICES,
        "base": "/fwsx/",
        "chosen": _CHOICES,
        "facets": (Facet("主题", _CHOICES),),
        "rows": (Row("开店<登记>", "/fwsx/1", "市监局", ("全程网办",)), Row("落户", "/2", "", ())),
        "pages": pages_of(6, 20, lambda number: f"?page={number}"),
        "search_kind": "service",
    },
    "addons.onlineservice:service/templates/item.pt": {
        **DOCUMENT,
        "remarks": ("承诺期限比法定期限长。",),
        "badges": ("全程网办", "零跑动"),
        "key_facts": _PAIRS,
        "conditions": "年满十八周岁。\n有固定住所。",
        "materials": (
            Material((_FILE,), "申请表", "原件", "1", "必要", "申请人自备", "<签字>"),
            Material((), "身份证", "", "", "", "", ""),
        ),
        "files": (_FILE,),
        "steps": ("申请", "受理"),
        "ways": _PAIRS,
        "limits": _PAIRS,
        "fees": (Fee("工本费", "10元", "发改价格〔2019〕1号", "学生减半"), Fee("其他", "", "", "")),
        "fee_basis": "收费目录",
        "places": _PAIRS,
        "laws": (Law("行政许可法", "主席令第7号", "第12条", "<条文>"), Law("条例", "", "", "")),
        "questions": (("要多久？", "五天。"),),
        "remedies": _PAIRS,
        "details": _PAIRS,
        "way_in": "/leave?to=https://a.example/",
        "origin": "https://b.example/",
        "phone": "09995550100",
        "is_bare": "x",
        "others": "/fwsx/?department=x",
        "department": "市监局",
    },
}
