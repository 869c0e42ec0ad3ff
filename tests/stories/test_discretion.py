"""What comes by itself tells nothing on a locked screen: it comes closed, and what is in it is shown after a tap."""

import re
from dataclasses import replace
from datetime import time, timedelta
from itertools import product

import pytest

from bot import beside
from bot.chat import nudge_messages
from bot.practice import Shown as ShownDay
from bot.practice import View
from bot.publishing import shipped_tracks
from bot.sandbox import Shown
from curriculum import journey
from curriculum.allowed import allowed
from curriculum.day import DAYS
from curriculum.enrolment import Enrolment, TrackRef
from curriculum.fitted import Fit
from curriculum.nudge import NudgeKind, NudgeState
from curriculum.reading import read_track
from curriculum.safety import ContentClass
from storage.database import Unit
from tests.bot.test_buttons import NUDGE
from tests.media import png
from tests.stories.test_no_path import had_hard_days
from tests.stories.town import Somebody, Town
from tests.tracks import track_yaml

TELLS = re.compile(
    r"partner|relation|marriage|married|couple|wife|husband|spouse|girlfriend|boyfriend|love|close(ness|r)|intima|sex|touch|"
    r"feel|felt|emotion|mood|calm|hurt|fight|quarrel|conflict|argu|apolog|therap|counsel|psych|mental|crisis|help|heal|"
    r"pattern|pressure|listen|talk|together|trust|day \d|track|rest\b|exercise|gentle|reminder",
    re.IGNORECASE,
)
"""What would tell somebody who looks over a shoulder what this is about."""
OPEN = nudge_messages.OPEN
REMINDED = track_yaml(
    days={number: {"reminder": "The breath of today is still there."} for number in range(1, DAYS + 1)}
)


def on_a_locked_screen(message: Shown) -> str:
    """All that a notification could show: the words, and the buttons as well."""
    return " ".join([message.text, *(label for row in message.buttons for label in row)])


@pytest.fixture
def discreet(town: Town) -> Town:
    """A town as it is for everybody who has changed nothing."""
    town.discreet = True
    return town


@pytest.mark.parametrize("kind", NudgeKind)
def test_in_no_shipped_track_does_any_nudge_tell_what_it_is_about(kind: NudgeKind) -> None:
    told = 0
    for text, number, content_class in product(shipped_tracks(), range(1, DAYS + 1), ContentClass):
        track = read_track(text)
        nudge = replace(NUDGE, kind=kind, day=number)
        day = allowed(track, number, Fit(), content_class)
        shown = ShownDay(nudge, day, None, View.STANDARD, None, None, plain=False)

        message = nudge_messages.going_out(shown, track.title, None, discreet=True)

        assert TELLS.search(message.text + " ".join(button.says for row in message.buttons for button in row)) is None
        told += 1
    assert told == len(shipped_tracks()) * DAYS * len(ContentClass)


async def test_everything_that_comes_by_itself_comes_closed_and_opens_with_a_tap(
    alice: Somebody, ben: Somebody, discreet: Town
) -> None:
    await discreet.publishes(REMINDED)
    cleo = discreet.somebody("Cleo", 1004)
    for somebody, place in ((alice, 0), (ben, 4), (cleo, DAYS)):
        await somebody.starts()
        await begins(somebody, place, hard_days=somebody is ben)
    before = {one.telegram_id: len(one.inbox) for one in (alice, ben, cleo)}

    await discreet.passes(timedelta(hours=30))
    came = [message for one in (alice, ben, cleo) for message in one.inbox[before[one.telegram_id] :]]
    kinds = {nudge.kind for one in (alice, ben, cleo) for nudge in await one.ledger() if nudge.sent_at is not None}

    assert kinds >= {
        NudgeKind.DAY,
        NudgeKind.REST,
        NudgeKind.REMINDER,
        NudgeKind.COMPLETION,
    }  # others have stories of their own
    assert {on_a_locked_screen(message) for message in came} == {
        f"Something is here for you, whenever you like. {OPEN} A quiet minute"
    }
    assert [message for message in came if TELLS.search(on_a_locked_screen(message))] == []
    for one in (alice, ben, cleo):
        for message in one.inbox[before[one.telegram_id] :]:
            await one.taps(OPEN, message)
    opened = [message.text for one in (alice, ben, cleo) for message in one.inbox[before[one.telegram_id] :]]
    assert len(opened) == len(came)
    for begins_so in (
        "Day 1: Breathe",
        "The breath of today is still there.",
        "A rest",
        "Thirty calm days: that was day",
    ):
        assert any(text.startswith(begins_so) for text in opened)


async def begins(somebody: Somebody, place: int, *, hard_days: bool) -> None:
    """The person is this far on the newest version of the track, and wants reminders."""
    town = somebody.town
    async with town.database.unit() as unit:
        person = await unit.people.known(somebody.telegram_id)
        assert person is not None
        await unit.people.agree(person.id, town.clock())
        await unit.people.ask(person.id, None)
        walk = await a_walk(unit, person.id, town, place)
        if hard_days:
            await had_hard_days(unit, walk, town.clock())
        else:
            assert walk.due_at is not None
            await beside.plan(unit, walk, NudgeKind.RETURN, day=max(place, 1), at=walk.due_at)


async def a_walk(unit: Unit, person: int, town: Town, place: int) -> Enrolment:
    track = TrackRef("thirty-calm-days", 2)
    fresh = journey.start(
        id=unit.fresh.id(), person=person, track=track, hour=time(8), zone="Europe/Berlin", now=town.clock()
    )
    walk = replace(fresh, place=place, reminded=True)
    await unit.enrolments.add(walk)
    return walk


async def test_a_tap_on_open_shows_that_it_came_and_the_day_is_answered_as_ever(
    alice: Somebody, discreet: Town
) -> None:
    await alice.enrols()
    closed = await alice.gets_the_next_day()
    assert [nudge.state for nudge in await alice.ledger()] == [NudgeState.SENT]

    await alice.taps(OPEN)

    assert [nudge.state for nudge in await alice.ledger()] == [NudgeState.CONFIRMED]
    day = alice.newest
    assert day.message_id == closed.message_id
    assert day.text.startswith("Day 1: Breathe, part 1")
    await alice.taps("Done")
    assert alice.told.startswith("Day 1 is done.")
    await alice.says("It was good.", reply_to=day)
    assert await alice.words() == [(1, "It was good.")]


async def test_a_closed_day_whose_answer_was_lost_does_not_come_again_once_it_is_open(
    alice: Somebody, discreet: Town
) -> None:
    await alice.enrols()
    discreet.sandbox.faults.answer_lost()
    await alice.gets_the_next_day()
    came = len(alice.inbox)

    await alice.taps(OPEN)
    await discreet.ticks(timedelta(minutes=10))

    assert len(alice.inbox) == came
    assert (await alice.walk()).place == 1


async def test_a_picture_comes_after_the_tap_and_not_before(alice: Somebody, robin: Somebody, discreet: Town) -> None:
    robin.person.sends_document("breath.png", png(320, 200))
    robin.person.sends_document("calm.yaml", track_yaml(days={1: {"media": "breath.png"}}).encode())
    await discreet.settles()
    await robin.taps("Publish")
    await alice.enrols()

    closed = await alice.gets_the_next_day()
    assert closed.photo is None

    await alice.taps(OPEN)
    day, picture = alice.inbox[-2:]
    assert day.text.startswith("Day 1: Breathe, part 1")
    assert picture.photo is not None


async def test_in_the_settings_messages_come_open_and_closed_again(alice: Somebody, discreet: Town) -> None:
    await alice.enrols()
    await alice.says("/settings")
    await alice.taps("Send messages open")
    assert alice.toasts[-1] == "Open: all of it shows on a locked screen, too"
    assert (await alice.gets_the_next_day()).text.startswith("Day 1: Breathe, part 1")

    await alice.says("/settings")
    await alice.taps("Send messages closed")
    assert "a tap on Open opens one" in alice.told

    assert (await alice.gets_the_next_day()).buttons == [[OPEN, "A quiet minute"]]


async def test_nobody_opens_what_came_to_somebody_else(alice: Somebody, ben: Somebody, discreet: Town) -> None:
    await alice.enrols()
    await ben.starts()
    closed = await alice.gets_the_next_day()
    [[carried, _]] = closed.data
    assert carried is not None

    ben.person.taps_data(carried)
    await discreet.settles()

    assert ben.toasts[-1].startswith("That button is not in use")
    assert [nudge.state for nudge in await alice.ledger()] == [NudgeState.SENT]


async def test_what_is_kept_from_somebody_by_then_is_not_in_what_they_open(alice: Somebody, discreet: Town) -> None:
    await discreet.publishes(track_yaml(days={1: {"not_for": ["approach_partner"], "instead": None}}))
    await alice.enrols()
    await alice.gets_the_next_day()
    await alice.is_classed(ContentClass.RESTRICTED)

    await alice.taps(OPEN)

    assert alice.told.startswith("Day 1: A quiet one")
