from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from transaction import TransactionManager

from portal.act import Act
from portal.audit import seal as sealing
from portal.audit.job import SEALING
from portal.audit.seal import entry_lines, every_entry, rows, seal
from portal.audit.verifying import verify
from portal.ledger import Ledger
from portal.ledger.audit import canonical, digest, record
from portal.ledger.tables import AuditEntry, AuditSeal

AT = datetime(2026, 3, 2, 9, 31, tzinfo=UTC)


def write(ledger: Ledger, act: Act, count: int) -> None:
    manager = TransactionManager()
    with manager:
        session = ledger.session(manager)
        for number in range(count):
            record(
                session, act, "content.released", subject=f"/新闻/{number}", detail={"n": number}
            )


def seal_all(ledger: Ledger) -> int:
    manager = TransactionManager()
    with manager:
        return seal(ledger.session(manager), AT)


def found(ledger: Ledger) -> list[str]:
    manager = TransactionManager()
    with manager:
        return [each.interpolate() for each in verify(ledger.session(manager)).problems]


def tamper(ledger: Ledger, *statements: str) -> None:
    with ledger.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        for statement in statements:
            connection.execute(text(statement))
        connection.commit()
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")


@pytest.fixture
def sealed(ledger: Ledger, act: Act) -> Ledger:
    """Seals 1 to 3 over the entries 1 and 2, 3 and 4, 5 and 6; entry 7 is not sealed."""
    for _ in range(3):
        write(ledger, act, 2)
        assert seal_all(ledger) == 2
    write(ledger, act, 1)
    return ledger


def test_an_untouched_log_holds(sealed: Ledger) -> None:
    assert found(sealed) == []


def test_nothing_to_seal_makes_no_seal(ledger: Ledger) -> None:
    assert seal_all(ledger) == 0
    with ledger.engine.connect() as connection:
        assert connection.execute(select(func.count(AuditSeal.id))).scalar_one() == 0


def test_a_seal_tells_what_it_covers_and_follows_the_one_before(sealed: Ledger) -> None:
    manager = TransactionManager()
    with manager:
        _, before, last = sealed.session(manager).scalars(select(AuditSeal).order_by(AuditSeal.id))
    assert (last.first_id, last.last_id, last.entries, last.sealed_at) == (5, 6, 2, AT)
    assert last.previous == before.digest
    assert last.digest.startswith("sha256:")


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("UPDATE audit_entry SET \"by\" = 'somebody' WHERE id = 4", "Entry 4 was changed."),
        ("UPDATE audit_entry SET at = '2026-03-02 09:29:00.000000' WHERE id = 4", "Entry 4 was changed."),
        ("UPDATE audit_entry SET subject_oid = 5 WHERE id = 4", "Entry 4 was changed."),
        ("UPDATE audit_entry SET succeeded = 0 WHERE id = 4", "Entry 4 was changed."),
        ("UPDATE audit_entry SET detail = 'no JSON' WHERE id = 4", "Entry 4 was changed."),
        ("UPDATE audit_entry SET subject = '/' WHERE id = 7", "Entry 7 was changed."),
        ("UPDATE audit_entry SET at = 'then' WHERE id = 4", "The entries under seal 2 cannot be read."),
        ("UPDATE audit_entry SET at = 'then' WHERE id = 7", "The entries that are not sealed yet cannot be read."),
        ("UPDATE audit_entry SET digest = 'md5:1' WHERE id = 4", "The entries under seal 2 cannot be read."),
        ("DELETE FROM audit_entry WHERE id = 4", "There are 1 entries under seal 2 instead of 2.|Entry 4 is missing."),
        ("DELETE FROM audit_entry WHERE id = 7", "Entry 7 is missing."),
        ("UPDATE audit_seal SET pruned_at = '2026-03-02 09:31:00.000000' WHERE id = 2", "The entries under seal 2 were removed before their time.|There are entries under seal 2, which has none."),
        ("UPDATE audit_seal SET pruned_at = '2099-03-02 09:31:00.000000' WHERE id = 2", "The entries under seal 2 were removed before their time.|There are entries under seal 2, which has none."),
        ("UPDATE audit_seal SET content = '', pruned_at = '2099-03-02 09:31:00.000000' WHERE id = 2", "Seal 2 is not what it was.|There are entries under seal 2, which has none."),
        ("UPDATE audit_seal SET content = '' WHERE id = 2", "The entries under seal 2 are not those that were sealed."),
        ("UPDATE audit_seal SET first_id = 2 WHERE id = 2", "The entries under seal 2 are not those that were sealed."),
        ("INSERT INTO audit_entry (at, \"by\", action, subject, site, succeeded, detail, digest) VALUES ('2026-03-02 09:29:00.000000', 'li.na', 'content.released', '/', '', 1, '{}', 'sha256:1')", "Entry 8 was changed."),
        ("UPDATE audit_entry SET seal_id = NULL WHERE id = 4", "There are 1 entries under seal 2 instead of 2."),
        ("UPDATE audit_entry SET seal_id = 2 WHERE id = 7", "There are 3 entries under seal 2 instead of 2."),
        ("UPDATE audit_entry SET id = 70 WHERE id = 4", "The entries under seal 2 are not those that were sealed.|Entry 4 is missing.|The entries 8 to 69 are missing."),
        ("UPDATE audit_seal SET sealed_at = '2026-03-01 00:00:00.000000' WHERE id = 2", "The entries under seal 2 are not those that were sealed."),
        ("UPDATE audit_seal SET sealed_at = 'then' WHERE id = 2", "The seals cannot be read."),
    ],
)  # fmt: skip
def test_a_change_is_found(sealed: Ledger, statement: str, line: str) -> None:
    tamper(sealed, statement)
    assert found(sealed) == line.split("|")


def test_an_entry_changed_together_with_its_digest_is_found(sealed: Ledger, act: Act) -> None:
    tamper(
        sealed,
        "UPDATE audit_entry SET (subject, detail, digest) = "
        "(SELECT subject, detail, digest FROM audit_entry WHERE id = 3) WHERE id = 4",
    )
    assert found(sealed) == ["The entries under seal 2 are not those that were sealed."]


def test_a_seal_that_was_made_up_anew_breaks_the_chain(sealed: Ledger) -> None:
    tamper(sealed, "UPDATE audit_seal SET digest = 'sha256:1' WHERE id = 2")
    assert found(sealed) == [
        "The entries under seal 2 are not those that were sealed.",
        "Seal 3 does not follow the seal before it.",
    ]


def test_a_seal_removed_with_its_entries_breaks_the_chain(sealed: Ledger) -> None:
    tamper(
        sealed,
        "DELETE FROM audit_entry WHERE seal_id = 2",
        "DELETE FROM audit_seal WHERE id = 2",
    )
    assert found(sealed) == [
        "Seal 3 does not follow the seal before it.",
        "The entries 3 to 4 are missing.",
    ]


def test_the_first_seal_cannot_be_removed_unseen(sealed: Ledger) -> None:
    tamper(
        sealed,
        "DELETE FROM audit_entry WHERE seal_id = 1",
        "DELETE FROM audit_seal WHERE id = 1",
    )
    assert found(sealed) == [
        "Seal 2 does not follow the seal before it.",
        "The entries 1 to 2 are missing.",
    ]


def test_entries_whose_seal_was_removed_are_named(sealed: Ledger) -> None:
    tamper(sealed, "DELETE FROM audit_seal WHERE id = 3")
    assert found(sealed) == [
        "The seal of entry 5 is missing.",
        "The seal of entry 6 is missing.",
        "The last seals are missing: 3 were made.",
    ]


def test_two_entries_whose_places_were_exchanged_are_found(sealed: Ledger) -> None:
    tamper(
        sealed,
        "UPDATE audit_entry SET id = 99 WHERE id = 3",
        "UPDATE audit_entry SET id = 3 WHERE id = 4",
        "UPDATE audit_entry SET id = 4 WHERE id = 99",
    )
    assert found(sealed) == ["The entries under seal 2 are not those that were sealed."]


END = (
    "DELETE FROM audit_entry WHERE id > 4",
    "DELETE FROM audit_seal WHERE id = 3",
)
NOTED = (
    "UPDATE sqlite_sequence SET seq = 4 WHERE name = 'audit_entry'",
    "UPDATE sqlite_sequence SET seq = 2 WHERE name = 'audit_seal'",
)
"""What an enemy who knows SQLite does as well."""


def test_an_end_that_was_cut_off_shows_by_the_numbers(sealed: Ledger) -> None:
    tamper(sealed, *END)
    assert found(sealed) == [
        "The entries 5 to 7 are missing.",
        "The last seals are missing: 3 were made.",
    ]


def test_an_end_that_was_cut_off_shows_by_a_root_that_is_kept_elsewhere(sealed: Ledger) -> None:
    manager = TransactionManager()
    with manager:
        known = verify(sealed.session(manager)).root
        assert verify(sealed.session(manager), known).problems == ()
    tamper(sealed, *END, *NOTED)
    assert found(sealed) == []
    with manager:
        (problem,) = verify(sealed.session(manager), known).problems
    assert "its end was cut off" in problem


def test_a_chain_that_was_made_anew_shows_by_a_root_that_is_kept_elsewhere(
    sealed: Ledger, act: Act
) -> None:
    manager = TransactionManager()
    with manager:
        known = verify(sealed.session(manager)).root
    tamper(sealed, "UPDATE audit_entry SET seal_id = NULL", "DELETE FROM audit_seal", NOTED[0])
    tamper(sealed, "DELETE FROM audit_entry WHERE id > 4", "DELETE FROM sqlite_sequence")
    seal_all(sealed)
    assert found(sealed) == []
    with manager:
        assert len(verify(sealed.session(manager), known).problems) == 1


def test_a_seal_of_the_older_form_holds_and_a_change_under_it_is_found(
    ledger: Ledger, act: Act
) -> None:
    write(ledger, act, 2)
    manager = TransactionManager()
    with manager:
        entries = rows(ledger.session(manager), every_entry())
        lines = [f" {AT.isoformat(timespec='microseconds')}"]
        lines += entry_lines((each["id"] for each in entries), map(canonical, entries))
        facts = {"first_id": 1, "last_id": 2, "entries": 2, "previous": "", "sealed_at": AT}
        ledger.session(manager).add(AuditSeal(**facts, digest=digest(lines)))
    tamper(ledger, "UPDATE audit_entry SET seal_id = 1")
    write(ledger, act, 2)
    seal_all(ledger)
    assert found(ledger) == []
    tamper(ledger, "DELETE FROM audit_entry WHERE id = 1")
    assert found(ledger) == [
        "There are 1 entries under seal 1 instead of 2.",
        "Entry 1 is missing.",
    ]


def test_two_who_seal_at_once_do_not_fork_the_chain(ledger: Ledger, act: Act) -> None:
    write(ledger, act, 2)
    first, second = TransactionManager(), TransactionManager()
    first.begin()
    second.begin()
    slow = ledger.session(second)
    unsealed = slow.scalars(select(AuditEntry)).all()
    seal(ledger.session(first), AT)
    first.commit()
    slow.add(
        AuditSeal(
            first_id=1, last_id=2, entries=len(unsealed), digest="sha256:2", previous="", sealed_at=AT
        )
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        second.commit()
    second.abort()
    assert found(ledger) == []


def test_the_job_seals_batch_by_batch_until_nothing_is_left(
    ledger: Ledger, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Office:
        def __init__(self) -> None:
            self.ledger = ledger

    write(ledger, act, sealing.BATCH + 5)
    SEALING.run(Office())
    manager = TransactionManager()
    with manager:
        seals = ledger.session(manager).scalars(select(AuditSeal).order_by(AuditSeal.id)).all()
    assert [link.entries for link in seals] == [sealing.BATCH, 5]
    assert found(ledger) == []
