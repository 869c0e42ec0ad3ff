"""Opens the database; `unit()` is one transaction with all aggregates in it."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, Self

from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    NotSupportedError,
    ProgrammingError,
    SQLAlchemyError,
)
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlmodel import select

from storage.admin_acts import AdminActs
from storage.admin_secrets import AdminSecrets
from storage.check_ins import CheckIns
from storage.direct import DirectConnection
from storage.enrolments import Enrolments
from storage.erasure import Erasure
from storage.errors import AlreadyThere, Unavailable, Unstorable
from storage.facts import Facts
from storage.figures import Figures
from storage.footings import Footings
from storage.inbox import Inbox
from storage.leases import Leases
from storage.media import Media
from storage.messages import Messages
from storage.migrations import is_current, upgrade
from storage.nudges import Nudges
from storage.patterns import Patterns
from storage.people import People
from storage.randomness import Randomness, SystemRandomness
from storage.sealed_values import SealedValues
from storage.secrecy import Cell, KeyProblem, Keyring, WrongCell, is_of_first_format
from storage.shares import Shares
from storage.tables import CanaryRow
from storage.tracks import Tracks
from storage.turns import Turns

_LOG: Final = logging.getLogger(__name__)
_BUSY_TIMEOUT_MS: Final = 10_000
_LOOKS_AT_A_LOCK: Final = 40
"""What SQLite itself waits for cannot be called off, so it waits for a fraction of the time, this many times over."""
_LOOK_AGAIN_SECONDS: Final = 0.05
_BEGIN: Final = "BEGIN IMMEDIATE"
_CANARY: Final = Cell("canary", "sealed", 0, 1)
_CANARY_WORD: Final = "tweet"


@dataclass(frozen=True, slots=True)
class Unit:
    """One transaction: all of it is kept, or nothing."""

    people: People
    tracks: Tracks
    media: Media
    messages: Messages
    enrolments: Enrolments
    nudges: Nudges
    check_ins: CheckIns
    patterns: Patterns
    footings: Footings
    inbox: Inbox
    leases: Leases
    facts: Facts
    figures: Figures
    sealed: SealedValues
    erasure: Erasure
    admin_acts: AdminActs
    admin_secrets: AdminSecrets
    shares: Shares
    fresh: Randomness


class Database:
    """One open database. Close it with `close`, or use it as an asynchronous context."""

    def __init__(self, url: str, keyring: Keyring, *, randomness: Randomness | None = None) -> None:
        self._url = make_url(url)
        self._keyring = keyring
        self._random = randomness or SystemRandomness()
        self._engine = _engine(self._url)
        self._sessions = async_sessionmaker(self._engine, expire_on_commit=False)
        # SQLite has one writer at a time; waiting for our turn here is fair, waiting in its busy handler is not.
        self._turns = Turns() if _is_sqlite(self._url) else None

    @property
    def file(self) -> Path | None:
        """Where the database lies, when it is a file."""
        return file_of(self._url)

    @asynccontextmanager
    async def unit(self, *, patient: bool = False, long: bool = False) -> AsyncIterator[Unit]:
        """One transaction, kept when the block ends well and undone when it does not. Who is `patient` lets those go
        first who answer people; what looks at whole tables is `long`, and must not hold up the event loop.
        """
        async with self._turn(patient), _faults_told(), self._sessions.begin() as session, _apart(session, long):
            admin_acts = AdminActs(session, self._keyring)
            patterns = Patterns(session, self._keyring, self._random)
            yield Unit(
                people=People(session, self._keyring, self._random),
                tracks=Tracks(session, self._keyring, self._random),
                media=Media(session, self._random),
                messages=Messages(session),
                enrolments=Enrolments(session),
                nudges=Nudges(session, self._keyring, self._random),
                check_ins=CheckIns(session, self._keyring, self._random),
                patterns=patterns,
                footings=Footings(session, patterns),
                inbox=Inbox(session, self._keyring),
                leases=Leases(session),
                facts=Facts(session),
                figures=Figures(session),
                sealed=SealedValues(session, self._keyring),
                erasure=Erasure(session, self._keyring),
                admin_acts=admin_acts,
                admin_secrets=AdminSecrets(session, self._keyring, self._random),
                shares=Shares(session, self._keyring, self._random),
                fresh=self._random,
            )
        try:
            admin_acts.note_beside_keys()
        except Unavailable:
            _LOG.exception("the newest act in the log of admins could not be noted beside the keys")

    async def migrate(self) -> None:
        """Brings the tables to what this program needs. Raises `NewerSchema`."""
        async with _faults_told(), self._engine.connect() as connection:
            await connection.run_sync(upgrade)
            await connection.commit()

    async def is_up_to_date(self) -> bool:
        """Whether the tables are what this program needs. Raises `NewerSchema`."""
        async with _faults_told(), self._engine.connect() as connection:
            return await connection.run_sync(is_current)

    async def prove_key(self) -> None:
        """Makes sure that the key file and the keys of people belong to this database. Raises `KeyProblem`."""
        async with self._turn(patient=False), _faults_told(), self._sessions.begin() as session:
            row = (await session.scalars(select(CanaryRow))).one_or_none()
            if row is None:
                session.add(CanaryRow(id=1, sealed=self._keyring.seal(_CANARY_WORD, _CANARY)))
                return
            try:
                self._keyring.open(row.sealed, _CANARY)
                self._keyring.data_keys.prove()
            except (KeyProblem, WrongCell) as error:
                raise KeyProblem(
                    "the key file does not belong to this database, or the keys of people do not: what people wrote "
                    "would be lost (if smallgains rekey was broken off, run it again)"
                ) from error
            if is_of_first_format(row.sealed):
                # From now on the keys of people are needed, and that they are there is proven at every start.
                row.sealed = self._keyring.seal(_CANARY_WORD, _CANARY)

    async def checkpoint(self) -> bool:
        """What was written ahead goes into the database file, and the file it was written to is emptied: of what was
        erased no copy stays. False while others read.
        """
        if not _is_sqlite(self._url):
            return True
        for _ in range(_LOOKS_AT_A_LOCK):
            async with self._turn(patient=False), _faults_told(), self._engine.connect() as connection:
                # The driver itself is asked: within a transaction, which SQLAlchemy would begin, nothing is moved.
                driver: Any = (await connection.get_raw_connection()).driver_connection
                async with driver.execute("PRAGMA wal_checkpoint(TRUNCATE)") as found:
                    busy, *_ = await found.fetchone()
            if not busy:
                return True
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        return False

    def _turn(self, patient: bool) -> AbstractAsyncContextManager[None]:
        return nullcontext() if self._turns is None else self._turns.turn(patient=patient)

    async def close(self) -> None:
        """Lets go of all connections."""
        await self._engine.dispose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


@asynccontextmanager
async def _apart(session: AsyncSession, long: bool) -> AsyncIterator[None]:
    """What is `long` runs in the thread of its connection, where there is one."""
    if not long:
        yield
        return
    connection = (await (await session.connection()).get_raw_connection()).driver_connection
    if not isinstance(connection, DirectConnection):
        yield
        return
    connection.is_long = True
    try:
        yield
    finally:
        connection.is_long = False


@asynccontextmanager
async def _faults_told() -> AsyncIterator[None]:
    """The database's faults, as ours: what it says of itself, without the statement."""
    try:
        yield
    except IntegrityError as error:
        raise AlreadyThere(str(error.orig)) from error
    except (DataError, InterfaceError, NotSupportedError, ProgrammingError) as error:
        # Only the kind: what it says may quote the value.
        raise Unstorable(type(error.orig).__name__) from error
    except DBAPIError as error:
        raise Unavailable(str(error.orig)) from error
    except SQLAlchemyError as error:
        raise Unavailable(type(error).__name__) from error


def file_of(url: URL | str) -> Path | None:
    """The file a database URL names, or None when it names a server."""
    parsed = make_url(url) if isinstance(url, str) else url
    return Path(parsed.database) if _is_sqlite(parsed) and parsed.database else None


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _engine(url: URL) -> AsyncEngine:
    if not _is_sqlite(url):
        return create_async_engine(url, hide_parameters=True)
    file = file_of(url)
    if file is None:
        raise Unavailable("a database in memory keeps nothing; give it a file")
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    opened = partial(DirectConnection.opened, file, patience=_BUSY_TIMEOUT_MS / 1000)
    engine = create_async_engine(url, hide_parameters=True, async_creator=opened)

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, _record: object) -> None:
        # The driver's own transactions start too late; ours start with BEGIN IMMEDIATE below.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            f"busy_timeout={_BUSY_TIMEOUT_MS // _LOOKS_AT_A_LOCK}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begun(connection: Connection) -> None:
        if not any(_has_begun(connection) for _ in range(_LOOKS_AT_A_LOCK - 1)):
            connection.exec_driver_sql(_BEGIN)

    return engine


def _has_begun(connection: Connection) -> bool:
    """Whether the lock could be had within SQLite's own short wait."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(_BEGIN)
    except sqlite3.OperationalError:
        return False
    finally:
        cursor.close()
    return True
