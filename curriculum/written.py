"""What stands in a track file before it is a track: texts, lists and named fields, each with its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curriculum.errors import Problem


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands; both count from 1."""

    line: int
    column: int

    def problem(self, says: str) -> Problem:
        """Something is wrong here."""
        return Problem(self.line, self.column, says)


@dataclass(frozen=True, slots=True)
class Words:
    """A text, or nothing when a field was left empty."""

    at: Place
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    at: Place
    items: Sequence["Written"]


@dataclass(frozen=True, slots=True)
class Field:
    """One named field: where its name stands, and what it holds."""

    at: Place
    value: "Written"


@dataclass(frozen=True, slots=True)
class Fields:
    """A group of named fields."""

    at: Place
    fields: Mapping[str, Field]


Written = Words | Items | Fields
Path = tuple[str | int, ...]


def plain(written: Written) -> object:
    """The same without places: text, lists and dictionaries."""
    match written:
        case Words(text=text):
            return text
        case Items(items=items):
            return [plain(item) for item in items]
        case Fields(fields=fields):
            return {name: plain(field.value) for name, field in fields.items()}


def found(written: Written, path: Path) -> Written | None:
    """What stands at `path`, if anything does."""
    here: Written | None = written
    for step in path:
        match here, step:
            case Fields(fields=fields), str() if step in fields:
                here = fields[step].value
            case Items(items=items), int() if step < len(items):
                here = items[step]
            case _:
                return None
    return here


def place(written: Written, path: Path) -> Place:
    """The nearest place to `path`: what it holds, the field's name when that is empty or a group, or what is around."""
    if not path:
        return written.at
    here, around = found(written, path), found(written, path[:-1])
    if here is None:
        return place(written, path[:-1])
    if isinstance(around, Fields) and not (isinstance(here, Words) and here.text):
        return around.fields[str(path[-1])].at
    return here.at


def name_place(written: Written, path: Path) -> Place:
    """Where the name of the field at `path` stands."""
    outer = found(written, path[:-1])
    return outer.fields[str(path[-1])].at if isinstance(outer, Fields) else place(written, path)
