"""What the operator does about admins on the command line: the log of their acts, and the secrets of their code apps."""

from typing import Annotated

import typer

from bot import audit as audit_
from bot import one_time_codes, opening
from bot.console import EnvFile, clock_of, fail, finish, settings_of, tell_a_program
from bot.rights import Rights
from bot.settings import Settings
from storage.chain import AdminAct, Result

totp_app = typer.Typer(help="The code apps of admins, asked for before they publish.", no_args_is_help=True)
audit_app = typer.Typer(invoke_without_command=True)


@audit_app.callback()
def audit(
    context: typer.Context,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="For a program: [{number, at, who, act, result, about}, …]."),
    ] = False,
    env_file: EnvFile = None,
) -> None:
    """List what admins and the operator did: number, time, who, what, what came of it, on what.

    Admins stand there under the pseudonym that logs give them too.

    Examples:

    smallgains audit

    smallgains audit --json
    """
    if context.invoked_subcommand is not None:
        if as_json:
            fail("--json comes behind it: smallgains audit verify --json")
        return
    acts = finish(_acts(settings_of(env_file)))
    if as_json:
        tell_a_program([_for_a_program(act) for act in acts])
    else:
        typer.echo("\n".join(audit_.line(act) for act in acts) or "no act yet")


@audit_app.command("verify")
def audit_verify(
    head: Annotated[
        str | None, typer.Option("--head", help="What an earlier verify told to note, such as 12:0123456789abcdef.")
    ] = None,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json", help="For a program: {well, acts, head, breaks}; head is what to note, null with breaks."
        ),
    ] = False,
    env_file: EnvFile = None,
) -> None:
    """See whether anybody changed the list: rows changed, taken out, put in, or cut off at its end. Exit 1 when so.

    That all was put back to an earlier state shows by what is noted of each act beside the keys of people; when those were
    put back as well, only with a --head that was noted later and elsewhere. Who holds the key could write anything.

    Examples:

    smallgains audit verify --head 12:0123456789abcdef

    smallgains audit verify --json
    """
    verified = finish(_verified(settings_of(env_file), head))
    if as_json:
        told = {"well": not verified.breaks, "acts": verified.count, "head": verified.head}
        tell_a_program(told | {"breaks": list(verified.breaks)})
    elif verified.breaks:
        typer.echo("\n".join(verified.breaks))
    else:
        noted = "" if verified.head is None else f". Note elsewhere, for --head: {verified.head}"
        typer.echo(f"unbroken, {verified.count} acts{noted}")
    if verified.breaks:
        raise typer.Exit(1)


@totp_app.command("new")
def totp_new(
    admin: Annotated[int, typer.Option("--admin", help="The numeric Telegram id of an admin.", show_default=False)],
    replace: Annotated[bool, typer.Option("--replace", help="In place of the secret there is.")] = False,
    env_file: EnvFile = None,
) -> None:
    """Make the secret of an admin's code app, and show it this once. From then on publishing asks for a code.

    Exit 1 when that is no admin, or has a secret already.

    Example: smallgains totp new --admin 1001
    """
    settings = settings_of(env_file)
    if not finish(_is_admin(settings, admin)):
        fail(f"{admin} is no admin; see SMALLGAINS_ADMINS, and /admin in the chat", code=1)
    secret = one_time_codes.fresh_secret()
    if not finish(_new_secret(settings, admin, secret, replace=replace)):
        fail(f"{admin} has a secret already; --replace makes a new one, and the old codes count no more", code=1)
    typer.echo(
        f"secret: {secret}\n{one_time_codes.uri(secret, f'admin {admin}')}\n\n"
        "Hand it to them on a safe way; it is not shown again."
    )


@totp_app.command("drop")
def totp_drop(
    admin: Annotated[int, typer.Option("--admin", help="The numeric Telegram id.", show_default=False)],
    env_file: EnvFile = None,
) -> None:
    """Take away the secret of somebody's code app, as when their phone is lost. Exit 1 when there is none.

    Example: smallgains totp drop --admin 1001
    """
    if not finish(_drop_secret(settings_of(env_file), admin)):
        fail(f"{admin} has no secret", code=1)
    typer.echo("it is gone; no code of theirs counts any more")


async def _is_admin(settings: Settings, admin: int) -> bool:
    if admin in settings.admins.ids:
        return True
    async with opening.opened(settings) as database, database.unit() as unit:
        return bool(await Rights(settings.admins).scopes_of(unit, admin))


async def _new_secret(settings: Settings, admin: int, secret: str, *, replace: bool) -> bool:
    async with opening.opened(settings) as database, database.unit() as unit:
        if not replace and await unit.admin_secrets.of(admin) is not None:
            return False
        now = clock_of(settings)()
        await unit.admin_secrets.put(admin, secret, now)
        about = opening.keyring_of(settings).pseudonym(admin)
        await unit.admin_acts.record(None, "totp new", about=about, result=Result.DONE, now=now)
        return True


async def _drop_secret(settings: Settings, admin: int) -> bool:
    async with opening.opened(settings) as database, database.unit() as unit:
        if not await unit.admin_secrets.drop(admin):
            return False
        about = opening.keyring_of(settings).pseudonym(admin)
        await unit.admin_acts.record(None, "totp drop", about=about, result=Result.DONE, now=clock_of(settings)())
        return True


async def _acts(settings: Settings) -> list[AdminAct]:
    async with opening.opened(settings, migrate=False) as database, database.unit() as unit:
        return await unit.admin_acts.all()


def _for_a_program(act: AdminAct) -> dict[str, str | int]:
    at = act.at.isoformat(timespec="seconds")
    return {"number": act.number, "at": at, "who": act.who, "act": act.act, "result": act.result, "about": act.about}


async def _verified(settings: Settings, head: str | None) -> audit_.Verified:
    async with opening.opened(settings, migrate=False) as database, database.unit() as unit:
        return await audit_.verified(unit, head)
