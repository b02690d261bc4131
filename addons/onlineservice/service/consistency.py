"""What is missing in an item, or does not fit together; staff reads it beside the preview."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from addons.onlineservice.i18n import _
from addons.onlineservice.vocabulary import codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from addons.onlineservice.service.content import PublicService

YES, NO = "yes", "no"
AT_ONCE, PROMISED = "1", "2"
WHOLLY_ONLINE = "4"
PERMIT = "01"
BY_POST = frozenset({"3", "4"})
PERSON = "1"
PERMIT_STEPS = 5
"""Fewest steps of a permit: intake, review, approval, completion, delivery."""
HOURS = {"H": 1, "W": 24, "N": 24, "M": 24 * 30, "Y": 24 * 365}
"""What the units of time limits are compared by."""
WITH_AREA_CODE = re.compile(r"0\d{2,3}[- ]?\d{7,8}|1\d{4}\b|400")
"""A telephone number with its area code, or one that needs none."""


def remarks(item: PublicService) -> tuple[Any, ...]:
    """Return what somebody should look at before `item` is released.

    Source: rules by which cities check the consistency of their implementation lists; elements
    of a guide that the inspection looks for (check indicators for government websites, State
    Council General Office, 2019, No. 19).
    """
    return (*_missing(item), *_limits(item), *_visits(item), *_fees(item), *_others(item))


def _missing(item: PublicService) -> Iterator[Any]:
    wanted = (
        (_("Item code"), item.task_code),
        (_("Department"), item.dept_name),
        (_("Legal basis"), item.by_law),
        (_("Conditions"), item.accept_condition),
        (_("Materials"), item.materials),
        (_("Steps"), item.steps or item.body),
        (_("Promised time limit"), item.promise_day is not None or item.project_type == AT_ONCE),
        (_("Are there fees"), item.is_fee),
        (_("Where"), item.transact_addr),
        (_("Office hours"), item.transact_time),
        (_("Telephone for questions"), item.link_way),
        (_("Telephone for complaints"), item.supervise_way),
        (_("Who may apply"), item.server_types),
        (_("Theme"), item.themes),
    )
    for title, value in wanted:
        if not value:
            yield _("“${field}” is not filled in.", mapping={"field": title})


def _limits(item: PublicService) -> Iterator[Any]:
    if item.promise_day == 0 and item.project_type == PROMISED:
        yield _("What is promised at once is to be handled at once.")
    if item.promise_day and item.project_type == AT_ONCE:
        yield _("What is handled at once has no time limit of days.")
    promised, lawful = _hours(item, "promise"), _hours(item, "anticipate")
    if promised is not None and lawful is not None and promised > lawful:
        yield _("The promised time limit is longer than the statutory one.")


def _visits(item: PublicService) -> Iterator[Any]:
    visits = item.limit_scene_num
    if visits and not item.limit_scene_explain:
        yield _("Visits to the office need a reason.")
    if visits == 0 and item.limit_scene_explain:
        yield _("There is a reason for visits, but there are none.")
    if visits == 0 and item.is_online != YES and not BY_POST & set(item.handle_types):
        yield _("Who need not come has to be able to apply online or by post.")
    if item.online_handle_depth == WHOLLY_ONLINE and visits:
        yield _("What is wholly online needs no visit.")


def _fees(item: PublicService) -> Iterator[Any]:
    if item.is_fee == YES and not (item.fees and (item.fee_basis or "|" in item.fees[0])):
        yield _("Fees need their rates and their basis.")
    if item.is_fee == NO and (item.fees or item.is_pay_online == YES):
        yield _("There are fees or payment, but it is said that there are none.")


def _others(item: PublicService) -> Iterator[Any]:
    phones = (item.link_way, item.supervise_way)
    if all(phones) and phones[0] == phones[1]:
        yield _("Questions and complaints need different telephone numbers.")
    if any(phone and not WITH_AREA_CODE.search(phone) for phone in phones):
        yield _("A telephone number has no area code.")
    if item.result_name and not item.result_type:
        yield _("A named result needs its kind.")
    persons = PERSON in item.server_types
    if item.server_types and persons != bool(item.person_theme):
        yield _("The themes do not fit to who may apply.")
    if item.task_type == PERMIT and not item.faq:
        yield _("A permit needs at least one frequent question.")
    if item.task_type == PERMIT and 0 < len(item.steps) < PERMIT_STEPS:
        yield _("A permit has at least five steps, from intake to delivery.")


def _hours(item: PublicService, which: str) -> int | None:
    number, unit = getattr(item, f"{which}_day"), getattr(item, f"{which}_type")
    known = number is not None and unit in codes("unit")
    return number * HOURS[unit] if known else None
