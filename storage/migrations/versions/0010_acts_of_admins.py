"""The log of admins' acts, which is only added to."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_SAYS = "the log of admins'' acts is only added to"


def upgrade() -> None:
    op.create_table(
        "admin_act",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=16), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("result", sa.String(length=8), nullable=False),
        sa.Column("link", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_admin_act")),
    )
    op.create_index("ix_admin_act_who", "admin_act", ["who", "at"])
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER admin_act_no_{change.lower()} BEFORE {change} ON admin_act "
                f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"
            )
    else:
        op.execute(
            "CREATE FUNCTION admin_act_no_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        op.execute(
            "CREATE TRIGGER admin_act_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON admin_act "
            "FOR EACH STATEMENT EXECUTE FUNCTION admin_act_no_change()"
        )


def downgrade() -> None:
    op.drop_table("admin_act")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION admin_act_no_change()")
    op.execute("DELETE FROM fact WHERE name = 'admin_acts_head'")
