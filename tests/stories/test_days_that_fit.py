"""Days that fit: what people say of a day decides how the next one comes."""

from datetime import timedelta

import pytest

from bot import explain, why
from bot.ledger import ledger
from bot.sandbox import Shown
from curriculum.day import Outcome
from curriculum.nudge import NudgeKind, NudgeState
from curriculum.pattern.items import ITEMS, Answer
from curriculum.pressure import PressureResponse, Strain
from curriculum.safety import ContentClass
from tests.stories.town import Somebody, Town
from tests.tracks import track_yaml

INSTEAD = {"title": "A window", "why": "Looking out is a rest.", "act": {"gentle": "Look out of a window."}}
ASKING = {
    "act": {"gentle": "Think of a wish.", "standard": "Ask {partner} for one thing. No is a full answer."},
    "not_for": ["approach_partner", "ask"],
    "instead": INSTEAD,
}


def labels(message: Shown) -> list[str]:
    """What the buttons under a message say."""
    return [label for row in message.buttons for label in row]


async def walks(somebody: Somebody, **changes: object) -> None:
    """The person walks a calm track with these changes."""
    await somebody.town.publishes(track_yaml(**changes))  # type: ignore[arg-type]
    await somebody.enrols()


async def answers_day(somebody: Somebody, outcome: str = "Done", strain: str | None = None) -> Shown:
    """The next day comes and is answered, perhaps with how it was inside."""
    nudge = await somebody.gets_the_next_day()
    await somebody.taps(outcome, nudge)
    if strain is not None:
        await somebody.taps(strain)
    return nudge


async def explained(somebody: Somebody, day: int) -> str:
    town = somebody.town
    async with town.database.unit() as unit:
        person = await unit.people.known(somebody.telegram_id)
        assert person is not None
        return "\n".join(await explain.explanation(unit, person, day, town.clock()))


@pytest.fixture
def alice(bare_town: Town) -> Somebody:
    return bare_town.somebody("Alice", 1002)


async def test_after_pushing_the_next_day_is_the_smaller_one(alice: Somebody) -> None:
    await walks(alice)

    await answers_day(alice, "Done", "I was pushing")
    assert alice.told.startswith("Thank you for noticing.")
    nudge = await alice.gets_the_next_day()

    assert "The smaller version\nTake 2 slow breaths.\n" in nudge.text
    assert "Full version" in labels(nudge)
    assert "day 2 in its smaller version, because the newest reply said that it was too much" in await explained(
        alice, 2
    )


async def test_how_it_was_inside_can_be_said_and_changed_and_left_unsaid(alice: Somebody) -> None:
    await walks(alice)
    nudge = await alice.gets_the_next_day()
    await alice.taps("Tried", nudge)
    reply = alice.newest
    assert labels(reply) == ["Calm", "I was pushing", "It was too much", "We had a fight", "A small gain"]
    messages = len(alice.inbox)

    await alice.taps("Calm", reply)

    assert len(alice.inbox) == messages
    assert alice.toasts[-1] == "Kept: calm"
    changed = next(one for one in alice.inbox if one.message_id == reply.message_id)
    assert labels(changed)[0] == "✓ Calm"

    await alice.taps("It was too much", changed)
    assert alice.told.startswith("Thank you for saying so.")


async def test_when_it_is_too_much_twice_a_rest_comes_and_the_day_waits(alice: Somebody) -> None:
    await walks(alice)
    await answers_day(alice, "Tried", "It was too much")
    await answers_day(alice, "Tried", "It was too much")

    rest = await alice.gets_the_next_day()

    assert rest.text.startswith("A rest\n")
    assert labels(rest) == ["It is calmer now", "Still a lot", "Pressure", "Pause", "Help"]
    assert (await alice.walk()).place == 2
    assert [nudge.kind for nudge in await alice.ledger()] == [NudgeKind.DAY, NudgeKind.DAY, NudgeKind.REST]
    assert "a rest came in its place" in await explained(alice, 3)

    await alice.taps("It is calmer now", rest)
    assert "in its smaller version" in alice.told
    day = await alice.gets_the_next_day()
    assert day.text.startswith("Day 3: ")
    assert "The smaller version" in day.text


async def test_an_unanswered_rest_does_not_come_every_day(alice: Somebody, bare_town: Town) -> None:
    await walks(alice)
    await answers_day(alice, "Tried", "It was too much")
    await answers_day(alice, "Tried", "It was too much")
    await alice.gets_the_next_day()
    messages = len(alice.inbox)

    await bare_town.passes(timedelta(days=2))
    assert len(alice.inbox) == messages

    await bare_town.passes(timedelta(days=1))
    assert len(alice.inbox) == messages + 1
    assert alice.told.startswith("A rest\n")


async def test_a_rest_cannot_be_checked_in_to(alice: Somebody) -> None:
    await walks(alice)
    await answers_day(alice, "Tried", "It was too much")
    await answers_day(alice, "Tried", "It was too much")
    await alice.gets_the_next_day()
    token = (await alice.ledger())[-1].token

    alice.person.taps_data(f"o:{token}:done:s")
    await alice.town.settles()

    assert await alice.outcome((await alice.ledger())[-1]) is None


async def test_after_worse_nothing_turns_to_the_partner_for_three_days(alice: Somebody) -> None:
    await walks(alice, days=dict.fromkeys(range(2, 8), ASKING))

    await answers_day(alice, "Made it worse")
    assert "And inside" not in alice.told
    came = [await alice.gets_the_next_day() for _ in range(4)]

    assert ["A window" in nudge.text for nudge in came] == [True, True, True, False]
    assert "Ask your partner" not in "".join(nudge.text for nudge in came[:3])
    assert 'for 3 days after "made it worse" no day that asks something of people comes' in await explained(alice, 2)


async def test_what_came_in_place_of_a_day_is_answered_in_words_that_fit_it(alice: Somebody) -> None:
    await walks(alice, days={2: ASKING | {"check_in": {"ask": "Did you ask?", "rating": "How hard was asking?"}}})
    await answers_day(alice, "Made it worse")
    messages = len(alice.inbox) + 1

    await answers_day(alice, "Done")

    assert alice.told.startswith("Thank you. That was all for today.")
    assert len(alice.inbox) == messages + 1


async def test_a_day_that_asks_waits_until_a_day_after_a_fight(alice: Somebody, bare_town: Town) -> None:
    await walks(alice, days={2: ASKING})
    nudge = await alice.gets_the_next_day()
    await bare_town.passes(timedelta(hours=10))
    await alice.taps("Tried", nudge)
    await alice.taps("We had a fight")
    assert "nothing that asks anything of your partner comes within a day" in alice.told
    messages = len(alice.inbox)

    await bare_town.until(nudge.at + timedelta(days=1, hours=1))
    assert len(alice.inbox) == messages

    day = await alice.gets_the_next_day()
    assert day.text.startswith("Day 2: ")
    assert day.at - nudge.at >= timedelta(days=2) - timedelta(minutes=3)


async def test_who_is_restricted_sees_no_such_day_by_any_way(alice: Somebody) -> None:
    await walks(alice, days={1: ASKING})
    nudge = await alice.gets_the_next_day()
    assert "Ask your partner" in nudge.text
    await alice.is_classed(ContentClass.RESTRICTED)

    await alice.says("/today")
    assert "A window" in alice.told
    await alice.taps("Done")
    since = [one.text for one in alice.inbox if one.message_id != nudge.message_id]
    assert "Ask your partner" not in "".join(since)


async def test_a_day_that_is_in_the_chat_does_not_turn_into_another_before_the_eyes_of_who_looks_on(
    alice: Somebody,
) -> None:
    await walks(alice, days={1: ASKING})
    nudge = await alice.gets_the_next_day()
    await alice.taps("Done", nudge)
    reply = alice.newest
    was = [(one.text, one.buttons) for one in alice.inbox]
    await alice.is_classed(ContentClass.RESTRICTED)

    await alice.taps("Smaller version", nudge)
    assert alice.toasts[-1].startswith("That button is not in use any more.")
    await alice.taps("Calm", reply)
    await alice.taps("Tried", nudge)

    assert alice.toasts[-2:] == ["Kept: calm", "Kept: tried"]
    assert [(one.text, one.buttons) for one in alice.inbox[: len(was)]] == was
    [day] = await alice.ledger()
    assert await alice.outcome(day) is Outcome.TRIED
    assert "Thank you" in alice.told


async def test_neither_does_what_came_in_its_place(alice: Somebody) -> None:
    await walks(alice, days={1: ASKING})
    await alice.gets_the_next_day()
    await alice.is_classed(ContentClass.RESTRICTED)
    await alice.says("/today")
    await alice.taps("Full version")
    was = alice.told
    await alice.is_classed(ContentClass.OPEN)

    await alice.taps("Smaller version", alice.newest)

    assert alice.toasts[-1].startswith("That button is not in use any more.")
    assert alice.told == was
    assert "A window" in was


async def test_what_is_said_between_planning_and_sending_still_counts(alice: Somebody, bare_town: Town) -> None:
    await walks(alice, days={2: ASKING})
    nudge = await alice.gets_the_next_day()
    due_at = (await alice.walk()).due_at
    assert due_at is not None
    bare_town.clock.move_to(due_at)
    await bare_town.app.planning.plan_due()

    alice.person.taps("Made it worse", nudge)
    await bare_town.listens()
    await bare_town.app.delivery.send_planned()

    assert "A window" in alice.told


async def test_a_fight_told_between_planning_and_sending_calls_the_asking_back(
    alice: Somebody, bare_town: Town
) -> None:
    await walks(alice, days={2: ASKING})
    await answers_day(alice, "Done")
    due_at = (await alice.walk()).due_at
    assert due_at is not None
    bare_town.clock.move_to(due_at)
    await bare_town.app.planning.plan_due()

    alice.person.taps("We had a fight")
    await bare_town.listens()
    await bare_town.app.delivery.send_planned()

    assert (await alice.ledger())[-1].state is NudgeState.CANCELLED
    async with bare_town.database.unit() as unit:
        person = await unit.people.known(alice.telegram_id)
        assert person is not None
        told = "\n".join(why.lines(await ledger(unit, person, bare_town.clock())))
    assert "called back before it was sent, because the person had just said that it is too much" in told
    assert (await alice.gets_the_next_day()).text.startswith("Day 2: ")


async def test_a_track_that_waits_for_an_answer_sends_nothing_before(alice: Somebody, bare_town: Town) -> None:
    await walks(alice, pacing="on-reply")
    await alice.gets_the_next_day()
    messages = len(alice.inbox)

    await bare_town.passes(timedelta(days=2))
    assert len(alice.inbox) == messages
    assert (await alice.walk()).place == 1

    await alice.says("It took me a while.")
    assert (await alice.gets_the_next_day()).text.startswith("Day 2: ")


async def test_a_track_that_waits_up_to_two_days_goes_on_then(alice: Somebody, bare_town: Town) -> None:
    await walks(alice, pacing={"wait-up-to": 2})
    first = await alice.gets_the_next_day()

    await bare_town.passes(timedelta(days=4))

    assert [day.text.partition(":")[0] for day in alice.days] == ["Day 1", "Day 2"]
    assert (alice.days[1].at - first.at).days in (2, 3)


async def test_the_operator_is_told_that_a_track_waits(alice: Somebody, bare_town: Town) -> None:
    await walks(alice, pacing="on-reply")
    await alice.gets_the_next_day()

    async with bare_town.database.unit() as unit:
        person = await unit.people.known(alice.telegram_id)
        assert person is not None
        told = "\n".join(why.lines(await ledger(unit, person, bare_town.clock())))

    assert "Day 2 would wait now: for an answer to the day before" in told


async def test_three_calm_days_bring_a_stretch_and_smaller_ones_are_a_tap_away(alice: Somebody) -> None:
    acts = {"gentle": "One breath.", "standard": "Six breaths.", "stretch": "A minute of breaths."}
    await walks(alice, days={4: {"act": acts}})
    for _ in range(3):
        await answers_day(alice, "Done", "Calm")

    nudge = await alice.gets_the_next_day()

    assert "A step further\nA minute of breaths." in nudge.text
    assert labels(nudge)[5:] == [
        "Full version",
        "Smaller version",
        "Just me",
        "Pressure",
        "Not now",
        "Help",
        "A small gain",
    ]
    await alice.taps("Smaller version", nudge)
    smaller = next(one for one in alice.inbox if one.message_id == nudge.message_id)
    assert "One breath." in smaller.text
    assert "A step further" in labels(smaller)


async def test_a_variant_for_what_became_of_the_day_before(alice: Somebody) -> None:
    variants = [{"after": ["not_the_moment"], "act": {"gentle": "Half a breath."}}]
    await walks(alice, days={2: {"variants": variants}})
    await answers_day(alice, "Not the moment")

    nudge = await alice.gets_the_next_day()

    assert "Half a breath." in nudge.text
    assert "with the texts of variant 1, because it is written for what became of the day before" in await explained(
        alice, 2
    )


async def test_a_question_with_a_few_answers(alice: Somebody) -> None:
    asked = {"ask": "How was it?", "choice": {"ask": "Where were you?", "options": ["At home", "Outside"]}}
    await walks(alice, days={1: {"check_in": asked}})
    nudge = await alice.gets_the_next_day()
    await alice.taps("Done", nudge)
    question = alice.newest
    assert (question.text, labels(question)) == ("Where were you?", ["At home", "Outside"])

    await alice.taps("Outside", question)

    chosen = next(one for one in alice.inbox if one.message_id == question.message_id)
    assert labels(chosen) == ["At home", "✓ Outside"]


async def test_a_day_that_has_not_come_is_explained_as_if_it_came_now(alice: Somebody) -> None:
    await walks(alice)

    told = await explained(alice, 1)

    assert "It has not come yet. It would come now: day 1 in its full version" in told
    assert "the level standard; their content class is open" in told


async def test_strain_is_kept_by_day(alice: Somebody, bare_town: Town) -> None:
    await walks(alice)
    await answers_day(alice, "Done", "Calm")
    nudge = (await alice.ledger())[0]

    async with bare_town.database.unit() as unit:
        assert await unit.check_ins.strain_of(nudge.id) is Strain.CALM


async def test_a_variant_for_how_the_person_responds_to_pressure(alice: Somebody, bare_town: Town) -> None:
    variants = [{"for": ["fixing"], "act": {"gentle": "Sit on your hands for one breath."}}]
    await walks(alice, days={1: {"variants": variants}})
    async with bare_town.database.unit() as unit:
        person = await unit.people.known(alice.telegram_id)
        assert person is not None
        fixing = next(item for item in ITEMS if item.response is PressureResponse.FIXING)
        check = await unit.patterns.begin(person.id, bare_town.clock())
        await unit.patterns.answer(check, fixing, Answer.OFTEN)
        await unit.patterns.finish(check, bare_town.clock())

    nudge = await alice.gets_the_next_day()

    assert "Sit on your hands" in nudge.text
    assert "because it is written for how they say they respond to pressure" in await explained(alice, 1)


async def test_which_answer_chose_the_version_is_not_to_be_read_in_the_file(alice: Somebody, bare_town: Town) -> None:
    await walks(alice, days={2: ASKING})
    await answers_day(alice, "Made it worse")
    await alice.gets_the_next_day()

    file = bare_town.database.file
    assert file is not None
    assert (await alice.ledger())[-1].fit is not None
    kept = file.read_bytes() + file.with_name(f"{file.name}-wal").read_bytes()
    assert b"kept_away" not in kept
