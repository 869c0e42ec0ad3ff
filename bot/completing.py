"""What the shell completes of itself: tracks that are published, and their versions. Where there is nothing to ask, nothing."""

from collections.abc import Sequence
from pathlib import Path

import typer

from bot import loop, opening
from bot.console import clock_of, settings_if_good
from bot.settings import Settings
from bot.to_mend import ToMend
from bot.versions import History, Versioning
from storage.errors import NewerSchema


def tracks(context: typer.Context, incomplete: str) -> list[str]:
    """The short names of published tracks that begin so."""
    return [name for one in _published(context) if (name := one.listing.slug).startswith(incomplete)]


def versions(context: typer.Context, incomplete: str) -> list[str]:
    """The versions that begin so, like quiet-evenings@2."""
    told = (version.ref.told for one in _published(context) for version in one.versions)
    return [ref for name in told if (ref := name.replace(" ", "@")).startswith(incomplete)]


def _published(context: typer.Context) -> Sequence[History]:
    env_file = context.params.get("env_file")
    settings = settings_if_good(env_file if isinstance(env_file, Path) else None)
    try:
        return [] if settings is None else loop.run(_asked(settings))
    except (ToMend, NewerSchema):
        return []


async def _asked(settings: Settings) -> Sequence[History]:
    async with opening.opened(settings, migrate=False) as database, database.unit(reads=True) as unit:
        return await Versioning(clock_of(settings)).all(unit)
