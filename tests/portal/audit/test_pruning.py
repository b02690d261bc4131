from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from transaction import TransactionManager

from portal.act import Act
from portal.audit.job import PRUNING
from portal.audit.pruning import PRUNED, prune
from portal.audit.seal import seal
from portal.audit.verifying import verify
from portal.errors import DeploymentError
from portal.ledger import Ledger
from portal.ledger.audit import record
from portal.ledger.tables import AuditEntry, AuditSeal
from portal.settings import Settings, read_settings

NOW = datetime.now(UTC)
OLD = NOW - timedelta(days=401)
YOUNG = NOW - timedelta(days=399)


def keep(ledger: Ledger, act: Act, at: datetime, count: int = 3) -> None:
    manager = TransactionManager()
    with manager:
        for number in range(count):
            session = ledger.session(manager)
            record(session, replace(act, at=at), "content.edited", subject=f"/{number}")
    with manager:
        assert seal(ledger.session(manager), at) == count


def thin(ledger: Ledger, act: Act) -> int:
    manager = TransactionManager()
    with manager:
        before = NOW - timedelta(days=400)
        return prune(ledger.session(manager), before, replace(act, at=NOW))


def found(ledger: Ledger) -> list[str]:
    manager = TransactionManager()
    with manager:
        return [each.interpolate() for each in verify(ledger.session(manager)).problems]


def left(ledger: Ledger) -> list[int]:
    with ledger.engine.connect() as connection:
        return list(connection.scalars(select(AuditEntry.id).order_by(AuditEntry.id)))


@pytest.fixture
def aged(ledger: Ledger, act: Act) -> Ledger:
    """Entries 1 to 6 are under two old seals, 7 to 9 under a younger one."""
    for at in (OLD, OLD + timedelta(hours=1), YOUNG):
        keep(ledger, act, at)
    return ledger


def test_old_entries_go_and_the_chain_still_holds(aged: Ledger, act: Act) -> None:
    assert thin(aged, act) == 2
    assert left(aged) == [7, 8, 9, 10]
    assert found(aged) == []
    with aged.engine.connect() as connection:
        assert connection.scalar(select(func.count(AuditSeal.id))) == 3
    assert thin(aged, act) == 0


def test_that_old_entries_went_is_an_entry_itself(aged: Ledger, act: Act) -> None:
    thin(aged, act)
    with aged.engine.connect() as connection:
        detail = connection.scalar(select(AuditEntry.detail).where(AuditEntry.action == PRUNED))
        root = connection.scalar(select(AuditSeal.digest).where(AuditSeal.id == 2))
    expected = {"entries": 6, "first_seal": 1, "last_seal": 2, "root": root}
    assert json.loads(detail or "") == expected


def test_what_remains_after_thinning_out_is_still_protected(aged: Ledger, act: Act) -> None:
    thin(aged, act)
    with aged.engine.begin() as connection:
        connection.execute(text("UPDATE audit_seal SET entries = 2 WHERE id = 1"))
        connection.execute(text("DELETE FROM audit_entry WHERE id = 8"))
    assert found(aged) == [
        "Seal 1 is not what it was.",
        "There are 2 entries under seal 3 instead of 3.",
        "Entry 8 is missing.",
    ]


def test_old_entries_that_were_removed_by_hand_are_missed(aged: Ledger) -> None:
    with aged.engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_entry WHERE seal_id = 1"))
    assert found(aged) == [
        "There are 0 entries under seal 1 instead of 3.",
        "The entries 1 to 3 are missing.",
    ]


def test_the_job_removes_what_is_older_than_the_settings_say(
    aged: Ledger, act: Act, tmp_path: Path
) -> None:
    class Office:
        ledger = aged
        settings = Settings(data=tmp_path, audit_days=402)

    PRUNING.run(Office())
    assert left(aged) == list(range(1, 10))
    Office.settings = Settings(data=tmp_path)
    PRUNING.run(Office())
    assert left(aged)[0] == 7


def test_entries_cannot_be_kept_for_less_than_400_days(tmp_path: Path) -> None:
    assert read_settings({"portal.data": str(tmp_path)}).audit_days == 400
    with pytest.raises(DeploymentError, match=r"'portal\.audit_days' is 399, but at least 400"):
        read_settings({"portal.data": str(tmp_path), "portal.audit_days": "399"})
