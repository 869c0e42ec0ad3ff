"""A word to everybody: shown first, to whom it may go, once to each, at a waking hour, and called off at any time."""

import json
from datetime import timedelta

import pytest

from bot.sandbox import Shown
from curriculum.safety import ContentClass
from tests.stories.test_forget import is_forgotten, rows_with
from tests.stories.test_rights import newest_act
from tests.stories.town import ADMIN, Somebody, Town

WORD = "Dear all,\n\nthe bot <rests> on Friday & comes back."


async def drafts(robin: Somebody, text: str = WORD) -> None:
    await robin.says(f"/broadcast {text}")


async def sends_out(robin: Somebody, text: str = WORD, *, ticks: bool = True) -> None:
    """He writes it, says that it asks nothing towards a partner, and lets it go."""
    await drafts(robin, text)
    if ticks:
        await robin.taps("☐ It asks nothing of anybody towards a partner")
    await robin.taps("Send it")
    await robin.town.app.broadcasts.carry_on()


def letters(one: Somebody) -> list[Shown]:
    """The broadcasts that stand in somebody's chat, open."""
    return [message for message in one.inbox if message.text.startswith("A word to everybody here")]


async def test_it_is_shown_first_and_goes_out_after_a_tap(robin: Somebody, alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await drafts(robin)
    assert WORD in robin.told
    assert "It goes to fewer than 10 people under way" in robin.told
    assert letters(alice) == []

    await robin.taps("☐ It asks nothing of anybody towards a partner")
    assert robin.newest.buttons[0] == ["☑ It asks nothing of anybody towards a partner"]
    await robin.taps("Send it")
    await town.app.broadcasts.carry_on()

    assert len(letters(alice)) == 1
    assert WORD in alice.told
    assert (await newest_act(town))[1::2] == ("broadcast begun", "done")
    town.clock.move(timedelta(seconds=5))
    await town.app.broadcasts.carry_on()
    assert robin.told.startswith("It has gone out: Dear all,")
    assert "Seen to: fewer than 10\nStill to go: nobody" in robin.told
    assert robin.newest.buttons == [["◀ Back"]]


async def test_the_preview_is_what_people_get(robin: Somebody, alice: Somebody) -> None:
    await alice.enrols()
    await drafts(robin)
    _, _, after = robin.told.partition("— as people get it —\n\n")
    shown, _, _ = after.partition("\n\n— —")
    await robin.taps("☐ It asks nothing of anybody towards a partner")
    await robin.taps("Send it")
    await robin.town.app.broadcasts.carry_on()

    assert alice.told == shown


async def test_who_wants_messages_closed_gets_it_closed_and_opens_it(
    robin: Somebody, alice: Somebody, town: Town
) -> None:
    town.discreet = True
    await alice.enrols()
    await sends_out(robin)
    assert alice.told == "Something is here for you, whenever you like."

    await alice.taps("Open")

    assert WORD in alice.told


async def test_only_who_got_it_can_open_it(robin: Somebody, alice: Somebody, ben: Somebody, town: Town) -> None:
    await alice.enrols()
    await ben.starts()
    await drafts(robin)
    await robin.taps("Send it")
    async with town.database.unit() as unit:
        (one,) = await unit.broadcasts.going_out()
    token = one.token
    await town.app.broadcasts.carry_on()

    ben.person.taps_data(f"bo:{token}")
    await town.settles()

    assert ben.toasts[-1].startswith("That button is not in use any more.")


@pytest.mark.parametrize("does", ["/pause", "/stop", "hold", "block", "nothing"])
async def test_it_goes_only_to_who_is_under_way(does: str, robin: Somebody, alice: Somebody, town: Town) -> None:
    if does == "nothing":
        await alice.starts()
    else:
        await alice.enrols()
    match does:
        case "/pause":
            await alice.says("/pause")
        case "/stop":
            await alice.says("/stop")
            await alice.taps("Yes, leave")
        case "hold":
            await alice.says("I want to kill myself.")
        case "block":
            alice.person.blocks()
            await town.settles()
    count = len(alice.inbox)
    async with town.database.unit() as unit:
        assert await unit.broadcasts.count_receivers() == 0

    await sends_out(robin)

    assert len(alice.inbox) == count


@pytest.mark.parametrize("does", ["/pause", "hold"])
async def test_who_rests_after_it_was_let_out_does_not_get_it_either(
    does: str, robin: Somebody, alice: Somebody, town: Town
) -> None:
    await alice.enrols()
    await drafts(robin)
    await robin.taps("Send it")
    await alice.says("/pause" if does == "/pause" else "I want to kill myself.")

    await town.app.broadcasts.carry_on()

    assert letters(alice) == []


@pytest.mark.parametrize("content_class", ContentClass)
async def test_what_may_ask_something_is_kept_from_all_but_the_open_and_nobody_is_told(
    content_class: ContentClass, robin: Somebody, alice: Somebody, town: Town
) -> None:
    await alice.enrols(content_class=content_class)
    await sends_out(robin, ticks=False)
    town.clock.move(timedelta(seconds=5))
    await town.app.broadcasts.carry_on()

    assert len(letters(alice)) == (content_class is ContentClass.OPEN)
    assert "Seen to: fewer than 10\nStill to go: nobody" in robin.told  # the same for all


async def test_the_count_is_the_same_ticked_or_not(robin: Somebody, alice: Somebody, ben: Somebody) -> None:
    await alice.enrols(content_class=ContentClass.RESTRICTED)
    await ben.enrols()
    await drafts(robin)
    before = robin.told

    await robin.taps("☐ It asks nothing of anybody towards a partner")

    assert robin.told == before


async def test_what_came_closed_is_not_opened_by_who_is_restricted_since(
    robin: Somebody, alice: Somebody, town: Town
) -> None:
    town.discreet = True
    await alice.enrols()
    await sends_out(robin, ticks=False)
    await alice.is_classed(ContentClass.RESTRICTED)

    await alice.taps("Open")

    assert letters(alice) == []


async def test_at_night_it_waits_for_the_morning(robin: Somebody, alice: Somebody, town: Town) -> None:
    await alice.enrols()  # in Berlin
    await town.sleeps_until(town.clock().replace(hour=21, minute=0))  # 23:00 there
    await sends_out(robin)
    assert letters(alice) == []

    town.clock.move_to(town.clock().replace(hour=3, minute=59) + timedelta(days=1))
    await town.app.broadcasts.carry_on()
    assert letters(alice) == []
    town.clock.move(timedelta(minutes=2))
    await town.app.broadcasts.carry_on()

    assert len(letters(alice)) == 1


async def test_nobody_gets_two_in_one_day(robin: Somebody, alice: Somebody, ben: Somebody, town: Town) -> None:
    await alice.enrols()
    await sends_out(robin, "First word.")
    await ben.enrols()
    await sends_out(robin, "Second word.")
    assert (len(letters(alice)), len(letters(ben))) == (1, 1)

    town.clock.move_to(town.clock().replace(hour=4, minute=1) + timedelta(days=1))
    await town.app.broadcasts.carry_on()

    assert [("First" in one.text, "Second" in one.text) for one in letters(alice)] == [(True, False), (False, True)]


async def test_days_go_first(robin: Somebody, alice: Somebody, town: Town) -> None:
    await alice.enrols()
    walk = await alice.walk()
    assert walk.due_at is not None
    town.clock.move_to(walk.due_at)
    await town.app.planning.plan_due()
    await drafts_quietly(robin, town)

    await town.app.broadcasts.carry_on()
    assert letters(alice) == []
    await town.app.delivery.send_planned()
    await town.app.broadcasts.carry_on()

    assert len(letters(alice)) == 1


async def drafts_quietly(robin: Somebody, town: Town) -> None:
    """A broadcast is let out and nothing else is seen to."""
    async with town.database.unit() as unit:
        one = await unit.broadcasts.keep(WORD, town.clock())
        await unit.broadcasts.say_it_asks_nothing(one, asks_nothing=True)
        await unit.broadcasts.begin(one, town.clock())


async def test_called_off_it_goes_to_nobody_any_more(robin: Somebody, alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await drafts(robin)
    await robin.taps("Send it")
    await robin.taps("Call it off")
    assert robin.told.startswith("It is called off")

    await town.app.broadcasts.carry_on()

    assert letters(alice) == []
    assert (await newest_act(town))[1::2] == ("broadcast off", "done")


async def test_let_go_twice_at_once_it_goes_out_once(robin: Somebody, alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await drafts(robin)
    await robin.taps("☐ It asks nothing of anybody towards a partner")
    for _ in range(2):
        robin.person.taps("Send it")
    await town.settles()
    for _ in range(3):
        await town.app.broadcasts.carry_on()

    assert len(letters(alice)) == 1


async def test_a_draft_that_is_thrown_away_is_gone(robin: Somebody, alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await drafts(robin)
    preview = robin.newest
    await robin.taps("Throw it away")
    assert robin.told.startswith("It is thrown away.")

    robin.person.taps_data("bg:nosuchtoken1", preview)
    await town.settles()

    assert robin.toasts[-1].startswith("That is not to be changed any more.")


async def test_one_that_may_have_arrived_is_unknown_and_goes_not_again(
    robin: Somebody, alice: Somebody, town: Town
) -> None:
    await alice.enrols()
    await drafts_quietly(robin, town)
    town.sandbox.faults.answer_lost(times=1)

    await town.app.broadcasts.carry_on()
    for _ in range(3):
        town.clock.move(timedelta(hours=2))
        await town.app.broadcasts.carry_on()

    assert len(letters(alice)) == 1


async def test_one_that_blocks_the_bot_is_left_alone(robin: Somebody, alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await drafts_quietly(robin, town)
    alice.person.blocks()

    await town.app.broadcasts.carry_on()

    assert (await alice.walk()).standing.value == "unreachable"


async def test_after_three_days_it_is_no_news_any_more(robin: Somebody, alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await drafts_quietly(robin, town)
    town.clock.move(timedelta(days=3, minutes=1))

    await town.app.broadcasts.carry_on()

    assert letters(alice) == []


async def test_how_far_it_is_is_shown_every_few_seconds_at_most(robin: Somebody, alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await sends_out(robin)

    def edits() -> int:
        return sum(call.method == "editMessageText" for call in town.sandbox.calls)

    first = edits()
    for _ in range(5):
        town.clock.move(timedelta(seconds=0.5))
        await town.app.broadcasts.carry_on()
    assert edits() == first

    for _ in range(5):
        town.clock.move(timedelta(seconds=3))
        await town.app.broadcasts.carry_on()
    assert edits() == first + 1  # and it is not written anew once its end is told


async def test_it_says_how_to_write_to_everybody_and_what_is_too_long(robin: Somebody) -> None:
    await robin.says("/broadcast")
    assert "Nothing is going out at this moment." in robin.told
    await drafts(robin, "x" * 2501)
    assert robin.told.startswith("That is too long for one message: 2,500")


async def test_what_an_owner_writes_to_everybody_is_not_read_as_about_themselves(
    robin: Somebody, alice: Somebody, town: Town
) -> None:
    await robin.starts()
    await drafts(robin, "Whoever thinks “I want to kill myself” is not alone: please call a helpline.")
    assert robin.told.startswith("— as people get it —")

    await alice.starts()
    await drafts(alice, "I want to kill myself.")

    assert alice.told.startswith("I stop here for a moment")
    async with town.database.unit() as unit:
        held = [(await unit.people.known(id)) for id in (ADMIN, 1002)]
        assert [one is not None and one.is_held for one in held] == [False, True]


async def test_who_is_forgotten_takes_what_became_of_it_along(robin: Somebody, alice: Somebody, town: Town) -> None:
    await robin.starts()
    await alice.enrols()
    await sends_out(robin)

    await is_forgotten(alice)
    await robin.says("/forget")
    await robin.taps("Erase everything")
    town.clock.move(timedelta(minutes=5))
    await town.app.broadcasts.carry_on()

    assert rows_with(town, 1002) == rows_with(town, ADMIN) == 0


async def test_the_export_does_not_tell_from_whom_it_was_kept(robin: Somebody, alice: Somebody, town: Town) -> None:
    await alice.enrols(content_class=ContentClass.RESTRICTED)
    await sends_out(robin, ticks=False)

    await alice.says("/export")

    rows = json.loads(
        next(one.document.content for one in alice.inbox if one.document and one.document.content[:1] == b"{")
    )
    (send,) = rows["tables"]["broadcast_send"]
    assert set(send) == {"broadcast", "person"}
