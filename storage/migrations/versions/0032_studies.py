"""Who takes part in a study, what its experiments decided, and when a nudge was first tapped on."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OF_A_PERSON = sa.text("unit = 'person'")
_OF_A_DAY = sa.text("unit = 'day'")
_SAYS = "what was decided by chance is never changed"


def upgrade() -> None:
    op.add_column("nudge", sa.Column("opened_at", storage.columns.UtcDateTime(timezone=True), nullable=True))
    op.create_table(
        "study_agreement",
        sa.Column("person", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("study", sa.String(length=80), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("agreed_at", storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_study_agreement_person_person")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_study_agreement")),
    )
    op.create_table(
        "decision",
        sa.Column("id", _ID, autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("enrolment", sa.BigInteger(), nullable=False),
        sa.Column("track", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("experiment", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=8), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("arm", sa.String(length=40), nullable=False),
        sa.Column("probability", sa.Double(), nullable=False),
        sa.Column("drawn", sa.Double(), nullable=True),
        sa.Column("why_not", sa.String(length=16), nullable=True),
        sa.Column("decided_at", storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_decision_person_person")),
        sa.ForeignKeyConstraint(["enrolment"], ["enrolment.id"], name=op.f("fk_decision_enrolment_enrolment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_person"), "decision", ["person"])
    op.create_index(op.f("ix_decision_enrolment"), "decision", ["enrolment"])
    op.create_index(
        "uq_decision_person",
        "decision",
        ["person", "track", "experiment"],
        unique=True,
        sqlite_where=_OF_A_PERSON,
        postgresql_where=_OF_A_PERSON,
    )
    op.create_index(
        "uq_decision_day",
        "decision",
        ["enrolment", "experiment", "day"],
        unique=True,
        sqlite_where=_OF_A_DAY,
        postgresql_where=_OF_A_DAY,
    )
    # Rows may go with their person, or when they take back that they take part; what they say stays as it is.
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"
        )
    else:
        op.execute(
            "CREATE FUNCTION decision_no_update() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        op.execute(
            "CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision "
            "FOR EACH STATEMENT EXECUTE FUNCTION decision_no_update()"
        )


def downgrade() -> None:
    op.drop_table("decision")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION decision_no_update()")
    op.drop_table("study_agreement")
    op.drop_column("nudge", "opened_at")
