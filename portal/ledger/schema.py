"""The layout of the ledger's tables: which one it has, and how to bring it to today's."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from portal.errors import DeploymentError

MIGRATIONS = "portal.ledger:migrations"
"""Folder of the migrations, the way Alembic names a folder inside a package."""


def upgrade(connection: Connection) -> None:
    """Run every migration that is still to be run, in one transaction.

    :raises DeploymentError: when a newer version of the code has migrated further.
    """
    config = _config()
    _refuse_newer(revision(connection), _known(config))
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
    found, known = revision(connection), _known(_config())
    if found is None:
        raise DeploymentError("The ledger has no tables yet. Run `portal init INI`.")
    _refuse_newer(found, known)
    if found != known[0]:
        raise DeploymentError(
            f"The ledger has the tables of revision {found}, the code needs {known[0]}. "
            f"Run `portal evolve INI`."
        )


def revision(connection: Connection) -> str | None:
    """Return the name of the last migration that was run, `None` before the first."""
    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    return config


def _known(config: Config) -> list[str]:
    """Return the names of all migrations, the newest first."""
    return [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]


def _refuse_newer(found: str | None, known: list[str]) -> None:
    if found is not None and found not in known:
        raise DeploymentError(
            f"The ledger has the tables of revision {found}, which this code does not know: it was "
            f"made by a newer version. Install that version."
        )
