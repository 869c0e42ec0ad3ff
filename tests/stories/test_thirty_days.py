"""The whole way: thirty days, their end, and what comes after it."""

from collections import Counter
from datetime import timedelta

from curriculum.enrolment import Standing
from curriculum.nudge import NudgeKind
from curriculum.timing import local
from tests.stories.town import Somebody, Town
from tests.tracks import track_yaml


async def test_thirty_days_are_walked_to_the_end(alice: Somebody, town: Town) -> None:
    await alice.enrols()

    for day in range(1, 31):
        nudge = await alice.gets_the_next_day()
        assert nudge.text.startswith(f"Day {day}: Breathe, part {day}\n")
        await alice.taps("Done")

    assert alice.told.startswith("Thirty calm days: that was day 30.")
    assert "You did or tried something on 30 of 30 days." in alice.told
    walk = await alice.walk()
    assert (walk.standing, walk.place, walk.due_at) == (Standing.FINISHED, 30, None)
    dates = [local(day.at, walk.zone).date() for day in alice.days]
    assert dates == [dates[0] + timedelta(days=ahead) for ahead in range(30)]


async def test_a_track_of_three_days_ends_after_three(alice: Somebody, town: Town) -> None:
    short = track_yaml(track="three-days", title="Three days", length=3, days=dict.fromkeys(range(4, 31)))
    await town.publishes(short)
    await alice.enrols(link="three-days")

    for day in range(1, 4):
        assert (await alice.gets_the_next_day()).text.startswith(f"Day {day}: ")
        await alice.says("/progress")
        assert f"{day} of 3 days have come." in alice.told
        await alice.taps("Done")

    assert alice.told.startswith("Three days: that was day 3.")
    assert "You did or tried something on 3 of 3 days." in alice.told
    walk = await alice.walk()
    assert (walk.standing, walk.place, walk.length, walk.due_at) == (Standing.FINISHED, 3, 3, None)


async def test_a_track_of_three_days_ends_also_for_somebody_who_never_answers(alice: Somebody, town: Town) -> None:
    await town.publishes(track_yaml(track="three-days", title="Three days", length=3, days=dict.fromkeys(range(4, 31))))
    await alice.enrols(link="three-days")

    await town.passes(timedelta(days=10))

    heads = [
        text.partition(":")[0] for text in (one.text for one in alice.inbox) if text.startswith(("Day ", "Three days:"))
    ]
    assert heads == ["Day 1", "Day 2", "Day 3", "Three days"]
    assert (await alice.walk()).standing is Standing.FINISHED


async def reads(somebody: Somebody, days: int) -> None:
    """So many days come, and are looked at and not answered."""
    for _ in range(days):
        await somebody.taps("Smaller version", await somebody.gets_the_next_day())


async def test_thirty_days_come_also_to_somebody_who_never_answers(alice: Somebody, town: Town) -> None:
    await alice.enrols()

    await reads(alice, 30)
    await town.passes(timedelta(days=10))

    days = [message for message in alice.inbox if message.text.startswith("Day ")]
    assert [day.text.partition(":")[0] for day in days] == [f"Day {number}" for number in range(1, 31)]
    completions = [message for message in alice.inbox if "that was day 30" in message.text]
    assert len(completions) == 1
    assert completions[0].at - days[-1].at == timedelta(days=1)
    assert (await alice.walk()).standing is Standing.FINISHED
    assert [nudge.kind for nudge in await alice.ledger()].count(NudgeKind.COMPLETION) == 1


async def test_the_check_in_of_day_thirty_ends_the_track_and_no_second_end_comes(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await reads(alice, 30)
    assert alice.told.startswith("Day 30:")

    await alice.taps("Tried")
    await town.passes(timedelta(days=5))

    ends = Counter("that was day 30" in message.text for message in alice.inbox)
    assert ends[True] == 1
    assert "You did or tried something on 1 of 30 days." in alice.told


async def test_an_answer_to_day_thirty_can_be_changed_without_a_second_end(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await reads(alice, 30)
    last = alice.newest
    await alice.taps("Tried")

    await alice.taps("Done", last)

    assert alice.told.startswith("Day 30 is done.")
    assert sum("that was day 30" in message.text for message in alice.inbox) == 1


async def test_words_after_the_end_are_kept_with_the_last_day(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await reads(alice, 30)
    await town.passes(timedelta(days=1))

    await alice.says("Looking back, it was worth it.")

    assert await alice.words() == [(30, "Looking back, it was worth it.")]


async def test_after_the_end_one_can_begin_again(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await reads(alice, 30)
    await town.passes(timedelta(days=2))

    await alice.starts()
    await alice.taps("07:00")
    await alice.says("Berlin")
    again = await alice.gets_the_next_day()

    assert again.text.startswith("Day 1:")
    assert (await alice.walk()).place == 1


async def test_progress_counts_days_and_knows_no_chain(alice: Somebody) -> None:
    await alice.enrols()
    for label in ("Done", "Not the moment", None, "Tried"):
        await alice.gets_the_next_day()
        if label is not None:
            await alice.taps(label)

    await alice.says("/progress")

    assert "4 of 30 days have come." in alice.told
    assert "You answered 3 of them, and did or tried something on 2." in alice.told
    assert "Days without an answer are fine." in alice.told
