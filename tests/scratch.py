"""Where the tests keep their files: in memory where there is room. They make thousands of databases and have each write
synced, and what a disk makes of a sync is not what they are about. A process that is killed leaves the same files behind.
"""

import os
import re
import tempfile
from pathlib import Path
from typing import Final

IN_MEMORY: Final = Path("/dev/shm")  # noqa: S108  (only as the parent of folders with names of their own)
_ROOM: Final = 4 * 2**30


def move_into_memory() -> None:
    """From now on temporary files are there, for this process and those that it starts; unless TMPDIR says where."""
    if "TMPDIR" not in os.environ and _room() >= _ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(IN_MEMORY)


def _room() -> int:
    """Bytes that may be used there: what the folder allows, and what the machine has."""
    if not os.access(IN_MEMORY, os.W_OK):
        return 0
    folder = os.statvfs(IN_MEMORY)
    available = re.search(r"^MemAvailable: +(\d+) kB", Path("/proc/meminfo").read_text(encoding="ascii"), re.MULTILINE)
    return min(folder.f_bavail * folder.f_frsize, int(available[1]) * 1024 if available else 0)
