"""Who answers for a study, as those were told who agreed to it. Where it was not written down, nobody knows; so it counts for none."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("study_agreement", sa.Column("contact", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("study_agreement", "contact")
