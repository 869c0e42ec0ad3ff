"""Days that fit people: what a person may be sent, how days felt, which version came and why, pattern checks, media."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ARRIVED = "state NOT IN ('missed', 'blocked', 'cancelled')"


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("content_class", sa.String(length=12), server_default="open", nullable=False))
        batch_op.add_column(sa.Column("classed_at", storage.columns.UtcDateTime(timezone=True), nullable=True))
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reminded", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("remind_at", storage.columns.UtcDateTime(timezone=True), nullable=True))
    where = sa.text("remind_at IS NOT NULL")
    op.create_index("ix_enrolment_remind", "enrolment", ["remind_at"], sqlite_where=where, postgresql_where=where)
    with op.batch_alter_table("nudge", schema=None) as batch_op:
        batch_op.add_column(sa.Column("form", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("strength", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("chosen", storage.columns.Secret(), nullable=True))
    _single_nudges(f"{_ARRIVED} AND kind <> 'rest'", f"{_ARRIVED} AND kind <> 'reminder'")
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("choice", sa.Integer(), nullable=True))
    op.create_table(
        "strain",
        sa.Column("id", _id(), autoincrement=False, nullable=False),
        sa.Column("nudge", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("strain", sa.String(length=12), nullable=False),
        sa.Column("told_at", storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["nudge"], ["nudge.id"], name=op.f("fk_strain_nudge_nudge")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_strain_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strain")),
        sa.UniqueConstraint("nudge", name=op.f("uq_strain_nudge")),
    )
    op.create_index(op.f("ix_strain_person"), "strain", ["person"])
    op.create_table(
        "pattern_check",
        sa.Column("id", _id(), autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.String(length=24), nullable=False),
        sa.Column("answers", storage.columns.Secret(), nullable=True),
        sa.Column("started_at", storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", storage.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_pattern_check_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pattern_check")),
        sa.UniqueConstraint("token", name=op.f("uq_pattern_check_token")),
    )
    op.create_index(op.f("ix_pattern_check_person"), "pattern_check", ["person"])
    op.create_table(
        "media",
        sa.Column("id", _id(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("file_id", sa.String(length=255), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
        sa.UniqueConstraint("digest", name=op.f("uq_media_digest")),
    )
    op.create_table(
        "media_upload",
        sa.Column("id", _id(), autoincrement=False, nullable=False),
        sa.Column("admin", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("media", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["media"], ["media.id"], name=op.f("fk_media_upload_media_media")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_upload")),
        sa.UniqueConstraint("admin", "name", name=op.f("uq_media_upload_admin_name")),
    )
    op.create_index(op.f("ix_media_upload_media"), "media_upload", ["media"])
    op.create_table(
        "track_media",
        sa.Column("id", _id(), autoincrement=False, nullable=False),
        sa.Column("track", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("media", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["media"], ["media.id"], name=op.f("fk_track_media_media_media")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_track_media")),
        sa.UniqueConstraint("track", "number", "name", name=op.f("uq_track_media_track_number_name")),
    )
    op.create_index(op.f("ix_track_media_media"), "track_media", ["media"])


def downgrade() -> None:
    for table in ("track_media", "media_upload", "media", "pattern_check", "strain"):
        op.drop_table(table)
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.drop_column("choice")
    # An older program knows neither kind, and would hold a rest against the day it stood before.
    op.execute("DELETE FROM attempt WHERE nudge IN (SELECT id FROM nudge WHERE kind IN ('rest', 'reminder'))")
    op.execute("DELETE FROM note WHERE nudge IN (SELECT id FROM nudge WHERE kind IN ('rest', 'reminder'))")
    op.execute("DELETE FROM nudge WHERE kind IN ('rest', 'reminder')")
    _single_nudges(_ARRIVED, _ARRIVED)
    with op.batch_alter_table("nudge", schema=None) as batch_op:
        for column in ("chosen", "strength", "form"):
            batch_op.drop_column(column)
    op.drop_index("ix_enrolment_remind", "enrolment")
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.drop_column("remind_at")
        batch_op.drop_column("reminded")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("classed_at")
        batch_op.drop_column("content_class")


def _single_nudges(a_day: str, a_date: str) -> None:
    """What must be single among the nudges that arrived, or may have."""
    for name, columns, condition in (
        ("uq_nudge_day", ["enrolment", "day", "kind"], a_day),
        ("uq_nudge_local_date", ["person", "local_date", "zone"], a_date),
    ):
        op.drop_index(name, "nudge")
        where = sa.text(condition)
        op.create_index(name, "nudge", columns, unique=True, sqlite_where=where, postgresql_where=where)


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
