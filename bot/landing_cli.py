"""How days land, on the command line."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from bot import completing, opening
from bot.console import EnvFile, clock_of, fail, finish, settings_of
from bot.settings import Settings
from storage.chain import Result

if TYPE_CHECKING:
    from bot.landing import Released


class _Form(StrEnum):
    TABLES = "tables"
    JSON = "json"
    CSV = "csv"


def landing(
    slug: Annotated[
        str | None,
        typer.Argument(
            help="The short name of a track; left out, the tracks are listed.",
            show_default=False,
            autocompletion=completing.tracks,
        ),
    ] = None,
    version: Annotated[
        int | None, typer.Option("--version", min=1, help="The version that people began with, or those told with it.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="A row for each day.")] = False,
    env_file: EnvFile = None,
) -> None:
    """See how the days of a track land: due, sent, opened, answered; what became of each; who went quiet.

    Counts alone, in tens, up to yesterday (UTC); of fewer than ten people nothing is told. Each look stands in the log of
    admins' acts. Exit 1 when there is no such track or version.

    Examples:

    smallgains landing

    smallgains landing model-openness --version 2

    smallgains landing model-openness --csv > landing.csv
    """
    from bot.landing import NoSuchTrack, NoSuchVersion

    if as_json and as_csv:
        fail("--json and --csv are two forms; ask for one")
    settings = settings_of(env_file)
    if slug is None:
        typer.echo("\n".join(finish(_listed(settings))) or "no track is published yet")
        return
    try:
        released = finish(_released(settings, slug, version))
    except NoSuchTrack:
        fail(f"no track is called {slug}; smallgains landing lists them", code=1)
    except NoSuchVersion:
        fail(f"{slug} has no version {version}; smallgains landing {slug} names those it has", code=1)
    form = _Form.JSON if as_json else _Form.CSV if as_csv else _Form.TABLES
    typer.echo(_written(released, form).rstrip("\n"))


def _written(released: "Released", form: _Form) -> str:
    from bot.landing import tables

    match form:
        case _Form.JSON:
            return tables.as_json(released)
        case _Form.CSV:
            return tables.as_csv(released)
        case _Form.TABLES:
            return "\n".join(tables.lines(released))


async def _listed(settings: Settings) -> list[str]:
    async with opening.opened(settings, migrate=False) as database, database.unit() as unit:
        on_offer = await unit.tracks.on_offer()
        return [f"{one.ref.slug}  {one.track.title}, versions: {one.ref.number}" for one in on_offer]


async def _released(settings: Settings, slug: str, version: int | None) -> "Released":
    from bot.landing import Landing

    now = clock_of(settings)
    async with opening.opened(settings, migrate=False) as database:
        async with database.unit(long=True, reads=True) as unit:
            released = await Landing(now).released(unit, slug, version)
        async with database.unit() as unit:
            about = slug if released.versions is None else f"{slug} {released.versions.first}"
            await unit.admin_acts.record(None, "landing", about=about, result=Result.DONE, now=now())
    return released
