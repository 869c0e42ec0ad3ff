"""What the bot tells of itself to somebody who has not begun, in each language.

https://core.telegram.org/bots/api#setmydescription
"""

from bot.chat.menus import of_apps
from bot.chat.message import Call
from bot.words import _, speaking


def told_in(code: str) -> tuple[Call, Call]:
    """What stands in the empty chat, and the line on the bot's own page, for apps in the language of this `code`."""
    with speaking(code):
        long = _(
            "One small act a day, under five minutes, for thirty days: for more closeness with a partner, and at your own "
            "hour. One person can begin. Nothing is graded, days may be left out, and you can stop whenever you like.\n\n"
            "For adults. It is a program: no therapy, and no help in a crisis.\n\n"
            "If somebody else reads this phone, please do this elsewhere."
        )
        short = _("One small act a day for more closeness with a partner. No therapy, and no help in a crisis.")
    apps = of_apps(code)
    return Call("setMyDescription", {"description": long, **apps}), Call(
        "setMyShortDescription", {"short_description": short, **apps}
    )
