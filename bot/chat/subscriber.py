"""A subscriber's routes: every command, tap and message, each in one breath."""

from dataclasses import replace
from typing import Final

from bot import gaining, looking_back, naming, offered
from bot.asked import Asked, Enrolled, is_unclear
from bot.attaching import attached
from bot.chat import (
    access_buttons,
    after_messages,
    buttons,
    check_in_messages,
    day_buttons,
    gain_routes,
    gate_buttons,
    gate_messages,
    help_messages,
    keeping_messages,
    language_messages,
    leading_on,
    look_back_messages,
    messages,
    naming_messages,
    nudge_messages,
    pattern_buttons,
    pause_messages,
    progress_messages,
    putting_off_messages,
    standing_texts,
    travel_messages,
    version_messages,
)
from bot.chat.admin_buttons import AdminTap
from bot.chat.after_buttons import AfterMove, AfterMoved, AfterTap
from bot.chat.buttons import Move
from bot.chat.calm_buttons import CalmTap
from bot.chat.calm_routes import CalmRoutes
from bot.chat.gain_buttons import GainWanted, WhoseTold
from bot.chat.gate_routes import GateRoutes
from bot.chat.journal_buttons import EntryWanted, FoundWanted, LetterWanted, PageWanted
from bot.chat.language_buttons import LanguageChosen
from bot.chat.message import Answer, Message
from bot.chat.pair_buttons import PairItemTapped, PairMoved
from bot.chat.pattern_routes import PatternRoutes
from bot.chat.return_routes import ReturnRoutes
from bot.chat.study_buttons import StudyMoved
from bot.chat.turn import Heard, Kind
from bot.chat.walk_buttons import DayLeft, DayPutOff, HardDayTold, NotNow, NotNowTap, PauseChosen, ReturnMoved
from bot.clock import Clock
from bot.enrolling import Enrolling
from bot.holding import Holding
from bot.pausing import NoSuchEnd, Pausing
from bot.practice import NothingYet, NotYours, Practice, Shown, Standpoint
from bot.putting_off import PuttingOff
from bot.question import Question, Step, close_settings
from bot.walking_on import WalkingOn
from bot.words import _, in_every_language
from curriculum.nudge import NudgeKind
from storage.check_ins import NoteKind, Rewording
from storage.database import Unit
from storage.people import Person

_LONGEST_ANSWER: Final = 60


class Subscriber:
    """What a person who is, or may become, a subscriber says to the bot."""

    def __init__(
        self,
        enrolling: Enrolling,
        practice: Practice,
        patterns: PatternRoutes,
        gate: GateRoutes,
        calm: CalmRoutes,
        walking_on: WalkingOn,
        holding: Holding,
        pausing: Pausing,
        returns: ReturnRoutes,
        now: Clock,
        *,
        contact: str,
        study: bool = False,
    ) -> None:
        self._enrolling = enrolling
        self._practice = practice
        self._patterns = patterns
        self._gate = gate
        self._calm = calm
        self._walking_on = walking_on
        self._holding = holding
        self._pausing = pausing
        self._returns = returns
        self._putting_off = PuttingOff(practice, now)
        self._contact = contact
        self._study = study

    async def command(self, unit: Unit, person: Person, heard: Heard) -> Answer:
        """A slash command. It closes a question about hour or place that is open."""
        await close_settings(unit, {person.id})
        match heard.command:
            case "start":
                return await self._start(unit, person, heard.text or None)
            case "today":
                return await self._today(unit, person)
            case "pattern":
                return await self._patterns.begin(unit, person)
            case "progress":
                standpoint = await self._practice.standpoint(unit, person)
                return _say(progress_messages.progress(standpoint, person.token))
            case "settings":
                return _say(self._settings(await self._practice.standpoint(unit, person), person))
            case "pause":
                return await self._pause(unit, person, end=heard.text)
            case "resume":
                return await self._resume(unit, person)
            case "stop":
                return await self._ask_before_stopping(unit, person)
            case _:
                under_way = await self._practice.is_under_way(unit, person)
                return _say(standing_texts.unknown_command(under_way=under_way))

    async def tap(self, unit: Unit, person: Person, heard: Heard, *, asks: bool = True) -> Answer:
        """A tap on one of a subscriber's buttons. An answer that nobody will see `asks` nothing. Raises `NotYours` for anybody
        else's.
        """
        tap = buttons.read(heard.tap)
        if isinstance(tap, AdminTap):
            raise NotYours
        if isinstance(tap, AfterTap):
            return await self._after(unit, person, tap)
        if isinstance(tap, CalmTap):
            return await self._calm.tap(unit, person, heard, tap)
        match tap:
            case day_buttons.Opened(token):
                unfolded = await self._practice.open(unit, person, token)
                if unfolded.shown.nudge.kind is NudgeKind.LOOK_BACK:
                    week = await looking_back.of(unit, unfolded.shown.nudge)
                    plain = unfolded.shown.plain
                    return look_back_messages.opened(week, unfolded.shown.nudge, dark=person.dark, plain=plain)
                return nudge_messages.opened(unfolded, await attached(unit, unfolded.shown))
            case day_buttons.OutcomeTapped(token, outcome, view):
                answered = await self._practice.check_in(unit, person, token, outcome, view, asks=asks)
                return check_in_messages.answered(answered, person.token)
            case day_buttons.RatingTapped(token, rating):
                return check_in_messages.rated(await self._practice.rate(unit, person, token, rating))
            case day_buttons.ChoiceTapped(token, choice):
                return check_in_messages.chosen(await self._practice.choose(unit, person, token, choice))
            case day_buttons.StrainTapped(token, strain, view):
                strained = await self._practice.strain(unit, person, token, strain, view)
                return check_in_messages.strained(strained, person.token)
            case day_buttons.ViewTapped(token, view):
                return nudge_messages.looked_at(await self._practice.look_at(unit, person, token, view))
            case day_buttons.NudgePaused(token):
                return await self._pause(unit, person, token)
            case pattern_buttons.ItemAnswered() | pattern_buttons.ItemShown() | pattern_buttons.CheckMoved():
                return await self._patterns.tap(unit, person, tap)
            case buttons.Unreadable() | buttons.HelpWanted():
                raise NotYours
            case (
                buttons.ForgetMoved()
                | access_buttons.ShareDay()
                | access_buttons.ShareMoved()
                | access_buttons.ShareGiven()
            ):
                raise NotYours  # other routes have it when it is theirs
            case (
                buttons.InviteTaken()
                | buttons.InviteLeft()
                | buttons.BroadcastOpened()
                | LanguageChosen()
                | StudyMoved()
            ):
                raise NotYours
            case PageWanted() | FoundWanted() | EntryWanted() | LetterWanted():
                raise NotYours
            case GainWanted() | WhoseTold() | PairMoved() | PairItemTapped():
                raise NotYours
            case NotNow() | DayPutOff() | HardDayTold() | DayLeft():
                return await self._not_now(unit, person, tap)
            case ReturnMoved():
                return await self._returns.tap(unit, person, tap)
            case _ if tap.token != person.token:
                raise NotYours
            case buttons.Agreed(_, track):
                return self._ask(person, await self._enrolling.agree(unit, person, track))
            case buttons.TrackChosen(_, track):
                return self._ask(person, await self._enrolling.choose_track(unit, person, track))
            case buttons.HourChosen(_, hour):
                return self._ask(person, await self._enrolling.choose_hour(unit, person, hour))
            case buttons.ZoneChosen(_, zone):
                return self._ask(person, await self._enrolling.choose_zone(unit, person, zone))
            case PauseChosen(_, days):
                return await self._end_pause(unit, person, days)
            case buttons.Moved(_, move):
                return await self._move(unit, person, move)
            case gate_buttons.QuestionAnswered() | gate_buttons.GateMoved():
                return await self._gate.tap(unit, person, tap)
            case buttons.OfferTaken(_, number):
                return version_messages.moved_on(await offered.take(unit, person, number))
            case buttons.OfferLeft(_, number):
                await offered.asked_about(unit, person, number)
                return version_messages.stays()

    async def _after(self, unit: Unit, person: Person, tap: AfterTap) -> Answer:
        """What comes after a track, or in place of it. Raises `NotYours`."""
        if isinstance(tap, AfterMoved):
            await self._walking_on.tapped(unit, person, tap.token)
        elif tap.token != person.token:
            raise NotYours
        under_way = await self._practice.is_under_way(unit, person)
        if isinstance(tap, AfterMoved) and tap.move is AfterMove.ENOUGH:
            enough = after_messages.enough(person.token)
            return await self._ask_before_stopping(unit, person) if under_way else _say(enough)
        if isinstance(tap, AfterMoved) and tap.move is AfterMove.WEEKLY and not (under_way or person.is_held):
            return _say(after_messages.kept(await self._walking_on.keep(unit, person, tap.token)))
        if not under_way or person.is_held or (isinstance(tap, AfterMoved) and tap.move is AfterMove.WEEKLY):
            return await self._start(unit, person, None)
        if isinstance(tap, AfterMoved):
            return _say(after_messages.others(await self._walking_on.others(unit, person), person.token))
        return _say(after_messages.changed(await self._walking_on.change(unit, person, tap.track)))

    async def text(self, unit: Unit, person: Person, heard: Heard) -> Answer:
        """Words: the answer to an open question, or something to keep."""
        question = Question.read(person.asked)
        if question is not None and question.step in (Step.ZONE, Step.CLOCK):
            if heard.text in in_every_language(messages.LOCATION_KEY):
                return _say(standing_texts.location_button_text(person.token))
            if heard.text in in_every_language(messages.OTHERWISE_KEY):
                return self._ask(person, await self._enrolling.ask_otherwise(unit, person))
        about_a_day = await self._practice.brought_a_day(unit, person, heard.reply_to)
        if question is not None and question.step is Step.PAIR:
            question = None  # something came between
        if question is not None and question.step is Step.SOFT_START:
            told = None if about_a_day else await self._calm.told(unit, person, heard.text)
            return told or await self._keep(unit, person, heard, NoteKind.WORDS, heard.text)
        if question is not None and not about_a_day and not _more_than_an_answer(question, heard.text):
            return await self._told(unit, person, heard, question)
        return await self._keep(unit, person, heard, NoteKind.WORDS, heard.text)

    async def _told(self, unit: Unit, person: Person, heard: Heard, question: Question) -> Answer:
        """An answer to the open question. What is none may be about the day: it is kept as well, nothing is lost."""
        if question.step is Step.PARTNER:
            name = await naming.name_partner(unit, person, heard.text)
            if name is None:
                return _say(naming_messages.ask(person.token, unclear=True))
            return _say(naming_messages.named(name, person.token))
        if question.step is Step.PAUSE:
            return await self._told_end(unit, person, heard)
        asked = await self._enrolling.tell(unit, person, question, heard.text)
        answer = self._ask(person, asked)
        if not question.is_setting or not is_unclear(asked) or not await self._practice.has_met_a_day(unit, person):
            return answer
        kept = await self._keep(unit, person, heard, NoteKind.WORDS, heard.text)
        return Answer(say=kept.say + answer.say)

    async def keep(self, unit: Unit, person: Person, heard: Heard) -> Answer:
        """Words, or something that is not words, for a day; a caption is words. Those of a soft start are no note."""
        question = Question.read(person.asked)
        if question is not None and question.step is Step.SOFT_START and heard.kind is Kind.TEXT:
            return await self.text(unit, person, heard)
        if heard.text:
            return await self._keep(unit, person, heard, NoteKind.WORDS, heard.text)
        return await self._keep(unit, person, heard, heard.media or NoteKind.OTHER, None)

    async def location(self, unit: Unit, person: Person, heard: Heard) -> Answer:
        """A shared location: only its zone is used. Raises `NothingAsked` when nobody asked."""
        latitude, longitude = heard.location or (0.0, 0.0)
        return self._ask(person, await self._enrolling.shared_location(unit, person, latitude, longitude))

    async def edit(self, unit: Unit, person: Person, heard: Heard) -> Answer:
        """An edited message: what was kept of it follows, for a while. Telegram also tells of edits that change no word."""
        if heard.message_id is None:
            return Answer()
        words = heard.text or None
        became = await self._practice.reword(unit, person, words=words, message_id=heard.message_id, at=heard.said_at)
        if became is Rewording.NEVER_KEPT:
            noticed = gain_routes.words_in(heard)
            became = await gaining.reword(unit, person, noticed, message_id=heard.message_id, at=heard.said_at)
        match became:
            case Rewording.REWORDED:
                return _say(leading_on.to_journal(standing_texts.edited(), person.token))
            case Rewording.TOO_LATE:
                return _say(standing_texts.edit_too_late())
            case Rewording.NEVER_KEPT if words is not None:
                return _say(standing_texts.edit_not_kept())
            case _:
                return Answer()

    def _settings(self, standpoint: Standpoint, person: Person) -> Message:
        return messages.settings(standpoint, person.token, study=self._study)

    async def _today(self, unit: Unit, person: Person) -> Answer:
        match await self._practice.today(unit, person):
            case Shown() as shown:
                day = replace(nudge_messages.shown(shown), media=await attached(unit, shown))
                walk = None if person.is_held else await self._pausing.walk_on_pause(unit, person)
                return Answer(say=(day,) if walk is None else (day, pause_messages.standing(walk, person.token)))
            case NothingYet() as nothing:
                return _say(leading_on.to_settings(nudge_messages.nothing_yet(nothing), person.token))

    async def _keep(self, unit: Unit, person: Person, heard: Heard, kind: NoteKind, words: str | None) -> Answer:
        if heard.message_id is None:
            return Answer()
        kept = await self._practice.keep(
            unit, person, kind=kind, words=words, message_id=heard.message_id, reply_to=heard.reply_to
        )
        if isinstance(kept, NothingYet):
            said = leading_on.to_settings(nudge_messages.nothing_yet(kept), person.token)
        else:
            said = leading_on.to_journal(check_in_messages.kept(kept), person.token)
        return _say(help_messages.with_hold(said, person.token) if person.is_held else said)

    async def _move(self, unit: Unit, person: Person, move: Move) -> Answer:
        match move:
            case Move.PAUSE:
                return await self._pause(unit, person)
            case Move.RESUME:
                return await self._resume(unit, person)
            case Move.GO_ON:
                return _say(help_messages.went_on(await self._holding.go_on(unit, person), person.token))
            case Move.STOP:
                return _say(messages.stopped(await self._practice.stop(unit, person)))
            case Move.PATTERN:
                return await self._patterns.begin(unit, person)
            case Move.QUESTIONS:
                return self._gate.offer(person)
            case Move.LANGUAGE:
                return _say(language_messages.which(person.token))
            case Move.STAY | Move.TRACKS:
                return await self._start(unit, person, None)
            case Move.LEAVE:
                return await self._ask_before_stopping(unit, person)
            case Move.UP_LATE:
                return Answer(edit=travel_messages.up_late())
            case Move.SETTINGS:
                return _say(self._settings(await self._practice.standpoint(unit, person), person))
            case Move.HOUR:
                return self._ask(person, await self._enrolling.ask_for_hour(unit, person))
            case Move.ZONE:
                return self._ask(person, await self._enrolling.ask_for_zone(unit, person))
            case Move.REMIND | Move.REMIND_NO_MORE:
                wanted = move is Move.REMIND
                standpoint = await self._practice.want_reminders(unit, person, wanted=wanted)
                return Answer(edit=self._settings(standpoint, person), toast=messages.reminders(wanted=wanted))
            case Move.DARK | Move.LIGHT:
                standpoint = await self._practice.want_dark(unit, person, wanted=move is Move.DARK)
                return _say(progress_messages.progress(standpoint, person.token))
            case Move.LOOK_BACK | Move.LOOK_BACK_NO_MORE:
                wanted = move is Move.LOOK_BACK
                standpoint = await self._practice.want_look_backs(unit, person, wanted=wanted)
                return Answer(edit=self._settings(standpoint, person), toast=messages.look_backs(wanted=wanted))
            case Move.PARTNER:
                await naming.ask(unit, person)
                return _say(naming_messages.ask(person.token))
            case Move.PARTNER_NO_MORE:
                await naming.take_away(unit, person)
                return _say(naming_messages.taken_away())
            case Move.WORDS:
                return _say(keeping_messages.ask_for_words_term(person.words_days, person.token))
            case Move.WORDS_0 | Move.WORDS_30 | Move.WORDS_90 | Move.WORDS_365:
                days = keeping_messages.WORDS_MOVES[move]
                await self._practice.keep_words_for(unit, person, days=days)
                return Answer(edit=keeping_messages.ask_for_words_term(days, person.token), toast=_("Kept"))
            case Move.CLOSED | Move.IN_FULL:
                wanted = move is Move.CLOSED
                standpoint = await self._practice.want_discretion(unit, person, wanted=wanted)
                return Answer(edit=self._settings(standpoint, person), toast=messages.discretion(wanted=wanted))
            case Move.CLOCK:
                return self._ask(person, await self._enrolling.ask_for_clock(unit, person))

    async def _start(self, unit: Unit, person: Person, track: str | None) -> Answer:
        """What is on hold stays so whatever else somebody asks for; it is shown how to go on."""
        if person.is_held:
            return _say(help_messages.on_hold(person.token))
        return self._ask(person, await self._enrolling.start(unit, person, track))

    async def _pause(self, unit: Unit, person: Person, token: str | None = None, *, end: str = "") -> Answer:
        """The pause begins at once; an `end` that was named with it is its end, where it can be."""
        if person.is_held and not await self._practice.is_under_way(unit, person):
            return _say(help_messages.on_hold(person.token))
        paused = await self._practice.pause(unit, person, token)
        if person.is_held:
            return _say(help_messages.paused_on_hold(person.token))
        await self._pausing.ask(unit, person)
        if end:
            return await self._ended(unit, person, end)
        return _say(pause_messages.paused(paused, person.token))

    async def _not_now(self, unit: Unit, person: Person, tap: NotNowTap) -> Answer:
        match tap:
            case NotNow(token, view):
                shown = await self._putting_off.look(unit, person, token, view)
                return Answer(edit=putting_off_messages.not_now(shown))
            case DayPutOff(token, later, view):
                return putting_off_messages.put_off(await self._putting_off.later(unit, person, token, later, view))
            case HardDayTold(token, view):
                return putting_off_messages.hard_day(await self._putting_off.hard(unit, person, token, view))
            case DayLeft(token, view):
                return putting_off_messages.left(await self._putting_off.leave(unit, person, token, view))

    async def _ended(self, unit: Unit, person: Person, end: str) -> Answer:
        match await self._pausing.tell(unit, person, end):
            case NoSuchEnd() as unclear:
                return _say(pause_messages.no_such_end(unclear, person.token))
            case paused:
                return _say(pause_messages.until(paused.enrolment, person.token))

    async def _told_end(self, unit: Unit, person: Person, heard: Heard) -> Answer:
        """The end of a pause in words; what names no date is about a day, and kept with it."""
        told = await self._pausing.tell(unit, person, heard.text)
        if isinstance(told, NoSuchEnd) and told.why is None and await self._practice.has_met_a_day(unit, person):
            await close_settings(unit, {person.id})
            return await self._keep(unit, person, heard, NoteKind.WORDS, heard.text)
        if isinstance(told, NoSuchEnd):
            return _say(pause_messages.no_such_end(told, person.token))
        return _say(pause_messages.until(told.enrolment, person.token))

    async def _end_pause(self, unit: Unit, person: Person, days: int | None) -> Answer:
        paused = await self._pausing.last(unit, person, days=days)
        if person.is_held:
            return _say(help_messages.paused_on_hold(person.token))
        return Answer(edit=pause_messages.until(paused.enrolment, person.token))

    async def _resume(self, unit: Unit, person: Person) -> Answer:
        if person.is_held:
            return _say(help_messages.on_hold(person.token))
        if (welcome := await self._returns.ends_pause(unit, person)) is not None:
            return _say(welcome)
        resumed = messages.resumed(await self._practice.resume(unit, person))
        return _say(leading_on.to_settings(resumed, person.token))

    async def _ask_before_stopping(self, unit: Unit, person: Person) -> Answer:
        if not await self._practice.is_under_way(unit, person):
            return _say(standing_texts.begin())
        return _say(messages.ask_before_stopping(person.token))

    def _ask(self, person: Person, asked: Asked) -> Answer:
        say = [messages.asked(asked, person.token, contact=self._contact)]
        if isinstance(asked, Enrolled) and asked.asks:
            say.append(gate_messages.before_we_begin(person.token))
        if isinstance(asked, Enrolled) and asked.enrolment.held:
            say.append(help_messages.on_hold(person.token))
        return Answer(say=tuple(say))


def _more_than_an_answer(question: Question, text: str) -> bool:
    """Long words while a setting is asked for are words about the day: they are kept, not taken for a city."""
    return question.is_setting and len(text) > _LONGEST_ANSWER


def _say(message: Message) -> Answer:
    return Answer(say=(message,))
