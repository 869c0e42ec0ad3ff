"""An admin's routes. Telegram does not say for whom a command was shown, so rights are checked here, every time."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.chat import (
    access_messages,
    admin_buttons,
    admin_menu,
    admin_messages,
    buttons,
    code_messages,
    reading_messages,
    standing_texts,
    version_routes,
)
from bot.chat.acts import COMMANDS, NEEDS, NOT_THEIR_OWN, TAPS, Act
from bot.chat.admin_buttons import (
    CommandTapped,
    DraftDay,
    DraftFindings,
    DraftMends,
    DraftPublished,
    SharedRead,
)
from bot.chat.buttons import Tap
from bot.chat.desk_routes import DeskRoutes
from bot.chat.done import Done, failed
from bot.chat.landing_routes import LandingRoutes
from bot.chat.message import Answer
from bot.chat.owner_routes import OwnerRoutes
from bot.chat.reading_routes import ReadingRoutes
from bot.chat.rehearsal_buttons import RehearsalTap
from bot.chat.rehearsal_routes import RehearsalRoutes
from bot.chat.turn import Heard, Kind
from bot.chat.version_buttons import RolledBack, TrackRetired, VersionOffered
from bot.chat.version_routes import VersionRoutes
from bot.clock import Clock
from bot.practice import NotYours
from bot.publishing import Publishing, Refused, Unusable, Upload
from bot.rights import Rights, Scope
from bot.second_factor import Need, SecondFactor, ToPublish, ToTap
from bot.second_reader import NeedsReading
from bot.sharing import Sharing
from bot.versions import MoreThanWording, Overtaken
from curriculum.errors import CurriculumError
from curriculum.media import MediaFile
from storage.chain import Result
from storage.database import Unit

_LOG = logging.getLogger(__name__)


class Admin:
    """What an admin says to the bot; anybody else is told that they cannot. Whatever is done or tried stands in the log of
    admins' acts.
    """

    def __init__(
        self,
        publishing: Publishing,
        second_factor: SecondFactor,
        versions: VersionRoutes,
        sharing: Sharing,
        landing: LandingRoutes,
        rehearsal: RehearsalRoutes,
        desk: DeskRoutes,
        owners: OwnerRoutes,
        readings: ReadingRoutes,
        now: Clock,
        *,
        rights: Rights,
        pseudonym: Callable[[int], str],
    ) -> None:
        self._publishing = publishing
        self._second_factor = second_factor
        self._versions = versions
        self._sharing = sharing
        self._landing = landing
        self._rehearsal = rehearsal
        self._desk = desk
        self._owners = owners
        self._readings = readings
        self._now = now
        self._rights = rights
        self._pseudonym = pseudonym

    async def scopes_of(self, unit: Unit, telegram_id: int) -> frozenset[Scope]:
        """What this Telegram account may do as an admin; nothing when it is none's."""
        return await self._rights.scopes_of(unit, telegram_id)

    async def wants_file(self, unit: Unit, heard: Heard) -> bool:
        """Whether the file somebody sent is to be read: a track file from who may look at one, or what a day of it
        brings.
        """
        document = heard.document
        if document is None or heard.kind not in (Kind.DOCUMENT, Kind.MEDIA):
            return False
        if not document.is_yaml and document.media is None:
            return False
        return await self._hindrance(unit, heard, Act.FILE) is None

    async def takes_its_time(self, unit: Unit, heard: Heard) -> bool:
        """Whether there is something to be made ready before the turn, for somebody who may ask for it."""
        if heard.kind is not Kind.TAP or await self.act_of(unit, heard) is not Act.LANDING:
            return False
        return await self._hindrance(unit, heard, Act.LANDING) is None

    async def make_ready(self, heard: Heard) -> None:
        """Does what takes its time before the turn."""
        await self._landing.make_ready(heard)

    async def writes_for_others(self, unit: Unit, heard: Heard) -> bool:
        """Whether somebody writes as an admin for others, and may; also where they write that anew."""
        command = heard.edited_command if heard.kind is Kind.EDIT else heard.command
        if heard.kind not in (Kind.COMMAND, Kind.EDIT) or command not in NOT_THEIR_OWN:
            return False
        return await self._hindrance(unit, heard, COMMANDS[command]) is None

    async def act_of(self, unit: Unit, heard: Heard) -> Act | None:
        """Which of an admin's acts this is, whoever tries it."""
        match heard.kind:
            case Kind.COMMAND | Kind.GROUP if heard.command in COMMANDS:
                return COMMANDS[heard.command]
            case Kind.TAP:
                tap = buttons.read(heard.tap)
                return COMMANDS.get(tap.command) if isinstance(tap, CommandTapped) else TAPS.get(type(tap))
            case Kind.DOCUMENT if heard.document is not None and (
                heard.document.is_yaml or await self._rights.may(unit, heard.sender, NEEDS[Act.FILE])
            ):
                return Act.FILE
            case Kind.MEDIA if await self.wants_file(unit, heard):
                return Act.FILE
            case _:
                return None

    async def answer(self, unit: Unit, heard: Heard, upload: Upload | None) -> Answer:
        """The answer to an admin's act, after the one look whether it is theirs to do. `upload` is what was made of a
        file, or what is wrong with it; None for one that was not opened. Raises `NoDraft`, `NotYours`.
        """
        act = await self.act_of(unit, heard)
        if act is None:
            raise NotYours
        if (hindrance := await self._hindrance(unit, heard, act)) is not None:
            return await self._refuse(unit, heard, act, hindrance)
        tap = buttons.read(heard.tap) if heard.kind is Kind.TAP else None
        if not isinstance(tap, CommandTapped):
            return await self._logged(unit, heard, act, self._do(unit, heard, act, upload))
        spoken = replace(heard, kind=Kind.COMMAND, command=tap.command, tap="")
        return admin_menu.as_page(await self._logged(unit, spoken, act, self._do(unit, spoken, act, None)))

    async def _logged(self, unit: Unit, heard: Heard, act: Act, doing: Awaitable[Done]) -> Answer:
        try:
            done = await doing
        except CurriculumError:
            await self._record(unit, heard, act, Result.FAILED)
            raise
        await self._record(unit, heard, act, done.result, done.about)
        return done.answer

    async def _do(self, unit: Unit, heard: Heard, act: Act, upload: Upload | None) -> Done:
        match act:
            case Act.TRACKS:
                return Done(Answer(say=(admin_messages.tracks(await self._publishing.on_offer(unit)),)))
            case Act.DESK:
                return Done(Answer(say=(await self._desk.link(unit, heard.sender),)))
            case Act.FILE:
                return await self._file(unit, heard, upload)
            case Act.COACH:
                return Done(Answer(say=(access_messages.code(await self._sharing.make_code(unit, heard.sender)),)))
            case Act.SHARED:
                return Done(Answer(say=(access_messages.shared(await self._sharing.open_to(unit, heard.sender)),)))
            case Act.READ:
                return await self._read(unit, heard)
            case Act.VERSIONS | Act.RETIRE | Act.ROLL_BACK | Act.OFFER:
                return await self._versions.do(unit, heard, publishes=await self._publishes(unit, heard))
            case Act.LANDING:
                looked = await self._landing.answer(unit, heard)
                return Done(looked.answer, looked.about, Result.DONE if looked.found else Result.FAILED)
            case Act.REHEARSE:
                tap = buttons.read(heard.tap) if heard.kind is Kind.TAP else None
                return Done(
                    *await self._rehearsal.answer(unit, heard.sender, tap if isinstance(tap, RehearsalTap) else None)
                )
            case Act.LOOK | Act.FINDINGS | Act.PUBLISH | Act.MEND:
                return await self._tap(unit, heard)
            case Act.MENU:
                menu = admin_menu.menu(await self._rights.scopes_of(unit, heard.sender))
                return Done(Answer(edit=menu) if heard.kind is Kind.TAP else Answer(say=(menu,)))
            case Act.ASK | Act.WITHDRAW | Act.READ_OVER | Act.APPROVE | Act.RETURN:
                return await self._readings.do(unit, heard)
            case _:
                return await self._owners.do(unit, heard)

    async def _file(self, unit: Unit, heard: Heard, upload: Upload | None) -> Done:
        match upload:
            case None:
                return failed(admin_messages.send_yaml())
            case Refused():
                return failed(admin_messages.refused(upload))
            case Unusable():
                return failed(admin_messages.unusable(upload))
            case MediaFile():
                await self._publishing.take_in(unit, upload, admin=heard.sender)
                about = f"{upload.kind} {upload.digest[:12]}"
                return Done(Answer(say=(admin_messages.taken_in(upload),)), about)
        name = heard.document.name if heard.document is not None else ""
        taken = await self._publishing.take(unit, upload, file=name, admin=heard.sender)
        if isinstance(taken, Refused):
            return failed(admin_messages.refused(taken))
        preview = admin_messages.preview(taken, publishes=await self._publishes(unit, heard))
        return Done(Answer(say=(preview,)), taken.track.slug)

    async def _tap(self, unit: Unit, heard: Heard) -> Done:
        match buttons.read(heard.tap):
            case DraftDay(token, day):
                looked_at = await self._publishing.look_at(unit, token, day, admin=heard.sender)
                preview = admin_messages.preview(looked_at, publishes=await self._publishes(unit, heard))
                return Done(Answer(edit=preview), f"{looked_at.track.slug} day {looked_at.day.number}")
            case DraftFindings(token):
                reviewed = await self._publishing.review(unit, token, admin=heard.sender)
                return Done(Answer(say=(admin_messages.reviewed(reviewed),)), reviewed.track.slug)
            case DraftPublished(token):
                return await self._ask_or_publish(unit, heard, token, ToPublish(token))
            case DraftMends(token, of):
                return await self._ask_or_publish(unit, heard, token, ToTap(heard.tap), after=of)
            case _:
                raise NotYours

    async def _read(self, unit: Unit, heard: Heard) -> Done:
        tap = buttons.read(heard.tap)
        if not isinstance(tap, SharedRead):
            raise NotYours
        opened = await self._sharing.read(unit, heard.sender, tap.token)
        if opened is None:
            _LOG.warning("%s is let read nothing of the kind and was refused", self._pseudonym(heard.sender))
            return Done(Answer(toast=admin_messages.not_shared()), result=Result.REFUSED)
        return Done(Answer(say=(access_messages.opened(opened),)), f"share {opened.share.id}")

    async def release(self, unit: Unit, heard: Heard, awaited: ToPublish | ToTap) -> Answer:
        """What waited is done once the code for it was right, and if the admin still may. Raises `NoDraft`, `NotYours`."""
        tap = buttons.read(awaited.carries) if isinstance(awaited, ToTap) else DraftPublished(awaited.token)
        act = TAPS.get(type(tap))
        if act is None:
            raise NotYours
        if (hindrance := await self._hindrance(unit, heard, act)) is not None:
            return await self._refuse(unit, heard, act, hindrance)
        message_id = awaited.message_id if isinstance(awaited, ToTap) else None
        return await self._logged(unit, heard, act, self._released(unit, heard, tap, message_id=message_id))

    async def _released(self, unit: Unit, heard: Heard, tap: Tap, *, message_id: int | None) -> Done:
        match tap:
            case DraftPublished(token):
                return await self._publish(unit, heard, token, after=None)
            case DraftMends(token, of):
                return await self._publish(unit, heard, token, after=of)
            case TrackRetired() | RolledBack() | VersionOffered():
                return await self._versions.carry_out(unit, heard, tap)
            case admin_buttons.BroadcastBegun() | admin_buttons.InviteMade() | admin_buttons.Dismissed():
                return await self._owners.carry_out(unit, heard, tap, message_id=message_id)
            case _:
                raise NotYours

    async def _ask_or_publish(
        self, unit: Unit, heard: Heard, token: str, awaited: ToPublish | ToTap, *, after: int | None = None
    ) -> Done:
        slug = await self._publishing.slug_of(unit, token, admin=heard.sender)
        if await self._publishing.needs_reading(unit, token, admin=heard.sender):
            return Done(Answer(say=(reading_messages.needs_reading(token),)), slug, Result.REFUSED)
        match await self._second_factor.ask(unit, heard.sender, awaited):
            case Need.ASKED:
                return Done(Answer(say=(code_messages.ask_to_publish(),)), slug, Result.BEGUN)
            case Need.LACKS:
                return Done(Answer(say=(code_messages.lacks_app(),)), slug, Result.REFUSED)
            case Need.NONE:
                return await self._publish(unit, heard, token, after=after)

    async def _publish(self, unit: Unit, heard: Heard, token: str, *, after: int | None) -> Done:
        """`after` is the version that it is to be another wording of, if it is."""
        wording = after is not None
        try:
            published = await self._publishing.publish(unit, token, admin=heard.sender, wording=wording, after=after)
        except (MoreThanWording, Overtaken) as error:
            return version_routes.failed(heard, error)
        except NeedsReading:  # withdrawn while a code was asked for, or a file it names is another
            return failed(reading_messages.needs_reading(token))
        if isinstance(published, Refused):
            return failed(admin_messages.refused(published))
        ref = published.publication.ref
        _LOG.info("%s published %s version %s", self._pseudonym(heard.sender), ref.slug, ref.number)
        return Done(Answer(say=(admin_messages.published(published),)), ref.told)

    async def _publishes(self, unit: Unit, heard: Heard) -> bool:
        return await self._rights.may(unit, heard.sender, NEEDS[Act.PUBLISH])

    async def _hindrance(self, unit: Unit, heard: Heard, act: Act) -> str | None:
        """Why somebody may not do this: the one place in which rights are looked at. None when they may."""
        if heard.chat != heard.sender:
            return "is in no private chat"
        scopes = await self._rights.scopes_of(unit, heard.sender)
        if not scopes:
            return "is no admin"
        if NEEDS[act] not in scopes:
            return f"has not the scope {NEEDS[act]}"
        return None

    async def _record(self, unit: Unit, heard: Heard, act: Act, result: Result, about: str = "") -> None:
        await unit.admin_acts.record(heard.sender, act, about=about, result=result, now=self._now())

    async def _refuse(self, unit: Unit, heard: Heard, act: Act, hindrance: str) -> Answer:
        _LOG.warning("%s %s and was refused: %s", self._pseudonym(heard.sender), hindrance, act)
        await self._record(unit, heard, act, Result.REFUSED)
        if heard.kind is Kind.GROUP:
            return Answer(say=(standing_texts.private_only(),), leave_chat=True)
        if heard.kind is Kind.TAP:
            return Answer(toast=standing_texts.not_yours())
        if await self._rights.scopes_of(unit, heard.sender):
            return Answer(say=(admin_messages.lacks(NEEDS[act]),))
        return Answer(say=(standing_texts.admins_only(),))
