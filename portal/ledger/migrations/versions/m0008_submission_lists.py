"""Let the submissions of a whole site be listed, and those that wait be counted."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add an index for the list of a site, and one for what is in a state there."""
    op.create_index(
        "ix_submission_site_list",
        "submission",
        ["kind", "site", "received_at", "id", "topic", "title", "number", "state"],
    )
    op.create_index(
        "ix_submission_site_state", "submission", ["kind", "site", "state", "received_at", "id"]
    )
