"""Everything there is to look at, in the order in which one thing rests on another."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from bot import faults
from bot.clock import Clock, utc_now
from bot.doctor import at_telegram, databases, files, shipped
from bot.doctor.machine import closed_to_this_user, folders, open_files, port, zone_data
from bot.finding import Finding
from bot.rights import Scope
from bot.settings import Settings

_OVERHEARS_FOR: Final = timedelta(seconds=3)
"""A program that fetches updates comes again about a second after it was cut off."""

_NOTHING_OPENS_WITHOUT: Final = {faults.KEYS_MISSING.name, faults.KEYS_DAMAGED.name}


async def findings(
    settings: Settings,
    now: Clock = utc_now,
    *,
    machine: Clock = utc_now,
    env_file: Path | None = None,
    overhears_for: timedelta = _OVERHEARS_FOR,
) -> AsyncIterator[Finding]:
    """What is good and what is wrong, one after the other. `now` is the clock that the bot lives by, which in a demo is not
    the machine's; the settings came from `env_file`.
    """
    if (closed := closed_to_this_user(settings)) is not None:
        yield closed  # whatever else could be said would be of another user
        return
    is_running = await databases.is_running(settings)
    if is_running:
        yield Finding("running", "a smallgains is at work on this database")
    async for finding in at_telegram.findings(settings, machine, is_running=is_running, overhears_for=overhears_for):
        yield finding
    if settings.listen is not None:
        yield await port(settings.listen)
    for finding in folders(settings):
        yield finding
    yield open_files(settings)
    for finding in files.secrets(settings, env_file):
        yield finding
    async for finding in _kept(settings, now):
        yield finding
    yield files.backups(settings, now())
    yield zone_data(machine().date())
    yield shipped.tracks()
    yield shipped.helplines(now().date())
    for finding in _admins(settings):
        yield finding


async def _kept(settings: Settings, now: Clock) -> AsyncIterator[Finding]:
    """Key, keys of people, ledger and database: without one there is nothing to say of the next."""
    outside, is_used = await databases.outside(settings)
    key = files.key(settings, is_used=is_used)
    yield key
    if outside is not None:
        yield outside
    if key.is_wrong:
        if outside is None:
            yield Finding("database", "not looked at without a key")
        return
    keys = files.keys_of_people(settings, is_used=is_used)
    yield keys
    yield files.ledger(settings)
    if outside is None and keys.fault not in _NOTHING_OPENS_WITHOUT:
        async for finding in databases.inside(settings, now):
            yield finding


def _admins(settings: Settings) -> Iterator[Finding]:
    admins = settings.admins
    if not admins.ids:
        yield Finding("admins", "none are set, so nobody can publish in the chat (SMALLGAINS_ADMINS)")
        return
    rights = ", ".join(f"{sum(admins.may(one, scope) for one in admins.ids)} may {scope}" for scope in Scope)
    yield Finding("admins", f"{len(admins.ids)} set: {rights}")
