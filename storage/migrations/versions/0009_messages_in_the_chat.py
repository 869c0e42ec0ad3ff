"""Which messages stand in somebody's chat, so that they can be taken away again."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message",
        sa.Column("person", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sent_at", storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_message_person_person")),
        sa.PrimaryKeyConstraint("person", "message_id", name=op.f("pk_message")),
    )
    op.create_index(op.f("ix_message_sent_at"), "message", ["sent_at"])


def downgrade() -> None:
    op.drop_table("message")
