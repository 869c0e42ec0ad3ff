"""What a walk has done so far, and how long each step took."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Steps:
    """What was done, with its seconds; each is told when it is done."""

    tell: Callable[[str], None]
    done: list[tuple[str, float]] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Notes how long the block took."""
        began = time.monotonic()
        yield
        seconds = time.monotonic() - began
        self.done.append((name, seconds))
        self.tell(f"{seconds:6.1f} s  {name}")
