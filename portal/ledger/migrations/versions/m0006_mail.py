"""Make the tables of what is sent by mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make one table for what people are to hear of, and one for the letters about it."""
    op.create_table(
        "mail_notice",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("kind", sa.String(200), nullable=False),
        sa.Column("to", sa.String(200), nullable=False),
        sa.Column("oid", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String(200)),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mail_notice"),
    )
    op.create_index("ix_mail_notice_due_at", "mail_notice", ["due_at"])
    op.create_table(
        "mail_letter",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("login", sa.String(200), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("message_id", sa.String(200), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("next_at", MOMENT),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("error", sa.String(500), nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.Column("failed_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_mail_letter"),
        sa.UniqueConstraint("message_id", name="uq_mail_letter_message_id"),
    )
    op.create_index("ix_mail_letter_next_at", "mail_letter", ["next_at"])
