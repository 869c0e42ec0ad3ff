"""The words after a day: what a check-in is answered with, the further questions of the day, and what is kept with it."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from bot.chat import buttons, day_buttons, gain_messages, gate_messages, nudge_messages, version_messages
from bot.chat.message import Answer, Message
from bot.chat.wording import authored, lowered, sentences, ticked
from bot.practice import Answered, Chosen, Kept, Rated, Shown, Strained
from bot.words import _, marked
from curriculum.day import Choice, Outcome
from curriculum.enrolment import Standing
from curriculum.gate import Occasion
from curriculum.journey import CheckedIn, Finished
from curriculum.nudge import Nudge, NudgeKind
from curriculum.pressure import Strain
from storage.check_ins import NoteKind

_STRAINS: Final = {
    Strain.CALM: marked("Calm"),
    Strain.PUSHING: marked("I was pushing"),
    Strain.OVERWHELMED: marked("It was too much"),
    Strain.FIGHT: marked("We had a fight"),
}
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


def answered(it: Answered, token: str) -> Answer:
    """The tapped message says what was chosen; a new one answers as the author wrote for that outcome. `token` is the
    person's own.
    """
    said = lowered(nudge_messages.OUTCOMES[it.shown.outcome]) if it.shown.outcome is not None else ""
    edit = None if it.shown.stays else nudge_messages.shown(it.shown)
    if it.repeated:
        return Answer(edit=edit, toast=_("Kept already: {said}").format(said=said))
    return Answer(say=_reply(it, token), edit=edit, toast=_("Kept: {said}").format(said=said))


def strained(it: Strained, token: str) -> Answer:
    """How the day felt inside is kept; what is hard is answered, what is calm needs no words. `token` is the person's own."""
    toast = _("Kept: {said}").format(said=lowered(_STRAINS[it.strain]))
    if it.shown.nudge.kind is NudgeKind.REST:
        edit: Message | None = nudge_messages.rest(it.shown.nudge, it.strain)
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
        [day_buttons.choice(nudge, number, ticked(option, number == chosen))]
        for number, option in enumerate(asked.options)
    ]
    return Message(authored(asked.ask, language=language), buttons=rows)


def chosen(it: Chosen) -> Answer:
    """The tapped question shows what was chosen."""
    return Answer(edit=choice(it.nudge, it.asked, it.language, it.choice), toast=_("Kept"))


def rating(nudge: Nudge, question: str, language: str, chosen: int | None = None) -> Message:
    """A day's 0-10 question; it may be left alone."""
    keys = [day_buttons.rating(nudge, number, ticked(number, number == str(chosen))) for number in day_buttons.RATINGS]
    return Message(authored(question, language=language), buttons=[keys[:6], keys[6:]])


def rated(it: Rated) -> Answer:
    """The tapped question shows what was chosen."""
    return Answer(
        edit=rating(it.nudge, it.question, it.language, it.rating), toast=_("Kept: {said}").format(said=it.rating)
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
            nudge_messages.completion(
                it.shown.nudge, it.title, days=days, check=it.check, practised=practised, letter=letter
            )
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
        day_buttons.strain(it.nudge, of, ticked(_(says), of is it.strain), it.view) for of, says in _STRAINS.items()
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
