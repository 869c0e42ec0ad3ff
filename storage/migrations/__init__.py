"""How the tables came to be, step by step. Alembic is loaded when there is a step to take: to see whether one is missing, their
names are enough.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from storage.errors import NewerSchema, Unavailable
from storage.locks import lock_steps
from storage.taking import Taking, Tell, to_nobody

if TYPE_CHECKING:
    from alembic.config import Config

_FOLDER: Final = "storage.migrations"
CONTRACT: Final = "contract"
"""A step with this in its module takes something away, or changes what older programs rely on. All others only add."""
LAST_WITHOUT_A_NOTE: Final = "0032"
"""Programs that know no later step refuse every database that is ahead of them."""
NOTE: Final = "schema"
"""The fact under which a database says which step it has taken, and which one a program has to know to work with it."""


def config(connection: Connection | None = None, *, after_each: Callable[..., None] | None = None) -> "Config":
    """Alembic's configuration for this folder; no ini file is needed. `after_each` is called when a step is taken."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(files(_FOLDER)))
    made.attributes["connection"] = connection
    made.attributes["after_each"] = after_each
    return made


def upgrade(connection: Connection, tell: Tell = to_nobody) -> None:
    """Takes every step that is missing, and tells how far it has come: before the first, and after each. Of two who do so at once
    one waits for the other. A program that is older than the database leaves it as it is when it may go on with it. Raises
    `NewerSchema` when it may not.
    """
    from alembic import command

    lock_steps(connection)
    if is_current(connection):
        return
    missing, taken = _missing(connection), 0
    tell(Taking(missing))

    def after_each(**_: Any) -> None:
        nonlocal taken
        taken += 1
        tell(Taking(missing, taken))

    command.upgrade(config(connection, after_each=after_each), "head")
    _see_that_all_keys_hold(connection)
    _note(connection)


def is_current(connection: Connection) -> bool:
    """Whether no step is missing. Raises `NewerSchema` when the database is so far ahead that the program may not go on."""
    schema = schema_of(connection)
    if schema.is_too_new:
        raise NewerSchema(
            f"the database has schema {schema.here}, which this version does not know; use a newer version"
        )
    return schema.is_current or schema.is_newer


def ends_older_ones(connection: Connection) -> bool:
    """Whether a step is missing after which older programs cannot go on. Raises `NewerSchema`."""
    if is_current(connection) or is_new(connection):
        return False
    return any(_steps()[name] for name in _missing(connection))


@dataclass(frozen=True, slots=True)
class Schema:
    """The last step that a database has taken, None when it has taken none, and the last one that this program knows. A program
    has to know the step `needed` to work with a database that is ahead of it; None when nothing is said of that.
    """

    here: str | None
    newest: str
    needed: str | None = None

    @property
    def is_current(self) -> bool:
        """Whether no step is missing."""
        return self.here == self.newest

    @property
    def is_newer(self) -> bool:
        """Whether the database is ahead of the program."""
        return self.here is not None and self.here not in _names()

    @property
    def is_too_new(self) -> bool:
        """Whether it is so far ahead that the program may not go on."""
        return self.is_newer and self.needed not in _names()


def schema_of(connection: Connection) -> Schema:
    """How far a database has come."""
    here = _taken_last(connection)
    return Schema(here, _names()[0], None if here is None or here in _names() else _needed(connection, here))


def is_new(connection: Connection) -> bool:
    """Whether no step was ever taken."""
    return schema_of(connection).here is None


def _taken_last(connection: Connection) -> str | None:
    """What Alembic has written down."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


@cache
def _names() -> Sequence[str]:
    """Every step's name, the newest first: with it begins the name of its file. They are read once: a running program's own files
    stay as they are.
    """
    steps = (files(_FOLDER) / "versions").iterdir()
    return sorted((step.name.partition("_")[0] for step in steps if step.name.endswith(".py")), reverse=True)


@cache
def _steps() -> Mapping[str, bool]:
    """Every step's name, the newest first, with whether older programs cannot go on after it: so it is with those from before
    there was a note, and with each that says `contract = True`.
    """
    from alembic.script import ScriptDirectory

    walked = ScriptDirectory.from_config(config()).walk_revisions()
    return {
        step.revision: step.revision <= LAST_WITHOUT_A_NOTE or getattr(step.module, CONTRACT, False) for step in walked
    }


def _missing(connection: Connection) -> Sequence[str]:
    """The steps that a database of a schema that is known has not taken, the oldest first."""
    names, here = _names(), schema_of(connection).here
    return names[: None if here is None else names.index(here)][::-1]


def _see_that_all_keys_hold(connection: Connection) -> None:
    """A file is migrated while it minds none. Raises `Unavailable`; nothing is kept then."""
    if connection.dialect.name == "sqlite":
        pointless = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if pointless is not None:
            raise Unavailable(f"after the migration a row of {pointless[0]} would point to none; nothing was changed")


def _note(connection: Connection) -> None:
    """From now on the database says what a program has to know to work with it, whatever step it knows itself."""
    needed = next(name for name, ends_others in _steps().items() if ends_others)
    connection.execute(
        text(
            "INSERT INTO fact (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        ),
        {"name": NOTE, "value": f"{_names()[0]} {needed}"},
    )


def _needed(connection: Connection, here: str) -> str | None:
    """What is noted of just this step."""
    noted = connection.execute(text("SELECT value FROM fact WHERE name = :name"), {"name": NOTE}).scalar_one_or_none()
    step, _, needed = (noted or "").partition(" ")
    return needed if step == here else None
