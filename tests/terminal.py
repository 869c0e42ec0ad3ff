"""The command line, given commands within a test: a folder and an environment, as an operator or an author has them; or a terminal
that somebody looks at.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from typer.testing import CliRunner, Result

from bot.cli import app
from tests.tracks import track_yaml


class Terminal:
    """A folder and an environment in which commands are given."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment: dict[str, str | None] = {
            "SMALLGAINS_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'bot.db'}",
            "COLUMNS": "200",
        }

    def smallgains(self, *arguments: object, **environment: str) -> Result:
        """Gives a command."""
        return CliRunner().invoke(
            app,
            [str(argument) for argument in arguments],
            env={**self.environment, **{f"SMALLGAINS_{name}": value for name, value in environment.items()}},
        )

    def file(self, name: str, text: str) -> Path:
        """A file to give to a command."""
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        return file

    def with_a_key(self) -> Self:
        """The same, with a key made."""
        return self._done("key", "new")

    def with_a_database(self) -> Self:
        """The same, with a key, and a database in which nobody is yet."""
        return self.with_a_key()._done("migrate")

    def with_a_track(self) -> Self:
        """The same, with a key, and a database in which a track is published: that of `calm.yaml`, which lies in the folder."""
        return self.with_a_key()._done("publish", self.file("calm.yaml", track_yaml()))

    def _done(self, *arguments: object) -> Self:
        done = self.smallgains(*arguments)
        assert done.exit_code == 0, done.output
        return self


_TELLING = """
import atexit, sys
from bot.__main__ import main
sys.argv[0] = "smallgains"
atexit.register(lambda: print("loaded:", *sys.modules, file=sys.stderr))
main()
"""


def said_and_loaded(folder: Path, *arguments: str, environment: Mapping[str, str]) -> tuple[str, set[str]]:
    """What a process of its own says to a command given in this folder, and the packages that it has loaded by its end."""
    told = subprocess.run(
        [sys.executable, "-c", _TELLING, *arguments], cwd=folder, env=environment, capture_output=True, text=True
    )
    said, _, loaded = told.stderr.rpartition("loaded: ")
    return told.stdout + said, {name.partition(".")[0] for name in loaded.split()}


@contextmanager
def on_a_terminal(
    command: list[str], environment: dict[str, str]
) -> Iterator[tuple["subprocess.Popen[bytes]", Callable[..., str]]]:
    """A program on a terminal of its own, and what it has written there."""
    here, there = os.openpty()
    written = b""

    def seen(*, until: Callable[[str], bool]) -> str:
        nonlocal written
        while not until(written.decode(errors="replace")):
            written += os.read(here, 65536)
        return written.decode(errors="replace")

    with subprocess.Popen(command, env=environment, stdin=there, stdout=there, stderr=there) as child:
        try:
            yield child, seen
        finally:
            child.kill()
            os.close(here)
            os.close(there)
