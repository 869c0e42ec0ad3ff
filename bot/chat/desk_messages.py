"""The words around the desk, the page on which authors write."""

from bot import terms
from bot.chat.message import Message
from bot.chat.wording import escape
from bot.words import _, ngettext

_MINUTES = terms.DESK_LINK.seconds // 60


def link(url: str, *, here_alone: bool) -> Message:
    """What opens the desk."""
    where = "\n\n" + _("It opens on the machine that the bot runs on, and nowhere else.") if here_alone else ""
    within = ngettext("{count} minute", "{count} minutes", _MINUTES).format(count=_MINUTES)
    return Message(
        _(
            "<b>Your desk</b>\nOpen this in a browser within {minutes}. It works once, for you alone; do not pass it "
            "on.\n\n{link}{where}\n\nA newer link ends an older one, and closes the desk wherever it is open."
        ).format(minutes=within, link=f'<a href="{escape(url)}">{escape(url)}</a>', where=where),
        previewed=False,
        protected=True,
    )


def no_address() -> Message:
    """Nobody knows where the desk would be found."""
    return Message(
        _(
            "The desk has no address yet. Whoever runs this bot can give it one: <code>SMALLGAINS_LISTEN</code>, where the bot "
            "listens on its machine, and <code>SMALLGAINS_DESK_URL</code>, where browsers find that. Until then, send me a "
            "track file here, and I check it and show it to you."
        )
    )
