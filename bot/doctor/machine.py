"""The machine that the bot runs on: room on the disk, folders, files that may be open, its own port, time zone data."""

import asyncio
import errno
import resource
import socket
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Final

from bot import disk, faults
from bot.addresses import HEALTH, Listen
from bot.finding import Finding
from bot.settings import Settings
from curriculum import timing
from curriculum.errors import UnknownZone

_BESIDE: Final = 96
"""Files that are open beside those of senders and of carried updates: connections to the database, logs, modules."""
_YEARS: Final = 2
_ANSWERED_WITHIN: Final = 2.0


def folders(settings: Settings) -> Iterator[Finding]:
    """The folders of the data: whether they may be written into, and how much room is left there."""
    kept_in = (settings.data_folder, *(file.parent for file in (settings.keys_path, settings.forgotten_path)))
    for folder in dict.fromkeys(kept_in):
        try:
            with tempfile.TemporaryFile(dir=_there(folder)):
                pass
        except OSError as error:
            yield faults.FOLDER_READ_ONLY.found("folder", f"nothing can be written into {folder}: {error.strerror}")
        else:
            yield from disk.findings(disk.Room.at(folder))


def closed_to_this_user(settings: Settings) -> Finding | None:
    """What keeps this user from looking at any file of the bot; None when nothing does."""
    for file in (settings.data_folder / "any", settings.key_path, settings.keys_path, settings.forgotten_path):
        try:
            file.exists()
        except PermissionError as error:
            return faults.ANOTHER_USER.found("folder", f"{error.filename} may not be looked at: {error.strerror}")
    return None


def open_files(settings: Settings) -> Finding:
    """How many files may be open at a time."""
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    carried = settings.webhook_connections if settings.webhook_url is not None else 0
    needed = settings.senders_at_work + carried + _BESIDE
    if allowed < needed:
        return faults.FEW_FILES.found("open files", f"only {allowed} may be open at a time", needed=needed)
    return Finding("open files", f"good: {allowed} may be open, {needed} are needed")


async def port(listen: Listen) -> Finding:
    """The address at which the bot itself answers: free, or held by a bot that runs."""
    where = f"{listen.host}:{listen.port}"
    family = socket.AF_INET6 if ":" in listen.host else socket.AF_INET
    try:
        socket.create_server((listen.host, listen.port), family=family).close()
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            return faults.ADDRESS_UNUSABLE.found("port", f"nothing can listen at {where} ({error.strerror})")
        if await _is_a_bot(listen):
            return Finding("port", f"good: a bot that runs answers at {where}")
        return faults.PORT_TAKEN.found("port", f"another program listens at {where}")
    return Finding("port", f"good: {where} is free")


def zone_data(today: date) -> Finding:
    """Whether the time zone data are there, and not too old."""
    try:
        timing.zone_named("Europe/Berlin")
        edition = timing.edition()
    except (UnknownZone, ModuleNotFoundError, PackageNotFoundError, OSError):
        return faults.ZONE_DATA_MISSING.found("zone data", python=sys.executable)
    if _year(edition) + _YEARS <= today.year:
        return faults.ZONE_DATA_OLD.found("zone data", f"tzdata {edition} is {_YEARS} years old or older")
    return Finding("zone data", f"good: tzdata {edition}")


def _year(edition: str) -> int:
    year = edition.partition(".")[0]
    return int(year) if year.isdecimal() else 0


def _there(folder: Path) -> Path:
    """The folder, or the one in which it would be made. Raises `OSError` where that cannot be seen."""
    return next(one for one in (folder, *folder.absolute().parents) if one.exists())


async def _is_a_bot(listen: Listen) -> bool:
    """Whether what answers there says that it is alive, as the bot's own door does."""
    try:
        async with asyncio.timeout(_ANSWERED_WITHIN):
            reader, writer = await asyncio.open_connection(listen.host, listen.port)
            try:
                writer.write(f"GET {HEALTH} HTTP/1.1\r\nHost: {listen.host}\r\nConnection: close\r\n\r\n".encode())
                return (await reader.read()).endswith(b"\r\n\r\nalive\n")
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False
