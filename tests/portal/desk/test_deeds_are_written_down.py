"""Whatever a form of staff changes, the audit log says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from addon_town import with_addons
from hostile import Asked, Pairs, replaced
from hostile_town import ACCOUNTS, NAMES, Town, opened
from sqlalchemy import func, select

from portal.desk.working import work_on_batches
from portal.ledger.tables import AuditEntry
from portal.testing import World

OWN_CHOICES = {
    "columns": "which columns a person sees",
    "contents": "the same, and a view that a person saves for the own work",
    "views": "a view that a person saves; shared ones are written down",
    "shortcuts": "whether single keys do something for a person",
    "account": "the same",
    "editor:drop_keyword": "that nothing was done, for there is no such keyword",
}
"""What changes something that is no important event."""
NOTHING_LEFT = {"manager:delete", "editor:hand_in", "reviewer:approve"}
"""What is done the first time, and the second time only remembered as the last thing done."""
TEXT = "二〇二六"


def entries(town: Town) -> int:
    with town.world.office.ledger.engine.connect() as connection:
        return connection.execute(select(func.count(AuditEntry.id))).scalar_one()


def tries(form: Asked) -> Iterator[Pairs]:
    """Yield what people send with a form: as it is, and with all texts filled in."""
    filled = form.values
    for name in {name for name, kind, value in form.fields if kind == "text" and not value}:
        filled = replaced(filled, name, TEXT)
    for button in form.buttons:
        for values in (form.values, filled):
            rest = [pair for pair in values if pair not in form.buttons]
            yield [*rest, button] if button[0] else rest


def unwritten(town: Town, name: str) -> Iterator[bool]:
    """Send the forms of a page; yield for each change whether it left no entry."""
    page, database = opened(town, name), town.world.office.database
    for form in page.forms if page.login else ():
        for sent in tries(form) if form.method == "post" else ():
            before, count = database.lastTransaction(), entries(town)
            town.send(page.login, form, sent)
            while work_on_batches(town.world.office):
                pass
            if database.lastTransaction() != before:
                yield entries(town) == count


def towns(folder: Path) -> Iterator[tuple[Town, str]]:
    """Yield each page with a town; what may end the work of somebody has one of its own."""
    upsetting = ACCOUNTS | {"role", "hand-over", "give-role", "give-role-cluster"}
    shared = with_addons(_made(folder / "shared"), "fgw")
    town = Town(shared)
    for name in NAMES:
        if name not in upsetting:
            yield town, name
    shared.close()
    for name in sorted(upsetting & set(NAMES)):
        own = World.make(_made(folder / name))
        own.site("fgw")
        yield Town(own), name
        own.close()


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_no_form_changes_anything_that_is_not_written_down(tmp_path: Path) -> None:
    found = {name: list(unwritten(town, name)) for town, name in towns(tmp_path)}
    silent = {name for name, changes in found.items() if any(changes)} - NOTHING_LEFT
    silent |= {name for name in NOTHING_LEFT if all(found[name])}
    assert silent - set(OWN_CHOICES) == set()
    assert len([name for name, changes in found.items() if changes]) > 25, "most forms do nothing"
