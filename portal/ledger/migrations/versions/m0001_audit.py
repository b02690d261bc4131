"""Make the tables of the audit log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the entries and the seals over them."""
    op.create_table(
        "audit_seal",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("first_id", sa.BigInteger, nullable=False),
        sa.Column("last_id", sa.BigInteger, nullable=False),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(160), nullable=False),
        sa.Column("previous", sa.String(160), nullable=False),
        sa.Column("sealed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_seal"),
        sa.UniqueConstraint("previous", name="uq_audit_seal_previous"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.String(200)),
        sa.Column("action", sa.String(200), nullable=False),
        sa.Column("subject", sa.String(500), nullable=False),
        sa.Column("subject_oid", sa.BigInteger),
        sa.Column("site", sa.String(200), nullable=False),
        sa.Column("address", sa.String(45)),
        sa.Column("succeeded", sa.Boolean, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("digest", sa.String(160), nullable=False),
        sa.Column("seal_id", NUMBER),
        sa.PrimaryKeyConstraint("id", name="pk_audit_entry"),
        sa.ForeignKeyConstraint(["seal_id"], ["audit_seal.id"], name="fk_audit_entry_seal_id"),
        sqlite_autoincrement=True,
    )
    for columns in (("subject", "action"), ("address", "action"), ("seal_id",)):
        name = "_".join(("ix_audit_entry", *columns, "id"))
        op.create_index(name, "audit_entry", [*columns, "id"])
