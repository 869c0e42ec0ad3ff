"""The words for a moment of pressure: the card, a drill and what comes after it, and a pause with a time of return."""

from dataclasses import replace
from typing import Final

from bot.calm.drilling import Over, Step, Told
from bot.calm.returning import Answered, HowLong, LongEnough, Named, clock_at
from bot.chat import calm_buttons, soft_start_messages
from bot.chat.button import Button
from bot.chat.buttons import help_button
from bot.chat.calm_buttons import CalmMove
from bot.chat.message import Message
from bot.chat.wording import escape, ticked
from bot.words import _, marked, ngettext
from curriculum import timing
from curriculum.calm import MINUTES, TIMES_LONGER, Offers, ReturnAnswer, drill_for
from curriculum.calm.drills import DRILLS
from curriculum.nudge import Nudge
from curriculum.pressure import PressureResponse
from storage.drills import Felt

PRESSURE: Final = marked("Pressure")
QUIET: Final = marked("A quiet minute")
"""On what may be read by anybody: on a locked screen stands nothing of pressure."""
_MOST_IN_A_ROW: Final = 3
_FELT: Final = {
    Felt.EASIER: marked("Easier"),
    Felt.SAME: marked("The same"),
    Felt.MORE: marked("More"),
}
_MOVES: Final = {Felt.EASIER: CalmMove.EASIER, Felt.SAME: CalmMove.SAME, Felt.MORE: CalmMove.MORE}
_TOLD: Final = {
    Felt.EASIER: marked("Good to know. Nothing else has to happen now."),
    Felt.SAME: marked("That is fine. It can take its time, and you can stop here."),
    Felt.MORE: marked(
        "Thank you for saying so. Then this was not what you need now. Being somewhere else for a while, or with somebody "
        "you trust, may do more. If you are afraid, or somebody was hurt, that comes first: /help."
    ),
    None: marked("Stopped, and that is fine. Nothing else has to happen now."),
}
_PAUSES: Final = {20: marked("20 minutes"), 40: marked("40 minutes"), 60: marked("An hour")}
_LINES: Final = {
    20: marked("I need twenty minutes. I come back at {time}."),
    40: marked("I need forty minutes. I come back at {time}."),
    60: marked("I need an hour. I come back at {time}."),
}
_ANSWERS: Final = {
    ReturnAnswer.BACK: marked("I am going back"),
    ReturnAnswer.LONGER: marked("20 more minutes"),
    ReturnAnswer.NOT_TODAY: marked("Not today"),
}


def within_reach(message: Message, nudge: Nudge) -> Message:
    """What a nudge brings, with the way to a quiet minute under it where there is none yet."""
    button = calm_buttons.from_nudge(nudge, _(PRESSURE))
    if any(button.carries == each.carries for row in message.buttons for each in row):
        return message
    *rows, last = message.buttons or [[]]
    if last and last[-1].carries == help_button().carries and len(last) < _MOST_IN_A_ROW:
        return replace(message, buttons=[*rows, [button, *last]])
    return replace(message, buttons=[*message.buttons, [button]])


def card(token: str) -> Message:
    """What is there is named; the person says what it is like. `token` is their own."""
    rows = [[calm_buttons.begin(token, drill.response, _(drill.like))] for drill in DRILLS]
    return Message(
        _(
            "<b>This is pressure</b>\n\nIt passes, and nothing has to be decided while it is here. If you like, we take less "
            "than two minutes, one small step after the other. You can stop at any of them.\n\nWhat is it like right now?"
        ),
        buttons=[*rows, [help_button()]],
    )


def for_somebody_new() -> Message:
    """Somebody of whom nothing is known, or who has not agreed yet, is given a drill to read, and nothing is kept."""
    drill = drill_for(None)
    steps = "\n".join(f"• {_(step)}" for step in drill.steps)
    return Message(
        "\n\n".join(
            [
                f"<b>{_('This is pressure')}</b>",
                _(drill.named),
                steps,
                _("Take about two minutes for it. /help says where more help is, and /start what else I am for."),
            ]
        ),
        buttons=[[help_button()]],
    )


def before_exploding(token: str) -> Message:
    """What may come before any drill, for who is about to explode."""
    return Message(
        _(
            "<b>First this</b>\n\nIf you are afraid, or somebody was hurt, or may be: that comes first, and /help says who can be "
            "reached now. If you might hurt somebody, leave the room now, and call from outside.\n\nIf everybody is safe, "
            "these two minutes are for you."
        ),
        buttons=[
            [help_button()],
            [calm_buttons.begin(token, PressureResponse.EXPLODING, _("Everybody is safe, begin"), sure=True)],
        ],
    )


def drill(it: Step | Over) -> Message:
    """A drill as it stands in its message now."""
    match it:
        case Step(use, of, number):
            lead = f"{_(of.named)}\n\n" if number == 1 else ""
            dots = "●" * number + "○" * (len(of.steps) - number)
            stop = calm_buttons.move(use.token, CalmMove.STOP, _("Stop"))
            return Message(f"{lead}<b>{_(of.steps[number - 1])}</b>\n\n{dots}", buttons=[[stop]])
        case Over(use, cut_short=True):
            text = _(
                "I lost the thread there, and the moment has passed by now. /calm begins anew. How is it at the moment?"
            )
        case Over(use):
            text = _("That was all of it. How is it now?")
    row = [calm_buttons.move(use.token, to, _(_FELT[felt])) for felt, to in _MOVES.items()]
    return Message(text, buttons=[row, [help_button()]])


def told(it: Told) -> Message:
    """How it is afterwards is answered; what is offered stands below."""
    return Message(
        "\n\n".join([_(_TOLD[it.felt]), *_offered(it.offers), _("/calm is there whenever you want it.")]),
        buttons=[*_rows(it.use.token, it.offers), [help_button()]],
    )


def _offered(offers: Offers) -> list[str]:
    lines = []
    if offers.pause_line:
        lines.append(
            _("A pause line says that you need a while, and when you come back, so that nobody is left waiting.")
        )
    if offers.soft_start:
        lines.append(_("A soft start is three short pieces that make one sentence to begin with, when it is calm."))
    return lines


def _rows(token: str, offers: Offers) -> list[list[Button]]:
    row = []
    if offers.pause_line:
        row.append(calm_buttons.move(token, CalmMove.PAUSE_LINE, _("A pause line")))
    if offers.soft_start:
        row.append(calm_buttons.move(token, CalmMove.SOFT_START, _(soft_start_messages.NAME)))
    return [row] if row else []


def how_long(it: HowLong) -> Message:
    """How long the pause is to be; without a clock, how one comes to be known."""
    if not it.clock:
        return Message(
            _(
                "A pause works when it has an end: look at a clock, add twenty minutes, and say that time. I do not know yet "
                "what time it is where you are, so I cannot do it for you. /start asks for it, with the first track."
            ),
            buttons=[[help_button()]],
        )
    row = [calm_buttons.pause(it.token, minutes, _(_PAUSES[minutes])) for minutes in MINUTES]
    return Message(
        _(
            "<b>A pause line</b>\n\nA body needs about twenty minutes to come down. How long do you want? I give you the line "
            "with the time in it, and tell you when it is that time."
        ),
        buttons=[row],
    )


def named(it: Named, token: str) -> Message:
    """The line to say or to send."""
    clock = f"{timing.local(it.at, it.zone):%H:%M}"
    line = _("I need twenty more minutes. I come back at {time}.") if it.longer else _(_LINES[it.minutes])
    after = _("At {time} a message comes from me. Until then you owe nobody a word.")
    rows = []
    if it.told is None:
        after = _("Messages from me are on hold, so none comes then. Please keep an eye on the clock yourself.")
    lead = _("Say it, or copy it and send it:")
    text = f"{lead}\n\n<code>{escape(line.format(time=clock))}</code>\n\n{after.format(time=clock)}"
    if it.told is not None:
        rows = [[calm_buttons.answer_return(it.told, ReturnAnswer.NOT_NEEDED, _("Not needed any more"))]]
    return Message(text, buttons=[*rows, [calm_buttons.wanted(token, _(PRESSURE)), help_button()]])


def not_needed() -> Message:
    """The time is not told any more."""
    return Message(_("Then no message comes at that time. /calm is there whenever you want it."))


def time_to_return(nudge: Nudge, answer: ReturnAnswer | None = None) -> Message:
    """The time has come that the person named."""
    text = _("It is {time}, the time you named.").format(time=clock_at(nudge))
    says = {each: ticked(_(label), each is answer) for each, label in _ANSWERS.items()}
    rows = [[calm_buttons.answer_return(nudge, each, label)] for each, label in says.items()]
    return Message(text, buttons=[*rows, [calm_buttons.from_nudge(nudge, _(PRESSURE)), help_button()]])


def returned(it: Answered) -> Message:
    """Whether they came back to it."""
    if it.answer is ReturnAnswer.BACK:
        text = _(
            "Thank you for telling me. Being back is all that was said; how the talk goes is not up to you alone. If it gets "
            "much again, another pause is one tap away."
        )
    else:
        text = _(
            "That is fine. If it fits, one more line keeps it from hanging in the air: not today, and when instead. "
            "You need not know that yet."
        )
    return Message(text, buttons=[[calm_buttons.from_nudge(it.nudge, _(PRESSURE)), help_button()]])


def long_enough(it: LongEnough) -> Message:
    """The pause has been made longer as often as helps."""
    count = TIMES_LONGER
    text = ngettext(
        "The pause was made longer {count} time already. Perhaps another day is kinder to both; a line with a day in it does "
        "that.",
        "The pause was made longer {count} times already. Perhaps another day is kinder to both; a line with a day in it does "
        "that.",
        count,
    ).format(count=count)
    not_today = calm_buttons.answer_return(it.nudge, ReturnAnswer.NOT_TODAY, _(_ANSWERS[ReturnAnswer.NOT_TODAY]))
    return Message(text, buttons=[[not_today], [help_button()]])
