"""A study: who asks, and what taking part in it means."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

EDITION: Final = 2
"""Of the words in which people are asked. Whoever changes what they are told counts it up; who agreed before is asked anew."""
MOST_IN_A_NAME: Final = 80


@dataclass(frozen=True, slots=True)
class Study:
    """A study that the operator runs: what it is called, and who answers for it."""

    name: str
    contact: str

    @property
    def mark(self) -> str:
        """By which a button tells what its reader was asked: this study, in these words."""
        asked = f"{self.name}\n{self.contact}"
        return f"{EDITION}-{sha256(asked.encode()).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True)
class Agreement:
    """That somebody takes part since then, and what they were told: what the study is called, who answers for it, and which edition
    of the words. Of an agreement from before that was written down the `contact` is None.
    """

    study: str
    contact: str | None
    edition: int
    agreed_at: datetime

    def holds_for(self, study: Study) -> bool:
        """Whether this very study was told of, in the words of today."""
        return (self.study, self.contact, self.edition) == (study.name, study.contact, EDITION)
