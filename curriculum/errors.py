"""What the domain refuses, in people's words."""

from collections.abc import Sequence
from dataclasses import dataclass


class CurriculumError(Exception):
    """A refusal: somebody asked for something the rules do not allow."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing an author has to mend in a track file; `line` and `column` count from 1."""

    line: int
    column: int
    says: str

    def at(self, file: str) -> str:
        """The problem as editors and terminals like it: `file:line:col: what is wrong`."""
        return f"{file}:{self.line}:{self.column}: {self.says}"


class TrackInvalid(CurriculumError):
    """The file is not a track. `problems` has every one of them, in the order of the file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__(f"the track has {len(self.problems)} problem{'s' if len(self.problems) != 1 else ''}")


class AlreadyUnderWay(CurriculumError):
    """The person is walking a track already; one at a time."""


class NotUnderWay(CurriculumError):
    """The person is on no track."""


class UnknownZone(CurriculumError):
    """The zone is not in the time zone data."""
