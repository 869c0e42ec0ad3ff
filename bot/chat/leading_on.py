"""Where an answer leads: a row of buttons under what would otherwise be a dead end."""

from dataclasses import replace

from bot.chat import buttons, journal_buttons
from bot.chat.button import Button
from bot.chat.buttons import Move
from bot.chat.message import Message
from bot.words import _


def to_journal(message: Message, token: str) -> Message:
    """The answer with a way to what was written so far. `token` is the person's own."""
    return _with(message, [journal_buttons.page(token, 0, _("My journal")), buttons.help_button()])


def to_settings(message: Message, token: str) -> Message:
    """The answer with a way to hour, place and the next messages. `token` is the person's own."""
    return _with(message, [buttons.move(token, Move.SETTINGS, _("Settings")), buttons.help_button()])


def to_help(message: Message) -> Message:
    """The answer with a way to all that can be done here."""
    return _with(message, [buttons.help_button()])


def _with(message: Message, row: list[Button]) -> Message:
    return replace(message, buttons=[*message.buttons, row])
