"""How a track waits for its people: not at all, for a few days, or until they have answered."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, InstanceOf, WithJsonSchema

from curriculum.writing import Unsuitable

MOST_DAYS: Final = 14
_CALENDAR: Final = "calendar"
_ON_REPLY: Final = "on-reply"
_WAIT: Final = "wait-up-to"
_NEITHER: Final = f"should be `{_CALENDAR}`, `{_ON_REPLY}`, or `{_WAIT}:` with a number of days from 1 to {MOST_DAYS}"


@dataclass(frozen=True, slots=True)
class Pacing:
    """The next day waits for an answer to the one before for `days` local days: 0 is not at all, None as long as it takes."""

    days: int | None

    def __str__(self) -> str:
        """As an author writes it."""
        if self.days is None:
            return _ON_REPLY
        return f"{_WAIT}: {self.days}" if self.days else _CALENDAR


CALENDAR: Final = Pacing(0)
ON_REPLY: Final = Pacing(None)


def _read(written: object) -> Pacing:
    match written:
        case Pacing():
            return written
        case "calendar":
            return CALENDAR
        case "on-reply":
            return ON_REPLY
        case Mapping() if set(written) == {_WAIT} and re.fullmatch(r"[1-9][0-9]?", str(written[_WAIT])):
            days = int(str(written[_WAIT]))
            if days <= MOST_DAYS:
                return Pacing(days)
    raise Unsuitable(_NEITHER)


_SCHEMA: Final[dict[str, Any]] = {
    "anyOf": [
        {"enum": [_CALENDAR, _ON_REPLY]},
        {
            "type": "object",
            "properties": {_WAIT: {"type": "integer", "minimum": 1, "maximum": MOST_DAYS}},
            "required": [_WAIT],
            "additionalProperties": False,
        },
    ]
}

PacingText = Annotated[InstanceOf[Pacing], BeforeValidator(_read), WithJsonSchema(_SCHEMA)]
