from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

import portal.ledger.migrations
from portal.errors import DeploymentError
from portal.ledger import Ledger, schema
from portal.ledger.tables import Table

NEWEST = schema.known()[0]


@pytest.fixture
def fresh(tmp_path: Path):
    opened = Ledger.open(f"sqlite:///{tmp_path / 'fresh.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The migrations of a version that has one more."""
    folder = tmp_path / "migrations"
    shutil.copytree(Path(portal.ledger.migrations.__path__[0]), folder)
    (folder / "versions" / "m9999_more.py").write_text(
        "from alembic import op\n"
        f"revision, down_revision = '9999', '{NEWEST}'\n"
        "def upgrade():\n"
        "    op.execute('CREATE TABLE more (id INTEGER)')\n"
    )
    monkeypatch.setattr(schema, "MIGRATIONS", folder)
    return folder


def test_the_migrations_build_what_the_tables_declare(ledger: Ledger) -> None:
    with ledger.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []


def test_the_migrations_are_named_after_their_files() -> None:
    scripts = ScriptDirectory(schema.MIGRATIONS).walk_revisions()
    assert schema.known() == [script.revision for script in scripts]


def test_an_upgraded_ledger_fits_and_can_be_upgraded_again(ledger: Ledger) -> None:
    ledger.upgrade()
    ledger.check()


def test_a_ledger_without_tables_asks_for_init(fresh: Ledger) -> None:
    with pytest.raises(DeploymentError, match="portal init INI"):
        fresh.check()


def test_an_older_ledger_asks_for_evolve(ledger: Ledger, next_version: Path) -> None:
    with pytest.raises(DeploymentError, match=rf"revision {NEWEST}.*9999.*portal evolve INI"):
        ledger.check()
    ledger.upgrade()
    ledger.check()


def test_a_newer_ledger_asks_for_the_newer_version(
    ledger: Ledger, next_version: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.upgrade()
    monkeypatch.undo()
    for deed in (ledger.check, ledger.upgrade):
        with pytest.raises(
            DeploymentError, match=r"made by a newer version\. Install that version"
        ):
            deed()


def test_an_upgrade_that_fails_leaves_nothing_behind(fresh: Ledger, next_version: Path) -> None:
    with (next_version / "versions" / "m9999_more.py").open("a") as module:
        module.write("    op.execute('nonsense')\n")
    with pytest.raises(Exception, match="syntax error"):
        fresh.upgrade()
    assert inspect(fresh.engine).get_table_names() == []


def test_a_ledger_that_cannot_be_opened_says_where_it_is(tmp_path: Path) -> None:
    with pytest.raises(DeploymentError, match=r"missing/ledger\.sqlite cannot be opened"):
        Ledger.open(f"sqlite:///{tmp_path}/missing/ledger.sqlite").check()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"These are the minutes of the meeting. " * 50)
    with pytest.raises(DeploymentError, match="not a database"):
        Ledger.open(f"sqlite:///{tmp_path}/ledger.sqlite").check()


def test_what_stops_the_process_does_not_show_the_password() -> None:
    with pytest.raises(DeploymentError) as refused:
        Ledger.open("postgresql://portal:geheim@/portal?host=/nowhere").check()
    assert "geheim" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_numbers_of_removed_rows_are_not_given_again(ledger: Ledger) -> None:
    with ledger.engine.connect() as connection:
        query = "SELECT sql FROM sqlite_master WHERE name IN ('audit_entry', 'audit_seal')"
        made = connection.scalars(text(query)).all()
    assert ["AUTOINCREMENT" in sql for sql in made] == [True, True]
