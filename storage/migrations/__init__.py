"""How the tables came to be, step by step."""

from functools import cache
from importlib.resources import files
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from storage.errors import NewerSchema
from storage.locks import lock_steps

_FOLDER: Final = "storage.migrations"


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration for this folder; no ini file is needed."""
    made = Config()
    made.set_main_option("script_location", str(files(_FOLDER)))
    made.attributes["connection"] = connection
    return made


def upgrade(connection: Connection) -> None:
    """Takes every step that is missing; of two who do so at once one waits for the other. Raises `NewerSchema` when the
    database is ahead of the program.
    """
    lock_steps(connection)
    if not is_current(connection):
        command.upgrade(config(connection), "head")


def is_current(connection: Connection) -> bool:
    """Whether no step is missing. Raises `NewerSchema` when the database is ahead of the program."""
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in _steps():
        raise NewerSchema(f"the database has schema {current}, which this version does not know; use a newer version")
    return current == _steps()[0]


def is_new(connection: Connection) -> bool:
    """Whether no step was ever taken."""
    return MigrationContext.configure(connection).get_current_revision() is None


@cache
def _steps() -> tuple[str, ...]:
    """Every step's name, the newest first. They are read once: a running program's own files stay as they are."""
    return tuple(step.revision for step in ScriptDirectory.from_config(config()).walk_revisions())
