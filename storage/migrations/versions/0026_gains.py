"""Small gains, in people's own words."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Secret, UtcDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gain",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False, autoincrement=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("words", Secret(), nullable=False),
        sa.Column("whose", sa.String(8), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("written_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_gain_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gain")),
        sa.UniqueConstraint("person", "message_id", name=op.f("uq_gain_person_message_id")),
    )
    op.create_index(op.f("ix_gain_person"), "gain", ["person"])
    op.create_index("ix_gain_written_at", "gain", ["written_at"])


def downgrade() -> None:
    op.drop_table("gain")
