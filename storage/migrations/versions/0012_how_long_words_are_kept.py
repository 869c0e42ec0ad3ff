"""People choose for how many days after a track their words are kept; who has not chosen has the usual ninety."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("words_days", sa.Integer(), server_default="90", nullable=False))


def downgrade() -> None:
    op.drop_column("person", "words_days")
