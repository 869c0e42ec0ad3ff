"""The words around a day: the nudge, what a check-in is answered with, and what is kept."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from bot.chat import (
    after_messages,
    buttons,
    calm_buttons,
    calm_messages,
    day_buttons,
    gain_messages,
    gate_messages,
    letter_messages,
    look_back_messages,
    pattern_buttons,
    return_messages,
    standing_texts,
    version_messages,
    walk_buttons,
)
from bot.chat.button import Button
from bot.chat.message import Answer, Message
from bot.chat.pattern_buttons import CheckMove
from bot.chat.wording import authored, next_nudge, paragraphs, sentences
from bot.practice import Answered, Chosen, Kept, NothingYet, Rated, Shown, Strained, Unfolded, View
from bot.words import _, marked
from curriculum.allowed import Allowed
from curriculum.day import Choice, Outcome, Strength
from curriculum.enrolment import Standing
from curriculum.gate import Occasion
from curriculum.journey import CheckedIn, Finished
from curriculum.looking_back import LookBack
from curriculum.nudge import Nudge, NudgeKind
from curriculum.pressure import Strain
from storage.check_ins import NoteKind
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
_STRAINS: Final = {
    Strain.CALM: marked("Calm"),
    Strain.PUSHING: marked("I was pushing"),
    Strain.OVERWHELMED: marked("It was too much"),
    Strain.FIGHT: marked("We had a fight"),
}
_AFTER_A_REST: Final = {Strain.CALM: marked("It is calmer now"), Strain.OVERWHELMED: marked("Still a lot")}
_STRAINED: Final = {
    Strain.PUSHING: marked("Thank you for noticing. Pushing tends to add pressure, so the next day comes smaller."),
    Strain.OVERWHELMED: marked("Thank you for saying so. The next day comes smaller, or is a rest."),
    Strain.FIGHT: marked(
        "Thank you for telling me. The next day comes smaller, and nothing that asks anything of your "
        "partner comes within a day. If you are afraid, or somebody was hurt, that comes first: /help is "
        "there."
    ),
}
_PLAIN_REPLIES: Final = {
    Outcome.DONE: marked("Thank you. That was all for today."),
    Outcome.TRIED: marked("Thank you. Trying it was enough."),
    Outcome.NOT_THE_MOMENT: marked("That is fine. Nothing is owed, and nothing has to be made up for."),
    Outcome.DID_NOT_WANT_TO: marked("Then not. You choose what you take from here."),
    Outcome.MADE_IT_WORSE: marked(
        "It was right to stop there; leave it aside. If you are not safe where you are, that comes first, "
        "and somebody you trust or a helpline can be there for you."
    ),
}
_PLAIN_STRAINED: Final = {
    Strain.FIGHT: marked("If you are afraid, or somebody was hurt, that comes first: /help is there."),
}
_ASK_AGAIN: Final = marked(
    "The five private questions are here again too; they help me choose what comes next, and can wait."
)
_ANY_WORDS: Final = marked("If you like, write a few words about it; I keep them with this day.")
_NOT_HEARD: Final = marked("Voice notes stay here in the chat: nobody listens to them.")
_NOT_WORDS: Final = {
    NoteKind.VOICE: marked(
        "Thank you for the voice note. It stays here in the chat; nobody listens to it and it is not turned into text."
    ),
    NoteKind.PICTURE: marked("Thank you for the picture. It stays here in the chat; I do not look into it."),
    NoteKind.STICKER: marked("Thank you, that says something too."),
    NoteKind.OTHER: marked("Thank you. It stays here in the chat; I do not look into it."),
}


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
        said = _("<i>You said: {outcome}. Another button changes it.</i>").format(
            outcome=_lowered(OUTCOMES[it.outcome])
        )
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
    row = [day_buttons.strain(nudge, of, _ticked(_(says), of is strain)) for of, says in _AFTER_A_REST.items()]
    return Message(
        _(
            "<b>A rest</b>\n\n"
            "The last days were a lot, as you told me, so nothing is asked of you today. The day you have come "
            "to waits for you.\n\n"
            "Tell me when it is calmer, whenever that is."
        ),
        buttons=[row, _rest_or_help(nudge)],
    )


def answered(it: Answered, token: str) -> Answer:
    """The tapped message says what was chosen; a new one answers as the author wrote for that outcome. `token` is the
    person's own.
    """
    said = _lowered(OUTCOMES[it.shown.outcome]) if it.shown.outcome is not None else ""
    edit = None if it.shown.stays else shown(it.shown)
    if it.repeated:
        return Answer(edit=edit, toast=_("Kept already: {said}").format(said=said))
    return Answer(say=_reply(it, token), edit=edit, toast=_("Kept: {said}").format(said=said))


def _reply(it: Answered, token: str) -> tuple[Message, ...]:
    finished = isinstance(it.result, Finished)
    messages = [_answer_to(it.shown, it.result.outcome, token, finished=finished)]
    if not (isinstance(it.result, CheckedIn) and it.result.changed):
        messages.extend(_questions(it.shown, it.result.outcome))
        if it.shown.occasion is Occasion.TIME_TO_ASK:
            messages.append(gate_messages.asked_again(token))
        if it.offered is not None:
            messages.append(version_messages.offer(token, it.offered))
    if finished:
        practised = None if it.shown.plain else it.progress.practised
        letter = None if it.shown.plain else token
        days = it.shown.nudge.day
        messages.append(
            completion(it.shown.nudge, it.title, days=days, check=it.check, practised=practised, letter=letter)
        )
    return tuple(messages)


def _answer_to(it: Shown, outcome: Outcome, token: str, *, finished: bool = False) -> Message:
    """What the author, or the bot for what no author wrote, answers to an outcome."""
    own = None if it.plain else it.day.own
    said = partial(authored, language=it.day.language)
    parts = [_(_PLAIN_REPLIES[outcome]) if own is None else said(own.replies.to(outcome))]
    if own is not None and (tip := own.tips.to(outcome)) is not None:
        parts.append(f"<i>{said(tip)}</i>")
    ask = [] if it.occasion in (None, Occasion.TIME_TO_ASK) else [[gate_messages.button(token)]]
    if outcome is Outcome.MADE_IT_WORSE:
        parts += [
            sentences(
                _("If you want to write about it, I keep it with this day."),
                _(_NOT_HEARD),
                _("A pause is one tap away, and /help is there."),
            ),
            _(_ASK_AGAIN),
        ]
        pause = [] if finished else [[day_buttons.pause(it.nudge, _("Pause for now")), buttons.help_button()]]
        return Message("\n\n".join(parts), buttons=[*pause, *ask])
    words = None if own is None else own.check_in.words
    ask_for_words = _(_ANY_WORDS) if words is None else said(words)
    parts.append(sentences(ask_for_words, _(_NOT_HEARD)))
    gain = [] if it.plain else [[gain_messages.button(token)]]
    if finished:
        return Message("\n\n".join(parts), buttons=[*gain, *ask])
    parts.append(_("And inside, if you want to say?"))
    keys = [
        day_buttons.strain(it.nudge, of, _ticked(_(says), of is it.strain), it.view) for of, says in _STRAINS.items()
    ]
    return Message("\n\n".join(parts), buttons=[keys[:2], keys[2:], *gain, *ask])


def _questions(it: Shown, outcome: Outcome) -> Iterator[Message]:
    """The further questions of the day; none after it made things worse, none about a day that did not come, and none while
    answers are plain.
    """
    if outcome is Outcome.MADE_IT_WORSE or it.day.own is None or it.plain:
        return
    asks = it.day.own.check_in
    if asks.rating is not None:
        yield rating(it.nudge, asks.rating, it.day.language)
    if asks.choice is not None:
        yield choice(it.nudge, asks.choice, it.day.language)


def strained(it: Strained, token: str) -> Answer:
    """How the day felt inside is kept; what is hard is answered, what is calm needs no words. `token` is the person's own."""
    toast = _("Kept: {said}").format(said=_lowered(_STRAINS[it.strain]))
    if it.shown.nudge.kind is NudgeKind.REST:
        edit: Message | None = rest(it.shown.nudge, it.strain)
        words = "" if it.shown.plain else _("Good to hear. The next day comes at your hour, in its smaller version.")
        if it.strain is not Strain.CALM:
            words = _("Then the rest goes on. There is no hurry, and nothing to catch up on; /pause is there too.")
    else:
        outcome = it.shown.outcome
        stays = it.shown.stays or outcome in (None, Outcome.MADE_IT_WORSE)
        edit = None if stays or outcome is None else _answer_to(it.shown, outcome, token)
        words = _((_PLAIN_STRAINED if it.shown.plain else _STRAINED).get(it.strain, ""))
    return Answer(say=(Message(words),) if words and not it.repeated else (), edit=edit, toast=toast)


def choice(nudge: Nudge, asked: Choice, language: str, chosen: int | None = None) -> Message:
    """A day's question with a few answers; it may be left alone."""
    rows = [
        [day_buttons.choice(nudge, number, _ticked(option, number == chosen))]
        for number, option in enumerate(asked.options)
    ]
    return Message(authored(asked.ask, language=language), buttons=rows)


def chosen(it: Chosen) -> Answer:
    """The tapped question shows what was chosen."""
    return Answer(edit=choice(it.nudge, it.asked, it.language, it.choice), toast=_("Kept"))


def rating(nudge: Nudge, question: str, language: str, chosen: int | None = None) -> Message:
    """A day's 0-10 question; it may be left alone."""
    keys = [day_buttons.rating(nudge, number, _ticked(number, number == str(chosen))) for number in day_buttons.RATINGS]
    return Message(authored(question, language=language), buttons=[keys[:6], keys[6:]])


def rated(it: Rated) -> Answer:
    """The tapped question shows what was chosen."""
    return Answer(
        edit=rating(it.nudge, it.question, it.language, it.rating), toast=_("Kept: {said}").format(said=it.rating)
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


def kept(it: Kept) -> Message:
    """What the person sent is kept with its day."""
    if it.kind is not NoteKind.WORDS:
        counts = _("Day {day} counts as answered, not in words.").format(day=it.day)
        return Message(sentences(_(_NOT_WORDS[it.kind]), counts))
    if it.plain:
        return Message(_("Kept with day {day}.").format(day=it.day))
    if not it.first:
        return Message(_("Kept with day {day} too.").format(day=it.day))
    more = ""
    if it.standing is Standing.PAUSED:
        more = _("You are on a pause; /resume ends it when you want.")
    elif not it.answered and it.standing is Standing.UNDER_WAY:
        more = _("The buttons under the day are there if you want to say how it went.")
    return Message(sentences(_("Thank you. Kept with day {day}.").format(day=it.day), more))


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
    return day_buttons.outcome(it.nudge, outcome, it.view, _ticked(_(OUTCOMES[outcome]), it.outcome is outcome))


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


def _ticked(says: str, chosen: bool) -> str:
    return f"✓ {says}" if chosen else says


def _lowered(says: str) -> str:
    """What a button says, within a sentence."""
    return _(says).lower()
