"""Somebody sends far too much at once: it is kept, they are asked once to slow down, and nobody else waits for it."""

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta

from bot.floods import MOST, WITHIN
from curriculum.day import Outcome
from curriculum.enrolment import Standing
from tests.faults.crowd import crowd
from tests.stories.town import Somebody, Town
from tests.tracks import track_yaml

PLEA = "That was a lot at once. What you write about your days is kept"
FLOOD = 1_000
OTHERS = 10
ROUNDS = 10


def pleas(somebody: Somebody) -> int:
    return sum(message.text.startswith(PLEA) for message in somebody.inbox)


async def floods(somebody: Somebody, count: int = MOST) -> None:
    """Writes so much within one second."""
    for number in range(count):
        somebody.person.says(f"drop {number}")
    await somebody.town.settles()


async def with_a_day(somebody: Somebody) -> Somebody:
    await somebody.enrols()
    await somebody.gets_the_next_day()
    return somebody


async def test_words_of_a_flood_are_kept_and_answered_once(alice: Somebody, town: Town) -> None:
    await with_a_day(alice)
    before = len(alice.inbox)

    await floods(alice, 3 * MOST)

    assert await alice.words() == [(1, f"drop {number}") for number in range(3 * MOST)]
    assert len(alice.inbox) - before == MOST + 1
    assert alice.told.startswith(PLEA)

    town.clock.move(WITHIN)
    await alice.says("Quiet again.")
    assert alice.told == "Kept with day 1 too."


async def test_a_flood_that_goes_on_is_met_with_one_plea_a_minute(alice: Somebody, town: Town) -> None:
    await with_a_day(alice)

    for _ in range(2 * 60):
        alice.person.says("drop")
        town.clock.move(timedelta(seconds=1))
    await town.settles()

    assert len(await alice.words()) == 120
    assert pleas(alice) == 2


async def test_a_redelivery_and_a_restart_ask_for_no_second_slowing_down(alice: Somebody, town: Town) -> None:
    await with_a_day(alice)
    for number in range(MOST + 1):
        alice.person.says(f"drop {number}")
    raw = list(town.sandbox.world.updates)
    await town.settles()

    await town.restarts()
    await town.app.intake.store(raw)
    alice.person.says("drop after the start")
    await town.settles()

    assert pleas(alice) == 1
    assert len(await alice.words()) == MOST + 2


async def test_what_waited_through_an_outage_is_no_flood(alice: Somebody, town: Town) -> None:
    await with_a_day(alice)
    for number in range(2 * MOST):
        alice.person.says(f"drop {number}")
        town.clock.move(timedelta(seconds=5))
    before = len(alice.inbox)

    await town.settles()

    assert len(alice.inbox) - before == 2 * MOST
    assert pleas(alice) == 0


async def test_a_check_in_counts_in_a_flood_and_its_tap_gets_a_short_note(alice: Somebody) -> None:
    await with_a_day(alice)
    await floods(alice)
    before = len(alice.inbox)

    await alice.taps("Done")

    assert await alice.outcome((await alice.ledger())[0]) is Outcome.DONE
    assert alice.toasts == ["Taken. That was a lot at once; I answer again in a minute."]
    assert len(alice.inbox) == before


async def test_other_taps_and_commands_wait_until_the_flood_is_over(alice: Somebody, town: Town) -> None:
    await with_a_day(alice)
    await alice.says("/settings")
    await floods(alice)
    before = await alice.walk()

    await alice.taps("Another hour")
    await alice.says("/progress")
    await alice.says("/start")

    assert alice.toasts == ["That was a lot at once. Please try again in a minute."]
    assert alice.told.startswith(PLEA)
    assert await alice.walk() == before
    town.clock.move(WITHIN)
    await alice.taps("Another hour")
    assert not alice.told.startswith(PLEA)


async def test_nobody_is_kept_from_help_rest_or_leaving(alice: Somebody, town: Town) -> None:
    await with_a_day(alice)
    await floods(alice, 2 * MOST)

    await alice.says("/help")
    assert alice.told.startswith("What you can do here")
    await alice.says("/privacy")
    assert alice.inbox[-2].text.startswith("Privacy")
    await alice.says("/pause")
    assert alice.told.startswith("Paused.")
    assert (await alice.walk()).standing is Standing.PAUSED
    await alice.says("/stop")
    await alice.taps("Yes, leave")
    assert (await alice.walk()).standing is Standing.STOPPED
    assert pleas(alice) == 1


async def test_edits_and_blocking_take_effect_in_a_flood_without_a_word(alice: Somebody, town: Town) -> None:
    await with_a_day(alice)
    await floods(alice, MOST + 5)
    mine = next(message for message in alice.person.chat if message.text == "drop 3")
    before = len(alice.inbox)

    alice.person.edits(mine, "a quiet drop")
    await town.settles()
    assert (1, "a quiet drop") in await alice.words()
    assert len(alice.inbox) == before

    alice.person.blocks()
    await town.settles()
    assert (await alice.walk()).standing is Standing.UNREACHABLE


async def test_an_admins_files_count_as_well(robin: Somebody, town: Town) -> None:
    for _ in range(MOST):
        robin.person.says("/help")
    robin.person.sends_document("mine.yaml", track_yaml(track="mine").encode())
    await town.settles()
    assert robin.told.startswith(PLEA)
    assert not any(call.method == "getFile" for call in town.sandbox.calls)

    town.clock.move(WITHIN)
    robin.person.sends_document("mine.yaml", track_yaml(track="mine").encode())
    await town.settles()
    assert "No problems found." in robin.told


async def test_a_stranger_who_floods_is_asked_once_too(town: Town) -> None:
    cleo = town.somebody("Cleo")

    await floods(cleo, 3 * MOST)

    assert pleas(cleo) == 1
    assert len(cleo.inbox) == MOST + 1


async def test_while_one_floods_everybody_else_is_answered_at_once(
    town: Town, times: int, tell: Callable[[str], None]
) -> None:
    flooder, *others = await crowd(town, OTHERS + 1)
    count = FLOOD * times
    waits: list[float] = []

    async def waits_for_an_answer(somebody: Somebody, heard: int, begun: float) -> None:
        await town.sandbox.until(lambda: len(somebody.inbox) > heard, within=60)
        waits.append(time.monotonic() - begun)

    begun = time.monotonic()
    for number in range(count):
        flooder.somebody.person.says(f"drop {number}")
    while town.sandbox.pending:
        await town.app.poller.once()
    working = asyncio.create_task(town.app.intake.run())
    while len(waits) < OTHERS * ROUNDS * times:
        begun_to_wait = time.monotonic()
        for other in others:
            other.somebody.person.says("And how are you?")
        waiting = [waits_for_an_answer(other.somebody, len(other.somebody.inbox), begun_to_wait) for other in others]
        await town.app.poller.once()
        await asyncio.gather(*waiting)
        town.clock.move(timedelta(seconds=5))
    town.app.intake.stop()
    await working
    await town.restarts()
    await town.app.intake.drain()
    took = time.monotonic() - begun

    waits.sort()
    p99 = waits[int(len(waits) * 0.99) - 1]
    tell(
        f"flood: {count} updates of one person, seen to in {took:.0f} s; others waited p99 {p99 * 1000:.0f} ms, median {waits[len(waits) // 2] * 1000:.0f} ms"
    )
    # Under 0.5 s on a machine of its own; here others test beside it, and the flood alone takes half a minute.
    assert p99 < 4
    assert [words for _, words in await flooder.somebody.words()] == [f"drop {number}" for number in range(count)]
    assert pleas(flooder.somebody) == 1
    town.clock.move(WITHIN)
    await flooder.somebody.says("Quiet again.")
    assert flooder.somebody.told == "Kept with day 1 too."
