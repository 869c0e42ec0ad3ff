"""Somebody who follows deploy/README.md: takes its commands from its blocks, fills in what is theirs, and gives them."""

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from tests.deploy.debian import Debian
from tests.deploy.ended import Ended
from tests.deploy.filled_in import ANYWHERE, BENEATH, TYPED
from tests.documents import commands
from tests.documents.commands import Told
from tests.documents.proven import how

PAGE: Final = "deploy/README.md"
SETTINGS: Final = "/etc/smallgains/smallgains.env"
_NOTHING: Final[Mapping[str, str]] = {}
_A_BACKUP: Final = re.compile(r"(/\S+)/smallgains-20261126T033000Z(\.\w+)")


@dataclass
class Operator:
    """Root on a machine, with the page beside them; `known` has the addresses there. What they do is told to `tell`."""

    debian: Debian
    known: dict[str, str]
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

    async def gives(self, *block: Told, instead: Mapping[str, str] = _NOTHING) -> str:
        """Gives commands of the page, one after the other, with this `instead` of what stands there; what they say.

        Raises NotDone when one fails.
        """
        said = []
        for told in block:
            typed = next((typed for words, typed in TYPED.items() if words in told.text), "")
            said.append((await self.does(self.filled(told, instead), typed=typed)).output)
            self.given.append(told)
        return "".join(said)

    def filled(self, told: Told, instead: Mapping[str, str] = _NOTHING) -> str:
        """The command as it is given: a backup on the page stands for the newest in its folder."""
        text = self._with_own(told.text, {**BENEATH.get(told.heading, _NOTHING), **instead})
        return _A_BACKUP.sub(lambda found: self._newest(found[1], found[2]), text)

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
                lines.append(f"SMALLGAINS_{name}={self._with_own(value)}")
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def sets_as_told(self, heading: str, *names: str) -> None:
        """Writes settings as they stand on the page beneath this heading, all of them unless some are named."""
        told = commands.settings(PAGE, heading)
        self.sets(**{name.removeprefix("SMALLGAINS_"): told[name] for name in names or told})

    def _with_own(self, text: str, more: Mapping[str, str] = _NOTHING) -> str:
        for words, own in {**ANYWHERE, **more}.items():
            text = text.replace(words, own)
        for name, address in self.known.items():
            text = text.replace(f"{{{name}}}", address)
        return text

    def _newest(self, folder: str, ending: str) -> str:
        return f"{folder}/{max(one.name for one in self.debian.path(folder).glob(f'smallgains-*{ending}'))}"


def blocks(heading: str) -> Sequence[Sequence[Told]]:
    """The blocks beneath this heading of what an operator of the service does."""
    walked = ([told for told in block if how(told) == "walk"] for block in commands.blocks(PAGE, heading))
    return [block for block in walked if block]
