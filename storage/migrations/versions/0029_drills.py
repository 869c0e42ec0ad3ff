"""Drills, times of return, and soft starts."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SHOWN = sa.text("next_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "drill",
        sa.Column("id", _ID, autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.String(length=24), nullable=False),
        sa.Column("response", sa.String(length=16), nullable=True),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("begun_at", storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("next_at", storage.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("felt", sa.String(length=8), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_drill_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill")),
        sa.UniqueConstraint("token", name=op.f("uq_drill_token")),
    )
    op.create_index(op.f("ix_drill_person"), "drill", ["person"])
    op.create_index("ix_drill_next_at", "drill", ["next_at"], sqlite_where=_SHOWN, postgresql_where=_SHOWN)
    op.create_index("uq_drill_shown", "drill", ["person"], unique=True, sqlite_where=_SHOWN, postgresql_where=_SHOWN)
    op.create_table(
        "return_time",
        sa.Column("id", _ID, autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("nudge", sa.BigInteger(), nullable=False),
        sa.Column("longer", sa.Integer(), server_default="0", nullable=False),
        sa.Column("answer", sa.String(length=12), nullable=True),
        sa.Column("answered_at", storage.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_return_time_person_person")),
        sa.ForeignKeyConstraint(["nudge"], ["nudge.id"], name=op.f("fk_return_time_nudge_nudge")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_time")),
        sa.UniqueConstraint("nudge", name=op.f("uq_return_time_nudge")),
    )
    op.create_index(op.f("ix_return_time_person"), "return_time", ["person"])
    op.create_table(
        "soft_start",
        sa.Column("id", _ID, autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.String(length=24), nullable=False),
        sa.Column("words", storage.columns.Secret(), nullable=True),
        sa.Column("begun_at", storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_soft_start_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_soft_start")),
        sa.UniqueConstraint("person", name=op.f("uq_soft_start_person")),
        sa.UniqueConstraint("token", name=op.f("uq_soft_start_token")),
    )
    op.create_index(op.f("ix_soft_start_begun_at"), "soft_start", ["begun_at"])


def downgrade() -> None:
    for table in ("soft_start", "return_time", "drill"):
        op.drop_table(table)
