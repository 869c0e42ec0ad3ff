"""The question a person was last asked in words, with what they chose before it; it fits one column."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import Self

from storage.database import Unit


class Step(StrEnum):
    """What the answer will be taken for."""

    AGREE = "agree"
    TRACK = "track"
    HOUR = "hour"
    ZONE = "zone"
    CLOCK = "clock"
    GAIN = "gain"
    PAIR = "pair"
    """A question for two, by its key in the place of a track."""
    SOFT_START = "soft_start"
    PAUSE = "pause"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Question:
    """An open question. Without a `track` it belongs to the settings of a walk that is under way."""

    step: Step
    track: str | None = None
    hour: time | None = None

    @property
    def is_setting(self) -> bool:
        """Whether the answer changes a walk that is under way."""
        return self.track is None and self.step in (Step.HOUR, Step.ZONE, Step.CLOCK, Step.PAUSE, Step.PARTNER)

    @property
    def passes(self) -> bool:
        """Whether it is open only until something else comes between."""
        return self.is_setting or self.step in (Step.GAIN, Step.PAIR, Step.SOFT_START)

    def kept(self) -> str:
        """As it is kept in a column."""
        return f"{self.step}|{self.track or ''}|{self.hour.strftime('%H:%M') if self.hour else ''}"

    @classmethod
    def read(cls, kept: str | None) -> Self | None:
        """The question that `kept` tells of, if one is open."""
        if kept is None:
            return None
        step, track, hour = kept.split("|")
        return cls(Step(step), track or None, time.fromisoformat(hour) if hour else None)


async def close_settings(unit: Unit, people: Collection[int]) -> None:
    """Something else came between: the words of these people that follow are not about an hour, a city, a
    question for two, a gain or a soft start any more."""
    if not people:
        return
    for person, kept in (await unit.people.all_asked(people)).items():
        question = Question.read(kept)
        if question is not None and question.passes:
            await unit.people.ask(person, None)
