"""Statements that go to the driver as they are: the same values, the same faults and the same transaction as all others."""

import pytest
from sqlalchemy import Dialect, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import check_ins, enrolments, footings, nudges, patterns, people
from storage.database import Database
from storage.errors import AlreadyThere, Stale, Unstorable
from storage.migrations import NOTE
from storage.prepared import Prepared, among
from storage.tables import FactRow, NudgeRow, table_of
from tests.storage.conftest import IN_A_FILE, NOON, Walker

FACT = table_of(FactRow)
NUDGE = table_of(NudgeRow)
ADD = Prepared(insert(FACT).values(name=bindparam("named"), value=bindparam("says")))
SAY = Prepared(update(FACT).where(FACT.c.name == bindparam("named")).values(value=bindparam("says")))
ALL = Prepared(select(FACT.c.name, FACT.c.value).where(FACT.c.name != NOTE).order_by(FACT.c.name))
DUE = Prepared(
    select(NUDGE.c.id, NUDGE.c.due_at, NUDGE.c.local_date, NUDGE.c.not_before).where(among(NUDGE.c.id, "ids"))
)


class Needle:
    """Nothing that could be stored."""

    def __repr__(self) -> str:
        return "needle"


async def test_what_is_undone_is_undone_with_the_rest(database: Database) -> None:
    with pytest.raises(LookupError):
        async with database.unit() as unit:
            await unit.facts.remember("one", "said")
            await ADD.run(unit.nudges._session, named="two", says="said")
            raise LookupError

    async with database.unit() as unit:
        assert [row.name for row in await ALL.rows(unit.nudges._session)] == []


async def test_both_ways_see_what_the_other_has_written(database: Database) -> None:
    async with database.unit() as unit:
        await unit.facts.remember("one", "said")
        await ADD.run(unit.nudges._session, named="two", says="said too")

        rows = await ALL.rows(unit.nudges._session)
        assert [(row.name, row.value) for row in rows] == [("one", "said"), ("two", "said too")]
        assert await unit.facts.get("two") == "said too"


@pytest.mark.parametrize("ids", [[], [1], [3, 1, 1], range(1, 1000)])
async def test_a_list_of_any_length_is_one_parameter(database: Database, alice: Walker, ids: list[int]) -> None:
    async with database.unit() as unit:
        for id in (1, 2):
            nudge = alice.nudge(id, local_date=NOON.date().replace(day=id), day=id)
            await unit.nudges.add(nudge)

        rows = await DUE.rows(unit.nudges._session, ids=ids)

    wanted = sorted({1, 2} & set(ids))
    assert [tuple(row) for row in sorted(rows)] == [(id, NOON, NOON.date().replace(day=id), None) for id in wanted]


async def test_a_change_that_meets_no_row_is_told(database: Database) -> None:
    with pytest.raises(Stale):
        async with database.unit() as unit:
            await unit.facts.remember("one", "said")
            await SAY.change_each(
                unit.nudges._session, [{"named": "one", "says": "more"}, {"named": "nobody", "says": "more"}]
            )


async def test_the_faults_of_the_driver_are_told_as_ours(database: Database) -> None:
    with pytest.raises(AlreadyThere):
        async with database.unit() as unit:
            for _ in range(2):
                await ADD.run(unit.nudges._session, named="one", says="said")
    with pytest.raises(Unstorable) as told:
        async with database.unit() as unit:
            await ADD.run(unit.nudges._session, named="one", says=Needle())
    assert "needle" not in str(told.value)


async def test_a_list_that_is_not_one_parameter_is_refused(database: Database) -> None:
    listed = Prepared(select(FACT.c.name).where(FACT.c.name.in_(["one"])))

    with pytest.raises(ValueError, match="among"):
        async with database.unit() as unit:
            await listed.rows(unit.nudges._session)


async def test_a_naive_instant_is_refused(database: Database) -> None:
    due = Prepared(select(NUDGE.c.id).where(NUDGE.c.due_at <= bindparam("now")))

    with pytest.raises(ValueError, match="needs its zone"):
        async with database.unit() as unit:
            await due.rows(unit.nudges._session, now=NOON.replace(tzinfo=None))


@IN_A_FILE
async def test_no_list_has_a_whole_table_looked_through(database: Database) -> None:
    async with database.unit() as unit:
        connection = await unit.nudges._session.connection()
        dialect = connection.dialect
        looked_through = {
            name: step
            for module in (check_ins, enrolments, footings, nudges, patterns, people)
            for name, prepared in vars(module).items()
            if isinstance(prepared, Prepared)
            for step in await plan_of(connection, prepared, dialect)
            if step.startswith("SCAN") and "json_each" not in step and "CONSTANT ROW" not in step
        }

    assert looked_through == {}


async def plan_of(connection: AsyncConnection, prepared: Prepared, dialect: Dialect) -> list[str]:
    text = str(prepared.statement.compile(dialect=dialect))
    rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", (None,) * text.count("?"))
    return [row[3] for row in rows]
