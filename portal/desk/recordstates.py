"""How a file with records stands, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyramid.i18n import TranslationString

from portal.desk.recordloads import CHECK
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from portal.addon.declaration import Import
    from portal.desk.recordloads import Load, Problem, Report

COUNTS = {
    "created": _("New records"),
    "changed": _("Changed records"),
    "unchanged": _("Unchanged records"),
    "withdrawn": _("Withdrawn records"),
    "left_out": _("Lines left out"),
}


def state_of(load: Load, *, stopping: bool = False) -> TranslationString:
    """Return how `load` stands; `stopping` while the worker has not heard of the end yet."""
    if load.ended_at is None:
        if stopping:
            return _("It is being stopped.")
        checks = load.phase == CHECK
        return _("The file is being checked.") if checks else _("It is being imported.")
    if load.cancelled:
        return _("It was stopped before the end.")
    if load.problem:
        return _("It came to no end.")
    return _("The file was checked.") if load.phase == CHECK else _("It is imported.")


def counts_of(report: Report | None) -> tuple[tuple[TranslationString, int], ...]:
    """Return what a report counts, each with its title."""
    if report is None:
        return ()
    counts: Mapping[str, int] = {name: report[name] for name in COUNTS}  # type: ignore[literal-required]
    return tuple((COUNTS[name], count) for name, count in counts.items())


def is_worth_it(report: Report | None) -> bool:
    """Tell whether an import would do something."""
    if report is None:
        return False
    return bool(report["created"] or report["changed"] or report["withdrawn"])


def problems_of(report: Report | None, chosen: Import) -> Iterator[Problem]:
    """Return the problems of a report, in which fields are called by their titles."""
    titles = {each.name: each.title for each in chosen.columns}
    for line, why, beginning in report["problems"] if report is not None else ():
        yield line, _with_titles(why, titles), beginning


def _with_titles(why: str, titles: Mapping[str, str]) -> str:
    mapping = getattr(why, "mapping", None) or {}
    if mapping.get("field") not in titles:
        return why
    told: str = TranslationString(why, mapping={**mapping, "field": titles[mapping["field"]]})
    return told
