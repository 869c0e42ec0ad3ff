"""The words around a day: the nudge, what a check-in is answered with, and what is kept."""

from typing import Final

from bot.chat import buttons
from bot.chat.buttons import Button, Move
from bot.chat.message import Answer, Message
from bot.chat.wording import authored, next_nudge
from bot.practice import Answered, Kept, NothingYet, Rated, Shown, View
from curriculum.day import DAYS, Day, Outcome, Strength
from curriculum.enrolment import Standing
from curriculum.journey import CheckedIn, Finished
from curriculum.nudge import Nudge, NudgeKind
from curriculum.track import Track
from storage.check_ins import NoteKind

OUTCOMES: Final = {
    Outcome.DONE: "Done",
    Outcome.TRIED: "Tried",
    Outcome.NOT_THE_MOMENT: "Not the moment",
    Outcome.DID_NOT_WANT_TO: "Did not want to",
    Outcome.MADE_IT_WORSE: "Made it worse",
}
_ROWS: Final = (
    (Outcome.DONE, Outcome.TRIED),
    (Outcome.NOT_THE_MOMENT, Outcome.DID_NOT_WANT_TO),
    (Outcome.MADE_IT_WORSE,),
)
_HEADS: Final = {View.STANDARD: "Today", View.GENTLE: "The smaller version", View.SOLO: "Just for you"}
_NOT_WORDS: Final = {
    NoteKind.VOICE: "Thank you for the voice note. It stays here in the chat; nobody listens to it and it is not turned "
    "into text.",
    NoteKind.PICTURE: "Thank you for the picture. It stays here in the chat; I do not look into it.",
    NoteKind.STICKER: "Thank you, that says something too.",
    NoteKind.OTHER: "Thank you. It stays here in the chat; I do not look into it.",
}


def nudge(nudge: Nudge, track: Track) -> Message:
    """What a nudge says when it goes out."""
    if nudge.kind is NudgeKind.COMPLETION:
        return completion(track)
    return shown(Shown(nudge, track, track.day(nudge.day), None, View.STANDARD))


def shown(it: Shown) -> Message:
    """A day in one of its versions, with the buttons that answer it."""
    text = day_text(it.day, it.view)
    if it.outcome is not None:
        text += f"\n\n<i>You said: {OUTCOMES[it.outcome].lower()}. Another button changes it.</i>"
    rows = [[_outcome(it, outcome) for outcome in row] for row in _ROWS]
    return Message(text, buttons=[*rows, _versions(it), [buttons.pause(it.nudge, "Pause")]])


def day_text(day: Day, view: View = View.STANDARD) -> str:
    """A day's title, why, act and prompt."""
    act = {
        View.STANDARD: day.act.at(Strength.STANDARD),
        View.GENTLE: day.act.gentle,
        View.SOLO: day.solo or day.act.gentle,
    }[view]
    parts = [
        f"<b>Day {day.day}: {authored(day.title)}</b>",
        authored(day.why),
        f"<b>{_HEADS[view]}</b>\n{authored(act)}",
    ]
    if day.when is not None:
        parts.append(f"<i>{authored(day.when)}</i>")
    parts.append(authored(day.check_in.ask))
    return "\n\n".join(parts)


def answered(it: Answered) -> Answer:
    """The tapped message says what was chosen; a new one answers as the author wrote for that outcome."""
    said = OUTCOMES[it.shown.outcome].lower() if it.shown.outcome is not None else ""
    edit = shown(it.shown)
    if it.repeated:
        return Answer(edit=edit, toast=f"Kept already: {said}")
    return Answer(say=_reply(it), edit=edit, toast=f"Kept: {said}")


def _reply(it: Answered) -> tuple[Message, ...]:
    day, outcome = it.result.day, it.result.outcome
    parts = [authored(day.replies.to(outcome))]
    tip = day.tips.to(outcome)
    if tip is not None:
        parts.append(f"<i>{authored(tip)}</i>")
    worse = outcome is Outcome.MADE_IT_WORSE
    if not worse:
        parts.append(
            authored(day.check_in.words or "If you like, write a few words about it; I keep them with this day.")
        )
    else:
        parts.append(
            "If you want to write about it, I keep it with this day. A pause is one tap away, and /help is there."
        )
    choices = (
        [[buttons.pause(it.shown.nudge, "Pause for now")]] if worse and not isinstance(it.result, Finished) else []
    )
    reply = Message("\n\n".join(parts), buttons=choices)
    asked_before = isinstance(it.result, CheckedIn) and it.result.changed
    questions = (
        () if worse or asked_before or day.check_in.rating is None else (rating(it.shown.nudge, day.check_in.rating),)
    )
    if not isinstance(it.result, Finished):
        return (reply, *questions)
    return (reply, *questions, completion(it.shown.track, practised=it.progress.practised))


def rating(nudge: Nudge, question: str, chosen: int | None = None) -> Message:
    """A day's 0-10 question; it may be left alone."""
    keys = [
        buttons.rating(nudge, number, f"✓ {number}" if number == str(chosen) else number) for number in buttons.RATINGS
    ]
    return Message(authored(question), buttons=[keys[:6], keys[6:]])


def rated(it: Rated) -> Answer:
    """The tapped question shows what was chosen."""
    return Answer(edit=rating(it.nudge, it.day.check_in.rating or "", it.rating), toast=f"Kept: {it.rating}")


def completion(track: Track, *, practised: int | None = None) -> Message:
    """The track is walked."""
    days = "" if practised is None else f"\n\nYou did or tried something on {practised} of {DAYS} days."
    return Message(
        f"<b>{authored(track.title)}: that was day {DAYS}.</b>{days}\n\n"
        "Thirty days are a start, not a finish. Whatever was useful is yours to keep, and whatever was not can be left "
        "here.\n\nWhat you write now is still kept with the last day. /progress shows the way you came, and /start "
        "begins again whenever you like."
    )


def kept(it: Kept) -> Message:
    """What the person sent is kept with its day."""
    if it.kind is not NoteKind.WORDS:
        return Message(f"{_NOT_WORDS[it.kind]} Day {it.day.day} counts as answered, not in words.")
    if not it.first:
        return Message(f"Kept with day {it.day.day} too.")
    text = f"Thank you. Kept with day {it.day.day}."
    if it.standing is Standing.PAUSED:
        text += " You are on a pause; /resume ends it when you want."
    elif not it.answered and it.standing is Standing.UNDER_WAY:
        text += " The buttons under the day are there if you want to say how it went."
    return Message(text)


def nothing_yet(it: NothingYet) -> Message:
    """No day has come yet."""
    if not it.enrolment.standing.is_open:
        return Message("You left the track before a day came. /start begins again.")
    if it.enrolment.due_at is None:
        return Message("No day has come yet, and you are on a pause. /resume ends it when you want.")
    return Message("No day has come yet." + next_nudge(it.enrolment, " The first one comes"))


def _outcome(it: Shown, outcome: Outcome) -> Button:
    mark = "✓ " if it.outcome is outcome else ""
    return buttons.outcome(it.nudge, outcome, it.view, mark + OUTCOMES[outcome])


def _versions(it: Shown) -> list[Button]:
    row = []
    if it.view is not View.STANDARD:
        row.append(buttons.look(it.nudge, View.STANDARD, "Full version"))
    if it.view is not View.GENTLE:
        row.append(buttons.look(it.nudge, View.GENTLE, "Smaller version"))
    if it.view is not View.SOLO and it.day.solo is not None:
        row.append(buttons.look(it.nudge, View.SOLO, "Just me"))
    return row


def paused_from(token: str, *, already: bool) -> Message:
    """The person paused."""
    lead = "You are on a pause already." if already else "Paused. No message comes until you say so."
    return Message(
        f"{lead} Your place is kept, and there is nothing to catch up on. /resume goes on from here.",
        buttons=[[buttons.move(token, Move.RESUME, "Resume")]],
    )
