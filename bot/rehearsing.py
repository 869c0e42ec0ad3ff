"""What an admin can rehearse: a draft of their own, or a track that is published. Knows no Telegram."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from bot.clock import Clock
from bot.publishing import NoDraft
from bot.rehearsal.own_answers import AFTER_A_REST, ANSWERS
from bot.rehearsal.personas import PERSONAS, Doing, Who
from bot.rehearsal.walk import Step, steps
from curriculum.enrolment import TrackRef
from curriculum.reading import read_track
from curriculum.track import Track
from storage.database import Unit

PACE: Final = timedelta(seconds=3)
"""Between two messages of a rehearsal that goes by itself: thirty days, two in a message, pass within two minutes."""
MOST_DRAFTS: Final = 3
_SEED: Final = 1
_NAMED: Final = 11


@dataclass(frozen=True, slots=True)
class Source:
    """Something that can be rehearsed, by the short name that its buttons carry."""

    name: str
    track: Track
    is_draft: bool


class Rehearsing:
    """An admin's use cases. Who may call them is checked by the caller, every time."""

    def __init__(self, now: Clock) -> None:
        self._now = now

    async def sources(self, unit: Unit, *, admin: int) -> Sequence[Source]:
        """What this admin can rehearse: their newest drafts, then what is published."""
        drafts = await unit.tracks.drafts_of(admin, most=MOST_DRAFTS)
        published = await unit.tracks.on_offer()
        return [
            *(Source(token, read_track(text), is_draft=True) for token, text in drafts),
            *(Source(_name_of(one.ref), one.track, is_draft=False) for one in published),
        ]

    async def source(self, unit: Unit, name: str, *, admin: int) -> Source:
        """One of them. Raises `NoDraft` when it is gone, or was never theirs."""
        if (text := await unit.tracks.draft(name, admin=admin)) is not None:
            return Source(name, read_track(text), is_draft=True)
        for one in await unit.tracks.on_offer():
            if _name_of(one.ref) == name:
                return Source(name, one.track, is_draft=False)
        raise NoDraft

    async def go_by_itself(self, unit: Unit, source: Source, who: Who, place: int, *, admin: int) -> None:
        """What comes from `place` on is shown by itself, in place of any other rehearsal."""
        await unit.rehearsals.begin(admin, source=source.name, who=who, place=place, next_at=self._now() + PACE)

    async def stop(self, unit: Unit, *, admin: int) -> bool:
        """Nothing more is shown by itself. False when nothing was."""
        return await unit.rehearsals.end(admin)

    def next_at(self) -> datetime:
        """When the next message of one that goes by itself is due."""
        return self._now() + PACE


def walked_by(track: Track, who: Who) -> list[Step]:
    """All that comes to this one, the same each time."""
    persona = PERSONAS[who]
    chance = random.Random(f"{who} {_SEED}")  # noqa: S311  (it is to be the same each time)
    return list(steps(track, persona, lambda turn, rest: persona.does(turn, rest=rest, chance=chance)))


def answered_with(track: Track, answers: str) -> list[Step]:
    """All that has come to an admin who answered so far with these signs, and what waits for the next one. Raises `ValueError`
    for signs that nobody can have tapped.
    """

    def does(turn: int, rest: bool) -> Doing | None:
        if turn > len(answers):
            return None
        doing = (AFTER_A_REST if rest else ANSWERS).get(answers[turn - 1])
        if doing is None:
            raise ValueError("no button says so")
        return doing

    return list(steps(track, PERSONAS[Who.IDEAL], does))


def _name_of(ref: TrackRef) -> str:
    """A short name for a version, told from a draft's token by its first sign."""
    return f".{sha256(ref.told.encode()).hexdigest()[:_NAMED]}"
