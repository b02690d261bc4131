from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from transaction import TransactionManager

from portal.act import Act
from portal.audit import seal as sealing
from portal.audit.job import SEALING
from portal.audit.seal import seal, verify
from portal.ledger import Ledger
from portal.ledger.audit import record
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
        return verify(ledger.session(manager))


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


def test_an_entry_that_commits_after_larger_numbers_were_sealed_is_sealed_next(
    ledger: Ledger, act: Act
) -> None:
    write(ledger, act, 3)
    tamper(ledger, "UPDATE audit_entry SET id = 100 WHERE id = 3")
    seal_all(ledger)
    tamper(ledger, "UPDATE sqlite_sequence SET seq = 50 WHERE name = 'audit_entry'")
    write(ledger, act, 1)
    tamper(ledger, "UPDATE audit_entry SET id = 50 WHERE id = 101")
    assert seal_all(ledger) == 1
    assert found(ledger) == []


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
        ("DELETE FROM audit_entry WHERE id = 4", "There are 1 entries under seal 2 instead of 2."),
        ("UPDATE audit_entry SET seal_id = NULL WHERE id = 4", "There are 1 entries under seal 2 instead of 2."),
        ("UPDATE audit_entry SET seal_id = 2 WHERE id = 7", "There are 3 entries under seal 2 instead of 2."),
        ("UPDATE audit_entry SET id = 70 WHERE id = 4", "The entries under seal 2 are not those that were sealed."),
        ("UPDATE audit_seal SET sealed_at = '2026-03-01 00:00:00.000000' WHERE id = 2", "The entries under seal 2 are not those that were sealed."),
        ("UPDATE audit_seal SET sealed_at = 'then' WHERE id = 2", "The seals cannot be read."),
    ],
)  # fmt: skip
def test_a_change_is_found(sealed: Ledger, statement: str, line: str) -> None:
    tamper(sealed, statement)
    assert found(sealed) == [line]


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
    assert found(sealed) == ["Seal 3 does not follow the seal before it."]


def test_the_first_seal_cannot_be_removed_unseen(sealed: Ledger) -> None:
    tamper(
        sealed,
        "DELETE FROM audit_entry WHERE seal_id = 1",
        "DELETE FROM audit_seal WHERE id = 1",
    )
    assert found(sealed) == ["Seal 2 does not follow the seal before it."]


def test_entries_whose_seal_was_removed_are_named(sealed: Ledger) -> None:
    tamper(sealed, "DELETE FROM audit_seal WHERE id = 3")
    assert found(sealed) == ["The seal of entry 5 is missing.", "The seal of entry 6 is missing."]


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
