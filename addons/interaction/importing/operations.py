"""Keeping the letters of another system, each once, however often they come."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from addons.interaction.i18n import _
from addons.interaction.inbox.queries import mailboxes_of
from addons.interaction.names import IMPORTED, LETTER
from portal.addon.declaration import ImportOutcome
from portal.content.addresses import tree_path
from portal.errors import Refusal
from portal.ledger.audit import record
from portal.ledger.submissions import RECEIVED, REPLIED, Brought, Sent, bring
from portal.site.importing.problems import is_missing, is_twice, is_unknown
from portal.site.importing.reader import BadLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from addons.interaction.importing.mapping import ImportedLetter
    from addons.interaction.mailbox.content import Mailbox
    from portal.act import Act
    from portal.ledger.submissions import Session
    from portal.site.site import Site


@dataclass
class Outcome(ImportOutcome):
    """What an import did.

    :ivar ids: identity in the other system to the line that had it first.
    """

    ids: dict[str, int] = field(default_factory=dict)


def import_letters(
    site: Site,
    entries: Iterable[ImportedLetter | BadLine],
    act: Act,
    session: Session,
    outcome: Outcome,
) -> None:
    """Keep letters and their replies for officers; the public sees none of them.

    A letter that came before is found by its identity in the other system.

    :raises Refusal: when the site has no mailbox.
    """
    boxes = open_mailboxes(site)
    before = outcome.created, outcome.changed
    for entry in entries:
        reason = entry.reason if isinstance(entry, BadLine) else _problem(entry, boxes, outcome)
        if reason:
            outcome.problems.append((entry.line, reason))
        elif not isinstance(entry, BadLine):
            _count(outcome, _bring(site, entry, boxes, session))
    if before != (outcome.created, outcome.changed):
        detail = {"created": outcome.created - before[0], "changed": outcome.changed - before[1]}
        _note(session, act, site, detail)


def _note(session: Session, act: Act, site: Site, detail: Mapping[str, int]) -> None:
    record(
        session,
        act,
        IMPORTED,
        subject=tree_path(site),
        subject_oid=site.oid,
        site=site.__name__ or "",
        detail=detail,
    )


def open_mailboxes(site: Site) -> dict[str, Mailbox]:
    """Return title to mailbox, of those of `site`.

    A title that two have names neither of them.

    :raises Refusal: when there is none.
    """
    found = tuple(mailboxes_of(site))
    if not found:
        raise Refusal(_("This site has no mailbox for these letters. Please add one first."))
    titles = Counter(each.newest_title for each in found)
    return {each.newest_title: each for each in found if titles[each.newest_title] == 1}


def _problem(entry: ImportedLetter, boxes: Mapping[str, Mailbox], outcome: Outcome) -> str:
    """Say why a letter cannot be kept; empty where it can."""
    before, reason = outcome.ids.setdefault(entry.old_id, entry.line), ""
    if before != entry.line:
        reason = is_twice("id", entry.old_id, before)
    elif not entry.mailbox and len(boxes) != 1:
        reason = is_missing("mailbox")
    elif entry.mailbox and entry.mailbox not in boxes:
        reason = is_unknown("mailbox", entry.mailbox)
    return reason


def _bring(
    site: Site, entry: ImportedLetter, boxes: Mapping[str, Mailbox], session: Session
) -> Brought:
    box = boxes[entry.mailbox] if entry.mailbox else next(iter(boxes.values()))
    sent = Sent(
        kind=LETTER,
        site=site.oid,
        place=box.oid,
        topic=entry.topic,
        title=entry.subject,
        data=entry.data,
        form_key="",
    )
    state = REPLIED if entry.data.get("reply") else RECEIVED
    return bring(session, entry.old_id, sent, entry.received_at, state)


def _count(outcome: Outcome, brought: Brought) -> None:
    setattr(outcome, brought.value, getattr(outcome, brought.value) + 1)
