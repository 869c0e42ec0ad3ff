"""Where an answer leads: a row of buttons under what would otherwise be a dead end."""

import re
from dataclasses import replace
from typing import Final

from bot.chat import buttons, journal_buttons
from bot.chat.button import Button
from bot.chat.buttons import Move
from bot.chat.message import Answer, Message
from bot.words import _

_COMMAND: Final = re.compile(r"(?<![\w<:/])/[a-z][a-z_]+")
_LINK: Final = "<a href="


def to_journal(message: Message, token: str) -> Message:
    """The answer with a way to what was written so far. `token` is the person's own."""
    return _with(message, [journal_buttons.page(token, 0, _("My journal")), buttons.help_button()])


def to_settings(message: Message, token: str) -> Message:
    """The answer with a way to hour, place and the next messages. `token` is the person's own."""
    return _with(message, [buttons.move(token, Move.SETTINGS, _("Settings")), buttons.help_button()])


def to_help(message: Message) -> Message:
    """The answer with a way to all that can be done here."""
    return _with(message, [buttons.help_button()])


def never_a_dead_end(answer: Answer) -> Answer:
    """The answer as it is, or, where nothing in it leads on, with a way to help: a button, a command, a link and a question lead on."""
    if not answer.say or answer.leave_chat or answer.empties_chat or any(_leads_on(message) for message in answer.say):
        return answer
    return replace(answer, say=(*answer.say[:-1], to_help(answer.say[-1])))


def _leads_on(message: Message) -> bool:
    keys = message.buttons or message.location_key or message.clear_keys or message.file
    return bool(keys or _COMMAND.search(message.text) or _LINK in message.text or message.text.endswith("?"))


def _with(message: Message, row: list[Button]) -> Message:
    return replace(message, buttons=[*message.buttons, row])
