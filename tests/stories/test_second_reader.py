"""Where the settings want a second reader, no track goes out from the chat that only its author has read."""

import json

import pytest

from storage.errors import Stale
from storage.readings import ReadingState
from tests.stories.test_admins import MINE, sends
from tests.stories.test_codes import SECRET, code
from tests.stories.test_export import exported
from tests.stories.test_granting import becomes
from tests.stories.test_rights import newest_act
from tests.stories.town import ADMIN, CALM, Somebody, Town
from tests.tracks import track_yaml


@pytest.fixture
async def strict_town(town: Town, robin: Somebody, alice: Somebody) -> Town:
    """A town in which a second reader is wanted, and Alice is an author, too."""
    await town.is_set_up(second_reader="required")
    await robin.starts()
    await becomes(alice, robin)
    return town


async def asks(robin: Somebody) -> None:
    """He sends a track and asks for a reading."""
    await sends(robin, MINE)
    await robin.taps("Publish")
    assert "Nothing was published." in robin.told
    await robin.taps("Ask for a reading")


async def is_published(town: Town) -> bool:
    async with town.database.unit() as unit:
        return await unit.tracks.newest("kind-evenings") is not None


def token_in(one: Somebody) -> str:
    """What the newest button carries."""
    carried = one.newest.data[-1][-1]
    assert carried is not None
    return carried.split(":")[1]


async def test_another_author_reads_it_approves_and_then_it_is_published(
    robin: Somebody, alice: Somebody, strict_town: Town
) -> None:
    await asks(robin)
    assert not await is_published(strict_town)
    assert alice.told.startswith("A second reader is wanted by Robin")

    await alice.taps("Day 2 ▶")
    assert "Day 2" in alice.told
    await alice.taps("Approve")
    assert await newest_act(strict_town) == (strict_town.keyring.pseudonym(1002), "approved", "kind-evenings", "done")
    assert not await is_published(strict_town)
    assert "approves of it." in robin.told
    await robin.taps("Publish")

    assert robin.told.startswith("Published:")
    assert await is_published(strict_town)


async def test_sent_back_with_words_the_author_has_them_as_they_are(
    robin: Somebody, alice: Somebody, strict_town: Town
) -> None:
    await asks(robin)
    await alice.taps("Send back")
    token = robin.newest.data[-1][-1]
    assert token is not None
    begin = f"/sendback {token.split(':')[1]} "
    assert begin.strip() in alice.told

    await alice.says(f"{begin}Day 3 is <b>too</b> much & too soon.\nPlease mend it.")

    assert "sends it back:\n\nDay 3 is <b>too</b> much & too soon.\nPlease mend it." in robin.told
    assert alice.told.startswith("Sent back:")
    await robin.taps("Publish")
    assert "Nothing was published." in robin.told


@pytest.mark.parametrize("words", ["", " ", "x" * 1501])
async def test_it_goes_back_with_some_words_and_not_too_many(
    words: str, robin: Somebody, alice: Somebody, strict_town: Town
) -> None:
    await asks(robin)
    token = token_in(robin)

    await alice.says(f"/sendback {token} {words}")

    assert alice.told.startswith("Write behind the command why")
    async with strict_town.database.unit() as unit:
        reading = await unit.readings.of(token)
    assert reading is not None and reading.state == "asked"


async def test_nobody_approves_of_their_own(robin: Somebody, alice: Somebody, strict_town: Town) -> None:
    await asks(robin)

    robin.person.taps_data(f"ro:{token_in(robin)}")
    await strict_town.settles()

    assert robin.toasts[-1].startswith("That button is not in use any more.")
    assert not await is_published(strict_town)


async def test_what_is_sent_anew_is_read_anew(robin: Somebody, alice: Somebody, strict_town: Town) -> None:
    await asks(robin)
    await alice.taps("Approve")

    await sends(robin, MINE.replace("Kind evenings", "Kinder evenings"))
    await robin.taps("Publish")

    assert "Nothing was published." in robin.told


async def test_two_approvals_at_once_are_one(
    robin: Somebody, alice: Somebody, ben: Somebody, strict_town: Town
) -> None:
    await becomes(ben, robin)
    await asks(robin)
    count = len(robin.inbox)
    alice.person.taps("Approve")
    ben.person.taps("Approve")

    await strict_town.settles()

    assert len(robin.inbox) == count + 1
    assert sum(toast.startswith("That waits for no reader any more") for toast in (*alice.toasts, *ben.toasts)) == 1


async def test_what_two_have_before_them_at_once_only_one_decides(
    robin: Somebody, alice: Somebody, strict_town: Town
) -> None:
    await asks(robin)
    async with strict_town.database.unit() as unit:
        reading = await unit.readings.of(token_in(robin))
        assert reading is not None
        await unit.readings.decide(reading, ReadingState.SENT_BACK, reader=1002)
        with pytest.raises(Stale):
            await unit.readings.decide(reading, ReadingState.APPROVED, reader=1003)


async def test_an_approval_after_it_was_withdrawn_counts_for_nothing(
    robin: Somebody, alice: Somebody, strict_town: Town
) -> None:
    await asks(robin)
    await robin.taps("Withdraw it")

    await alice.taps("Approve")

    assert alice.toasts[-1].startswith("That waits for no reader any more")
    await robin.taps("Publish")
    assert "Nothing was published." in robin.told


async def test_the_word_of_a_reader_who_may_not_publish_any_more_does_not_count(
    robin: Somebody, alice: Somebody, strict_town: Town
) -> None:
    await asks(robin)
    await alice.taps("Approve")
    async with strict_town.database.unit() as unit:
        await unit.grants.take(1002)

    await robin.taps("Publish")

    assert "Nothing was published." in robin.told


async def test_who_is_alone_is_told_that_nobody_can_read_it(robin: Somebody, town: Town) -> None:
    await town.is_set_up(second_reader="required")
    await robin.starts()

    await asks(robin)

    assert robin.told.startswith("Nobody else here may publish")


async def test_the_code_of_an_app_is_asked_for_all_the_same(
    robin: Somebody, alice: Somebody, strict_town: Town
) -> None:
    async with strict_town.database.unit() as unit:
        await unit.admin_secrets.put(ADMIN, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", strict_town.clock())
    await asks(robin)
    await alice.taps("Approve")

    await robin.taps("Publish")

    assert robin.told.startswith("Before I publish it: type the six digits")
    assert not await is_published(strict_town)


async def test_an_older_version_is_not_put_back_by_one_alone(robin: Somebody, strict_town: Town) -> None:
    async with strict_town.database.unit() as unit:
        await unit.admin_secrets.put(ADMIN, SECRET, strict_town.clock())
    await strict_town.publishes(CALM.replace("Breathe, part 1\n", "Breathe\n"))
    await robin.says("/versions")
    await robin.taps("Thirty calm days")
    history = robin.newest
    for tap in ["Back to 1", "vb:thirty-calm-days:1.2!", "vb:thirty-calm-days:1.2w!"]:
        if tap.startswith("vb:"):
            robin.person.taps_data(tap, history)
            await strict_town.settles()
        else:
            await robin.taps(tap, history)

        assert "ask for a reading" in robin.told
        assert (await newest_act(strict_town))[1:] == ("roll back", "thirty-calm-days 1", "refused")

    async with strict_town.database.unit() as unit:
        assert len(await unit.versions.all_of("thirty-calm-days")) == 2


async def test_a_roll_back_that_waited_for_its_code_is_not_done_either(
    robin: Somebody, alice: Somebody, town: Town
) -> None:
    async with town.database.unit() as unit:
        await unit.admin_secrets.put(ADMIN, SECRET, town.clock())
    await town.publishes(CALM.replace("Breathe, part 1\n", "Breathe\n"))
    await robin.says("/versions")
    await robin.taps("Thirty calm days")
    await robin.taps("Back to 1")
    await robin.taps("Back to 1, for who starts")
    await town.is_set_up(second_reader="required")

    await robin.says(code(town))

    assert "ask for a reading" in robin.told
    async with town.database.unit() as unit:
        assert len(await unit.versions.all_of("thirty-calm-days")) == 2


async def test_a_shorter_track_is_read_to_its_last_day(robin: Somebody, alice: Somebody, strict_town: Town) -> None:
    short = track_yaml(track="kind-evenings", length=2, days=dict.fromkeys(range(3, 31)))
    await sends(robin, short)
    await robin.taps("Publish")
    await robin.taps("Ask for a reading")
    await alice.taps("Day 2 ▶")

    assert alice.newest.buttons[0] == ["◀ Day 1"]


async def test_the_export_names_no_colleague(robin: Somebody, alice: Somebody, strict_town: Town) -> None:
    await asks(robin)
    await alice.taps("Approve")

    _, rows = await exported(robin)

    assert len(rows["second_reading"]) == 1
    assert str(alice.telegram_id) not in json.dumps(rows["second_reading"])


async def test_without_the_setting_nobody_has_to_read_it(robin: Somebody, alice: Somebody, town: Town) -> None:
    await sends(robin, MINE)
    await robin.taps("Publish")

    assert await is_published(town)
