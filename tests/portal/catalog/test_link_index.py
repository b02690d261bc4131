"""Two people who save at once both have their links noted."""

from __future__ import annotations

from pathlib import Path

from transaction import TransactionManager
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage

from portal.catalog.links import DRAFT, LIVE, LinkIndex


def test_the_public_sees_a_link_if_one_of_both_texts_is_live() -> None:
    index = LinkIndex()
    index.change(1, (), ((7, DRAFT), (8, LIVE)))
    index.change(2, (), ((7, DRAFT), (7, LIVE)))
    index.change(3, (), ((6, LIVE), (-7, LIVE)))
    assert index.sources(7, 10) == {1: False, 2: True}
    index.change(1, ((7, DRAFT), (8, LIVE)), ((8, LIVE),))
    assert index.sources(7, 10) == {2: True}
    assert index.sources(8, 10) == {1: True}
    assert index.sources(9, 10) == {}


def test_no_more_links_are_looked_at_than_asked_for() -> None:
    index = LinkIndex()
    for source in range(2_000):
        index.change(source, (), ((7, LIVE),))
    assert len(index.sources(7, 1_000)) == 1_000


def test_two_who_save_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    database = DB(FileStorage(str(tmp_path / "links.fs")))
    managers = [TransactionManager() for _each in range(3)]
    try:
        first, second, last = [database.open(manager) for manager in managers]
        first.root()["links"] = LinkIndex()
        first.root()["links"].change(1, (), ((7, LIVE),))
        managers[0].commit()
        second.sync()
        first.root()["links"].change(2, (), ((7, LIVE),))
        second.root()["links"].change(3, (), ((7, LIVE), (9, DRAFT)))
        managers[0].commit()
        managers[1].commit()
        last.sync()
        assert set(last.root()["links"].sources(7, 10)) == {1, 2, 3}
    finally:
        for connection in (first, second, last):
            connection.close()
        database.close()
