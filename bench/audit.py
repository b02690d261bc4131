"""The audit log of a million entries: its pages, its export and its verification.

Each list is measured beside the same rows by their numbers alone, which is the least that SQLite
does, and the verification beside one digest over the whole file:

    .venv/bin/python -m bench.audit
"""

from __future__ import annotations

import hashlib
import json
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import click
from sqlalchemy import insert
from transaction import TransactionManager

from portal.audit.queries import Narrowed, newest, story
from portal.audit.seal import BATCH, seal
from portal.audit.verifying import verify
from portal.ledger import Ledger
from portal.ledger.audit import canonical, digest
from portal.ledger.tables import AuditEntry

PAGE = 50
ROUNDS = 15
AT_ONCE = 20_000
DOCUMENTS = 50_000
BEGAN = datetime(2025, 10, 1, tzinfo=UTC)
EVERY = timedelta(seconds=30)
ACTIONS = (
    *["document.draft_saved"] * 400,
    *["security.signed_in"] * 200,
    *["document.released"] * 200,
    *["document.handed_in"] * 149,
    *["content.edited"] * 50,
    "security.role_given",
)
"""What people do, as often as each stands here."""
WANTED = {
    "no filter": Narrowed(),
    "a person": Narrowed(by="person7"),
    "nobody": Narrowed(by="nobody"),
    "a frequent action": Narrowed(actions=("document.released",)),
    "a group of actions": Narrowed(actions=tuple({each for each in ACTIONS if "document" in each})),
    "a rare action of a person": Narrowed(actions=("security.role_given",), by="person7"),
    "a site": Narrowed(site="site7"),
    "a site and a person": Narrowed(site="site7", by="person7"),
    "an address": Narrowed(address="10.0.1.7"),
    "failures": Narrowed(succeeded=False),
    "failures of a person": Narrowed(succeeded=False, by="person7"),
    "a day long ago": Narrowed(since=BEGAN, until=BEGAN + timedelta(days=1)),
    "a path": Narrowed(path="/sites/site7/zwgk/tzgg/20260101-7"),
    "all below a path": Narrowed(path="/sites"),
    "a path without entries": Narrowed(path="/sites/nowhere"),
    "300 documents": Narrowed(oids=tuple(range(1_000, 1_300)), subject="x"),
}


def entries(count: int) -> Iterator[list[dict[str, Any]]]:
    """Yield made-up entries, some at a time."""
    draw = random.Random(1)
    for start in range(0, count, AT_ONCE):
        yield [entry(draw, number) for number in range(start, min(count, start + AT_ONCE))]


def entry(draw: random.Random, number: int) -> dict[str, Any]:
    """Return the values of one entry."""
    action, who = draw.choice(ACTIONS), f"person{draw.randrange(300)}"
    about_content = not action.startswith("security")
    site, oid = f"site{draw.randrange(100)}", number % DOCUMENTS
    facts = {
        "at": BEGAN + number * EVERY,
        "by": who,
        "action": action,
        "subject": f"/sites/{site}/zwgk/tzgg/20260101-{oid}" if about_content else who,
        "subject_oid": 1_000 + oid if about_content else None,
        "site": site if about_content else "",
        "address": f"10.0.{draw.randrange(4)}.{draw.randrange(250)}",
        "succeeded": about_content or draw.random() > 0.05,
        "detail": json.dumps({"changed": {"title": ["sha256:" + "a" * 64] * 2}}),
    }
    return facts | {"digest": digest([canonical(facts)])}


def furnish(ledger: Ledger, count: int) -> None:
    """Write and seal the entries."""
    ledger.upgrade()
    for some in entries(count):
        with ledger.engine.begin() as connection:
            connection.execute(insert(AuditEntry), some)
    manager, sealed, began = TransactionManager(), BATCH, time.perf_counter()
    while sealed == BATCH:
        with manager:
            sealed = seal(ledger.session(manager), datetime.now(UTC))
    click.echo(f"sealing {count:,} entries: {time.perf_counter() - began:.1f} s")


def milliseconds(work: Callable[[], object]) -> tuple[float, float]:
    """Return the middle and the longest of the times that `work` takes."""
    times = []
    for _turn in range(ROUNDS):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1_000)
    return median(times), max(times)


def lists(ledger: Ledger, file: Path) -> None:
    """Measure the first page of each list, and the last one of all entries."""
    bare = sqlite3.connect(file)
    columns = ", ".join(f'"{column.name}"' for column in AuditEntry.__table__.columns)
    known = f"SELECT {columns} FROM audit_entry ORDER BY id DESC LIMIT {PAGE + 1}"
    beside, most = milliseconds(lambda: bare.execute(known).fetchall())
    click.echo(f"{'SQLite alone, by number':28} {beside:8.2f} ms, longest {most:8.2f}")
    for name, wanted in WANTED.items():
        tell(name, ledger, beside, wanted)
    tell("the last page of all", ledger, beside, Narrowed(), (BEGAN + 60 * EVERY, 60))
    middle, most = milliseconds(lambda: read(ledger, lambda session: story(session, 1_007, PAGE)))
    click.echo(f"{'story of one document':28} {middle:8.2f} ms, longest {most:8.2f}")


def tell(name: str, ledger: Ledger, beside: float, wanted: Narrowed, before: Any = None) -> None:
    """Measure a page of a list and print it beside what SQLite alone needs."""
    middle, most = milliseconds(
        lambda: read(ledger, lambda session: newest(session, wanted, PAGE + 1, before))
    )
    click.echo(f"{name:28} {middle:8.2f} ms, longest {most:8.2f}, {middle / beside:6.1f} times")


def read(ledger: Ledger, look: Callable[[Any], object]) -> object:
    """Return what `look` finds in a transaction of its own."""
    manager = TransactionManager()
    with manager:
        return look(ledger.session(manager))


def verification(ledger: Ledger, file: Path) -> None:
    """Measure the verification of all."""
    began = time.perf_counter()
    with file.open("rb") as content:
        hashlib.file_digest(content, "sha256")
    beside = time.perf_counter() - began
    began = time.perf_counter()
    found: Any = read(ledger, verify)
    took = time.perf_counter() - began
    click.echo(
        f"verifying {found.entries:,} entries under {found.seals:,} seals: {took:.1f} s, "
        f"{len(found.problems)} problems; one digest over the file: {beside:.1f} s"
    )


@click.command()
@click.option("--count", default=1_000_000, show_default=True, help="Entries.")
@click.option("--keep", type=click.Path(path_type=Path), help="File to keep, or to use again.")
def main(count: int, keep: Path | None) -> None:
    """Measure all of it."""
    with TemporaryDirectory() as folder:
        file = keep or Path(folder) / "ledger.sqlite"
        fresh = not file.exists()
        ledger = Ledger.open(f"sqlite:///{file}")
        if fresh:
            furnish(ledger, count)
        click.echo(f"{file.stat().st_size / 1e6:.0f} MB")
        lists(ledger, file)
        verification(ledger, file)
        ledger.close()


if __name__ == "__main__":
    main()
