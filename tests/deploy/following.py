"""Somebody who follows deploy/README.md: takes its commands from its blocks, fills in what is theirs, and gives them."""

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from tests.deploy.debian import Debian
from tests.deploy.ended import Ended
from tests.documents import commands
from tests.documents.commands import Told
from tests.documents.proven import how

PAGE: Final = "deploy/README.md"
SETTINGS: Final = "/etc/smallgains/smallgains.env"
TOKEN: Final = "42:WALK"
PASSWORD: Final = "not-to-be-guessed"

TYPED: Final[Mapping[str, str]] = {
    "apt-get install": "y\n",
    "/etc/smallgains/secrets/token": f"{TOKEN}\n",
    "/var/lib/smallgains/sentry-dsn": "https://0123456789abcdef@sentry.example.org/1\n",
    "/var/lib/smallgains/pgpass": f"localhost:*:*:smallgains:{PASSWORD}\n",
    "createuser --pwprompt": f"{PASSWORD}\n{PASSWORD}\n",
}
"""What the operator types or pastes when a command waits for it, by words of the command."""

_A_BACKUP: Final = re.compile(r"(/\S+)/smallgains-20261126T033000Z(\.\w+)")


@dataclass
class Fillings:
    """What stands on the page for something that each operator has of their own, and what this one has instead. A backup on
    the page stands for the newest in its folder.
    """

    instead: dict[str, str]

    def fill(self, text: str, debian: Debian) -> str:
        """The text as this operator gives it."""
        for words, own in self.instead.items():
            text = text.replace(words, own)
        return _A_BACKUP.sub(lambda found: _newest(debian, found[1], found[2]), text)


@dataclass
class Operator:
    """Root on a machine, with the page beside them. What they tell goes to `tell`, one line at a time."""

    debian: Debian
    fillings: Fillings
    tell: Callable[[str], None]
    given: list[Told] = field(default_factory=list)
    steps: list[tuple[str, float]] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Notes how long the block took."""
        began = time.monotonic()
        yield
        self.took(name, time.monotonic() - began)

    def took(self, name: str, seconds: float) -> None:
        """Notes a step and its seconds."""
        self.steps.append((name, seconds))
        self.tell(f"{seconds:6.1f} s  {name}")

    async def gives(self, *block: Told) -> str:
        """Gives commands of the page, one after the other, and what they say. Raises NotDone when one fails."""
        said = []
        for told in block:
            typed = next((typed for words, typed in TYPED.items() if words in told.text), "")
            said.append((await self.does(self.fillings.fill(told.text, self.debian), typed=typed)).output)
            self.given.append(told)
        return "".join(said)

    async def does(self, command: str, *, typed: str = "", ends: int | None = 0) -> Ended:
        """Gives a command of their own, or one that a sentence of the page tells."""
        self.tell(f"          # {command}")
        return await self.debian.does(command, typed=typed, ends=ends)

    def sets(self, **settings: str) -> None:
        """Writes into the settings: each takes the place of its own line, or goes to the end; an empty one is taken out."""
        file = self.debian.path(SETTINGS)
        lines = file.read_text(encoding="utf-8").splitlines()
        for name, value in settings.items():
            lines = [line for line in lines if not line.startswith(f"SMALLGAINS_{name}=")]
            if value:
                lines.append(f"SMALLGAINS_{name}={self.fillings.fill(value, self.debian)}")
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def sets_as_told(self, heading: str, *names: str) -> None:
        """Writes settings as they stand on the page beneath this heading, all of them unless some are named."""
        told = commands.settings(PAGE, heading)
        self.sets(**{name.removeprefix("SMALLGAINS_"): told[name] for name in names or told})


def blocks(heading: str) -> Sequence[Sequence[Told]]:
    """The blocks beneath this heading of what an operator of the service does."""
    walked = ([told for told in block if how(told) == "walk"] for block in commands.blocks(PAGE, heading))
    return [block for block in walked if block]


def _newest(debian: Debian, folder: str, ending: str) -> str:
    return f"{folder}/{max(one.name for one in debian.path(folder).glob(f'smallgains-*{ending}'))}"
