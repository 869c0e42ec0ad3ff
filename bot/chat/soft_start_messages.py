"""The words around a soft start: each part as it is asked for, and the whole line to copy."""

from typing import Final

from bot.calm.softly import Gone, Kept, Wanted, Whole
from bot.chat import calm_buttons
from bot.chat.buttons import help_button
from bot.chat.calm_buttons import SoftMove
from bot.chat.message import Message
from bot.chat.wording import escape, paragraphs
from bot.words import _, marked
from curriculum.calm.soft_start import PARTS, Line, Part

NAME: Final = marked("A soft start")


def softly(it: Wanted | Whole | Kept | Gone) -> Message:
    """Where the line stands."""
    match it:
        case Wanted():
            return _wanted(it)
        case Whole():
            return _whole(it)
        case Kept():
            return Message(
                paragraphs(
                    f"<code>{escape(it.words)}</code>",
                    _("Kept in your journal, and nowhere else. /journal shows it."),
                ),
                buttons=[[help_button()]],
            )
        case Gone():
            return Message(
                _("Done. I keep nothing of it. /calm is there whenever you want it."), buttons=[[help_button()]]
            )


def said(line: Line) -> str:
    """The whole line, as it may be said or sent."""
    return _("{line} A no is fine, too.").format(line=" ".join(_sentence(part) for part in line.parts))


def beginning(part: Part, number: int) -> str:
    """A beginning as it is read, which is what becomes part of the line."""
    return _(PARTS[part].beginnings[number])


def _wanted(it: Wanted) -> Message:
    asked = PARTS[it.part]
    place = _("{number} of {of}").format(number=list(Part).index(it.part) + 1, of=len(Part))
    parts = [
        f"<i>{_(NAME)} · {place}</i>",
        f"<b>{_(asked.heading)}</b>\n{_(asked.asks)}",
        _("Tap a beginning, or write your own. Your words lie here encrypted until the line is done, a day at most.")
        if it.listens
        else _("Tap a beginning. What you write now still answers the question that I asked you before this."),
    ]
    if it.too_long:
        parts.insert(0, _("That is a lot for one line. Try it in a sentence or two; nothing of it was kept."))
    rows = [
        [calm_buttons.phrase(it.token, it.part, number, beginning(it.part, number))]
        for number in range(len(asked.beginnings))
    ]
    leave = calm_buttons.soft_move(it.token, SoftMove.LEAVE, _("Leave it"))
    return Message("\n\n".join(parts), buttons=[*rows, [leave, help_button()]])


def _whole(it: Whole) -> Message:
    keep = [[calm_buttons.soft_move(it.token, SoftMove.KEEP, _("Keep in my journal"))]] if it.can_keep else []
    return Message(
        "\n\n".join(
            [
                f"<b>{_(NAME)}</b>",
                f"<code>{escape(said(it.line))}</code>",
                _(
                    "Copy it, say it, or leave it: it is yours. A calm hour is the best time for it. If the answer is no, "
                    "a thank you for the answer is enough."
                ),
            ]
        ),
        buttons=[*keep, [calm_buttons.soft_move(it.token, SoftMove.LEAVE, _("Done, keep nothing")), help_button()]],
    )


def _sentence(words: str) -> str:
    return f"{words}." if words[-1:].isalnum() else words
