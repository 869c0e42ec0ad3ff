"""The words for somebody who may be travelling. Nothing changes unless they say so."""

from bot.chat import buttons
from bot.chat.buttons import Move
from bot.chat.message import Message
from bot.chat.wording import place_of
from bot.travelling import Elsewhere
from bot.words import _


def offer(it: Elsewhere, token: str) -> Message:
    """Whether the messages shall come by another clock; asked once, and then not again for a while."""
    text = _(
        "Your answers come in the small hours of {place}. If you are somewhere else, the messages can come by the clock there."
    )
    return Message(
        text.format(place=place_of(it.zone)),
        buttons=[
            [buttons.move(token, Move.ZONE, _("Another place"))],
            [buttons.move(token, Move.UP_LATE, _("No, I am up late"))],
        ],
        silent=True,
    )


def up_late() -> Message:
    """All stays as it is."""
    return Message(_("That is fine, and nothing is changed. /settings has the place, if it ever is another one."))
