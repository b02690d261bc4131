"""Let the audit log be filtered, thinned out when it is old, and checked by the worker."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)
ENTRY = "audit_entry"


def upgrade() -> None:
    """Add what seals keep of removed entries, indexes for each filter, and the checks."""
    op.add_column(
        "audit_seal", sa.Column("content", sa.String(160), server_default="", nullable=False)
    )
    op.add_column("audit_seal", sa.Column("pruned_at", MOMENT))
    op.create_index("ix_audit_seal_sealed_at", "audit_seal", ["sealed_at"])
    op.create_index("ix_audit_entry_at_id", ENTRY, ["at", "id"])
    for column in ("by", "action", "site", "address", "subject_oid"):
        op.create_index(f"ix_audit_entry_{column}_at_id", ENTRY, [column, "at", "id"])
    failed = sa.text("NOT succeeded")
    op.create_index(
        "ix_audit_entry_failed",
        ENTRY,
        ["at", "id"],
        sqlite_where=failed,
        postgresql_where=failed,
    )
    op.create_table(
        "audit_check",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("seconds", sa.Integer, nullable=False),
        sa.Column("entries", sa.BigInteger, nullable=False),
        sa.Column("seals", sa.Integer, nullable=False),
        sa.Column("root", sa.String(160), nullable=False),
        sa.Column("problems", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_check"),
    )
