"""The words around small gains: they thank, and do not grade."""

from typing import Final

from bot.chat import gain_buttons
from bot.chat.button import Button
from bot.chat.message import Answer, Message
from bot.chat.wording import paragraphs, ticked
from bot.gaining import GainKept
from bot.words import _, marked
from curriculum.gain import Whose

SMALL_GAIN: Final = marked("A small gain")
WHOSE: Final = {
    Whose.MINE: marked("Mine"),
    Whose.PARTNERS: marked("My partner's"),
    Whose.OURS: marked("Ours"),
}
"""Whose move it was, as the buttons and the journal say."""


def ask() -> Message:
    """A few words are asked for."""
    return Message(
        _(
            "What did you notice? A few words are enough: a look, a pause, a cup of tea, whoever's move it was. The next "
            "message you write is kept as a small gain; /today leaves it."
        )
    )


def behind_the_command() -> Message:
    """Something else is asked for, whose answer comes next."""
    return Message(
        _("Write it behind the command, like: /gain there was a cup of tea. What I asked before still stands.")
    )


def kept(it: GainKept, token: str) -> Message:
    """What the person noticed is kept; whose it was may be said, and need not be."""
    if it.plain:
        return Message(_kept_for_a_day() if it.briefly else _("Kept as you wrote it. /journal has it."))
    if it.briefly:
        return Message(
            paragraphs(_("Thank you for noticing."), _kept_for_a_day(), _("If you like: whose move was it?")),
            buttons=[_whose(it, token)],
        )
    return Message(
        _("Thank you for noticing. It is kept as you wrote it, and /journal has it. If you like: whose move was it?"),
        buttons=[_whose(it, token)],
    )


def told(it: GainKept, token: str) -> Answer:
    """The tapped message shows whose it was."""
    if it.plain:
        return Answer(toast=_("Kept"))
    return Answer(edit=kept(it, token), toast=_("Kept"))


def _kept_for_a_day() -> str:
    return _(
        "It is kept as you wrote it for a day, as you chose that your words stay only until the end of a track. Until then "
        "/journal has it, and /settings changes the choice."
    )


def button(token: str) -> Button:
    """The way to a small gain from under a day or the answer to one; the token is the nudge's, or the person's own."""
    return gain_buttons.wanted(token, _(SMALL_GAIN))


def _whose(it: GainKept, token: str) -> list[Button]:
    return [gain_buttons.whose(token, it.gain.id, of, _chosen(it, of)) for of in Whose]


def _chosen(it: GainKept, of: Whose) -> str:
    return ticked(_(WHOSE[of]), it.gain.whose is of)
