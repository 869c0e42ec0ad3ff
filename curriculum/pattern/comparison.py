"""Two pattern checks of one person side by side, item by item: no totals, no better or worse, no cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from curriculum.marked import marked
from curriculum.pattern.answers import Answers
from curriculum.pattern.items import ITEMS, Answer

NO_PROOF: Final = marked(
    "Answers move for many reasons: the season, the work, the people around you. So this is no proof of what caused "
    "what. It is what you said, once then and once now."
)


@dataclass(frozen=True, slots=True, repr=False)
class Compared:
    """One item at two times; None where nothing was said."""

    item: str
    then: Answer | None
    now: Answer | None

    @property
    def moved(self) -> bool:
        """Whether something else was said the second time."""
        return self.then is not self.now

    @property
    def says(self) -> str:
        """A plain sentence of both answers, which stand in place of `{then}` and `{now}`."""
        if self.then is None:
            if self.now is None:
                return marked("You kept this to yourself both times.")
            return marked("You kept this to yourself then, and said {now} now.")
        if self.now is None:
            return marked("You said {then} then, and kept this to yourself now.")
        if not self.moved:
            return marked("You said {now} both times.")
        return marked("You said {then} then, {now} now.")


def compare(first: Answers, last: Answers) -> Sequence[Compared]:
    """Both takings, item by item, without what is never said back."""
    return [Compared(item.says, _said(first.to(item)), _said(last.to(item))) for item in ITEMS if item.told is not None]


def _said(answer: Answer | None) -> Answer | None:
    return None if answer is Answer.RATHER_NOT else answer
