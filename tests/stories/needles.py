"""Needles: words that nobody would write, each planted once, to be looked for wherever nothing private may be."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from string import ascii_lowercase

NOBODY = 0
_LONG = 14
_LOOKS_SO = re.compile(rb"(?=(qz[a-z]{%d}))" % _LONG, re.IGNORECASE)


@dataclass(frozen=True)
class Needle:
    """One of them: whose word it is, and where it was planted."""

    word: str
    owner: int
    place: str

    def __str__(self) -> str:
        return self.word


@dataclass
class Needles:
    """All that were planted; the same at every run with the same seed."""

    seed: int
    planted: dict[str, Needle] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)  # noqa: S311  (it is to be the same each time)

    def plant(self, place: str, owner: int = NOBODY) -> str:
        """A new one."""
        word = "qz" + "".join(self._chance.choices(ascii_lowercase, k=_LONG))
        self.planted[word] = Needle(word, owner, place)
        return word

    def found_in(self, what: bytes | str) -> list[Needle]:
        """Those that stand in it, in letters of whatever size."""
        read = what.encode("utf-8", "surrogatepass") if isinstance(what, str) else what
        words = {match.group(1).decode().lower() for match in _LOOKS_SO.finditer(read)}
        return [self.planted[word] for word in sorted(words) if word in self.planted]

    def found_in_files(self, folder: Path) -> Iterator[str]:
        """Which stand in which file of a folder."""
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                yield from (f"{needle.place} in {file.name}" for needle in self.found_in(file.read_bytes()))
