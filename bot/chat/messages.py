"""The words of coming to a track, of its settings, and of the commands. Result in, message out."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Final

from bot.asked import (
    AskCity,
    AskClock,
    Asked,
    AskHour,
    AskZone,
    ChooseTrack,
    CityUnclear,
    Enrolled,
    NoZoneThere,
    OnTheWay,
    TimeChanged,
    Welcome,
    WhichCity,
    WhichZone,
)
from bot.chat import buttons, gate_messages, help_messages, keeping_messages
from bot.chat.button import Button
from bot.chat.buttons import Move
from bot.chat.message import Message
from bot.chat.nudge_messages import paused_from
from bot.chat.wording import at_hour, authored, escape, fitting, next_nudge, place_of, when
from bot.places import City
from bot.practice import Paused, Resumed, Standpoint, Stopped
from curriculum.enrolment import Enrolment, Standing
from curriculum.progress import Progress

LOCATION_KEY: Final = "Share my location"
OTHERWISE_KEY: Final = "Another way"
HELP_ME_CHOOSE: Final = "Help me choose (4 minutes)"
_SOMETHING_FIRST: Final = (
    "If you would like to look at your own side first: /pattern asks twelve short questions, in about four minutes. "
    "It can wait, or be left out."
)
_COMES_CLOSED: Final = (
    "Messages come closed, so that nobody reads them on a locked screen; a tap on <i>Open</i> opens one."
)
_HOURS: Final = ((7, 0), (7, 30), (8, 0), (9, 0), (12, 30), (18, 0), (20, 0), (21, 0))
_PER_ROW: Final = 4


def asked(it: Asked, token: str, *, contact: str) -> Message:
    """The next question on the way to a track, or where the way led."""
    match it:
        case Welcome():
            return _welcome(it, token, contact)
        case ChooseTrack():
            return _choose_track(it, token)
        case AskHour():
            return _ask_hour(it, token)
        case AskZone():
            return _ask_zone(it)
        case AskCity():
            return Message(
                "Then type the name of a city near you, like <i>Lisbon</i> or <i>Paris, Texas</i>. "
                "Or tell me the time.",
                buttons=[[_clock(token)]],
            )
        case CityUnclear():
            return _city_unclear(it, token)
        case WhichCity():
            return Message(
                "There are several. Which one is near you?",
                buttons=[*_city_rows(it.cities, token), [_clock(token)]],
            )
        case NoZoneThere():
            return Message(
                "I find no time zone at that place. Type the name of a city near you instead.",
                buttons=[[_clock(token)]],
            )
        case AskClock():
            lead = "I did not understand that as a time that it is anywhere now. " if it.unclear else ""
            return Message(f"{lead}What time is it for you now? Type it like <i>21:40</i> or <i>9:40 pm</i>.")
        case WhichZone():
            rows = [[buttons.zone(token, choice.zone, choice.label)] for choice in it.choices]
            return Message(
                "It is that time now in these places. Choose the one whose clock you live by. None of them? Type the "
                "time again with am or pm, or a city.",
                buttons=rows,
            )
        case Enrolled():
            return _enrolled(it)
        case TimeChanged():
            return _time_changed(it)
        case OnTheWay():
            return _on_the_way(it, token)


def _welcome(it: Welcome, token: str, contact: str) -> Message:
    agree = [[buttons.agree(token, it.track, "I am an adult and I agree")]]
    if it.again:
        return Message("To begin, tap the button if you agree to what stands above. /help says more.", buttons=agree)
    return Message(
        "<b>Small Gains</b>\n\n"
        "One small act a day, under five minutes, for thirty days or as many as the track has. At your own hour a message comes with the act; "
        "afterwards you tap how it went, and write about it if you like. Nothing is graded, and days may be skipped.\n\n"
        "<b>Before you start</b>\n"
        "• It is for adults.\n"
        "• It is not therapy, and not help in a crisis: no person reads along. In danger, call your local emergency "
        "number. The texts are a draft and have not been reviewed by a clinician.\n"
        f"• It is run by {escape(contact)}, who could read what is stored. What you write is stored encrypted; "
        "Telegram keeps the chat too. /privacy says it in full, and how to have everything erased.\n"
        "• If somebody else reads this phone, or you are afraid of somebody at home, please do this elsewhere, or not "
        "at all.\n\n"
        "You can pause or leave at any time, without a reason.",
        buttons=agree,
    )


def _choose_track(it: ChooseTrack, token: str) -> Message:
    lines = [f"<b>{authored(one.track.title)}</b>\n{authored(one.track.summary)}" for one in it.tracks]
    rows = [[buttons.track(token, one.ref.slug, one.track.title)] for one in it.tracks]
    if it.offers_check:
        rows.append([buttons.move(token, Move.PATTERN, HELP_ME_CHOOSE)])
    return Message(fitting(["Which track would you like to walk?", *lines], between="\n\n"), buttons=rows)


def _ask_hour(it: AskHour, token: str) -> Message:
    times = [time(hour, minute) for hour, minute in _HOURS]
    rows = [
        [buttons.hour(token, at) for at in times[start : start + _PER_ROW]] for start in range(0, len(times), _PER_ROW)
    ]
    lead = f"<b>{authored(it.track.title)}</b>\n{authored(it.track.summary)}\n\n" if it.track is not None else ""
    if it.unclear:
        lead = "I did not understand that as an hour of the day. "
    offer = f"\n\n{_SOMETHING_FIRST}" if it.offers_check else ""
    return Message(
        f"{lead}At what time should your message come? Choose, or type a time like <i>6:45</i> or <i>10 pm</i>.{offer}",
        buttons=rows,
    )


def _ask_zone(it: AskZone) -> Message:
    lead = f"{at_hour(it.hour)} it is. " if it.hour is not None else ""
    return Message(
        f"{lead}Where are you, so that it comes by your own clock? Type the name of a city near you, or share your "
        "location. I keep only the time zone, not the place.",
        location_key=LOCATION_KEY,
        other_key=OTHERWISE_KEY,
    )


def _city_unclear(it: CityUnclear, token: str) -> Message:
    lead = "I do not know a city of that name."
    if it.near:
        return Message(
            f"{lead} Did you mean one of these? You can also type a bigger city with the same clock.",
            buttons=[*_city_rows(it.near, token), [_clock(token)]],
        )
    return Message(f"{lead} Try a bigger city with the same clock, or tell me the time.", buttons=[[_clock(token)]])


def _city_rows(cities: Sequence[City], token: str) -> list[list[Button]]:
    return [[buttons.zone(token, city.zone, city.label)] for city in cities]


def _clock(token: str) -> Button:
    return buttons.move(token, Move.CLOCK, "I tell you what time it is")


def _enrolled(it: Enrolled) -> Message:
    first = next_nudge(it.enrolment, "\n\nYour next nudge comes")
    return Message(
        f"All set: <b>{authored(it.track.title)}</b>, every day at {at_hour(it.enrolment.hour)}.{first}\n\n"
        f"You have nothing to do until then. {_COMES_CLOSED} /settings changes that, hour and place; /pause gives you a rest.",
        clear_keys=True,
    )


def _time_changed(it: TimeChanged) -> Message:
    where = f"every day at {at_hour(it.enrolment.hour)}, {place_of(it.enrolment.zone)} time"
    return Message(f"Changed: {where}.{_next_lines(it.upcoming, it.enrolment)}", clear_keys=True)


def _on_the_way(it: OnTheWay, token: str) -> Message:
    walk = it.enrolment
    if walk.standing is Standing.PAUSED:
        return Message(
            f"You are on <b>{authored(it.track.title)}</b>, {walk.place} of {walk.length} days have come, and you are on a "
            "pause.",
            buttons=[[buttons.move(token, Move.RESUME, "Resume")]],
        )
    lead = "Good to have you back. " if it.resumed else ""
    coming = next_nudge(walk, " Your next nudge comes")
    return Message(
        f"{lead}You are on <b>{authored(it.track.title)}</b>; {walk.place} of {walk.length} days have come.{coming}\n\n"
        "/today shows the newest day, /settings the times."
    )


def progress(it: Standpoint) -> Message:
    """How far the person has come: days practised, and no chain to break."""
    so_far = it.progress
    if it.plain:
        return Message(f"<b>{authored(it.track.title)}</b>\n\n{so_far.delivered} of {so_far.of} days have come.")
    lines = [
        f"<b>{authored(it.track.title)}</b>",
        f"{_bar(so_far)} {so_far.delivered} of {so_far.of} days have come.",
        f"You answered {so_far.answered} of them, and did or tried something on {so_far.practised}.",
    ]
    if so_far.delivered > so_far.answered:
        lines.append(
            "Days without an answer are fine. They can still be answered, and nothing is lost by leaving them."
        )
    return Message("\n\n".join(lines))


def settings(it: Standpoint, token: str) -> Message:
    """Hour, zone and the next instants, and what can be changed."""
    walk = it.enrolment
    text = (
        f"<b>{authored(it.track.title)}</b>\n"
        f"Every day at {at_hour(walk.hour)}, {place_of(walk.zone)} time ({escape(walk.zone)})."
        f"{_next_lines(it.upcoming, walk)}"
    )
    if not walk.standing.is_open:
        return Message(
            f"{text}\n\nThis track is over for you. /start begins one.",
            buttons=[[gate_messages.button(token)], [keeping_messages.words_button(token)]],
        )
    on = walk.standing is Standing.UNDER_WAY
    text += f"\n\n{_COMES_CLOSED}" if it.discreet else ""
    text += "" if on else "\n\nYou are on a pause."
    remind = (
        buttons.move(token, Move.REMIND_NO_MORE, "No more reminders")
        if walk.reminded
        else buttons.move(token, Move.REMIND, "Remind me in the evening")
    )
    discretion_button = (
        buttons.move(token, Move.IN_FULL, "Send messages open")
        if it.discreet
        else buttons.move(token, Move.CLOSED, "Send messages closed")
    )
    rest = buttons.move(token, Move.PAUSE, "Pause") if on else buttons.move(token, Move.RESUME, "Resume")
    message = Message(
        text,
        buttons=[
            [buttons.move(token, Move.HOUR, "Another hour"), buttons.move(token, Move.ZONE, "Another place")],
            [remind],
            [discretion_button],
            [gate_messages.button(token)],
            [keeping_messages.words_button(token)],
            [rest, buttons.move(token, Move.LEAVE, "Leave the track")],
        ],
    )
    return help_messages.with_hold(message, token) if walk.held else message


def discretion(*, wanted: bool) -> str:
    """The short note when messages are to come closed, or open."""
    return "Closed: a tap on Open shows what is in them" if wanted else "Open: all of it shows on a locked screen, too"


def reminders(*, wanted: bool) -> str:
    """The short note when reminders are wanted, or no more."""
    return "A quiet line in the evening, when a day is unanswered" if wanted else "No more reminders"


def paused(it: Paused, token: str) -> Message:
    """The person paused."""
    return paused_from(token, already=it.already)


def resumed(it: Resumed) -> Message:
    """Nudges come again."""
    coming = next_nudge(it.enrolment, " The next one comes")
    return Message(("You are not on a pause." if it.already else "Welcome back.") + coming)


def ask_before_stopping(token: str) -> Message:
    """Leaving a track is asked once."""
    return Message(
        "Leave the track? Messages end, and what you wrote stays with you. A pause would keep your place.",
        buttons=[
            [buttons.move(token, Move.STOP, "Yes, leave")],
            [buttons.move(token, Move.PAUSE, "Pause instead"), buttons.move(token, Move.STAY, "Stay")],
        ],
    )


def stopped(it: Stopped) -> Message:
    """The person left."""
    return Message(
        f"Done: no more messages. {it.enrolment.place} of {it.enrolment.length} days came to you. Leaving is a fair choice, and /start "
        "is there if you ever want it.",
        clear_keys=True,
    )


def _next_lines(upcoming: Sequence[datetime], walk: Enrolment) -> str:
    if not upcoming:
        return ""
    return "\n\nNext:\n" + "\n".join(f"• {when(instant, walk.zone)}" for instant in upcoming)


def _bar(so_far: Progress) -> str:
    filled = round(so_far.delivered / so_far.of * 10)
    return "▰" * filled + "▱" * (10 - filled)
