"""Keeping the items of a site in step with another system, as often as one likes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from addons.onlineservice.finding import hall_of, holder_of
from addons.onlineservice.i18n import _
from addons.onlineservice.importing.mapping import Problem
from addons.onlineservice.service.content import PublicService
from portal.addon.declaration import ImportOutcome
from portal.content.boundary import reach
from portal.content.document.drafts import live_revision
from portal.content.document.operations import (
    publish_document,
    release_document,
    save_draft,
    withdraw_document,
)
from portal.errors import Refusal
from portal.site.importing import problems
from portal.site.importing.reader import BadLine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from addons.onlineservice.hall.content import Hall
    from addons.onlineservice.importing.mapping import ImportedItem
    from portal.act import Act
    from portal.site.site import Site

GONE = "No longer in the list of the system that it came from"
"""Reason that is kept for the withdrawal of an item."""
FEW = 20
"""So many items are withdrawn in any case."""
WITHDRAWN_SHARE = 2
"""Of more items, not more than this part, one in two: else the file is taken for a wrong one."""


@dataclass
class Outcome(ImportOutcome):
    """What an import did.

    :ivar seen: code to the line that named it first.
    :ivar unnamed: lines that do not say which item they are about.
    """

    seen: dict[str, int] = field(default_factory=dict)
    unnamed: set[int] = field(default_factory=set)

    def tell(self, problem: BadLine) -> None:
        """Note that a line was not taken over."""
        self.problems.append((problem.line, problem.reason))
        if isinstance(problem, Problem):
            self.seen.setdefault(problem.code, problem.line)
        else:
            self.unnamed.add(problem.line)


def bring_in(
    site: Site, entries: Iterable[ImportedItem | BadLine], act: Act, outcome: Outcome
) -> None:
    """Bring items into the hall of `site`, or change those of the site that have the same code.

    An item whose row is the same as last time is left alone, whatever an editor changed; one on
    which somebody is writing is left alone too, and that is told. What a person withdrew gets a
    new draft and stays withdrawn.

    :raises Refusal: when the site has no hall.
    """
    hall = _hall(site)
    for entry in entries:
        if isinstance(entry, BadLine):
            outcome.tell(entry)
            continue
        first = outcome.seen.setdefault(entry.code, entry.line)
        if first == entry.line:
            _bring(hall, entry, act, outcome)
        else:
            reason = problems.is_twice("task_code", entry.code, first)
            outcome.tell(Problem(entry.line, reason, entry.code))


def withdraw_missing(site: Site, act: Act, outcome: Outcome) -> None:
    """Withdraw what earlier imports brought and this one, which has come to its end, did not.

    Nothing is withdrawn where it is not sure what is gone; that is told as a problem of line 0.
    """
    hall = _hall(site)
    gone = [code for code in hall.imported if code not in outcome.seen and _is_shown(hall, code)]
    if not gone:
        return
    if outcome.unnamed or not outcome.seen:
        outcome.problems.append((0, problems.keeps_all_unsure()))
        return
    if len(gone) > FEW and len(gone) * WITHDRAWN_SHARE > len(hall.imported):
        outcome.problems.append((0, problems.keeps_all(len(gone), len(hall.imported))))
        return
    for code in gone:
        withdraw_document(_item(hall, code), act, reason=GONE)  # type: ignore[arg-type]
        hall.imported[code] = (hall.imported[code][0], True)
        outcome.withdrawn += 1


def _bring(hall: Hall, entry: ImportedItem, act: Act, outcome: Outcome) -> None:
    digest, gone = hall.imported.get(entry.code, ("", False))
    item = _item(hall, entry.code)
    if item is None:
        _create(hall, entry, act)
        outcome.created += 1
    elif digest == entry.digest and not gone:
        outcome.unchanged += 1
        return
    elif item.draft is not None:
        outcome.tell(Problem(entry.line, problems.is_being_written(), entry.code))
        return
    else:
        _change(item, entry, act, gone=gone)
        outcome.changed += 1
    hall.imported[entry.code] = (entry.digest, False)


def _create(hall: Hall, entry: ImportedItem, act: Act) -> None:
    usual = {"body": "", "source": entry.values["dept_name"]}
    values: Any = usual | entry.guessed | entry.values
    publish_document(hall, values, act, PublicService)


def _change(item: PublicService, entry: ImportedItem, act: Act, *, gone: bool) -> None:
    live = live_revision(item)
    base = dict(live.values) if live is not None else {}
    values: Any = base | entry.values
    save_draft(item, values, act, beside=True)
    if item.state == "published" or gone:
        release_document(item, act)


def _is_shown(hall: Hall, code: str) -> bool:
    item = _item(hall, code)
    return item is not None and item.state == "published"


def _item(hall: Hall, code: str) -> PublicService | None:
    oid = holder_of(code, hall)
    found = reach(oid, hall) if oid else None
    return found if isinstance(found, PublicService) else None


def _hall(site: Site) -> Hall:
    hall = hall_of(site)
    if hall is None:
        raise Refusal(_("This site has no hall of services any more."))
    return hall
