"""The words for when things are hard: where help is, the calm card, and what is on hold until the person goes on."""

from collections.abc import Iterator
from typing import Final

from bot.chat import buttons
from bot.chat.button import Button
from bot.chat.buttons import Move
from bot.chat.message import Message
from bot.chat.wording import escape, listed, next_nudge, paragraphs, sentences
from bot.holding import WentOn
from bot.words import _, marked
from curriculum.crisis import Concern
from curriculum.enrolment import Standing
from curriculum.helplines import DIRECTORY, Help, Helpline

GO_ON: Final = marked("I am safe, go on")
_FOR: Final = {
    Concern.SELF_HARM: marked("thoughts of harming yourself"),
    Concern.VIOLENCE: marked("violence and fear of it"),
    Concern.CHILDREN: marked("children who are hurt"),
}
_NEXT_MINUTES: Final = {
    Concern.SELF_HARM: marked(
        "Put what you could hurt yourself with out of your reach, or go where it is not. Be where somebody "
        "else is, or call somebody and say only: I am not well, please stay with me. Nothing else has to be "
        "decided now."
    ),
    Concern.VIOLENCE: marked(
        "If somebody hurts you or may: where you can do so safely, go where other people are, and tell one "
        "of them. If you are the one who may hurt somebody: leave the room now, and call somebody from "
        "outside. If others read this phone, delete these messages once you have the number."
    ),
    Concern.CHILDREN: marked(
        "If a child is in danger, that comes first: bring the child to somebody safe, or call. If you may be "
        "the one who loses hold: put the child down in a safe place, leave the room, and call somebody. You "
        "may call without being sure."
    ),
}


def where_help_is(where: Help) -> str:
    """Numbers, with what each is for; the local ones and a directory for everybody of whose place nothing is known."""
    return "\n".join(_lines(where))


def card(concern: Concern, where: Help, token: str | None) -> Message:
    """The calm card, in the place of any other answer. `token` is the person's own; without one there is nothing to hold."""
    parts = [
        _("<b>I stop here for a moment</b>"),
        _(
            "What you wrote may mean that somebody is in danger, you or another. I am a program: no person reads "
            "this now, and I cannot send anybody to you. These people can help."
        ),
        where_help_is(where),
        "\n".join([_("<b>The next minutes</b>"), _(_NEXT_MINUTES[concern])]),
    ]
    if token is None:
        return Message("\n\n".join(parts))
    parts.append(sentences(_hold(), _("If I read you wrongly, tap it too. Why I stopped is not kept anywhere.")))
    return Message("\n\n".join(parts), buttons=[*_go_on(token), [_pause(token), buttons.help_button()]])


def on_hold(token: str) -> Message:
    """How to go on, for who asks for something else first."""
    return Message(_hold(), buttons=[*_go_on(token), [buttons.help_button()]])


def paused_on_hold(token: str) -> Message:
    """The person wants a pause as well."""
    return Message(
        sentences(_("Paused."), _hold(), _("The pause stays then, until you end it too.")),
        buttons=[*_go_on(token), [buttons.help_button()]],
    )


def with_hold(message: Message, token: str) -> Message:
    """What is answered as always while nothing comes by itself; it shows how to go on, and where help is at the very end."""
    help_is = buttons.help_button()
    others = [[each for each in row if each.carries != help_is.carries] for row in message.buttons]
    return Message(
        paragraphs(message.text, _hold()), buttons=[*(row for row in others if row), *_go_on(token), [help_is]]
    )


def went_on(it: WentOn, token: str) -> Message:
    """The person goes on."""
    lead = _("Nothing was on hold.") if it.already else _("Then we go on, slowly.")
    if it.walk is None:
        return Message(
            sentences(lead, _("/start begins a track, and /help is there.")), buttons=[[buttons.help_button()]]
        )
    if it.walk.standing is Standing.PAUSED:
        return Message(
            sentences(lead, _("You are on a pause; /resume ends it when you want.")),
            buttons=[[buttons.move(token, Move.RESUME, _("Resume")), buttons.help_button()]],
        )
    coming = next_nudge(it.walk, _("The next message comes {when}."))
    return Message(
        sentences(lead, coming, _("/help is there at any time.")),
        buttons=[[_pause(token), buttons.help_button()]],
    )


def _hold() -> str:
    return _("Nothing more comes from me by itself until you tap <i>{go_on}</i>.").format(go_on=_(GO_ON))


def _go_on(token: str) -> list[list[Button]]:
    return [[buttons.move(token, Move.GO_ON, _(GO_ON))]]


def _pause(token: str) -> Button:
    return buttons.move(token, Move.PAUSE, _("Pause for now"))


def _lines(where: Help) -> Iterator[str]:
    if where.called is None or where.emergency is None:
        yield _("<b>In danger now:</b> call your local emergency number.")
        yield _("<b>Somebody to talk to:</b> {directory} lists helplines by country.").format(directory=DIRECTORY)
        return
    yield _("<b>In danger now:</b> call {emergency} in {called}, elsewhere your local emergency number.").format(
        emergency=escape(where.emergency), called=escape(_(where.called))
    )
    if where.lines:
        yield _("<b>Somebody to talk to, in {called}:</b>").format(called=escape(_(where.called)))
        yield from (_line(line) for line in where.lines)
    yield _("{directory} lists more, by country.").format(directory=DIRECTORY)


def _line(line: Helpline) -> str:
    about = listed([_(_FOR[concern]) for concern in line.concerns])
    hours = "" if line.hours is None else f", {escape(_(line.hours))}"
    said = _("{name}, for {about}: {reach}").format(name=escape(line.name), about=about, reach=escape(_(line.reach)))
    return f"• {said}{hours}"
