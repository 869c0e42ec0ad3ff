"""A copy of a database on a server, by the server's own programs: pg_dump writes it, pg_restore reads it.

A password is never on their command line, which others on the machine can read, but in a file that is gone afterwards. What they
say when they fail is told by its first line alone, as what follows may quote a row.
"""

import asyncio
import os
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Final, LiteralString

from psycopg import AsyncConnection, sql
from psycopg.conninfo import make_conninfo
from sqlalchemy.engine import make_url

from storage.engines import arguments_of
from storage.errors import Damaged, Unavailable
from storage.faults import faults_told
from storage.file_copies import Contents
from storage.rooms import ENGINE

_DUMP: Final = "pg_dump"
_RESTORE: Final = "pg_restore"
_TABLE_DATA: Final = re.compile(rb"^\d+; \d+ \d+ TABLE DATA \S+ (\S+) ", re.MULTILINE)
_MAJOR: Final = 10_000
_TAKES_ITS_TIME: Final = {
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "lock_timeout": "60s",
}
_OURS: Final = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
_SIZE: Final = (
    "SELECT coalesce(sum(pg_table_size(c.oid)), 0)::bigint FROM pg_class c "
    "WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'"
)
_ANYTHING: Final = "SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace"


async def copy(url: str, to: Path, tell: Callable[[int, int], None]) -> Contents:
    """Copies the database at `url` into a new file, as it is at this moment, and counts what is in it at the same; tells how many
    tables are counted. Raises `Unavailable`, `Damaged`.
    """
    async with _connected(url) as connection:
        await _can(_DUMP, connection)
        os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        snapshot = await _one(connection, "SELECT pg_export_snapshot()")
        dump = (
            *("--format=custom", "--no-owner", "--no-privileges", "--no-password", f"--exclude-schema={ENGINE}"),
            *(f"--snapshot={snapshot}", f"--file={to}"),
        )
        dumping = asyncio.create_task(_done_there(_DUMP, *dump, url=url))
        try:
            contents = await _counted(connection, tell)
            await dumping
        finally:
            dumping.cancel()
            await asyncio.wait({dumping})
    await _look_over(to, contents)
    with to.open("rb") as opened:
        await asyncio.to_thread(os.fsync, opened.fileno())
    return contents


async def size_of(url: str) -> int:
    """About how many bytes a copy takes, at most. Raises `Unavailable`."""
    async with _connected(url) as connection:
        return int(await _one(connection, _SIZE))


async def is_empty(url: str) -> bool:
    """Whether there is nothing in the database yet. Raises `Unavailable`."""
    async with _connected(url) as connection:
        return int(await _one(connection, _ANYTHING)) == 0


async def put_back(copy: Path, url: str) -> None:
    """Everything in the copy is in the empty database at `url`, or nothing is. Raises `Unavailable`."""
    async with _connected(url) as connection:
        await _can(_RESTORE, connection)
    how = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", "--no-password")
    await _done_there(_RESTORE, *how, str(copy), url=url)


@asynccontextmanager
async def scratch(url: str, name: str) -> AsyncIterator[str]:
    """Another database on the same server while the block runs; gives its URL. Raises `Unavailable` when there may be none."""
    async with _connected(url) as connection:
        await _does(connection, "CREATE DATABASE {} TEMPLATE template0", name)
    try:
        yield make_url(url).set(database=name).render_as_string(hide_password=False)
    finally:
        async with _connected(url) as connection:
            await _does(connection, "DROP DATABASE {} WITH (FORCE)", name)


async def _look_over(copy: Path, contents: Contents) -> None:
    """Reads it from its beginning to its end. Raises `Damaged`."""
    try:
        listed = await _done(_RESTORE, "--list", str(copy))
        await _done(_RESTORE, f"--file={os.devnull}", str(copy))
    except Unavailable as error:
        raise Damaged(str(error)) from error
    held = {name.decode() for name in _TABLE_DATA.findall(listed)}
    if missing := contents.rows.keys() - held:
        raise Damaged(f"it lacks {', '.join(sorted(missing))}")


async def _counted(connection: AsyncConnection[Any], tell: Callable[[int, int], None]) -> Contents:
    schema = await _one(connection, "SELECT version_num FROM alembic_version")
    tables = [name for (name,) in await (await connection.execute(_OURS)).fetchall()]
    rows: dict[str, int] = {}
    for table in tables:
        counted = await connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
        [rows[table]] = await counted.fetchone() or (0,)
        tell(len(rows), len(tables))
    return Contents(str(schema), rows)


async def _can(program: str, connection: AsyncConnection[Any]) -> None:
    """Raises `Unavailable` when the program is missing, or older than the server."""
    told = (await _done(program, "--version")).decode()
    found = re.search(r"(\d+)", told)
    server = connection.info.server_version // _MAJOR
    if found is None or int(found[1]) < server:
        raise Unavailable(
            f"{program} is too old ({told.strip()}) for the server ({server}): put that of PostgreSQL {server} or newer first "
            "in PATH"
        )


async def _done_there(program: str, *arguments: str, url: str) -> bytes:
    """What the program prints that works on this database. Raises `Unavailable`."""
    there = arguments_of(make_url(url))
    password = there.pop("password", None)
    with tempfile.TemporaryDirectory(prefix="smallgains-") as folder:
        if password is not None:
            there["passfile"] = str(_written(Path(folder) / "pgpass", str(password)))
        return await _done(program, f"--dbname={make_conninfo(**there)}", *arguments)


def _written(passfile: Path, password: str) -> Path:
    """A file of passwords as libpq reads it, with one for every server."""
    with os.fdopen(os.open(passfile, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
        opened.write("*:*:*:*:" + re.sub(r"([:\\])", r"\\\1", password) + "\n")
    return passfile


async def _done(program: str, *arguments: str) -> bytes:
    """What the program prints. Raises `Unavailable`."""
    found = shutil.which(program)
    if found is None:
        raise Unavailable(
            f"{program} is not installed here; it comes with PostgreSQL (on Debian: apt-get install postgresql-client)"
        )
    process = await asyncio.create_subprocess_exec(
        found,
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        printed, said = await process.communicate()
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        raise
    if process.returncode:
        first, *_ = [*said.decode(errors="replace").splitlines(), f"{program} ended with {process.returncode}"]
        raise Unavailable(first)
    return printed


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[AsyncConnection[Any]]:
    async with (
        faults_told(),
        await AsyncConnection.connect(**arguments_of(make_url(url), **_TAKES_ITS_TIME), autocommit=True) as connection,
    ):
        yield connection


async def _one(connection: AsyncConnection[Any], query: LiteralString) -> Any:
    row = await (await connection.execute(query)).fetchone()
    return None if row is None else row[0]


async def _does(connection: AsyncConnection[Any], statement: LiteralString, name: str) -> None:
    await connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
