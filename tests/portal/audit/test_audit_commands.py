from __future__ import annotations

import csv
import logging
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select, text
from transaction import TransactionManager

from portal.act import Act
from portal.audit import job
from portal.audit.job import CHECKING, NOTING_ROOTS
from portal.audit.roots import note_roots, root_of
from portal.audit.seal import seal
from portal.command import portal
from portal.content.times import ZONE
from portal.ledger import Ledger
from portal.ledger.audit import record
from portal.ledger.tables import AuditCheck, AuditEntry
from portal.settings import Settings

TODAY = datetime.now(ZONE).date()


@pytest.fixture
def ini(tmp_path: Path) -> Path:
    file = tmp_path / "portal.ini"
    file.write_text(f"[app:main]\nportal.data = {tmp_path}\n")
    return file


@pytest.fixture
def sealed(ledger: Ledger, act: Act) -> Ledger:
    """A seal for each of three days before today, over two entries each."""
    manager = TransactionManager()
    for days in (3, 2, 1):
        with manager:
            for number in range(2):
                subject = f"/{days}/{number}"
                record(ledger.session(manager), act, "content.edited", subject=subject)
        with manager:
            at = datetime.combine(TODAY, datetime.min.time(), ZONE) - timedelta(days=days - 1)
            seal(ledger.session(manager), (at - timedelta(seconds=1)).astimezone(UTC))
    return ledger


def run(*words: object) -> Result:
    return CliRunner().invoke(portal, ["audit", *map(str, words)], catch_exceptions=False)


def test_a_log_that_holds_is_verified(sealed: Ledger, ini: Path) -> None:
    result = run("verify", ini)
    assert result.exit_code == 0
    assert "6 entries under 3 seals, root sha256:" in result.output


def test_what_was_changed_by_hand_is_named_and_the_exit_code_says_so(
    sealed: Ledger, ini: Path
) -> None:
    with sealed.engine.begin() as connection:
        connection.execute(text("UPDATE audit_entry SET subject = '/' WHERE id = 3"))
    result = run("verify", ini)
    assert result.exit_code == 1
    assert result.output.splitlines()[0] == "Entry 3 was changed."


def test_each_verification_is_kept_for_the_auditor(sealed: Ledger, ini: Path) -> None:
    run("verify", ini)
    with sealed.engine.connect() as connection:
        check = connection.execute(select(AuditCheck.__table__)).one()
    assert (check.entries, check.seals, check.problems) == (6, 3, "[]")


def test_a_root_that_was_noted_is_still_in_the_chain_days_later(sealed: Ledger, ini: Path) -> None:
    day, number, root = run("root", ini, "--day", TODAY - timedelta(days=2)).output.split()
    assert (day, number) == ((TODAY - timedelta(days=2)).isoformat(), "2")
    assert run("verify", ini, "--root", root).exit_code == 0
    result = run("verify", ini, "--root", root[:-1])
    assert result.exit_code == 1
    assert "its end was cut off" in result.output


def test_before_the_first_seal_there_is_no_root(sealed: Ledger, ini: Path) -> None:
    assert run("root", ini, "--day", "2001-01-01").output == "2001-01-01 0 -\n"
    assert run("root", ini).output.split()[1] == "3"


def test_a_verification_works_while_the_portal_has_the_database_open(
    sealed: Ledger, ini: Path
) -> None:
    manager = TransactionManager()
    with manager:
        sealed.session(manager).execute(select(AuditEntry)).first()
        assert run("verify", ini).exit_code == 0


def test_all_entries_are_taken_out_and_that_is_written_down(sealed: Ledger, ini: Path) -> None:
    file = ini.parent / "audit.csv"
    result = run("export", ini, file)
    assert "6 entries are written." in result.output
    with file.open(encoding="utf-8-sig") as lines:
        table = list(csv.DictReader(lines))
    assert [row["subject"] for row in table][:2] == ["/3/0", "/3/1"]
    assert table[0]["digest"].startswith("sha256:")
    with sealed.engine.connect() as connection:
        last = select(AuditEntry.action).order_by(AuditEntry.id.desc()).limit(1)
        assert connection.scalar(last) == "audit.exported"


def test_entries_of_some_days_are_taken_out(sealed: Ledger, ini: Path) -> None:
    result = run("export", ini, "-", "--since", "2026-03-02", "--until", "2026-03-02")
    assert len(result.stdout.strip().splitlines()) == 1 + 6
    result = run("export", ini, "-", "--since", "2026-03-03", "--until", "2026-03-04")
    assert len(result.stdout.strip().splitlines()) == 1


def test_the_roots_of_missed_days_are_added_to_the_file_once(sealed: Ledger, ini: Path) -> None:
    file, manager = ini.parent / "roots.txt", TransactionManager()
    with manager:
        session = sealed.session(manager)
        (first,) = note_roots(session, TODAY - timedelta(days=2), file)
        assert first == root_of(session, TODAY - timedelta(days=3))
        later = list(note_roots(session, TODAY, file))
        assert list(note_roots(session, TODAY, file)) == []
    assert [root.day for root in later] == [TODAY - timedelta(days=2), TODAY - timedelta(days=1)]
    assert file.read_text("ascii").splitlines() == [str(root) for root in (first, *later)]


def test_the_job_logs_the_root_of_yesterday(
    sealed: Ledger, ini: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Office:
        ledger = sealed
        settings = Settings(data=ini.parent)

    with caplog.at_level(logging.INFO, "portal.audit.job"):
        NOTING_ROOTS.run(Office())
    (line,) = caplog.messages
    assert line.startswith(f"Audit root: {(TODAY - timedelta(days=1)).isoformat()} 3 sha256:")


def test_the_job_logs_what_does_not_hold(sealed: Ledger, caplog: pytest.LogCaptureFixture) -> None:
    class Office:
        ledger = sealed

    with sealed.engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_entry WHERE id = 6"))
    CHECKING.run(Office())
    assert "Audit log: Entry 6 is missing." in caplog.messages
    with sealed.engine.connect() as connection:
        assert connection.scalar(select(func.count(AuditCheck.id))) == 1


def test_a_file_with_a_root_of_today_or_later_is_left_alone(sealed: Ledger, ini: Path) -> None:
    file, manager = ini.parent / "roots.txt", TransactionManager()
    file.write_text(f"{date(2099, 1, 1)} 9 sha256:1\n")
    with manager:
        assert list(note_roots(sealed.session(manager), TODAY, file)) == []


def test_the_worker_verifies_a_long_log_in_slices_and_once_a_day(
    sealed: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Office:
        ledger = sealed

    monkeypatch.setattr(job, "SLICE", 2)
    check = job.DailyCheck()

    def kept() -> list[int]:
        with sealed.engine.connect() as connection:
            return list(connection.scalars(select(AuditCheck.seals)))

    check.go_on(Office())
    assert kept() == []
    check.go_on(Office())
    assert kept() == [3]
    check.go_on(Office())
    check.go_on(Office())
    assert kept() == [3]
    with sealed.engine.begin() as connection:
        long_ago = "UPDATE audit_check SET at = '2026-03-01 00:00:00.000000'"
        connection.execute(text(long_ago))
    check.go_on(Office())
    check.go_on(Office())
    assert kept() == [3, 3]
