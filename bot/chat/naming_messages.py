"""The words about what somebody calls their partner."""

from bot.chat import buttons
from bot.chat.button import Button
from bot.chat.buttons import Move
from bot.chat.message import Message
from bot.chat.wording import escape
from bot.naming import LONGEST
from bot.words import _, partner


def button(token: str) -> Button:
    """The way to it."""
    return buttons.move(token, Move.PARTNER, _("A name for your partner"))


def told() -> str:
    """What the days call the partner, where there is a name."""
    name = partner()
    return "" if name is None else _("The days call your partner {name}.").format(name=escape(name))


def ask(token: str, *, unclear: bool = False) -> Message:
    """The name is asked for, which may be left."""
    if unclear:
        text = _("A name here has at most {count} characters. Type a shorter one, or leave it.").format(count=LONGEST)
    else:
        text = _(
            "What do you call your partner? Type it, in at most {count} characters; days say it then. It is kept encrypted, and "
            "messages that come closed never show it."
        ).format(count=LONGEST)
    rows = [] if partner() is None else [[buttons.move(token, Move.PARTNER_NO_MORE, _("Take the name away"))]]
    return Message(text, buttons=[*rows, [buttons.help_button()]])


def named(name: str, token: str) -> Message:
    """The name is kept."""
    return Message(
        _("Then the days say {name}. /settings changes it.").format(name=escape(name)),
        buttons=[[buttons.move(token, Move.PARTNER_NO_MORE, _("Take the name away"))]],
    )


def taken_away() -> Message:
    """There is no name any more."""
    return Message(_("The days say “your partner” again. /settings gives a name at any time."))
