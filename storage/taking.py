"""How far a migration has come, told step by step to who asks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Taking:
    """The steps that were missing, in their order, and how many of them are taken by now. None is kept before all are."""

    steps: Sequence[str]
    taken: int = 0


Tell = Callable[[Taking], None]


def to_nobody(_: Taking) -> None:
    """For who does not ask how far it has come."""
