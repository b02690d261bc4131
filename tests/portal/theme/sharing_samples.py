"""Values of the page of links to a draft."""

from __future__ import annotations

from typing import Any

from portal.content.document.sharing import ShownShare

SHARING: dict[str, dict[str, Any]] = {
    "portal.content.document:templates/share.pt": {
        "title": "关于春节放假的通知",
        "problem": "请说明链接给谁。",
        "done": "该链接已失效。",
        "shares": (
            ShownShare(
                "kX3_",
                "王律师 <b>",
                "李娜",
                "2026-05-03 09:30",
                "2026-05-10 09:30",
                "https://fgw.shili.example/shared?key=AA",
                is_new=True,
            ),
        ),
        "days": ((1, "1 天"), (7, "7 天")),
        "chosen": 7,
        "note": '王"律师',
        "note_max": 100,
        "address": "/zwgk/tzgg/20260503-1/share",
        "csrf_token": "0",
    },
}
