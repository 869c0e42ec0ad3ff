"""Owners invite by a link that works once, see who has rights, and take them away, which counts at once."""

import logging
import re
from datetime import timedelta

import pytest

from bot.granting import LINKS
from bot.rights import AdminRole, Admins
from curriculum.enrolment import Standing
from tests.stories.test_admins import MINE, sends
from tests.stories.test_forget import is_forgotten, rows_with
from tests.stories.test_rights import newest_act
from tests.stories.town import ADMIN, Somebody, Town

_LINK = re.compile(r"https://t\.me/\w+\?start=([A-Za-z0-9_-]{1,64})\b")


async def link_from(owner: Somebody, role: str = "an author") -> str:
    """What the link hands over that an owner makes."""
    await owner.says("/admin")
    await owner.taps("People with rights")
    await owner.taps(f"Invite {role}")
    found = _LINK.search(owner.told)
    assert found is not None
    return found[1]


async def becomes(somebody: Somebody, owner: Somebody, role: str = "an author") -> None:
    """They follow a link and want that."""
    await somebody.starts(await link_from(owner, role))
    await somebody.taps("Yes, I want that")


async def roles_of(somebody: Somebody) -> list[str]:
    async with somebody.town.database.unit() as unit:
        return await unit.grants.roles_of(somebody.telegram_id)


async def page_of_people(owner: Somebody) -> str:
    await owner.says("/admin")
    await owner.taps("People with rights")
    return owner.told


async def test_who_follows_a_link_is_asked_once_and_has_the_role(
    robin: Somebody, alice: Somebody, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await robin.starts()
    payload = await link_from(robin)
    await alice.starts(payload)
    assert alice.told.startswith("You are invited to be an author here")
    assert await roles_of(alice) == []

    await alice.taps("Yes, I want that")

    assert alice.told.startswith("You are an author from now on")
    assert await newest_act(town) == (town.keyring.pseudonym(1002), "invite taken", "author", "done")
    assert "Alice" in robin.told and "is an author from now on" in robin.told
    menu = [call for call in town.sandbox.calls if call.method == "setMyCommands"][-1]
    assert menu.params["scope"]["chat_id"] == alice.telegram_id
    assert {"admin", "tracks"} <= {one["command"] for one in menu.params["commands"]}
    await sends(alice, MINE)
    await alice.taps("Publish")
    assert alice.told.startswith("Published:")
    assert "Alice" in await page_of_people(robin)
    assert payload.removeprefix(LINKS) not in caplog.text


async def test_the_code_of_a_link_stands_nowhere_in_the_database(robin: Somebody, town: Town) -> None:
    await robin.starts()
    code = (await link_from(robin)).removeprefix(LINKS)
    await town.passes(timedelta(days=3))  # what was answered is let go

    assert town.database.file is not None
    async with town.database.unit() as unit:
        await unit.inbox.forget(handled_before=town.clock(), buried_before=town.clock())
    assert code.encode() not in town.database.file.read_bytes()


async def test_a_link_works_once(robin: Somebody, alice: Somebody, ben: Somebody, town: Town) -> None:
    await robin.starts()
    payload = await link_from(robin)
    await alice.starts(payload)
    await ben.starts(payload)
    await alice.taps("Yes, I want that")

    await ben.taps("Yes, I want that")

    assert ben.told.startswith("That link gives nothing any more")
    assert (await roles_of(alice), await roles_of(ben)) == (["author"], [])
    assert (await newest_act(town))[1::2] == ("invite taken", "refused")


async def test_an_inviter_who_cannot_be_told_costs_the_invited_nothing(
    robin: Somebody, alice: Somebody, town: Town
) -> None:
    town.forgiven.add("sendMessage")  # to Robin, who has blocked the bot
    await robin.starts()
    await alice.enrols()
    payload = await link_from(robin)
    await alice.says(f"/start {payload}")
    robin.person.blocks()

    await alice.taps("Yes, I want that")

    assert await roles_of(alice) == ["author"]
    assert (await alice.walk()).standing is Standing.UNDER_WAY


async def test_two_taps_at_once_are_one(robin: Somebody, alice: Somebody, town: Town) -> None:
    await robin.starts()
    await alice.starts(await link_from(robin))
    for _ in range(2):
        alice.person.taps("Yes, I want that")
    await town.settles()

    assert await roles_of(alice) == ["author"]


async def test_a_link_is_too_old_after_a_day(robin: Somebody, alice: Somebody, town: Town) -> None:
    await robin.starts()
    payload = await link_from(robin)
    await town.passes(timedelta(hours=23, minutes=50))
    await alice.starts(payload)
    await town.passes(timedelta(minutes=11))

    await alice.taps("Yes, I want that")

    assert alice.told.startswith("That link gives nothing any more")
    assert await roles_of(alice) == []


async def test_a_link_can_be_taken_back(robin: Somebody, alice: Somebody) -> None:
    await robin.starts()
    payload = await link_from(robin)
    await page_of_people(robin)
    await robin.taps("Take back the link for an author")
    assert "Links that nobody has followed" not in robin.told

    await alice.starts(payload)

    assert alice.told.startswith("That link gives nothing any more")


async def test_who_does_not_want_a_role_has_none(robin: Somebody, alice: Somebody) -> None:
    await robin.starts()
    await alice.starts(await link_from(robin))

    await alice.taps("No, thank you")

    assert alice.told.startswith("All right, nothing was changed.")
    assert await roles_of(alice) == []


@pytest.mark.parametrize("code", ["", "x", "nosuchcode12", "i_i_", "%00", "é" * 10])
async def test_what_is_no_link_gives_nothing(code: str, alice: Somebody, robin: Somebody) -> None:
    alice.town.forgiven.add("editMessageText")  # it says so already
    await robin.starts()
    await link_from(robin)

    await alice.says(f"/start {LINKS}{code}")
    assert alice.told.startswith("That link gives nothing any more")
    alice.person.taps_data(f"iy:{code}")
    await alice.town.settles()

    assert await roles_of(alice) == []


async def test_a_link_of_who_is_no_owner_any_more_gives_nothing(
    robin: Somebody, alice: Somebody, ben: Somebody, town: Town
) -> None:
    await robin.starts()
    await becomes(alice, robin, "an owner")
    payload = await link_from(alice, "an owner")
    await page_of_people(robin)
    await robin.taps("Take rights from Alice")
    await robin.taps("Take them away")

    await ben.starts(payload)

    assert ben.told.startswith("That link gives nothing any more")
    assert alice.told.startswith("The rights that you were given here as an admin are taken away.")


async def test_a_link_of_who_is_no_owner_by_the_settings_any_more_gives_nothing(
    robin: Somebody, alice: Somebody, town: Town
) -> None:
    await robin.starts()
    payload = await link_from(robin)
    await town.is_set_up(admins=Admins.read(f"{ADMIN}:publish"))

    await alice.starts(payload)

    assert alice.told.startswith("That link gives nothing any more")


async def test_what_is_taken_away_counts_at_once(robin: Somebody, alice: Somebody, town: Town) -> None:
    await robin.starts()
    await becomes(alice, robin)
    await sends(alice, MINE)
    preview = alice.newest
    own_menu = ("chat", alice.telegram_id, 0, "")
    assert own_menu in town.sandbox.world.profile.commands
    await page_of_people(robin)

    await robin.taps("Take rights from Alice")
    await robin.taps("Take them away")

    assert await newest_act(town) == (
        town.keyring.pseudonym(ADMIN),
        "rights taken",
        town.keyring.pseudonym(1002),
        "done",
    )
    await alice.taps("Publish", preview)
    assert alice.toasts[-1].startswith("That button is not in use any more.")
    async with town.database.unit() as unit:
        assert await unit.tracks.newest("kind-evenings") is None
    await alice.says("/admin")
    assert alice.told.startswith("Only the admins of this bot can do that.")
    assert own_menu not in town.sandbox.world.profile.commands


async def test_the_last_owner_stays(robin: Somebody, alice: Somebody, town: Town) -> None:
    await robin.starts()
    await becomes(alice, robin, "an owner")
    await town.is_set_up(admins=Admins())
    await page_of_people(alice)

    await alice.taps("Take rights from Alice")

    assert alice.toasts[-1].startswith("That is the last owner.")
    alice.person.taps_data(f"gy:{town.keyring.pseudonym(1002)}")
    await town.settles()
    assert await roles_of(alice) == ["owner"]


async def test_an_owner_may_leave_another_behind(robin: Somebody, alice: Somebody) -> None:
    await robin.starts()
    await becomes(alice, robin, "an owner")
    await page_of_people(alice)
    await alice.taps("Take rights from Alice")
    assert "That is you." in alice.told

    await alice.taps("Take them away")

    assert await roles_of(alice) == []


async def test_rights_from_the_settings_stay_in_the_chat(robin: Somebody, alice: Somebody, town: Town) -> None:
    await robin.starts()
    await becomes(alice, robin, "an owner")
    page = await page_of_people(alice)
    assert "Robin" in page and "owner, by the settings" in page
    assert not any("Robin" in label for row in alice.newest.buttons for label in row)

    alice.person.taps_data(f"gt:{town.keyring.pseudonym(ADMIN)}")
    alice.person.taps_data(f"gy:{town.keyring.pseudonym(ADMIN)}")
    await town.settles()

    assert [toast.startswith("These rights stand in the settings") for toast in alice.toasts[-2:]] == [True, True]
    await robin.says("/admin")
    assert robin.told.startswith("For admins")


async def test_no_telegram_id_of_anybody_is_shown_to_an_owner(robin: Somebody, alice: Somebody) -> None:
    await robin.starts()
    await becomes(alice, robin)

    page = await page_of_people(robin)

    carried = [data or "" for row in robin.newest.data for data in row]
    assert not any(str(id) in text for id in (ADMIN, 1002) for text in [page, *carried])


async def test_who_may_do_all_that_already_leaves_the_link_for_others(
    robin: Somebody, alice: Somebody, town: Town
) -> None:
    await robin.starts()
    payload = await link_from(robin)

    await robin.says(f"/start {payload}")
    assert "You may do all that already" in robin.told

    await alice.starts(payload)
    await alice.taps("Yes, I want that")
    assert await roles_of(alice) == ["author"]


async def test_a_second_role_takes_nothing_away(robin: Somebody, alice: Somebody, town: Town) -> None:
    await robin.starts()
    await becomes(alice, robin, "a coach")
    await becomes(alice, robin, "a viewer")

    async with town.database.unit() as unit:
        assert await town.app.rights.scopes_of(unit, 1002) == AdminRole.COACH.scopes | AdminRole.VIEWER.scopes
    await alice.says("/admin")
    assert [row[0] for row in alice.newest.buttons if "Tracks" in row[0] or "let you" in row[0]] == [
        "Tracks",
        "What people let you read",
    ]


async def test_who_is_forgotten_has_no_rights_any_more(robin: Somebody, alice: Somebody, town: Town) -> None:
    await robin.starts()
    await becomes(alice, robin, "an owner")
    await link_from(alice)

    await is_forgotten(alice)

    assert rows_with(town, 1002) == 0
    assert await roles_of(alice) == []
    assert "Alice" not in await page_of_people(robin)


async def test_the_menu_does_in_its_place_what_commands_do_and_leads_back(robin: Somebody, town: Town) -> None:
    await robin.says("/admin")
    menu = robin.newest
    await robin.taps("Tracks")
    assert robin.newest.message_id == menu.message_id
    assert robin.told.startswith("Published tracks")
    assert await newest_act(town) == (town.keyring.pseudonym(ADMIN), "tracks", "", "done")

    await robin.taps("◀ Back")

    assert robin.newest.message_id == menu.message_id
    assert robin.told.startswith("For admins")


async def test_owners_see_what_was_done_last(robin: Somebody, alice: Somebody, town: Town) -> None:
    await robin.starts()
    await becomes(alice, robin)
    await robin.says("/admin")
    await robin.taps("What was done last")

    assert "· you · invite: done · author" in robin.told
    assert f"· {town.keyring.pseudonym(1002)} · invite taken: done · author" in robin.told
