"""What the tests share: a clock, a migrated database to copy, and a town in which stories take place."""

import asyncio
import gc
import itertools
import logging
import shutil
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import StandingClock
from bot.sandbox import Sandbox
from storage import tombstones
from storage.database import Database
from storage.secrecy import Keyring, make_key_file
from tests.longest import longest_first
from tests.postgresql import Server, serving
from tests.scratch import move_into_memory
from tests.stories.dead_ends import DEAD_ENDS, dead_ends
from tests.stories.town import ADMIN, CALM, TOKEN, Somebody, Town

FIGURES = "figures"
_NUMBERS = itertools.count()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--release", action="store_true", help="the fault tests at ten times their usual size")


def pytest_configure(config: pytest.Config) -> None:
    """The long trial before a release is on the machine's disk; day by day, memory will do. Who starts the tests in the background
    of a shell has Ctrl-C ignored for all that they start: they undo that for the programs which are to be ended by it.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if not config.getoption("--release"):
        move_into_memory()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that take long come first; with several workers nothing long is left at the end."""
    longest_first(items)


def pytest_collection_finish() -> None:
    """What was loaded for all tests is not looked through for rubbish again and again: a tenth of the time of many of them."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What the tests measured, at the end, also when they ran in several processes."""
    reports = [*terminalreporter.stats.get("passed", []), *terminalreporter.stats.get("failed", [])]
    told = [value for report in reports for name, value in report.user_properties if name == FIGURES]
    if told:
        terminalreporter.section("figures")
        for line in told:
            terminalreporter.write_line(line)


NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
"""A Monday without a clock change near it in Berlin, where it is two in the afternoon."""


@pytest.fixture(scope="session")
def times(pytestconfig: pytest.Config) -> int:
    """How many times its usual size a fault test is: 1, or 10 with `--release`."""
    return 10 if pytestconfig.getoption("--release") else 1


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Tells a figure that was measured; it is printed at the end of the run."""

    def told(line: str) -> None:
        record_property(FIGURES, line)

    return told


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock(NOON)


@pytest.fixture(scope="session")
def first_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a key file of this test run, and the keys that it locks."""
    folder = tmp_path_factory.mktemp("key")
    make_key_file(folder / "smallgains.key")
    return folder


@pytest.fixture
def key_file(tmp_path_factory: pytest.TempPathFactory, first_keys: Path, migrated: Path) -> Path:
    """This test's own copy, for keys remember who was forgotten; it opens every copy of the `migrated` database."""
    assert migrated.exists()
    folder = tmp_path_factory.mktemp("keys")
    return Path(shutil.copytree(first_keys, folder, dirs_exist_ok=True)) / "smallgains.key"


@pytest.fixture
def keyring(key_file: Path) -> Keyring:
    return Keyring.read(key_file)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory, first_keys: Path) -> Path:
    """A database file with every table and nothing in them."""
    file = tmp_path_factory.mktemp("migrated") / "empty.db"

    async def migrate() -> None:
        async with Database(url_of(file), Keyring.read(first_keys / "smallgains.key")) as database:
            await database.migrate()
            await database.prove_key()

    asyncio.run(migrate())
    return file


@pytest.fixture
def database_file(tmp_path: Path, migrated: Path) -> Path:
    """A migrated database of this test's own."""
    return Path(shutil.copy(migrated, tmp_path / "town.db"))


@pytest.fixture
def database_url(database_file: Path) -> str:
    """Where this test's database is: in a file, unless tests further down say otherwise."""
    return url_of(database_file)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server of this test process's own."""
    with serving() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_on_postgresql(postgresql: Server, first_keys: Path) -> str:
    """The name of a database on the server with every table and nothing in them."""

    async def migrate(url: str) -> None:
        async with Database(url, Keyring.read(first_keys / "smallgains.key")) as database:
            await database.migrate()
            await database.prove_key()

    asyncio.run(migrate(postgresql.make("migrated")))
    return "migrated"


@pytest.fixture
def database_on_postgresql(postgresql: Server, migrated_on_postgresql: str) -> Iterator[str]:
    """The URL of a migrated database of this test's own on the server."""
    name = f"test_{next(_NUMBERS)}"
    yield postgresql.make(name, template=migrated_on_postgresql)
    postgresql.drop(name)


@pytest.fixture
async def bare_town(
    database_url: str, keyring: Keyring, clock: StandingClock, complaints: list[logging.LogRecord], tmp_path: Path
) -> AsyncIterator[Town]:
    """A town in which no track is published."""
    async with _town(database_url, keyring, clock, complaints, tmp_path / tombstones.FILE_NAME) as town:
        yield town


@pytest.fixture
async def town(bare_town: Town) -> Town:
    """A town in which thirty calm days are on offer."""
    await bare_town.publishes(CALM)
    return bare_town


@pytest.fixture
def alice(town: Town) -> Somebody:
    return town.somebody("Alice", 1002)


@pytest.fixture
def ben(town: Town) -> Somebody:
    return town.somebody("Ben", 1003)


@pytest.fixture
def robin(town: Town) -> Somebody:
    """The admin."""
    return town.somebody("Robin", ADMIN)


@pytest.fixture
def complaints() -> Iterator[list[logging.LogRecord]]:
    """What the program complains of in its log, from errors on."""
    complaints: list[logging.LogRecord] = []
    keeper = _Keeper(complaints)
    logging.getLogger().addHandler(keeper)
    yield complaints
    logging.getLogger().removeHandler(keeper)


class _Keeper(logging.Handler):
    def __init__(self, kept: list[logging.LogRecord]) -> None:
        super().__init__(logging.ERROR)
        self._kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        self._kept.append(record)


def url_of(file: Path) -> str:
    """The database URL of a file."""
    return f"sqlite+aiosqlite:///{file}"


@asynccontextmanager
async def _town(
    database_url: str,
    keyring: Keyring,
    clock: StandingClock,
    complaints: list[logging.LogRecord],
    forgotten_file: Path,
) -> AsyncIterator[Town]:
    """Every story ends with the same questions: was Telegram treated by its rules, and did nothing go wrong inside?"""
    keyring.data_keys.drop_admin_acts(after=0)  # of other towns
    sandbox = Sandbox(TOKEN, now=clock, admins=[ADMIN])
    async with sandbox.serving() as api_url:
        town = Town(sandbox, api_url, clock, database_url, keyring, forgotten_file=forgotten_file)
        await town.wakes()
        yield town
        await town.sleeps()
    breaches = [breach for breach in sandbox.breaches if breach.method not in town.forgiven]
    assert breaches == []
    if DEAD_ENDS not in town.forgiven:
        assert list(dead_ends(sandbox)) == []
    assert [record.getMessage() for record in complaints if record.name not in town.forgiven] == []
