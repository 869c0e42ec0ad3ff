"""An admin with a code app publishes, and takes their own data out, only with its six digits."""

import logging
import re
import sqlite3
from contextlib import closing
from datetime import timedelta

import pyotp
import pytest

from bot.rights import Admins
from tests.stories.test_admins import MINE, sends
from tests.stories.test_rights import newest_act
from tests.stories.town import ADMIN, Somebody, Town

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
WRONG = "000000"


@pytest.fixture
async def guarded(robin: Somebody, town: Town) -> Somebody:
    """Robin, with a code app."""
    async with town.database.unit() as unit:
        await unit.admin_secrets.put(ADMIN, SECRET, town.clock())
    return robin


def code(town: Town, later: int = 0) -> str:
    """What Robin's app shows."""
    return pyotp.TOTP(SECRET).at(town.clock() + timedelta(seconds=later))


async def slugs(town: Town) -> list[str]:
    async with town.database.unit() as unit:
        return [one.ref.slug for one in await unit.tracks.on_offer()]


async def wants_to_publish(robin: Somebody) -> None:
    await sends(robin, MINE)
    await robin.taps("Publish")
    assert robin.told.startswith("Before I publish it: type the six digits")


@pytest.mark.parametrize("typed", ["{}{}", "{} {}", " {}{}\n"])
async def test_the_right_code_publishes_and_goes_from_the_chat(guarded: Somebody, town: Town, typed: str) -> None:
    await guarded.starts()
    await wants_to_publish(guarded)
    assert await slugs(town) == ["thirty-calm-days"]
    digits = code(town)

    await guarded.says(typed.format(digits[:3], digits[3:]))

    assert guarded.told.startswith("Published: Kind evenings, version 1.")
    assert "kind-evenings" in await slugs(town)
    assert digits[:3] not in "".join(shown.text for shown in guarded.person.chat)
    assert await newest_act(town) == (town.keyring.pseudonym(ADMIN), "publish", "kind-evenings 1", "done")


async def test_a_wrong_code_publishes_nothing_and_the_right_one_still_may_follow(guarded: Somebody, town: Town) -> None:
    await wants_to_publish(guarded)

    await guarded.says(WRONG)
    assert guarded.told == "That is not the code. Type the one that your app shows now; 4 tries left."
    assert WRONG not in [shown.text for shown in guarded.person.chat]
    assert await slugs(town) == ["thirty-calm-days"]
    assert await newest_act(town) == (town.keyring.pseudonym(ADMIN), "code", "", "refused")

    await guarded.says(code(town))
    assert guarded.told.startswith("Published")


async def test_a_code_counts_once(guarded: Somebody, town: Town) -> None:
    await wants_to_publish(guarded)
    digits = code(town)
    await guarded.says(digits)
    await sends(guarded, MINE.replace("Kind evenings", "Kinder evenings"))
    await guarded.taps("Publish")

    await guarded.says(digits)

    assert guarded.told.startswith("That code was used before. Wait for the next one")
    async with town.database.unit() as unit:
        newest = await unit.tracks.newest("kind-evenings")
        assert newest is not None
        assert newest.ref.number == 1


async def test_a_code_that_comes_late_does_nothing_and_is_no_note(guarded: Somebody, town: Town) -> None:
    await guarded.enrols()
    await guarded.gets_the_next_day()
    await wants_to_publish(guarded)
    old = code(town)

    town.clock.move(timedelta(minutes=5))
    await guarded.says(old)
    assert guarded.told.startswith("That is not the code.")
    town.clock.move(timedelta(minutes=6))
    await guarded.says(code(town))

    assert guarded.told.startswith("That came too late for what I had asked.")
    await guarded.says(code(town))
    assert guarded.told == "I had not asked for a code, so I did not look at it."
    assert await slugs(town) == ["thirty-calm-days"]
    assert await guarded.words() == []


async def test_five_wrong_codes_lock_for_fifteen_minutes_even_the_right_one(guarded: Somebody, town: Town) -> None:
    await wants_to_publish(guarded)
    for _ in range(5):
        await guarded.says(WRONG)
    assert guarded.told.startswith("Too many codes were wrong. I look at none until 04 May 2026, 12:15 UTC")

    await guarded.says(code(town))
    assert guarded.told.startswith("Too many codes were wrong.")
    assert await slugs(town) == ["thirty-calm-days"]

    town.clock.move(timedelta(minutes=15))
    await guarded.taps("Publish")
    await guarded.says(code(town))
    assert guarded.told.startswith("Published")


async def test_a_restart_changes_nothing_about_it(guarded: Somebody, town: Town) -> None:
    await wants_to_publish(guarded)
    for _ in range(4):
        await guarded.says(WRONG)
    await town.restarts()

    await guarded.says(WRONG)
    assert guarded.told.startswith("Too many codes were wrong.")


async def test_an_admin_with_an_app_gets_their_data_with_a_code_alone(
    guarded: Somebody, alice: Somebody, town: Town
) -> None:
    for somebody in (guarded, alice):
        await somebody.starts()
        await somebody.says("/export")
    assert guarded.told.startswith("You are an admin with a code app")
    assert guarded.newest.document is None
    assert alice.newest.document is not None  # whoever is no admin is never asked

    await guarded.says(code(town))

    assert guarded.newest.document is not None
    assert SECRET not in guarded.newest.document.content.decode()


async def test_who_is_forgotten_is_still_asked(guarded: Somebody, town: Town) -> None:
    await guarded.starts()
    await guarded.says("/forget")
    await guarded.taps("Erase everything")

    await wants_to_publish(guarded)


async def test_where_an_app_is_required_nobody_publishes_without(robin: Somebody, town: Town) -> None:
    await town.is_set_up(totp="required")
    await sends(robin, MINE)
    await robin.taps("Publish")

    assert robin.told.startswith("Here it takes a code app to publish")
    assert await slugs(town) == ["thirty-calm-days"]
    assert await newest_act(town) == (town.keyring.pseudonym(ADMIN), "publish", "kind-evenings", "refused")
    await robin.starts()
    await robin.says("/export")
    assert robin.newest.document is not None


async def test_who_lost_the_right_meanwhile_publishes_nothing_by_a_code(guarded: Somebody, town: Town) -> None:
    await wants_to_publish(guarded)
    await town.is_set_up(admins=Admins.read(f"{ADMIN}:view"))

    await guarded.says(code(town))

    assert "the right to publish" in guarded.told
    assert await slugs(town) == ["thirty-calm-days"]


async def test_a_word_to_everybody_goes_out_with_a_code_alone(guarded: Somebody, alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await guarded.says("/broadcast Dear all.")
    await guarded.taps("☐ It asks nothing of anybody towards a partner")
    shown = guarded.newest
    await guarded.taps("Send it")
    assert guarded.told.startswith("Before I do it: type the six digits")
    assert (await newest_act(town))[1::2] == ("broadcast begun", "begun")
    await town.app.broadcasts.carry_on()
    assert "Dear all." not in alice.told

    await guarded.says(code(town))
    assert guarded.told.startswith("It goes out from now on.")
    assert (await newest_act(town))[1::2] == ("broadcast begun", "done")
    for _ in range(2):
        town.clock.move(timedelta(seconds=5))
        await town.app.broadcasts.carry_on()

    assert "Dear all." in alice.told
    [watched] = [message for message in guarded.inbox if message.message_id == shown.message_id]
    assert watched.text.startswith("It has gone out: Dear all.")


async def test_a_draft_that_is_thrown_away_meanwhile_goes_not_out_by_a_code(guarded: Somebody, town: Town) -> None:
    await guarded.says("/broadcast Dear all.")
    preview = guarded.newest
    await guarded.taps("Send it")
    await guarded.taps("Throw it away", preview)

    await guarded.says(code(town))

    assert guarded.told.startswith("That is not to be changed any more.")
    assert (await newest_act(town))[1::2] == ("broadcast begun", "failed")


async def test_rights_are_given_and_taken_with_a_code_alone(guarded: Somebody, alice: Somebody, town: Town) -> None:
    await guarded.starts()
    await guarded.says("/admin")
    await guarded.taps("People with rights")
    await guarded.taps("Invite an owner")
    assert guarded.told.startswith("Before I do it: type the six digits")
    assert (await newest_act(town))[1:] == ("invite", "owner", "begun")
    async with town.database.unit() as unit:
        assert await unit.grants.invites(town.clock()) == []

    await guarded.says(code(town))
    link = re.search(r"start=(\S+)", guarded.told)
    assert link is not None
    await alice.starts(link[1])
    await alice.taps("Yes, I want that")

    town.clock.move(timedelta(minutes=1))
    await guarded.says("/admin")
    await guarded.taps("People with rights")
    await guarded.taps("Take rights from Alice")
    await guarded.taps("Take them away")
    assert guarded.told.startswith("Before I do it: type the six digits")
    async with town.database.unit() as unit:
        assert await unit.grants.roles_of(1002) == ["owner"]
    await guarded.says(code(town))

    assert "has no right any more" in guarded.told
    assert (await newest_act(town))[1::2] == ("rights taken", "done")
    assert alice.told.startswith("The rights that you were given here as an admin are taken away.")
    async with town.database.unit() as unit:
        assert await unit.grants.roles_of(1002) == []


async def test_where_an_app_is_required_an_owner_without_reaches_nobody(
    robin: Somebody, alice: Somebody, town: Town
) -> None:
    await robin.starts()
    async with town.database.unit() as unit:
        await unit.grants.give(1002, "viewer", town.clock())
    await alice.starts()
    await town.is_set_up(totp="required")
    for begins, taps in [
        ("/broadcast Dear all.", ["Send it"]),
        ("/admin", ["People with rights", "Invite a viewer"]),
        ("/admin", ["People with rights", "Take rights from Alice", "Take them away"]),
    ]:
        await robin.says(begins)
        for label in taps:
            await robin.taps(label)

        assert robin.told.startswith("Here it takes a code app for that")
        assert (await newest_act(town))[3] == "refused"

    async with town.database.unit() as unit:
        assert await unit.broadcasts.going_out() == []
        assert await unit.grants.invites(town.clock()) == []
        assert await unit.grants.roles_of(1002) == ["viewer"]


async def test_a_draft_that_is_gone_is_told_also_behind_the_code(guarded: Somebody, town: Town) -> None:
    await wants_to_publish(guarded)
    async with town.database.unit() as unit:
        await unit.tracks.forget_drafts(town.clock() + timedelta(minutes=1))

    await guarded.says(code(town))

    assert guarded.told == "That draft is not here any more. Please send the file again."


@pytest.mark.parametrize(
    "typed", ["{}-{}", "code {}{}", "Code: {} {}.", "{}.{}", "/{}{}", "/code {}{}", "{}\u2013{}", "spaced", "caption"]
)
async def test_a_code_that_is_awaited_goes_from_the_chat_however_it_is_typed(
    guarded: Somebody, town: Town, typed: str
) -> None:
    await guarded.enrols()
    await guarded.gets_the_next_day()
    await guarded.says("/export")
    digits = code(town)
    before = len(guarded.person.chat)

    if typed == "caption":
        guarded.person.sends_photo(digits)
        await town.settles()
    else:
        await guarded.says(" ".join(digits) if typed == "spaced" else typed.format(digits[:3], digits[3:]))

    assert guarded.newest.document is not None
    assert len(guarded.person.chat) == before + 2  # the two files, and nothing that was typed
    assert await guarded.words() == []


@pytest.mark.parametrize("typed", ["123-456", "code 123456"])
async def test_when_no_code_is_awaited_numbers_among_words_are_words(guarded: Somebody, typed: str) -> None:
    await guarded.enrols()
    await guarded.gets_the_next_day()

    await guarded.says(typed)

    assert [words for _, words in await guarded.words()] == [typed]


async def test_six_digits_of_anybody_else_are_their_own_words(alice: Somebody, robin: Somebody, town: Town) -> None:
    for somebody in (alice, robin):
        await somebody.enrols()
    await town.passes(timedelta(days=1))
    for somebody in (alice, robin):
        await somebody.says("123456")

        assert [words for _, words in await somebody.words()] == ["123456"]


async def test_in_the_middle_of_too_much_a_code_is_neither_kept_nor_left_in_the_chat(
    guarded: Somebody, town: Town
) -> None:
    await guarded.enrols()
    await guarded.gets_the_next_day()
    await wants_to_publish(guarded)
    for _ in range(25):
        guarded.person.says("words")
    guarded.person.says(code(town))
    await town.settles()

    assert code(town) not in [shown.text for shown in guarded.person.chat]
    assert code(town) not in [words for _, words in await guarded.words()]
    assert await slugs(town) == ["thirty-calm-days"]


async def test_neither_code_nor_secret_is_in_the_log_or_readable_in_a_file(
    guarded: Somebody, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await wants_to_publish(guarded)
    digits = code(town)
    await guarded.says(digits)

    ours = [record for record in caplog.records if record.name.startswith(("bot.", "storage."))]
    lines = "\n".join(record.getMessage() for record in ours if not record.name.startswith("bot.sandbox"))
    assert lines
    assert digits not in lines
    assert SECRET not in lines
    assert town.database.file is not None
    for file in town.database.file.parent.glob("town.db*"):
        assert digits.encode() not in file.read_bytes()
        assert SECRET.encode() not in file.read_bytes()
    with closing(sqlite3.connect(town.database.file)) as connection:
        assert connection.execute("SELECT COUNT(*) FROM inbox WHERE body IS NOT NULL").fetchone() == (0,)
        [row] = connection.execute("SELECT * FROM admin_secret")
    assert ADMIN not in row
