"""The words around somebody's own journal: it shows what they wrote as they wrote it, and says nothing about it."""

from typing import Final

from bot.chat import gain_messages, journal_buttons, letter_messages
from bot.chat.button import Button
from bot.chat.message import Message
from bot.chat.wording import authored, escape, paragraphs
from bot.journal import Page
from bot.words import _, marked
from bot.words.written import day_of
from curriculum import timing
from curriculum.writing import units
from storage.check_ins import NoteKind
from storage.journal import Entry, EntryKind

_SHOWN: Final = 280
"""So many characters of an entry stand on a page; the rest is a tap away."""
_MOST: Final = 3600
"""Units of an entry in one message."""
_CUT: Final = "…"
_NOT_WORDS: Final = {
    NoteKind.VOICE: marked("A voice note, which stays in the chat"),
    NoteKind.PICTURE: marked("A picture, which stays in the chat"),
    NoteKind.STICKER: marked("A sticker"),
    NoteKind.OTHER: marked("Something that stays in the chat"),
    NoteKind.WORDS: marked("No words any more"),
    NoteKind.LINE: marked("No words any more"),
}


def page(it: Page, token: str) -> Message:
    """A page of the journal, or of what was found in it."""
    if not it.entries:
        return _nothing(it, token)
    head = _("<b>Your journal</b>, newest first") if it.search is None else _("<b>Found in your journal</b>")
    entries = [_entry(it, number, entry) for number, entry in enumerate(it.entries, start=1)]
    foot = (
        _("/journal and a word looks for it. Nobody but you is shown this.")
        if it.search is None
        else _("/journal shows all of it again.")
    )
    return Message(paragraphs(head, *entries, foot), buttons=[row for row in _rows(it, token) if row])


def whole(it: Page, token: str) -> tuple[Message, ...]:
    """One entry, in as many messages as it needs, and the way back under the last."""
    (entry,) = it.entries
    back = [[_back(token)]]
    if entry.words is None:
        return (Message(_entry(it, None, entry), buttons=back),)
    first, *rest = _split(entry.words)
    *before, last = [f"{_head(it, None, entry)}\n{_quoted(first)}", *map(_quoted, rest)]
    return (*map(Message, before), Message(last, buttons=back))


def _nothing(it: Page, token: str) -> Message:
    if it.number > 0:
        return Message(_("Nothing is on this page any more."), buttons=[[_back(token)]])
    if it.search is not None:
        return Message(_("Nothing in your journal has these words. /journal shows all of it."))
    return Message(
        _(
            "Nothing is in your journal now. What you write about your days comes in here, and what you note by /gain, "
            "for you alone."
        ),
        buttons=[[gain_messages.button(token)]],
    )


def _entry(it: Page, number: int | None, entry: Entry) -> str:
    body = f"<i>{_(_NOT_WORDS[entry.what])}</i>" if entry.words is None else _quoted(_short(entry.words))
    return f"{_head(it, number, entry)}\n{body}"


def _head(it: Page, number: int | None, entry: Entry) -> str:
    date = day_of(timing.local(entry.written_at, entry.zone).date())
    if entry.kind is EntryKind.GAIN and entry.whose is None:
        head = _("<b>A small gain</b>, {date}").format(date=date)
    elif entry.kind is EntryKind.GAIN and entry.whose is not None:
        whose = _(gain_messages.WHOSE[entry.whose])
        head = _("<b>A small gain</b> ({whose}), {date}").format(whose=whose, date=date)
    elif entry.what is NoteKind.LINE:
        head = _("<b>A soft start</b>, {date}").format(date=date)
    else:
        title = "" if entry.track is None else authored(it.titles[entry.track])
        head = _("<b>Day {day}</b> of {track}, {date}").format(day=entry.day, track=title, date=date)
    return head if number is None else f"{number}. {head}"


def _rows(it: Page, token: str) -> list[list[Button]]:
    opens = [
        journal_buttons.entry(token, entry.kind, entry.id, _("Open {number}").format(number=number))
        for number, entry in enumerate(it.entries, start=1)
        if entry.words is not None and _short(entry.words) != entry.words
    ]
    leaf = []
    if it.number > 0:
        leaf.append(_leaf(it, token, it.number - 1, _("◀ Newer")))
    if it.more:
        leaf.append(_leaf(it, token, it.number + 1, _("Older ▶")))
    ends = [letter_messages.button(token)] if it.ended and it.search is None and it.number == 0 else []
    return [opens, leaf, ends]


def _leaf(it: Page, token: str, number: int, says: str) -> Button:
    if it.search is None:
        return journal_buttons.page(token, number, says)
    return journal_buttons.found(it.search, number, says)


def _short(words: str) -> str:
    """The beginning of long words, up to the last gap if that is near the end."""
    if len(words) <= _SHOWN:
        return words
    start = words.lstrip()[: _SHOWN + 1]
    gap = max((place for place, letter in enumerate(start) if letter.isspace()), default=0)
    return start[: gap if gap >= _SHOWN // 2 else _SHOWN].rstrip() + f" {_CUT}"


def _back(token: str) -> Button:
    return journal_buttons.page(token, 0, _("Back to the journal"))


def _quoted(words: str) -> str:
    return f"<blockquote>{escape(words)}</blockquote>"


def _split(words: str) -> list[str]:
    """In parts that each fit one message."""
    half = _MOST // 2  # a character is two units at most
    size = _MOST if units(words) == len(words) else half
    return [words[start : start + size] for start in range(0, len(words), size)] or [""]
