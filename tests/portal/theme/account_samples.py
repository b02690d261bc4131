"""Values of the pages about accounts."""

from __future__ import annotations

from typing import Any

ACCOUNTS: dict[str, dict[str, Any]] = {
    "portal.security:templates/security_settings.pt": {
        "title": "密码与登录",
        "action": "/security-settings",
        "csrf_token": "t0ken",
        "rows": (
            {
                "name": "length",
                "title": "最少字符数",
                "hint": "适用于今后设置的密码。",
                "value": '"<b>',
                "least": 8,
                "most": 20,
                "problem": "请填写 8 至 20 之间的数字。",
            },
            {
                "name": "days",
                "title": "有效天数",
                "hint": "0 为永久有效。",
                "value": "90",
                "least": 0,
                "most": 365,
                "problem": "",
            },
        ),
        "classes": (("main", "主站", True), ("department", '部门"<b>', False)),
        "refused": "没有这个账号。",
        "login": 'wang"<b>',
        "reason": '手机丢失"<b>',
        "said": "规则已生效。",
    },
    "portal.security:templates/sessions.pt": {
        "title": "登录设备",
        "action": "/sessions",
        "account_address": "/account",
        "csrf_token": "t0ken",
        "rows": (
            {
                "key": "k1",
                "began": "2026-03-02 09:30",
                "used": "2026-03-02 09:42",
                "address": "192.0.2.10",
                "agent": 'Firefox, <b>"',
                "here": True,
            },
            {
                "key": 'k2"<b>',
                "began": "2026-03-02 08:30",
                "used": "2026-03-02 08:30",
                "address": "",
                "agent": "",
                "here": False,
            },
        ),
        "others": True,
        "problem": "该登录已结束。",
        "done": True,
    },
    "portal.security:templates/sign_in_code.pt": {
        "title": "登录第二步",
        "action": "/sign-in",
        "csrf_token": "t0ken",
        "ticket": 'a"<b>',
        "carried": (("back", "/a/edit"), ("typed-title", '题"<b>')),
        "error": "验证码不正确。",
    },
    "portal.security:templates/second_factor.pt": {
        "title": "双因素认证",
        "action": "/second-factor",
        "account_address": "/account",
        "csrf_token": "t0ken",
        "login": "wang",
        "since": "",
        "left": 8,
        "demanded": True,
        "codes": ("abcd-efgh-jkmn-pqrs",),
        "error": "验证码不正确。",
        "done": True,
        "offer": {
            "picture": '<svg viewBox="0 0 2 2" id="qr"><path d="M0 0h1"/></svg>',
            "address": "otpauth://totp/x?secret=ABCD&issuer=x",
            "secret": "ABCD EFGH",
            "ticket": 'a"<b>',
        },
    },
}
