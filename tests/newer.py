"""A program that is newer than this one: all of it, with one more step of the database."""

import shutil
from pathlib import Path

from alembic.script import ScriptDirectory

from storage.migrations import config

ROOT = Path(__file__).parents[1]
STEP = "9001"
ADDS = """
    op.create_table("novelty", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("word", sa.Text()))
    op.add_column("nudge", sa.Column("novel", sa.Integer(), nullable=False, server_default=sa.text("7")))
    op.add_column("person", sa.Column("novel", sa.Text(), nullable=True))
"""
TAKES_AWAY = """
    op.drop_column("person", "asked")
"""
_TEXT = '''"""A step ahead."""

import sqlalchemy as sa
from alembic import op

revision = "{step}"
down_revision = "{before}"
contract = {contract}


def upgrade() -> None:
{does}
'''


def newer_program(folder: Path, does: str, *, contract: bool) -> Path:
    """The folder of a program whose newest step `does` that."""
    for package in ("bot", "curriculum", "storage"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    add_step(folder, does, contract=contract)
    return folder


def add_step(folder: Path, does: str, *, contract: bool) -> None:
    """Makes the program in this folder one step newer than this one."""
    before = ScriptDirectory.from_config(config()).get_current_head()
    step = _TEXT.format(step=STEP, before=before, contract=contract, does=does)
    (folder / "storage" / "migrations" / "versions" / f"{STEP}_a_step_ahead.py").write_text(step)
