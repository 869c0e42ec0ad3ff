"""What is broken about one person holds up nobody else."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from curriculum.nudge import NudgeState
from tests.stories.town import Somebody, Town
from tests.tracks import track_yaml


def breaks(file: Path, statement: str) -> None:
    """Something goes wrong in the database file, beside the bot."""
    connection = sqlite3.connect(file)
    changed = connection.execute(statement).rowcount
    connection.commit()
    connection.close()
    assert changed == 1


async def test_a_day_that_cannot_be_read_any_more_holds_up_no_other_nudge(
    alice: Somebody, ben: Somebody, town: Town, database_file: Path
) -> None:
    await town.publishes(track_yaml(track="kind-evenings", title="Kind evenings"))
    await alice.starts("kind-evenings")
    await alice.taps("I am an adult and I agree")
    await alice.says("07:00")
    await alice.says("Berlin")
    await ben.enrols()
    breaks(database_file, "UPDATE track_version SET text = 'nonsense' WHERE slug = 'kind-evenings'")
    town.forgiven |= {"bot.delivery", "bot.planning"}

    await town.ticks(timedelta(hours=19), every=timedelta(minutes=30))
    assert len(ben.days) == 1
    assert alice.days == []

    breaks(
        database_file,
        "UPDATE track_version SET text = (SELECT text FROM track_version WHERE slug = 'thirty-calm-days')"
        " WHERE slug = 'kind-evenings'",
    )
    await town.ticks(timedelta(hours=2), every=timedelta(minutes=30))
    assert [day.text.partition(":")[0] for day in alice.days] == ["Day 1"]
    assert [nudge.state for nudge in await alice.ledger()] == [NudgeState.SENT]


async def test_a_person_who_cannot_be_read_any_more_holds_up_no_other_nudge(
    alice: Somebody, ben: Somebody, town: Town, database_file: Path
) -> None:
    await alice.enrols(hour="07:00")
    await ben.enrols()
    breaks(database_file, "UPDATE person SET content_class = 'martian' WHERE telegram_id = 1002")
    town.forgiven |= {"bot.delivery", "bot.planning"}

    await town.ticks(timedelta(hours=19), every=timedelta(minutes=30))

    assert len(ben.days) == 1


async def test_a_walk_that_cannot_be_read_any_more_holds_up_no_other_plan(
    alice: Somebody, ben: Somebody, town: Town, database_file: Path
) -> None:
    await alice.enrols(hour="07:00")
    await ben.enrols()
    breaks(database_file, "UPDATE enrolment SET zone = 'Mars/Olympus' WHERE hour = '07:00'")
    town.forgiven |= {"bot.delivery", "bot.planning"}

    await town.ticks(timedelta(hours=19), every=timedelta(minutes=30))

    assert len(ben.days) == 1


async def test_what_somebody_says_that_cannot_be_handled_is_told_to_them_and_holds_up_nobody(
    alice: Somebody, ben: Somebody, town: Town, database_file: Path
) -> None:
    await alice.starts()
    breaks(database_file, "UPDATE person SET content_class = 'martian' WHERE telegram_id = 1002")
    town.forgiven.add("bot.intake")

    alice.person.says("/settings")
    ben.person.starts()
    await town.settles()

    assert "It is for adults" in ben.told
    assert "Something went wrong on my side" in alice.told
    async with town.database.unit() as unit:
        assert (await unit.inbox.depth(), await unit.inbox.dead_letters()) == (0, 1)


@pytest.mark.parametrize(
    "breaking",
    [
        "UPDATE person SET content_class = 'martian' WHERE telegram_id = 1002",
        "UPDATE enrolment SET hour = 'tea time' WHERE person = (SELECT id FROM person WHERE telegram_id = 1002)",
        "UPDATE check_in SET outcome = 'martian' WHERE person = (SELECT id FROM person WHERE telegram_id = 1002)",
    ],
    ids=["class", "hour", "outcome"],
)
async def test_a_person_who_cannot_be_read_any_more_when_their_nudge_waits_holds_up_no_other_either(
    alice: Somebody, ben: Somebody, town: Town, database_file: Path, breaking: str
) -> None:
    await alice.enrols(hour="07:00")
    await alice.gets_the_next_day()
    await alice.taps("Done")
    await town.passes(timedelta(hours=3))
    await ben.enrols(hour="08:00")
    due_at = (await ben.walk()).due_at
    assert due_at is not None
    town.clock.move_to(due_at)
    await town.app.planning.plan_due()
    breaks(database_file, breaking)
    town.forgiven.add("bot.delivery")

    await town.app.delivery.send_planned()

    assert len(ben.days) == 1
    assert len(alice.days) == 1
    with closing(sqlite3.connect(database_file)) as connection:
        query = (
            "SELECT state, reason FROM nudge JOIN person ON person.id = person WHERE telegram_id = 1002 ORDER BY due_at"
        )
        assert connection.execute(query).fetchall() == [("confirmed", None), ("planned", "fault")]
