"""The command menus: one for everybody in private, one with the admin's commands in each admin's own chat."""

from collections.abc import Collection
from typing import Any, Final

from bot.chat.message import Call
from bot.rights import ALL, Scope

_SUBSCRIBER: Final = (
    ("today", "The newest day again"),
    ("progress", "How far you have come"),
    ("pattern", "Twelve short questions on how talks go"),
    ("settings", "Hour, place and the next messages"),
    ("pause", "Take a rest"),
    ("resume", "End the rest"),
    ("stop", "Leave the track"),
    ("help", "What I can do, and where help is"),
    ("privacy", "What is kept, and who can read it"),
    ("access", "Who may read what you wrote, and who did"),
    ("export", "Everything I keep about you, as files"),
    ("hide", "Empty this chat of the last two days"),
    ("forget", "Erase everything"),
    ("developer_info", "Who made this"),
)
_ADMIN: Final = (
    (Scope.VIEW, "admin", "Everything for admins, by buttons"),
    (Scope.VIEW, "tracks", "What is published; send a file to look through"),
    (Scope.VIEW, "versions", "What changed when; retire, roll back, offer"),
    (Scope.VIEW, "landing", "How the days of a track land"),
    (Scope.VIEW, "rehearse", "A track in two minutes, walked by nobody real"),
    (Scope.VIEW, "desk", "A page in the browser to write tracks on"),
    (Scope.COACH, "shared", "What people let you read"),
    (Scope.COACH, "coach", "A code for somebody who lets you read"),
    (Scope.PUBLISH, "sendback", "A draft you read goes back to its author"),
    (Scope.OWN, "broadcast", "A word to everybody, shown to you first"),
)


def for_everybody() -> Call:
    """The menu of every private chat. Groups get none: the bot does not work there."""
    return Call("setMyCommands", {"commands": _commands(_SUBSCRIBER), "scope": {"type": "all_private_chats"}})


def for_admin(telegram_id: int, scopes: Collection[Scope] = ALL) -> Call:
    """The menu of one admin with these scopes. Telegram takes it only for a chat that exists, so it is set when an admin says /start."""
    own = tuple((name, text) for scope, name, text in _ADMIN if scope in scopes)
    scope = {"type": "chat", "chat_id": telegram_id}
    return Call("setMyCommands", {"commands": _commands(own + _SUBSCRIBER), "scope": scope})


def _commands(entries: tuple[tuple[str, str], ...]) -> list[dict[str, Any]]:
    return [{"command": name, "description": text} for name, text in entries]
