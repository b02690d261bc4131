"""Look-ups of what the guide of an item shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from addons.onlineservice.finding import hall_of
from addons.onlineservice.i18n import _
from addons.onlineservice.service.types import parts_of
from addons.onlineservice.vocabulary import codes
from portal.content.addresses import path_of
from portal.content.leaving import leave_address, stays
from portal.content.times import day, minute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyramid.request import Request

    from addons.onlineservice.service.content import PublicService
    from portal.content.values import Attachment

Pairs = tuple[tuple[Any, Any], ...]
"""Labels and values, no empty values."""
DAY = len("2026-03-02")
YES, NO = "yes", "no"
WHOLLY_ONLINE = "4"
AT_ONCE = "1"
PHONE = re.compile(r"\d[\d -]{3,18}\d", re.ASCII)
BOOK_MARKS = str.maketrans("", "", "\u300a\u300b\u201c\u201d\"'")


@dataclass(frozen=True)
class Material:
    """What one has to bring.

    :ivar forms: blank forms and samples of it.
    """

    forms: tuple[Attachment, ...]
    name: str
    sort: str
    copies: str
    need: str
    source: str
    note: str


@dataclass(frozen=True)
class Law:
    """A passage that the item is based on."""

    name: str
    number: str
    article: str
    text: str


@dataclass(frozen=True)
class Fee:
    """What has to be paid."""

    name: str
    rate: str
    basis: str
    reduced: str


def badges(item: PublicService) -> tuple[Any, ...]:
    """Return what one wants to see of an item at a glance."""
    found = (
        (_("Wholly online"), item.online_handle_depth == WHOLLY_ONLINE),
        (
            _("Online"),
            item.is_online == YES and item.online_handle_depth != WHOLLY_ONLINE,
        ),
        (_("No visit"), item.limit_scene_num == 0),
        (_("One visit"), item.limit_scene_num == 1),
        (_("Done at once"), item.project_type == AT_ONCE),
        (_("Free of charge"), item.is_fee == NO),
    )
    return tuple(text for text, holds in found if holds)


def key_facts(item: PublicService) -> Pairs:
    """Return what stands at the top of the guide."""
    return _pairs(
        (_("Department"), item.dept_name),
        (_("Who may apply"), _titles("server_types", item.server_types)),
        (_("Promised time limit"), _limit(item, "promise")),
        (_("Visits to the office"), _visits(item)),
        (_("Fees"), {YES: _("There are fees"), NO: _("Free of charge")}.get(item.is_fee, "")),
        (_("Telephone for questions"), item.link_way),
    )


def details(item: PublicService) -> Pairs:
    """Return what is known of the item besides, for who wants to know it exactly."""
    return _pairs(
        (_("Item code"), item.task_code),
        (_("Basic code"), item.catalog_code),
        (_("Code of the single matter"), item.task_handle_item),
        (_("Matter that it is part of"), item.parent_name),
        (_("Kind of item"), codes("task_type").get(item.task_type)),
        (_("Version"), item.task_version),
        (_("Level"), codes("use_level").get(item.use_level)),
        (_("Source of the power"), codes("power_source").get(item.power_source)),
        (_("Nature of the department"), item.dept_type),
        (_("Entrusted department"), item.entrust_name),
        (_("Departments that take part"), item.other_dept),
        (_("Kind of result"), codes("result_type").get(item.result_type)),
        (_("Name of the result"), item.result_name),
        (_("Limit of the number"), item.limit_explain),
        (_("Services of intermediaries"), item.service_type),
        (_("In force from"), day(item.plan_effective_date)),
        (_("Published on"), minute(item.displayed_at)[:DAY]),
    )


def limits(item: PublicService) -> Pairs:
    """Return what the guide says of time."""
    return _pairs(
        (_("Kind of handling"), codes("project_type").get(item.project_type)),
        (_("Statutory time limit"), _limit(item, "anticipate")),
        (_("Note on the statutory time limit"), item.anticipate_explain),
        (_("Promised time limit"), _limit(item, "promise")),
        (_("Note on the promised time limit"), item.promise_explain),
        (_("Visits to the office"), _visits(item)),
        (_("Reason for the visits"), item.limit_scene_explain),
        (_("Special procedures"), item.special_procedure),
    )


def places(item: PublicService) -> Pairs:
    """Return where and when one goes, and whom one asks."""
    return _pairs(
        (_("Where"), item.transact_addr),
        (_("Name of the service hall"), item.center_name),
        (_("Office hours"), item.transact_time),
        (_("How to get there"), item.traffic_guide),
        (_("Telephone for questions"), item.link_way),
        (_("Telephone for complaints"), item.supervise_way),
        (_("Visits by appointment"), _said(item.is_schedule)),
        (_("Results by post"), _said(item.is_express)),
        (_("At self-service terminals"), _said(item.is_service_terminals)),
        (_("Where else it is handled"), item.handle_area),
    )


def ways(item: PublicService) -> Pairs:
    """Return how one can apply."""
    return _pairs(
        (_("Ways to apply"), _titles("handle_types", item.handle_types)),
        (
            _("Depth of the online service"),
            codes("online_handle_depth").get(item.online_handle_depth),
        ),
        (_("At the window"), item.offline_explain),
        (_("How to apply online"), item.online_explain),
    )


def remedies(item: PublicService) -> Pairs:
    """Return what one may do who is not content."""
    return _pairs(
        (_("Rights and duties"), item.right_by_law),
        (_("Administrative reconsideration"), item.review),
        (_("Administrative litigation"), item.litigation),
    )


def materials(item: PublicService, files: Iterable[Attachment]) -> tuple[Material, ...]:
    """Return what one has to bring, each with the files whose title holds its name."""
    known = tuple(files)
    return tuple(_material(row, known) for row in item.materials)


def laws(item: PublicService) -> tuple[Law, ...]:
    """Return the legal basis."""
    return tuple(Law(*parts_of(row, 4)) for row in item.by_law)


def fees(item: PublicService) -> tuple[Fee, ...]:
    """Return what has to be paid."""
    return tuple(Fee(*parts_of(row, 4)) for row in item.fees)


def questions(item: PublicService) -> tuple[tuple[str, ...], ...]:
    """Return frequent questions with their answers."""
    return tuple(parts_of(row, 2) for row in item.faq)


def way_in(item: PublicService, request: Request) -> str:
    """Return the address at which one applies online; empty for none."""
    return _outward(item.online_handle_url or item.mobile_terminal_url, request)


def origin(item: PublicService, request: Request) -> str:
    """Return the address of the item in the system that it was taken over from."""
    return _outward(item.source_address, request)


def phone(item: PublicService) -> str:
    """Return the first telephone number for questions as phones dial it; empty for none."""
    found = PHONE.search(item.link_way)
    return "".join(filter(str.isdigit, found[0])) if found else ""


def listed_with(item: PublicService, request: Request) -> str:
    """Return the address of the other items of the department; empty for none."""
    hall = hall_of(item)
    if hall is None or not item.dept_name:
        return ""
    return f"{path_of(hall, request)}?{urlencode({'department': item.dept_name})}"


def _outward(address: str, request: Request) -> str:
    if not address:
        return ""
    return address if stays(address, request) else leave_address(address, request)


def _material(row: str, files: tuple[Attachment, ...]) -> Material:
    parts = parts_of(row, 6)
    name = parts[0].translate(BOOK_MARKS)
    own = tuple(file for file in files if name and name in file.title.translate(BOOK_MARKS))
    return Material(own, *parts)


def _limit(item: PublicService, which: str) -> str:
    number = getattr(item, f"{which}_day")
    unit = codes("unit").get(getattr(item, f"{which}_type"), "")
    if number == 0 and item.project_type == AT_ONCE:
        return codes("project_type")[AT_ONCE]
    return f"{number}{unit}" if number is not None and unit else ""


def _visits(item: PublicService) -> Any:
    number = item.limit_scene_num
    return "" if number is None else _("${count} visits", mapping={"count": number})


def _said(answer: str) -> Any:
    return codes("yes_no").get(answer, "")


def _titles(name: str, chosen: Iterable[str]) -> str:
    titles = codes(name)
    return "\u3001".join(titles[code] for code in chosen if code in titles)


def _pairs(*pairs: tuple[Any, Any]) -> Pairs:
    return tuple(_filled(pairs))


def _filled(pairs: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    yield from ((label, value) for label, value in pairs if value)
