"""A bot that began with a SQLite file goes on with a PostgreSQL server: everybody is where they were."""

from datetime import timedelta
from pathlib import Path

from curriculum.day import Outcome
from curriculum.enrolment import Standing
from storage.chain import Result
from tests.stories.test_export import exported
from tests.stories.test_forget import is_forgotten, known
from tests.stories.test_on_postgresql import tables_with
from tests.stories.town import ADMIN, Somebody, Town


async def test_everybody_goes_on_where_they_were(
    alice: Somebody, ben: Somebody, robin: Somebody, town: Town, key_file: Path, database_on_postgresql: str
) -> None:
    await alice.enrols(hour="08:00", city="Berlin")
    await ben.enrols(hour="21:15", city="Tokyo")
    carol = town.somebody("Carol", 1004)
    await carol.starts()
    await carol.taps("I am an adult and I agree")
    await robin.starts()
    first = await alice.gets_the_next_day()
    await alice.says("We had tea on the balcony.")
    await town.passes(timedelta(days=3))
    await alice.taps("Tried")
    await ben.taps("Made it worse")
    await ben.says("/pause")
    before = [await each.ledger() for each in (alice, ben)]
    walks = [await each.walk() for each in (alice, ben)]
    journal, rows = await exported(alice)
    days = [nudge.day for nudge in before[0]]
    assert len(days) >= 3

    moved = await town.moves_to(database_on_postgresql, key_file)

    assert moved.differing == []
    assert [await each.ledger() for each in (alice, ben)] == before
    assert [await each.walk() for each in (alice, ben)] == walks
    assert await alice.words() == [(1, "We had tea on the balcony.")]
    assert tables_with(town, "tea on the balcony") == set()
    again = await exported(alice)
    assert again[0].count("tea on the balcony") == journal.count("tea on the balcony") > 0
    for table in ("enrolment", "nudge", "check_in", "note", "attempt"):
        assert again[1][table] == rows[table]

    await alice.taps("Done", first)  # under a message from before
    assert await alice.outcome(before[0][0]) is Outcome.DONE

    await town.passes(timedelta(days=2))
    ledger = await alice.ledger()
    assert [(nudge.id, nudge.day) for nudge in ledger[: len(days)]] == [(nudge.id, nudge.day) for nudge in before[0]]
    assert [nudge.day for nudge in ledger] == [*days, days[-1] + 1, days[-1] + 2]
    assert len({nudge.local_date for nudge in ledger}) == len(ledger)
    assert [message.text.partition(":")[0] for message in alice.days] == [f"Day {nudge.day}" for nudge in ledger]

    assert [nudge.day for nudge in await ben.ledger()] == [nudge.day for nudge in before[1]]
    assert (await ben.walk()).standing is Standing.PAUSED
    await ben.says("/resume")
    assert (await ben.walk()).standing is Standing.UNDER_WAY
    await carol.says("07:30")
    await carol.says("Lisbon")
    assert (await carol.gets_the_next_day()).text.startswith("Day 1:")


async def test_what_was_said_while_it_moved_is_answered_there(
    alice: Somebody, town: Town, key_file: Path, database_on_postgresql: str
) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    alice.person.taps("Done")
    alice.person.says("Written while nobody was at home.")

    await town.moves_to(database_on_postgresql, key_file)
    await town.settles()

    assert await alice.words() == [(1, "Written while nobody was at home.")]
    [nudge] = await alice.ledger()
    assert await alice.outcome(nudge) is Outcome.DONE


async def test_who_was_carried_over_is_forgotten_there(
    alice: Somebody, town: Town, key_file: Path, database_on_postgresql: str
) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    person = await known(alice)
    await town.moves_to(database_on_postgresql, key_file)

    await is_forgotten(alice)

    assert "0 entries of yours are left" in alice.told
    assert tables_with(town, str(person.id)) == tables_with(town, str(alice.telegram_id)) == set()


async def test_the_move_stands_in_the_log_of_acts_which_stays_whole(
    robin: Somebody, town: Town, key_file: Path, database_on_postgresql: str
) -> None:
    async with town.database.unit() as unit:
        await unit.admin_acts.record(ADMIN, "publish", result=Result.DONE, now=town.clock())

    await town.moves_to(database_on_postgresql, key_file)

    async with town.database.unit() as unit:
        await unit.admin_acts.record(ADMIN, "publish", result=Result.DONE, now=town.clock())
        assert [(act.act, act.result) for act in await unit.admin_acts.all()] == [
            ("publish", "done"),
            ("move", "begun"),
            ("move", "done"),
            ("publish", "done"),
        ]
        assert await unit.admin_acts.breaks() == []
