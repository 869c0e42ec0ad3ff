"""The commands that the READMEs tell, as a reader would copy them."""

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt

ROOT: Final = Path(__file__).resolve().parents[2]
PAGES: Final = (
    "README.md",
    ".github/CONTRIBUTING.md",
    "curriculum/README.md",
    "deploy/README.md",
    "deploy/SCALE.md",
    "deploy/SECURITY.md",
    "tests/README.md",
    "tests/benchmarks/README.md",
    "tests/faults/README.md",
)
_DATA: Final = re.compile(r"\{|location |rule_files:|SMALLGAINS_\w+=\S*$|INSTALLED|```")
"""How a block begins that is no command: JSON, nginx, YAML, settings."""
_SETTING: Final = re.compile(r"SMALLGAINS_\w+=\S*$")
_GIVEN: Final = re.compile(r" {4,}(SMALLGAINS_\w+)=(\S+)")
_VARIABLE: Final = re.compile(r"[A-Z_]+=")


@dataclass(frozen=True)
class Told:
    """A command, and where it stands: beneath which heading, and in which block."""

    page: str
    line: int
    text: str
    heading: str = ""
    block: int = 0

    @property
    def words(self) -> Sequence[str]:
        """The words that a shell would make of it."""
        return shlex.split(self.text, comments=True)

    @property
    def program(self) -> str:
        """What is started, without variables before it and without its folder."""
        return next(word for word in self.words if not _VARIABLE.match(word)).rpartition("/")[2]

    def __str__(self) -> str:
        return f"{self.page}:{self.line}: {self.text}"


def commands(page: str) -> Iterator[Told]:
    """Every command in a block of its own, one a line, without its comment."""
    heading, in_heading = "", False
    for token in MarkdownIt().parse((ROOT / page).read_text(encoding="utf-8")):
        if in_heading:
            heading = token.content
        in_heading = token.type == "heading_open"
        if token.type not in ("code_block", "fence") or token.info or token.map is None:
            continue
        lines = [line.strip() for line in token.content.splitlines()]
        if _DATA.match(lines[0]):
            continue
        for number, line in enumerate(lines, token.map[0] + 1):
            text = re.split(r"\s{2,}#|\s#\s", line)[0].strip()
            if text and not text.startswith("#") and not _SETTING.match(text):
                yield Told(page, number, text, heading, token.map[0] + 1)


def blocks(page: str, heading: str) -> Sequence[Sequence[Told]]:
    """The blocks of commands beneath this heading."""
    beneath = [told for told in commands(page) if told.heading == heading]
    return [list(block) for _, block in groupby(beneath, key=lambda told: told.block)]


def settings(page: str, heading: str) -> Mapping[str, str]:
    """The settings that stand in blocks beneath this heading, by their names."""
    found: dict[str, str] = {}
    here = ""
    for line in (ROOT / page).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            here = line.lstrip("# ")
        elif here == heading and (setting := _GIVEN.match(line)):
            found[setting[1]] = setting[2]
    return found


def mentions(page: str) -> Iterator[Told]:
    """Every command of ours that is told within a sentence or a table."""
    for token in MarkdownIt("commonmark").enable("table").parse((ROOT / page).read_text(encoding="utf-8")):
        for child in token.children or ():
            if child.type == "code_inline" and re.match(r"(\S*/)?smallgains ", child.content) and token.map is not None:
                yield Told(page, token.map[0] + 1, child.content)


def everywhere() -> Iterator[Told]:
    """The commands of all pages."""
    for page in PAGES:
        yield from commands(page)
