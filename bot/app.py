"""The one place where the parts are put together."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any, Final

from telegram.ext import ExtBot

from bot import backing_up
from bot.answering import Answering
from bot.broadcast_delivery import BroadcastDelivery
from bot.broadcasting import Broadcasting
from bot.calm.drilling import Drilling
from bot.calm.pacing import Pacing
from bot.calm.returning import Returning
from bot.calm.softly import Softly
from bot.chat import broadcast_messages, nudge_messages
from bot.chat.access_routes import AccessRoutes
from bot.chat.admin import Admin
from bot.chat.broadcast_routes import BroadcastRoutes
from bot.chat.calm_routes import CalmRoutes
from bot.chat.code_routes import CodeRoutes
from bot.chat.conversation import Conversation
from bot.chat.desk_routes import DeskRoutes
from bot.chat.gain_routes import GainRoutes
from bot.chat.gate_routes import GateRoutes
from bot.chat.invite_routes import InviteRoutes
from bot.chat.journal_routes import JournalRoutes
from bot.chat.keeping_routes import KeepingRoutes
from bot.chat.landing_routes import LandingRoutes
from bot.chat.language_routes import LanguageRoutes
from bot.chat.menus import Menus
from bot.chat.owner_routes import OwnerRoutes
from bot.chat.pair_routes import PairRoutes
from bot.chat.pattern_routes import PatternRoutes
from bot.chat.reading_routes import ReadingRoutes
from bot.chat.rehearsal_routes import RehearsalRoutes
from bot.chat.return_routes import ReturnRoutes
from bot.chat.study_routes import StudyRoutes
from bot.chat.subscriber import Subscriber
from bot.chat.turn import Document, Heard
from bot.chat.version_routes import VersionRoutes
from bot.clock import Clock, utc_now
from bot.daily_backup import DailyBackup, KeptKeys
from bot.delivery import Delivery
from bot.desk.address import Whereabouts
from bot.desk.building import desk
from bot.desk.entering import Entering
from bot.desk.landed import LandingAtDesk
from bot.desk.rehearsed import REHEARSAL
from bot.door import Door, Figures, Inlet, Readiness, Receiving, pages
from bot.engine.clock_watch import ClockWatch
from bot.engine.distributed import STALLED, Distributed
from bot.engine.embedded import Embedded
from bot.engine.engine import Engine
from bot.enrolling import Enrolling
from bot.exporting import Exporting
from bot.first_aid import FirstAid
from bot.forgetting import Forgetting
from bot.gaining import Gaining
from bot.gating import Gating
from bot.granting import Granting
from bot.hearing import Elected, Hearing, OthersHear
from bot.holding import Holding
from bot.intake import Intake
from bot.journal import Journaling
from bot.landing import Landing
from bot.lease import Lease, OneOfMany, Right, this_machine
from bot.measures import Measures
from bot.metrics import CONTENT_TYPE, Metrics
from bot.pairing import Pairing
from bot.pattern_checking import PatternChecking
from bot.pauses import PAUSES
from bot.pausing import Pausing
from bot.places import Cities
from bot.planning import Planning
from bot.practice import Practice
from bot.publishing import Publishing, Upload
from bot.rehearsal import paper
from bot.rehearsal.showing import Showing
from bot.rehearsing import Rehearsing
from bot.returning import ComingBack
from bot.rights import Rights, Scope
from bot.second_factor import SecondFactor
from bot.second_reader import SecondReader
from bot.settings import Settings
from bot.sharing import Sharing
from bot.spoken_to import language_of
from bot.taking_part import TakingPart
from bot.telegram.files import fetch_upload
from bot.telegram.limits import Limits
from bot.telegram.poller import Poller
from bot.telegram.request import AiohttpRequest
from bot.telegram.sending import Sending
from bot.telegram.shared_rate import ByBudget
from bot.telegram.webhook import Webhook
from bot.versions import Versioning
from bot.walking_on import WalkingOn
from bot.words import speaking
from storage import rooms
from storage.database import Database, Unit
from storage.secrecy import Keyring
from storage.tombstones import Tombstones

_FOR_REPLIES: Final = 56
"""Connections that no nudge can take."""


@dataclass(frozen=True, slots=True)
class App:
    """All parts of a running bot. Updates come by `hearing`: carried by the `webhook` if there is one, else fetched by the
    `poller`; without a `door` nothing can be asked over HTTP, without `backups` none are made, and
    without `kept_keys` no copy of keys and ledger is kept up to date.
    """

    settings: Settings
    database: Database
    bot: ExtBot[Any]
    sending: Sending
    conversation: Conversation
    intake: Intake
    planning: Planning
    delivery: Delivery
    broadcasts: BroadcastDelivery
    rights: Rights
    menus: Menus
    poller: Poller
    webhook: Webhook | None
    readiness: Readiness
    door: Door | None
    whereabouts: Whereabouts
    lease: Right
    watch: ClockWatch
    engine: Engine
    hearing: Hearing
    forgetting: Forgetting
    taking_part: TakingPart
    showing: Showing
    pacing: Pacing
    measures: Measures
    figures: Metrics
    backups: DailyBackup | None
    kept_keys: KeptKeys | None


def build(
    settings: Settings,
    database: Database,
    keyring: Keyring,
    now: Clock,
    *,
    limits: Limits | None = None,
    pauses: Sequence[float] = PAUSES,
    stalled: float = STALLED,
    wire: AiohttpRequest | None = None,
) -> App:
    """Puts the parts together; `limits` counts real seconds unless others are handed in; `pauses` are the seconds
    between tries of an answer; after `stalled` seconds without a sign of life one of many processes counts as dead; all
    calls go by `wire` where one is given. Raises `SettingsProblem` when there is no token, or no secret for the webhook.
    """
    token = settings.bot_token()
    alone = database.file is not None
    rate = settings.messages_per_second
    if limits is None:
        shared = None if alone else ByBudget(database.budget(_name_of(token), messages_per_second=rate))
        limits = Limits(rate, shared=shared)
    watch = ClockWatch(utc_now, time.monotonic, calm=2 * settings.tick_seconds)
    pool = partial(rooms.pool, settings.database_url, rooms.ENGINE)
    engine: Engine = (
        Embedded(watch)
        if alone
        else Distributed(pool, watch, role=settings.role, called=keyring.pseudonym, stalled=stalled)
    )
    bot: ExtBot[Any] = ExtBot(
        token,
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=wire or AiohttpRequest(connections=settings.senders_at_work + _FOR_REPLIES),
        get_updates_request=wire or AiohttpRequest(connections=2),
        rate_limiter=limits,
    )
    measures = Measures(utc_now)
    sending = Sending(bot, limits, now, paid=settings.paid_broadcasts, measures=measures)
    practice = Practice(now)
    patterns = PatternRoutes(PatternChecking(now))
    gate = GateRoutes(Gating(now))
    holding = Holding(now)
    rights = Rights(settings.admins)
    menus = Menus(study=settings.running_study is not None)
    enrolling = Enrolling(Cities(), now, rights=rights)
    drilling = Drilling(now)
    calm = CalmRoutes(drilling, Returning(drilling, now), Softly(drilling, now))
    returning = ComingBack(enrolling, now)
    subscriber = Subscriber(
        enrolling,
        practice,
        patterns,
        gate,
        calm,
        WalkingOn(enrolling, now),
        holding,
        Pausing(now),
        ReturnRoutes(returning, contact=settings.contact),
        now,
        contact=settings.contact,
        study=menus.study,
    )
    second_factor = SecondFactor(now, rights=rights, required=settings.totp == "required")
    sharing = Sharing(now, rights=rights)
    versions = VersionRoutes(Versioning(now), second_factor, second_reader=settings.second_reader == "required")
    counting = Landing(now)
    unhurried = partial(database.unit, long=True, reads=True)
    rehearsing = Rehearsing(now)
    entering = Entering(now, rights=rights)
    whereabouts = Whereabouts(settings.desk_origin)
    granting = Granting(now, rights=rights, pseudonym=keyring.pseudonym)
    broadcasting = Broadcasting(now)
    second_reader = SecondReader(now, rights=rights, required=settings.second_reader == "required")
    publishing = Publishing(now, second_reader)
    admin = Admin(
        publishing,
        second_factor,
        versions,
        sharing,
        LandingRoutes(counting, unhurried),
        RehearsalRoutes(rehearsing, paper.as_page),
        DeskRoutes(entering, whereabouts),
        OwnerRoutes(
            granting, broadcasting, second_factor, menus, pseudonym=keyring.pseudonym, bot=lambda: bot.username
        ),
        ReadingRoutes(publishing, second_reader, pseudonym=keyring.pseudonym),
        now,
        rights=rights,
        pseudonym=keyring.pseudonym,
    )
    exporting = Exporting(keyring.data_keys, now, contact=settings.contact)
    forgetting = Forgetting(database, keyring.data_keys, Tombstones(settings.forgotten_path, keyring), now)
    keeping = KeepingRoutes(
        exporting, forgetting, second_factor, now, contact=settings.contact, study=settings.running_study
    )
    taking_part = TakingPart(keyring.data_keys, now)
    codes = CodeRoutes(second_factor, admin, keeping, now)
    conversation = Conversation(
        subscriber,
        admin,
        practice,
        keeping,
        codes,
        AccessRoutes(sharing),
        PairRoutes(Pairing(now), practice),
        InviteRoutes(granting, menus, now, pseudonym=keyring.pseudonym),
        BroadcastRoutes(broadcasting),
        GainRoutes(Gaining(now), practice),
        JournalRoutes(Journaling(now)),
        LanguageRoutes(rights, menus),
        StudyRoutes(settings.running_study, taking_part, contact=settings.contact),
        calm,
        holding,
        returning,
        contact=settings.contact,
    )

    async def fetch(document: Document) -> Upload:
        return await fetch_upload(bot, document)

    async def greet(heard: Heard) -> None:
        async with database.unit() as unit:
            scopes = await rights.scopes_of(unit, heard.sender)
            tongue = await language_of(unit, heard.sender)
        if scopes:
            with speaking(tongue):
                await sending.reply(menus.for_admin(heard.sender, scopes))

    answering = Answering(database, sending, practice, now, pauses=pauses, measures=measures)
    first_aid = FirstAid(sending, now)
    intake = Intake(
        database,
        conversation,
        answering,
        first_aid,
        now,
        fetch=fetch,
        greet=greet,
        finish=forgetting.finish,
        called=keyring.pseudonym,
        hand_over=engine.hand_over,
    )
    lease: Right = Lease(database, now, machine=this_machine()) if alone else OneOfMany()
    planning = Planning(database, now, steady=watch.is_steady)
    delivery = Delivery(
        database,
        sending,
        nudge_messages.going_out,
        now,
        lease=lease,
        steady=watch.is_steady,
        senders=settings.senders_at_work,
        study=settings.running_study,
    )

    async def sees_tracks(unit: Unit, admin: int) -> bool:
        return await rights.may(unit, admin, Scope.VIEW)

    pacing = Pacing(database, sending, drilling, now)
    showing = Showing(database, sending, rehearsing, now, may=sees_tracks)
    broadcasts = BroadcastDelivery(
        database,
        sending,
        practice,
        broadcast_messages.going_out,
        broadcast_messages.progress,
        now,
        rights=rights,
        lease=lease,
        steady=watch.is_steady,
        senders=settings.senders_at_work,
    )
    carried = settings.carried()
    webhook = None if carried is None or not settings.role.hears else Webhook(bot, carried, pauses=pauses)
    poller = Poller(bot, intake.store)
    fetching = poller if alone else Elected(database, poller, silent_for=stalled)
    hearing: Hearing = fetching if carried is None else webhook or OthersHear()
    readiness = Readiness(
        database,
        halted=sending.halted,
        replaced=lease.lost,
        hears=lambda: webhook is None or webhook.is_set.is_set(),
    )
    backups = None
    if settings.backup_folder is not None:
        backups = DailyBackup(settings, keyring, backing_up.places(settings), now, steady=watch.is_steady)
    place_of_keys = backing_up.place_of_keys(settings)
    kept_keys = None if place_of_keys is None else KeptKeys(settings, keyring, place_of_keys)
    figures = Metrics(
        database,
        now,
        clock_skew=lambda: sending.clock_skew,
        measures=measures,
        folder=settings.data_folder,
        backup=lambda: None if backups is None else backups.condition,
    )
    door = None
    if settings.listen is not None:
        heard = carried if settings.role.hears else None
        inlet = None if heard is None else Inlet(heard.path, Receiving(intake.store, secret=heard.secret))
        authors = None
        if settings.role.hears:
            authors = desk(
                database,
                entering,
                whereabouts,
                publishing,
                second_factor,
                now,
                rehearsal=REHEARSAL,
                landing=LandingAtDesk(counting, unhurried),
            )
        served = pages(readiness, Figures(figures.exposition, CONTENT_TYPE), inlet, authors)
        door = Door(served, settings.listen)
    return App(
        settings,
        database,
        bot,
        sending,
        conversation,
        intake,
        planning,
        delivery,
        broadcasts,
        rights,
        menus,
        poller,
        webhook,
        readiness,
        door,
        whereabouts,
        lease,
        watch,
        engine,
        hearing,
        forgetting,
        taking_part,
        showing,
        pacing,
        measures,
        figures,
        backups,
        kept_keys,
    )


def _name_of(token: str) -> str:
    """By which the database knows a token, without being told it."""
    return sha256(token.encode()).hexdigest()[:16]
