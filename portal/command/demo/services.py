"""Plan the service items: what they say, and their blank forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal.command.demo.bodies import phone, watch_phone
from portal.command.demo.downloads import blank_form
from portal.command.demo.plan import FilePlan
from portal.command.demo.records import body_code
from portal.command.demo.schedule import weekday
from portal.command.demo.slots import bodies, places
from portal.command.demo.words import profiles, read_data, words

AT_ONCE, PROMISED = "1", "2"
AT_WINDOW, ON_LINE, BY_POST, AT_TERMINAL = "1", "2", "3", "5"
APPLIED_ONLINE = "3"
"""Depth of an online service from which on one can apply; source: the codes of the add-on."""
AREA_LEVEL, LAWFUL = "3", "1"
FIRST_DAYS = 40
"""Days for which the newest item has been published."""


@dataclass(frozen=True)
class ServicePlan:
    """A service item.

    :ivar fields: what it says, by the names of its form; without its files.
    :ivar shown_on: the day of its publication.
    """

    fields: Mapping[str, Any]
    forms: tuple[FilePlan, ...]
    shown_on: date


def services_of(place: int, today: date) -> tuple[ServicePlan, ...]:
    """Return the items of the body at a place; the main portal has those of all bodies."""
    every = enumerate(read_data("services.toml")["items"], 1)
    own = [(n, raw) for n, raw in every if not place or places()[raw["body"]] == place]
    return tuple(_service(number, raw, today) for number, raw in own)


def _service(number: int, raw: Mapping[str, Any], today: date) -> ServicePlan:
    usual = read_data("services.toml")["usual"]
    place = places()[raw["body"]]
    fields = {
        **_numbers(number, raw, place),
        **_course(raw, usual),
        **_times(raw, usual),
        **_place(raw, usual, place),
        "title": raw["name"],
        "summary": _summary(raw, usual, place),
        "source": profiles()[place].name,
        "keywords": tuple(raw["aliases"][:2]),
        "server_types": tuple(raw["for"]),
        "person_theme": raw.get("person", ""),
        "corp_theme": raw.get("corp", ""),
        "event_theme": raw.get("event", ""),
        "aliases": tuple(raw["aliases"]),
        "result_type": raw["result_type"],
        "result_name": raw["result"],
        "right_by_law": usual["rights"],
        "review": usual["review"],
        "litigation": usual["litigation"],
        "faq": tuple(raw["questions"]),
    }
    forms = tuple(
        file
        for n, title in enumerate(raw.get("forms", ()), 1)
        for file in blank_form(f"form-{number:02}-{n}", title)
    )
    return ServicePlan(fields, forms, weekday(today - timedelta(days=FIRST_DAYS + 9 * number)))


def _numbers(number: int, raw: Mapping[str, Any], place: int) -> dict[str, Any]:
    code = body_code(place)
    return {
        "task_code": f"{code}3{raw['type']}{number:010}",
        "catalog_code": f"9999{raw['type']}{number:06}",
        "task_type": raw["type"],
        "task_version": "1",
        "use_level": AREA_LEVEL,
        "power_source": LAWFUL,
        "dept_name": profiles()[place].name,
        "dept_code": code,
        "dept_type": words()["kinds"][profiles()[place].class_name],
        "by_law": tuple(raw["laws"]),
    }


def _course(raw: Mapping[str, Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    online = raw["depth"] >= APPLIED_ONLINE
    ways = {
        AT_WINDOW: True,
        ON_LINE: online,
        BY_POST: raw.get("is_express"),
        AT_TERMINAL: raw.get("is_terminal"),
    }
    steps = usual["promised_steps" if raw["days"] else "immediate_steps"]
    return {
        "accept_condition": raw["conditions"].strip(),
        "materials": tuple(row.rstrip(" |") for row in raw["materials"]),
        "steps": tuple(raw.get("steps", steps)),
        "handle_types": tuple(code for code, is_one in ways.items() if is_one),
        "offline_explain": usual["window"],
        "online_explain": raw.get("online", usual["online"]),
        "special_procedure": raw.get("special", ""),
        "is_online": _said(online),
        "online_handle_depth": raw["depth"],
        "is_fee": _said("fees" in raw),
        "fees": tuple(row.rstrip(" |") for row in raw.get("fees", ())),
        "is_pay_online": _said("fees" in raw and online),
    }


def _times(raw: Mapping[str, Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    visits = raw["visits"]
    because = raw.get("visits_because", usual["visits_because"])
    return {
        "project_type": PROMISED if raw["days"] else AT_ONCE,
        "anticipate_day": raw["law_days"],
        "anticipate_type": raw.get("law_unit", "W"),
        "promise_day": raw["days"],
        "promise_type": "W",
        "limit_scene_num": visits,
        "limit_scene_explain": because if visits else "",
    }


def _place(raw: Mapping[str, Any], usual: Mapping[str, Any], place: int) -> dict[str, Any]:
    own = bodies()[place].address
    center = raw.get("center", usual["center"])
    in_center = "center" not in raw
    return {
        "transact_addr": usual["center_address"] if in_center else own,
        "transact_time": words()["hours"],
        "traffic_guide": usual["traffic"] if in_center else "",
        "is_entry_center": _said(in_center),
        "center_name": center,
        "link_way": phone(place, 0),
        "supervise_way": watch_phone(place),
        "is_schedule": "yes",
        "is_express": _said(raw.get("is_express")),
        "is_service_terminals": _said(raw.get("is_terminal")),
        "is_handle": _said("handled_at" in raw),
        "handle_area": raw.get("handled_at", ""),
    }


def _summary(raw: Mapping[str, Any], usual: Mapping[str, Any], place: int) -> str:
    limit = usual["within"].format(days=raw["days"]) if raw["days"] else usual["at_once"]
    fee = usual["fee" if "fees" in raw else "free"]
    return str(usual["summary"].format(body=profiles()[place].name, limit=limit, fee=fee))


def _said(answer: object) -> str:
    return "yes" if answer else "no"
