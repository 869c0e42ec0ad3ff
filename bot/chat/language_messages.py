"""The words around the language in which somebody is spoken to."""

from bot.chat import buttons, language_buttons
from bot.chat.button import Button
from bot.chat.buttons import Move
from bot.chat.message import Message
from bot.chat.wording import ticked
from bot.words import LANGUAGES, _, language


def button(token: str) -> Button:
    """The way to the choice; it names the language that is spoken now, so that whoever reads another knows what it is for."""
    return buttons.move(token, Move.LANGUAGE, _("Language: {name}").format(name=LANGUAGES[language()]))


def which(token: str) -> Message:
    """The choice, with what it is now. Each language stands there under its own name."""
    rows = [
        [language_buttons.choose(token, code, ticked(name, code == language()))] for code, name in LANGUAGES.items()
    ]
    return Message(
        _("In which language shall I write? Tracks stay in the language their authors wrote them in."), buttons=rows
    )


def chosen() -> Message:
    """Said in the language that was chosen."""
    return Message(_("From now on I write in English. /today shows where you are, and /language changes it back."))
