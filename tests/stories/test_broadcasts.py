"""A word to everybody: shown first, to whom it may go, once to each, at a waking hour, and called off at any time."""

import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot import restoring
from bot.broadcast_delivery import LEASE, settled
from bot.rights import Admins
from bot.sandbox import Shown
from bot.telegram import answers
from curriculum.safety import ContentClass
from storage import keys
from storage.broadcasts import BroadcastState, SendState
from tests.stories.test_edits import edits
from tests.stories.test_forget import copy, file, is_forgotten, rows_with
from tests.stories.test_granting import becomes, page_of_people
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


@pytest.mark.parametrize("answer", [answers.Wait(7.0), answers.NotSent("connect")])
async def test_what_was_going_when_it_was_called_off_and_did_not_arrive_goes_no_more(
    answer: answers.Answer, robin: Somebody, alice: Somebody, town: Town
) -> None:
    await alice.enrols()
    await drafts(robin)
    await robin.taps("Send it")
    now = town.clock()
    async with town.database.unit() as unit:
        (send,) = await unit.broadcasts.waiting(now, limit=5)
        going = await unit.broadcasts.claim(send, now, local_date=now.date(), lease=LEASE)
    await robin.taps("Call it off")
    async with town.database.unit() as unit:
        await unit.broadcasts.change(going, settled(going, answer, now))

    town.clock.move(timedelta(minutes=1))
    await town.app.broadcasts.carry_on()

    assert letters(alice) == []
    assert await became_of_it(town) == {SendState.LEFT_OUT: 1}
    async with town.database.unit() as unit:
        assert await unit.broadcasts.going_out() == []


async def became_of_it(town: Town) -> dict[SendState, int]:
    """For how many people the first broadcast is in which state."""
    async with town.database.unit() as unit:
        (broadcast,) = (await unit.broadcasts.all_by_id(ids(town))).values()
        return dict(await unit.broadcasts.counts(broadcast))


def ids(town: Town) -> list[int]:
    """The ids of all broadcasts."""
    with closing(sqlite3.connect(file(town))) as connection:
        return [id for (id,) in connection.execute("SELECT id FROM broadcast")]


async def test_a_backup_that_is_put_back_sends_nothing_again(
    robin: Somebody, alice: Somebody, town: Town, tmp_path: Path, key_file: Path
) -> None:
    await alice.enrols()
    await drafts_quietly(robin, town)
    backup = tmp_path / "backup.db"
    copy(file(town), backup)
    settings = town.app.settings.model_copy(
        update={"key_file": key_file, "keys_file": key_file.with_name(keys.FILE_NAME)}
    )
    await town.app.broadcasts.carry_on()
    assert len(letters(alice)) == 1

    await town.sleeps()
    for each in file(town).parent.glob(file(town).name + "*"):
        each.unlink()
    await restoring.restore(settings, backup, town.clock)
    await town.wakes()
    for _ in range(3):
        town.clock.move(timedelta(hours=1))
        await town.app.broadcasts.carry_on()

    assert len(letters(alice)) == 1
    assert await became_of_it(town) == {SendState.UNKNOWN: 1}
    async with town.database.unit() as unit:
        (broadcast,) = (await unit.broadcasts.all_by_id(ids(town))).values()
    assert broadcast.state is BroadcastState.DONE


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


def written_anew(town: Town, one: Somebody) -> int:
    """How often a message in this chat was written anew."""
    edited = [call.params for call in town.sandbox.calls if call.method == "editMessageText"]
    return sum(int(params["chat_id"]) == one.telegram_id for params in edited)


async def test_what_has_not_changed_is_not_written_anew(robin: Somebody, alice: Somebody, town: Town) -> None:
    town.forgiven.add("editMessageText")  # it says so already
    await alice.enrols()  # in Berlin
    await town.sleeps_until(town.clock().replace(hour=21, minute=0))  # 23:00 there
    await sends_out(robin)
    before = written_anew(town, robin)
    await town.restarts()  # and nobody knows any more how the message looks

    for _ in range(20):
        town.clock.move(timedelta(seconds=5))
        await town.app.broadcasts.carry_on()
    assert written_anew(town, robin) == before + 1

    town.clock.move_to(town.clock().replace(hour=4, minute=1) + timedelta(days=1))
    for _ in range(2):
        await town.app.broadcasts.carry_on()
        town.clock.move(timedelta(seconds=5))
    assert written_anew(town, robin) > before
    assert robin.told.startswith("It has gone out")


async def test_what_could_not_be_written_anew_is_tried_again(robin: Somebody, alice: Somebody, town: Town) -> None:
    town.forgiven.add("bot.telegram.sending")
    await alice.enrols()
    await sends_out(robin)
    town.sandbox.faults.outage()
    town.clock.move(timedelta(seconds=5))
    await town.app.broadcasts.carry_on()
    town.sandbox.faults.outage(False)
    assert robin.told.startswith("It is going out")
    town.clock.move(timedelta(seconds=5))
    await town.app.broadcasts.carry_on()

    assert robin.told.startswith("It has gone out")


async def watched_by(town: Town) -> list[int]:
    """The accounts that watch a broadcast."""
    with closing(sqlite3.connect(file(town))) as connection:
        return [account for (account,) in connection.execute("SELECT account FROM broadcast_view")]


async def test_who_lost_the_right_watches_no_longer(
    robin: Somebody, alice: Somebody, ben: Somebody, town: Town
) -> None:
    await robin.starts()
    await ben.enrols()
    await becomes(alice, robin, "an owner")
    await drafts(alice)
    await alice.taps("Send it")
    assert await watched_by(town) == [1002]
    await page_of_people(robin)
    await robin.taps("Take rights from Alice")
    await robin.taps("Take them away")
    assert await watched_by(town) == []
    before = written_anew(town, alice)

    for _ in range(2):
        town.clock.move(timedelta(seconds=5))
        await town.app.broadcasts.carry_on()

    assert len(letters(ben)) == 1
    assert written_anew(town, alice) == before


async def test_who_lost_the_right_by_the_settings_watches_no_longer(
    robin: Somebody, alice: Somebody, town: Town
) -> None:
    await alice.enrols()
    await drafts(robin)
    await robin.taps("Send it")
    before = written_anew(town, robin)
    await town.is_set_up(admins=Admins.read(f"{ADMIN}:publish"))

    for _ in range(2):
        town.clock.move(timedelta(seconds=5))
        await town.app.broadcasts.carry_on()

    assert len(letters(alice)) == 1
    assert written_anew(town, robin) == before
    assert await watched_by(town) == []


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


@pytest.mark.parametrize("command", ["/broadcast", "/Broadcast@small_gains_bot", "/sendback abc"])
async def test_what_is_written_for_others_is_not_read_as_their_own_when_it_is_edited(
    command: str, robin: Somebody, alice: Somebody, town: Town
) -> None:
    words = f"{command} Whoever thinks “I want to kill myself” is not alone."
    for one in (robin, alice):
        await one.enrols()
        await one.gets_the_next_day()
        await one.says("Something.")
        mine = next(message.message_id for message in reversed(one.person.chat) if not message.by_bot)
        await edits(one, mine, words)

    assert robin.told.startswith("An edit does not change ")
    assert "Send it anew" in robin.told
    assert [kept for _, kept in await robin.words()] == ["Something."]
    assert alice.told.startswith("I stop here for a moment")
    async with town.database.unit() as unit:
        held = [(await unit.people.known(id)) for id in (ADMIN, 1002)]
        assert [one is not None and one.is_held for one in held] == [False, True]


async def test_the_edited_words_under_a_picture_are_their_own(robin: Somebody, town: Town) -> None:
    await robin.enrols()
    await robin.gets_the_next_day()
    robin.person.sends_photo("Something.")
    await town.settles()
    mine = next(message.message_id for message in reversed(robin.person.chat) if not message.by_bot)

    await edits(robin, mine, "/broadcast I want to kill myself.")

    assert robin.told.startswith("I stop here for a moment")


async def test_in_the_middle_of_too_much_it_is_not_read_as_their_own_either(
    robin: Somebody, alice: Somebody, town: Town
) -> None:
    await robin.enrols()
    for _ in range(25):
        robin.person.says("words")
    robin.person.says("/broadcast Whoever thinks “I want to kill myself” is not alone.")
    await town.settles()

    async with town.database.unit() as unit:
        person = await unit.people.known(ADMIN)
    assert person is not None and not person.is_held


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
