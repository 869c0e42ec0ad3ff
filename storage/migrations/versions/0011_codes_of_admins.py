"""The secrets of admins' code apps."""

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
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
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


def downgrade() -> None:
    op.drop_table("admin_secret")
