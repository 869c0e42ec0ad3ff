"""What the operator can ask about one person on the command line: why something came or did not, never what they wrote."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot import opening
from bot.console import EnvFile, clock_of, fail, finish, settings_of, tell_a_program
from bot.settings import Settings
from curriculum.day import DAYS

if TYPE_CHECKING:
    from bot.ledger import Ledger

people_app = typer.Typer()

_NOBODY: Final = "nobody of that id or pseudonym has spoken to this bot"


@people_app.command()
def why(
    person: Annotated[str, typer.Argument(help="A numeric Telegram id, or the pseudonym (p-…) from a log.")],
    as_json: Annotated[
        bool,
        typer.Option(
            "--json",
            help="For a program: {agreed, walks: [{track, version, place, standing, due_at, nudges: [{kind, day, state, reason, "
            "says, requests, …}, …], …}, …]}; no more than the lines tell.",
        ),
    ] = False,
    env_file: EnvFile = None,
) -> None:
    """Tell a person's ledger: what was planned, sent, answered, and why nothing came. Never what they wrote.

    Exit 1 when nobody of that id or pseudonym is known.

    Examples:

    smallgains why 1002

    smallgains why p-3f2a91c07b5d --json
    """
    from bot import why as why_

    settings = settings_of(env_file)
    told = finish(_why(settings, person))
    if told is None:
        fail(_NOBODY, code=1)
    if as_json:
        tell_a_program(why_.for_a_program(told))
    else:
        typer.echo("\n".join(why_.lines(told)).strip())


@people_app.command()
def explain(
    person: Annotated[str, typer.Argument(help="A numeric Telegram id, or the pseudonym (p-…) from a log.")],
    day: Annotated[int, typer.Argument(min=1, max=DAYS, help="A day of the track they walk or walked last.")],
    env_file: EnvFile = None,
) -> None:
    """Tell why a person got a day in one version and not in another, or what would come now.

    Exit 1 when nobody of that id or pseudonym is known.

    Example: smallgains explain 1000 5
    """
    settings = settings_of(env_file)
    lines = finish(_explain(settings, person, day))
    if lines is None:
        fail(_NOBODY, code=1)
    typer.echo("\n".join(lines))


async def _why(settings: Settings, name: str) -> "Ledger | None":
    from bot import why as why_
    from bot.ledger import ledger

    async with opening.opened(settings, migrate=False) as database, database.unit() as unit:
        person = await why_.named(unit, opening.keyring_of(settings), name)
        return None if person is None else await ledger(unit, person, clock_of(settings)())


async def _explain(settings: Settings, name: str, day: int) -> list[str] | None:
    from bot import explain as explain_
    from bot import why as why_

    async with opening.opened(settings, migrate=False) as database, database.unit() as unit:
        person = await why_.named(unit, opening.keyring_of(settings), name)
        return None if person is None else await explain_.explanation(unit, person, day, clock_of(settings)())
