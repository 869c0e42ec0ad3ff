"""Questions for two: the codes that people made or entered, those that were used, and what they answered."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, storage.columns.UtcDateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "pair",
        _id(),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("made", sa.String(length=64), nullable=True),
        sa.Column("entered", sa.String(length=64), nullable=True),
        _instant("set_up_at"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_pair_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair")),
        sa.UniqueConstraint("person", name=op.f("uq_pair_person")),
        sa.UniqueConstraint("made", name=op.f("uq_pair_made")),
        sa.UniqueConstraint("entered", name=op.f("uq_pair_entered")),
    )
    op.create_table(
        "pair_code",
        _id(),
        sa.Column("digest", sa.String(length=64), nullable=False),
        _instant("until"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_code")),
        sa.UniqueConstraint("digest", name=op.f("uq_pair_code_digest")),
    )
    op.create_table(
        "pair_answer",
        _id(),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("item", sa.String(length=16), nullable=False),
        sa.Column("words", storage.columns.Secret(), nullable=False),
        _instant("written_at"),
        _instant("chosen_at", nullable=True),
        _instant("shown_at", nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_pair_answer_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_answer")),
        sa.UniqueConstraint("person", "item", name=op.f("uq_pair_answer_person_item")),
    )
    op.create_index(op.f("ix_pair_answer_person"), "pair_answer", ["person"])
    op.create_index("ix_pair_answer_written_at", "pair_answer", ["written_at"])


def downgrade() -> None:
    op.drop_table("pair_answer")
    op.drop_table("pair_code")
    op.drop_table("pair")
