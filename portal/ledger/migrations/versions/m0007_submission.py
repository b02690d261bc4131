"""Make the table of what citizens send to offices."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table, of which the numbers of removed rows are not given again."""
    op.create_table(
        "submission",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("code", sa.String(160), nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("kind", sa.String(200), nullable=False),
        sa.Column("site", sa.BigInteger, nullable=False),
        sa.Column("place", sa.BigInteger, nullable=False),
        sa.Column("topic", sa.String(200), nullable=False),
        sa.Column("title", sa.String(500), nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_submission"),
        sa.UniqueConstraint("number", name="uq_submission_number"),
        sa.UniqueConstraint("key", name="uq_submission_key"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_submission_kind_place_received_at_id_topic_title_number",
        "submission",
        ["kind", "place", "received_at", "id", "topic", "title", "number"],
    )
