"""The words and the picture of how far somebody has come: days practised are counted, and there is no chain to break."""

from bot.chat import buttons
from bot.chat.buttons import Move
from bot.chat.message import Message
from bot.chat.picture import Picture, PictureKind
from bot.chat.wording import authored, paragraphs, sentences
from bot.practice import Standpoint
from bot.words import _, ngettext


def progress(it: Standpoint, token: str) -> Message:
    """How far the person has come, as a picture with its words; in words alone while nothing is counted up for them."""
    so_far = it.progress
    title = f"<b>{authored(it.track.title)}</b>"
    have_come = _("{count} of {length} days have come.").format(count=so_far.delivered, length=so_far.of)
    if it.enrolment.is_weekly:
        have_come = sentences(have_come, _("One comes each week."))
    if it.plain:
        return Message(paragraphs(title, have_come, _("/journal has what you wrote, whenever you want it.")))
    lines = [
        title,
        have_come,
        _("You answered {answered} of them, and did or tried something on {practised}.").format(
            answered=so_far.answered, practised=so_far.practised
        ),
    ]
    if it.quiet:
        told = ngettext("And {count} quiet minute.", "And {count} quiet minutes.", it.quiet)
        lines.append(told.format(count=it.quiet))
    if so_far.delivered > so_far.answered:
        lines.append(
            _("Days without an answer are fine. They can still be answered, and nothing is lost by leaving them.")
        )
    lines.append(_("/today shows the newest day, /journal what you wrote."))
    other = (
        buttons.move(token, Move.LIGHT, _("Light picture"))
        if it.dark
        else buttons.move(token, Move.DARK, _("Dark picture"))
    )
    return Message(paragraphs(*lines), buttons=[[other]], picture=_picture(it, have_come))


def _picture(it: Standpoint, lead: str) -> Picture:
    return Picture(
        PictureKind.PROGRESS,
        _titled(it),
        lead,
        marks=it.marks,
        legend=(_("done or tried"), _("came to you"), _("still to come")),
        dark=it.dark,
    )


def _titled(it: Standpoint) -> str:
    return it.track.title.replace("{partner}", _("your partner"))
