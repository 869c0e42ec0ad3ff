"""Rights that owners give in the chat, links that give them, second readings of drafts, and broadcasts with what became of
them for each person.
"""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_REQUESTED = sa.text("state IN ('sending', 'sent', 'unknown')")


def upgrade() -> None:
    op.create_table(
        "admin_grant",
        sa.Column("id", _id(), autoincrement=False, nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("given_at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admin_grant")),
        sa.UniqueConstraint("account", "role", name=op.f("uq_admin_grant_account_role")),
    )
    op.create_table(
        "admin_invite",
        sa.Column("id", _id(), autoincrement=False, nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("until", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admin_invite")),
        sa.UniqueConstraint("digest", name=op.f("uq_admin_invite_digest")),
    )
    op.create_table(
        "broadcast",
        sa.Column("id", _id(), autoincrement=False, nullable=False),
        sa.Column("token", sa.String(length=24), nullable=False),
        sa.Column("text", storage.columns.Secret(), nullable=False),
        sa.Column("asks_nothing", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("made_at", _instant(), nullable=False),
        sa.Column("begun_at", _instant(), nullable=True),
        sa.Column("ended_at", _instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast")),
        sa.UniqueConstraint("token", name=op.f("uq_broadcast_token")),
    )
    op.create_table(
        "broadcast_view",
        sa.Column("id", _id(), autoincrement=False, nullable=False),
        sa.Column("broadcast", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("shown_at", _instant(), nullable=False),
        sa.ForeignKeyConstraint(["broadcast"], ["broadcast.id"], name=op.f("fk_broadcast_view_broadcast_broadcast")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast_view")),
        sa.UniqueConstraint("broadcast", name=op.f("uq_broadcast_view_broadcast")),
    )
    op.create_table(
        "broadcast_send",
        sa.Column("broadcast", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("fence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=True),
        sa.Column("not_before", _instant(), nullable=True),
        sa.Column("lease_until", _instant(), nullable=True),
        sa.Column("requested_at", _instant(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["broadcast"], ["broadcast.id"], name=op.f("fk_broadcast_send_broadcast_broadcast")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_broadcast_send_person_person")),
        sa.PrimaryKeyConstraint("broadcast", "person", name=op.f("pk_broadcast_send")),
    )
    op.create_index(op.f("ix_broadcast_send_person"), "broadcast_send", ["person"])
    op.create_index("ix_broadcast_send_state", "broadcast_send", ["state", "not_before"])
    op.create_index(
        "uq_broadcast_send_local_date",
        "broadcast_send",
        ["person", "local_date"],
        unique=True,
        sqlite_where=_REQUESTED,
        postgresql_where=_REQUESTED,
    )
    op.create_table(
        "second_reading",
        sa.Column("id", _id(), autoincrement=False, nullable=False),
        sa.Column("draft", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reader", sa.BigInteger(), nullable=True),
        sa.Column("asked_at", _instant(), nullable=False),
        sa.ForeignKeyConstraint(["draft"], ["draft.id"], name=op.f("fk_second_reading_draft_draft")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_reading")),
        sa.UniqueConstraint("draft", name=op.f("uq_second_reading_draft")),
    )


def downgrade() -> None:
    for table in ("second_reading", "broadcast_send", "broadcast_view", "broadcast", "admin_invite", "admin_grant"):
        op.drop_table(table)


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _instant() -> storage.columns.UtcDateTime:
    return storage.columns.UtcDateTime(timezone=True)
