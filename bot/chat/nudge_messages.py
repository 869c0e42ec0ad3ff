"""The words around a day: the nudge, what a check-in is answered with, and what is kept."""

from collections.abc import Iterator
from typing import Final

from bot.chat import buttons, gate_messages, standing_texts, version_messages
from bot.chat.button import Button
from bot.chat.buttons import CheckMove, Move
from bot.chat.message import Answer, Message
from bot.chat.wording import authored, next_nudge
from bot.practice import Answered, Chosen, Kept, NothingYet, Rated, Shown, Strained, Unfolded, View
from curriculum.allowed import Allowed
from curriculum.day import Choice, Outcome, Strength
from curriculum.enrolment import Standing
from curriculum.gate import Occasion
from curriculum.journey import CheckedIn, Finished
from curriculum.nudge import Nudge, NudgeKind
from curriculum.pressure import Strain
from storage.check_ins import NoteKind
from storage.media import Attached

OUTCOMES: Final = {
    Outcome.DONE: "Done",
    Outcome.TRIED: "Tried",
    Outcome.NOT_THE_MOMENT: "Not the moment",
    Outcome.DID_NOT_WANT_TO: "Did not want to",
    Outcome.MADE_IT_WORSE: "Made it worse",
}
OPEN: Final = "Open"
CLOSED: Final = "Something is here for you, whenever you like."
_ROWS: Final = (
    (Outcome.DONE, Outcome.TRIED),
    (Outcome.NOT_THE_MOMENT, Outcome.DID_NOT_WANT_TO),
    (Outcome.MADE_IT_WORSE,),
)
_HEADS: Final = {
    View.STANDARD: "Today",
    View.GENTLE: "The smaller version",
    View.SOLO: "Just for you",
    View.STRETCH: "A step further",
    View.INSTEAD_STANDARD: "Today",
    View.INSTEAD_GENTLE: "The smaller version",
    View.INSTEAD_STRETCH: "A step further",
}
_STRAINS: Final = {
    Strain.CALM: "Calm",
    Strain.PUSHING: "I was pushing",
    Strain.OVERWHELMED: "It was too much",
    Strain.FIGHT: "We had a fight",
}
_AFTER_A_REST: Final = {Strain.CALM: "It is calmer now", Strain.OVERWHELMED: "Still a lot"}
_STRAINED: Final = {
    Strain.PUSHING: "Thank you for noticing. Pushing tends to add pressure, so the next day comes smaller.",
    Strain.OVERWHELMED: "Thank you for saying so. The next day comes smaller, or is a rest.",
    Strain.FIGHT: "Thank you for telling me. The next day comes smaller, and nothing that asks anything of your partner "
    "comes within a day. If you are afraid, or somebody was hurt, that comes first: /help is there.",
}
_PLAIN_REPLIES: Final = {
    Outcome.DONE: "Thank you. That was all for today.",
    Outcome.TRIED: "Thank you. Trying it was enough.",
    Outcome.NOT_THE_MOMENT: "That is fine. Nothing is owed, and nothing has to be made up for.",
    Outcome.DID_NOT_WANT_TO: "Then not. You choose what you take from here.",
    Outcome.MADE_IT_WORSE: "It was right to stop there; leave it aside. If you are not safe where you are, that comes "
    "first, and somebody you trust or a helpline can be there for you.",
}
_PLAIN_STRAINED: Final = {
    Strain.FIGHT: "If you are afraid, or somebody was hurt, that comes first: /help is there.",
}
_ASK_AGAIN: Final = "The five private questions are here again too; they help me choose what comes next, and can wait."
_ANY_WORDS: Final = "If you like, write a few words about it; I keep them with this day."
_NOT_HEARD: Final = "Voice notes stay here in the chat: nobody listens to them."
_NOT_WORDS: Final = {
    NoteKind.VOICE: "Thank you for the voice note. It stays here in the chat; nobody listens to it and it is not turned "
    "into text.",
    NoteKind.PICTURE: "Thank you for the picture. It stays here in the chat; I do not look into it.",
    NoteKind.STICKER: "Thank you, that says something too.",
    NoteKind.OTHER: "Thank you. It stays here in the chat; I do not look into it.",
}


def going_out(it: Shown, title: str, check: str | None, *, discreet: bool) -> Message:
    """A nudge as it goes out: closed for who is discreet, else in full."""
    return closed(it.nudge) if discreet else nudge(it, title, check)


def closed(nudge: Nudge) -> Message:
    """What anybody may read on a locked screen: the same for every nudge, so that it tells nothing of what is in it."""
    return Message(CLOSED, buttons=[[buttons.opens(nudge, OPEN)]], silent=nudge.kind is NudgeKind.REMINDER)


def opened(it: Unfolded, media: Attached | None) -> Answer:
    """What came closed says what is in it. A picture or voice note cannot be put into it, and follows."""
    say = () if media is None else (Message(f"With day {it.shown.nudge.day}.", media=media),)
    return Answer(edit=nudge(it.shown, it.title, it.check), say=say)


def nudge(it: Shown, title: str, check: str | None) -> Message:
    """What a nudge of the track of this title brings; `check` is the token of a pattern check to look at
    again at the end.
    """
    match it.nudge.kind:
        case NudgeKind.COMPLETION:
            return completion(title, days=it.nudge.day, check=check)
        case NudgeKind.REMINDER:
            return reminder(it.day)
        case NudgeKind.REST | NudgeKind.DAY:
            return shown(it)
        case kind:
            raise ValueError(f"nobody plans a {kind}")


def shown(it: Shown) -> Message:
    """A day in one of its versions, with the buttons that answer it."""
    if it.nudge.kind is NudgeKind.REST:
        return rest(it.nudge, it.strain)
    text = day_text(it.day, it.view)
    if it.outcome is not None:
        text += f"\n\n<i>You said: {OUTCOMES[it.outcome].lower()}. Another button changes it.</i>"
    rows = [[_outcome(it, outcome) for outcome in row] for row in _ROWS]
    return Message(text, buttons=[*rows, _versions(it), _rest_or_help(it.nudge)])


def day_text(day: Allowed, view: View = View.STANDARD) -> str:
    """A day's title, why, act and prompt, as they fit the person."""
    it = day.texts
    if it is None:
        return (
            f"<b>Day {day.number}: A quiet one</b>\n\nNothing is asked of you today. If there is a minute, spend it on "
            "something that is good for you alone: a window, a song, something warm to drink.\n\nHow was it?"
        )
    act = {
        View.STANDARD: it.act.at(Strength.STANDARD),
        View.GENTLE: it.act.gentle,
        View.SOLO: it.solo or it.act.gentle,
        View.STRETCH: it.act.at(Strength.STRETCH),
        View.INSTEAD_STANDARD: it.act.at(Strength.STANDARD),
        View.INSTEAD_GENTLE: it.act.gentle,
        View.INSTEAD_STRETCH: it.act.at(Strength.STRETCH),
    }[view]
    parts = [
        f"<b>Day {day.number}: {authored(it.title)}</b>",
        authored(it.why),
        f"<b>{_HEADS[view]}</b>\n{authored(act)}",
    ]
    if it.when is not None:
        parts.append(f"<i>{authored(it.when)}</i>")
    parts.append(authored(it.ask))
    return "\n\n".join(parts)


def looked_at(it: Shown) -> Answer:
    """The tapped message shows another version, unless it is about what may not be read any more."""
    return Answer(toast=standing_texts.not_yours()) if it.stays else Answer(edit=shown(it))


def reminder(day: Allowed) -> Message:
    """One line in the evening about a day that is not answered; it makes no sound and asks for nothing."""
    own = None if day.own is None else day.own.reminder
    said = authored(own or "The day is still there, if you want it.")
    return Message(f"{said}\n\n<i>/today brings it here. /settings ends reminders.</i>", silent=True)


def rest(nudge: Nudge, strain: Strain | None = None) -> Message:
    """A rest in place of a day."""
    row = [buttons.strain(nudge, of, _marked(says, of is strain)) for of, says in _AFTER_A_REST.items()]
    return Message(
        "<b>A rest</b>\n\nThe last days were a lot, as you told me, so nothing is asked of you today. The day you have "
        "come to waits for you.\n\nTell me when it is calmer, whenever that is.",
        buttons=[row, _rest_or_help(nudge)],
    )


def answered(it: Answered, token: str) -> Answer:
    """The tapped message says what was chosen; a new one answers as the author wrote for that outcome. `token` is the
    person's own.
    """
    said = OUTCOMES[it.shown.outcome].lower() if it.shown.outcome is not None else ""
    edit = None if it.shown.stays else shown(it.shown)
    if it.repeated:
        return Answer(edit=edit, toast=f"Kept already: {said}")
    return Answer(say=_reply(it, token), edit=edit, toast=f"Kept: {said}")


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
        messages.append(completion(it.title, days=it.shown.nudge.day, check=it.check, practised=practised))
    return tuple(messages)


def _answer_to(it: Shown, outcome: Outcome, token: str, *, finished: bool = False) -> Message:
    """What the author, or the bot for what no author wrote, answers to an outcome."""
    own = None if it.plain else it.day.own
    parts = [_PLAIN_REPLIES[outcome] if own is None else authored(own.replies.to(outcome))]
    if own is not None and (tip := own.tips.to(outcome)) is not None:
        parts.append(f"<i>{authored(tip)}</i>")
    ask = [] if it.occasion in (None, Occasion.TIME_TO_ASK) else [[gate_messages.button(token)]]
    if outcome is Outcome.MADE_IT_WORSE:
        parts += [
            f"If you want to write about it, I keep it with this day. {_NOT_HEARD} A pause is one tap away, and /help is there.",
            _ASK_AGAIN,
        ]
        pause = [] if finished else [[buttons.pause(it.nudge, "Pause for now"), buttons.help_button()]]
        return Message("\n\n".join(parts), buttons=[*pause, *ask])
    ask_for_words = _ANY_WORDS if own is None else authored(own.check_in.words or _ANY_WORDS)
    parts.append(f"{ask_for_words} {_NOT_HEARD}")
    if finished:
        return Message("\n\n".join(parts), buttons=ask)
    parts.append("And inside, if you want to say?")
    keys = [buttons.strain(it.nudge, of, _marked(says, of is it.strain), it.view) for of, says in _STRAINS.items()]
    return Message("\n\n".join(parts), buttons=[keys[:2], keys[2:], *ask])


def _questions(it: Shown, outcome: Outcome) -> Iterator[Message]:
    """The further questions of the day; none after it made things worse, none about a day that did not come, and none while
    answers are plain.
    """
    if outcome is Outcome.MADE_IT_WORSE or it.day.own is None or it.plain:
        return
    asks = it.day.own.check_in
    if asks.rating is not None:
        yield rating(it.nudge, asks.rating)
    if asks.choice is not None:
        yield choice(it.nudge, asks.choice)


def strained(it: Strained, token: str) -> Answer:
    """How the day felt inside is kept; what is hard is answered, what is calm needs no words. `token` is the person's own."""
    toast = f"Kept: {_STRAINS[it.strain].lower()}"
    if it.shown.nudge.kind is NudgeKind.REST:
        edit: Message | None = rest(it.shown.nudge, it.strain)
        words = "" if it.shown.plain else "Good to hear. The next day comes at your hour, in its smaller version."
        if it.strain is not Strain.CALM:
            words = "Then the rest goes on. There is no hurry, and nothing to catch up on; /pause is there too."
    else:
        outcome = it.shown.outcome
        stays = it.shown.stays or outcome in (None, Outcome.MADE_IT_WORSE)
        edit = None if stays or outcome is None else _answer_to(it.shown, outcome, token)
        words = (_PLAIN_STRAINED if it.shown.plain else _STRAINED).get(it.strain, "")
    return Answer(say=(Message(words),) if words and not it.repeated else (), edit=edit, toast=toast)


def choice(nudge: Nudge, asked: Choice, chosen: int | None = None) -> Message:
    """A day's question with a few answers; it may be left alone."""
    rows = [
        [buttons.choice(nudge, number, _marked(option, number == chosen))]
        for number, option in enumerate(asked.options)
    ]
    return Message(authored(asked.ask), buttons=rows)


def chosen(it: Chosen) -> Answer:
    """The tapped question shows what was chosen."""
    return Answer(edit=choice(it.nudge, it.asked, it.choice), toast="Kept")


def rating(nudge: Nudge, question: str, chosen: int | None = None) -> Message:
    """A day's 0-10 question; it may be left alone."""
    keys = [buttons.rating(nudge, number, _marked(number, number == str(chosen))) for number in buttons.RATINGS]
    return Message(authored(question), buttons=[keys[:6], keys[6:]])


def rated(it: Rated) -> Answer:
    """The tapped question shows what was chosen."""
    return Answer(edit=rating(it.nudge, it.question, it.rating), toast=f"Kept: {it.rating}")


def completion(title: str, *, days: int, check: str | None, practised: int | None = None) -> Message:
    """The track of this title, with so many days, is walked. Who took the pattern check before is offered to look at it again."""
    again = [] if check is None else [[buttons.check_move(check, CheckMove.AGAIN, "Look at the pattern check again")]]
    told = "" if practised is None else f"\n\nYou did or tried something on {practised} of {days} days."
    return Message(
        f"<b>{authored(title)}: that was day {days}.</b>{told}\n\n"
        "It is a start, not a finish. Whatever was useful is yours to keep, and whatever was not can be left "
        "here.\n\nWhat you write now is still kept with the last day. /progress shows the way you came, and /start "
        "begins again whenever you like.",
        buttons=[*again, [buttons.help_button()]],
    )


def kept(it: Kept) -> Message:
    """What the person sent is kept with its day."""
    if it.kind is not NoteKind.WORDS:
        return Message(f"{_NOT_WORDS[it.kind]} Day {it.day} counts as answered, not in words.")
    if it.plain:
        return Message(f"Kept with day {it.day}.")
    if not it.first:
        return Message(f"Kept with day {it.day} too.")
    text = f"Thank you. Kept with day {it.day}."
    if it.standing is Standing.PAUSED:
        text += " You are on a pause; /resume ends it when you want."
    elif not it.answered and it.standing is Standing.UNDER_WAY:
        text += " The buttons under the day are there if you want to say how it went."
    return Message(text)


def nothing_yet(it: NothingYet) -> Message:
    """No day has come yet."""
    if not it.enrolment.standing.is_open:
        return Message("You left the track before a day came. /start begins again.")
    if it.enrolment.standing is Standing.PAUSED:
        return Message("No day has come yet, and you are on a pause. /resume ends it when you want.")
    return Message("No day has come yet." + next_nudge(it.enrolment, " The first one comes"))


def _rest_or_help(nudge: Nudge) -> list[Button]:
    return [buttons.pause(nudge, "Pause"), buttons.help_button()]


def _outcome(it: Shown, outcome: Outcome) -> Button:
    return buttons.outcome(it.nudge, outcome, it.view, _marked(OUTCOMES[outcome], it.outcome is outcome))


def _versions(it: Shown) -> list[Button]:
    """The other versions of what came; smaller ones are one tap away, and a stretch where it had come as one."""
    read = it.day.texts
    if read is None:
        return []
    instead = it.view.is_instead
    labels = {
        View.INSTEAD_STANDARD if instead else View.STANDARD: "Full version",
        View.INSTEAD_GENTLE if instead else View.GENTLE: "Smaller version",
    }
    if it.day.fit.strength is Strength.STRETCH:
        labels |= {View.INSTEAD_STRETCH if instead else View.STRETCH: "A step further"}
    if read.solo is not None:
        labels |= {View.SOLO: "Just me"}
    return [buttons.look(it.nudge, view, says) for view, says in labels.items() if view is not it.view]


def _marked(says: str, chosen: bool) -> str:
    return f"✓ {says}" if chosen else says


def paused_from(token: str, *, already: bool) -> Message:
    """The person paused."""
    lead = "You are on a pause already." if already else "Paused. No message comes until you say so."
    return Message(
        f"{lead} Your place is kept, and there is nothing to catch up on. /resume goes on from here.",
        buttons=[[buttons.move(token, Move.RESUME, "Resume")]],
    )
