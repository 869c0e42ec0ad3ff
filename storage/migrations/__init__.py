"""How the tables came to be, step by step."""

from dataclasses import dataclass
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
    schema = schema_of(connection)
    if schema.is_newer:
        raise NewerSchema(
            f"the database has schema {schema.here}, which this version does not know; use a newer version"
        )
    return schema.is_current


@dataclass(frozen=True, slots=True)
class Schema:
    """The last step that a database has taken, None when it has taken none, and the last one that this program knows."""

    here: str | None
    newest: str

    @property
    def is_current(self) -> bool:
        """Whether no step is missing."""
        return self.here == self.newest

    @property
    def is_newer(self) -> bool:
        """Whether the database is ahead of the program."""
        return self.here is not None and self.here not in _steps()


def schema_of(connection: Connection) -> Schema:
    """How far a database has come."""
    return Schema(MigrationContext.configure(connection).get_current_revision(), _steps()[0])


def is_new(connection: Connection) -> bool:
    """Whether no step was ever taken."""
    return schema_of(connection).here is None


@cache
def _steps() -> tuple[str, ...]:
    """Every step's name, the newest first. They are read once: a running program's own files stay as they are."""
    return tuple(step.revision for step in ScriptDirectory.from_config(config()).walk_revisions())
