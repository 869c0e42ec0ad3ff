"""A person lets a coach read chosen replies for a while, sees every reading, and ends it when they like."""

import logging
import re
from datetime import timedelta

import pytest

from bot.rights import Admins
from curriculum.safety import ContentClass
from tests.stories.test_forget import is_forgotten, rows_with
from tests.stories.test_rights import newest_act
from tests.stories.town import ADMIN, Somebody, Town

TEA = "We had tea on the balcony."
RAIN = "Rain <b>& quiet."


async def code_of(robin: Somebody) -> str:
    """What the coach tells somebody to type."""
    await robin.says("/coach")
    found = re.search(r"/access [A-Z2-7]{5}-[A-Z2-7]{5}", robin.told)
    assert found is not None
    return found[0]


async def has_written(alice: Somebody, content_class: ContentClass = ContentClass.OPEN) -> None:
    """She wrote on two days."""
    await alice.enrols(content_class=content_class)
    await alice.gets_the_next_day()
    await alice.says(TEA)
    await alice.gets_the_next_day()
    await alice.says(RAIN)


async def lets_read(alice: Somebody, robin: Somebody, day: str = "Day 1", span: str = "For 7 days") -> None:
    """She goes all the way to the second tap."""
    await alice.says(await code_of(robin))
    [label] = [label for row in alice.newest.buttons for label in row if label.startswith(f"{day},")]
    await alice.taps(label)
    await alice.taps(span)
    await alice.taps("Let them read it")


async def reads(robin: Somebody) -> str:
    """The coach reads the one thing there is."""
    await robin.says("/shared")
    [[label]] = robin.newest.buttons
    await robin.taps(label)
    return robin.told


async def test_a_person_consents_a_coach_reads_and_both_see_just_that(
    alice: Somebody, robin: Somebody, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await has_written(alice)
    await alice.says("/access")
    assert "No coach may read anything of yours." in alice.told

    await alice.says(await code_of(robin))
    assert [row[0].partition(",")[0] for row in alice.newest.buttons] == ["Day 2", "Day 1", "Share nothing"]
    await alice.taps(alice.newest.buttons[1][0])
    assert alice.newest.buttons[1][0].startswith("✓ Day 1")
    await alice.taps("For 7 days")
    assert f"may read for 7 days:\n\nDay 1, 05 May\n{TEA}" in alice.told
    assert RAIN not in alice.told
    await robin.says("/shared")
    assert robin.told.startswith("Nobody lets you read anything")  # one tap is none
    await alice.taps("Let them read it")
    assert "may read 1 reply of yours until 13 May 2026" in alice.told

    told = await reads(robin)

    assert re.fullmatch(rf"Somebody [0-9A-F]{{4}}, until 13 May 2026, \d\d:\d\d UTC\n\nDay 1, 05 May\n{TEA}", told)
    assert "Alice" not in told
    who, act, about, result = await newest_act(town)
    assert (who, act, result) == (town.keyring.pseudonym(ADMIN), "read", "done")
    assert about.startswith("share ")
    await alice.says("/access")
    assert re.search(r"06 May 2026, \d\d:\d\d UTC: Coach [0-9A-F]{4} read 1 reply", alice.told)
    assert alice.newest.buttons[0][0].startswith("End it for Coach ")
    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("bot.", "storage."))]
    assert not any(TEA in line for line in ours if "sandbox" not in line)


async def test_what_a_coach_sees_cannot_be_passed_on(alice: Somebody, robin: Somebody, town: Town) -> None:
    await has_written(alice)
    await lets_read(alice, robin, "Day 2")

    assert RAIN in await reads(robin)

    sent = [call.params for call in town.sandbox.calls if "Rain" in str(call.params.get("text"))]
    assert [params.get("protect_content") for params in sent if params["chat_id"] == ADMIN] == [True]


async def test_a_code_works_once_and_for_a_day(alice: Somebody, ben: Somebody, robin: Somebody, town: Town) -> None:
    for somebody in (alice, ben):
        await somebody.enrols()
    code = await code_of(robin)
    await alice.says(code.lower())
    await ben.says(code)
    assert "nothing to choose" in alice.told
    assert ben.told.startswith("That code is none that I know.")

    late = await code_of(robin)
    town.clock.move(timedelta(hours=24))
    await ben.says(late)
    assert ben.told.startswith("That code is none that I know.")


async def test_it_ends_by_itself_to_the_minute(alice: Somebody, robin: Somebody, town: Town) -> None:
    await has_written(alice)
    await lets_read(alice, robin, span="For 1 day")
    given_at = town.clock()
    await robin.says("/shared")
    menu = robin.newest

    town.clock.move_to(given_at + timedelta(days=1, minutes=-1))
    await robin.taps(menu.buttons[0][0], menu)
    assert TEA in robin.told
    town.clock.move_to(given_at + timedelta(days=1))
    said = len(robin.inbox)
    await robin.taps(menu.buttons[0][0], menu)

    assert len(robin.inbox) == said
    assert robin.toasts[-1] == "You are not let read that, or no longer. /shared shows what you are."
    assert (await newest_act(town))[1:] == ("read", "", "refused")
    await alice.says("/access")
    assert alice.told.count("read 1 reply") == 1
    assert "it is over" in alice.told
    assert alice.newest.buttons == []


async def test_it_ends_at_once_by_one_tap(alice: Somebody, robin: Somebody) -> None:
    await has_written(alice)
    await lets_read(alice, robin)
    await robin.says("/shared")
    menu = robin.newest
    await alice.says("/access")
    await alice.taps(alice.newest.buttons[0][0])
    assert alice.told.startswith("It is over")
    said = len(robin.inbox)

    await robin.taps(menu.buttons[0][0], menu)
    assert len(robin.inbox) == said
    await robin.says("/shared")
    assert robin.told.startswith("Nobody lets you read anything")


async def test_leaving_the_track_ends_nothing_and_being_forgotten_ends_all(
    alice: Somebody, robin: Somebody, town: Town
) -> None:
    await has_written(alice)
    await lets_read(alice, robin)
    await alice.says("/stop")
    await alice.taps("Yes, leave")
    assert TEA in await reads(robin)
    async with town.database.unit() as unit:
        person = await unit.people.known(alice.telegram_id)
        assert person is not None

    await is_forgotten(alice)

    assert "what you let a coach read by /access, and until when: 1" in alice.told
    assert "every time a coach read it: 1" in alice.told
    assert rows_with(town, person.id) == 0
    await robin.says("/shared")
    assert robin.told.startswith("Nobody lets you read anything")


async def test_words_that_change_or_come_after_it_was_given_are_not_read(
    alice: Somebody, robin: Somebody, town: Town
) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await alice.says(TEA)
    message = alice.person.chat[-2]
    assert message.text == TEA
    await lets_read(alice, robin)
    await alice.says("And a second thought.")
    assert "second thought" not in await reads(robin)

    alice.person.edits(message, "We had a row on the balcony.")
    await town.settles()
    told = await reads(robin)
    assert "balcony" not in told
    assert "Nothing is left to read." in told
    assert "1 reply changed since or gone: not shown." in told


async def test_what_changed_between_the_two_taps_is_shown_again_first(
    alice: Somebody, robin: Somebody, town: Town
) -> None:
    await has_written(alice)
    await alice.says(await code_of(robin))
    await alice.taps(alice.newest.buttons[0][0])
    await alice.taps("For 30 days")
    proposal = alice.newest
    await alice.says("One more thing.")

    await alice.taps("Let them read it", proposal)

    assert "One more thing." in next(shown.text for shown in alice.inbox if shown.message_id == proposal.message_id)
    await robin.says("/shared")
    assert robin.told.startswith("Nobody lets you read anything")


async def test_a_coach_who_lost_the_right_reads_nothing(alice: Somebody, robin: Somebody, town: Town) -> None:
    await has_written(alice)
    await lets_read(alice, robin)
    await robin.says("/shared")
    menu = robin.newest
    code = await code_of(robin)
    await town.is_set_up(admins=Admins.read(f"{ADMIN}:publish"))
    said = len(robin.inbox)

    await robin.taps(menu.buttons[0][0], menu)
    await alice.says(code)

    assert len(robin.inbox) == said
    assert alice.told.startswith("That code is none that I know.")
    await alice.says("/access")
    assert alice.told.count("read 1 reply") == 0


async def test_another_coach_and_another_person_have_no_part_in_it(
    alice: Somebody, ben: Somebody, robin: Somebody, town: Town
) -> None:
    await town.is_set_up(admins=Admins.of([ADMIN, 1009]))
    sam = town.somebody("Sam", 1009)
    await ben.starts()
    await sam.starts()
    await has_written(alice)
    await alice.says(await code_of(robin))
    await alice.taps(alice.newest.buttons[0][0])
    await alice.taps("For 7 days")
    give = alice.newest.data[0][0]
    assert give is not None
    ben.person.taps_data(give)
    await town.settles()
    await robin.says("/shared")
    assert robin.told.startswith("Nobody lets you read anything")
    await alice.taps("Let them read it")
    await robin.says("/shared")
    stolen, end = robin.newest.data[0][0], alice.newest.data[0][0]
    assert stolen is not None
    assert end is not None

    sam.person.taps_data(stolen)
    ben.person.taps_data(stolen)
    ben.person.taps_data(end)
    await town.settles()

    assert not any(RAIN in shown.text for one in (sam, ben) for shown in one.inbox)
    assert RAIN in await reads(robin)


async def test_nobody_is_told_apart_by_what_they_may_be_sent(alice: Somebody, ben: Somebody, robin: Somebody) -> None:
    for somebody, content_class in ((alice, ContentClass.OPEN), (ben, ContentClass.RESTRICTED)):
        await has_written(somebody, content_class)
        await somebody.says("/pattern")
        await lets_read(somebody, robin)
        await robin.says("/shared")
        await robin.taps(robin.newest.buttons[-1][0])

    one, other = (re.sub(r"Somebody [0-9A-F]{4}|\d\d May( 2026, \d\d:\d\d UTC)?|Day \d+", "…", shown.text) for shown in robin.inbox if TEA in shown.text)  # fmt: skip
    assert one == other
