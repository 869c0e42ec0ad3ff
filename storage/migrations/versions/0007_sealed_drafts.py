"""Drafts of tracks are sealed.

Those that wait to be published go: they are in clear, and a migration has no key. Their admins send the file again.
"""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM draft")
    with op.batch_alter_table("draft") as batch:
        batch.alter_column(
            "text",
            existing_type=sa.Text(),
            type_=storage.columns.Secret(),
            existing_nullable=False,
            postgresql_using="convert_to(text, 'UTF8')",
        )


def downgrade() -> None:
    op.execute("DELETE FROM draft")
    with op.batch_alter_table("draft") as batch:
        batch.alter_column(
            "text",
            existing_type=storage.columns.Secret(),
            type_=sa.Text(),
            existing_nullable=False,
            postgresql_using="convert_from(text, 'UTF8')",
        )
