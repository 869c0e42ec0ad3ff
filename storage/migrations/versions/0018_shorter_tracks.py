"""How many days the track of a walk has: so far thirty, from now on perhaps fewer."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("enrolment", sa.Column("length", sa.Integer(), nullable=False, server_default=sa.text("30")))


def downgrade() -> None:
    op.drop_column("enrolment", "length")
