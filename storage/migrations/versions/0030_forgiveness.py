"""Pauses that end, silence, coming back, days that come again, a name for the partner, and when travel was asked about."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Secret, UtcDateTime

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_A_DAY = sa.text(
    "state NOT IN ('missed', 'blocked', 'cancelled') AND kind IN ('day', 'reminder', 'completion', 'look_back')"
)


def upgrade() -> None:
    op.add_column("enrolment", sa.Column("paused_until", sa.Date(), nullable=True))
    op.add_column("enrolment", sa.Column("quiet_since", UtcDateTime(), nullable=True))
    op.add_column("enrolment", sa.Column("back_at", UtcDateTime(), nullable=True))
    op.add_column("enrolment", sa.Column("lap", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column("nudge", sa.Column("lap", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column("nudge", sa.Column("view", sa.String(1), nullable=True))
    op.add_column("nudge", sa.Column("left_at", UtcDateTime(), nullable=True))
    op.add_column("person", sa.Column("partner", Secret(), nullable=True))
    op.add_column("person", sa.Column("travel_asked_at", UtcDateTime(), nullable=True))
    _one_a_day(["enrolment", "lap", "day", "kind"])


def downgrade() -> None:
    # An older program knows no silence and no pause that ends: it finds a pause, which ends when the person says so.
    op.execute("UPDATE enrolment SET standing = 'paused' WHERE standing = 'under_way' AND quiet_since IS NOT NULL")
    op.execute("UPDATE enrolment SET due_at = NULL WHERE standing = 'paused'")
    nudge = sa.table("nudge", sa.column("id"), sa.column("lap"))
    again = sa.select(nudge.c.id).where(nudge.c.lap > 0)
    for name in ("attempt", "note", "check_in", "strain", "share_reply"):
        table = sa.table(name, sa.column("nudge"))
        op.execute(table.delete().where(table.c.nudge.in_(again)))
    op.execute(nudge.delete().where(nudge.c.lap > 0))
    _one_a_day(["enrolment", "day", "kind"])
    for of, names in (
        ("person", ("travel_asked_at", "partner")),
        ("nudge", ("left_at", "view", "lap")),
        ("enrolment", ("lap", "back_at", "quiet_since", "paused_until")),
    ):
        for name in names:
            op.drop_column(of, name)


def _one_a_day(columns: list[str]) -> None:
    op.drop_index("uq_nudge_day", "nudge")
    op.create_index("uq_nudge_day", "nudge", columns, unique=True, sqlite_where=_A_DAY, postgresql_where=_A_DAY)
