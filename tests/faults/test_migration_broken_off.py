"""A migration that is broken off, by Ctrl-C or by kill -9, in the middle of a step: the database is as it was, and the next one goes
all the way.
"""

import signal
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from storage.database import Database
from tests.conftest import url_of
from tests.faults.program import Running, Site, eventually
from tests.newer import ADDS, STEP, newer_program
from tests.postgresql import Server
from tests.storage.rows import fill

IN_THE_MIDDLE = "in the middle of a step"
EACH = 3
SQLITE, POSTGRESQL = "sqlite", "postgresql"
_NEVER_ENDS = {
    SQLITE: """
    while True:
        op.execute("CREATE TABLE again (id INTEGER)")
        op.execute("DROP TABLE again")
""",
    POSTGRESQL: """
    op.execute("SELECT pg_sleep(3600)")
""",
}


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def kind(request: pytest.FixtureRequest) -> str:
    """Where the database is."""
    return str(request.param)


@pytest.fixture
def url(request: pytest.FixtureRequest, kind: str) -> str:
    """A migrated database."""
    if kind == SQLITE:
        return url_of(request.getfixturevalue("database_file"))
    return str(request.getfixturevalue("database_on_postgresql"))


@pytest.fixture
def empty(request: pytest.FixtureRequest, kind: str, tmp_path: Path) -> Iterator[str]:
    """A database in which there was never anything."""
    if kind == SQLITE:
        yield url_of(tmp_path / "empty.db")
        return
    server: Server = request.getfixturevalue("postgresql")
    yield server.make("never_migrated")
    server.drop("never_migrated")


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a newer version."""
    return newer_program(tmp_path_factory.mktemp("newer"), ADDS, contract=False)


@pytest.fixture(scope="module")
def halting(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """For either database the folder of a version whose last step changes something, and then never ends."""
    says = f'\n    print("{IN_THE_MIDDLE}", flush=True)\n'
    return {
        kind: newer_program(tmp_path_factory.mktemp(kind), f"{ADDS}{says}{never_ends}", contract=False)
        for kind, never_ends in _NEVER_ENDS.items()
    }


@pytest.fixture
def machine(tmp_path: Path, key_file: Path) -> Callable[..., Site]:
    """Makes a machine with a version on it: the present one, unless another `home` is given."""
    return lambda url, **home: Site(tmp_path, tmp_path, key_file, "http://127.0.0.1:9", database_url=url, **home)


async def is_in_the_middle(site: Site) -> bool:
    return site.has_logged(IN_THE_MIDDLE)


async def broken_off(migration: Running, by: signal.Signals) -> int:
    """It is ended by this signal; gives its exit code."""
    code, _ = await migration.is_told_to_stop(within=20, by=by)
    return code


async def schema_and_people(database: Database) -> tuple[str | None, int]:
    async with database.unit() as unit:
        people = len(await unit.people.ids())
    return (await database.schema()).here, people


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGKILL])
async def test_broken_off_in_a_step_it_leaves_all_as_it_was_and_the_next_one_goes_on(
    machine: Callable[..., Site], kind: str, url: str, halting: Mapping[str, Path], newer: Path, by: signal.Signals
) -> None:
    present, halts, goes_on = machine(url), machine(url, home=halting[kind]), machine(url, home=newer)
    async with present.database() as database:
        await fill(database, each=EACH)
        before = await schema_and_people(database)

    async with halts.running("migrate") as migration:
        await eventually(lambda: is_in_the_middle(halts), within=60)
        code = await broken_off(migration, by)

    async with present.database() as database:
        assert await schema_and_people(database) == before
        assert await database.is_up_to_date()  # the present version works on, as if nothing had been
    assert code == (130 if by is signal.SIGINT else -signal.SIGKILL)
    assert halts.has_logged("smallgains: broken off") is (by is signal.SIGINT)
    assert not halts.has_logged("Traceback")
    async with goes_on.running("migrate") as migration:
        assert await migration.ends(within=60) == 0
    async with goes_on.database() as database:
        assert await schema_and_people(database) == (STEP, before[1])


async def test_broken_off_after_many_steps_none_of_them_is_kept(
    machine: Callable[..., Site], kind: str, empty: str, halting: Mapping[str, Path], newer: Path
) -> None:
    halts, goes_on = machine(empty, home=halting[kind]), machine(empty, home=newer)

    async with halts.running("migrate") as migration:
        await eventually(lambda: is_in_the_middle(halts), within=60)
        code = await broken_off(migration, signal.SIGINT)

    async with halts.database() as database:
        assert await database.is_new()
    assert code == 130
    async with goes_on.running("migrate") as migration:
        assert await migration.ends(within=60) == 0
    async with goes_on.database() as database:
        assert (await database.schema()).here == STEP
