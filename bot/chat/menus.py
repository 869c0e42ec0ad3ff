"""The command menus: one for everybody in private, in the language of each one's app; one of their own in the chats of admins, with
their commands, and of those who are spoken to in another language.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from bot.chat.message import Call, Params
from bot.rights import ALL, Scope
from bot.words import SOURCE, _, language, marked, speaking

_SUBSCRIBER: Final = (
    ("today", marked("The newest day again")),
    ("progress", marked("How far you have come")),
    ("gain", marked("A small move you noticed, in a few words")),
    ("journal", marked("What you wrote, and a search in it")),
    ("calm", marked("Two quiet minutes under pressure")),
    ("pattern", marked("Twelve short questions on how talks go")),
    ("settings", marked("Hour, place and the next messages")),
    ("pause", marked("Take a rest")),
    ("resume", marked("End the rest")),
    ("stop", marked("Leave the track")),
    ("help", marked("What I can do, and where help is")),
    ("privacy", marked("What is kept, and who can read it")),
    ("pair", marked("Small questions for two, each in private")),
    ("language", marked("The language I write in")),
    ("access", marked("Who may read what you wrote, and who did")),
    ("study", marked("Research, and whether you take part")),
    ("export", marked("Everything I keep about you, as files")),
    ("hide", marked("Empty this chat of the last two days")),
    ("forget", marked("Erase everything")),
    ("developer_info", marked("Who made this")),
)
_ADMIN: Final = (
    (Scope.VIEW, "admin", marked("Everything for admins, by buttons")),
    (Scope.VIEW, "tracks", marked("What is published; send a file to look through")),
    (Scope.VIEW, "versions", marked("What changed when; retire, roll back, offer")),
    (Scope.VIEW, "landing", marked("How the days of a track land")),
    (Scope.VIEW, "rehearse", marked("A track in two minutes, walked by nobody real")),
    (Scope.VIEW, "desk", marked("A page in the browser to write tracks on")),
    (Scope.COACH, "shared", marked("What people let you read")),
    (Scope.COACH, "coach", marked("A code for somebody who lets you read")),
    (Scope.PUBLISH, "sendback", marked("A draft you read goes back to its author")),
    (Scope.OWN, "broadcast", marked("A word to everybody, shown to you first")),
)


_OF_A_STUDY: Final = "study"


@dataclass(frozen=True, slots=True)
class Menus:
    """The menus of a bot with which a study is run, which people then find there, or none. Each takes the place of the one that
    Telegram has, so at the next start a study that has ended is in none of everybody's.
    """

    study: bool = False

    def for_everybody(self, code: str = SOURCE) -> Call:
        """The menu of every private chat of those whose app speaks the language of this `code`; that of English is for all
        whose language the bot does not speak. Groups get none: the bot does not work there.
        """
        scope = {"type": "all_private_chats"}
        with speaking(code):
            return Call("setMyCommands", {"commands": self._commands(()), "scope": scope, **of_apps(code)})

    def for_admin(self, telegram_id: int, scopes: Collection[Scope] = ALL) -> Call:
        """The menu of one admin with these scopes, in the language that is spoken now. Telegram takes it only for a chat that
        exists, so it is set when an admin says /start.
        """
        own = tuple((name, text) for scope, name, text in _ADMIN if scope in scopes)
        return Call("setMyCommands", {"commands": self._commands(own), "scope": _chat(telegram_id)})

    def for_one(self, telegram_id: int, scopes: Collection[Scope], *, app: str) -> Call:
        """The menu of somebody with these scopes, if any, whose app speaks the language of that code: of their own only where
        that of everybody is not in the language that is spoken now, or has not all that is theirs.
        """
        return self.for_admin(telegram_id, scopes) if scopes or language() != app else of_everybody(telegram_id)

    def _commands(self, own: tuple[tuple[str, str], ...]) -> list[dict[str, Any]]:
        shown = (one for one in own + _SUBSCRIBER if self.study or one[0] != _OF_A_STUDY)
        return [{"command": name, "description": _(text)} for name, text in shown]


def of_everybody(telegram_id: int) -> Call:
    """Somebody's chat has no menu of its own any more: they see that of everybody, with all that is ever new in it."""
    return Call("deleteMyCommands", {"scope": _chat(telegram_id)})


def of_apps(code: str) -> Params:
    """Whose apps what the bot tells of itself is for: those that speak the language of this `code`, or all others."""
    return {} if code == SOURCE else {"language_code": code}


def _chat(telegram_id: int) -> Params:
    return {"type": "chat", "chat_id": telegram_id}
