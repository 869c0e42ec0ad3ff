"""Silence and absence: one question, one welcome, and however long somebody is away, exactly one message."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.sandbox import Shown
from curriculum.day import Outcome
from curriculum.enrolment import Standing
from curriculum.nudge import NEVER_ARRIVED, NudgeKind
from curriculum.timing import local
from tests.stories.town import Somebody, Town
from tests.tracks import track_yaml

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
QUESTION = "Nothing came back for three days, and that is fine."
BY_ITSELF = "It has been a while, and nothing has to be made up for."
BACK = "Good to have you back."


@pytest.fixture
async def alice(alice: Somebody) -> Somebody:
    """Alice, who has answered four days."""
    await alice.enrols()
    for _ in range(4):
        await alice.taps("Done", await alice.gets_the_next_day())
        await alice.taps("Calm")
    await alice.town.passes(HOUR)
    return alice


def heads(messages: Sequence[Shown]) -> list[str]:
    return [message.text.partition("\n")[0].partition(":")[0] for message in messages]


async def comes(somebody: Somebody, span: timedelta) -> list[str]:
    """What comes by itself in that time."""
    before = len(somebody.inbox)
    await somebody.town.passes(span)
    return heads(somebody.inbox[before:])


async def is_silent(somebody: Somebody) -> None:
    """Three days come, and nothing is done about them."""
    assert await comes(somebody, 3 * DAY) == ["Day 5", "Day 6", "Day 7"]


async def test_who_is_silent_for_three_days_is_asked_once_and_then_left_in_peace(alice: Somebody) -> None:
    await is_silent(alice)

    assert await comes(alice, 12 * DAY) == [f"{QUESTION} Shall this go on, pause, or end?"]
    assert alice.newest.buttons == [["Go on"], ["Pause", "Leave the track"], ["Pressure", "Help"]]
    assert (await alice.walk()).place == 7
    assert await comes(alice, 90 * DAY) == []


async def test_the_question_comes_at_the_persons_hour(alice: Somebody) -> None:
    await is_silent(alice)
    await comes(alice, DAY)

    assert f"{local(alice.newest.at, 'Europe/Berlin'):%H:%M}" == "08:00"


async def test_after_an_outage_of_twelve_days_one_message_comes(alice: Somebody, town: Town) -> None:
    before = len(alice.inbox)

    await town.sleeps_until(town.clock() + 12 * DAY)
    await town.passes(12 * DAY)

    assert heads(alice.inbox[before:]) == [
        BY_ITSELF.partition(":")[0] + f" {alice.told.partition('. ')[2].partition(chr(10))[0]}"
    ]
    assert (await alice.walk()).place == 4


async def test_who_blocked_the_bot_for_twelve_days_is_welcomed_once_by_what_they_say(
    alice: Somebody, town: Town
) -> None:
    alice.person.blocks()
    await town.settles()
    assert await comes(alice, 12 * DAY) == []

    alice.person.unblocks()
    await town.settles()
    before = len(alice.inbox)
    await alice.says("/start")

    assert [message.text.startswith(BACK) for message in alice.inbox[before:]] == [True]
    assert await comes(alice, 15 * HOUR) == []
    assert await comes(alice, DAY) == ["Day 5"]


async def test_who_unblocks_the_bot_and_says_nothing_is_welcomed_at_their_hour(alice: Somebody, town: Town) -> None:
    alice.person.blocks()
    await town.settles()
    await comes(alice, 12 * DAY)

    alice.person.unblocks()
    await town.settles()

    came = await comes(alice, 12 * DAY)
    assert len(came) == 1
    assert came[0].startswith(BY_ITSELF)


async def test_a_pause_of_twelve_days_ends_with_one_message(alice: Somebody) -> None:
    await alice.says("/pause 12 days")

    came = await comes(alice, 40 * DAY)

    assert len(came) == 1
    assert came[0].startswith(BY_ITSELF)


async def test_a_long_pause_that_somebody_ends_themselves_is_answered_with_the_welcome(alice: Somebody) -> None:
    await alice.says("/pause")
    assert await comes(alice, 12 * DAY) == []

    await alice.says("/resume")

    assert alice.told.startswith(BACK)
    assert "If you choose nothing, the next day comes" in alice.told
    assert await comes(alice, 12 * HOUR) == []
    assert await comes(alice, DAY) == ["Day 5"]


async def test_words_after_the_question_are_kept_and_answered_with_the_welcome(alice: Somebody) -> None:
    await is_silent(alice)
    await comes(alice, 5 * DAY)

    await alice.says("I was away.")

    assert await alice.words() == [(7, "I was away.")]
    assert alice.inbox[-2].text.startswith("Thank you. Kept with day 7.")
    assert alice.told.startswith(BACK)
    assert await comes(alice, 25 * HOUR) == ["Day 8"]


async def test_a_check_in_on_an_old_day_counts_and_is_answered_too(alice: Somebody) -> None:
    await is_silent(alice)
    await comes(alice, 5 * DAY)
    [old] = [day for day in alice.days if day.text.startswith("Day 6")]

    await alice.taps("Tried", old)

    [nudge] = [nudge for nudge in await alice.ledger() if nudge.message_id == old.message_id]
    assert await alice.outcome(nudge) is Outcome.TRIED
    assert any(message.text.startswith("You tried on day 6, and that counts.") for message in alice.inbox)
    assert alice.told.startswith(BACK)


async def test_who_goes_on_at_once_is_not_welcomed(alice: Somebody) -> None:
    await is_silent(alice)
    await comes(alice, DAY)

    await alice.taps("Go on")

    assert alice.told.startswith("Then we go on from here.")
    assert await comes(alice, 25 * HOUR) == ["Day 8"]


async def test_who_goes_on_after_some_days_is_welcomed_by_that(alice: Somebody) -> None:
    await is_silent(alice)
    await comes(alice, 5 * DAY)

    await alice.taps("Go on")

    assert alice.told.startswith(BACK)
    assert len([message for message in alice.inbox if message.text.startswith(BACK)]) == 1


async def test_silence_is_counted_anew_after_somebody_was_back(alice: Somebody) -> None:
    await is_silent(alice)
    await comes(alice, DAY)
    await alice.taps("Go on")

    came = await comes(alice, 12 * DAY)

    assert came[:3] == ["Day 8", "Day 9", "Day 10"]
    assert [head.startswith(QUESTION) for head in came[3:]] == [True]


async def test_the_question_can_be_answered_with_a_pause_or_by_leaving(alice: Somebody) -> None:
    await is_silent(alice)
    await comes(alice, 3 * DAY)

    await alice.taps("Leave the track")
    assert "Leave the track? Messages end" in alice.told
    assert (await alice.walk()).quiet_since is not None

    await alice.taps("Pause", next(one for one in alice.inbox if one.text.startswith(QUESTION)))
    assert (await alice.walk()).standing is Standing.PAUSED
    assert alice.told.startswith("Paused.")


@pytest.mark.parametrize("sign", ["/help", "/privacy", "/stop"])
async def test_who_looks_for_help_or_leaves_is_not_asked_for_more(alice: Somebody, sign: str) -> None:
    await is_silent(alice)
    await comes(alice, 3 * DAY)

    await alice.says(sign)

    assert not any(message.text.startswith(BACK) for message in alice.inbox)
    assert (await alice.walk()).quiet_since is not None


async def test_who_only_taps_on_their_days_is_not_taken_for_silent(alice: Somebody) -> None:
    for number in range(5, 12):
        day = await alice.gets_the_next_day()
        assert day.text.startswith(f"Day {number}:")
        await alice.taps("Smaller version", day)


async def test_a_week_can_be_repeated_and_nothing_of_it_is_lost(alice: Somebody) -> None:
    for _ in range(6):
        await alice.taps("Done", await alice.gets_the_next_day())
    await alice.town.passes(HOUR)
    await alice.says("/pause 12 days")
    await comes(alice, 13 * DAY)

    await alice.taps("Repeat this week, from day 8")

    assert alice.told.startswith("Then the days from day 8 on come once more.")
    assert await comes(alice, 25 * HOUR) == ["Day 8"]
    await alice.taps("Done", alice.newest)
    await alice.says("/progress")
    assert "10 of 30 days have come." in alice.told
    assert "You answered 10 of them, and did or tried something on 10." in alice.told


async def test_late_answers_to_a_week_that_is_repeated_stay_with_their_own_day(alice: Somebody) -> None:
    await alice.says("/pause 12 days")
    await comes(alice, 13 * DAY)
    await alice.taps("Repeat this week, from day 1")
    old = alice.days[3]

    await alice.taps("Tried", old)
    await alice.says("Late words.", reply_to=old)

    assert (await alice.walk()).place == 0
    assert await alice.words() == [(4, "Late words.")]
    assert await comes(alice, 25 * HOUR) == ["Day 1"]


async def test_a_track_can_be_started_again_and_the_journal_is_kept(alice: Somebody) -> None:
    await alice.says("Mine to keep.")
    await alice.says("/pause 12 days")
    await comes(alice, 13 * DAY)

    await alice.taps("Start again")
    assert alice.told.startswith("Start again from day 1?")
    assert (await alice.walk()).place == 4
    await alice.taps("Start again")

    assert alice.told.startswith("All set:")
    assert await comes(alice, 25 * HOUR) == ["Day 1"]
    assert await alice.words() == [(4, "Mine to keep.")]


async def test_a_button_of_a_welcome_that_is_over_changes_nothing(alice: Somebody) -> None:
    await alice.says("/pause 12 days")
    await comes(alice, 13 * DAY)
    welcome = alice.newest
    await alice.taps("Go on here")
    await comes(alice, 2 * DAY)
    before = await alice.walk()

    alice.person.taps_data(str(welcome.data[1][0]), welcome)
    await alice.town.settles()

    assert await alice.walk() == before
    assert alice.toasts[-1].startswith("That button is not in use any more.")


async def test_a_welcome_that_came_by_itself_is_not_said_once_more(alice: Somebody) -> None:
    await alice.says("/pause 12 days")
    await comes(alice, 15 * DAY)

    await alice.says("Here I am.")

    assert not any(message.text.startswith(BACK) for message in alice.inbox)
    assert await comes(alice, 25 * HOUR) == ["Day 5"]


async def test_what_asks_comes_closed_to_who_is_discreet(town: Town, ben: Somebody) -> None:
    town.discreet = True
    await ben.enrols()
    await comes(ben, 3 * DAY)

    assert await comes(ben, 6 * DAY) == ["Something is here for you, whenever you like."]
    await ben.taps("Open")

    assert ben.told.startswith(QUESTION)
    assert not any(message.text.startswith(BACK) for message in ben.inbox)
    await ben.taps("Go on")
    assert ben.told.startswith(BACK)


async def test_nobody_is_asked_anything_while_on_hold(alice: Somebody) -> None:
    await is_silent(alice)
    await alice.says("I want to kill myself")
    assert await comes(alice, 20 * DAY) == []

    await alice.taps("I am safe, go on")

    assert (await comes(alice, 3 * DAY))[0] == "Day 8"


@pytest.mark.parametrize("pacing", ["on-reply", {"wait-up-to": 1}])
async def test_a_track_that_waits_asks_once_and_goes_on_when_somebody_is_back(bare_town: Town, pacing: object) -> None:
    await bare_town.publishes(track_yaml(pacing=pacing))
    alice = bare_town.somebody("Alice", 1002)
    await alice.enrols()
    await alice.gets_the_next_day()

    came = await comes(alice, 40 * DAY)

    assert [head.startswith(QUESTION) for head in came] == [False] * (len(came) - 1) + [True]
    assert len(came) == (1 if pacing == "on-reply" else 3)
    await alice.taps("Go on")
    came = await comes(alice, 2 * DAY)
    assert came == [f"Day {(await alice.walk()).place}"]


async def test_no_one_who_came_back_finds_a_nudge_beside_the_welcome(alice: Somebody) -> None:
    await alice.says("/pause 12 days")
    await comes(alice, 40 * DAY)

    arrived = [nudge for nudge in await alice.ledger() if nudge.state not in NEVER_ARRIVED]
    assert [nudge.kind for nudge in arrived if nudge.kind is not NudgeKind.DAY] == [NudgeKind.WELCOME_BACK]


async def test_whatever_somebody_does_is_a_sign(alice: Somebody) -> None:
    for number in range(5, 12):
        assert await comes(alice, DAY) == [f"Day {number}"]
        await alice.says("/gain They poured the tea.")
