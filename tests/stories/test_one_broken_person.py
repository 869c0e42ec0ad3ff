"""What is broken about one person holds up nobody else."""

import sqlite3
from datetime import timedelta
from pathlib import Path

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
