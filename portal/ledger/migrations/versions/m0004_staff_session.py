"""Make the table of the sign-ins that are in force."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make one row for each sign-in; whoever was signed in before has to sign in once more."""
    op.create_table(
        "staff_session",
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("login", sa.String(200), nullable=False),
        sa.Column("stamp", sa.String(40), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.String(45), nullable=False),
        sa.Column("agent", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_staff_session"),
    )
    op.create_index("ix_staff_session_login", "staff_session", ["login"])
    op.create_index("ix_staff_session_used_at", "staff_session", ["used_at"])
