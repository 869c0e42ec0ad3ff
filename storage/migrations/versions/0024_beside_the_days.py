"""More kinds of nudges: some come in place of a day, some beside it, as reminders do."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_ARRIVED = "state NOT IN ('missed', 'blocked', 'cancelled')"
_NEW = ("question", "welcome_back", "again", "return", "look_back")


def upgrade() -> None:
    _single_nudges(
        f"{_ARRIVED} AND kind IN ('day', 'reminder', 'completion', 'look_back')",
        f"{_ARRIVED} AND kind NOT IN ('reminder', 'again', 'return', 'look_back')",
    )


def downgrade() -> None:
    nudge = sa.table("nudge", sa.column("id"), sa.column("kind"))
    of_new = sa.select(nudge.c.id).where(nudge.c.kind.in_(_NEW))
    for name in ("attempt", "note", "check_in", "strain"):
        table = sa.table(name, sa.column("nudge"))
        op.execute(table.delete().where(table.c.nudge.in_(of_new)))
    op.execute(nudge.delete().where(nudge.c.kind.in_(_NEW)))
    _single_nudges(f"{_ARRIVED} AND kind <> 'rest'", f"{_ARRIVED} AND kind <> 'reminder'")


def _single_nudges(a_day: str, a_date: str) -> None:
    for name, columns, where in (
        ("uq_nudge_day", ["enrolment", "day", "kind"], sa.text(a_day)),
        ("uq_nudge_local_date", ["person", "local_date", "zone"], sa.text(a_date)),
    ):
        op.drop_index(name, "nudge")
        op.create_index(name, "nudge", columns, unique=True, sqlite_where=where, postgresql_where=where)
