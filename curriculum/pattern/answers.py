"""What somebody has answered so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from curriculum.pattern.items import ITEMS, Answer, Item


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of one taking, by the keys of the items; what was not asked yet is not in it."""

    given: Mapping[str, Answer] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """What was handed in may change; this does not."""
        object.__setattr__(self, "given", MappingProxyType(dict(self.given)))

    def to(self, item: Item) -> Answer | None:
        """What was answered to this item."""
        return self.given.get(item.key)

    def weight(self, item: Item) -> int | None:
        """How much the answer to this item says; None when nothing was said."""
        answer = self.to(item)
        return None if answer is None else answer.weight

    def answered(self, item: Item, answer: Answer) -> "Answers":
        """The same with this answer; a later one takes the place of an earlier one."""
        return Answers({**self.given, item.key: answer})

    @property
    def open(self) -> int | None:
        """The number of the first item that is still to be asked; None when none is."""
        return next((number for number, item in enumerate(ITEMS, start=1) if item.key not in self.given), None)
