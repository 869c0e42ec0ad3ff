"""What the system tells of a process that runs: the memory it has had, and the CPU it has taken."""

import os
from pathlib import Path
from typing import Final

_TICKS: Final = os.sysconf("SC_CLK_TCK")


def peak_mib(process: int) -> float:
    """The most memory that it has had, in MiB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def cpu_seconds(process: int) -> float:
    """The CPU that it has taken, in seconds, to a hundredth."""
    stat = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / _TICKS
