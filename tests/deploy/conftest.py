"""What the tests of files for operators share."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from bot.clock import StandingClock
from storage.database import Database
from storage.secrecy import Keyring
from tests.bot.exposed import Family, families, metrics_with_everything
from tests.conftest import url_of


@pytest.fixture
async def exposed(database_file: Path, keyring: Keyring, clock: StandingClock) -> AsyncIterator[Mapping[str, Family]]:
    """Every figure that the program exposes."""
    async with Database(url_of(database_file), keyring) as database:
        yield families(await metrics_with_everything(database, clock).exposition())
