"""The desk of authors: links that open it once, who is there, and what they write."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Secret, UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "desk_link",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("admin", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk_link"),
        sa.UniqueConstraint("digest", name="uq_desk_link_digest"),
    )
    op.create_table(
        "desk_visit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("admin", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk_visit"),
        sa.UniqueConstraint("digest", name="uq_desk_visit_digest"),
    )
    op.create_table(
        "desk_draft",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("token", sa.String(24), nullable=False),
        sa.Column("admin", sa.BigInteger(), nullable=False),
        sa.Column("text", Secret(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk_draft"),
        sa.UniqueConstraint("token", name="uq_desk_draft_token"),
    )
    op.create_index("ix_desk_draft_admin", "desk_draft", ["admin", "saved_at"])


def downgrade() -> None:
    for table in ("desk_draft", "desk_visit", "desk_link"):
        op.drop_table(table)
