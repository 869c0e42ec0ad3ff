"""What figures rest on is decided once: with which version a walk began, whether it counts, and which versions are told apart.
Of what there is already each walk began with the version it is on.
"""

from collections import Counter
from itertools import pairwise

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_ENOUGH = 50


def upgrade() -> None:
    op.add_column("enrolment", sa.Column("began", sa.Integer(), nullable=False, server_default=sa.text("1")))
    op.add_column("enrolment", sa.Column("counted", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("track_version", sa.Column("apart", sa.Boolean(), nullable=True))
    op.execute("UPDATE enrolment SET began = number WHERE number <> 1")
    _decide(op.get_bind())


def _decide(connection: sa.Connection) -> None:
    """Each version that has a successor is told by itself, with those before it that are not, or with the next."""
    walks: Counter[tuple[str, int]] = Counter()
    for track, number, count in connection.execute(
        sa.text("SELECT track, number, count(*) FROM enrolment GROUP BY track, number")
    ):
        walks[track, number] = count
    versions = connection.execute(sa.text("SELECT slug, number FROM track_version ORDER BY slug, number")).all()
    together = 0
    for (slug, number), (following, _) in pairwise(versions):
        together += walks[slug, number]
        apart = together >= _ENOUGH
        if following == slug:
            connection.execute(
                sa.text("UPDATE track_version SET apart = :apart WHERE slug = :slug AND number = :number"),
                {"apart": apart, "slug": slug, "number": number},
            )
        if apart or following != slug:
            together = 0


def downgrade() -> None:
    op.drop_column("track_version", "apart")
    op.drop_column("enrolment", "counted")
    op.drop_column("enrolment", "began")
