"""What an admin does about the versions of tracks. Whether they may has been looked at before."""

from bot.chat import buttons, code_messages, version_messages
from bot.chat.done import Done
from bot.chat.message import Answer, Message
from bot.chat.turn import Heard, Kind
from bot.chat.version_buttons import RolledBack, TrackRetired, TrackShown, VersionOffered, VersionShown, VersionTap
from bot.practice import NotYours
from bot.second_factor import Need, SecondFactor, ToTap
from bot.versions import MoreThanWording, NoSuchVersion, Overtaken, Versioning
from curriculum.enrolment import TrackRef
from curriculum.errors import CurriculumError
from storage.chain import Result
from storage.database import Unit


class VersionRoutes:
    """The command `/versions` and every tap below it. With `second_reader` nobody rolls back alone: it would give people what
    no other has read just now.
    """

    def __init__(self, versioning: Versioning, second_factor: SecondFactor, *, second_reader: bool) -> None:
        self._versioning = versioning
        self._second_factor = second_factor
        self._second_reader = second_reader

    async def do(self, unit: Unit, heard: Heard, *, publishes: bool) -> Done:
        """The answer to the command or a tap; one that changes something asks first, and then for a code where one is needed.
        Raises `NotYours` for other taps.
        """
        if heard.kind is not Kind.TAP:
            return Done(Answer(say=(version_messages.tracks(await self._versioning.all(unit)),)))
        tap = buttons.read(heard.tap)
        if not isinstance(tap, VersionTap):
            raise NotYours
        try:
            return await self._tap(unit, heard, tap, publishes=publishes)
        except (NoSuchVersion, Overtaken, MoreThanWording) as error:
            return failed(heard, error)

    async def carry_out(self, unit: Unit, heard: Heard, tap: TrackRetired | RolledBack | VersionOffered) -> Done:
        """What was asked for is done."""
        if self._second_reader and isinstance(tap, RolledBack):
            return _needs_reading(tap)
        try:
            return await self._carry_out(unit, heard.sender, tap)
        except (NoSuchVersion, Overtaken, MoreThanWording) as error:
            return failed(heard, error)

    async def _tap(self, unit: Unit, heard: Heard, tap: VersionTap, *, publishes: bool) -> Done:
        match tap:
            case TrackShown(slug):
                history = await self._versioning.of(unit, slug)
                return Done(Answer(edit=version_messages.history(history, publishes=publishes)), slug)
            case VersionShown(slug, number):
                before, after = TrackRef(slug, number - 1), TrackRef(slug, number)
                found = await self._versioning.difference(unit, before, after)
                return Done(Answer(edit=version_messages.difference(found, slug)), after.told)
            case RolledBack() if self._second_reader:
                return _needs_reading(tap)
            case TrackRetired() | RolledBack() | VersionOffered() if not tap.sure:
                return Done(Answer(edit=await self._asked(unit, tap)), tap.slug, Result.BEGUN)
            case TrackRetired() | RolledBack() | VersionOffered():
                return await self._with_code(unit, heard, tap)

    async def _asked(self, unit: Unit, tap: TrackRetired | RolledBack | VersionOffered) -> Message:
        history = await self._versioning.of(unit, tap.slug)
        match tap:
            case TrackRetired():
                return version_messages.sure_to_retire(history, tap)
            case VersionOffered():
                return version_messages.sure_to_offer(history, tap)
            case RolledBack(slug, number, after):
                found = await self._versioning.difference(unit, TrackRef(slug, after), TrackRef(slug, number))
                return version_messages.sure_to_roll_back(history, tap, wording_only=found.is_wording_only)

    async def _with_code(self, unit: Unit, heard: Heard, tap: TrackRetired | RolledBack | VersionOffered) -> Done:
        match await self._second_factor.ask(unit, heard.sender, ToTap(heard.tap)):
            case Need.ASKED:
                return Done(Answer(say=(code_messages.ask_to_change(),)), tap.slug, Result.BEGUN)
            case Need.LACKS:
                return Done(Answer(say=(code_messages.lacks_app(),)), tap.slug, Result.REFUSED)
            case Need.NONE:
                return await self._carry_out(unit, heard.sender, tap)

    async def _carry_out(self, unit: Unit, admin: int, tap: TrackRetired | RolledBack | VersionOffered) -> Done:
        match tap:
            case TrackRetired(slug, retired):
                new = await self._versioning.retire(unit, slug, retired=retired)
                history = await self._versioning.of(unit, slug)
                return Done(
                    Answer(say=(version_messages.retired(history, new=new),)), slug if retired else f"{slug} back"
                )
            case RolledBack(slug, number, after, wording):
                back = TrackRef(slug, number)
                made = await self._versioning.roll_back(unit, back, by=admin, wording=wording, after=after)
                return Done(Answer(say=(version_messages.rolled_back(made, tap),)), f"{back.told} as {made.ref.number}")
            case VersionOffered(slug, number):
                offered = await self._versioning.offer(unit, slug, after=number)
                about = TrackRef(slug, number).told
                return Done(
                    Answer(say=(version_messages.offered(offered, slug),)),
                    about,
                    Result.DONE if offered is not None else Result.FAILED,
                )


def _needs_reading(tap: RolledBack) -> Done:
    answer = Answer(say=(version_messages.needs_reading(tap),))
    return Done(answer, TrackRef(tap.slug, tap.number).told, Result.REFUSED)


def failed(heard: Heard, error: CurriculumError) -> Done:
    """What was asked for cannot be done, and why: a short note over a button, a message otherwise."""
    match error:
        case Overtaken():
            says = version_messages.overtaken()
        case MoreThanWording():
            says = version_messages.more_than_wording()
        case _:
            says = version_messages.no_such_version()
    answer = Answer(toast=says) if heard.kind is Kind.TAP else Answer(say=(Message(says),))
    return Done(answer, result=Result.FAILED)
