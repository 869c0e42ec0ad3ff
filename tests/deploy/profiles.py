"""The two ways in which containers are started, and the commands of deploy/README.md that are given for each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tests.documents.commands import Told, commands
from tests.documents.proven import IN_CONTAINERS

PAGE: Final = "deploy/README.md"


@dataclass(frozen=True)
class Profile:
    """One of the two ways in which containers are started: the service that is the bot, and all containers of it."""

    name: str
    bot: str
    bots: Sequence[str]
    others: Sequence[str] = ()
    of_its_own: re.Pattern[str] | None = None
    """Commands that are for it alone and do not say so."""

    @property
    def begins(self) -> str:
        """How its commands begin."""
        return f"docker compose --profile {self.name} "


SQLITE: Final = Profile("sqlite", "bot", ["smallgains-bot-1"])
POSTGRESQL: Final = Profile(
    "postgresql",
    "worker",
    ["smallgains-worker-1", "smallgains-worker-2"],
    ["smallgains-database-1"],
    re.compile("secrets/(postgres_password|pgpass)"),
)
PROFILES: Final = (SQLITE, POSTGRESQL)


def of(profile: Profile) -> Sequence[Told]:
    """The commands of the page that whoever uses this profile gives, in their order."""
    others = [other for other in PROFILES if other is not profile]
    return [told for told in on_the_page() if not any(_is_for_alone(other, told.text) for other in others)]


def on_the_page() -> Sequence[Told]:
    """All commands of the page that are given where containers run."""
    return [told for told in commands(PAGE) if told.heading in IN_CONTAINERS]


def _is_for_alone(profile: Profile, command: str) -> bool:
    return command.startswith(profile.begins) or bool(profile.of_its_own and profile.of_its_own.search(command))
