"""Menus of commands, names and descriptions."""

import pytest

from bot.sandbox.profile import commands_shown_in

HELP = {"command": "help", "description": "What I can do"}
TRACKS = {"command": "tracks", "description": "Your tracks"}
HILFE = {"command": "help", "description": "Was ich kann"}


async def test_the_narrowest_menu_in_the_persons_language_is_shown(bot, sandbox, alice):
    uli = sandbox.person("Uli", language="de")
    uli.starts()

    await bot("setMyCommands", commands=[HELP])
    await bot("setMyCommands", commands=[HILFE], language_code="de")
    await bot("setMyCommands", commands=[HELP, TRACKS], scope={"type": "chat", "chat_id": alice.telegram_id})

    def menu(person):
        return commands_shown_in(sandbox.world, sandbox.world.chats[person.telegram_id])

    assert menu(alice) == [HELP, TRACKS]
    assert menu(uli) == [HILFE]
    assert (await bot("getMyCommands", language_code="de")).result == [HILFE]

    await bot("deleteMyCommands", scope={"type": "chat", "chat_id": alice.telegram_id})

    assert menu(alice) == [HELP]
    assert sandbox.breaches == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        pytest.param({"commands": [{"command": "Help", "description": "x"}]}, "BOT_COMMAND_INVALID", id="a capital"),
        pytest.param({"commands": [{"command": "x" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID", id="long name"),
        pytest.param(
            {"commands": [{"command": "help", "description": "x" * 257}]}, "BOT_COMMAND_DESCRIPTION_INVALID", id="words"
        ),
        pytest.param({"commands": [HELP] * 101}, "BOT_COMMANDS_TOO_MUCH", id="101 of them"),
        pytest.param({"commands": [HELP], "scope": {"type": "moon"}}, "unsupported type specified", id="no such scope"),
        pytest.param(
            {"commands": [HELP], "scope": {"type": "chat", "chat_id": 5}}, "chat not found", id="no such chat"
        ),
        pytest.param({"commands": [HELP], "language_code": "english"}, "invalid language code", id="no such language"),
    ],
)
async def test_a_wrong_menu_is_refused(bot, given, says):
    answer = await bot("setMyCommands", **given)

    assert answer.status == 400
    assert says in answer.description


async def test_the_bot_describes_itself_within_limits(bot):
    await bot("setMyDescription", description="A walk of thirty days")
    await bot("setMyDescription", description="Dreißig Tage", language_code="de")

    assert (await bot("getMyDescription", language_code="de")).result == {"description": "Dreißig Tage"}
    assert (await bot("getMyDescription", language_code="fr")).result == {"description": "A walk of thirty days"}
    assert (await bot("setMyDescription", description="x" * 513)).status == 400
    assert (await bot("setMyShortDescription", short_description="x" * 121)).status == 400
    assert (await bot("setMyName", name="Small")).status == 200
    assert (await bot("getMe")).result["first_name"] == "Small"


async def test_a_chat_can_be_looked_up(bot, alice):
    assert (await bot("getChat", chat_id=alice.telegram_id)).result["first_name"] == "Alice"
    assert (await bot("getChat", chat_id="@alice")).description == "Bad Request: chat not found"
