"""What a track comes to in numbers: how much there is to read, how hard it is, what it asks and how often."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from curriculum.day import DayKind, NotFor
from curriculum.lint.grade import Measure, by_day
from curriculum.lint.prose import spoken, texts
from curriculum.reading import Draft


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of one track. `kinds` and `tags` count days; the grades are there for English alone."""

    track: str
    days: int
    words: int
    grade: float | None
    hardest_day: int | None
    hardest_grade: float | None
    kinds: Mapping[DayKind, int]
    tags: Mapping[NotFor, int]
    untagged: int

    @property
    def words_a_day(self) -> int:
        """On the average."""
        return round(self.words / self.days)


def figures(draft: Draft) -> Figures:
    """The numbers of a track, finished or not."""
    track = draft.track
    days = by_day(texts(draft.written))
    whole = sum(days.values(), Measure())
    hardest = max(days, key=lambda index: days[index].grade)
    english = spoken(track) == "en"
    return Figures(
        track=track.slug,
        days=len(track.days),
        words=whole.words,
        grade=whole.grade if english else None,
        hardest_day=hardest + 1 if english else None,
        hardest_grade=days[hardest].grade if english else None,
        kinds=Counter(day.kind for day in track.days),
        tags=Counter(tag for day in track.days for tag in day.not_for),
        untagged=sum(not day.not_for for day in track.days),
    )
