"""Values of the public page of a document, and of what add-ons make of it."""

from __future__ import annotations

from typing import Any

from portal.content.values import Attachment, Item, Link, Picture

DOCUMENT: dict[str, Any] = {
    "title": "关于招生的通知",
    "subtitle": "第12次会议通过",
    "shared": "草稿，尚未发布。",
    "body": "<p>正文</p><table><tr><td>1</td></tr></table>",
    "facts": tuple((f"标签{n}", f"值{n}") for n in range(6)),
    "history": ("2026年3月2日通过",),
    "expired": "由新文件取代。",
    "over": "2026-06-01 18:00",
    "lead_picture": Picture("/pic/medium", "/pic/small", 960, 540, "大桥"),
    "attachments": (Attachment("申请表", "/a.pdf", "36 KB", "PDF"),),
    "previous": Link("上一个", "/1"),
    "next": Link("下一个", "/2"),
    "related": tuple(
        Item(f"第{n}号通知", f"/tzgg/20260302-{n}", f"2026-03-0{n} 09:30") for n in range(1, 7)
    ),
    "address": "https://jyj.shili.example/zwgk/1",
    "qr": '<svg viewBox="0 0 41 41" id="qr"><path d="M4 4h7"/></svg>',
}
