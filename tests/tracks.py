"""Tracks for tests: a valid one of thirty days, and the same with changes."""

from collections.abc import Mapping
from typing import Any

import yaml

from curriculum.day import DAYS
from curriculum.reading import read_track
from curriculum.track import Track


class _InFull(yaml.SafeDumper):
    """Writes a text or group that comes twice out twice, since a track file has no aliases."""

    def ignore_aliases(self, data: object) -> bool:
        return True


DayChanges = Mapping[str, object] | None


def track_yaml(*, days: Mapping[int, DayChanges] | None = None, **changes: object) -> str:
    """The text of a valid track, with `changes` to its fields and, by number, to its days.

    A field that is changed to None is left out, and so is a day: `track_yaml(title="Calm", days={7: {"why": None}})`.
    """
    fields = track_fields(days=days, **changes)
    return yaml.dump(fields, Dumper=_InFull, sort_keys=False, allow_unicode=True, width=1_000_000)


def track_fields(*, days: Mapping[int, DayChanges] | None = None, **changes: object) -> dict[str, Any]:
    """The same as fields and lists, before it is written down."""
    changed = {number: _day(number) for number in range(1, DAYS + 1)}
    for number, day_changes in (days or {}).items():
        if day_changes is None:
            del changed[number]
        else:
            changed[number] = _with(changed[number], day_changes)
    fields = {
        "track": "thirty-calm-days",
        "language": "en",
        "title": "Thirty calm days",
        "summary": "One quiet minute a day, and a look at what it does.",
        "author": "Rosa Pereira",
        "review": "draft, not clinically reviewed",
        "days": list(changed.values()),
    }
    return _with(fields, changes)


def track(*, days: Mapping[int, DayChanges] | None = None, **changes: object) -> Track:
    """The track that `track_yaml` writes."""
    return read_track(track_yaml(days=days, **changes))


def _day(number: int) -> dict[str, Any]:
    return {
        "day": number,
        "practice": "look-back" if number % 7 == 0 else "noticing",
        "skill": f"Seeing what is there, part {number}",
        "title": f"Breathe, part {number}",
        "why": f"A calm minute makes room for day {number}.",
        "act": {
            "gentle": f"Take {number} slow breaths.",
            "standard": f"Take {number} slow breaths, then look at {{partner}} for a moment.",
        },
        "solo": f"Take {number} slow breaths on your own.",
        "when": f"When the kettle boils, I take my {number} breaths.",
        "not_for": ["approach_partner"] if number % 5 == 0 else [],
        "check_in": {"ask": f"How did the breaths of day {number} go?"},
        "replies": {
            "done": f"Day {number} is done.",
            "tried": f"You tried on day {number}, and that counts.",
            "not_the_moment": f"Day {number} was not the moment. It keeps.",
            "did_not_want_to": f"Not wanting to on day {number} is an answer too.",
            "made_it_worse": f"I am sorry that day {number} made it worse.",
        },
        "tips": {"tried": f"Fewer breaths than {number} are breaths as well."},
    }


def _with(fields: Mapping[str, Any], changes: Mapping[str, object]) -> dict[str, Any]:
    return {name: value for name, value in {**fields, **changes}.items() if value is not None}
