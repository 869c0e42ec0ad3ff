"""The environment of the peers: their packages do not go together with ours (aiogram wants an older pydantic), so they have
a virtual environment of their own, made once from a list with hashes.
"""

import fcntl
import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.benchmarks.racing.stubbed import ROOT

LIST: Final = Path(__file__).resolve().parents[1] / "requirements-peers.txt"
_HOME: Final = ROOT / ".venv" / "peers"
_INSTALL: Final = (
    "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes",
    "--only-binary", ":all:", "-r", str(LIST),
)  # fmt: skip


def python() -> Path:
    """The interpreter in which aiogram and the library with all its extras are; the environment is made if need be."""
    _HOME.parent.mkdir(exist_ok=True)
    inside = _HOME / "bin" / "python"
    made_from = _HOME / "made-from"
    wanted = hashlib.sha256(LIST.read_bytes()).hexdigest()
    with (_HOME.parent / "peers.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made_from.exists() or made_from.read_text() != wanted:
            print("Installing the peers into .venv/peers (this happens once) ...", file=sys.stderr)  # noqa: T201
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(_HOME)], check=True)
            subprocess.run([str(inside), *_INSTALL], check=True)
            made_from.write_text(wanted)
    return inside


if __name__ == "__main__":
    python()
