"""Two people who save two documents at the same time are not in each other's way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import transaction
import ZODB
from ZODB.DemoStorage import DemoStorage

from portal.catalog.catalog import ContentCatalog, Record


def record(**values: Any) -> Record:
    usual: dict[str, Any] = {"kind": "x", "state": "draft", "site": 1, "section": 2, "author": "a"}
    return Record(readers=("role:editor", "role:reviewer"), **usual | values)


@pytest.mark.parametrize("apart", [timedelta(hours=1), timedelta(milliseconds=1)])
def test_neighbours_are_indexed_at_once_without_a_conflict(apart: timedelta) -> None:
    database: Any = ZODB.DB(DemoStorage())
    begin = datetime(2026, 3, 2, tzinfo=UTC)
    with database.transaction() as connection:
        catalog = connection.root()["catalog"] = ContentCatalog()
        for oid in range(200):
            catalog.index(oid, record(changed_at=begin + timedelta(seconds=oid)))
    managers = [transaction.TransactionManager() for _each in range(2)]
    opened = [database.open(each) for each in managers]
    for number, connection in enumerate(opened):
        moment = begin + timedelta(hours=1) + number * apart
        connection.root()["catalog"].index(7 + number, record(changed_at=moment, title="x"))
    for manager in managers:
        manager.commit()
    for connection in opened:
        connection.close()
    database.close()
