"""The layout of the ledger's tables: which one it has, and how to bring it to today's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, String, column, inspect, select, table

from portal.errors import DeploymentError

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
"""Folder of the migrations, which are files such as `versions/m0001_audit.py`."""
VERSION_TABLE = "alembic_version"
"""Where Alembic keeps the name of the last migration."""


def upgrade(connection: Connection) -> None:
    """Run every migration that is still to be run, in one transaction.

    :raises DeploymentError: when a newer version of the code has migrated further.
    """
    from alembic import command  # noqa: PLC0415  # only what migrates waits for Alembic (0.2 s)

    config = _config()
    _refuse_newer(revision(connection), known())
    connection.rollback()
    if connection.dialect.name == "sqlite":
        # Its driver begins no transaction for a change of tables by itself.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    connection.commit()


def check(connection: Connection) -> None:
    """Make sure that every migration has been run.

    :raises DeploymentError: when tables are missing, older or newer than the code.
    """
    found, names = revision(connection), known()
    if found is None:
        raise DeploymentError("The ledger has no tables yet. Run `portal init INI`.")
    _refuse_newer(found, names)
    if found != names[0]:
        raise DeploymentError(
            f"The ledger has the tables of revision {found}, the code needs {names[0]}. "
            f"Run `portal evolve INI`."
        )


def revision(connection: Connection) -> str | None:
    """Return the name of the last migration that was run, `None` before the first."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    name = column("version_num", String)
    return connection.execute(select(name).select_from(table(VERSION_TABLE, name))).scalar()


def known() -> list[str]:
    """Return the names of all migrations, the newest first: the digits in the names of files."""
    files = (MIGRATIONS / "versions").glob("m[0-9]*_*.py")
    return sorted((file.name[1:].partition("_")[0] for file in files), reverse=True)


def _config() -> Config:
    from alembic.config import Config  # noqa: PLC0415  # as above

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _refuse_newer(found: str | None, known: list[str]) -> None:
    if found is not None and found not in known:
        raise DeploymentError(
            f"The ledger has the tables of revision {found}, which this code does not know: it was "
            f"made by a newer version. Install that version."
        )
