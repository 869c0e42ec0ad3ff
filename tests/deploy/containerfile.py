"""Reads a Containerfile: only as much of its language as ours is written in; anything else is refused."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from string import Template
from typing import Final

KNOWN: Final = frozenset(
    {"ARG", "FROM", "LABEL", "ENV", "WORKDIR", "COPY", "RUN", "USER", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT", "CMD"}
)
_FLAG: Final = re.compile(r"--([a-z-]+)=(\S+)\s+")


@dataclass(frozen=True)
class Instruction:
    """One line of the recipe: its name, its flags, and the rest as it stands."""

    name: str
    flags: Mapping[str, str]
    rest: str

    @property
    def words(self) -> Sequence[str]:
        """Its words; those of a command are an array, as no shell takes part in ours. Raises `ValueError`."""
        if self.name in ("RUN", "CMD", "ENTRYPOINT"):
            words = json.loads(self.rest)
            return [str(word) for word in words]
        return self.rest.split()


@dataclass(frozen=True)
class Stage:
    """One image of those that are made: what it begins from, its name, and what is done."""

    base: str
    name: str | None
    does: Sequence[Instruction]

    def all(self, name: str) -> Sequence[Instruction]:
        """Its instructions of this name, in their order."""
        return [instruction for instruction in self.does if instruction.name == name]

    def environment(self) -> Mapping[str, str]:
        """What ENV sets."""
        pairs = (pair.partition("=") for instruction in self.all("ENV") for pair in instruction.words)
        return {name: value for name, _, value in pairs}


def read(file: Path, **arguments: str) -> Sequence[Stage]:
    """The stages of a recipe, with these arguments of the build, else their defaults, in what is copied. Raises `ValueError` for
    what is not known here.
    """
    stages: list[tuple[str, str | None, list[Instruction]]] = []
    values: dict[str, str] = {}
    for written in _instructions(file.read_text(encoding="utf-8")):
        instruction = written
        if written.name == "ARG":
            name, _, default = written.rest.partition("=")
            values[name] = arguments.get(name, default)
        elif written.name == "COPY":
            instruction = replace(written, rest=Template(written.rest).substitute(values))
        if instruction.name == "FROM":
            base, *called = instruction.words
            stages.append((base, called[1] if called else None, []))
        elif stages:
            stages[-1][2].append(instruction)
    return [Stage(*stage) for stage in stages]


def _instructions(text: str) -> Sequence[Instruction]:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    found = []
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        name, _, rest = line.partition(" ")
        if name not in KNOWN:
            raise ValueError(f"{name} is not known here")
        flags = {}
        while flag := _FLAG.match(rest):
            flags[flag[1]] = flag[2]
            rest = rest[flag.end() :]
        found.append(Instruction(name, flags, " ".join(rest.split())))
    return found
