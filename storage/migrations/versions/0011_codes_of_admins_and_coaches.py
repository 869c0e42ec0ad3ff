"""The secrets of admins' code apps, and what people let a coach read."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "admin_secret",
        sa.Column("id", _id(), autoincrement=False, nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("secret", storage.columns.Secret(), nullable=False),
        sa.Column("made_at", storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=True),
        sa.Column("wrong", sa.String(length=64), nullable=False),
        sa.Column("locked_until", storage.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("awaits", sa.String(length=64), nullable=True),
        sa.Column("asked_at", storage.columns.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admin_secret")),
        sa.UniqueConstraint("who", name=op.f("uq_admin_secret_who")),
    )
    op.create_table(
        "coach_code",
        sa.Column("id", _id(), autoincrement=False, nullable=False),
        sa.Column("coach", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("until", storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coach_code")),
        sa.UniqueConstraint("digest", name=op.f("uq_coach_code_digest")),
    )
    op.create_table(
        "share",
        sa.Column("id", _id(), autoincrement=False, nullable=False),
        sa.Column("token", sa.String(length=24), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("coach", sa.String(length=64), nullable=False),
        sa.Column("coach_label", sa.String(length=8), nullable=False),
        sa.Column("person_label", sa.String(length=8), nullable=False),
        sa.Column("chosen", sa.String(length=200), nullable=False),
        sa.Column("given_at", storage.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("until", storage.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", storage.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_share_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share")),
        sa.UniqueConstraint("token", name=op.f("uq_share_token")),
    )
    op.create_index(op.f("ix_share_person"), "share", ["person"])
    op.create_index("ix_share_coach", "share", ["coach", "until"])
    op.create_table(
        "share_reply",
        sa.Column("id", _id(), autoincrement=False, nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=False),
        sa.Column("nudge", sa.BigInteger(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["share"], ["share.id"], name=op.f("fk_share_reply_share_share")),
        sa.ForeignKeyConstraint(["nudge"], ["nudge.id"], name=op.f("fk_share_reply_nudge_nudge")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_reply")),
    )
    op.create_index(op.f("ix_share_reply_share"), "share_reply", ["share"])
    op.create_index(op.f("ix_share_reply_nudge"), "share_reply", ["nudge"])
    op.create_table(
        "share_read",
        sa.Column("id", _id(), autoincrement=False, nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=False),
        sa.Column("read_at", storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("replies", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["share"], ["share.id"], name=op.f("fk_share_read_share_share")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_read")),
    )
    op.create_index(op.f("ix_share_read_share"), "share_read", ["share"])


def downgrade() -> None:
    for table in ("share_read", "share_reply", "share", "coach_code", "admin_secret"):
        op.drop_table(table)


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
