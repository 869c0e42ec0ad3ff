"""Opens the database; `unit()` is one transaction with all aggregates in it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from sqlalchemy import Table, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.schema import CreateSchema, DropSchema

from storage import budget, canary, copies, lasting, locks, rooms
from storage.admin_acts import AdminActs
from storage.admin_secrets import AdminSecrets
from storage.broadcasts import Broadcasts
from storage.budget import Budget
from storage.bundles import Bundles
from storage.check_ins import CheckIns
from storage.desk_drafts import DeskDrafts
from storage.desk_visits import DeskVisits
from storage.direct import apart
from storage.drills import Drills
from storage.engines import LOOKS_AT_A_LOCK, READS, engine_of, unminded_keys
from storage.enrolments import Enrolments
from storage.erasure import Erasure
from storage.errors import InUse, Unavailable
from storage.facts import Facts
from storage.faults import faults_told
from storage.figures import Figures
from storage.footings import Footings
from storage.gains import Gains
from storage.grants import Grants
from storage.held import Held
from storage.inbox import Inbox
from storage.journal import Journal
from storage.landing import LandingCounts
from storage.leases import Leases
from storage.locks import Of
from storage.media import Media
from storage.messages import Messages
from storage.migrations import Schema, ends_older_ones, is_current, is_new, schema_of, upgrade
from storage.move_marks import MoveMarks
from storage.nudges import Nudges
from storage.pairs import Pairs
from storage.patterns import Patterns
from storage.people import People
from storage.prepared import hand_over
from storage.randomness import Randomness, SystemRandomness
from storage.readings import Readings
from storage.rehearsals import Rehearsals
from storage.return_times import ReturnTimes
from storage.rows import Rows
from storage.sealed_values import SealedValues
from storage.secrecy import Keyring, is_of_first_format
from storage.shares import Shares
from storage.singles import add_new
from storage.soft_starts import SoftStarts
from storage.studies import Studies
from storage.tables import CanaryRow, table_of
from storage.taking import Tell, to_nobody
from storage.tracks import Tracks
from storage.turns import Turns
from storage.urls import file_of, is_sqlite
from storage.versions import Versions

_LOG: Final = logging.getLogger(__name__)
_LOOK_AGAIN_SECONDS: Final = 0.05
_CANARIES: Final[Table] = table_of(CanaryRow)


@dataclass(frozen=True, slots=True)
class Unit:
    """One transaction: all of it is kept, or nothing."""

    people: People
    tracks: Tracks
    versions: Versions
    media: Media
    messages: Messages
    enrolments: Enrolments
    nudges: Nudges
    check_ins: CheckIns
    gains: Gains
    journal: Journal
    patterns: Patterns
    footings: Footings
    inbox: Inbox
    leases: Leases
    facts: Facts
    figures: Figures
    landing: LandingCounts
    sealed: SealedValues
    rows: Rows
    move_marks: MoveMarks
    erasure: Erasure
    admin_acts: AdminActs
    admin_secrets: AdminSecrets
    grants: Grants
    broadcasts: Broadcasts
    readings: Readings
    shares: Shares
    pairs: Pairs
    rehearsals: Rehearsals
    drills: Drills
    return_times: ReturnTimes
    soft_starts: SoftStarts
    studies: Studies
    bundles: Bundles
    desk_visits: DeskVisits
    desk_drafts: DeskDrafts
    fresh: Randomness


class Database:
    """One open database. Close it with `close`, or use it as an asynchronous context."""

    def __init__(self, url: str, keyring: Keyring, *, randomness: Randomness | None = None) -> None:
        self._url = make_url(url)
        self._keyring = keyring
        self._random = randomness or SystemRandomness()
        self._engine = engine_of(self._url)
        # SQLite has one writer at a time; waiting for our turn here is fair, waiting in its busy handler is not.
        self._turns = Turns() if is_sqlite(self._url) else None

    @property
    def file(self) -> Path | None:
        """Where the database lies, when it is a file."""
        return file_of(self._url)

    @asynccontextmanager
    async def unit(self, *, patient: bool = False, long: bool = False, reads: bool = False) -> AsyncIterator[Unit]:
        """One transaction, kept when the block ends well and undone when it does not. Who is `patient` lets those go
        first who answer people; what looks at whole tables is `long`, and must not hold up the event loop. What only `reads`
        holds up nobody who writes, and waits for nobody.
        """
        turn = nullcontext() if reads else self._turn(patient)
        async with turn, faults_told(), self._begun(reads=reads) as session, apart(session, long):
            if long:
                await lasting.may_take_its_time(session)
            admin_acts = AdminActs(session, self._keyring)
            patterns = Patterns(session, self._keyring, self._random)
            yield Unit(
                people=People(session, self._keyring, self._random),
                tracks=Tracks(session, self._keyring, self._random),
                versions=Versions(session),
                media=Media(session, self._random),
                messages=Messages(session),
                enrolments=Enrolments(session),
                nudges=Nudges(session, self._keyring, self._random),
                check_ins=CheckIns(session, self._keyring, self._random),
                gains=Gains(session, self._keyring, self._random),
                journal=Journal(session, self._keyring, self._random),
                patterns=patterns,
                footings=Footings(session, patterns),
                inbox=Inbox(session, self._keyring),
                leases=Leases(session),
                facts=Facts(session),
                figures=Figures(session),
                landing=LandingCounts(session),
                sealed=SealedValues(session, self._keyring),
                rows=Rows(session),
                move_marks=MoveMarks(session),
                erasure=Erasure(session, self._keyring),
                admin_acts=admin_acts,
                admin_secrets=AdminSecrets(session, self._keyring, self._random),
                grants=Grants(session, self._keyring, self._random),
                broadcasts=Broadcasts(session, self._keyring, self._random),
                readings=Readings(session, self._random),
                shares=Shares(session, self._keyring, self._random),
                pairs=Pairs(session, self._keyring, self._random),
                rehearsals=Rehearsals(session, self._random),
                drills=Drills(session, self._random),
                return_times=ReturnTimes(session, self._random),
                soft_starts=SoftStarts(session, self._keyring, self._random),
                studies=Studies(session, self._random),
                bundles=Bundles(session),
                desk_visits=DeskVisits(session, self._keyring, self._random),
                desk_drafts=DeskDrafts(session, self._keyring, self._random),
                fresh=self._random,
            )
        try:
            admin_acts.note_beside_keys()
        except Unavailable:
            _LOG.exception("the newest act in the log of admins could not be noted beside the keys")

    def budget(self, of: str, *, messages_per_second: float) -> Budget:
        """How fast all who send in that name may send, together. For a server."""
        return Budget(self._engine, of, messages_per_second=messages_per_second)

    async def furnish(self, room: str, tables: str) -> None:
        """Makes this schema on a server, with these tables in it, unless it has just these. What others left there is thrown
        away.
        """
        async with faults_told(), self._engine.begin() as connection:
            await rooms.furnish(connection, room, f"{tables}\n{budget.TABLE}")

    @asynccontextmanager
    async def _begun(self, *, reads: bool = False) -> AsyncIterator[AsyncSession]:
        """A session in a transaction, which is kept or undone at the end of the block; what is prepared runs in it too."""
        engine = self._engine.execution_options(**{READS: True}) if reads else self._engine
        async with engine.begin() as connection:
            session = AsyncSession(connection, expire_on_commit=False)
            hand_over(session, connection)
            try:
                yield session
                if session.in_transaction():
                    await session.commit()
            finally:
                if session.in_transaction():
                    await session.close()

    async def migrate(self, tell: Tell = to_nobody) -> None:
        """Brings the tables to what this program needs, all the way or not at all. Raises `NewerSchema`."""
        async with faults_told(), self._engine.connect() as connection, unminded_keys(connection):
            await connection.run_sync(upgrade, tell)
            await connection.commit()

    async def is_new(self) -> bool:
        """Whether nothing has ever been migrated there."""
        async with faults_told(), self._engine.connect() as connection:
            return await connection.run_sync(is_new)

    async def schema(self) -> Schema:
        """How far its tables are, whatever this program needs; nobody who writes is held up."""
        async with faults_told(), self._engine.execution_options(**{READS: True}).connect() as connection:
            return await connection.run_sync(schema_of)

    async def is_up_to_date(self) -> bool:
        """Whether the tables have all that this program needs. Raises `NewerSchema`."""
        async with faults_told(), self._engine.connect() as connection:
            return await connection.run_sync(is_current)

    async def ends_older_ones(self) -> bool:
        """Whether to migrate means that programs of an older version cannot go on. Raises `NewerSchema`."""
        async with faults_told(), self._engine.connect() as connection:
            return await connection.run_sync(ends_older_ones)

    async def is_half_restored(self) -> bool:
        """Whether a backup was being put back there, and that has not ended well. A file has another name for so long."""
        if is_sqlite(self._url):
            return False
        async with faults_told(), self._engine.connect() as connection:
            return bool(await connection.scalar(select(func.to_regnamespace(rooms.RESTORING).is_not(None))))

    @asynccontextmanager
    async def being_restored(self) -> AsyncIterator[None]:
        """From now on until the block has ended well, a database on a server counts as half restored."""
        async with faults_told(), self._engine.begin() as connection:
            await connection.execute(CreateSchema(rooms.RESTORING, if_not_exists=True))
        yield
        async with faults_told(), self._engine.begin() as connection:
            await connection.execute(DropSchema(rooms.RESTORING))

    async def prove_key(self) -> None:
        """Makes sure that the key file and the keys of people belong to this database. Raises `KeyProblem`."""
        async with self._turn(patient=False), faults_told(), self._begun() as session:
            row = await session.get(CanaryRow, canary.CELL.row)
            if row is None:
                sealed = self._keyring.seal(canary.WORD, canary.CELL)
                if await add_new(session, _CANARIES, {"id": canary.CELL.row, "sealed": sealed}, by=["id"]):
                    return
                # Another process was first, whose key need not be ours.
                row = await session.get_one(CanaryRow, canary.CELL.row)
            canary.prove(self._keyring, row.sealed)
            if is_of_first_format(row.sealed):
                # From now on the keys of people are needed, and that they are there is proven at every start.
                row.sealed = self._keyring.seal(canary.WORD, canary.CELL)

    async def checkpoint(self) -> bool:
        """Of what was erased no copy stays that can be cleared away (`storage.copies` says which can). False while others
        read.
        """
        cleared = self._log_emptied if is_sqlite(self._url) else await self._vacuuming()
        for _ in range(LOOKS_AT_A_LOCK):
            if await cleared():
                return True
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        return False

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """While the block runs no other process that asks for the same, or works `among_others`, works on this database.
        Raises `InUse` at once when one does. It is for a server, which lets go of the lock with the connection, when its
        holder dies: whoever is cut off from it holds it no longer. For a file, whoever calls this holds the file's own lock.
        """
        if is_sqlite(self._url):
            yield
            return
        async with self._holding(Of.WORK):
            yield

    @asynccontextmanager
    async def among_others(self) -> AsyncIterator[Held]:
        """While the block runs no process has this database `alone`, for as long as this is held. Raises `InUse` at once when
        one has. For a server.
        """
        async with self._holding(Of.WORK, shared=True) as held:
            yield held

    @asynccontextmanager
    async def one_at_a_time(self) -> AsyncIterator[None]:
        """The block runs in one process after the other, of all that start on a server."""
        if is_sqlite(self._url):
            yield
            return
        async with self._connected() as connection:
            async with faults_told():
                await locks.wait_for(connection, Of.START)
            yield

    @asynccontextmanager
    async def chosen_to_hear(self, *, silent_for: float) -> AsyncIterator[Held]:
        """While the block runs this process is the one of all on a server that fetches updates, for as long as this is held,
        and is asked about again within `silent_for` seconds. Raises `InUse` at once when another is.
        """
        async with self._holding(Of.HEARING, silent_for=silent_for) as held:
            yield held

    @asynccontextmanager
    async def _holding(self, of: Of, *, shared: bool = False, silent_for: float = 0) -> AsyncIterator[Held]:
        async with self._connected() as connection:
            async with faults_told():
                if not await locks.has(connection, of, shared=shared):
                    raise InUse("another process works on this database")
                await locks.lost_when_silent(connection, silent_for)
            held = Held(connection)
            try:
                yield held
            finally:
                held.let_go()

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection]:
        """A connection that is closed for good at the end, with all locks that it holds."""
        async with faults_told():
            connection = await self._engine.connect()
            await connection.execution_options(isolation_level="AUTOCOMMIT")
        try:
            yield connection
        finally:
            await connection.invalidate()
            await connection.close()

    async def _log_emptied(self) -> bool:
        async with self._turn(patient=False), faults_told(), self._engine.connect() as connection:
            return await copies.empty_log(connection)

    async def _vacuuming(self) -> Callable[[], Awaitable[bool]]:
        """Clears away what is erased by now, when it is called."""
        async with faults_told():
            since = await copies.server_time(self._engine)

        async def vacuumed() -> bool:
            async with faults_told():
                return await copies.vacuum(self._engine, since=since)

        return vacuumed

    def _turn(self, patient: bool) -> AbstractAsyncContextManager[None]:
        return nullcontext() if self._turns is None else self._turns.turn(patient=patient)

    async def close(self) -> None:
        """Lets go of all connections."""
        await self._engine.dispose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
