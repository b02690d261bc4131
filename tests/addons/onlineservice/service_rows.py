"""Rows of service items, and what becomes of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from addons.onlineservice.hall.content import Hall
from addons.onlineservice.importing.operations import Outcome
from addons.onlineservice.importing.running import run
from addons.onlineservice.service.content import PUBLIC_SERVICE, PublicService
from portal.testing import World, publish_one

HALL = "/sites/fgw/fwsx"
WHOLE: dict[str, Any] = {
    "task_type": "07",
    "server_types": ("1",),
    "by_law": ("身份证法 | 主席令 | 第十二条 | 应当办理",),
    "accept_condition": "有户口",
    "handle_types": ("1",),
    "project_type": "2",
    "limit_scene_num": 1,
    "is_fee": "no",
    "transact_addr": "大厅",
    "transact_time": "工作日",
    "link_way": "010-12345678",
    "supervise_way": "010-87654321",
}
"""What a guide cannot do without, besides its name, its code and its department."""


def row(number: int, **more: Any) -> dict[str, Any]:
    values = {"name": f"事项{number}", "item_code": f"A-{number}", "department": "区公安分局"}
    return values | more


def write(folder: Path, rows: Iterable[dict[str, Any] | str]) -> Path:
    """Write a file of `rows`, some of which may be any text."""
    lines = (each if isinstance(each, str) else json.dumps(each) for each in rows)
    file = folder / "items.jsonl"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def bring(world: World, file: Path) -> Outcome:
    """Import `file` as the command does."""

    @contextmanager
    def opened(_outcome: object = None) -> Any:
        with world.office.transaction() as (cluster, act):
            yield cluster["sites"]["fgw"], act

    return run(opened, file)


def told(outcome: Outcome) -> tuple[int, ...]:
    return outcome.created, outcome.changed, outcome.unchanged, outcome.withdrawn


def publish(world: World, **values: Any) -> str:
    """Release an item in the hall, and return its address."""
    usual = {"title": "开店", "task_code": "A-1", "dept_name": "区市监局"}
    return publish_one(world, PUBLIC_SERVICE, HALL, **(usual | values))


def fill_in(form: Any, **more: str) -> None:
    """Fill in what no guide can do without, and `more`."""
    for name, value in (WHOLE | more).items():
        if name == "by_law":
            fill_row(form, name, *value[0].split(" | "))
        elif isinstance(value, tuple):
            ids = {box["id"] for box in form.html.select(f"#field-{name} input[type=checkbox]")}
            for box in form.fields["chosen"]:
                box.checked = box.checked or (box.id in ids and box._value in value)
        else:
            form[name] = str(value)


def fill_row(form: Any, field: str, *cells: str, row: int = 0) -> None:
    """Fill in a row of a field of a form."""
    found = form.html.select(f"#field-{field} .row")[row]
    for each, text in zip(found.select("[name^=cell]"), cells, strict=False):
        own = [one for one in form.fields[each["name"]] if one.id == each["id"]]
        own[0].value = text


def titles(world: World, **asked: str) -> list[str]:
    """Return the titles that the list of the hall shows for what is asked."""
    page = world.browser().get(f"{HALL}/", asked).html
    return [each.text for each in page.select(".results h2")]


def items(cluster: Any) -> dict[str, PublicService]:
    """Return the items in the hall by their codes."""
    hall: Hall = cluster["sites"]["fgw"]["fwsx"]
    return {each.task_code: each for each in hall.values() if isinstance(each, PublicService)}
