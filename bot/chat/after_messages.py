"""The words for what comes after a track, or in place of it."""

from bot.chat import after_buttons, buttons
from bot.chat.after_buttons import AfterMove
from bot.chat.button import Button
from bot.chat.buttons import Move
from bot.chat.message import Message
from bot.chat.wording import at_hour, authored, next_nudge, paragraphs, ticked
from bot.walking_on import Changed, OtherTracks
from bot.words import _


def at_the_end(token: str) -> list[list[Button]]:
    """The ways on from the end of a track; `token` is of the nudge that brought it."""
    return [
        [
            after_buttons.move(token, AfterMove.NEXT, _("Next track")),
            after_buttons.move(token, AfterMove.WEEKLY, _("Once a week")),
        ],
        [after_buttons.move(token, AfterMove.ENOUGH, _("That is all for me"))],
    ]


def another(token: str, *, weekly: bool = False) -> Button:
    """The way to another track, in the settings, or from once a week to every day."""
    says = _("Every day again, or another track") if weekly else _("Another track")
    return after_buttons.move(token, AfterMove.OTHERS, says)


def others(it: OtherTracks, token: str) -> Message:
    """Changing the track is asked once."""
    if not it.others:
        return Message(
            _("There is no other track yet. /settings has the rest of what can be changed."),
            buttons=[[buttons.move(token, Move.STAY, _("Stay"))]],
        )
    rows = [
        [after_buttons.change(token, one.ref.slug, titled(one.track.title, was_walked=one.ref.slug in it.walked))]
        for one in it.others
    ]
    if it.enrolment.is_weekly:
        return Message(
            _(
                "<b>Every day again?</b>\n\nChoose the track. It begins with its first day and comes every day at the hour you "
                "have; once a week ends with that. What you wrote stays in your journal."
            ),
            buttons=[*rows, [buttons.move(token, Move.STAY, _("Stay"))]],
        )
    return Message(
        _(
            "<b>Another track?</b>\n\nWhat you wrote stays in your journal. Your place on {track} is left; it can be begun again "
            "at any time. The new one comes at the hour you have, and nothing is asked again."
        ).format(track=authored(it.of.title)),
        buttons=[*rows, [buttons.move(token, Move.STAY, _("Stay"))]],
    )


def titled(title: str, *, was_walked: bool) -> str:
    """A track on a button, with a mark when the person was on it before."""
    return ticked(title, was_walked)


def changed(it: Changed) -> Message:
    """The person is on another track."""
    begins = _("From now on: <b>{track}</b>, every day at {hour}.").format(
        track=authored(it.track.title), hour=at_hour(it.enrolment.hour)
    )
    coming = next_nudge(it.enrolment, _("The first day comes {when}."))
    return Message(paragraphs(begins, coming, _("/journal has what you wrote so far, /settings changes the hour.")))


def kept(it: Changed) -> Message:
    """The person goes on with a track once a week."""
    begins = _("From now on: <b>{track}</b>, once a week at {hour}, from its first day.").format(
        track=authored(it.track.title), hour=at_hour(it.enrolment.hour)
    )
    coming = next_nudge(it.enrolment, _("The first day comes {when}, and then the same day each week."))
    return Message(
        paragraphs(
            begins,
            coming,
            _(
                "Each one is there for a whole week; nothing reminds you in between. /settings changes it, /stop ends it."
            ),
        )
    )


def enough(token: str) -> Message:
    """Nothing more is wanted, which is a fair choice."""
    return Message(
        _(
            "Then that was it. Nothing more comes from me by itself, and stopping here is a fair choice.\n\nWhat you wrote is kept "
            "for as long as you chose, and you can read it in /journal. /export gives it to you, /forget erases all of it, "
            "and /start is there if you ever want it."
        ),
        buttons=[[buttons.move(token, Move.WORDS, _("How long words are kept")), buttons.help_button()]],
    )
