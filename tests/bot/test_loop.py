"""The event loop: the faster one where it is there, and its name."""

import subprocess
import sys

ASKS = "from bot import loop\nasync def asked(): return loop.name()\nprint(loop.run(asked()))"
WITHOUT = "import sys; sys.modules['uvloop'] = None"


def says(program: str) -> str:
    return subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.strip()


def test_it_is_uvloop_where_that_is_there() -> None:
    assert says(ASKS) == "uvloop"


def test_without_it_pythons_own_does() -> None:
    assert says(f"{WITHOUT}\n{ASKS}") == "asyncio"
