"""The words of the question after silence, of the welcome after an absence, and of what is chosen there."""

from bot.chat import buttons, day_buttons, walk_buttons
from bot.chat.button import Button
from bot.chat.message import Message
from bot.chat.wording import authored, next_nudge, paragraphs, sentences
from bot.returning import GoesOn, Place, ReturnMove, SureAfresh, WelcomeBack
from bot.words import _
from curriculum import returning
from curriculum.nudge import Nudge


def question(nudge: Nudge, *, weekly: bool = False) -> Message:
    """The one question after days, or weeks, to which nothing came back."""
    return Message(
        paragraphs(
            _("Nothing came back for three weeks, and that is fine. Shall this go on, pause, or end?")
            if weekly
            else _("Nothing came back for three days, and that is fine. Shall this go on, pause, or end?"),
            _("If you leave this, I stay quiet until you write or tap something. Your place is kept."),
        ),
        buttons=[
            [walk_buttons.returns(nudge.token, ReturnMove.GO_ON, None, _("Go on"))],
            [
                day_buttons.pause(nudge, _("Pause")),
                walk_buttons.returns(nudge.token, ReturnMove.LEAVE, None, _("Leave the track")),
            ],
            [buttons.help_button()],
        ],
    )


def welcome_by_itself(nudge: Nudge, title: str, *, weekly: bool = False) -> Message:
    """The welcome in place of a day, after an absence; nothing more comes until something is done."""
    return Message(
        paragraphs(
            _(
                "It has been a while, and nothing has to be made up for. You are on <b>{track}</b>; day {day} would be next."
            ).format(track=authored(title), day=nudge.day),
            _("Where would you like to go on? Until you write or tap something, nothing more comes."),
        ),
        buttons=_choices(nudge.token, None, returning.week_at(nudge.day - 1), weekly=weekly),
    )


def welcome(it: WelcomeBack, token: str) -> Message:
    """The welcome as the answer to what somebody did."""
    return Message(
        paragraphs(
            sentences(
                _("Good to have you back. Nothing has to be made up for."),
                _("You are on <b>{track}</b>; {count} of {length} days have come.").format(
                    track=authored(it.title), count=it.walk.place, length=it.walk.length
                ),
            ),
            sentences(
                _("Where would you like to go on?"),
                next_nudge(it.walk, _("If you choose nothing, the next day comes {when}.")),
            ),
        ),
        buttons=_choices(token, Place.of(it.walk), it.week, weekly=it.walk.is_weekly),
    )


def goes_on(it: GoesOn) -> Message:
    """What was chosen, and when the next day comes."""
    lead = (
        _("Then we go on from here.")
        if it.week is None
        else _("Then the days from day {day} on come once more.").format(day=it.week)
    )
    return Message(
        sentences(lead, next_nudge(it.walk, _("The next one comes {when}.")), _("/pause is there at any time."))
    )


def sure_afresh(it: SureAfresh, token: str) -> Message:
    """Starting again is asked once."""
    at = Place.of(it.walk)
    return Message(
        _("Start again from day 1? What you wrote is kept; your place, after day {count}, is not.").format(
            count=it.walk.place
        ),
        buttons=[
            [walk_buttons.returns(token, ReturnMove.SURELY_AFRESH, at, _("Start again"))],
            [walk_buttons.returns(token, ReturnMove.GO_ON, at, _("Go on here"))],
        ],
    )


def _choices(token: str, at: Place | None, week: int, *, weekly: bool) -> list[list[Button]]:
    once_more = _("Once more from day {day}") if weekly else _("Repeat this week, from day {day}")
    return [
        [walk_buttons.returns(token, ReturnMove.GO_ON, at, _("Go on here"))],
        [walk_buttons.returns(token, ReturnMove.WEEK, at, once_more.format(day=week))],
        [walk_buttons.returns(token, ReturnMove.AFRESH, at, _("Start again"))],
        [buttons.help_button()],
    ]
