"""What differs between two versions of a track, by day and field, and whether that is wording only."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from curriculum.day import Day, Part
from curriculum.track import Track

_ACT: Final = ("act.gentle", "act.standard", "act.stretch")
_OUTCOMES: Final = ("done", "tried", "not_the_moment", "did_not_want_to", "made_it_worse")
WORDING: Final = frozenset(
    {
        *("title", "summary", "author"),
        *("why", *_ACT, "solo", "when", "reminder"),
        *("check_in.ask", "check_in.rating", "check_in.choice.ask", "check_in.words"),
        *(f"replies.{outcome}" for outcome in _OUTCOMES),
        *(f"tips.{outcome}" for outcome in _OUTCOMES),
        *("variants.why", *(f"variants.{act}" for act in _ACT), "variants.solo", "variants.when"),
        *("instead.title", "instead.why", *(f"instead.{act}" for act in _ACT), "instead.when", "instead.ask"),
    }
)
"""Fields whose words may differ where structure is the same; whatever is not named here is structure."""
NOTES: Final = frozenset({"credentials", "review", "version_note", "skill", "source"})
"""What authors note, and what no day is chosen by: it may also come and go."""


@dataclass(frozen=True, slots=True)
class Change:
    """A field that is not the same. Without a `day` it belongs to the whole track; what is not there is None."""

    day: int | None
    field: str
    before: str | None
    after: str | None

    @property
    def is_wording(self) -> bool:
        """Whether words alone differ: nothing came, nothing went, and nothing is chosen or kept by it."""
        plain = ".".join(part.partition("[")[0] for part in self.field.split("."))
        if plain in NOTES:
            return True
        return plain in WORDING and self.before is not None and self.after is not None

    @property
    def told(self) -> str:
        """In one line, such as `day 5, act.gentle: Breathe. → Breathe out.`"""
        where = self.field if self.day is None else f"day {self.day}, {self.field}"
        return f"{where}: {_in_a_line(self.before)} → {_in_a_line(self.after)}"


def changes(
    before: Track, after: Track, *, files: Mapping[str, str] | None = None, files_after: Mapping[str, str] | None = None
) -> tuple[Change, ...]:
    """Everything that differs, the whole track first and then day by day. `files` and `files_after` are the digests of what
    each version means by the name of a picture or voice note: another file of the same name is a change.

    Fields are called as in the file; of several, `[1]` is the first. In which order tags stand is no difference, nor whether
    what is usual is written down.
    """
    earlier, later = dict(_fields(before, files or {})), dict(_fields(after, files_after or {}))
    found = [
        Change(*where, earlier.get(where), later.get(where))
        for where in dict.fromkeys([*earlier, *later])
        if earlier.get(where) != later.get(where)
    ]
    return tuple(sorted(found, key=lambda change: change.day or 0))


def is_wording_only(found: Iterable[Change]) -> bool:
    """Whether people can be sent the one version in place of the other in the middle of their way: structure is the same.

    Structure is which track it is, in which language and pacing; which days there are, their kinds, practices and `not_for`
    tags; which strengths are written, whether there is a `solo`, a `when`, an `instead` and a reminder; how many variants, for
    whom and after what; whether there is a rating, an invitation to words, a choice and which answers it has, since an answer
    is kept by its place; for which outcomes there are tips; and the files that come with days. By these the next day of
    somebody is chosen, kept from them, and answered. An experiment is structure down to the words of its arms, which are what
    is compared.
    """
    return all(change.is_wording for change in found)


def _fields(track: Track, files: Mapping[str, str]) -> Iterator[tuple[tuple[int | None, str], str]]:
    for field, value in _values(track):
        yield (None, field), value
    for day in track.days:
        for field, value in _values(day):
            is_file = field == "media" and value in files
            yield (day.day, field), f"{value} ({files[value][:12]})" if is_file else value


def _values(part: Part, inside: str = "") -> Iterator[tuple[str, str]]:
    """Every field that says something, by its name in the file."""
    for name, field in type(part).model_fields.items():
        value, at = getattr(part, name), f"{inside}{field.alias or name}"
        match value:
            case None | ():
                continue
            case Part():
                yield from _values(value, f"{at}.")
            case (Day(), *_):
                continue  # each is told by its number
            case (StrEnum(), *_):
                yield at, ", ".join(sorted(value))
            case tuple():
                yield from _several(value, at)
            case bool():
                yield at, "yes" if value else "no"
            case _:
                yield at, str(value)


def _several(values: tuple[object, ...], at: str) -> Iterator[tuple[str, str]]:
    for number, value in enumerate(values, start=1):
        if isinstance(value, Part):
            yield from _values(value, f"{at}[{number}].")
        else:
            yield f"{at}[{number}]", str(value)


def _in_a_line(text: str | None) -> str:
    return "(nothing)" if text is None else " ".join(text.split())
