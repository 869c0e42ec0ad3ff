"""Not now: a day can be put off, be too much, or be left, and none of it counts against anybody."""

from datetime import timedelta

import pytest

from curriculum.nudge import NudgeKind, NudgeState
from curriculum.pressure import Strain
from curriculum.timing import local
from tests.stories.town import Somebody, Town
from tests.tracks import track_yaml

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
async def alice(bare_town: Town) -> Somebody:
    """Alice, who wants reminders, and to whom a day has come at eight."""
    await bare_town.publishes(track_yaml(days={day: {"reminder": "It is still here."} for day in range(1, 30)}))
    alice = bare_town.somebody("Alice", 1002)
    await alice.enrols()
    await alice.says("/settings")
    await alice.taps("Remind me in the evening")
    await alice.gets_the_next_day()
    return alice


async def again(somebody: Somebody) -> list[NudgeState]:
    return [nudge.state for nudge in await somebody.ledger() if nudge.kind is NudgeKind.AGAIN]


async def waits(somebody: Somebody, span: timedelta) -> list[str]:
    """What comes by itself in that time."""
    before = len(somebody.inbox)
    await somebody.town.ticks(span, every=timedelta(minutes=10))
    return [message.text.partition(":")[0] for message in somebody.inbox[before:]]


async def test_what_else_there_is_opens_in_place_and_closes_again(alice: Somebody) -> None:
    day = alice.newest
    await alice.taps("Not now")

    assert alice.newest.message_id == day.message_id
    assert alice.newest.buttons == [
        ["In 1 hour", "This evening"],
        ["A hard day", "Skip this day"],
        ["Pause", "Help"],
        ["Back to the day"],
    ]
    await alice.taps("Back to the day")
    assert alice.newest.buttons == day.buttons


@pytest.mark.parametrize(("button", "came"), [("In 1 hour", "09:00"), ("This evening", "19:30")])
async def test_a_day_that_is_put_off_comes_again_once_and_is_not_reminded_of(
    alice: Somebody, button: str, came: str
) -> None:
    await alice.taps("Not now")
    await alice.taps(button)

    assert "It comes again at" in alice.toasts[-1]
    assert await waits(alice, 15 * HOUR) == ["Day 1"]
    assert abs(local(alice.newest.at, "Europe/Berlin").hour - int(came[:2])) == 0
    assert await again(alice) == [NudgeState.SENT]
    assert await waits(alice, 10 * HOUR) == ["Day 2"]


async def test_it_comes_in_the_version_that_was_looked_at(alice: Somebody) -> None:
    await alice.taps("Smaller version")
    await alice.taps("Not now")
    await alice.taps("In 1 hour")
    await waits(alice, 2 * HOUR)

    assert "The smaller version" in alice.told


async def test_an_answer_to_what_came_again_belongs_to_the_day(alice: Somebody) -> None:
    first = alice.newest
    await alice.taps("Not now")
    await alice.taps("In 1 hour")
    await waits(alice, 2 * HOUR)
    second = alice.newest
    assert second.message_id != first.message_id

    await alice.taps("Done", second)
    await waits(alice, 24 * HOUR)
    await alice.says("Late, but here.", reply_to=second)

    assert await alice.words() == [(1, "Late, but here.")]
    [day, *_] = [nudge for nudge in await alice.ledger() if nudge.kind is NudgeKind.DAY]
    assert await alice.outcome(day) is not None


async def test_what_is_answered_meanwhile_does_not_come_again(alice: Somebody) -> None:
    day = alice.newest
    await alice.taps("Not now")
    await alice.taps("In 1 hour")
    await alice.taps("Done", day)

    assert await waits(alice, 3 * HOUR) == []
    assert await again(alice) == [NudgeState.CANCELLED]


async def test_putting_off_twice_brings_it_once(alice: Somebody) -> None:
    await alice.taps("Not now")
    await alice.taps("In 1 hour")
    await alice.taps("Not now")
    await alice.taps("This evening")

    assert await waits(alice, 15 * HOUR) == ["Day 1"]
    assert await again(alice) == [NudgeState.CANCELLED, NudgeState.SENT]


async def test_late_in_the_evening_there_is_no_room_left(alice: Somebody) -> None:
    await alice.town.ticks(14 * HOUR, every=HOUR)
    day = alice.days[0]
    await alice.taps("Not now", day)

    await alice.taps("In 1 hour")
    assert alice.toasts[-1].startswith("There is no room for that today.")
    await alice.taps("Not now", day)
    await alice.taps("This evening")
    assert alice.toasts[-1].startswith("There is no room for that today.")
    assert await again(alice) == []


async def test_a_day_that_is_put_off_comes_closed_to_who_is_discreet(town: Town, ben: Somebody) -> None:
    town.discreet = True
    await ben.enrols()
    await ben.gets_the_next_day()
    await ben.taps("Open")
    await ben.taps("Not now")
    await ben.taps("In 1 hour")

    assert await waits(ben, 2 * HOUR) == ["Something is here for you, whenever you like."]
    await ben.taps("Open")
    assert ben.told.startswith("Day 1: ")


async def test_on_a_hard_day_nothing_is_asked_and_the_day_comes_again_smaller(alice: Somebody) -> None:
    await alice.taps("Not now")
    await alice.taps("A hard day")

    assert alice.told.startswith("Thank you for saying so. Nothing is asked of you today.")
    assert (await alice.walk()).place == 0
    assert await waits(alice, 20 * HOUR) == []
    assert await waits(alice, 5 * HOUR) == ["Day 1"]
    assert "The smaller version" in alice.told or (await alice.ledger())[-1].fit is not None
    fit = (await alice.ledger())[-1].fit
    assert fit is not None
    assert fit.strength == "gentle"


async def test_a_second_hard_day_brings_a_rest(alice: Somebody) -> None:
    await alice.taps("Not now")
    await alice.taps("A hard day")
    await waits(alice, 25 * HOUR)
    await alice.taps("Not now", alice.days[-1])
    await alice.taps("A hard day")

    assert [head.partition("\n")[0] for head in await waits(alice, 25 * HOUR)] == ["A rest"]


async def test_saying_it_twice_and_answering_after_all_change_no_more_than_they_should(alice: Somebody) -> None:
    day = alice.newest
    await alice.taps("Not now")
    await alice.taps("A hard day")
    await alice.taps("Not now", day)
    await alice.taps("A hard day")
    assert alice.toasts[-1] == "Kept already: a hard day"
    walk = await alice.walk()
    assert (walk.place, walk.lap) == (0, 1)

    await alice.taps("Tried", day)

    assert (await alice.walk()).place == 1
    assert await waits(alice, 25 * HOUR) == ["Day 2"]
    [first, *_] = await alice.ledger()
    async with alice.town.database.unit() as unit:
        assert await unit.check_ins.strain_of(first.id) is Strain.OVERWHELMED


async def test_a_day_that_is_skipped_is_left_kindly_and_the_next_one_comes_as_usual(alice: Somebody) -> None:
    day = alice.newest
    await alice.taps("Not now")
    await alice.taps("Skip this day")

    assert alice.told.startswith("Left, and nothing has to be made up for.")
    assert await waits(alice, 25 * HOUR) == ["Day 2"]
    await alice.taps("Done", day)
    await alice.says("/progress")
    assert "You answered 1 of them, and did or tried something on 1." in alice.told


async def test_skipping_is_no_silence_and_raises_nothing(alice: Somebody) -> None:
    for number in range(2, 8):
        await alice.taps("Not now", alice.days[-1])
        await alice.taps("Skip this day")
        assert await waits(alice, 24 * HOUR) == [f"Day {number}"]


async def test_a_track_that_waits_goes_on_after_a_day_was_skipped(bare_town: Town) -> None:
    await bare_town.publishes(track_yaml(pacing="on-reply"))
    alice = bare_town.somebody("Alice", 1002)
    await alice.enrols()
    await alice.gets_the_next_day()
    await alice.taps("Not now")
    await alice.taps("Skip this day")

    assert await waits(alice, 25 * HOUR) == ["Day 2"]


async def test_buttons_of_somebody_else_change_nothing(alice: Somebody, bare_town: Town) -> None:
    await alice.taps("Not now")
    ben = bare_town.somebody("Ben", 1003)
    await ben.starts()
    before = (await alice.walk(), await alice.ledger())

    for row in alice.newest.data:
        for data in row:
            if str(data) != "help":
                ben.person.taps_data(str(data), ben.newest)
                await bare_town.settles()
                assert ben.toasts[-1].startswith("That button is not in use any more.")

    assert (await alice.walk(), await alice.ledger()) == before
