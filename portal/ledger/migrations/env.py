"""Run the migrations on the connection that `portal.ledger.schema` hands over."""

from __future__ import annotations

from alembic import context

from portal.ledger.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
