"""Pressure: a quiet minute from every message and by /calm, which moves nothing; a pause that ends; a soft start."""

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import beside
from bot.calm.drilling import OVERDUE
from bot.chat import buttons
from bot.chat.calm_buttons import CalmTap
from bot.retention import let_go
from bot.sandbox.faults import MESSAGES
from curriculum.calm import LATE, PACE, Drill, return_at
from curriculum.calm.drills import DRILLS, EXPLODING, FIXING, LONGEST
from curriculum.calm.soft_start import PARTS, Part
from curriculum.nudge import NudgeKind, NudgeState
from curriculum.safety import ContentClass
from curriculum.timing import local
from tests.stories.town import Somebody, Town

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
DRILL = FIXING.like
END = "That was all of it. How is it now?"


async def paced(town: Town, span: timedelta) -> list[timedelta]:
    """Time passes second by second, and the bot looks after its drills; gives when it changed a message."""
    shown, began = [], town.clock()
    while town.clock() - began < span:
        town.clock.move(SECOND)
        shown += [town.clock() - began] * await town.app.pacing.look()
    return shown


async def drills(alice: Somebody, like: str = DRILL) -> None:
    await alice.says("/calm")
    await alice.taps(like)


async def went_through(alice: Somebody, felt: str = "Easier") -> None:
    """A whole drill, and how it was."""
    await drills(alice)
    await paced(alice.town, LONGEST)
    await alice.taps(felt)


async def returns(alice: Somebody) -> list[NudgeState]:
    return [nudge.state for nudge in await alice.ledger() if nudge.kind is NudgeKind.RETURN]


@pytest.mark.parametrize("drill", DRILLS, ids=lambda drill: str(drill.response))
async def test_each_drill_goes_step_by_step_in_one_message_within_two_minutes(
    alice: Somebody, town: Town, drill: Drill
) -> None:
    await alice.enrols()
    await alice.says("/calm")
    began, before = town.clock(), len(alice.inbox)
    await alice.taps(drill.like)
    if drill is EXPLODING:
        assert "that comes first, and /help" in alice.told
        await alice.taps("Everybody is safe, begin")

    read = [alice.told]
    while alice.told != END:
        assert town.clock() - began < LONGEST, "it goes on for too long"
        town.clock.move(SECOND)
        if await town.app.pacing.look():
            read.append(alice.told)

    assert len(alice.inbox) == before
    assert read[0].startswith(drill.named)
    assert [step in told for step, told in zip(drill.steps, read[:-1], strict=True)] == [True] * len(drill.steps)
    assert alice.newest.buttons == [["Easier", "The same", "More"], ["Help"]]


async def test_steps_are_as_far_apart_as_they_should_be(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await drills(alice)

    shown = await paced(town, LONGEST)

    assert shown == [PACE * number for number in range(1, len(FIXING.steps) + 1)]


async def test_a_day_has_it_and_a_closed_one_says_no_word_of_it(alice: Somebody, town: Town) -> None:
    town.discreet = True
    await alice.enrols()
    closed = await alice.gets_the_next_day()

    await alice.taps("A quiet minute", closed)

    assert alice.told.startswith("This is pressure")
    assert [nudge.state for nudge in await alice.ledger()] == [NudgeState.CONFIRMED]
    await alice.taps("Open", closed)
    await alice.taps("Pressure", closed)
    assert alice.told.startswith("This is pressure")


async def test_under_a_day_that_was_walked_to_the_end_it_is_one_tap_away_too(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    walk = await alice.walk()
    async with town.database.unit() as unit:
        await unit.enrolments.save(walk, replace(walk, place=30))

    await alice.gets_the_next_day()

    assert "that was day 30" in alice.told
    assert any("Pressure" in row for row in alice.newest.buttons)


async def test_nothing_of_it_moves_the_walk(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    walk = await alice.walk()

    await went_through(alice)
    await alice.taps("A pause line")
    await alice.taps("20 minutes")
    await town.ticks(21 * MINUTE)
    await alice.taps("I am going back")
    await alice.says("/calm")
    await alice.taps(DRILL)
    await alice.taps("Stop")

    assert await alice.walk() == walk
    await alice.says("/progress")
    assert "And 2 quiet minutes." in alice.told
    assert "did or tried something on 0" in alice.told


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_is_done_with_it_moves_nothing(alice: Somebody, town: Town, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  (it is to be the same each time)
    await alice.enrols()
    await alice.gets_the_next_day()
    walk, done = await alice.walk(), Counter[str]()

    for _ in range(25):
        ways = [
            data
            for row in alice.newest.data
            for data in row
            if data is not None and isinstance(buttons.read(data), CalmTap)
        ]
        if chance.random() < 0.8 and ways:
            alice.person.taps_data(chance.choice(ways))
            done["taps"] += 1
        else:
            alice.person.says(chance.choice(["/calm", "/calm", "The door was closed"]))
        await town.settles()
        await town.ticks(chance.choice([0, 1, 25]) * MINUTE, every=MINUTE)

    now = await alice.walk()
    assert replace(now, back_at=walk.back_at) == walk
    assert done["taps"] > 5


async def test_stop_ends_it_at_once(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await drills(alice)
    await paced(town, PACE)

    await alice.taps("Stop")

    assert alice.told.startswith("Stopped, and that is fine.")
    assert await paced(town, LONGEST) == []


async def test_a_second_one_begins_anew_and_ends_the_first(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await drills(alice)
    first = alice.newest
    await paced(town, PACE)
    stood = alice.told

    await drills(alice, DRILLS[-1].like)
    await paced(town, LONGEST)

    assert next(message for message in alice.inbox if message.message_id == first.message_id).text == stood
    assert alice.told == END


async def test_it_goes_on_after_a_restart(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await drills(alice)
    await paced(town, PACE)

    await town.restarts()
    town.clock.move(2 * PACE)
    shown = await paced(town, LONGEST)

    assert len(shown) == len(FIXING.steps) - 1
    assert alice.told == END


async def test_after_a_long_while_it_ends_kindly_instead(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await drills(alice)

    town.clock.move(PACE + OVERDUE + SECOND)
    await town.restarts()

    assert await town.app.pacing.look() == 1
    assert alice.told.startswith("I lost the thread there")
    assert await paced(town, LONGEST) == []


async def test_a_message_that_is_gone_ends_it(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await drills(alice)
    await alice.says("/hide")
    town.sandbox.faults.clear()
    town.forgiven.add("editMessageText")

    assert await paced(town, LONGEST) == []


async def test_a_step_that_did_not_go_out_comes_a_little_later(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await drills(alice)
    town.sandbox.faults.too_many(1, methods=MESSAGES)

    await paced(town, LONGEST)

    assert alice.told == END


@pytest.mark.parametrize("fault", ["rate limit", "network", "lost answer"])
async def test_the_end_comes_a_little_later_when_it_did_not_go_out(alice: Somebody, town: Town, fault: str) -> None:
    await alice.enrols()
    await drills(alice)
    await paced(town, PACE * (len(FIXING.steps) - 1))
    match fault:
        case "rate limit":
            town.sandbox.faults.too_many(1, methods=MESSAGES)
        case "network":
            town.sandbox.faults.drop_connection(methods=MESSAGES)
        case _:
            town.sandbox.faults.answer_lost(methods=MESSAGES)
            town.forgiven.add("editMessageText")

    await paced(town, 3 * PACE)

    assert alice.told == END
    assert await paced(town, LONGEST) == []


async def test_a_drill_that_was_cut_short_is_ended_a_little_later_when_it_did_not_go_out(
    alice: Somebody, town: Town
) -> None:
    await alice.enrols()
    await drills(alice)
    town.clock.move(PACE + OVERDUE + SECOND)
    town.sandbox.faults.drop_connection(methods=MESSAGES)

    await paced(town, 3 * PACE)

    assert alice.told.startswith("I lost the thread there")
    assert await paced(town, LONGEST) == []


async def test_the_end_of_a_drill_is_not_told_for_ever(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await drills(alice)
    town.clock.move(PACE + OVERDUE + SECOND)
    town.sandbox.faults.outage()
    await paced(town, LONGEST * 3)
    town.sandbox.faults.outage(False)

    assert await paced(town, LONGEST) == []


async def test_who_stops_while_a_step_is_on_its_way_keeps_the_offers(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await drills(alice)
    town.clock.move(PACE)
    async with town.database.unit() as unit:
        [due] = await unit.drills.due(town.clock())
        [to] = (await unit.people.recipients({due.person})).values()
    await alice.taps("Stop")
    answered = alice.newest

    await town.app.pacing.stays_stopped(to, due)

    assert (alice.told, alice.newest.buttons) == (answered.text, answered.buttons)


async def test_of_two_processes_that_look_one_shows_it(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await drills(alice)
    town.clock.move(PACE)
    async with town.database.unit() as unit:
        [due] = await unit.drills.due(town.clock())

    assert await town.app.pacing.look() == 1
    async with town.database.unit() as unit:
        assert not await unit.drills.move_on(due, step=2, next_at=town.clock())


async def test_somebody_new_is_given_all_of_it_to_read(alice: Somebody, town: Town) -> None:
    await alice.says("/calm")

    assert alice.told.startswith("This is pressure")
    assert "/start what else I am for" in alice.told
    async with town.database.unit() as unit:
        assert await unit.people.known(alice.telegram_id) is None


async def test_who_is_on_hold_is_shown_first_how_to_go_on(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.says("I want to kill myself")
    await alice.says("/calm")

    hold, card = alice.inbox[-2:]
    assert ["I am safe, go on"] in hold.buttons
    assert card.text.startswith("This is pressure")
    await alice.taps(DRILL)
    assert (await paced(town, LONGEST))[-1] < LONGEST


async def test_in_a_flood_it_is_answered_all_the_same(alice: Somebody) -> None:
    await alice.enrols()
    for number in range(30):
        alice.person.says(f"word {number}")
    alice.person.says("/calm")
    await alice.town.settles()

    assert any(message.text.startswith("This is pressure") for message in alice.inbox[-3:])


async def test_a_pause_line_names_the_time_by_ones_own_clock_and_it_comes(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await went_through(alice)
    await alice.taps("A pause line")
    town.clock.move(7 * SECOND)
    await alice.taps("20 minutes")
    at = f"{local(return_at(town.clock(), 20), 'Europe/Berlin'):%H:%M}"
    assert f"I need twenty minutes. I come back at {at}." in alice.told

    await town.ticks(25 * MINUTE)

    assert alice.told == f"It is {at}, the time you named."
    assert f"{local(alice.newest.at, 'Europe/Berlin'):%H:%M}" == at
    assert await returns(alice) == [NudgeState.SENT]
    await alice.taps("I am going back")
    assert alice.told.startswith("Thank you for telling me.")
    assert await returns(alice) == [NudgeState.CONFIRMED]


async def test_a_time_that_is_not_needed_any_more_is_not_told(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await went_through(alice)
    await alice.taps("A pause line")
    await alice.taps("20 minutes")
    line = alice.newest

    await alice.taps("Not needed any more")
    assert "no message comes at that time" in alice.told
    before = len(alice.inbox)
    alice.person.taps_data(next(data for row in line.data for data in row if data is not None))
    await town.settles()
    await town.ticks(timedelta(minutes=40), every=timedelta(minutes=5))

    assert len(alice.inbox) == before
    assert [nudge.reason for nudge in await alice.ledger() if nudge.kind is NudgeKind.RETURN] == ["not needed"]


async def test_it_comes_at_night_and_on_a_pause_for_they_named_it(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    town.clock.move_to(town.clock().replace(hour=21, minute=50))
    await went_through(alice)
    await alice.taps("A pause line")
    await alice.taps("20 minutes")
    await alice.says("/pause")

    await town.ticks(25 * MINUTE)

    assert alice.told.startswith("It is 00:1")


async def test_it_is_made_longer_twice_and_then_is_for_another_day(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await went_through(alice)
    await alice.taps("A pause line")
    await alice.taps("20 minutes")
    for _ in range(2):
        await town.ticks(22 * MINUTE)
        await alice.taps("20 more minutes")
        assert "I need twenty more minutes. I come back at" in alice.told
    await town.ticks(22 * MINUTE)

    await alice.taps("20 more minutes")

    assert alice.told.startswith("The pause was made longer 2 times already.")
    await alice.taps("Not today")
    assert alice.told.startswith("That is fine.")
    assert await returns(alice) == [NudgeState.CONFIRMED] * 3


@pytest.mark.parametrize("says", ["I am going back", "Not today"])
async def test_who_goes_back_or_stays_away_is_not_told_the_longer_time(alice: Somebody, town: Town, says: str) -> None:
    await alice.enrols()
    await went_through(alice)
    await alice.taps("A pause line")
    await alice.taps("20 minutes")
    await town.ticks(22 * MINUTE)
    told = alice.newest
    await alice.taps("20 more minutes")

    await alice.taps(says, told)
    await town.ticks(25 * MINUTE)

    assert await returns(alice) == [NudgeState.CONFIRMED, NudgeState.CANCELLED]


async def test_a_new_time_takes_the_place_of_the_old_one(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await went_through(alice)
    await alice.taps("A pause line")
    asked = alice.newest
    await alice.taps("20 minutes")
    await alice.taps("An hour", asked)

    await town.ticks(65 * MINUTE)

    assert await returns(alice) == [NudgeState.CANCELLED, NudgeState.SENT]


@pytest.mark.parametrize(("late", "became"), [(LATE, NudgeState.SENT), (LATE + 2 * MINUTE, NudgeState.MISSED)])
async def test_after_an_outage_of_half_an_hour_it_is_not_told_any_more(
    alice: Somebody, town: Town, late: timedelta, became: NudgeState
) -> None:
    await alice.enrols()
    await went_through(alice)
    await alice.taps("A pause line")
    await alice.taps("20 minutes")
    [nudge] = [nudge for nudge in await alice.ledger() if nudge.kind is NudgeKind.RETURN]

    await town.sleeps_until(nudge.due_at + late)

    assert await returns(alice) == [became]


async def test_a_time_of_return_at_ones_own_hour_holds_up_no_day(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    walk = await alice.walk()
    assert walk.due_at is not None
    async with town.database.unit() as unit:
        await beside.plan(unit, walk, NudgeKind.RETURN, day=1, at=walk.due_at)

    await town.sleeps_until(walk.due_at)

    assert await returns(alice) == [NudgeState.SENT]
    assert (await alice.walk()).place == 1


@pytest.mark.parametrize("what", ["I want to kill myself", "/stop"])
async def test_who_is_on_hold_or_has_left_is_told_nothing(alice: Somebody, town: Town, what: str) -> None:
    await alice.enrols()
    await went_through(alice)
    await alice.taps("A pause line")
    await alice.taps("20 minutes")
    await alice.says(what)
    if what == "/stop":
        await alice.taps("Yes, leave")

    await town.ticks(25 * MINUTE)

    assert await returns(alice) == [NudgeState.CANCELLED]


async def test_without_a_clock_no_time_is_offered(alice: Somebody, town: Town) -> None:
    await alice.starts()
    await alice.taps("I am an adult and I agree")
    await alice.is_classed(ContentClass.OPEN)
    await went_through(alice)

    await alice.taps("A pause line")

    assert "I do not know yet what time it is where you are" in alice.told
    assert alice.newest.buttons == [["Help"]]


@pytest.mark.parametrize("content_class", [ContentClass.RESTRICTED, ContentClass.UNASKED])
async def test_to_whom_asks_are_kept_away_nothing_that_turns_to_a_partner_is_offered(
    alice: Somebody, content_class: ContentClass
) -> None:
    await alice.enrols(content_class=content_class)
    await went_through(alice)

    assert alice.newest.buttons == [["Help"]]
    assert "line" not in alice.told
    assert "soft start" not in alice.told


async def test_within_a_day_of_a_fight_there_is_no_soft_start(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await alice.taps("Tried")
    await alice.taps("We had a fight")
    await went_through(alice)
    assert alice.newest.buttons == [["A pause line"], ["Help"]]

    town.clock.move(timedelta(hours=24))
    await town.settles()
    await went_through(alice)

    assert alice.newest.buttons == [["A pause line", "A soft start"], ["Help"]]


async def soft_start(alice: Somebody) -> None:
    await went_through(alice)
    await alice.taps("A soft start")


async def test_a_soft_start_is_put_together_by_taps_and_words(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await soft_start(alice)
    await alice.taps("We stopped in the middle of it.")
    await alice.says("I got <b>loud</b> again")
    await alice.taps("Could we begin again, more slowly?")

    line = (
        "We stopped in the middle of it. I got <b>loud</b> again. Could we begin again, more slowly? A no is fine, too."
    )
    assert line in alice.told
    assert await alice.words() == []

    await alice.taps("Keep in my journal")

    assert alice.told == f"{line}\n\nKept in your journal, and nowhere else. /journal shows it."
    assert alice.newest.buttons == [["Help"]]
    assert await soft_starts(town) == 0


async def test_a_soft_start_that_is_kept_lies_in_the_journal_and_answers_no_day(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await soft_start(alice)
    for beginning in ("We stopped in the middle of it.", "I feel alone with it.", "Could we begin again, more slowly?"):
        await alice.taps(beginning)

    await alice.taps("Keep in my journal")

    walk = await alice.walk()
    async with town.database.unit() as unit:
        assert await unit.check_ins.answered_days(walk.id) == 0
        assert not (await unit.footings.of(walk)).replies[-1].is_answered
    assert await alice.words() == []  # nothing of the day's, which a coach could be let read
    await alice.says("/journal")
    assert "A soft start, " in alice.told
    assert "I feel alone with it." in alice.told


async def soft_starts(town: Town) -> int:
    async with town.database.unit() as unit:
        people = await unit.people.ids()
        return sum([await unit.soft_starts.of(person) is not None for person in people])


async def test_its_words_are_kept_nowhere_unless_they_say_so(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await soft_start(alice)
    await alice.says("The door was closed")

    await alice.taps("Leave it")

    assert await alice.words() == []
    assert await soft_starts(town) == 0
    await alice.says("A word about the day")
    assert await alice.words() == [(1, "A word about the day")]


async def test_a_soft_start_that_is_left_lying_is_gone_within_a_day(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await soft_start(alice)
    await alice.says("The door was closed")
    town.clock.move(timedelta(hours=25))

    await let_go(town.database, town.clock())

    assert await soft_starts(town) == 0
    await alice.says("Words after a day")
    assert await alice.words() == [(1, "Words after a day")]


@pytest.mark.parametrize("between", ["/today", "/gain"])
async def test_a_soft_start_that_goes_on_takes_words_again(alice: Somebody, between: str) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await soft_start(alice)
    await alice.says(between)

    await alice.taps("We stopped in the middle of it.")
    await alice.says("I was loud")

    card = next(sent for sent in reversed(alice.inbox) if "2 of 3" in sent.text)
    assert "or write your own" in card.text
    assert alice.told.startswith("A soft start · 3 of 3")
    assert await alice.words() == []


async def test_a_soft_start_takes_no_words_from_the_way_to_a_track(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.says("/stop")
    await alice.taps("Yes, leave")
    await alice.says("/start")
    await soft_start(alice)
    assert "or write your own" not in alice.told
    assert "What you write now still answers the question" in alice.told

    for beginning in (part.beginnings[0] for part in PARTS.values()):
        await alice.taps(beginning)
    assert "A no is fine, too." in alice.told
    await alice.says("what")

    assert alice.told.startswith("I did not understand that as an hour of the day.")


async def test_an_edited_part_of_a_soft_start_is_told_plainly(alice: Somebody) -> None:
    await alice.enrols()
    await soft_start(alice)
    await alice.says("The door was closd")
    mine = next(message for message in reversed(alice.person.chat) if not message.by_bot)

    alice.person.edits(mine, "The door was closed")
    await alice.town.settles()

    assert "that message is not there: nothing has changed" in alice.told


async def test_words_under_pressure_are_no_answer_to_what_was_asked_before(alice: Somebody) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await alice.says("/gain")
    await alice.says("/calm")

    await alice.says("I hate all this")

    assert not alice.told.startswith("Thank you for noticing.")
    assert await alice.words() == [(1, "I hate all this")]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("You left!", "You left! "), ("Why\u2026", "Why\u2026 "), ("It was late", "It was late. "), ("At 10", "At 10. ")],
)
async def test_a_part_ends_as_it_was_written(alice: Somebody, typed: str, said: str) -> None:
    await alice.enrols()
    await soft_start(alice)
    await alice.says(typed)
    for part in list(PARTS.values())[1:]:
        await alice.taps(part.beginnings[0])

    assert said + PARTS[Part.FEELS].beginnings[0] in alice.told


@pytest.mark.parametrize("between", ["/today", "a day"])
async def test_when_something_comes_between_words_are_about_that(alice: Somebody, between: str) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await soft_start(alice)
    if between == "/today":
        await alice.says("/today")
    else:
        await alice.gets_the_next_day()

    await alice.says("It was fine.")

    assert [words for _, words in await alice.words()] == ["It was fine."]


async def test_a_long_text_is_no_line(alice: Somebody) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await soft_start(alice)

    await alice.says("and so on " * 40)

    assert alice.told.startswith("That is a lot for one line.")
    assert await alice.words() == []


async def test_in_a_flood_its_words_are_no_note(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await soft_start(alice)
    for _ in range(30):
        alice.person.says("The door was closed")

    await town.settles()

    assert len(await alice.words()) <= 30 - 3  # the line took the first three, and the rest is words as ever


async def test_a_sign_of_danger_in_a_soft_start_is_answered_by_the_card(alice: Somebody) -> None:
    await alice.enrols()
    await soft_start(alice)

    await alice.says("He said he will kill me")

    assert "I stop here for a moment" in alice.told


async def test_nobody_taps_on_what_is_somebody_elses(alice: Somebody, ben: Somebody, town: Town) -> None:
    await alice.enrols()
    await ben.enrols()
    await drills(alice)
    [[stop]] = alice.newest.data
    stood = alice.told
    assert stop is not None
    kind, token, _ = stop.split(":")

    for carried in (
        stop,
        f"{kind}:{token}:pause",
        f"{kind}:{token}:soft",
        f"ur:{token}:20",
        f"up:{token}",
        f"ub:{token}:fixing",
    ):
        ben.person.taps_data(carried)
        await town.settles()
        assert ben.toasts[-1].startswith("That button is not in use"), carried

    assert alice.told == stood
    assert len(await paced(town, LONGEST)) == len(FIXING.steps)
