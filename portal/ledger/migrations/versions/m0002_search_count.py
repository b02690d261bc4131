"""Make the table that counts searches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make one row for each day, site and words."""
    op.create_table(
        "search_count",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("site", sa.String(200), nullable=False),
        sa.Column("words", sa.String(60), nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("found", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("day", "site", "words", name="pk_search_count"),
    )
