"""Make the table of who has what open to write in it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make one row for each document, person and window."""
    op.create_table(
        "presence",
        sa.Column("oid", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("window", sa.String(20), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("oid", "by", "window", name="pk_presence"),
    )
    op.create_index("ix_presence_beat_at", "presence", ["beat_at"])
