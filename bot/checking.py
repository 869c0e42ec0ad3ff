"""What `smallgains check` prints of track files beside their problems: the editor's findings, and figures in columns."""

from collections.abc import Iterator, Sequence
from typing import Final

from curriculum.day import DayKind, NotFor
from curriculum.lint.figures import Figures
from curriculum.lint.finding import Finding
from curriculum.track import Track

_BETWEEN: Final = "  "
_UNKNOWN: Final = "-"

Row = tuple[str, ...]


def summary(track: Track) -> str:
    """One line about a track without problems."""
    if track.unfinished:
        return f"{len(track.days)} of {track.length} days written of “{track.title}”"
    return f"good, {len(track.days)} days of “{track.title}”"


def told(finding: Finding, file: str) -> str:
    """A finding with its place, and indented beneath it why it matters and a better way."""
    return f"{finding.at(file)}\n    why: {finding.why}\n    better: {finding.better}"


def tables(tracks: Sequence[Figures]) -> Iterator[str]:
    """The lines of two tables, a row for each track: how it reads, and what its days are and ask for."""
    yield from aligned(
        [("track", "days", "words", "words a day", "grade", "hardest day"), *(_reading(one) for one in tracks)]
    )
    yield ""
    heads = ("track", *DayKind, *NotFor, "asks nothing")
    yield from aligned([heads, *(_asking(one) for one in tracks)])


def _reading(one: Figures) -> Row:
    grade = _UNKNOWN if one.grade is None else f"{one.grade:.1f}"
    hardest = _UNKNOWN if one.hardest_grade is None else f"{one.hardest_grade:.1f} (day {one.hardest_day})"
    return one.track, str(one.days), f"{one.words:,}", str(one.words_a_day), grade, hardest


def _asking(one: Figures) -> Row:
    return (
        one.track,
        *(str(one.kinds[kind]) for kind in DayKind),
        *(str(one.tags[tag]) for tag in NotFor),
        str(one.untagged),
    )


def aligned(rows: Sequence[Row]) -> Iterator[str]:
    """The first column to the left, the others to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))]
        yield _BETWEEN.join(cells)
