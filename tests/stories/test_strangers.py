"""Groups, blocks, and buttons that are not one's own."""

from datetime import timedelta

import pytest

from bot.chat import buttons
from curriculum.enrolment import Standing
from curriculum.nudge import NudgeState
from tests.stories.town import Somebody, Town

NOT_IN_USE = "That button is not in use any more. /today shows where you are."


async def test_a_group_is_declined_politely_and_left(alice: Somebody, town: Town) -> None:
    friends = town.sandbox.group("Friends").add(alice.person)
    await town.settles()

    assert [message.text for message in friends.chat if message.by_bot] == [
        "Thank you for having me, but I only work in a private chat: what people write to me is personal. "
        "Open a chat with me to begin. I leave this group now."
    ]
    assert friends.left


async def test_what_is_said_in_a_group_is_not_kept(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    friends = town.sandbox.group("Friends").add(alice.person)

    friends.hears(alice.person, "Did you know that we")
    await town.settles()

    assert await alice.words() == []
    assert friends.left


async def test_who_blocks_the_bot_is_left_alone(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()

    alice.person.blocks()
    await town.settles()
    await town.passes(timedelta(days=3))

    assert len(alice.days) == 1
    assert (await alice.walk()).standing is Standing.UNREACHABLE
    assert not any(call.status == 403 for call in town.sandbox.calls)


async def test_who_unblocks_goes_on_where_they_were(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    alice.person.blocks()
    await town.settles()
    await town.passes(timedelta(days=10, hours=3))

    alice.person.unblocks()
    await town.settles()

    assert "It has been a while" in (await alice.gets_the_next_day()).text
    await alice.taps("Go on here")
    assert (await alice.gets_the_next_day()).text.startswith("Day 2:")


async def test_who_comes_back_by_start_is_welcomed_back(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    alice.person.blocks()
    await town.settles()

    await alice.starts()

    assert "You are on Thirty calm days" in alice.told
    assert (await alice.walk()).standing is Standing.UNDER_WAY


async def test_who_writes_again_is_no_longer_taken_for_gone(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    alice.person.blocks()
    await town.settles()
    alice.person.unblocks()
    town.sandbox.world.updates.drop()  # as when Telegram's word of it was lost

    await alice.says("I am here again.")

    assert await alice.words() == [(1, "I am here again.")]
    assert (await alice.walk()).standing is Standing.UNDER_WAY


async def test_who_paused_and_then_unblocks_is_still_on_a_pause(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.says("/pause")

    alice.person.blocks()
    await town.settles()
    alice.person.unblocks()
    await town.settles()

    assert (await alice.walk()).standing is Standing.PAUSED


async def test_a_block_that_nobody_told_of_is_found_out_by_the_nudge(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    alice.person.blocks()
    town.sandbox.world.updates.drop()

    await town.passes(timedelta(days=3))

    assert [nudge.state for nudge in await alice.ledger()] == [NudgeState.BLOCKED]
    assert (await alice.walk()).standing is Standing.UNREACHABLE
    assert sum(call.status == 403 for call in town.sandbox.calls) == 1

    await alice.starts()
    assert "Good to have you back." in alice.told or "You are on Thirty calm days" in alice.told
    assert (await alice.gets_the_next_day()).text.startswith("Day 1:")


async def test_a_block_in_the_middle_of_a_talk_is_taken_calmly(alice: Somebody, ben: Somebody, town: Town) -> None:
    await alice.enrols()
    alice.person.says("/help")
    alice.person.blocks()

    await town.settles()
    await ben.starts()

    assert (await alice.walk()).standing is Standing.UNREACHABLE
    assert "It is for adults" in ben.told


@pytest.mark.parametrize(
    "forged",
    [
        "",
        ":",
        "a",
        "a::",
        "o:x:done",
        "o:x:done:s",
        "o::done:z",
        "h:x:2560",
        "h:x:",
        "z:x:Mars/Olympus",
        "m:x:stop",
        "m:x:fly",
        "p:x",
        "v:x:s",
        "r:x:7",
        "r:x:99999999999",
        "dd:x:1",
        "dp:x",
        "df:x",
        "t:x:thirty-calm-days",
        "🙂" * 16,
        "x" * 64,
        "o:' OR 1=1 --:done:s",
    ],
)
async def test_a_forged_tap_changes_nothing_and_is_answered(alice: Somebody, town: Town, forged: str) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    before = await alice.walk(), await alice.ledger()

    alice.person.taps_data(forged)
    await town.settles()

    assert (await alice.walk(), await alice.ledger()) == before
    assert alice.toasts == [NOT_IN_USE]


async def test_somebody_elses_buttons_change_nothing_for_anybody(alice: Somebody, ben: Somebody, town: Town) -> None:
    await alice.enrols()
    await ben.enrols()
    await town.passes(timedelta(days=1))
    stolen = [data for row in alice.days[-1].data for data in row if data is not None]
    await alice.says("/settings")
    stolen += [data for row in alice.newest.data for data in row if data is not None]
    await alice.says("/stop")
    stolen += [data for row in alice.newest.data for data in row if data is not None]
    stolen = [data for data in stolen if not isinstance(buttons.read(data), buttons.HelpWanted)]  # nobody's own
    before = [await one.walk() for one in (alice, ben)], [await one.ledger() for one in (alice, ben)]

    for data in stolen:
        ben.person.taps_data(data)
        await town.settles()
        town.clock.move(timedelta(seconds=4))  # not more at once than is answered

    assert ([await one.walk() for one in (alice, ben)], [await one.ledger() for one in (alice, ben)]) == before
    assert set(ben.toasts) == {NOT_IN_USE}
    assert len(ben.toasts) == len(stolen)


async def test_a_tap_by_somebody_the_bot_has_never_met_is_answered(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    stolen = alice.newest
    cleo = town.somebody("Cleo")
    cleo.person.says("hello")
    await town.settles()

    cleo.person.taps_data("m:whatever:stop")
    await town.settles()

    assert "/start" in cleo.told
    assert stolen == alice.newest
