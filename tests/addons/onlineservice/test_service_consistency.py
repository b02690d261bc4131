"""What somebody should look at before an item is released."""

from __future__ import annotations

from typing import Any

import pytest
from service_rows import publish

from addons.onlineservice.service.consistency import remarks
from addons.onlineservice.service.content import PublicService
from portal.testing import World

GOOD: dict[str, Any] = {
    "title": "事项",
    "task_code": "A-1",
    "dept_name": "市公安局",
    "by_law": ("某法",),
    "accept_condition": "有",
    "materials": ("身份证",),
    "steps": ("受理", "审核", "审批", "办结", "送达"),
    "task_type": "01",
    "faq": ("问 | 答",),
    "project_type": "2",
    "anticipate_day": 20,
    "anticipate_type": "W",
    "promise_day": 3,
    "promise_type": "W",
    "limit_scene_num": 1,
    "limit_scene_explain": "采集指纹",
    "is_fee": "no",
    "transact_addr": "大厅",
    "transact_time": "工作日",
    "link_way": "010-12345678",
    "supervise_way": "010-87654321",
    "server_types": ("1",),
    "person_theme": "person.household",
}


def item(**changes: Any) -> PublicService:
    made = PublicService()
    for name, value in (GOOD | changes).items():
        setattr(made, name, value)
    return made


def test_an_item_that_is_whole_needs_no_remark() -> None:
    assert remarks(item()) == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"by_law": ()}, "is not filled in"),
        ({"task_code": ""}, "is not filled in"),
        ({"transact_time": ""}, "is not filled in"),
        ({"promise_day": 0}, "promised at once"),
        ({"project_type": "1"}, "has no time limit"),
        ({"promise_day": 30}, "longer than the statutory"),
        ({"promise_day": 1, "promise_type": "M", "anticipate_type": "N"}, "longer than"),
        ({"limit_scene_explain": ""}, "need a reason"),
        ({"limit_scene_num": 0, "handle_types": ("3",)}, "but there are none"),
        ({"limit_scene_num": 0, "limit_scene_explain": ""}, "online or by post"),
        ({"online_handle_depth": "4"}, "needs no visit"),
        ({"is_fee": "yes"}, "their rates and their basis"),
        ({"fees": ("工本费 | 5 元",)}, "said that there are none"),
        ({"supervise_way": "010-12345678"}, "different telephone"),
        ({"link_way": "12345678"}, "no area code"),
        ({"result_name": "许可证"}, "needs its kind"),
        ({"person_theme": "", "corp_theme": "corp.found"}, "do not fit"),
        ({"faq": ()}, "frequent question"),
        ({"steps": ("受理", "办结")}, "five steps"),
    ],
)
def test_what_does_not_fit_together_is_said(changes: dict[str, Any], said: str) -> None:
    [remark] = remarks(item(**changes))
    assert said in remark


def test_only_staff_reads_the_remarks(offices: World) -> None:
    page = publish(offices)
    assert "咨询电话" in offices.browser("editor").get(f"{page}/preview").text
    assert "未填写" in offices.browser("editor").get(f"{page}/preview").text
    assert "未填写" not in offices.browser().get(page).text
