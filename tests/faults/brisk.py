"""The bot, to which another process counts as dead sooner than it does to the real one.

python -m tests.faults.brisk
"""

from functools import partial
from typing import Final

from bot import logs, running
from bot.app import build
from bot.clock import ShiftedClock
from bot.console import finish
from bot.settings import read_settings

STALLED: Final = 3.0
"""Seconds without a sign of life."""
BRISK_SERVER: Final = (
    f"options=-c%20idle_in_transaction_session_timeout%3D{STALLED:.0f}s%20-c%20transaction_timeout%3D10s"
)
"""What is told to the database's server: it loses patience sooner, too."""


def main() -> None:
    """Runs until it is told to stop."""
    settings = read_settings()
    logs.set_up(settings)
    assert settings.clock_file is not None, "the tests move its clock"
    finish(running.run(settings, ShiftedClock(settings.clock_file), assemble=partial(build, stalled=STALLED)))


if __name__ == "__main__":
    main()
