"""The look back at a week: a quiet picture of what was done and noticed, and of nothing that was not."""

from datetime import timedelta

import pytest

from bot.sandbox import Shown
from curriculum.nudge import Nudge, NudgeKind, NudgeState
from curriculum.timing import local
from tests.stories.town import Somebody, Town
from tests.tracks import track_yaml

HEAD = "A look back: days 1 to 7"
CLOSED = "Something is here for you, whenever you like."
PNG = b"\x89PNG"


async def walks_a_week(one: Somebody, *, done: frozenset[int] = frozenset({2, 5})) -> None:
    """Gets seven days, and says of some that they were done."""
    for number in range(1, 8):
        day = await one.gets_the_next_day()
        await one.taps("Done" if number in done else "Smaller version", day)


async def comes_to_the_evening(one: Somebody) -> None:
    waiting = [nudge.due_at for nudge in await look_backs(one) if nudge.state is NudgeState.PLANNED]
    await one.town.sleeps_until(max(waiting, default=one.town.clock() + timedelta(hours=11, minutes=31)))


async def look_backs(one: Somebody) -> list[Nudge]:
    return [nudge for nudge in await one.ledger() if nudge.kind is NudgeKind.LOOK_BACK]


def pictures(one: Somebody) -> list[Shown]:
    return [message for message in one.inbox if message.photo is not None]


async def test_after_seven_days_a_quiet_picture_comes_in_the_evening(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.says("/gain We laughed <together>")
    await walks_a_week(alice)

    await comes_to_the_evening(alice)

    (picture,) = pictures(alice)
    assert picture.text.startswith(HEAD)
    assert "On 2 of these days you did or tried something." in picture.text
    assert local(picture.at, "Europe/Berlin").time().hour == 19
    assert picture.photo is not None
    assert picture.photo.content.startswith(PNG)
    sent = [call for call in town.sandbox.calls if call.method == "sendPhoto"][-1]
    assert sent.params["disable_notification"] in (True, "true")
    assert "has_spoiler" not in sent.params
    assert (await alice.gets_the_next_day()).text.startswith("Day 8: ")
    assert (await alice.walk()).place == 8


async def test_nothing_of_the_picture_is_kept(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.says("/gain A cup of tea")
    await walks_a_week(alice)

    await comes_to_the_evening(alice)

    assert len(pictures(alice)) == 1
    assert town.database.file is not None
    for file in town.database.file.parent.iterdir():
        assert not file.is_file() or PNG not in file.read_bytes()


@pytest.mark.parametrize("why", ["nothing was done", "it was turned off", "it was too much", "on hold", "paused"])
async def test_no_look_back_comes_when(alice: Somebody, why: str) -> None:
    await alice.enrols()
    if why == "it was turned off":
        await alice.says("/settings")
        await alice.taps("No weekly look back")
    await walks_a_week(alice, done=frozenset() if why == "nothing was done" else frozenset({1}))
    match why:
        case "it was too much":
            await alice.taps("Made it worse")
        case "on hold":
            await alice.says("I want to kill myself")
        case "paused":
            await alice.says("/pause")

    await comes_to_the_evening(alice)

    assert pictures(alice) == []
    assert all(nudge.state is NudgeState.CANCELLED for nudge in await look_backs(alice))


async def test_it_can_be_wanted_again(alice: Somebody) -> None:
    await alice.enrols()
    await alice.says("/settings")
    await alice.taps("No weekly look back")
    await alice.taps("A weekly look back")
    await walks_a_week(alice)

    await comes_to_the_evening(alice)

    assert len(pictures(alice)) == 1


async def test_it_takes_the_place_of_the_reminder(bare_town: Town) -> None:
    line = "It is still here, if you want it."
    await bare_town.publishes(track_yaml(days={day: {"reminder": line} for day in range(1, 30)}))
    alice = bare_town.somebody("Alice", 1002)
    await alice.enrols()
    await alice.says("/settings")
    await alice.taps("Remind me in the evening")
    await walks_a_week(alice)

    await comes_to_the_evening(alice)

    assert len(pictures(alice)) == 1
    evening = [nudge for nudge in await alice.ledger() if nudge.day == 7 and nudge.kind.is_beside]
    assert [nudge.kind for nudge in evening] == [NudgeKind.LOOK_BACK]


@pytest.mark.parametrize("so_far", ["nothing", "a gain"])
async def test_the_reminder_comes_where_there_is_nothing_to_look_back_at(bare_town: Town, so_far: str) -> None:
    line = "It is still here, if you want it."
    await bare_town.publishes(track_yaml(days={day: {"reminder": line} for day in range(1, 30)}))
    alice = bare_town.somebody("Alice", 1002)
    await alice.enrols()
    await alice.says("/settings")
    await alice.taps("Remind me in the evening")
    if so_far == "a gain":
        await alice.says("/gain A cup of tea")
    for number in range(1, 8):
        day = await alice.gets_the_next_day()
        if number < 7:
            await alice.taps("Smaller version", day)

    await alice.town.ticks(timedelta(hours=13), every=timedelta(minutes=10))

    evening = [nudge.kind for nudge in await alice.ledger() if nudge.day == 7 and nudge.kind.is_beside]
    assert evening == [NudgeKind.LOOK_BACK if so_far == "a gain" else NudgeKind.REMINDER]
    assert alice.told.startswith(HEAD if so_far == "a gain" else line)


@pytest.mark.parametrize(
    ("noted", "told"),
    [
        (["Tea"] * 6, "Your newest gains of these days are on it, and"),
        (["Tea", "😂"], "Your newest gains of these days are on it and above, and"),
        (["😂"], "Your newest gains of these days are above, and"),
        ([], "What you note by /gain comes on the next one"),
    ],
)
async def test_the_caption_says_where_the_gains_are(alice: Somebody, noted: list[str], told: str) -> None:
    await alice.enrols()
    for words in noted:
        await alice.says(f"/gain {words}")
    await walks_a_week(alice)

    await comes_to_the_evening(alice)

    assert told in pictures(alice)[0].text


async def test_for_days_in_the_evening_it_comes_at_noon(alice: Somebody) -> None:
    await alice.enrols(hour="20:00")
    await walks_a_week(alice)

    await comes_to_the_evening(alice)

    (picture,) = pictures(alice)
    assert local(picture.at, "Europe/Berlin").time().hour == 12


async def test_after_an_outage_no_look_back_comes_late(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await walks_a_week(alice)
    (planned,) = await look_backs(alice)

    await town.sleeps_until(planned.due_at + timedelta(hours=2))

    assert pictures(alice) == []


async def test_who_is_discreet_opens_it_and_lifts_its_cover(alice: Somebody, town: Town) -> None:
    town.discreet = True
    await alice.enrols()
    await alice.says("/gain A hand on my shoulder")
    for _ in range(7):
        await alice.gets_the_next_day()
        await alice.taps("Open")

    await comes_to_the_evening(alice)

    assert alice.told == CLOSED
    assert pictures(alice) == []
    await alice.taps("Open")
    (picture,) = pictures(alice)
    assert picture.text.startswith(HEAD)
    sent = [call for call in town.sandbox.calls if call.method == "sendPhoto"][-1]
    assert sent.params["has_spoiler"] in (True, "true")
    assert "tea" not in alice.told


@pytest.mark.parametrize("then", ["on hold", "erased"])
async def test_what_is_opened_later_shows_what_may_be_shown_then(alice: Somebody, town: Town, then: str) -> None:
    town.discreet = True
    await alice.enrols()
    await alice.says("/gain A hand on my shoulder")
    for _ in range(7):
        await alice.gets_the_next_day()
        await alice.taps("Open")
    await comes_to_the_evening(alice)
    closed = alice.newest
    if then == "on hold":
        await alice.says("I want to kill myself")
    else:
        person = (await alice.walk()).person
        async with town.database.unit() as unit:
            await unit.people.keep_words_for(person, days=0)
        await alice.says("/stop")
        await alice.taps("Yes, leave")
        town.clock.move(timedelta(seconds=1))
        async with town.database.unit() as unit:
            await unit.gains.forget(before=town.clock(), on_no_walk_before=town.clock(), words_days=0)

    await alice.taps("Open", closed)

    assert pictures(alice) == []


async def test_words_that_no_letter_is_there_for_stand_under_the_picture(alice: Somebody) -> None:
    await alice.enrols()
    await alice.says("/gain 今日は一緒に笑った")
    await alice.says("/gain 😂")
    await walks_a_week(alice)

    await comes_to_the_evening(alice)

    assert "• 今日は一緒に笑った\n• 😂" in pictures(alice)[0].text


async def test_when_telegram_takes_no_picture_the_words_come_alone(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await walks_a_week(alice)
    town.sandbox.faults.refuse(400, "IMAGE_PROCESS_FAILED", methods=["sendPhoto"])

    await comes_to_the_evening(alice)

    assert pictures(alice) == []
    assert alice.told.startswith(HEAD)


async def test_two_weeks_bring_two_look_backs_each_of_its_own_week(alice: Somebody) -> None:
    await alice.enrols()
    await alice.says("/gain The first one")
    await walks_a_week(alice)
    await comes_to_the_evening(alice)
    await alice.gets_the_next_day()
    await alice.says("/gain The second one")
    for _ in range(6):
        await alice.taps("Smaller version", await alice.gets_the_next_day())

    await comes_to_the_evening(alice)

    assert [message.text.splitlines()[0] for message in pictures(alice)] == [HEAD, "A look back: days 8 to 14"]
