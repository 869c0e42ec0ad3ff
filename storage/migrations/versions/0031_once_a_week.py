"""How many days lie between two nudges of a walk: so far one, from now on perhaps seven."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("enrolment", sa.Column("every", sa.Integer(), nullable=False, server_default=sa.text("1")))


def downgrade() -> None:
    # An older program would bring every day what was to come once a week: it finds a pause, which ends when the person says so.
    op.execute("UPDATE enrolment SET standing = 'paused', due_at = NULL WHERE standing = 'under_way' AND every <> 1")
    op.execute("UPDATE enrolment SET due_at = NULL, paused_until = NULL WHERE standing = 'paused' AND every <> 1")
    op.drop_column("enrolment", "every")
