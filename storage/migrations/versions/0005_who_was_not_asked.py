"""Who was not asked the private questions yet is told from who answered them; so far nobody was asked."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE person SET classed_at = NULL WHERE content_class <> 'restricted'")
    _replace_class(default="unasked", keeping="restricted")


def downgrade() -> None:
    # An older program knows two classes; who was not asked is safe in the stricter one.
    _replace_class(default="restricted", keeping="open")
    _replace_class(default="open", keeping="restricted")


def _replace_class(*, default: str, keeping: str) -> None:
    """The column with another default, which becomes everybody's class but of those in the one that is kept. SQLite
    cannot change a default in place, and the table, to which others refer, is not to be made anew.
    """
    op.add_column("person", sa.Column("new_class", sa.String(length=12), server_default=default, nullable=False))
    person = sa.table("person", sa.column("content_class"), sa.column("new_class"))
    op.execute(person.update().where(person.c.content_class == keeping).values(new_class=keeping))
    op.drop_column("person", "content_class")
    op.execute("ALTER TABLE person RENAME COLUMN new_class TO content_class")
