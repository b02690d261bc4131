"""Draw the rows of tables and the lines of lists that stand in a text."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from portal.command.demo.bodies import branches
from portal.command.demo.plan import BodyPlan
from portal.command.demo.words import Figure, Profile, Service, Topic, words


def plain_rows(profile: Profile, place: int, body: BodyPlan) -> dict[str, str]:
    """Return the rows that tell about a body and never change."""
    rows, offices = words()["rows"], body.offices
    below = branches(profile, place)
    return {
        "function_lines": _join(rows["function"], ({"text": one} for one in profile.functions)),
        "tip_lines": _join(rows["list"], ({"text": one} for one in profile.tips)),
        "office_rows": _join(rows["office"], (vars(office) for office in offices)),
        "branch_rows": _join(
            rows["branch"],
            (
                {"name": name, "field": profile.field, "address": where, "phone": phone}
                for name, where, phone in below
            ),
        ),
        "service_rows": _join(
            rows["service"],
            ({"number": n, **vars(one)} for n, one in enumerate(profile.services[:40], 1)),
        ),
    }


def power_rows(profile: Profile) -> str:
    """Return what a body may decide and inspect, with the law behind it."""
    rows = words()["rows"]
    powers = [
        {"number": n, "name": one.name, "law": profile.laws[0], "office": profile.offices[n]}
        for n, one in enumerate(profile.services[:3], 1)
    ]
    checks = [
        {"number": n, "topic": one.name, "law": profile.laws[1], "office": profile.offices[1]}
        for n, one in enumerate(profile.topics[:3], len(powers) + 1)
    ]
    return _join(rows["power"], powers) + "\n" + _join(rows["power_check"], checks)


def service_rows(service: Service) -> dict[str, str]:
    """Return the materials of a service as rows and as lines."""
    rows = words()["rows"]
    return {
        "material_rows": _join(
            rows["material"],
            ({"number": n, "name": one} for n, one in enumerate(service.materials, 1)),
        ),
        "material_lines": _join(rows["list"], ({"text": one} for one in service.materials)),
    }


def topic_lines(topics: Iterable[Topic]) -> str:
    """Return matters of work as a numbered list."""
    return _join(
        words()["rows"]["topic"],
        (
            {"name": one.name, "act1": one.acts[0], "act2": one.acts[1], "act3": one.acts[2]}
            for one in topics
        ),
    )


def figure_rows(figures: Iterable[Figure], rng: random.Random) -> tuple[str, dict[str, str]]:
    """Return a table of figures, and the first of them as slots of a sentence."""
    drawn = []
    for figure in figures:
        digits = 0 if figure.base >= 100 else 1  # noqa: PLR2004 - three figures are enough
        now = figure.base * rng.uniform(0.97, 1.03)
        drawn.append(
            {
                "name": figure.name,
                "unit": figure.unit,
                "now": f"{now:.{digits}f}",
                "before": f"{now * rng.uniform(0.92, 0.99):.{digits}f}",
            }
        )
    first = drawn[0]
    slots = {
        "figure_name": first["name"],
        "figure_unit": first["unit"],
        "figure_value": first["now"],
        "figure_before": first["before"],
    }
    return _join(words()["rows"]["figure"], drawn), slots


def count_rows(rng: random.Random) -> dict[str, str]:
    """Return counts by district, of letters, of the website and of the budget."""
    rows, lists = words()["rows"], words()["lists"]
    districts = []
    for name in words()["districts"]:
        asked, bad = rng.randint(24, 96), rng.randint(1, 9)
        districts.append(
            {"name": name, "asked": asked, "passed": asked - bad}
            | {"checked": asked, "good": asked - bad, "bad": bad}
        )
    values = [int(value * rng.uniform(0.9, 1.1)) or 1 for value in lists["web_values"]]
    web = [{"name": n, "value": v} for n, v in zip(lists["web"], values, strict=True)]
    return {
        "district_rows": _join(rows["district"], districts),
        "check_rows": _join(rows["check"], districts),
        "check_total": str(sum(int(one["asked"]) for one in districts)),
        "letter_rows": _join(rows["letter"], _letters(rng)),
        "web_rows": _join(rows["web"], web),
        **_budget(rng),
    }


def decision_rows(profile: Profile, before: date, rng: random.Random) -> str:
    """Return permits and penalties decided in the three months before a day."""
    lists, out = words()["lists"], []
    for number, party in enumerate(lists["parties"]):
        kind, name = lists["penalty" if number % 3 == 2 else "permit"]  # noqa: PLR2004 - every third
        service = profile.services[number % len(profile.services)].name
        day = before - timedelta(days=25 + 12 * number + rng.randint(0, 9))
        out.append(
            {"mark": profile.mark, "kind": kind, "kind_name": name, "year": day.year}
            | {"serial": rng.randint(2, 60) + 60 * (5 - number), "party": party}
            | {"matter": lists["penalty_matter"] if number % 3 == 2 else service}  # noqa: PLR2004 - every third
            | {"day": words()["day"].format(day)}
        )
    return _join(words()["rows"]["decision"], out)


def audience_rows(services: Iterable[Mapping[str, str]]) -> str:
    """Return services for one audience with the body in charge and the way to them."""
    return _join(words()["rows"]["audience"], services)


def _letters(rng: random.Random) -> list[dict[str, object]]:
    out: list[dict[str, object]] = []
    for name in words()["lists"]["letters"]:
        received = rng.randint(20, 180)
        days = f"{rng.uniform(2, 6):.1f}"
        out.append({"name": name, "received": received, "answered": received, "days": days})
    return out


def _budget(rng: random.Random) -> dict[str, str]:
    names = words()["lists"]["budget"]
    amounts = sorted((round(rng.uniform(80, 1200), 1) for _ in names), reverse=True)
    total = round(sum(amounts), 1)
    lines = [
        {"name": name, "amount": f"{amount:.1f}", "share": f"{100 * amount / total:.1f}"}
        for name, amount in zip(names, amounts, strict=True)
    ]
    return {"budget": f"{total:.1f}", "budget_rows": _join(words()["rows"]["budget"], lines)}


def _join(form: str, rows: Iterable[Mapping[str, Any]]) -> str:
    return "\n".join(form.format_map(row) for row in rows)
