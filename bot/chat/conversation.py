"""Whose route a turn takes, and what a refusal is answered with. Nobody goes without an answer."""

from dataclasses import replace
from typing import Final

from bot import travelling
from bot.chat import (
    access_buttons,
    access_routes,
    admin_messages,
    buttons,
    code_messages,
    day_buttons,
    keeping_routes,
    leading_on,
    standing_texts,
    study_routes,
    travel_messages,
    version_messages,
)
from bot.chat.access_buttons import ShareMove
from bot.chat.access_routes import AccessRoutes
from bot.chat.admin import Admin
from bot.chat.broadcast_routes import BroadcastRoutes
from bot.chat.buttons import Move
from bot.chat.calm_buttons import CalmTap
from bot.chat.calm_routes import CalmRoutes
from bot.chat.code_routes import CodeRoutes
from bot.chat.gain_routes import GainRoutes
from bot.chat.invite_routes import InviteRoutes
from bot.chat.journal_routes import JournalRoutes
from bot.chat.keeping_routes import KeepingRoutes
from bot.chat.language_routes import LanguageRoutes
from bot.chat.message import Answer
from bot.chat.pair_buttons import PairMove, PairMoved
from bot.chat.pair_routes import PairRoutes
from bot.chat.return_routes import ReturnRoutes
from bot.chat.study_buttons import StudyMoved
from bot.chat.study_routes import StudyRoutes
from bot.chat.subscriber import Subscriber
from bot.chat.turn import Heard, Kind
from bot.chat.walk_buttons import ReturnMoved
from bot.chat.watching import Watching
from bot.enrolling import NotAgreed, NothingAsked, NotOnOffer, NoTracks
from bot.holding import Holding
from bot.practice import NotYours, Practice
from bot.publishing import NoDraft, Upload
from bot.returning import ComingBack
from curriculum.errors import CurriculumError, NotUnderWay, UnknownZone
from curriculum.nudge import ASKS
from storage.database import Unit
from storage.people import Person

_ALWAYS: Final = frozenset(
    {"stop", "pause", "help", "calm", study_routes.COMMAND, *keeping_routes.COMMANDS, *access_routes.COMMANDS}
)
_COMES_BACK: Final = frozenset({"start", "resume"})
"""What is answered by the welcome alone."""
_ENDS: Final = frozenset({Move.PAUSE, Move.LEAVE, Move.STOP, Move.GO_ON})


class Conversation:
    """The chat as a whole: what was heard goes in, what is answered comes out."""

    def __init__(
        self,
        subscriber: Subscriber,
        admin: Admin,
        practice: Practice,
        keeping: KeepingRoutes,
        codes: CodeRoutes,
        access: AccessRoutes,
        pairs: PairRoutes,
        invites: InviteRoutes,
        broadcasts: BroadcastRoutes,
        gains: GainRoutes,
        journal: JournalRoutes,
        languages: LanguageRoutes,
        studies: StudyRoutes,
        calm: CalmRoutes,
        holding: Holding,
        returning: ComingBack,
        *,
        contact: str,
    ) -> None:
        self._subscriber = subscriber
        self._admin = admin
        self._practice = practice
        self._holding = holding
        self._returning = returning
        self._returns = ReturnRoutes(returning, contact=contact)
        self._watching = Watching(holding)
        self._contact = contact
        self._keeping = keeping
        self._codes = codes
        self._access = access
        self._pairs = pairs
        self._invites = invites
        self._broadcasts = broadcasts
        self._gains = gains
        self._journal = journal
        self._languages = languages
        self._studies = studies
        self._calm = calm

    async def wants_file(self, unit: Unit, heard: Heard) -> bool:
        """Whether the file somebody sent is to be read: an admin's track file, or what a day of it brings."""
        return await self._admin.wants_file(unit, heard)

    async def takes_its_time(self, unit: Unit, heard: Heard) -> bool:
        """Whether there is something to be made ready before the turn: a file to be read, or a picture."""
        return await self.wants_file(unit, heard) or await self._admin.takes_its_time(unit, heard)

    async def make_ready(self, heard: Heard) -> None:
        """Does what takes its time before the turn."""
        await self._admin.make_ready(heard)

    async def answer(
        self,
        unit: Unit,
        heard: Heard,
        upload: Upload | None,
        person: Person | None,
        *,
        hasty: bool = False,
        helped: bool = False,
    ) -> Answer:
        """The answer to one turn, with its effects in `unit`. `person` is None for somebody not known yet. Signs of danger
        are answered by the calm card alone; the effects stay. Who was `helped` already is not told the same again, and for who
        is `hasty` nothing is done but what they asked for.
        """
        if await self._changes_nothing(unit, heard, person):
            return Answer()
        if heard.kind is Kind.EDIT and await self._admin.writes_for_others(unit, heard):
            return Answer(say=(admin_messages.edited_for_others(heard.edited_command),))
        try:
            answer = await self._answer(unit, heard, upload, person)
        except CurriculumError as refusal:
            answer = _refusal(heard, refusal)
        answer = leading_on.never_a_dead_end(answer)
        if not hasty:
            answer = await self._languages.with_menu(unit, heard, person, answer)
        if await self._admin.writes_for_others(unit, heard):
            return answer
        return await self._watching.answered(unit, heard, person, answer, helped=helped)

    async def help(self, unit: Unit, heard: Heard, person: Person | None, *, helped: bool = False) -> Answer:
        """What somebody who asks for help or shows a sign is answered when nothing else can be done with what they said."""
        where = await self._holding.help_for(unit, person)
        answer = Answer() if helped else Answer(say=(standing_texts.help(where),), urgent=True)
        return await self._watching.answered(unit, heard, person, answer, helped=helped)

    async def take_in(self, unit: Unit, heard: Heard, person: Person | None, *, helped: bool = False) -> Answer:
        """What one too many at once still does: what is said of a day is kept, edits and blocking take effect, a
        check-in counts. Nothing else is acted on, and nothing is said, but a tap gets its short note, and signs of danger
        are answered by the calm card. What is written for others is left.
        """
        if await self._codes.takes(unit, heard):
            return Answer(say=(code_messages.too_fast(),), unsay=True)
        if await self._changes_nothing(unit, heard, person) or await self._admin.writes_for_others(unit, heard):
            return Answer()
        try:
            if person is None:
                raise NotUnderWay
            await self._take_in(unit, heard, person)
        except CurriculumError as refusal:
            toast = _refusal(heard, refusal).toast
        else:
            toast = standing_texts.counted_quietly() if _is_check_in(heard) else None
        answer = Answer(
            toast=toast or (standing_texts.tapped_too_fast() if heard.kind is Kind.TAP else None),
            leave_chat=heard.kind is Kind.GROUP,
        )
        return await self._watching.answered(unit, heard, person, answer, hasty=True, helped=helped)

    async def _changes_nothing(self, unit: Unit, heard: Heard, person: Person | None) -> bool:
        """Telegram also tells of edits that change no word; what was said with it was answered when it was said."""
        if heard.kind is not Kind.EDIT or heard.beside or person is None or heard.message_id is None:
            return False
        words = heard.text or None
        as_it_says = await self._practice.is_kept(unit, person, words=words, message_id=heard.message_id)
        return as_it_says or await self._gains.is_kept(unit, person, heard)

    async def _take_in(self, unit: Unit, heard: Heard, person: Person) -> None:
        if heard.kind is not Kind.BLOCKED:
            await self._practice.found_again(unit, person)
        if _is_check_in(heard) or heard.kind in (Kind.TEXT, Kind.MEDIA, Kind.DOCUMENT):
            await self._returning.notice(unit, person, welcomes=False)
        match heard.kind:
            case Kind.TEXT | Kind.COMMAND if await self._gains.takes(unit, heard, person):
                await self._gains.answer(unit, person, heard)
            case Kind.TEXT | Kind.MEDIA | Kind.DOCUMENT if not await self.wants_file(unit, heard):
                await self._subscriber.keep(unit, person, heard)
            case Kind.EDIT:
                await self._subscriber.edit(unit, person, heard)
            case Kind.BLOCKED:
                await self._practice.lost(unit, person)
            case Kind.TAP if _is_check_in(heard):
                await self._subscriber.tap(unit, person, heard, asks=False)
            case _:
                return

    async def _answer(self, unit: Unit, heard: Heard, upload: Upload | None, person: Person | None) -> Answer:
        if person is not None and heard.kind is not Kind.BLOCKED:
            await self._practice.found_again(unit, person)
        match heard.kind:
            case _ if await self._codes.takes(unit, heard):
                return await self._codes.answer(unit, heard, person)
            case _ if await self._admin.act_of(unit, heard) is not None:
                return await self._admin.answer(unit, heard, upload)
            case Kind.GROUP:
                return Answer(say=(standing_texts.private_only(),), leave_chat=True)
            case _ if self._keeping.takes(heard):
                return await self._keeping.answer(unit, heard, person)
            case _ if self._access.takes(heard):
                return await self._access.answer(unit, heard, person)
            case _ if await self._pairs.takes(unit, heard, person):
                return await self._pairs.answer(unit, heard, person)
            case _ if self._invites.takes(heard):
                return await self._invites.answer(unit, heard, person)
            case _ if self._broadcasts.takes(heard):
                return await self._broadcasts.answer(unit, heard, person)
            case _ if self._languages.takes(heard):
                return await self._languages.answer(unit, heard, person)
            case _ if self._studies.takes(heard):
                return await self._studies.answer(unit, heard, person)
            case Kind.COMMAND | Kind.TAP if wants_help(heard):
                where = await self._holding.help_for(unit, person)
                scopes = await self._admin.scopes_of(unit, heard.sender)
                return Answer(say=(standing_texts.help(where, scopes=scopes, study=self._studies.is_run),))
            case Kind.COMMAND if heard.command == "calm":
                return await self._calm.begin(unit, person)
            case Kind.COMMAND if heard.command == "developer_info":
                return Answer(say=(leading_on.to_help(standing_texts.developer_info(contact=self._contact)),))
            case _ if person is None:
                raise NotUnderWay
            case Kind.EDIT:
                return await self._subscriber.edit(unit, person, heard)
            case Kind.BLOCKED:
                await self._practice.lost(unit, person)
                return Answer()
            case Kind.UNBLOCKED:
                return Answer()
            case _ if await self._is_sign(unit, heard) and await self._is_their_own(unit, person, heard):
                back = await self._returning.notice(unit, person, welcomes=True)
                answer = await self._asked_where(unit, person, heard, await self._acted_on(unit, person, heard))
                starts = heard.kind is Kind.COMMAND and heard.command in _COMES_BACK
                return await self._returns.welcomed(unit, person, answer, alone=starts) if back else answer
            case _:
                return await self._acted_on(unit, person, heard)

    async def _asked_where(self, unit: Unit, person: Person, heard: Heard, answer: Answer) -> Answer:
        """The answer, and with it, where somebody answers in the small hours again and again, a question where they are."""
        if not (_is_check_in(heard) or heard.kind in (Kind.TEXT, Kind.MEDIA)):
            return answer
        elsewhere = await travelling.noticed(unit, person, heard.said_at)
        if elsewhere is None:
            return answer
        return replace(answer, say=(*answer.say, travel_messages.offer(elsewhere, person.token)))

    async def _is_their_own(self, unit: Unit, person: Person, heard: Heard) -> bool:
        """Whether a tap was on a button of the person's own: on any other it tells nothing of them. What is no tap is their own."""
        if heard.kind is not Kind.TAP:
            return True
        token = getattr(buttons.read(heard.tap), "token", None)
        return token is not None and (token == person.token or await self._practice.is_of(unit, person, token))

    async def _acted_on(self, unit: Unit, person: Person, heard: Heard) -> Answer:
        """What somebody who is, or may become, a subscriber said is acted on."""
        match heard.kind:
            case _ if await self._gains.takes(unit, heard, person):
                return await self._gains.answer(unit, person, heard)
            case _ if self._journal.takes(heard):
                return await self._journal.answer(unit, person, heard)
            case Kind.COMMAND:
                return await self._subscriber.command(unit, person, heard)
            case Kind.TAP:
                return await self._subscriber.tap(unit, person, heard)
            case Kind.TEXT:
                return await self._subscriber.text(unit, person, heard)
            case Kind.LOCATION:
                return await self._subscriber.location(unit, person, heard)
            case _:
                return await self._subscriber.keep(unit, person, heard)

    async def _is_sign(self, unit: Unit, heard: Heard) -> bool:
        """Whether somebody who does this is back. Who rests, leaves or looks for help is not asked for more by it, and a question
        is only answered by its own buttons, once it is read.
        """
        if is_always_answered(heard):
            return False
        tap = buttons.read(heard.tap) if heard.kind is Kind.TAP else None
        if isinstance(tap, ReturnMoved | buttons.Unreadable):
            return False
        if not isinstance(tap, day_buttons.Opened):
            return True
        nudge = await unit.nudges.with_token(tap.token)
        return nudge is not None and nudge.kind not in ASKS


def wants_help(heard: Heard) -> bool:
    """Whether somebody asks where help is, by the command or a button."""
    if heard.kind is Kind.COMMAND:
        return heard.command == "help"
    return heard.kind is Kind.TAP and isinstance(buttons.read(heard.tap), buttons.HelpWanted)


def is_always_answered(heard: Heard) -> bool:
    """Whether this is answered however much came at once: nobody is kept from leaving, resting, going on, help, their own
    data, or what they agreed to.
    """
    match heard.kind:
        case Kind.COMMAND:
            return heard.command in _ALWAYS
        case Kind.TAP:
            tap = buttons.read(heard.tap)
            wanted = isinstance(
                tap, day_buttons.NudgePaused | buttons.HelpWanted | buttons.ForgetMoved | CalmTap | StudyMoved
            )
            wanted |= isinstance(tap, access_buttons.ShareMoved) and tap.move is ShareMove.END
            wanted |= isinstance(tap, PairMoved) and tap.move is PairMove.END
            return wanted or (isinstance(tap, buttons.Moved) and tap.move in _ENDS)
        case _:
            return False


def is_spoken(heard: Heard) -> bool:
    """Whether somebody said this in a chat of their own, so that an answer may be a message."""
    return heard.kind not in (Kind.TAP, Kind.BLOCKED, Kind.UNBLOCKED, Kind.GROUP)


def _is_check_in(heard: Heard) -> bool:
    return heard.kind is Kind.TAP and isinstance(buttons.read(heard.tap), day_buttons.OutcomeTapped)


def _refusal(heard: Heard, refusal: CurriculumError) -> Answer:
    """Every refusal in one place: a short note over a button, a message otherwise."""
    if heard.kind in (Kind.BLOCKED, Kind.UNBLOCKED):
        return Answer()
    match refusal:
        case NoDraft():
            return Answer(toast=admin_messages.no_draft())
        case NotYours():
            return Answer(toast=standing_texts.not_yours())
        case NothingAsked() | UnknownZone() | NotAgreed() if heard.kind is Kind.TAP:
            return Answer(toast=standing_texts.not_yours())
        case NothingAsked() | UnknownZone():
            return Answer(say=(standing_texts.no_question_open(),))
        case NotOnOffer():
            return Answer(say=(version_messages.not_on_offer(),))
        case NoTracks():
            return Answer(say=(leading_on.to_help(standing_texts.no_tracks()),))
        case _ if heard.kind is Kind.MEDIA or heard.kind is Kind.DOCUMENT:
            return Answer(say=(standing_texts.not_words_to_keep(),))
        case _:
            return Answer(say=(standing_texts.begin(),))
