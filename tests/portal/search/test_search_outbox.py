from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import transaction
from BTrees.LOBTree import LOBTree
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage
from ZODB.POSException import ConflictError

from portal.search import outbox as outbox_module
from portal.search.entry import Findable
from portal.search.feeder import feed
from portal.search.index import SearchIndex
from portal.search.outbox import SHARDS, Outbox
from portal.search.query import Query

Entry = Callable[..., Findable]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[DB]:
    db = DB(FileStorage(str(tmp_path / "content.fs")))
    with db.transaction() as connection:
        connection.root.outbox = Outbox()
        connection.root.titles = LOBTree()
    yield db
    db.close()


def change(db: DB, deed: Callable[[Any], None]) -> int:
    """Do `deed` with the root in a transaction of its own; return how often it conflicted."""
    for tries in range(1_000):
        manager = transaction.TransactionManager()
        connection = db.open(manager)
        try:
            manager.begin()
            deed(connection.root)
            manager.commit()
        except ConflictError:
            manager.abort()
        else:
            return tries
        finally:
            connection.close()
    raise AssertionError("never without a conflict")


def round_of_the_worker(db: DB, index: SearchIndex, entry: Entry) -> int:
    manager = transaction.TransactionManager()
    connection = db.open(manager)
    titles = connection.root.titles

    def look(oid: int) -> Findable | None:
        return entry(oid, title=titles[oid]) if oid in titles else None

    records = feed(index, connection.root.outbox, look)
    manager.abort()
    connection.close()
    change(db, lambda root: root.outbox.done(records))
    return len(records)


def retitle(oid: int, title: str) -> Callable[[Any], None]:
    def deed(root: Any) -> None:
        root.titles[oid] = title
        root.outbox.put(oid)

    return deed


def waiting(db: DB) -> int:
    with db.transaction() as connection:
        return int(connection.root.outbox.waiting())


def test_what_was_put_waits_until_it_is_done() -> None:
    outbox = Outbox()
    for oid in (-5, 7, 7):
        outbox.put(oid)
    records = outbox.pending(10)
    assert [record.oid for record in records] == [-5, 7]
    outbox.done(records[:1])
    assert outbox.waiting() == 1
    outbox.done(records)
    outbox.done(records)
    assert (outbox.waiting(), outbox.pending(10)) == (0, [])


def test_no_more_is_pending_than_asked_for() -> None:
    outbox = Outbox()
    for oid in range(50):
        outbox.put(oid)
    assert len(outbox.pending(20)) == 20


def test_what_is_put_again_meanwhile_is_not_cleared() -> None:
    outbox = Outbox()
    outbox.put(1)
    records = outbox.pending(10)
    outbox.put(1)
    outbox.done(records)
    assert [record.oid for record in outbox.pending(10)] == [1]


def test_threads_that_follow_one_another_write_to_different_shards() -> None:
    outbox = Outbox()

    def put() -> None:
        outbox.put(1)

    threads = [threading.Thread(target=put) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({record.shard for record in outbox.pending(10)}) == 4


def test_a_busy_shard_does_not_hold_up_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    outbox = Outbox()
    for shard in range(SHARDS):
        monkeypatch.setattr(outbox_module, "_own_shard", lambda shard=shard: shard)
        for oid in range(10):
            outbox.put(oid)
    seen = {record.shard for _ in range(400) for record in outbox.pending(10)}
    assert seen == set(range(SHARDS))


def test_whoever_clears_what_is_put_at_the_same_time_has_to_try_again(database: DB) -> None:
    change(database, lambda root: root.outbox.put(1))
    managers = [transaction.TransactionManager(), transaction.TransactionManager()]
    first, second = (database.open(manager) for manager in managers)
    records = second.root.outbox.pending(10)
    first.root.outbox.put(1)
    second.root.outbox.done(records)
    managers[0].commit()
    with pytest.raises(ConflictError):
        managers[1].commit()
    managers[1].abort()
    second.root.outbox.done(records)
    managers[1].commit()
    first.close()
    second.close()
    assert waiting(database) == 1


def test_the_feeder_puts_in_and_takes_out_what_it_finds(
    database: DB, index: SearchIndex, entry: Entry
) -> None:
    change(database, retitle(-1, "水费"))
    change(database, retitle(2, "水费"))
    assert round_of_the_worker(database, index, entry) == 2
    assert set(index.search(Query("水费")).oids) == {-1, 2}

    def delete(root: Any) -> None:
        del root.titles[2]
        root.outbox.put(2)

    change(database, delete)
    assert round_of_the_worker(database, index, entry) == 1
    assert index.search(Query("水费")).oids == (-1,)
    assert (waiting(database), round_of_the_worker(database, index, entry)) == (0, 0)


def test_an_id_in_several_shards_is_looked_at_once(
    index: SearchIndex, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox, looked = Outbox(), []
    for shard in (3, 4):
        monkeypatch.setattr(outbox_module, "_own_shard", lambda shard=shard: shard)
        outbox.put(8)

    def look(oid: int) -> Findable:
        looked.append(oid)
        return entry(oid)

    records = feed(index, outbox, look)
    assert (len(records), looked) == (2, [8])
    outbox.done(records)
    assert outbox.waiting() == 0


def test_a_crash_between_index_and_outbox_only_repeats_work(
    database: DB, index: SearchIndex, entry: Entry, tmp_path: Path
) -> None:
    change(database, retitle(1, "水费"))
    with database.transaction() as connection:
        feed(index, connection.root.outbox, lambda oid: entry(oid, title="水费"))
    index.close()
    assert waiting(database) == 1
    again = SearchIndex.open(tmp_path / "search")
    assert again.count() == 1
    assert round_of_the_worker(database, again, entry) == 1
    again.close()
    assert (again.count(), waiting(database)) == (1, 0)


def test_a_crash_before_the_commit_loses_nothing(
    database: DB, index: SearchIndex, entry: Entry
) -> None:
    change(database, retitle(1, "水费"))

    def broken(oid: int) -> Findable:
        raise OSError(oid)

    with database.transaction() as connection, pytest.raises(OSError, match="1"):
        feed(index, connection.root.outbox, broken)
    assert (index.count(), waiting(database)) == (0, 1)


def test_four_threads_that_write_while_the_worker_feeds_lose_nothing(
    database: DB, index: SearchIndex, entry: Entry
) -> None:
    conflicts = [0]

    def write(number: int) -> None:
        for turn in range(25):
            deed = retitle(turn % 5, f"title{number}x{turn}")
            conflicts[0] += change(database, deed)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        round_of_the_worker(database, index, entry)
    while round_of_the_worker(database, index, entry):
        pass
    with database.transaction() as connection:
        titles = dict(connection.root.titles)
    assert conflicts[0] > 0
    assert (index.count(), waiting(database)) == (5, 0)
    assert {oid: index.search(Query(title)).oids for oid, title in titles.items()} == {
        oid: (oid,) for oid in titles
    }
