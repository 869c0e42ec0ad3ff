"""Every act of an admin, tried by whoever may not: refused, logged, and without any effect."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import timedelta
from typing import get_args

import pytest

from bot.chat import buttons
from bot.chat.acts import COMMANDS, NEEDS, TAPS, Act
from bot.chat.admin_menu import ENTRIES
from bot.chat.menus import Menus
from bot.chat.message import Answer
from bot.chat.turn import Document, Heard, Kind
from bot.rights import AdminRole, Admins, Scope
from storage.admin_acts import MOST_REFUSALS
from storage.facts import ADMIN_ACTS_HEAD
from storage.tracks import content_hash
from tests.conftest import NOON
from tests.stories.test_admins import MINE, sends
from tests.stories.test_forget import rows_with
from tests.stories.town import ADMIN, Somebody, Town
from tests.tracks import track_yaml

GROUP = -5000
ITS_OWN = {"inbox", "admin_act"}
"""Tables that tell that something came or was tried, whoever sent it."""

BEN = 1500
"""Somebody whom an owner made an author."""

There = Mapping[str, str]
Tries = Callable[[int, int, There], Heard]


def _command(name: str, text: str = "") -> Tries:
    return lambda sender, chat, _: _heard(Kind.COMMAND, sender, chat, command=name, text=text)


def _tap(carries: str) -> Tries:
    return lambda sender, chat, there: _heard(Kind.TAP, sender, chat, tap=carries.format_map(there), tap_id="1")


def _file(name: str) -> Tries:
    return lambda sender, chat, _: _heard(Kind.DOCUMENT, sender, chat, document=Document("file", name, 100))


def _heard(kind: Kind, sender: int, chat: int, **what: object) -> Heard:
    return Heard(kind=kind, sender=sender, chat=chat, said_at=NOON, message_id=7, **what)  # type: ignore[arg-type]


ACTS: Mapping[str, tuple[Act, Tries]] = {
    "command tracks": (Act.TRACKS, _command("tracks")),
    "tap DraftDay": (Act.LOOK, _tap("dd:{draft}:2")),
    "tap DraftFindings": (Act.FINDINGS, _tap("df:{draft}")),
    "tap DraftPublished": (Act.PUBLISH, _tap("dp:{draft}")),
    "command coach": (Act.COACH, _command("coach")),
    "command shared": (Act.SHARED, _command("shared")),
    "tap SharedRead": (Act.READ, _tap("xr:{draft}")),
    "command admin": (Act.MENU, _command("admin")),
    "tap MenuWanted": (Act.MENU, _tap("am")),
    "tap CommandTapped tracks": (Act.TRACKS, _tap("ac:tracks")),
    "tap CommandTapped versions": (Act.VERSIONS, _tap("ac:versions")),
    "tap CommandTapped rehearse": (Act.REHEARSE, _tap("ac:rehearse")),
    "tap CommandTapped landing": (Act.LANDING, _tap("ac:landing")),
    "tap CommandTapped desk": (Act.DESK, _tap("ac:desk")),
    "tap CommandTapped shared": (Act.SHARED, _tap("ac:shared")),
    "tap PeopleWanted": (Act.PEOPLE, _tap("gp")),
    "tap InviteMade": (Act.INVITE, _tap("gi:owner")),
    "tap InviteRevoked": (Act.REVOKE, _tap("gx:{invite}")),
    "tap DismissAsked": (Act.PEOPLE, _tap("gt:{who}")),
    "tap Dismissed": (Act.DISMISS, _tap("gy:{who}")),
    "tap LogWanted": (Act.LOG, _tap("gl")),
    "command broadcast": (Act.BROADCAST, _command("broadcast", "Dear all.")),
    "tap BroadcastWanted": (Act.BROADCAST, _tap("bw")),
    "tap BroadcastTicked": (Act.BROADCAST, _tap("bt:{broadcast}")),
    "tap BroadcastBegun": (Act.BEGIN, _tap("bg:{broadcast}")),
    "tap BroadcastDropped": (Act.DROP, _tap("bd:{broadcast}")),
    "tap BroadcastCancelled": (Act.CANCEL, _tap("bc:{going}")),
    "tap ReadingAsked": (Act.ASK, _tap("rq:{draft}")),
    "tap ReadingWithdrawn": (Act.WITHDRAW, _tap("rw:{read}")),
    "tap ReadingDay": (Act.READ_OVER, _tap("rd:{to_read}:2")),
    "tap ReadingApproved": (Act.APPROVE, _tap("ro:{to_read}")),
    "tap ReadingReturned": (Act.RETURN, _tap("rb:{to_read}")),
    "command sendback": (Act.RETURN, _command("sendback", "nosuchtoken1 Mend it.")),
    "command desk": (Act.DESK, _command("desk")),
    "tap DraftMends": (Act.MEND, _tap("dw:{draft}:1")),
    "command versions": (Act.VERSIONS, _command("versions")),
    "tap TrackShown": (Act.VERSIONS, _tap("vt:thirty-calm-days")),
    "tap VersionShown": (Act.VERSIONS, _tap("vd:thirty-calm-days:2")),
    "tap TrackRetired": (Act.RETIRE, _tap("vr:thirty-calm-days:1!")),
    "tap RolledBack": (Act.ROLL_BACK, _tap("vb:thirty-calm-days:1.2!")),
    "tap VersionOffered": (Act.OFFER, _tap("vo:thirty-calm-days:2!")),
    "command landing": (Act.LANDING, _command("landing")),
    "tap LandingSeen": (Act.LANDING, _tap("la:thirty-calm-days:0:f:l")),
    "command rehearse": (Act.REHEARSE, _command("rehearse")),
    "tap RehearsalTap": (Act.REHEARSE, _tap("rh:{draft}:wideal.0")),
    "file": (Act.FILE, _file("kind-evenings.yaml")),
}
"""How each act of an admin is tried."""


def test_the_acts_below_are_all_that_the_code_has() -> None:
    everybodys = {one["command"] for one in Menus(study=True).for_everybody().params["commands"]}
    admins = {one["command"] for one in Menus(study=True).for_admin(1).params["commands"]} - everybodys

    assert set(NEEDS) == set(Act) == {act for act, _ in ACTS.values()}
    assert set(COMMANDS) == admins
    assert set(TAPS) <= set(get_args(buttons.Tap))
    assert set(ACTS) == {
        *(f"command {name}" for name in COMMANDS),
        *(f"tap {kind.__name__}" for kind in TAPS),
        *(f"tap CommandTapped {button.carries[3:]}" for _, button in ENTRIES if button.carries.startswith("ac:")),
        "file",
    }


async def tried(town: Town, heard: Heard) -> Answer:
    """What is answered to somebody who tries something, with what was made of a file if it is one."""
    async with town.database.unit() as unit:
        person = await unit.people.known(heard.sender)
        return await town.app.conversation.answer(unit, heard, MINE if heard.document else None, person)


def everything(town: Town) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    assert town.database.file is not None
    with closing(sqlite3.connect(town.database.file)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: [row for row in connection.execute(f"SELECT * FROM {name}") if row[0] != ADMIN_ACTS_HEAD]  # noqa: S608
            for name in tables
            if name not in ITS_OWN
        }


async def newest_act(town: Town) -> tuple[str, str, str, str]:
    """Who did what last, on what, and what came of it, as the log has it."""
    async with town.database.unit() as unit:
        assert await unit.admin_acts.breaks() == []
        act = (await unit.admin_acts.all())[-1]
        return act.who, act.act, act.about, act.result


async def draft_of(robin: Somebody) -> str:
    """The token of a draft that lies ready."""
    await sends(robin, MINE)
    carried = robin.newest.data[-1][-1]
    assert carried is not None
    return carried.split(":")[1]


async def all_that_can_be_tried(robin: Somebody, town: Town) -> There:
    """Drafts of tracks, one of which waits for a second reader as does one of Ben's, a draft of a broadcast and one that goes out, an open link to rights, and Ben, an author: what the
    taps on them carry.
    """
    async with town.database.unit() as unit:
        draft = await unit.tracks.keep_draft(MINE, admin=robin.telegram_id, now=town.clock())
        await unit.people.met(BEN, "Ben", town.clock())
        await unit.grants.give(BEN, "author", town.clock())
        read = await unit.tracks.keep_draft(MINE, admin=ADMIN, now=town.clock())
        to_read = await unit.tracks.keep_draft(MINE, admin=BEN, now=town.clock())
        for token, author in ((read, ADMIN), (to_read, BEN)):
            await unit.readings.ask(token, content_hash(MINE, {}), author=author, now=town.clock())
        await unit.grants.invite(ADMIN, "viewer", town.clock())
        (invite,) = await unit.grants.invites(town.clock())
        broadcast = await unit.broadcasts.keep("Dear all.", town.clock())
        going = await unit.broadcasts.keep("Dear all, once more.", town.clock())
        await unit.broadcasts.begin(going, town.clock())
    return {
        "draft": draft,
        "read": read,
        "to_read": to_read,
        "broadcast": broadcast.token,
        "going": going.token,
        "who": town.keyring.pseudonym(BEN),
        "invite": str(invite.id),
    }


@pytest.mark.parametrize("name", ACTS)
async def test_who_is_no_admin_does_nothing_by_it(
    name: str, robin: Somebody, alice: Somebody, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    act, tries = ACTS[name]
    there = await all_that_can_be_tried(robin, town)
    await alice.starts()
    before = everything(town)

    answer = await tried(town, tries(alice.telegram_id, alice.telegram_id, there))

    assert everything(town) == before
    assert answer.toast or answer.say[0].text.startswith("Only the admins of this bot can do that.")
    pseudonym = town.keyring.pseudonym(alice.telegram_id)
    assert f"{pseudonym} is no admin and was refused: {act}" in caplog.messages
    assert await newest_act(town) == (pseudonym, act, "", "refused")


@pytest.mark.parametrize("name", ACTS)
async def test_an_admin_without_the_scope_does_nothing_by_it(
    name: str, robin: Somebody, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    act, tries = ACTS[name]
    there = await all_that_can_be_tried(robin, town)
    for scope in set(Scope) - {NEEDS[act]}:
        await town.is_set_up(admins=Admins({ADMIN: frozenset({scope})}))
        before = everything(town)

        answer = await tried(town, tries(ADMIN, ADMIN, there))

        assert everything(town) == before
        assert await newest_act(town) == (town.keyring.pseudonym(ADMIN), act, "", "refused")
        assert answer.toast or f"the right to <code>{NEEDS[act]}</code>" in answer.say[0].text
        assert (
            f"{town.keyring.pseudonym(ADMIN)} has not the scope {NEEDS[act]} and was refused: {act}" in caplog.messages
        )


@pytest.mark.parametrize("name", ACTS)
async def test_whose_role_was_taken_away_a_moment_ago_does_nothing_by_it(
    name: str, robin: Somebody, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    act, tries = ACTS[name]
    there = await all_that_can_be_tried(robin, town)
    ada = 1600
    async with town.database.unit() as unit:
        await unit.people.met(ada, "Ada", town.clock())
        await unit.grants.give(ada, "owner", town.clock())
        assert await town.app.rights.may(unit, ada, NEEDS[act])
    async with town.database.unit() as unit:
        await unit.grants.take(ada)
    before = everything(town)

    answer = await tried(town, tries(ada, ada, there))

    assert everything(town) == before
    assert answer.toast or answer.say[0].text.startswith("Only the admins of this bot can do that.")
    assert await newest_act(town) == (town.keyring.pseudonym(ada), act, "", "refused")


@pytest.mark.parametrize("name", [name for name in ACTS if name != "tap SharedRead"])
async def test_a_role_that_an_owner_gave_lets_somebody_do_what_it_is_for_and_nothing_else(
    name: str, robin: Somebody, town: Town
) -> None:
    act, tries = ACTS[name]
    there = await all_that_can_be_tried(robin, town)
    for account, role in enumerate((AdminRole.COACH, AdminRole.VIEWER, AdminRole.AUTHOR, AdminRole.OWNER), 1600):
        async with town.database.unit() as unit:
            await unit.people.met(account, "Ada", town.clock())
            await unit.grants.give(account, role, town.clock())
        before = everything(town)

        answer = await tried(town, tries(account, account, there))

        result = (await newest_act(town))[3]
        if NEEDS[act] in role.scopes:
            assert result != "refused"
            assert "right to" not in str(answer.say[:1])
        else:
            assert result == "refused"
            assert everything(town) == before


@pytest.mark.parametrize("name", ACTS)
async def test_in_a_group_an_admin_does_nothing_by_it(
    name: str, robin: Somebody, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    act, tries = ACTS[name]
    there = await all_that_can_be_tried(robin, town)
    before = everything(town)

    await tried(town, tries(ADMIN, GROUP, there))

    assert everything(town) == before
    assert f"{town.keyring.pseudonym(ADMIN)} is in no private chat and was refused: {act}" in caplog.messages
    assert await newest_act(town) == (town.keyring.pseudonym(ADMIN), act, "", "refused")


@pytest.mark.parametrize(
    "name", [name for name in ACTS if name not in ("tap SharedRead", "tap ReadingReturned", "command sendback")]
)
async def test_an_admin_with_that_scope_alone_may_do_it(name: str, robin: Somebody, town: Town) -> None:
    act, tries = ACTS[name]
    there = await all_that_can_be_tried(robin, town)
    await town.publishes(track_yaml(pacing="on-reply"))
    if act is Act.MEND:
        await town.publishes(track_yaml(track="kind-evenings", title="Other words"))
    scope = NEEDS[act]
    await town.is_set_up(admins=Admins.read(f"{ADMIN}:{scope}"))

    answer = await tried(town, tries(ADMIN, ADMIN, there))

    assert answer.toast is None
    assert answer.edit or "right to" not in answer.say[0].text
    if NEEDS[act] is Scope.OWN:
        assert (await newest_act(town))[1::2] == (act, "done")
        return
    about = {
        Act.MENU: "",
        Act.READ_OVER: "kind-evenings day 2",
        Act.WITHDRAW: "",
        Act.TRACKS: "",
        Act.REHEARSE: "" if name.startswith(("command", "tap Command")) else "kind-evenings",
        Act.DESK: "",
        Act.COACH: "",
        Act.LANDING: "" if name.startswith(("command", "tap Command")) else "thirty-calm-days",
        Act.SHARED: "",
        Act.LOOK: "kind-evenings day 2",
        Act.PUBLISH: "kind-evenings 1",
        Act.MEND: "kind-evenings 2",
        Act.VERSIONS: {
            "command versions": "",
            "tap CommandTapped versions": "",
            "tap TrackShown": "thirty-calm-days",
        }.get(name, "thirty-calm-days 2"),
        Act.RETIRE: "thirty-calm-days",
        Act.ROLL_BACK: "thirty-calm-days 1 as 3",
        Act.OFFER: "thirty-calm-days 2",
    }.get(act, "kind-evenings")
    assert await newest_act(town) == (town.keyring.pseudonym(ADMIN), act, about, "done")


async def test_a_command_for_admins_in_a_group_is_logged_and_the_group_is_left(
    robin: Somebody, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    friends = town.sandbox.group("Friends").add(robin.person)
    await town.settles()

    robin.person.says_in(friends, "/tracks")
    await town.settles()

    assert friends.left
    assert f"{town.keyring.pseudonym(ADMIN)} is in no private chat and was refused: tracks" in caplog.messages


async def test_files_are_not_even_opened_without_the_right(robin: Somebody, alice: Somebody, town: Town) -> None:
    await town.is_set_up(admins=Admins())
    for somebody in (robin, alice):
        await sends(somebody, MINE)
        somebody.person.sends_document("breath.png", b"\x89PNG")
        await town.settles()

    assert not any(call.method == "getFile" for call in town.sandbox.calls)
    async with town.database.unit() as unit:
        assert await unit.media.found(["breath.png"], admin=ADMIN, newest=None) == {}


async def test_who_may_only_look_is_shown_no_button_to_publish(robin: Somebody, town: Town) -> None:
    await town.is_set_up(admins=Admins.read(f"{ADMIN}:view"))

    await sends(robin, MINE)
    assert robin.newest.buttons == [["Day 2 ▶"], ["Show findings"]]
    await robin.taps("Day 2 ▶")
    assert robin.newest.buttons == [["◀ Day 1", "Day 3 ▶"], ["Show findings"]]


async def test_help_and_menu_tell_an_admin_what_they_may_do(robin: Somebody, town: Town) -> None:
    await town.is_set_up(admins=Admins.read(f"{ADMIN}:view"))
    await robin.says("/help")
    assert "/tracks: what is published." in robin.told
    assert "a button that publishes it" not in robin.told

    await town.is_set_up(admins=Admins.of([ADMIN]))
    await robin.says("/help")
    assert "a button that publishes it" in robin.told


async def test_what_goes_wrong_is_in_the_log_as_well(robin: Somebody, town: Town) -> None:
    await robin.starts()
    robin.person.taps_data("dp:nosuchtoken1")
    await town.settles()
    assert await newest_act(town) == (town.keyring.pseudonym(ADMIN), "publish", "", "failed")

    await sends(robin, "nonsense")
    assert await newest_act(town) == (town.keyring.pseudonym(ADMIN), "file", "", "failed")


async def test_an_act_and_its_entry_are_kept_together_or_neither(robin: Somebody, town: Town) -> None:
    token = await draft_of(robin)
    before = await newest_act(town)
    heard = _heard(Kind.TAP, ADMIN, ADMIN, tap=f"dp:{token}", tap_id="1")

    with pytest.raises(ZeroDivisionError):
        async with town.database.unit() as unit:
            await town.app.conversation.answer(unit, heard, None, None)
            raise ZeroDivisionError

    assert await newest_act(town) == before
    async with town.database.unit() as unit:
        assert await unit.tracks.newest("kind-evenings") is None


async def test_nobody_fills_the_log_by_being_refused(alice: Somebody, town: Town) -> None:
    heard = _heard(Kind.COMMAND, alice.telegram_id, alice.telegram_id, command="tracks")
    for _ in range(MOST_REFUSALS + 5):
        await tried(town, heard)
    async with town.database.unit() as unit:
        assert await unit.admin_acts.count_of(alice.telegram_id) == MOST_REFUSALS + 1  # and that no more are listed
        assert await unit.admin_acts.breaks() == []

    town.clock.move(timedelta(days=1, minutes=1))
    await tried(town, heard)
    async with town.database.unit() as unit:
        assert await unit.admin_acts.count_of(alice.telegram_id) == MOST_REFUSALS + 2


async def test_who_is_forgotten_is_told_that_a_pseudonym_stays_in_the_log(
    robin: Somebody, alice: Somebody, town: Town
) -> None:
    await draft_of(robin)
    for somebody in (robin, alice):
        await somebody.starts()
        await somebody.says("/forget")
        await somebody.taps("Erase everything")

    assert "has 1 entry of yours under a pseudonym" in robin.told
    assert "pseudonym" not in alice.told
    assert rows_with(town, ADMIN) == 0
    async with town.database.unit() as unit:
        assert await unit.admin_acts.breaks() == []
