"""Turns the YAML an author wrote into a track, or says everything that is wrong with it and where.

The YAML is walked event by event: nothing is composed before the limits are checked, because a composer that meets
100,000 brackets takes the process with it. All scalars stay text (`12:30`, `no`, `0o7`), and the track types them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import yaml
from pydantic import ValidationError

from curriculum import remarks
from curriculum.day import DAYS
from curriculum.errors import Problem, TrackInvalid
from curriculum.jargon import in_words
from curriculum.lettering import is_unseen, lettering, named
from curriculum.track import Track
from curriculum.written import Field, Fields, Items, Place, Words, Written, found, place, plain

MOST_EVENTS: Final = 5_000
MOST_DEPTH: Final = 12

_KEPT_IN_MIND: Final = 32


@dataclass(frozen=True, slots=True)
class Draft:
    """A track, perhaps an unfinished one, and where each of its texts stands in the file."""

    track: Track
    written: Written


def read_track(content: bytes | str, *, in_c: bool = yaml.__with_libyaml__) -> Track:
    """The track that `content` is, whole; `in_c` takes the parser in C, which is there in most installations.

    Raises `TrackInvalid` with every problem; nothing else, whatever the content.
    """
    draft = _read(content, in_c)
    if draft.track.unfinished:
        days, length = len(draft.track.days), draft.track.length
        says = f"the track says that it is unfinished: once all {length} days are there, take this line out"
        if days < length:
            says += f"; if it is to have {days}, write `length: {days}` in its place"
        raise TrackInvalid([place(draft.written, ("unfinished",)).problem(says)])
    return draft.track


def read_draft(content: bytes | str) -> Draft:
    """The same with its places, also of a track that says it is unfinished. Raises `TrackInvalid`."""
    return _read(content, yaml.__with_libyaml__)


def read_data(content: bytes | str) -> object:
    """What stands in a file of data that comes with the program, as lists, groups and texts. Raises `TrackInvalid`."""
    letters = lettering(content)
    reading = _Reading(letters.text, letters.problems, yaml.__with_libyaml__)
    written = reading.document()
    if reading.problems:
        raise TrackInvalid(reading.problems)
    return plain(written)


@lru_cache(maxsize=_KEPT_IN_MIND)
def _read(content: bytes | str, in_c: bool) -> Draft:
    letters = lettering(content)
    reading = _Reading(letters.text, letters.problems, in_c)
    written = reading.document()
    try:
        track = Track.model_validate(plain(written))
    except ValidationError as error:
        unfinished = _is_unfinished(written)
        on_days = remarks.on_days(written, unfinished=unfinished, length=_length(written))
        on_arms = remarks.on_arms(written, unfinished=unfinished)
        raise TrackInvalid([*reading.problems, *remarks.on_fields(written, error), *on_days, *on_arms]) from None
    if reading.problems:
        raise TrackInvalid(reading.problems)
    return Draft(track, written)


def _is_unfinished(written: Written) -> bool:
    match found(written, ("unfinished",)):
        case Words(text=text):
            return text.lower() in ("yes", "true")
        case _:
            return False


def _length(written: Written) -> int:
    """How many days the file says the track has, as far as that can be read."""
    match found(written, ("length",)):
        case Words(text=text):
            return remarks.number_in(text) or DAYS
        case _:
            return DAYS


class _Reading:
    """One pass over the events of a file. `problems` has what can be borne with until the whole file is seen."""

    def __init__(self, text: str, problems: Iterable[Problem], in_c: bool) -> None:
        self._lines = text.split("\n")
        self._events = yaml.parse(text, Loader=yaml.CSafeLoader if in_c else yaml.SafeLoader)
        self._count = 0
        self._at = Place(1, 1)
        self.problems = list(problems)

    def document(self) -> Written:
        """The one document of the file. Raises `TrackInvalid` where reading cannot go on."""
        self._no_directive()
        self._next()
        start = self._next()
        if not isinstance(start, yaml.DocumentStartEvent):
            raise self._fatal("there is no track in this file", Place(1, 1))
        written = self._written(self._next(), depth=1)
        self._next()
        if not isinstance(self._next(), yaml.StreamEndEvent):
            raise self._fatal("a second document begins here; a file holds one track")
        return written

    def _written(self, event: yaml.Event, depth: int) -> Written:
        at = self._at
        self._no_extras(event)
        if depth > MOST_DEPTH:
            raise self._fatal(f"this is nested more than {MOST_DEPTH} levels deep")
        match event:
            case yaml.ScalarEvent():
                return Words(at, self._seen(event.value, at))
            case yaml.SequenceStartEvent():
                return Items(at, list(self._items(depth + 1)))
            case yaml.MappingStartEvent():
                return Fields(at, self._fields(depth + 1))
            case _:
                return Words(at, "*")

    def _items(self, depth: int) -> Iterator[Written]:
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            yield self._written(event, depth)

    def _fields(self, depth: int) -> dict[str, Field]:
        fields: dict[str, Field] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            at = self._at
            name = self._written(event, depth)
            value = self._written(self._next(), depth)
            if not isinstance(name, Words):
                self.problems.append(at.problem("the name of a field must be a word, not a list or a group"))
            elif name.text in fields:
                first = fields[name.text].at.line
                self.problems.append(at.problem(f"{remarks.short(name.text)} comes twice (first at line {first})"))
            else:
                fields[name.text] = Field(at, value)
        return fields

    def _next(self) -> yaml.Event:
        try:
            event = next(self._events)
        except yaml.MarkedYAMLError as error:
            raise self._syntax(error) from None
        except (yaml.YAMLError, ValueError, OverflowError):
            # The parser in Python lets the errors of chr() through when an escape names no character.
            raise self._fatal("there is an escape behind this that names no character") from None
        if event.start_mark is not None:
            self._at = Place(event.start_mark.line + 1, event.start_mark.column + 1)
        self._count += 1
        if self._count > MOST_EVENTS:
            raise self._fatal(f"the file has more than {MOST_EVENTS:,} parts; it ends here at most")
        return event

    def _no_directive(self) -> None:
        for number, line in enumerate(self._lines, start=1):
            if line.startswith("%"):
                raise self._fatal("a line with `%` (a directive) is not allowed", Place(number, 1))
            if line.strip() and not line.lstrip().startswith("#"):
                return

    def _no_extras(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent):
            self.problems.append(self._at.problem(f"an alias ({remarks.short(f'*{event.anchor}')}) is not allowed"))
            return
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            self.problems.append(self._at.problem(f"an anchor ({remarks.short(f'&{event.anchor}')}) is not allowed"))
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag is not None:
            self.problems.append(self._at.problem(f"a tag ({remarks.short(event.tag)}) is not allowed"))

    def _seen(self, text: str, at: Place) -> str:
        """The text of a scalar, which may have come by what nobody can see through an escape such as `\\u202e`."""
        hidden = sorted({letter for letter in text if is_unseen(letter)})
        self.problems += [at.problem(f"an escape stands for {named(letter)}; take it out") for letter in hidden]
        return "".join("\ufffd" if letter in hidden else letter for letter in text) if hidden else text

    def _fatal(self, says: str, at: Place | None = None) -> TrackInvalid:
        return TrackInvalid([*self.problems, (at or self._at).problem(says)])

    def _syntax(self, error: yaml.MarkedYAMLError) -> TrackInvalid:
        mark, start = error.problem_mark, error.context_mark
        at = Place(mark.line + 1, mark.column + 1) if mark else self._at
        opened = Place(start.line + 1, start.column + 1) if start else at
        return TrackInvalid([*self.problems, in_words(f"{error.context} {error.problem}", self._lines, at, opened)])
