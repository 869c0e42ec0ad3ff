"""The words of a nudge: closed, or a day in one of its versions, a rest, a reminder, the end."""

from functools import partial
from typing import Final

from bot.chat import (
    after_messages,
    buttons,
    calm_buttons,
    calm_messages,
    day_buttons,
    gain_messages,
    letter_messages,
    look_back_messages,
    pattern_buttons,
    return_messages,
    standing_texts,
    walk_buttons,
)
from bot.chat.button import Button
from bot.chat.message import Answer, Message
from bot.chat.pattern_buttons import CheckMove
from bot.chat.wording import authored, lowered, next_nudge, paragraphs, sentences, ticked
from bot.practice import NothingYet, Shown, Unfolded, View
from bot.words import _, marked
from curriculum.allowed import Allowed
from curriculum.day import Outcome, Strength
from curriculum.enrolment import Standing
from curriculum.looking_back import LookBack
from curriculum.nudge import Nudge, NudgeKind
from curriculum.pressure import Strain
from storage.media import Attached

OUTCOMES: Final = {
    Outcome.DONE: marked("Done"),
    Outcome.TRIED: marked("Tried"),
    Outcome.NOT_THE_MOMENT: marked("Not the moment"),
    Outcome.DID_NOT_WANT_TO: marked("Did not want to"),
    Outcome.MADE_IT_WORSE: marked("Made it worse"),
}
OPEN: Final = marked("Open")
CLOSED: Final = marked("Something is here for you, whenever you like.")
_ROWS: Final = (
    (Outcome.DONE, Outcome.TRIED),
    (Outcome.NOT_THE_MOMENT, Outcome.DID_NOT_WANT_TO),
    (Outcome.MADE_IT_WORSE,),
)
_HEADS: Final = {
    View.STANDARD: marked("Today"),
    View.GENTLE: marked("The smaller version"),
    View.SOLO: marked("Just for you"),
    View.STRETCH: marked("A step further"),
    View.INSTEAD_STANDARD: marked("Today"),
    View.INSTEAD_GENTLE: marked("The smaller version"),
    View.INSTEAD_STRETCH: marked("A step further"),
}
_THIS_WEEK: Final = marked("This week")
"""The head of what is headed as today's where it is there for a week."""
_AFTER_A_REST: Final = {Strain.CALM: marked("It is calmer now"), Strain.OVERWHELMED: marked("Still a lot")}


def going_out(
    it: Shown, title: str, check: str | None, *, discreet: bool, look_back: LookBack | None = None, dark: bool = False
) -> Message:
    """A nudge as it goes out: closed for who is discreet, else in full."""
    if discreet:
        return closed(it.nudge)
    if look_back is not None:
        return look_back_messages.going_out(look_back, it.nudge, dark=dark)
    return nudge(it, title, check)


def closed(nudge: Nudge) -> Message:
    """What anybody may read on a locked screen: the same for every nudge, so that it tells nothing of what is in it."""
    row = [day_buttons.opens(nudge, _(OPEN)), calm_buttons.from_nudge(nudge, _(calm_messages.QUIET))]
    return Message(_(CLOSED), buttons=[row], silent=nudge.kind.is_quiet)


def opened(it: Unfolded, media: Attached | None) -> Answer:
    """What came closed says what is in it. A picture or voice note cannot be put into it, and follows."""
    say = () if media is None else (Message(_("With day {day}.").format(day=it.shown.nudge.day), media=media),)
    return Answer(edit=nudge(it.shown, it.title, it.check), say=say)


def nudge(it: Shown, title: str, check: str | None) -> Message:
    """What a nudge of the track of this title brings; `check` is the token of a pattern check to look at
    again at the end. Under every one of them stands the way to a quiet minute.
    """
    return calm_messages.within_reach(_nudge(it, title, check), it.nudge)


def _nudge(it: Shown, title: str, check: str | None) -> Message:
    match it.nudge.kind:
        case NudgeKind.COMPLETION:
            letter = None if it.plain else it.nudge.token
            return completion(it.nudge, title, days=it.nudge.day, check=check, letter=letter)
        case NudgeKind.REMINDER:
            return reminder(it.day)
        case NudgeKind.REST | NudgeKind.DAY:
            return shown(it)
        case NudgeKind.RETURN:
            return calm_messages.time_to_return(it.nudge)
        case NudgeKind.QUESTION:
            return return_messages.question(it.nudge, weekly=it.weekly)
        case NudgeKind.WELCOME_BACK:
            return return_messages.welcome_by_itself(it.nudge, title, weekly=it.weekly)
        case kind:
            raise ValueError(f"nobody plans a {kind}")


def shown(it: Shown) -> Message:
    """A day in one of its versions, with the buttons that answer it."""
    if it.nudge.kind is NudgeKind.REST:
        return rest(it.nudge, it.strain)
    text = day_text(it.day, it.view, weekly=it.weekly)
    if it.outcome is not None:
        said = _("<i>You said: {outcome}. Another button changes it.</i>").format(outcome=lowered(OUTCOMES[it.outcome]))
        text = paragraphs(text, said)
    rows = [[_outcome(it, outcome) for outcome in row] for row in _ROWS]
    gain = [gain_messages.button(it.nudge.token)]
    return Message(text, buttons=[*rows, _versions(it), _not_now_or_help(it), gain])


def day_text(day: Allowed, view: View = View.STANDARD, *, weekly: bool = False) -> str:
    """A day's title, why, act and prompt, as they fit the person."""
    it = day.texts
    if it is None:
        return _(
            "<b>Day {number}: A quiet one</b>\n\n"
            "Nothing is asked of you today. If there is a minute, spend it on something that is good for you "
            "alone: a window, a song, something warm to drink.\n\n"
            "How was it?"
        ).format(number=day.number)
    act = {
        View.STANDARD: it.act.at(Strength.STANDARD),
        View.GENTLE: it.act.gentle,
        View.SOLO: it.solo or it.act.gentle,
        View.STRETCH: it.act.at(Strength.STRETCH),
        View.INSTEAD_STANDARD: it.act.at(Strength.STANDARD),
        View.INSTEAD_GENTLE: it.act.gentle,
        View.INSTEAD_STRETCH: it.act.at(Strength.STRETCH),
    }[view]
    head = _THIS_WEEK if weekly and view in (View.STANDARD, View.INSTEAD_STANDARD) else _HEADS[view]
    said = partial(authored, language=day.language)
    parts = [
        _("<b>Day {number}: {title}</b>").format(number=day.number, title=said(it.title)),
        said(it.why),
        f"<b>{_(head)}</b>\n{said(act)}",
    ]
    if it.when is not None:
        parts.append(f"<i>{said(it.when)}</i>")
    parts.append(said(it.ask))
    return "\n\n".join(parts)


def looked_at(it: Shown) -> Answer:
    """The tapped message shows another version, unless it is about what may not be read any more."""
    return Answer(toast=standing_texts.not_yours()) if it.stays else Answer(edit=shown(it))


def reminder(day: Allowed) -> Message:
    """One line in the evening about a day that is not answered; it makes no sound and asks for nothing."""
    own = None if day.own is None else day.own.reminder
    said = _("The day is still there, if you want it.") if own is None else authored(own, language=day.language)
    told = _("<i>/today brings it here. /settings ends reminders.</i>")
    return Message(paragraphs(said, told), buttons=[[buttons.help_button()]], silent=True)


def rest(nudge: Nudge, strain: Strain | None = None) -> Message:
    """A rest in place of a day."""
    row = [day_buttons.strain(nudge, of, ticked(_(says), of is strain)) for of, says in _AFTER_A_REST.items()]
    return Message(
        _(
            "<b>A rest</b>\n\n"
            "The last days were a lot, as you told me, so nothing is asked of you today. The day you have come "
            "to waits for you.\n\n"
            "Tell me when it is calmer, whenever that is."
        ),
        buttons=[row, _rest_or_help(nudge)],
    )


def completion(
    nudge: Nudge, title: str, *, days: int, check: str | None, practised: int | None = None, letter: str | None = None
) -> Message:
    """The track of this title, with so many days, is walked. Who took the pattern check before is offered to look at it again;
    the token `letter` leads to a letter of their own words.
    """
    again = (
        []
        if check is None
        else [[pattern_buttons.check_move(check, CheckMove.AGAIN, _("Look at the pattern check again"))]]
    )
    own = [] if letter is None else [[letter_messages.button(letter)]]
    told = ""
    if practised is not None:
        told = _("You did or tried something on {count} of {length} days.").format(count=practised, length=days)
    pressure = calm_buttons.from_nudge(nudge, _(calm_messages.PRESSURE))
    that_was = _("<b>{track}: that was day {day}.</b>").format(track=authored(title), day=days)
    return Message(
        paragraphs(
            that_was,
            told,
            _(
                "It is a start, not a finish. Whatever was useful is yours to keep, and whatever was not can be left "
                "here.\n\n"
                "What you write now is still kept with the last day. /progress shows the way you came, and /start "
                "begins again whenever you like."
            ),
        ),
        buttons=[*again, *own, *after_messages.at_the_end(nudge.token), [pressure, buttons.help_button()]],
    )


def nothing_yet(it: NothingYet) -> Message:
    """No day has come yet."""
    if not it.enrolment.standing.is_open:
        return Message(_("You left the track before a day came. /start begins again."))
    if it.enrolment.standing is Standing.PAUSED:
        return Message(_("No day has come yet, and you are on a pause. /resume ends it when you want."))
    coming = next_nudge(it.enrolment, _("The first one comes {when}."))
    return Message(sentences(_("No day has come yet."), coming))


def _rest_or_help(nudge: Nudge) -> list[Button]:
    pressure = calm_buttons.from_nudge(nudge, _(calm_messages.PRESSURE))
    return [pressure, day_buttons.pause(nudge, _("Pause")), buttons.help_button()]


def _not_now_or_help(it: Shown) -> list[Button]:
    pressure = calm_buttons.from_nudge(it.nudge, _(calm_messages.PRESSURE))
    return [pressure, walk_buttons.not_now(it.nudge, it.view, _("Not now")), buttons.help_button()]


def _outcome(it: Shown, outcome: Outcome) -> Button:
    return day_buttons.outcome(it.nudge, outcome, it.view, ticked(_(OUTCOMES[outcome]), it.outcome is outcome))


def _versions(it: Shown) -> list[Button]:
    """The other versions of what came; smaller ones are one tap away, and a stretch where it had come as one."""
    read = it.day.texts
    if read is None:
        return []
    instead = it.view.is_instead
    labels = {
        View.INSTEAD_STANDARD if instead else View.STANDARD: _("Full version"),
        View.INSTEAD_GENTLE if instead else View.GENTLE: _("Smaller version"),
    }
    if it.day.fit.strength is Strength.STRETCH:
        labels |= {View.INSTEAD_STRETCH if instead else View.STRETCH: _("A step further")}
    if read.solo is not None:
        labels |= {View.SOLO: _("Just me")}
    return [day_buttons.look(it.nudge, view, says) for view, says in labels.items() if view is not it.view]
