"""The operator's question: why did nothing come to this person?"""

from datetime import timedelta

from bot import why
from tests.stories.town import Somebody, Town


async def ledger(somebody: Somebody) -> str:
    town = somebody.town
    async with town.database.unit() as unit:
        person = await why.named(unit, town.keyring, str(somebody.telegram_id))
        assert person is not None
        return "\n".join(await why.ledger(unit, person, town.clock()))


async def test_who_never_finished_choosing_is_on_no_track(alice: Somebody) -> None:
    await alice.starts()
    assert "has not agreed yet and is on no track" in await ledger(alice)

    await alice.taps("I am an adult and I agree")
    assert "has agreed but is on no track" in await ledger(alice)


async def test_the_next_instant_is_told(alice: Somebody) -> None:
    await alice.enrols()

    told = await ledger(alice)

    assert "thirty-calm-days version 1: 0 of 30 days delivered, daily at 08:00 in Europe/Berlin; under way." in told
    assert "Next: 2026-05-05 08:0" in told


async def test_a_day_is_told_with_its_request_and_its_answer_but_not_its_words(alice: Somebody) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await alice.taps("Not the moment")
    await alice.says("needle")

    told = await ledger(alice)

    assert "day 1, due 2026-05-05 08:0" in told
    assert "was sent, and the person reacted to it." in told
    assert "request 1: 2026-05-05 06:0" in told
    assert "not the moment" in told
    assert "1 notes kept (not shown)" in told or "1 note kept (not shown)" in told
    assert "needle" not in told
    assert "Alice" not in told


async def test_a_pause_is_a_reason(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await alice.says("/pause")
    await town.passes(timedelta(days=3))

    told = await ledger(alice)

    assert "paused by the person: nothing comes until they resume." in told
    assert "Nothing is due." in told


async def test_a_block_is_a_reason(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    alice.person.blocks()
    town.sandbox.world.updates.drop()
    await town.passes(timedelta(days=2))

    told = await ledger(alice)

    assert "was refused by Telegram: the person has blocked the bot or cannot be written to (blocked)." in told
    assert "stopped by a block" in told


async def test_a_missed_day_is_told_with_the_one_that_made_up_for_it(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    walk = await alice.walk()
    assert walk.due_at is not None
    await town.sleeps_until(walk.due_at + timedelta(hours=6))
    await alice.gets_the_next_day()

    told = await ledger(alice)

    assert "was missed: it could not go out in time, so the same day came on the next local day (too late)." in told
    assert told.count("day 1, due") == 2


async def test_an_answer_that_was_lost_is_told(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    town.sandbox.faults.answer_lost(times=2)
    await alice.gets_the_next_day()
    assert "may have arrived; Telegram's answer was lost, so it is sent once more later" in await ledger(alice)

    await town.ticks(timedelta(minutes=5))

    told = await ledger(alice)
    assert "may or may not have arrived; it was not repeated again" in told
    assert "request 2: " in told


async def test_a_person_is_found_by_the_name_that_logs_use(alice: Somebody, town: Town) -> None:
    await alice.enrols()

    async with town.database.unit() as unit:
        person = await why.named(unit, town.keyring, town.keyring.pseudonym(alice.telegram_id))
        nobody = await why.named(unit, town.keyring, "p-0123456789ab")
        nonsense = await why.named(unit, town.keyring, "Alice")

    assert person is not None
    assert person.telegram_id == alice.telegram_id
    assert nobody is nonsense is None
