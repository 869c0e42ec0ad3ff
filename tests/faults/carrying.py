"""`smallgains move`, with so few rows in a transaction that it can be killed between any two of them.

python -m tests.faults.carrying URL MOST
"""

import asyncio
import sys

from bot.clock import utc_now
from bot.moving import move
from bot.progress import Progress
from bot.settings import read_settings


def main() -> None:
    """Moves; what it tells goes out at once. Exit 1 when a table differs."""
    url, most = sys.argv[1:]
    moved = asyncio.run(move(read_settings(), url, utc_now, _tell, most=int(most)))
    sys.exit(1 if moved.differing else 0)


def _tell(progress: Progress) -> None:
    print(progress.what, progress.done, progress.of, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
