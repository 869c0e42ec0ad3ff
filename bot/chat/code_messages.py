"""The words around the six digits of an admin's code app."""

from datetime import timedelta

from bot.chat.message import Message
from bot.chat.wording import whenever_read
from bot.one_time_codes import LOCKED_FOR
from bot.second_factor import Locked, NothingWaits, NotTaken
from bot.words import _, ngettext


def ask_to_publish() -> Message:
    """A code is needed before a track is published."""
    return Message(
        _("Before I publish it: type the six digits that your code app shows now. I delete them here at once.")
    )


def ask_to_change() -> Message:
    """A code is needed before what people are sent, or who has rights, is changed."""
    return Message(_("Before I do it: type the six digits that your code app shows now. I delete them here at once."))


def ask_to_export() -> Message:
    """A code is needed before an admin gets their own data."""
    return Message(
        _(
            "You are an admin with a code app, so before I put your data into this chat: type the six digits that it shows "
            "now. I delete them here at once. /forget asks for no code: who holds your phone sees nothing by it."
        )
    )


def lacks_app() -> Message:
    """Here nobody publishes without a code app."""
    return Message(
        _(
            "Here it takes a code app to publish, and you have none set up. Whoever runs this bot can give you the secret for "
            "one. Nothing was changed."
        )
    )


def lacks_app_for_that() -> Message:
    """Here nobody writes to everybody, and nobody gives or takes rights, without a code app."""
    return Message(
        _(
            "Here it takes a code app for that, and you have none set up. Whoever runs this bot can give you the secret for one. "
            "Nothing was changed; /admin shows what else you may do."
        )
    )


def not_released(it: NotTaken | Locked | NothingWaits) -> Message:
    """A code after which nothing is done, and why."""
    match it:
        case NothingWaits(late=True):
            return Message(_("That came too late for what I had asked. Please begin again; nothing was changed."))
        case NothingWaits():
            return Message(_("I had not asked for a code, so I did not look at it."))
        case Locked():
            minutes = LOCKED_FOR // timedelta(minutes=1)
            return Message(
                ngettext(
                    "Too many codes were wrong. I look at none until {until}, which is {minutes} minute in all; "
                    "then begin again. If it was not you, tell whoever runs this bot.",
                    "Too many codes were wrong. I look at none until {until}, which is {minutes} minutes in all; "
                    "then begin again. If it was not you, tell whoever runs this bot.",
                    minutes,
                ).format(until=whenever_read(it.until), minutes=minutes)
            )
        case NotTaken(used=True):
            return Message(
                _("That code was used before. Wait for the next one and type it; {left}.").format(left=_left(it.left))
            )
        case NotTaken():
            return Message(
                _("That is not the code. Type the one that your app shows now; {left}.").format(left=_left(it.left))
            )


def too_fast() -> Message:
    """A code in the middle of too much at once."""
    return Message(_("That was a lot at once, so I did not look at the code. Please begin again in a minute."))


def _left(tries: int) -> str:
    return ngettext("{count} try left", "{count} tries left", tries).format(count=tries)
