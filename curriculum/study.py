"""A study: who asks, and what taking part in it means."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

EDITION: Final = 1
"""Of the words in which people are asked. Whoever changes what is collected counts it up; who agreed before is asked anew."""
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
    """That somebody takes part: in the study of this name, by this edition of the words, since then."""

    study: str
    edition: int
    agreed_at: datetime

    def holds_for(self, study: Study) -> bool:
        """Whether it is about this study and what is collected today."""
        return self.study == study.name and self.edition == EDITION
