"""A version may mend the one before; a track may be retired, and its newest version offered to people under way."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_MENDS = sa.text("mends IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "track",
        sa.Column("slug", sa.String(40), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("offered", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("slug", name="pk_track"),
    )
    op.add_column("track_version", sa.Column("mends", sa.Integer(), nullable=True))
    op.create_index(
        "ix_track_version_mends",
        "track_version",
        ["slug", "number", "mends"],
        sqlite_where=_MENDS,
        postgresql_where=_MENDS,
    )
    op.add_column("enrolment", sa.Column("offered", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("enrolment", "offered")
    op.drop_index("ix_track_version_mends", "track_version")
    op.drop_column("track_version", "mends")
    op.drop_table("track")
