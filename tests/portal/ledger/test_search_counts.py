"""Counting searches in the ledger."""

from __future__ import annotations

from datetime import date, timedelta

from transaction import TransactionManager

from portal.ledger import Ledger
from portal.ledger.searches import (
    Asked,
    Search,
    Tally,
    add_up,
    forget_before,
    frequent,
    missed,
    searches_per_day,
)

DAY = date(2026, 3, 2)


def test_searches_are_added_up_and_the_missed_ones_come_out(ledger: Ledger) -> None:
    manager, before = TransactionManager(), DAY - timedelta(days=1)
    with manager:
        session = ledger.session(manager)
        add_up(session, {Search(before, "fgw", "老年卡"): Tally(2, 0)})
        add_up(session, {Search(DAY, "fgw", "公积金"): Tally(5, 5)})
    with manager:
        counts = {Search(DAY, "fgw", "老年卡"): Tally(3, 3), Search(DAY, "", "登月"): Tally(1, 0)}
        add_up(ledger.session(manager), counts)
        add_up(ledger.session(manager), counts)
    with manager:
        session = ledger.session(manager)
        assert missed(session, before, 9) == [
            Asked("", "登月", 2, 2, DAY),
            Asked("fgw", "老年卡", 8, 2, before),
        ]
        assert missed(session, DAY, 9) == [Asked("", "登月", 2, 2, DAY)]
        assert [each.words for each in frequent(session, before, 2)] == ["老年卡", "公积金"]
        assert searches_per_day(session, before) == {before: 2, DAY: 13}
        forget_before(session, DAY)
        assert searches_per_day(session, before) == {DAY: 13}
        assert searches_per_day(session, before)[before] == 0


def test_nothing_to_add_is_no_error(ledger: Ledger) -> None:
    manager = TransactionManager()
    with manager:
        session = ledger.session(manager)
        add_up(session, {})
        assert missed(session, DAY, 9) == frequent(session, DAY, 9) == []
