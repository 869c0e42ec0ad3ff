"""Whether something was ever too much for somebody is found without looking at all that they answered."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_WORSE = sa.text("outcome = 'made_it_worse'")
_HARD = sa.text("strain <> 'calm'")


def upgrade() -> None:
    op.create_index(
        "ix_check_in_worse", "check_in", ["person", "answered_at"], sqlite_where=_WORSE, postgresql_where=_WORSE
    )
    op.create_index("ix_strain_hard", "strain", ["person", "told_at"], sqlite_where=_HARD, postgresql_where=_HARD)


def downgrade() -> None:
    op.drop_index("ix_strain_hard", "strain")
    op.drop_index("ix_check_in_worse", "check_in")
