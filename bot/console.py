"""What every command shares: settings, the one place that reads the environment; the clock; one line on what to mend.

Here and in the modules of the commands nothing is imported at the top that loads a library of the database or of the network: a
function that needs one imports it itself, so that --help, TAB and what only looks at files answer at once.
"""

import json
import os
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Final, NoReturn, TypeVar

import typer

from bot import loop
from bot.clock import Clock, ShiftedClock, utc_now
from bot.faults import ANOTHER_USER
from bot.roles import Role
from bot.service_manager import ServiceManager
from bot.settings import Settings, SettingsProblem, read_settings
from bot.to_mend import ToMend
from storage.errors import NewerSchema

EnvFile = Annotated[Path | None, typer.Option("--env-file", help="A file of SMALLGAINS_… settings.", exists=True)]
BROKEN_OFF: Final = 130
"""What a program ends with whom Ctrl-C has ended: https://tldp.org/LDP/abs/html/exitcodes.html"""
T = TypeVar("T")


def settings_of(env_file: Path | None, *, role: Role | None = None) -> Settings:
    """The settings from the environment or that file; a `role` that is given counts."""
    try:
        return read_settings(env_file, role=role)
    except SettingsProblem as problem:
        fail(str(problem))


def settings_if_good(env_file: Path | None) -> Settings | None:
    """The same, and none where they cannot be read."""
    try:
        return read_settings(env_file)
    except SettingsProblem:
        return None


def clock_of(settings: Settings) -> Clock:
    """The clock that the settings ask for."""
    return utc_now if settings.clock_file is None else ShiftedClock(settings.clock_file)


machine_clock: Clock = utc_now
"""The machine's own, whatever a demo plays."""


def service_manager() -> ServiceManager:
    """Whoever started this process and wants to hear how it goes."""
    return ServiceManager.of(os.environ)


def finish(work: Coroutine[Any, Any, T]) -> T:
    """Runs to the end; what a person has to mend is said in one line."""
    try:
        return loop.run(work)
    except (ToMend, NewerSchema) as problem:
        fail(str(problem))
    except PermissionError as error:
        fail(f"{error.filename}: {error.strerror}: {ANOTHER_USER.cure}")


@contextmanager
def reporting_errors(settings: Settings) -> Iterator[None]:
    """Errors within the block are sent where the settings say; when they cannot be, that is said in one line."""
    from bot import error_reports

    try:
        with error_reports.sent(settings):
            yield
    except SettingsProblem as problem:
        fail(str(problem))


def tell_a_program(told: Any) -> None:
    """What a command found or did, as JSON."""
    typer.echo(json.dumps(told, ensure_ascii=False, indent=2))


def fail(says: str, *, code: int = 2) -> NoReturn:
    """Says what is wrong, and ends."""
    typer.echo(f"smallgains: {says}", err=True)
    sys.exit(code)
