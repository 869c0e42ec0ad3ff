"""Somebody shows a sign of danger when it is least convenient: in a flood, while something breaks, or in an odd kind of message."""

import asyncio
import sqlite3
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from bot import missing_keys
from bot.chat.help_messages import GO_ON
from bot.floods import MOST
from bot.telegram.poller import StoreFailed
from tests.stories.test_crisis import CARD, HELP, SIGN, WITHIN, cards, is_held, known, with_a_day
from tests.stories.test_one_broken_person import breaks
from tests.stories.town import Somebody, Town


async def test_who_went_on_in_the_middle_of_a_flood_is_put_on_hold_by_the_next_sign(
    alice: Somebody, town: Town
) -> None:
    await with_a_day(alice)
    await alice.says(SIGN)
    for _ in range(MOST + 1):
        alice.person.says("drop")
    await town.settles()
    await alice.taps(GO_ON)
    assert not await is_held(alice)

    await alice.says("He hit me again and I will kill myself tonight.")

    assert cards(alice) == 2
    assert await is_held(alice)
    assert (await alice.walk()).due_at is None


async def test_who_has_the_card_before_them_is_not_sent_it_with_every_message_of_a_flood(
    alice: Somebody, town: Town
) -> None:
    await with_a_day(alice)
    for _ in range(MOST + 1):
        alice.person.says("drop")

    for _ in range(3):
        alice.person.says(SIGN)
    await town.settles()

    assert cards(alice) == 1
    assert await is_held(alice)


@pytest.mark.parametrize(
    ("statement", "holds"),
    [
        pytest.param("UPDATE nudge SET reason = 'x', day = 99", True, id="the newest day"),
        pytest.param("UPDATE person SET content_class = 'martian' WHERE telegram_id = 1002", False, id="the person"),
    ],
)
async def test_when_a_part_of_ours_breaks_a_sign_brings_the_card_all_the_same(
    alice: Somebody, town: Town, database_file: Path, statement: str, holds: bool
) -> None:
    await with_a_day(alice)
    breaks(database_file, statement)
    town.forgiven |= {"bot.intake", "bot.delivery", "bot.planning"}

    await alice.says(SIGN)

    assert alice.told.startswith(CARD)
    assert cards(alice) == 1
    with closing(sqlite3.connect(database_file)) as connection:
        [held_since] = connection.execute("SELECT held_since FROM person").fetchone()
    assert (held_since is not None) is holds
    await alice.says("/help")
    assert HELP in alice.told
    await alice.says("/today")
    assert "Something went wrong" in alice.told


async def test_who_lost_their_key_is_answered_all_the_same_and_may_leave(alice: Somebody, town: Town) -> None:
    await with_a_day(alice)
    person = await known(alice)
    assert person is not None
    town.forgiven |= {"storage.people", "bot.missing_keys", "bot.intake"}

    town.keyring.data_keys.destroy(person.id)
    async with town.database.unit() as unit:
        assert (await missing_keys.finding(unit)).says.startswith("1 in the database have none")
    await missing_keys.told_at_the_start(town.database)

    await alice.says("/help")
    assert HELP in alice.told
    await alice.says(SIGN)
    assert cards(alice) == 1
    assert await is_held(alice)
    await alice.says("/stop")
    assert alice.told.startswith("Leave the track?")
    await alice.says("/forget")
    await alice.taps("Erase everything")
    assert await known(alice) is None


async def test_while_the_keys_cannot_be_read_help_is_there_within_five_seconds(
    alice: Somebody, ben: Somebody, town: Town
) -> None:
    for one in (alice, ben):
        await with_a_day(one)
        person = await known(one)
        assert person is not None
        town.keyring.data_keys._remembered.pop(person.id)
    keys = town.keyring.data_keys._file
    kept = keys.read_bytes()
    town.forgiven |= {"storage.people", "bot.intake", "bot.delivery", "bot.planning"}

    keys.write_bytes(b"no database at all" * 100)
    alice.person.says("Tea on the balcony.")
    alice.person.says(SIGN)
    ben.person.says("/help")
    listening = asyncio.create_task(town.listens())
    await town.sandbox.until(lambda: cards(alice) == 1 and HELP in ben.told, within=WITHIN)
    keys.write_bytes(kept)
    with suppress(StoreFailed):
        await listening
    await town.listens()  # what could not be kept comes again

    assert cards(alice) == 1
    assert await is_held(alice)
    assert (1, SIGN) in await alice.words()


LATE = "This comes late. Tap the covered words to read them."
VIOLENCE = "He hit me again."
BODIES: dict[str, dict[str, object]] = {
    "contact": {"contact": {"phone_number": "1", "first_name": VIOLENCE}},
    "venue": {
        "venue": {"location": {"latitude": 1.0, "longitude": 1.0}, "title": "Home", "address": VIOLENCE},
        "location": {"latitude": 1.0, "longitude": 1.0},
    },
    "checklist": {"checklist": {"title": "Today", "tasks": [{"id": 1, "text": VIOLENCE}]}},
    "poll": {"poll": {"id": "1", "question": VIOLENCE, "options": [], "type": "regular"}},
    "option of a poll": {
        "poll": {
            "id": "1",
            "question": "Shall I stay?",
            "options": [{"text": VIOLENCE, "voter_count": 0}],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
        }
    },
    "unreadable text": {"text": VIOLENCE, "entities": [{"type": "bold"}]},
    "unreadable caption": {"caption": VIOLENCE, "photo": 7},
    "a new kind with a caption": {"caption": VIOLENCE, "hologram": {"id": "1"}},
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
async def test_a_sign_is_heard_in_whatever_part_of_a_message_it_stands(
    alice: Somebody, town: Town, body: dict[str, object]
) -> None:
    await with_a_day(alice)
    before = len(alice.inbox)

    town.sandbox.raw_update({"message": sent_by(alice) | body})
    await town.settles()

    assert [message.text.splitlines()[0] for message in alice.inbox[before:]] == [CARD]
    assert await is_held(alice)


async def test_words_that_are_quoted_from_the_bot_are_no_sign(alice: Somebody, town: Town) -> None:
    await with_a_day(alice)

    town.sandbox.raw_update({"message": sent_by(alice) | {"text": "Yes.", "quote": {"text": VIOLENCE, "position": 0}}})
    await town.settles()

    assert cards(alice) == 0


def sent_by(somebody: Somebody) -> dict[str, object]:
    """What every message of theirs has, on the wire."""
    one = {"id": somebody.telegram_id, "first_name": somebody.person.name}
    now = int(somebody.town.clock().timestamp())
    return {"message_id": 999_001, "date": now, "chat": one | {"type": "private"}, "from": one | {"is_bot": False}}


async def test_an_edit_that_changes_no_word_brings_no_card(alice: Somebody, town: Town) -> None:
    await with_a_day(alice)
    await alice.says(SIGN)
    await alice.taps(GO_ON)
    mine = next(message for message in alice.person.chat if message.text == SIGN)

    alice.person.edits(mine, SIGN)
    await town.settles()
    assert cards(alice) == 1
    assert not await is_held(alice)

    alice.person.edits(mine, f"{SIGN} Tonight.")
    await town.settles()
    assert cards(alice) == 2
    assert await is_held(alice)


@pytest.mark.parametrize("words", [SIGN, "/progress", "He shouts at me."])
@pytest.mark.parametrize("discreet", [True, False])
async def test_an_answer_that_comes_late_to_somebody_discreet_comes_covered_and_without_a_sound(
    alice: Somebody, town: Town, words: str, discreet: bool
) -> None:
    town.discreet = discreet
    await with_a_day(alice)
    before = len(alice.inbox)
    alice.person.says(words)
    await town.app.poller.once()

    await town.sleeps()
    town.clock.move(timedelta(hours=9))
    await town.wakes()
    await town.settles()

    sent = [call.params for call in town.sandbox.calls if call.method in ("sendMessage", "sendPhoto")]
    calls = sent[-(len(alice.inbox) - before) :]
    assert [(call.get("text") or call["caption"]).startswith(f"{LATE}\n\n<tg-spoiler>") for call in calls] == [discreet]
    assert [bool(call.get("disable_notification")) for call in calls] == [discreet]
