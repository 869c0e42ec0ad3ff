"""The words around a day that is not for now: what can be done with it, and what is said to that."""

from bot.chat import buttons, day_buttons, nudge_messages, walk_buttons
from bot.chat.message import Answer, Message
from bot.chat.wording import at_hour
from bot.practice import Shown
from bot.putting_off import HardDay, LeftDay, PutOff
from bot.words import _
from curriculum import timing
from curriculum.putting_off import Later


def not_now(it: Shown) -> Message:
    """The day, with what else can be done with it in place of the usual buttons."""
    nudge, view = it.nudge, it.view
    return Message(
        nudge_messages.shown(it).text,
        buttons=[
            [
                walk_buttons.later(nudge, Later.IN_AN_HOUR, view, _("In 1 hour")),
                walk_buttons.later(nudge, Later.THIS_EVENING, view, _("This evening")),
            ],
            [
                walk_buttons.hard_day(nudge, view, _("A hard day")),
                walk_buttons.leave_day(nudge, view, _("Skip this day")),
            ],
            [day_buttons.pause(nudge, _("Pause")), buttons.help_button()],
            [day_buttons.look(nudge, view, _("Back to the day"))],
        ],
    )


def put_off(it: PutOff) -> Answer:
    """When the day comes again."""
    day = nudge_messages.shown(it.shown)
    if it.at is None:
        return Answer(edit=day, toast=_("There is no room for that today. The day stays here, and /today brings it."))
    hour = at_hour(timing.local(it.at, it.zone).time())
    return Answer(edit=day, toast=_("It comes again at {hour}, unless you answer before.").format(hour=hour))


def hard_day(it: HardDay) -> Answer:
    """Nothing is asked today."""
    day = nudge_messages.shown(it.shown)
    if it.repeated:
        return Answer(edit=day, toast=_("Kept already: a hard day"))
    lead = _("Thank you for saying so. Nothing is asked of you today.")
    if it.again:
        text = _("{lead} The day waits and comes again, smaller, or a rest comes first. /pause and /help are there.")
    else:
        text = _("{lead} What comes next is smaller. /pause and /help are there.")
    return Answer(
        say=(Message(text.format(lead=lead), buttons=[[buttons.help_button()]]),), edit=day, toast=_("Kept: a hard day")
    )


def left(it: LeftDay) -> Answer:
    """The day is left, kindly."""
    day = nudge_messages.shown(it.shown)
    if it.repeated:
        return Answer(edit=day, toast=_("Left already"))
    text = _(
        "Left, and nothing has to be made up for. The next day comes as usual. If you want to say something of this one later, "
        "its buttons still work, and a reply to it is kept with it; /pause gives you a rest."
    )
    return Answer(say=(Message(text),), edit=day, toast=_("Left"))
