"""The words around the letter at the end of a track: they quote what somebody wrote, with its date, and read nothing into it."""

from collections.abc import Iterator
from typing import Final

from bot.chat import journal_buttons
from bot.chat.button import Button
from bot.chat.message import Message
from bot.chat.picture import Picture, PictureKind, Quote
from bot.chat.pictures import lettering
from bot.chat.wording import authored, escape
from bot.letter import Written
from bot.words import _
from bot.words.written import near_day
from curriculum.letter import Letter
from curriculum.writing import units

_MOST: Final = 3600
_MOST_QUOTED: Final = 800
"""So many characters of one passage; the journal has the rest."""
_ON_THE_PICTURE: Final = 4


def letter(it: Written, *, dark: bool, discreet: bool) -> tuple[Message, ...]:
    """The letter in as many messages as it needs, and a picture of some of it."""
    if it.letter.is_empty:
        return (
            Message(
                _(
                    "No words of this track are kept here, and none were needed. /progress shows the way you came, and "
                    "/start begins again whenever you like."
                )
            ),
        )
    quotes = [quote for quote in _quotes(it.letter) if lettering.can_be_read(quote.words)][-_ON_THE_PICTURE:]
    said = [Message(text, silent=True) for text in _in_messages(list(_parts(it)))]
    if quotes:
        picture = Picture(
            PictureKind.LETTER, _("In your own words"), "", quotes=tuple(quotes), dark=dark, hidden=discreet
        )
        said.append(Message(_("Some of it as a picture. /journal has all of it."), picture=picture, silent=True))
    return tuple(said)


def button(token: str) -> Button:
    """The way to the letter; the token is the person's own, or that of the nudge it stands under."""
    return journal_buttons.letter(token, _("My letter"))


def _parts(it: Written) -> Iterator[str]:
    yield _("<b>A letter in your own words</b>\n{track}").format(track=authored(it.title))
    yield _(
        "What follows you wrote yourself, and it is quoted as you wrote it, shortened where it is long. Nothing is added."
    )
    first = it.letter.first
    if first is not None:
        head = _("The first words, on day {day}, {date}:").format(day=first.day, date=near_day(first.on))
        yield f"{head}\n{_quoted(first.words)}"
    for week, passage in it.letter.weeks:
        head = _("From week {week}, on day {day}, {date}:").format(
            week=week, day=passage.day, date=near_day(passage.on)
        )
        yield f"{head}\n{_quoted(passage.words)}"
    if it.letter.gains:
        yield _("And small gains that you noted:")
    for gain in it.letter.gains:
        yield f"{near_day(gain.on)}\n{_quoted(gain.words)}"
    yield _("It ends here, and it is yours. /export gives you all of it as a file.")


def _quotes(it: Letter) -> Iterator[Quote]:
    if it.first is not None and not it.gains:
        yield Quote(it.first.words, near_day(it.first.on))
        yield from (Quote(passage.words, near_day(passage.on)) for _week, passage in it.weeks)
    yield from (Quote(gain.words, near_day(gain.on)) for gain in it.gains)


def _quoted(words: str) -> str:
    if len(words) > _MOST_QUOTED:
        words = f"{words[:_MOST_QUOTED].rstrip()} …"
    return f"<blockquote>{escape(words)}</blockquote>"


def _in_messages(parts: list[str]) -> list[str]:
    """As many parts in one message as it holds."""
    texts = [parts[0]]
    for part in parts[1:]:
        longer = f"{texts[-1]}\n\n{part}"
        if units(longer) > _MOST:
            texts.append(part)
        else:
            texts[-1] = longer
    return texts
