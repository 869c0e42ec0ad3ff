"""What waits for a code may be any button's payload, with the message that it stands under."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("admin_secret") as table:
        table.alter_column("awaits", existing_type=sa.String(64), type_=sa.String(128), existing_nullable=True)


def downgrade() -> None:
    op.execute("UPDATE admin_secret SET awaits = NULL WHERE length(awaits) > 64")
    with op.batch_alter_table("admin_secret") as table:
        table.alter_column("awaits", existing_type=sa.String(128), type_=sa.String(64), existing_nullable=True)
