"""A walk knows when it was over. Of one that is over already the last message is the latest moment there is."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("enrolment", sa.Column("ended_at", storage.columns.UtcDateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE enrolment SET ended_at = COALESCE(last_nudge_at, started_at) WHERE standing IN ('finished', 'stopped')"
    )


def downgrade() -> None:
    op.drop_column("enrolment", "ended_at")
