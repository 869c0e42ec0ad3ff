"""The words around the look back at a week. They count up what was done, and nothing that was not."""

from typing import Final

from bot.chat import buttons, calm_messages, gain_messages
from bot.chat.message import Answer, Message
from bot.chat.picture import Picture, PictureKind, Quote
from bot.chat.pictures import lettering
from bot.chat.wording import escape, paragraphs
from bot.words import _, ngettext
from bot.words.written import near_day
from curriculum.gain import Gain
from curriculum.looking_back import LookBack
from curriculum.nudge import Nudge
from curriculum.writing import units

_MOST: Final = 160
"""Characters of words that stand under a picture, as the picture has no letters for them."""


def going_out(it: LookBack, nudge: Nudge, *, dark: bool, hidden: bool = False) -> Message:
    """The week as a picture, with as few words as it needs; without a sound."""
    practised = ngettext(
        "On one of these days you did or tried something.",
        "On {count} of these days you did or tried something.",
        it.practised,
    ).format(count=it.practised)
    text = paragraphs(
        _("<b>A look back: days {first} to {last}</b>").format(first=it.first, last=it.last),
        practised if it.practised else "",
        "\n".join(in_words(gain) for gain in it.gains if not _is_drawn(gain)),
        _where(it.gains),
    )
    picture = Picture(
        PictureKind.LOOK_BACK,
        _("A look back"),
        _("Days {first} to {last}").format(first=it.first, last=it.last),
        marks=it.marks,
        quotes=quotes(it.gains),
        dark=dark,
        hidden=hidden,
    )
    said = Message(
        text, buttons=[[gain_messages.button(nudge.token), buttons.help_button()]], silent=True, picture=picture
    )
    return calm_messages.within_reach(said, nudge)


def _where(gains: tuple[Gain, ...]) -> str:
    """Where the newest gains are to be seen: on the picture, over these words, or some here and some there."""
    if not gains:
        return _("What you note by /gain comes on the next one, if you like.")
    if all(_is_drawn(gain) for gain in gains):
        return _("Your newest gains of these days are on it, and all you wrote is in /journal.")
    if any(_is_drawn(gain) for gain in gains):
        return _("Your newest gains of these days are on it and above, and all you wrote is in /journal.")
    return _("Your newest gains of these days are above, and all you wrote is in /journal.")


def _is_drawn(gain: Gain) -> bool:
    return lettering.can_be_read(gain.words)


def opened(it: LookBack | None, nudge: Nudge, *, dark: bool, plain: bool) -> Answer:
    """What came closed is opened: the picture comes under a cover of its own, as somebody may look over a shoulder."""
    if plain:
        return Answer(edit=Message(_("This can wait. /journal has what you wrote, whenever you want it.")))
    if it is None:
        return Answer(edit=Message(_("There is nothing here any more. /journal has what is kept.")))
    lead = Message(_("A look back at your week. It comes covered; a tap on it lifts the cover."))
    return Answer(edit=lead, say=(going_out(it, nudge, dark=dark, hidden=True),))


def quotes(gains: tuple[Gain, ...]) -> tuple[Quote, ...]:
    """Gains as they stand on a picture."""
    return tuple(Quote(gain.words, near_day(gain.on)) for gain in gains)


def in_words(gain: Gain) -> str:
    """A gain under a picture that cannot show it."""
    words = gain.words if units(gain.words) <= _MOST else gain.words[: _MOST // 2].rstrip() + "…"
    return f"• {escape(' '.join(words.split()))}"
