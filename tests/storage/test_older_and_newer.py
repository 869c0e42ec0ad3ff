"""A database that is ahead of the program: where the newer version only added something the program goes on, else it refuses."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import Script, ScriptDirectory
from sqlalchemy import create_engine

from storage import migrations
from storage.database import Database
from storage.errors import NewerSchema
from storage.migrations import CONTRACT, LAST_WITHOUT_A_NOTE, NOTE
from tests.newer import ADDS, STEP, TAKES_AWAY, newer_program
from tests.storage.additive import Shape, objections
from tests.storage.conftest import by_hand


async def stands_at(database: Database, url: str, noted: str) -> None:
    """A newer version has brought the database so far, and has noted that."""
    async with database.unit() as unit:
        await unit.facts.remember(NOTE, noted)
    by_hand(url, "UPDATE alembic_version SET version_num = :step", step=STEP)


async def test_what_a_program_has_to_know_is_noted_when_steps_are_taken(database: Database) -> None:
    async with database.unit() as unit:
        noted = await unit.facts.get(NOTE)

    newest, *_ = migrations._steps()
    needed = next(name for name, ends_others in migrations._steps().items() if ends_others)
    assert noted == f"{newest} {needed}"
    assert not (await database.schema()).is_newer


async def test_a_database_to_which_something_was_added_is_worked_with_and_left_as_it_is(
    database: Database, database_url: str
) -> None:
    await stands_at(database, database_url, f"{STEP} {LAST_WITHOUT_A_NOTE}")

    await database.migrate()

    assert await database.is_up_to_date()
    assert not await database.ends_older_ones()
    schema = await database.schema()
    assert (schema.here, schema.is_newer, schema.is_too_new) == (STEP, True, False)


@pytest.mark.parametrize(
    "noted",
    [
        pytest.param(f"{STEP} {STEP}", id="something was taken away"),
        pytest.param(f"9000 {LAST_WITHOUT_A_NOTE}", id="the note is of another step"),
        pytest.param("", id="the note is empty"),
    ],
)
async def test_a_database_from_which_something_was_taken_is_refused(
    database: Database, database_url: str, noted: str
) -> None:
    await stands_at(database, database_url, noted)

    for refused in (database.migrate, database.is_up_to_date, database.ends_older_ones):
        with pytest.raises(NewerSchema, match=STEP):
            await refused()


def shapes(home: Path, file: Path) -> Iterator[tuple[Shape, Shape, Script]]:
    """Each step after the last one that older programs refuse, with what was before and after it."""
    steps = Config()
    steps.set_main_option("script_location", str(home / "storage" / "migrations"))
    script = ScriptDirectory.from_config(steps)
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        steps.attributes["connection"] = connection
        command.upgrade(steps, LAST_WITHOUT_A_NOTE)
        for step in reversed(list(script.iterate_revisions("head", LAST_WITHOUT_A_NOTE))):
            before = Shape.of(connection)
            command.upgrade(steps, step.revision)
            yield before, Shape.of(connection), step
    engine.dispose()


def test_a_step_that_only_adds_is_known_from_one_that_takes_away(tmp_path: Path) -> None:
    def told(name: str, does: str) -> list[str]:
        home = newer_program(tmp_path / name, does, contract=False)
        *_, (before, after, step) = shapes(home, tmp_path / f"{name}.db")
        return list(objections(before, after, step.module))

    assert told("adds", ADDS) == []
    assert told("takes", TAKES_AWAY) == ["person.asked is gone"]
    assert told("wants", '    op.execute("UPDATE person SET name = NULL")') == [
        "rows are written, which an older program may write otherwise"
    ]
    assert told("narrows", '    op.create_index("uq_one", "fact", ["value"], unique=True)') == [
        "fact: index uq_one is new"
    ]
    points = 'op.create_table("t", sa.Column("id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True))'
    assert told("points", f"    {points}") == [
        "t points to person for good: an older program could not delete there (ondelete)"
    ]


def test_every_step_from_now_on_only_adds_or_says_that_it_does_not(tmp_path: Path) -> None:
    home = Path(migrations.__file__).parents[2]

    for before, after, step in shapes(home, tmp_path / "bot.db"):
        if not getattr(step.module, CONTRACT, False):
            assert list(objections(before, after, step.module)) == [], (
                f"{step.revision}: older programs cannot go on after it; it needs {CONTRACT} = True"
            )
