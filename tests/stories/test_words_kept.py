"""How long somebody's words are kept after a track is theirs to choose."""

from datetime import timedelta

import pytest

from bot.chat.keeping_messages import WORDS_MOVES
from bot.retention import let_go
from tests.stories.town import Somebody, Town

SECOND = timedelta(seconds=1)
LABELS = {
    0: "Until the end of the track",
    30: "30 days after the end",
    90: "90 days after the end",
    365: "365 days after the end",
}


async def chooses(somebody: Somebody, days: int) -> None:
    await somebody.says("/settings")
    await somebody.taps("How long words are kept")
    await somebody.taps(f"✓ {LABELS[days]}" if days == 90 else LABELS[days])


async def has_written(somebody: Somebody) -> None:
    await somebody.enrols()
    await somebody.gets_the_next_day()
    await somebody.says("Tea on the balcony.")


async def leaves(somebody: Somebody) -> None:
    await somebody.says("/stop")
    await somebody.taps("Yes, leave")


@pytest.mark.parametrize("days", LABELS)
async def test_words_are_kept_for_as_long_as_was_chosen_and_not_a_second_less(
    alice: Somebody, town: Town, days: int
) -> None:
    await has_written(alice)
    await chooses(alice, days)
    await let_go(town.database, town.clock() + timedelta(days=1000))
    assert len(await alice.words()) == 1  # the track is not over
    await alice.says("/pause")
    await town.passes(timedelta(days=400))
    await leaves(alice)
    ended_at = town.clock()

    await let_go(town.database, ended_at + timedelta(days=days))
    assert len(await alice.words()) == 1
    await let_go(town.database, ended_at + timedelta(days=days) + SECOND)

    assert await alice.words() == []


async def test_ones_own_choice_is_nobody_elses(alice: Somebody, ben: Somebody, town: Town) -> None:
    for one in (alice, ben):
        await has_written(one)
        await leaves(one)

    await chooses(alice, 0)
    await let_go(town.database, town.clock() + SECOND)

    assert await alice.words() == []
    assert len(await ben.words()) == 1


async def test_what_was_chosen_is_shown_there_and_in_privacy_and_outlives_a_restart(
    alice: Somebody, ben: Somebody, town: Town
) -> None:
    assert set(LABELS) == set(WORDS_MOVES.values())
    await alice.enrols()
    for days, told in (
        (30, "30 days after the end of the track"),
        (365, "365 days after"),
        (0, "until the end of the track"),
    ):
        await chooses(alice, days)
        assert [label for row in alice.newest.buttons for label in row if label.startswith("✓")] == [
            f"✓ {LABELS[days]}"
        ]
        await town.restarts()
        await alice.says("/privacy")
        assert f"your words about days and your gains: {told}" in alice.told

    await ben.says("/privacy")
    assert "your words about days and your gains: 90 days after the end of the track" in ben.told
