"""People whose nudges are on hold until they say so."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_COLUMNS = ("held_since", "plain_until")


def upgrade() -> None:
    for column in _COLUMNS:
        op.add_column("person", sa.Column(column, storage.columns.UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    # An older program knows no hold: whose nudges are held finds a pause, which ends as well when they say so.
    op.execute(
        "UPDATE enrolment SET standing = 'paused', due_at = NULL WHERE standing = 'under_way'"
        " AND person IN (SELECT id FROM person WHERE held_since IS NOT NULL)"
    )
    for column in _COLUMNS:
        op.drop_column("person", column)
