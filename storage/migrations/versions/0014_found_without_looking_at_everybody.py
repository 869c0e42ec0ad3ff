"""What is past its time is found without looking at everybody, however many there are."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_person_words_days", "person", ["words_days"])
    op.create_index(
        "ix_person_plain_until",
        "person",
        ["plain_until"],
        sqlite_where=sa.text("plain_until IS NOT NULL"),
        postgresql_where=sa.text("plain_until IS NOT NULL"),
    )
    op.create_index("ix_note_written_at", "note", ["written_at"])


def downgrade() -> None:
    op.drop_index("ix_note_written_at", "note")
    op.drop_index("ix_person_plain_until", "person")
    op.drop_index("ix_person_words_days", "person")
