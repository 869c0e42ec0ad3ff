"""What the bot tells of itself: its command menus by scope and language, its name and descriptions."""

import re
from collections.abc import Mapping

from bot.sandbox.chats import Chat, Json
from bot.sandbox.entities import units
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusal import bad_request
from bot.sandbox.sending import chat_of
from bot.sandbox.world import World

MOST_COMMANDS = 100
LONGEST_COMMAND_DESCRIPTION = 256

SET_COMMANDS = frozenset({"commands", "scope", "language_code"})
GET_COMMANDS = frozenset({"scope", "language_code"})
_LONGEST = {"name": 64, "description": 512, "short_description": 120}
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"([a-z]{2})?")
_SCOPES = {
    "default": frozenset[str](),
    "all_private_chats": frozenset[str](),
    "all_group_chats": frozenset[str](),
    "all_chat_administrators": frozenset[str](),
    "chat": frozenset({"chat_id"}),
    "chat_administrators": frozenset({"chat_id"}),
    "chat_member": frozenset({"chat_id", "user_id"}),
}


def get_me(world: World, given: Parameters) -> Json:
    """The bot itself."""
    return {
        **world.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_commands(world: World, given: Parameters) -> bool:
    """The menu of commands for one scope and language."""
    raw = given.structure("commands")
    if not isinstance(raw, list):
        raise bad_request("can't parse commands JSON array")
    if len(raw) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.profile.commands[_scope(world, given)] = [_command(each) for each in raw]
    world.board.put_up("commands")
    return True


def delete_my_commands(world: World, given: Parameters) -> bool:
    """Takes the menu of one scope and language away."""
    world.profile.commands.pop(_scope(world, given), None)
    world.board.put_up("commands")
    return True


def get_my_commands(world: World, given: Parameters) -> list[Json]:
    """The menu that was set for exactly this scope and language."""
    return world.profile.commands.get(_scope(world, given), [])


def commands_shown_in(world: World, chat: Chat) -> list[Json]:
    """The menu a person sees: the narrowest scope that has one, in the person's language if there is one."""
    narrow = ("chat", chat.chat_id), ("all_private_chats" if chat.private else "all_group_chats", 0), ("default", 0)
    languages = (_spoken_in(chat), "")
    for scope, chat_id in narrow:
        for language in languages:
            commands = world.profile.commands.get((scope, chat_id, 0, language))
            if commands is not None:
                return commands
    return []


def set_words(what: str, world: World, given: Parameters) -> bool:
    """The bot's name, description or short description, by language."""
    words, language = given.text(what), _language(given)
    if units(words) > _LONGEST[what]:
        raise bad_request(f"BOT_{what.upper()}_TOO_LONG")
    kept: dict[str, str] = getattr(world.profile, what)
    kept.pop(language, None)
    if words:
        kept[language] = words
    world.board.put_up("commands")
    return True


def get_words(what: str, world: World, given: Parameters) -> Json:
    """The bot's name, description or short description in a language, or else the one for everybody."""
    kept: dict[str, str] = getattr(world.profile, what)
    return {what: kept.get(_language(given), kept.get("", ""))}


def words_shown_in(what: str, world: World, chat: Chat) -> str:
    """What of these a person sees: in their app's language if it is there, else what is there for everybody."""
    kept: dict[str, str] = getattr(world.profile, what)
    return kept.get(_spoken_in(chat), kept.get("", ""))


def get_chat(world: World, given: Parameters) -> Json:
    """What the bot may know about a chat."""
    return {
        **world.known_chat(chat_of(given)).to_json(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
        ),
    }


def leave_chat(world: World, given: Parameters) -> bool:
    """The bot walks out of a group."""
    chat = world.chat_to_write_in(chat_of(given))
    if chat.private:
        raise bad_request("chat not found")
    chat.blocked = True
    world.tell_of(chat)
    return True


def membership(world: World, chat: Chat, person: Json, *, before: str, after: str) -> int:
    """Tells the bot that its own standing in a chat has changed."""
    return world.updates.add(
        "my_chat_member",
        {
            "chat": chat.to_json(),
            "from": person,
            "date": int(world.now().timestamp()),
            "old_chat_member": _member(world, before),
            "new_chat_member": _member(world, after),
        },
    )


def _member(world: World, status: str) -> Json:
    return {"user": world.bot, "status": status} | ({"until_date": 0} if status == "kicked" else {})


def _spoken_in(chat: Chat) -> str:
    """The two letters of the language of somebody's app, whatever country's it is."""
    return (chat.language or "").partition("-")[0]


def _language(given: Parameters) -> str:
    language = given.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def _scope(world: World, given: Parameters) -> tuple[str, int, int, str]:
    raw = given.structure("scope") or {"type": "default"}
    kind = raw.get("type") if isinstance(raw, Mapping) else None
    if not isinstance(raw, Mapping) or not isinstance(kind, str) or kind not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    if set(raw) - {"type"} != _SCOPES[kind]:
        raise bad_request("can't parse BotCommandScope: wrong fields for the type")
    inner = Parameters(raw)
    chat_id = world.known_chat(chat_of(inner)).chat_id if "chat_id" in raw else 0
    return kind, chat_id, inner.number("user_id") or 0, _language(given)


def _command(raw: object) -> Json:
    if not isinstance(raw, Mapping) or set(raw) != {"command", "description"}:
        raise bad_request("can't parse BotCommand: command and description are expected")
    name, description = str(raw["command"]).removeprefix("/"), str(raw["description"]).strip()
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= units(description) <= LONGEST_COMMAND_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}
