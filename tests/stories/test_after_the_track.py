"""After a track, and in place of it: another one, or nothing more, which is a fair choice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from curriculum.calm.drills import FIXING
from curriculum.enrolment import Standing
from curriculum.nudge import NudgeKind, NudgeState
from curriculum.timing import local
from tests.stories.town import Somebody, Town
from tests.tracks import track_yaml

OTHER = track_yaml(track="quiet-evenings", title="Quiet evenings")


@pytest.fixture
async def other(town: Town) -> None:
    await town.publishes(OTHER)


async def has_come_to_the_end(alice: Somebody) -> None:
    walk = await alice.walk()
    async with alice.town.database.unit() as unit:
        await unit.enrolments.save(walk, replace(walk, place=walk.length))
    await alice.gets_the_next_day()
    assert "It is a start, not a finish." in alice.told


@pytest.mark.usefixtures("other")
async def test_at_the_end_another_track_is_one_tap_away_and_walked_ones_are_marked(alice: Somebody) -> None:
    await alice.enrols()
    await has_come_to_the_end(alice)

    await alice.taps("Next track")

    assert ["✓ Thirty calm days"] in alice.newest.buttons
    assert ["Quiet evenings"] in alice.newest.buttons


async def test_who_has_had_enough_is_left_in_peace(alice: Somebody) -> None:
    await alice.enrols()
    await has_come_to_the_end(alice)

    await alice.taps("That is all for me")

    assert "stopping here is a fair choice" in alice.told
    assert "/forget" in alice.told
    assert (await alice.walk()).standing is Standing.FINISHED
    assert (await alice.walk()).due_at is None


@pytest.mark.usefixtures("other")
async def test_another_track_begins_at_the_same_hour_keeps_the_journal_and_brings_one_day_a_date(
    alice: Somebody, town: Town
) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await alice.says("We had tea.")
    before = await alice.walk()

    await alice.says("/settings")
    await alice.taps("Another track")
    assert "What you wrote stays in your journal" in alice.told
    await alice.taps("Quiet evenings")

    walk = await alice.walk()
    assert (walk.track.slug, walk.hour, walk.zone) == ("quiet-evenings", before.hour, before.zone)
    assert alice.told.startswith("From now on: Quiet evenings")
    await alice.gets_the_next_day()
    days = [nudge for nudge in await alice.ledger() if nudge.kind is NudgeKind.DAY]
    assert [(nudge.track.slug, nudge.day) for nudge in days] == [("thirty-calm-days", 1), ("quiet-evenings", 1)]
    assert len({local(nudge.due_at, nudge.zone).date() for nudge in days}) == len(days)
    assert await alice.words() == [(1, "We had tea.")]


@pytest.mark.usefixtures("other")
@pytest.mark.parametrize("held", [False, True])
async def test_a_time_of_return_that_was_named_is_told_on_the_other_track_too(
    alice: Somebody, town: Town, held: bool
) -> None:
    await alice.enrols()
    await alice.says("/calm")
    await alice.taps(FIXING.like)
    await alice.taps("Stop")
    await alice.taps("A pause line")
    await alice.taps("20 minutes")
    await alice.says("/settings")
    await alice.taps("Another track")
    await alice.taps("Quiet evenings")
    if held:
        await alice.says("I want to kill myself")

    await town.ticks(timedelta(minutes=25))

    returns = [nudge.state for nudge in await alice.ledger() if nudge.kind is NudgeKind.RETURN]
    assert sorted(returns) == sorted([NudgeState.CANCELLED, NudgeState.CANCELLED if held else NudgeState.SENT])
    assert alice.told.endswith("the time you named.") is not held


@pytest.mark.usefixtures("other")
async def test_changing_to_and_fro_in_one_day_brings_nothing_twice(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()

    for title in ("Quiet evenings", "✓ Thirty calm days"):
        await alice.says("/settings")
        await alice.taps("Another track")
        await alice.taps(title)
    await town.settles()

    assert len([nudge for nudge in await alice.ledger() if nudge.kind is NudgeKind.DAY]) == 1
    await alice.gets_the_next_day()
    days = [nudge for nudge in await alice.ledger() if nudge.kind is NudgeKind.DAY]
    assert len({local(nudge.due_at, nudge.zone).date() for nudge in days}) == len(days) == 2


async def test_where_there_is_no_other_track_that_is_said(alice: Somebody) -> None:
    await alice.enrols()
    await alice.says("/settings")

    await alice.taps("Another track")

    assert alice.told.startswith("There is no other track yet.")


@pytest.mark.usefixtures("other")
async def test_nobody_changes_somebody_elses_track(alice: Somebody, ben: Somebody, town: Town) -> None:
    await alice.enrols()
    await ben.enrols()
    await alice.says("/settings")
    await alice.taps("Another track")
    carried = next(data for row in alice.newest.data for data in row if data is not None)

    ben.person.taps_data(carried)
    await town.settles()

    assert ben.toasts[-1].startswith("That button is not in use")
    assert (await ben.walk()).track.slug == "thirty-calm-days"
