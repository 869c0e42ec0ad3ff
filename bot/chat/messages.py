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
from bot.chat import (
    after_messages,
    buttons,
    gate_messages,
    help_messages,
    keeping_messages,
    language_messages,
    naming_messages,
    pause_messages,
    study_messages,
)
from bot.chat.button import Button
from bot.chat.buttons import Move
from bot.chat.message import Message
from bot.chat.wording import at_hour, authored, escape, fitting, next_nudge, paragraphs, place_of, sentences, when
from bot.places import City
from bot.practice import Resumed, Standpoint, Stopped
from bot.words import _, language, marked
from bot.words.written import named
from curriculum.enrolment import Enrolment, Standing

LOCATION_KEY: Final = marked("Share my location")
OTHERWISE_KEY: Final = marked("Another way")
HELP_ME_CHOOSE: Final = marked("Help me choose (4 minutes)")
_SOMETHING_FIRST: Final = marked(
    "If you would like to look at your own side first: /pattern asks twelve short questions, in about "
    "four minutes. It can wait, or be left out."
)
_COMES_CLOSED: Final = marked(
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
                _(
                    "Then type the name of a city near you, like <i>Lisbon</i> or <i>Paris, Texas</i>. Or tell me the "
                    "time."
                ),
                buttons=[[_clock(token)]],
            )
        case CityUnclear():
            return _city_unclear(it, token)
        case WhichCity():
            return Message(
                _("There are several. Which one is near you?"),
                buttons=[*_city_rows(it.cities, token), [_clock(token)]],
            )
        case NoZoneThere():
            return Message(
                _("I find no time zone at that place. Type the name of a city near you instead."),
                buttons=[[_clock(token)]],
            )
        case AskClock():
            lead = _("I did not understand that as a time that it is anywhere now.") if it.unclear else ""
            return Message(
                sentences(lead, _("What time is it for you now? Type it like <i>21:40</i> or <i>9:40 pm</i>."))
            )
        case WhichZone():
            rows = [[buttons.zone(token, choice.zone, choice.label)] for choice in it.choices]
            return Message(
                _(
                    "It is that time now in these places. Choose the one whose clock you live by. None of them? Type the "
                    "time again with am or pm, or a city."
                ),
                buttons=rows,
            )
        case Enrolled():
            return _enrolled(it)
        case TimeChanged():
            return _time_changed(it)
        case OnTheWay():
            return _on_the_way(it, token)


def _welcome(it: Welcome, token: str, contact: str) -> Message:
    agree = [[buttons.agree(token, it.track, _("I am an adult and I agree"))]]
    if it.again:
        return Message(_("To begin, tap the button if you agree to what stands above. /help says more."), buttons=agree)
    return Message(
        _(
            "<b>Small Gains</b>\n\n"
            "One small act a day, under five minutes, for thirty days or as many as the track has. At your own "
            "hour a message comes with the act; afterwards you tap how it went, and write about it if you like. "
            "Nothing is graded, and days may be skipped.\n\n"
            "<b>Before you start</b>\n"
            "• It is for adults.\n"
            "• It is not therapy, and not help in a crisis: no person reads along. In danger, call your local "
            "emergency number. The texts are a draft and have not been reviewed by a clinician.\n"
            "• It is run by {contact}, who could read what is stored. What you write is stored encrypted; "
            "Telegram keeps the chat too. /privacy says it in full, and how to have everything erased.\n"
            "• If somebody else reads this phone, or you are afraid of somebody at home, please do this "
            "elsewhere, or not at all.\n\n"
            "You can pause or leave at any time, without a reason."
        ).format(contact=escape(contact)),
        buttons=agree,
    )


def _choose_track(it: ChooseTrack, token: str) -> Message:
    lines: list[str] = []
    before = language()
    for one in it.tracks:
        about = f"<b>{authored(one.track.title)}</b>\n{authored(one.track.summary)}"
        if not one.track.is_in(before):
            about = paragraphs(_("In {language}:").format(language=named(one.track.language)), about)
            before = one.track.language.partition("-")[0]
        lines.append(about)
    rows = [
        [
            buttons.track(
                token, one.ref.slug, after_messages.titled(one.track.title, was_walked=one.ref.slug in it.walked)
            )
        ]
        for one in it.tracks
    ]
    if it.offers_check:
        rows.append([buttons.move(token, Move.PATTERN, _(HELP_ME_CHOOSE))])
    return Message(fitting([_("Which track would you like to walk?"), *lines], between="\n\n"), buttons=rows)


def _ask_hour(it: AskHour, token: str) -> Message:
    times = [time(hour, minute) for hour, minute in _HOURS]
    rows = [
        [buttons.hour(token, at) for at in times[start : start + _PER_ROW]] for start in range(0, len(times), _PER_ROW)
    ]
    about = "" if it.track is None else f"<b>{authored(it.track.title)}</b>\n{authored(it.track.summary)}"
    if it.track is not None and not it.track.is_in(language()):
        about = paragraphs(about, _("This track is in {language}.").format(language=named(it.track.language)))
    ask = _("At what time should your message come? Choose, or type a time like <i>6:45</i> or <i>10 pm</i>.")
    if it.unclear:
        about, ask = "", sentences(_("I did not understand that as an hour of the day."), ask)
    return Message(paragraphs(about, ask, _(_SOMETHING_FIRST) if it.offers_check else ""), buttons=rows)


def _ask_zone(it: AskZone) -> Message:
    lead = _("{hour} it is.").format(hour=at_hour(it.hour)) if it.hour is not None else ""
    where = _(
        "Where are you, so that it comes by your own clock? Type the name of a city near you, or share your location. "
        "I keep only the time zone, not the place."
    )
    return Message(sentences(lead, where), location_key=_(LOCATION_KEY), other_key=_(OTHERWISE_KEY))


def _city_unclear(it: CityUnclear, token: str) -> Message:
    lead = _("I do not know a city of that name.")
    if it.near:
        return Message(
            sentences(lead, _("Did you mean one of these? You can also type a bigger city with the same clock.")),
            buttons=[*_city_rows(it.near, token), [_clock(token)]],
        )
    return Message(
        sentences(lead, _("Try a bigger city with the same clock, or tell me the time.")),
        buttons=[[_clock(token)]],
    )


def _city_rows(cities: Sequence[City], token: str) -> list[list[Button]]:
    return [[buttons.zone(token, city.zone, city.label)] for city in cities]


def _clock(token: str) -> Button:
    return buttons.move(token, Move.CLOCK, _("I tell you what time it is"))


def _enrolled(it: Enrolled) -> Message:
    set_so = (
        _("All set: <b>{track}</b>, once a week at {hour}.")
        if it.enrolment.is_weekly
        else _("All set: <b>{track}</b>, every day at {hour}.")
    )
    about = sentences(
        _("You have nothing to do until then."),
        _(_COMES_CLOSED),
        _("/settings changes that, hour and place; /pause gives you a rest."),
        _("A name for your partner can be given there, too."),
    )
    return Message(
        paragraphs(
            set_so.format(track=authored(it.track.title), hour=at_hour(it.enrolment.hour)),
            next_nudge(it.enrolment, _("Your next nudge comes {when}.")),
            about,
        ),
        clear_keys=True,
    )


def _time_changed(it: TimeChanged) -> Message:
    said = (
        _("Changed: once a week at {hour}, {place} time.")
        if it.enrolment.is_weekly
        else _("Changed: every day at {hour}, {place} time.")
    )
    changed = said.format(hour=at_hour(it.enrolment.hour), place=place_of(it.enrolment.zone))
    again = _("/settings changes it again.")
    return Message(paragraphs(changed, _next_lines(it.upcoming, it.enrolment), again), clear_keys=True)


def _on_the_way(it: OnTheWay, token: str) -> Message:
    walk = it.enrolment
    if walk.standing is Standing.PAUSED:
        return Message(
            paragraphs(
                _("You are on <b>{track}</b>; {count} of {length} days have come.").format(
                    track=authored(it.track.title), count=walk.place, length=walk.length
                ),
                pause_messages.told(walk),
            ),
            buttons=[[buttons.move(token, Move.RESUME, _("Resume"))]],
        )
    here = _("You are on <b>{track}</b>; {count} of {length} days have come.").format(
        track=authored(it.track.title), count=walk.place, length=walk.length
    )
    lead = _("Good to have you back.") if it.resumed else ""
    weekly = _("It comes once a week.") if walk.is_weekly else ""
    coming = next_nudge(walk, _("Your next nudge comes {when}."))
    return Message(
        paragraphs(sentences(lead, here, weekly, coming), _("/today shows the newest day, /settings the times.")),
        buttons=[[after_messages.another(token, weekly=True)]] if walk.is_weekly else [],
    )


def settings(it: Standpoint, token: str, *, study: bool = False) -> Message:
    """Hour, zone and the next instants, and what can be changed. A `study` that is run is to be found there, too."""
    walk = it.enrolment
    said = (
        _("Once a week at {hour}, {place} time ({zone}).")
        if walk.is_weekly
        else _("Every day at {hour}, {place} time ({zone}).")
    )
    every_day = said.format(hour=at_hour(walk.hour), place=place_of(walk.zone), zone=escape(walk.zone))
    text = paragraphs(f"<b>{authored(it.track.title)}</b>\n{every_day}", _next_lines(it.upcoming, walk))
    research = [[study_messages.button(token)]] if study else []
    if not walk.standing.is_open:
        return Message(
            paragraphs(text, _("This track is over for you. /start begins one.")),
            buttons=[
                [gate_messages.button(token)],
                [keeping_messages.words_button(token)],
                [language_messages.button(token)],
                *research,
            ],
        )
    on = walk.standing is Standing.UNDER_WAY
    text = paragraphs(
        text, _(_COMES_CLOSED) if it.discreet else "", "" if on else pause_messages.told(walk), naming_messages.told()
    )
    remind = (
        buttons.move(token, Move.REMIND_NO_MORE, _("No more reminders"))
        if walk.reminded
        else buttons.move(token, Move.REMIND, _("Remind me in the evening"))
    )
    look_back = (
        buttons.move(token, Move.LOOK_BACK_NO_MORE, _("No weekly look back"))
        if it.looks_back
        else buttons.move(token, Move.LOOK_BACK, _("A weekly look back"))
    )
    discretion_button = (
        buttons.move(token, Move.IN_FULL, _("Send messages open"))
        if it.discreet
        else buttons.move(token, Move.CLOSED, _("Send messages closed"))
    )
    rest = buttons.move(token, Move.PAUSE, _("Pause")) if on else buttons.move(token, Move.RESUME, _("Resume"))
    message = Message(
        text,
        buttons=[
            [buttons.move(token, Move.HOUR, _("Another hour")), buttons.move(token, Move.ZONE, _("Another place"))],
            [after_messages.another(token, weekly=walk.is_weekly)],
            [naming_messages.button(token)],
            *([] if walk.is_weekly else [[remind], [look_back]]),
            [discretion_button],
            [gate_messages.button(token)],
            [keeping_messages.words_button(token)],
            [language_messages.button(token)],
            *research,
            [rest, buttons.move(token, Move.LEAVE, _("Leave the track"))],
        ],
    )
    return help_messages.with_hold(message, token) if walk.held else message


def discretion(*, wanted: bool) -> str:
    """The short note when messages are to come closed, or open."""
    return (
        _("Closed: a tap on Open shows what is in them")
        if wanted
        else _("Open: all of it shows on a locked screen, too")
    )


def reminders(*, wanted: bool) -> str:
    """The short note when reminders are wanted, or no more."""
    return _("A quiet line in the evening, when a day is unanswered") if wanted else _("No more reminders")


def look_backs(*, wanted: bool) -> str:
    """The short note when a look back is wanted every week, or no more."""
    return _("A quiet picture of each week, made of your own words") if wanted else _("No more look backs")


def resumed(it: Resumed) -> Message:
    """Nudges come again."""
    lead = _("You are not on a pause.") if it.already else _("Welcome back.")
    return Message(sentences(lead, next_nudge(it.enrolment, _("The next one comes {when}."))))


def ask_before_stopping(token: str) -> Message:
    """Leaving a track is asked once."""
    return Message(
        _("Leave the track? Messages end, and what you wrote stays with you. A pause would keep your place."),
        buttons=[
            [buttons.move(token, Move.STOP, _("Yes, leave"))],
            [buttons.move(token, Move.PAUSE, _("Pause instead")), buttons.move(token, Move.STAY, _("Stay"))],
        ],
    )


def stopped(it: Stopped) -> Message:
    """The person left."""
    return Message(
        _(
            "Done: no more messages. {place} of {length} days came to you. Leaving is a fair choice, and /start "
            "is there if you ever want it."
        ).format(place=it.enrolment.place, length=it.enrolment.length),
        clear_keys=True,
    )


def _next_lines(upcoming: Sequence[datetime], walk: Enrolment) -> str:
    if not upcoming:
        return ""
    return "\n".join([_("Next:"), *(f"• {when(instant, walk.zone)}" for instant in upcoming)])
