"""Keys that others on the machine can read are said at every start."""

import asyncio
import logging
from pathlib import Path

import pytest

from bot import running
from bot.clock import StandingClock
from bot.running import Halted
from bot.sandbox import Sandbox
from bot.settings import Settings
from storage.secrecy import make_key_file
from tests.conftest import NOON, url_of
from tests.stories.town import TOKEN


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644])
async def test_a_key_file_that_others_can_read_is_said_at_the_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, mode: int
) -> None:
    key = tmp_path / "smallgains.key"
    make_key_file(key)
    key.chmod(mode)
    caplog.set_level(logging.WARNING, "bot.running")
    async with Sandbox("43:OTHER").serving() as api_url:
        settings = Settings(
            token=TOKEN, api_url=api_url, database_url=url_of(tmp_path / "bot.db"), key_file=key, _env_file=None
        )
        with pytest.raises(Halted):  # the token is refused, and so the start ends there
            await asyncio.wait_for(running.run(settings, StandingClock(NOON)), 30)

    told = [record.getMessage() for record in caplog.records if "can be read by others" in record.getMessage()]
    assert told == ([] if mode == 0o600 else [f"{key} can be read by others; mend it with: chmod 600 {key}"])
