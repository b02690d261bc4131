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


def titles(world: World, **asked: str) -> list[str]:
    """Return the titles that the list of the hall shows for what is asked."""
    page = world.browser().get(f"{HALL}/", asked).html
    return [each.text for each in page.select(".results h2")]


def items(cluster: Any) -> dict[str, PublicService]:
    """Return the items in the hall by their codes."""
    hall: Hall = cluster["sites"]["fgw"]["fwsx"]
    return {each.task_code: each for each in hall.values() if isinstance(each, PublicService)}
