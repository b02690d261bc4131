"""Values of the pages of the add-on for letters of citizens."""

from __future__ import annotations

from typing import Any

from document_samples import DOCUMENT

from addons.interaction.inbox.asking import Asked
from addons.interaction.mailbox.schema import Leader
from portal.content.values import pages_of

_FORM = '<form id="form"><label for="f">主题</label> <input id="f" name="subject" /></form>'
_LETTER = {
    "number": "20260302-1",
    "address": "/box/letter?number=20260302-1",
    "subject": "路灯<不亮>",
    "topic": "投诉",
    "addressee": "李明",
    "name": "张**",
    "contact": "138****5678",
    "publish": "是",
    "received": "2026-03-02 09:30",
    "mailbox": "市长信箱",
    "state": "待处理",
    "waits": True,
}

INTERACTION: dict[str, dict[str, Any]] = {
    "addons.interaction:mailbox/templates/mailbox.pt": {
        **DOCUMENT,
        "leaders": (
            (Leader("李明", "市长", "主持全面工作"), "/box/write?addressee=1"),
            (Leader("王芳"), "/box/write?addressee=2"),
        ),
        "call": "tel:0999-5550100",
        "hours": "工作日 9:00–17:00",
        "telephone": "0999-5550100",
        "answered": "只答复本市事项。\n投诉请写明地点。",
        "closed": "系统维护。",
        "write": "/box/write",
        "enquiry": "/box/enquiry",
        "letters": "/box/letters",
    },
    "addons.interaction:letter/templates/write.pt": {
        "title": "写信：市长信箱",
        "form": _FORM,
        "problem": "表单打开太久。",
        "closed": "系统维护。",
        "answered": "只答复本市事项。\n投诉请写明地点。",
        "longest": 5000,
        "privacy": "由信访办负责。\n保存五年。",
        "back": "/box",
    },
    "addons.interaction:letter/templates/thanks.pt": {
        "title": "来信已收到",
        "number": "20260302-1",
        "code": "1234 5678",
        "subject": "路灯<不亮>",
        "mailbox": "市长信箱",
        "received": "2026-03-02 09:30",
        "enquiry": "/box/enquiry",
        "back": "/box",
    },
    "addons.interaction:letter/templates/enquiry.pt": {
        "title": "查询来信",
        "number": '2026"1',
        "problem": "编号和查询码不符。",
        "letter": (("状态", "已收到"), ("主题", "路灯<不亮>")),
        "action": "/box/enquiry",
        "back": "/box",
        "csrf_token": "t0ken",
    },
    "addons.interaction:inbox/templates/letters.pt": {
        "title": "全部信箱来信",
        "asked": Asked(words='路灯"<b>', topic="complaint", since="2026-03-01", mailbox="7"),
        "is_narrowed": True,
        "action": "/letters",
        "files": ("/letters.xlsx?", "/letters.csv?"),
        "mailboxes": (("7", "市长信箱"),),
        "has_mailbox": True,
        "is_of_site": True,
        "states": (("received", "待处理"), ("replied", "已答复")),
        "topics": (("complaint", "投诉"), ("help", "求助")),
        "total": 51,
        "is_more": True,
        "rows": (_LETTER, {**_LETTER, "publish": "否", "waits": False}),
        "pages": pages_of(1, 2, lambda number: f"?page={number}"),
        "ways": (("/box", "返回信箱"),),
    },
    "addons.interaction:inbox/templates/letter.pt": {
        "title": "路灯<不亮>",
        "facts": (("编号", "20260302-1"), ("姓名", "张小花")),
        "paragraphs": ("中山路的路灯坏了。", "请修一下。"),
        "reply": ("已修好。",),
        "replied": "2026-03-05",
        "back": "/letters",
    },
}
