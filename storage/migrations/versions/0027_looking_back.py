"""Every seventh day brings a look back, to who wants it; pictures may be dark."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("looks_back", sa.Boolean(), nullable=False, server_default=sa.true()))
        table.add_column(sa.Column("dark", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.drop_column("dark")
        table.drop_column("looks_back")
