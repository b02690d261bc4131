"""Values of every page on which staff works."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from portal.addon.work import WorkPile, WorkPlace
from portal.content.document.attached import Attached, Files
from portal.content.document.decisions import DECISIONS
from portal.content.document.differences import Change
from portal.content.document.drafts import ShownRevision
from portal.content.document.presence import Present
from portal.content.document.repairing import Trouble
from portal.content.document.saying import FilledIn
from portal.content.uploading import Outcome, Uploader
from portal.content.values import Link, pages_of
from portal.desk.batch import Chosen
from portal.desk.columns import Cell, Row
from portal.desk.consequences import Consequences
from portal.desk.contents import Tab
from portal.desk.deeds import Wish
from portal.desk.filtering import Wanted
from portal.desk.inbox import Pile, Running, Task
from portal.desk.links import End
from portal.desk.medialist import MediaRow
from portal.desk.pinning import Standing
from portal.desk.progress import LeftOut
from portal.desk.saved import SavedView
from portal.desk.trash import Deleted
from portal.desk.undoing import Done
from portal.i18n import _

_REVISIONS = (
    ShownRevision(
        2,
        "关于春节放假的通知",
        "li.na",
        "2026-05-04 10:00",
        "<p>五天</p>",
        "waiting",
        is_live=False,
    ),
    ShownRevision(
        1, "关于放假的通知", "wang.wei", "2026-05-03 09:30", "<p>三天</p>", "writing", is_live=True
    ),
)
_CHANGES = (
    Change(
        "标题",
        ((("same", "关于"), ("taken", "放假"), ("added", "春节放假")), (), (("same", "一"),)),
    ),
)

FILES = Files(
    address="/zwgk/tzgg/20260503-1/attach",
    csrf_token="0",
    attached=(
        Attached(7, "申请表", "/a", "DOCX", "12 KB", "", is_picture=False, can_be_named=True),
        Attached(
            8, "流程图", "/b", "PNG", "1.2 MB", "办理流程", is_picture=True, can_be_named=True
        ),
    ),
    picture=Attached(9, "会场", "/c", "JPG", "2.0 MB", "会场", is_picture=True, can_be_named=False),
    more=Uploader("attachments", "/d", "/d", "0", ".pdf", choose="/e", lacks_words=True),
    lead=Uploader("lead_picture", "/d", "/d", "0", ".png", many=False, choose="/f"),
    problems=(Outcome("坏.pdf", problem="文件内容与名称不符：.pdf"),),
)
_TROUBLES = (
    Trouble("/@7", "旧办法", _("What this leads to is in the trash.")),
    Trouble("/zwgk/no", "没有", _("There is nothing at this address of the site.")),
)
_ENDS = (End("关于春节放假的通知", "/zwgk/tzgg/20260503-1/draft", "通知公告", "公众看到此链接。"),)
_PICTURE = MediaRow(
    oid=7,
    title="会场",
    address="/media/20260503-1.jpg/describe",
    face="/media/20260503-1.jpg/small",
    alternative="会场全景",
    kind="JPG",
    size="1.2 MB",
    changed_at="2026-05-03 09:30",
    state="已公开",
    uses=(Link("关于春节放假的通知", "/zwgk/tzgg/20260503-1/draft"),),
    count=4,
)
_FILE = MediaRow(
    oid=8,
    title="申请表",
    address="/media/20260503-2.docx/describe",
    face="",
    alternative="",
    kind="DOCX",
    size="12 KB",
    changed_at="2026-05-03 09:30",
    state="仅内部可见",
)
_MEDIA: dict[str, Any] = {
    "rows": (_PICTURE, _FILE),
    "total": 2,
    "words": "会场",
    "kind": "portal.image",
    "kept": (("into", "attachments"),),
    "kinds": (Link("图片", "?kind=portal.image", current=True),),
    "pages": pages_of(2, 3, lambda number: f"?page={number}"),
}

_DELETED = Deleted(
    "f0",
    "关于春节放假的通知",
    "/_trash/f0/preview",
    "通知公告",
    "已公开",
    "li.na",
    "2026-05-04 10:00",
    may_restore=True,
)

DESK: dict[str, dict[str, Any]] = {
    "portal.desk:templates/links.pt": {
        "title": "关于春节放假的通知",
        "public": "公众看到的是2026年5月3日的版本。",
        "sources": _ENDS,
        "count": 1,
        "targets": _ENDS,
        "troubles": _TROUBLES,
        "outside": (("https://news.example/1", "新闻"),),
        "edit": "/zwgk/tzgg/20260503-1/edit",
    },
    "portal.content.document:templates/edit.pt": {
        "troubles": _TROUBLES,
        "choose": "/zwgk/tzgg/20260503-1/",
        "title": "关于春节放假的通知",
        "form": '<form id="form"><label for="f">标题</label> <input id="f" name="title" /></form>',
        "said": ("已于 14:03 保存。",),
        "present": (Present("李娜 <b>", "14:03"),),
        "resumed": True,
        "share_address": "/zwgk/tzgg/20260503-1/share",
        "refused": "这不是 Word 文件。",
        "held": True,
        "clean_address": "/zwgk/tzgg/20260503-1/clean-paste",
        "preview_address": "/zwgk/tzgg/20260503-1/preview",
        "missing": (("来源", "#f"),),
        "theirs": _REVISIONS[0],
        "files": FILES,
    },
    "portal.content.document:templates/attach.pt": {
        "title": "关于春节放假的通知",
        "edit": "/zwgk/tzgg/20260503-1/edit",
        "files": FILES,
    },
    "portal.content.document:templates/draft.pt": {
        "title": "关于春节放假的通知",
        "public": "公众看到的是 2026-05-03 09:30 的版本。",
        "state": "li.na 2026-05-04 10:00 的草稿等待审核。",
        "reason": "请写明日期",
        "problem": "本人撰写的内容须由他人批准。",
        "done": "草稿已交审核人员。",
        "decisions": DECISIONS,
        "filled_in": (FilledIn("人员", ("甲 · 科员", "乙 · 科长")),),
        "secrecy": True,
        "approvals": (("wang.wei", "2026-05-04 11:00"),),
        "own_part": "您已审核通过。",
        "told": ("请于 2026-05-05 18:00 前完成审核。",),
        "reviewers": (("wang.wei", "王伟"),),
        "asked": "return",
        "seen": "0",
        "typed": {"reason": "请写明日期"},
        "linked_from": (Link("另一个通知", "/a/draft"),),
        "changes": _CHANGES,
        "revision": _REVISIONS[0],
        "address": "/zwgk/tzgg/20260503-1",
        "csrf_token": "0",
    },
    "portal.content.document:templates/history.pt": {
        "title": "关于春节放假的通知",
        "public": "公众看到的是 2026-05-03 09:30 的版本。",
        "state": "li.na 2026-05-04 10:00 的草稿等待审核。",
        "revisions": _REVISIONS,
        "old": 1,
        "new": 2,
        "changes": _CHANGES,
        "address": "/zwgk/tzgg/20260503-1",
        "may_restore": True,
        "csrf_token": "0",
    },
    "portal.desk:templates/media.pt": {
        "title": "“市发展改革委”的文件和图片",
        "address": "/media/contents",
        "done": "文件已上传。",
        "problems": (Outcome("坏.pdf", problem="文件内容与名称不符：.pdf"),),
        "uploader": Uploader("media", "/media/contents", "/media/contents", "0", ".pdf,.png"),
        **_MEDIA,
    },
    "portal.desk:templates/describe.pt": {
        "focus": (50, 20),
        "title": "会场",
        "row": _PICTURE,
        "form": '<form id="form"><label for="f">标题</label> <input id="f" name="title" /></form>',
        "problem": "公众已能看到此文件。",
        "file_name": "会场.jpg",
        "original": "/media/20260503-1.jpg",
        "large": "/media/20260503-1.jpg/medium",
        "is_public": True,
        "others": ("这是站点的标志。",),
        "contents": "/media/contents",
        "csrf_token": "0",
    },
    "portal.desk:templates/choose.pt": {
        "title": "选择附件",
        "document": "关于春节放假的通知",
        "edit": "/zwgk/tzgg/20260503-1/edit#files",
        "attach": "/zwgk/tzgg/20260503-1/attach",
        "address": "/zwgk/tzgg/20260503-1/choose-file",
        "into": "attachments",
        "csrf_token": "0",
        **_MEDIA,
    },
    "portal.desk:templates/desk.pt": {
        "title": "我的工作台",
        "overdue": 1,
        "due_today": 2,
        "work": (
            WorkPile("interaction.letters", "来信", (WorkPlace("市政府", "/letters", 3),)),
            WorkPile("openinfo.plan", "公开计划", (WorkPlace("市政府", "/plan", None),)),
        ),
        "piles": (
            Pile(
                "review",
                "待我审核",
                "没有待审核的内容。",
                (
                    Task(
                        "关于春节放假的通知",
                        "/zwgk/tzgg/20260503-1/draft",
                        "市发展改革委",
                        "通知公告",
                        "li.na",
                        "2026-05-04 10:00",
                        "请写明日期",
                        "2026-05-05 09:00",
                        "2026-05-04 18:00",
                        "overdue",
                        urgent=True,
                    ),
                ),
                60,
            ),
            Pile("writing", "我的草稿", "没有正在撰写的草稿。", (), 0),
        ),
        "recent": (
            Task("", "/zwgk/tzgg/20260503-2/draft", "市发展改革委", "通知公告", "li.na", "", ""),
        ),
        "running": (
            Running("移动", "/sites/fgw/progress?batch=0f", "市发展改革委", 50, 1200),
            Running(
                "导入", "/sites/fgw/import-progress?load=0f", "市发展改革委", 5, 9, with_lines=True
            ),
        ),
        "sites": (("市发展改革委", "在线", "/sites/fgw/contents"),),
    },
    "portal.desk:templates/contents.pt": {
        "title": "“通知公告”的内容",
        "base": "/zwgk/tzgg/",
        "wanted": Wanted(state="published", words="通知", columns=("state", "changed_at")),
        "filtered": "state=published",
        "heads": ("状态", "最后修改"),
        "rows": (
            Row(
                -7,
                "关于春节放假的通知",
                "/zwgk/tzgg/20260503-1/draft",
                (Cell("已公开", "待审核"), Cell("2026-05-04 10:00", is_moment=True)),
            ),
        ),
        "total": 120,
        "tabs": (Tab("全部", "?state=", current=True, count=120),),
        "named": ("state",),
        "views": (
            SavedView("待审超过一周", "?stage=waiting", shared=True, current=True, may_change=True),
            SavedView("我的", "?author=li.na", shared=False, current=False, may_change=False),
        ),
        "may_share": True,
        "top": (
            Standing(-7, "关于春节放假的通知", "/zwgk/tzgg/20260503-1/draft", "2026-12-31"),
            Standing(8, "另一个通知", "/zwgk/tzgg/20260503-2/draft", ""),
        ),
        "at_top": frozenset({-7}),
        "may_pin": True,
        "uploader": Uploader(
            "contents", "/zwgk/tzgg/contents", "/zwgk/tzgg/contents", "0", ".docx"
        ),
        "problems": (Outcome("坏.docx", problem="这不是 Word 文件。"),),
        "arrived": True,
        "stages": (("", "全部"), ("waiting", "待审核")),
        "orders": (("changed_at", "最后修改"),),
        "columns": (("state", "状态"), ("changed_at", "最后修改")),
        "narrowed": True,
        "pages": pages_of(2, 3, lambda number: f"?page={number}"),
        "sections": (Link("政策文件", "/zwgk/zcwj/contents"),),
        "above": Link("政务公开", "/zwgk/contents"),
        "add": (Link("添加稿件", "/zwgk/tzgg/add-document"),),
        "others": (Link("市长信箱", "/zwgk/tzgg/xx/edit"),),
        "kinds": (("", "全部"), ("portal.document", "稿件"), ("openinfo.disclosure", "公开目录")),
        "trash": "/zwgk/tzgg/trash",
        "people": "/zwgk/tzgg/people",
        "addons": "/zwgk/add-ons",
        "arrange": "/zwgk/tzgg/sections",
        "deeds": (("move", "移动"), ("delete", "删除")),
        "done": Done(_("Moved: ${count}", mapping={"count": "2"}), 1, can_undo=True),
        "csrf_token": "0",
    },
    "portal.desk:templates/batch.pt": {
        "title": "移动",
        "deed": "move",
        "wants": "target",
        "wish": Wish(by="li.na", at=datetime(2026, 5, 4, tzinfo=UTC)),
        "problem": "请选择栏目。",
        "picks": (("pick", "-7"), ("seen", "-7:0f"), ("pick", "8"), ("seen", "8:0e")),
        "asked_at": "2026-05-04T10:00:00+00:00",
        "unlooked": 20,
        "moment": "2026-05-04T10:00",
        "chosen": (Chosen("关于春节放假的通知", "/a/draft", "通知公告", _CHANGES),),
        "refused": (Chosen("另一个通知", "/b/draft", "通知公告", (), "没有权限。"),),
        "count": 2,
        "refused_count": 2,
        "lost": 1,
        "left": 3,
        "public": 1,
        "consequences": Consequences(("附件.pdf",), 1, (("相关", "/c"),), ("放假",), _ENDS, 3),
        "has_undo": True,
        "targets": ((9, "政务公开 › 政策文件"),),
        "filter": (("state", "published"),),
        "address": "/zwgk/tzgg/batch",
        "back": "/zwgk/tzgg/contents?state=published",
        "csrf_token": "0",
    },
    "portal.desk:templates/progress.pt": {
        "title": "移动",
        "begun_at": "2026-05-04 10:00",
        "ended_at": "2026-05-04 10:01",
        "state": "正在处理。",
        "total": 1200,
        "position": 300,
        "done": 298,
        "left": (
            LeftOut("关于春节放假的通知", "/a/draft", "没有权限。"),
            LeftOut("已不存在的稿件", "", "已不在此处。"),
        ),
        "left_count": 2,
        "pages": pages_of(1, 2, lambda number: f"?page={number}"),
        "is_running": True,
        "can_undo": True,
        "batch": "0f",
        "refresh": "/zwgk/tzgg/progress?batch=0f",
        "address": "/zwgk/tzgg/progress",
        "back": "/zwgk/tzgg/contents",
        "csrf_token": "0",
    },
    "portal.desk:templates/trash.pt": {
        "title": "“通知公告”的回收站",
        "rows": (_DELETED,),
        "asked": _DELETED,
        "may_purge": True,
        "done": "已恢复。",
        "address": "/zwgk/tzgg/trash",
        "contents": "/zwgk/tzgg/contents",
        "pages": pages_of(1, 2, lambda number: f"?page={number}"),
        "csrf_token": "0",
    },
    "portal.content.general:templates/delete.pt": {
        "title": "删除“局长信箱”",
        "problem": "里面还有内容，请先删除。",
        "is_public": True,
        "inside": 0,
        "promoted": ("信箱",),
        "kept": "还有来信，不能彻底删除。",
        "address": "/zwgk/xx/delete",
        "back": "/zwgk/xx/edit",
        "csrf_token": "0",
    },
}
