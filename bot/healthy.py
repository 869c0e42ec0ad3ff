"""Whether a running bot is well, by the file into which its heart beats.

A health check asks every half minute, so nothing is imported here but what Python brings: it takes a fiftieth of what the
whole command line takes.

    python -m bot.healthy FILE
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

STALE: Final = 20.0
"""Seconds; a heart that beats every five, and waits for the database for two at most, has stopped by then."""

_LOOK_AGAIN: Final = 0.2


class HeartbeatFile:
    """One process's heartbeat: how it was, and when, by the machine's clock that nobody sets."""

    def __init__(self, file: Path, *, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._file = file
        self._elapsed = elapsed

    def beat(self, why_not: str | None) -> None:
        """The process is well, or else why it is not. Raises `OSError`."""
        new = self._file.with_name(f"{self._file.name}.new")
        new.write_text(json.dumps({"at": self._elapsed(), "why_not": why_not}), encoding="utf-8")
        new.replace(self._file)

    def stop(self) -> None:
        """The process is about to end."""
        self._file.unlink(missing_ok=True)

    def why_not(self) -> str | None:
        """What is wrong with the process; None when it is well."""
        try:
            beat = json.loads(self._file.read_text(encoding="utf-8"))
            at, why_not = float(beat["at"]), beat["why_not"]
        except FileNotFoundError:
            return (
                f"there is no heartbeat at {self._file}: smallgains is not at work yet, has ended, or beats elsewhere"
            )
        except OSError as error:
            return f"the heartbeat at {self._file} cannot be read: {error.strerror}"
        except (ValueError, TypeError, KeyError):
            return f"{self._file} is no heartbeat of smallgains"
        age = self._elapsed() - at
        if age < 0:  # that clock begins anew with the machine
            return f"the heartbeat at {self._file} is of before this machine was started"
        if age > STALE:
            return f"the last heartbeat was {age:.0f} s ago"
        return None if why_not is None else str(why_not)

    def why_not_within(self, seconds: float) -> str | None:
        """The same, once it is well or that many seconds are over."""
        end = self._elapsed() + seconds
        while (why_not := self.why_not()) is not None and self._elapsed() < end:
            time.sleep(_LOOK_AGAIN)  # a heart only beats: it calls nobody
        return why_not


def main() -> None:
    """Exit 0 when it is well, 1 with a line that says why not, 2 when no file is named."""
    if len(sys.argv) != 2:
        sys.exit("usage: python -m bot.healthy FILE")
    if (why_not := HeartbeatFile(Path(sys.argv[1])).why_not()) is not None:
        print(f"smallgains: {why_not}", file=sys.stderr)  # noqa: T201  (the console of the command line is not loaded)
        sys.exit(1)


if __name__ == "__main__":
    main()
