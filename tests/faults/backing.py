"""`smallgains backup`, which kills itself, as `kill -9` would, at its Nth touch of what lies beneath a folder.

python -m tests.faults.backing FOLDER N
"""

import os
import signal
import sys

from bot.cli import app

TOUCHES = frozenset({"open", "os.mkdir", "os.rename", "os.remove", "os.utime", "sqlite3.connect"})
"""What Python tells of itself when it does something to a file."""


def main() -> None:
    """Makes a backup in that folder, as far as it comes."""
    folder, number = sys.argv[1:]
    left = int(number)

    def touched(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event in TOUCHES and any(folder in str(argument) for argument in arguments):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(touched)
    app(["backup", "--to", f"{folder}/copies", "--keys-to", f"{folder}/keys"])


if __name__ == "__main__":
    main()
