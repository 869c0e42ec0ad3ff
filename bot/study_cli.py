"""The bundle of a study, on the command line."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot import opening, progress
from bot.console import EnvFile, clock_of, fail, finish, settings_of, tell_a_program
from bot.settings import PREFIX, Settings
from storage.secrecy import WrongCell
from storage.tombstones import Tombstones

if TYPE_CHECKING:
    from bot.study.codebook import About
    from bot.study.exporting import Wanted
    from bot.study.pseudonyms import Pseudonyms
    from bot.study.writing import Format

_FEW: Final = 10


def export_study(
    to: Annotated[Path, typer.Option("--to", help="A new folder for the bundle.", show_default=False)],
    salt_file: Annotated[
        Path | None,
        typer.Option(
            "--salt-file", help="Where the salt is or is made; else smallgains-study.salt beside the database."
        ),
    ] = None,
    formats: Annotated[str, typer.Option("--format", help="csv, parquet, or both with a comma.")] = "csv,parquet",
    track: Annotated[
        str | None, typer.Option("--track", help="Only walks along this track, by its short name.")
    ] = None,
    coarse: Annotated[
        bool, typer.Option("--coarse", help="No dates, minutes or zones: days are counted, and hours told.")
    ] = False,
    throw_away_salt: Annotated[
        bool, typer.Option("--throw-away-salt", help="Afterwards take the salt away: nobody can tell who is who then.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Say what was written for a program.")] = False,
    env_file: EnvFile = None,
) -> None:
    """Write the tables of the study: of who agreed by /study, under made-up numbers, with a codebook and never a word.

    long has a row for each message, wide one for each way of a person along a track, decisions one for each time that chance
    was asked. The same salt gives the same numbers again. Exit 1 when nothing was written.

    Examples:

    smallgains export-study --to var/study

    smallgains export-study --to var/coarse --coarse --format csv --salt-file once.salt --throw-away-salt
    """
    from bot.study import pseudonyms
    from bot.study.exporting import NobodyTakesPart, Occupied, OthersMeanwhile, Wanted
    from bot.study.writing import NoParquet

    settings = settings_of(env_file)
    if settings.running_study is None:
        fail(f"no study is run with this bot: {PREFIX}STUDY says what it is called")
    wanted = Wanted(settings.running_study, _formats(formats), track, coarse)
    salt = salt_file or settings.study_salt_path
    try:
        made_with = pseudonyms.kept_in(salt)
        with progress.shown() as shown:
            about = finish(_exported(settings, to, wanted, made_with, shown))
        if throw_away_salt:
            pseudonyms.thrown_away(salt)
    except (pseudonyms.SaltProblem, Occupied) as error:
        fail(str(error))
    except NobodyTakesPart:
        fail("nobody is in this study yet who could be handed over; nothing was written", code=1)
    except OthersMeanwhile:
        fail("who may be handed over changed while it was written; nothing is there, so run it again", code=1)
    except NoParquet:
        fail(
            "Parquet takes pyarrow, which is not installed: deploy/install --extras, for the image --build-arg "
            "PACKAGES=requirements-extras.txt, for a package pip install 'smallgains[study]'; or --format csv"
        )
    except WrongCell:
        fail("something in the ledger cannot be read; smallgains doctor tells what")
    except OSError as error:
        fail(f"{to} cannot be written: {error.strerror}")
    _tell(about, to, salt, thrown_away=throw_away_salt, as_json=as_json)


async def _exported(
    settings: Settings, to: Path, wanted: "Wanted", made_with: "Pseudonyms", shown: progress.Tell
) -> "About":
    from bot.study.exporting import export
    from bot.taking_part import TakingPart

    keyring, now = opening.keyring_of(settings), clock_of(settings)
    async with opening.opened(settings, migrate=False, keyring=keyring) as database:
        await TakingPart(keyring.data_keys, now).replay(database)  # as in a copy that nothing was started on since
        return await export(
            database,
            to,
            wanted,
            made_with,
            Tombstones(settings.forgotten_path, keyring),
            now,
            lambda done, of: shown(progress.Progress("walks", done, of)),
        )


def _formats(given: str) -> "list[Format]":
    from bot.study.writing import Format

    try:
        return list(dict.fromkeys(Format(name.strip()) for name in given.split(",")))
    except ValueError:
        fail(f"--format can be {', '.join(Format)}, or both with a comma")


def _tell(about: "About", to: Path, salt: Path, *, thrown_away: bool, as_json: bool) -> None:
    if as_json:
        told = {"folder": str(to), "people": about.people, "walks": about.walks, "rows": dict(about.counts)}
        told |= {"files": sorted(file.name for file in to.iterdir()), "salt": None if thrown_away else str(salt)}
        tell_a_program(told)
        return
    rows = ", ".join(f"{count} rows in {table}" for table, count in about.counts.items())
    typer.echo(f"wrote {to}: {about.people} people, {about.walks} walks; {rows}. Read README.txt there first.")
    if thrown_away:
        typer.echo(f"The salt {salt} is gone: these numbers lead to nobody any more. Copies of it are not.")
    else:
        typer.echo(f"Who has {salt} and the database can tell who is who: keep it apart, or throw it away.")
    if about.people < _FEW:
        typer.echo(f"Fewer than {_FEW} people are in it: whoever knows them may tell them apart by what they did.")
