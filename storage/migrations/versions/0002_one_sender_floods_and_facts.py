"""Who may send, when an update was said and whether it was one too many, what waits longest, and what is remembered."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fact",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_fact")),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("holder", sa.String(length=24), nullable=False),
        sa.Column("machine", sa.String(length=64), nullable=False),
        sa.Column("until", storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.drop_index("ix_nudge_state", "nudge")
    op.create_index("ix_nudge_state", "nudge", ["state", "due_at"])
    op.create_index("ix_attempt_ended", "attempt", ["ended_at"])
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("said_at", storage.columns.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("slowed", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute("UPDATE inbox SET said_at = received_at")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.alter_column("said_at", nullable=False)
        batch_op.create_index("ix_inbox_sender", ["sender", "said_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index("ix_inbox_sender")
        batch_op.drop_column("slowed")
        batch_op.drop_column("said_at")

    op.drop_index("ix_attempt_ended", "attempt")
    op.drop_index("ix_nudge_state", "nudge")
    op.create_index("ix_nudge_state", "nudge", ["state", "not_before"])
    op.drop_table("lease")
    op.drop_table("fact")
