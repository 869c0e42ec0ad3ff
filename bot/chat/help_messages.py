"""The words for when things are hard: where help is, the calm card, and what is on hold until the person goes on."""

from collections.abc import Iterator
from typing import Final

from bot.chat import buttons
from bot.chat.button import Button
from bot.chat.buttons import Move
from bot.chat.message import Message
from bot.chat.wording import escape, next_nudge
from bot.holding import WentOn
from curriculum.crisis import Concern
from curriculum.enrolment import Standing
from curriculum.helplines import DIRECTORY, Help, Helpline

GO_ON: Final = "I am safe, go on"
_HOLD: Final = f"Nothing more comes from me by itself until you tap <i>{GO_ON}</i>."
_FOR: Final = {
    Concern.SELF_HARM: "thoughts of harming yourself",
    Concern.VIOLENCE: "violence and fear of it",
    Concern.CHILDREN: "children who are hurt",
}
_NEXT_MINUTES: Final = {
    Concern.SELF_HARM: "Put what you could hurt yourself with out of your reach, or go where it is not. Be where somebody "
    "else is, or call somebody and say only: I am not well, please stay with me. Nothing else has to be decided now.",
    Concern.VIOLENCE: "If somebody hurts you or may: where you can do so safely, go where other people are, and tell one of "
    "them. If you are the one who may hurt somebody: leave the room now, and call somebody from outside. If others read "
    "this phone, delete these messages once you have the number.",
    Concern.CHILDREN: "If a child is in danger, that comes first: bring the child to somebody safe, or call. If you may be "
    "the one who loses hold: put the child down in a safe place, leave the room, and call somebody. You may call without "
    "being sure.",
}


def where_help_is(where: Help) -> str:
    """Numbers, with what each is for; the local ones and a directory for everybody of whose place nothing is known."""
    return "\n".join(_lines(where))


def card(concern: Concern, where: Help, token: str | None) -> Message:
    """The calm card, in the place of any other answer. `token` is the person's own; without one there is nothing to hold."""
    parts = [
        "<b>I stop here for a moment</b>",
        "What you wrote may mean that somebody is in danger, you or another. I am a program: no person reads this now, and "
        "I cannot send anybody to you. These people can help.",
        where_help_is(where),
        f"<b>The next minutes</b>\n{_NEXT_MINUTES[concern]}",
    ]
    if token is None:
        return Message("\n\n".join(parts))
    parts.append(f"{_HOLD} If I read you wrongly, tap it too. Why I stopped is not kept anywhere.")
    return Message("\n\n".join(parts), buttons=[*_go_on(token), [_pause(token), buttons.help_button()]])


def on_hold(token: str) -> Message:
    """How to go on, for who asks for something else first."""
    return Message(_HOLD, buttons=[*_go_on(token), [buttons.help_button()]])


def paused_on_hold(token: str) -> Message:
    """The person wants a pause as well."""
    return Message(
        f"Paused. {_HOLD} The pause stays then, until you end it too.",
        buttons=[*_go_on(token), [buttons.help_button()]],
    )


def with_hold(message: Message, token: str) -> Message:
    """What is answered as always while nothing comes by itself; it shows how to go on."""
    return Message(f"{message.text}\n\n{_HOLD}", buttons=[*message.buttons, *_go_on(token), [buttons.help_button()]])


def went_on(it: WentOn, token: str) -> Message:
    """The person goes on."""
    lead = "Nothing was on hold." if it.already else "Then we go on, slowly."
    if it.walk is None:
        return Message(f"{lead} /start begins a track, and /help is there.", buttons=[[buttons.help_button()]])
    if it.walk.standing is Standing.PAUSED:
        return Message(
            f"{lead} You are on a pause; /resume ends it when you want.",
            buttons=[[buttons.move(token, Move.RESUME, "Resume"), buttons.help_button()]],
        )
    coming = next_nudge(it.walk, " The next message comes")
    return Message(f"{lead}{coming} /help is there at any time.", buttons=[[_pause(token), buttons.help_button()]])


def _go_on(token: str) -> list[list[Button]]:
    return [[buttons.move(token, Move.GO_ON, GO_ON)]]


def _pause(token: str) -> Button:
    return buttons.move(token, Move.PAUSE, "Pause for now")


def _lines(where: Help) -> Iterator[str]:
    if where.called is None or where.emergency is None:
        yield "<b>In danger now:</b> call your local emergency number."
        yield f"<b>Somebody to talk to:</b> {DIRECTORY} lists helplines by country."
        return
    yield f"<b>In danger now:</b> call {escape(where.emergency)} in {escape(where.called)}, elsewhere your local emergency number."
    if where.lines:
        yield f"<b>Somebody to talk to, in {escape(where.called)}:</b>"
        yield from (_line(line) for line in where.lines)
    yield f"{DIRECTORY} lists more, by country."


def _line(line: Helpline) -> str:
    about = " and ".join(_FOR[concern] for concern in line.concerns)
    hours = "" if line.hours is None else f", {escape(line.hours)}"
    return f"• {escape(line.name)}, for {about}: {escape(line.reach)}{hours}"
