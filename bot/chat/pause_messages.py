"""The words of a pause: that it has begun, when it ends, and how it can be ended sooner."""

from bot.chat import buttons, walk_buttons
from bot.chat.button import Button
from bot.chat.buttons import Move
from bot.chat.message import Message
from bot.chat.wording import next_nudge, paragraphs, sentences
from bot.pausing import NoSuchEnd
from bot.practice import Paused
from bot.words import _
from bot.words.written import coming_day
from curriculum.dates import NoEnd
from curriculum.enrolment import Enrolment


def paused(it: Paused, token: str) -> Message:
    """The person paused; when the pause is to end can be said now."""
    if it.enrolment.paused_until is not None:
        return until(it.enrolment, token)
    lead = _("You are on a pause already.") if it.already else _("Paused. No message comes until you say so.")
    place = _("Your place is kept, and there is nothing to catch up on. /resume goes on from here.")
    ask = _("Shall it end by itself? Choose, or type it like <i>10 days</i> or <i>until 24 December</i>.")
    return Message(paragraphs(sentences(lead, place), ask), buttons=[_spans(token), [_no_end(token), _resume(token)]])


def until(walk: Enrolment, token: str) -> Message:
    """The pause has an end."""
    if walk.paused_until is None:
        text = _("Your pause goes on until you say so. Your place is kept; /resume goes on from here.")
    else:
        text = sentences(
            told(walk),
            _("Your place is kept; /resume ends the pause sooner."),
            next_nudge(walk, _("The next message comes {when}.")),
        )
    return Message(text, buttons=[_spans(token), [_no_end(token), _resume(token)]])


def no_such_end(it: NoSuchEnd, token: str) -> Message:
    """What was typed is no end of a pause."""
    match it.why:
        case NoEnd.PAST:
            text = _("That date is not to come. Type a later one, or choose.")
        case NoEnd.TOO_FAR:
            text = _("That is more than a year away. A pause without an end waits as long as you like; or choose one.")
        case None:
            text = _(
                "I did not understand that as a date. Type it like <i>10 days</i> or <i>until 24 December</i>, or choose."
            )
    return Message(text, buttons=[_spans(token), [_no_end(token), _resume(token)]])


def told(walk: Enrolment) -> str:
    """That somebody is on a pause, and until when, in one sentence."""
    if walk.paused_until is None:
        return _("You are on a pause.")
    return _("You are on a pause until {date}.").format(date=coming_day(walk.paused_until))


def standing(walk: Enrolment, token: str) -> Message:
    """That somebody who looks at a day is on a pause, and the way out of it."""
    return Message(sentences(told(walk), _("/resume ends it when you want.")), buttons=[[_resume(token)]])


def _spans(token: str) -> list[Button]:
    says = {3: _("3 days"), 7: _("A week"), 14: _("Two weeks")}
    return [walk_buttons.pause_for(token, days, says[days]) for days in walk_buttons.SPANS]


def _no_end(token: str) -> Button:
    return walk_buttons.pause_for(token, None, _("Until I say so"))


def _resume(token: str) -> Button:
    return buttons.move(token, Move.RESUME, _("Resume"))
