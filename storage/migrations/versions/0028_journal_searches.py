"""What people look for in their journals, for a day, so that they can leaf through what was found."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Secret, UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "journal_search",
        sa.Column("person", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("token", sa.String(24), nullable=False),
        sa.Column("words", Secret(), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_journal_search_person_person")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_journal_search")),
        sa.UniqueConstraint("token", name=op.f("uq_journal_search_token")),
    )


def downgrade() -> None:
    op.drop_table("journal_search")
