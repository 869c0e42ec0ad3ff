"""What is wrong with a track, told to its author: which day, which field, what it should be, and where it stands."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from curriculum.arms import ArmsOfDay, misfits
from curriculum.day import (
    DAYS,
    Act,
    ArmTexts,
    CheckIn,
    Choice,
    Day,
    DayKind,
    Instead,
    NotFor,
    Outcome,
    Replies,
    Tips,
    Variant,
)
from curriculum.errors import Problem
from curriculum.experiment import Arm, By, Experiment
from curriculum.pressure import PressureResponse
from curriculum.track import Track
from curriculum.writing import Unsuitable
from curriculum.written import Fields, Items, Path, Place, Words, Written, found, name_place, place

_PARTS: Final[Mapping[Path, type[BaseModel]]] = {
    (): Track,
    ("experiment",): Experiment,
    ("experiment", "arms"): Arm,
    ("days",): Day,
    ("days", "act"): Act,
    ("days", "variants"): Variant,
    ("days", "variants", "act"): Act,
    ("days", "arms"): ArmTexts,
    ("days", "arms", "act"): Act,
    ("days", "instead"): Instead,
    ("days", "instead", "act"): Act,
    ("days", "check_in"): CheckIn,
    ("days", "check_in", "choice"): Choice,
    ("days", "replies"): Replies,
    ("days", "tips"): Tips,
}
_CLOSED: Final[Mapping[str, type[StrEnum]]] = {
    "not_for": NotFor,
    "for": PressureResponse,
    "after": Outcome,
    "kind": DayKind,
    "unit": By,
}
_NUMBERS: Final = frozenset(str(number) for number in range(1, DAYS + 1))
_MOST_QUOTED: Final = 40


def on_fields(written: Written, error: ValidationError) -> Iterator[Problem]:
    """Every field that is missing, unknown or not what it should be."""
    for detail in error.errors(include_url=False, include_input=False):
        path: Path = detail["loc"]
        for says in _says(written, path, detail["type"], detail.get("ctx", {})):
            at = name_place(written, path) if detail["type"] == "extra_forbidden" else place(written, path)
            yield at.problem(f"{_day_of(written, path)}{says}")


def on_days(written: Written, *, unfinished: bool = False, length: int = DAYS) -> Iterator[Problem]:
    """Every day that is missing, comes twice, is out of order or behind the last of `length` days. In an `unfinished`
    track the last ones may be missing.
    """
    days = found(written, ("days",))
    if not isinstance(days, Items):
        return
    first: dict[int, Place] = {}
    before = 0
    numbered: list[tuple[int, Place]] = []
    for index in range(len(days.items)):
        number = _number(written, index)
        at = place(written, ("days", index, "day"))
        numbered.append((number or index + 1, at))
        if number is None:
            continue
        if number in first:
            yield at.problem(f"day {number} comes twice (first at line {first[number].line})")
        elif number < before:
            yield at.problem(f"day {number} comes after day {before}; days go in order, from 1 to {length}")
        elif number > length:
            yield at.problem(f"day {number} comes behind the last one: the track says that its `length` is {length}")
        first.setdefault(number, at)
        before = number
    wanted = min(max(first, default=1), length) if unfinished else length
    yield from _missing(numbered, wanted, place(written, ("days",)))


def on_arms(written: Written, *, unfinished: bool = False) -> Iterator[Problem]:
    """Every arm of a day that does not fit the experiment. Where the experiment itself cannot be read, nothing is said."""
    experiment, days = found(written, ("experiment",)), found(written, ("days",))
    names = None if experiment is None else _names(written, ("experiment", "arms"))
    if (experiment is not None and not names) or not isinstance(days, Items):
        return
    arms = [_arms_of(written, index) for index in range(len(days.items))]
    for misfit in misfits(names, arms, unfinished=unfinished):
        yield place(written, misfit.at).problem(f"{_day_of(written, misfit.at)}{misfit.says}")


def _names(written: Written, path: Path) -> list[str]:
    """What the arms in this list call themselves."""
    match found(written, path):
        case Items(items=arms):
            named = [found(written, (*path, number, "arm")) for number in range(len(arms))]
            return [name.text if isinstance(name, Words) else "" for name in named]
        case _:
            return []


def _arms_of(written: Written, index: int) -> ArmsOfDay:
    at: Path = ("days", index)
    names = _names(written, (*at, "arms"))
    acts = [_strengths(written, (*at, "arms", number, "act")) for number in range(len(names))]
    return ArmsOfDay(index, _strengths(written, (*at, "act")) or frozenset(), tuple(zip(names, acts, strict=True)))


def _strengths(written: Written, path: Path) -> frozenset[str] | None:
    match found(written, path):
        case Fields(fields=fields):
            return frozenset(fields)
        case _:
            return None


def short(text: str) -> str:
    """The author's own text, as much of it as tells which one is meant."""
    line = " ".join(text.split())
    return f"`{line}`" if len(line) <= _MOST_QUOTED else f"`{line[: _MOST_QUOTED - 1]}…`"


def _missing(numbered: list[tuple[int, Place]], wanted: int, nowhere: Place) -> Iterator[Problem]:
    there = {number for number, _ in numbered}
    gap: list[int] = []
    for number in range(1, wanted + 2):
        if number <= wanted and number not in there:
            gap.append(number)
        elif gap:
            says = f"day {gap[0]} is missing" if len(gap) == 1 else f"days {gap[0]} to {gap[-1]} are missing"
            after = [at for other, at in numbered if other > gap[-1]]
            last = numbered[-1][1] if numbered else nowhere
            yield (after[0] if after else last).problem(says)
            gap = []


def number_in(text: str) -> int | None:
    """The number that a text is, when it is one of a day."""
    return int(text) if text in _NUMBERS else None


def _number(written: Written, index: int) -> int | None:
    """The number an entry gives itself, when it is one of a day."""
    match found(written, ("days", index, "day")):
        case Words(text=text):
            return number_in(text)
        case _:
            return None


def _day_of(written: Written, path: Path) -> str:
    match path:
        case ("days", int(index), *_):
            return f"day {_number(written, index) or index + 1}: "
        case _:
            return ""


def _says(written: Written, path: Path, kind: str, context: Mapping[str, Any]) -> Iterator[str]:
    here = found(written, path)
    named = f"`{_field(path)}`" if _field(path) else _whole(path)
    match kind, context.get("error"):
        case _, Unsuitable() if path == ("days",):
            return  # `on_days` says which
        case _, Unsuitable(args=complaints):
            given = f", not {_given(here)}" if path[-1:] == ("day",) else ""
            yield from (f"{named} {complaint}{given}" for complaint in complaints)
        case "missing", _:
            yield f"{named} is missing"
        case "extra_forbidden", _:
            yield _unknown(path)
        case "enum", _:
            known = [value.value for value in _CLOSED[_last(path)]]
            meant = _meant(here.text if isinstance(here, Words) else "", known)
            can = "can have" if isinstance(path[-1], int) else "can be"
            yield f"{named} {can} {', '.join(f'`{one}`' for one in known)}, but not {_given(here)}{meant}"
        case _ if isinstance(here, Words) and not here.text:
            yield f"{named} is empty"
        case "string_type", _:
            yield f"{named} should be a text, not {_given(here)}"
        case "tuple_type", _:
            yield f"{named} should be a list, not {_given(here)}"
        case _:
            fields = ", ".join(f"`{name}`" for name in _fields_of(path))
            yield f"{named} should be a group of fields ({fields}), not {_given(here)}"


def _given(written: Written | None) -> str:
    match written:
        case Words(text=text):
            return short(text) if text else "empty"
        case Items():
            return "a list"
        case _:
            return "a group of fields"


def _whole(path: Path) -> str:
    return "this" if path else "the file"


def _field(path: Path) -> str:
    """The path inside its day, as an author writes it: `act.gentle`."""
    inside = path[2:] if path[:1] == ("days",) and len(path) > 1 else path
    return ".".join(step for step in inside if isinstance(step, str))


def _last(path: Path) -> str:
    """The name of the field at the end of the path, or of the list that holds it."""
    return next(step for step in reversed(path) if isinstance(step, str))


def _unknown(path: Path) -> str:
    name = str(path[-1])
    if not name:
        return "a field without a name"
    full = short(_field(path))
    if name == "<<":
        return f"{full} (merging) is not allowed; write the fields out"
    return f"{full} is not a field{_meant(name, _fields_of(path[:-1]))}"


def _fields_of(path: Path) -> list[str]:
    part = _PARTS.get(tuple(step for step in path if isinstance(step, str)))
    return [field.alias or name for name, field in part.model_fields.items()] if part else []


def _meant(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=1, cutoff=0.7) if len(name) <= _MOST_QUOTED else []
    return f"; did you mean `{close[0]}`?" if close else ""
