"""A whole cohort on the fast clock: the real bot, a database that stays, and nobody in it who exists."""

import heapq
import itertools
import json
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.publishing import publish_shipped
from bot.rehearsal.acting import Actor
from bot.rehearsal.cohort import Member, cohort
from bot.rehearsal.personas import Doing
from bot.rehearsal.stage import CONTACT, DATABASE, KEY, Stage, apart, stage
from bot.settings import PREFIX
from curriculum.media import MediaFile
from curriculum.track import Track
from storage import belongings, keys, tombstones

BEGINS: Final = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
STEP: Final = timedelta(minutes=30)
"""So much time passes at once; what falls due within it comes at its end. The few seconds by which people's hours are spread
are lost in it, so that nothing depends on who was given which number."""
_JOINS_WITHIN: Final = timedelta(days=2)
_TAKES_PART: Final = 0.6
_TAKES_BACK: Final = 0.1
"""How many of those who take part in a study take that back some day."""
_SIMULATED: Final = "{study} (simulated)"
ENV: Final = "simulated.env"

Tell = Callable[[int, int], None]


class Occupied(Exception):
    """There is something in the folder already, and it may be somebody's."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How much there is in what was simulated."""

    nudges: int
    answers: int
    taking_part: int = 0


@dataclass(slots=True)
class _Walker:
    """Somebody on their way: their chat, how much of it they have seen, and what has come so far. When that is number
    `takes_back_at`, they have had enough of the study.
    """

    member: Member
    actor: Actor
    chance: random.Random
    takes_back_at: int | None = None
    seen: int = 0
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Walked:
    """A track that they walk, and the files that its days bring."""

    track: Track
    files: Sequence[MediaFile] = ()


@contextmanager
def new_in(folder: Path, study: str | None = None) -> Iterator[Path]:
    """Where to put what is to be in `folder` when the block ends well, with settings that know the `study`. Broken off, nothing is
    there. Raises `Occupied`.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Occupied(f"there is something in {folder} already; name a folder that is new")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with apart(folder.parent) as made:
        yield made
        (made / ENV).write_text(_settings(folder.absolute(), study), encoding="utf-8")
        folder.mkdir(mode=0o700, exist_ok=True)
        for file in sorted(made.iterdir(), key=lambda file: file.name == ENV):
            shutil.move(file, folder / file.name)


def called(study: str) -> str:
    """What a study is called in which nobody real takes part: no bundle of it is taken for another."""
    return _SIMULATED.format(study=study)


async def simulate(
    made: Path,
    *,
    people: int,
    days: int,
    seed: int,
    tracks: Sequence[Walked] = (),
    study: str | None = None,
    tell: Tell = lambda _, __: None,
) -> Figures:
    """Lets so many people walk these `tracks`, or the shipped ones, for so many days, most of them in the `study` if it is given; the
    database and its keys are in `made` then.
    """
    async with stage(made, seed=seed, begins=BEGINS, study=study) as here:
        return await _Simulation(here, people=people, days=days, seed=seed).run(tracks, tell)


class _Simulation:
    """One simulation on its way."""

    def __init__(self, here: Stage, *, people: int, days: int, seed: int) -> None:
        self._stage = here
        self._clock = here.clock
        self._people = people
        self._days = days
        self._seed = seed
        self._chance = random.Random(seed)  # noqa: S311  (it is to be the same each time)
        self._walkers: dict[int, _Walker] = {}
        self._to_do: list[tuple[datetime, int, Iterator[int]]] = []
        self._numbers = itertools.count()

    async def run(self, tracks: Sequence[Walked], tell: Tell) -> Figures:
        """To the end of the last day; gives what there is then."""
        self._people_come(await self._published(tracks))
        ends = BEGINS + timedelta(days=self._days + 1)
        while (at := await self._next_at()) is not None and at < ends:
            self._clock.move_to(_end_of_step(max(at, self._clock())))
            await self._stage.settles()
            self._look()
            await self._act()
            self._stage.sandbox.calls.clear()
            tell(min((self._clock() - BEGINS) // timedelta(days=1), self._days), self._days)
        tables = {table.name: table for table in belongings.all_tables()}
        async with self._stage.database.unit() as unit:
            counts = [await unit.rows.count(tables[name]) for name in ("nudge", "check_in", "study_agreement")]
        return Figures(*counts)

    async def _published(self, tracks: Sequence[Walked]) -> list[str]:
        if not tracks:
            return [one.ref.slug for one in await publish_shipped(self._stage.database, self._clock)]
        for one in tracks:
            await self._stage.publishes(one.track, one.files)
        return [one.track.slug for one in tracks]

    def _people_come(self, tracks: list[str]) -> None:
        sandbox = self._stage.sandbox
        for number, member in enumerate(cohort(self._people, tracks, self._chance), start=1):
            person = sandbox.person(f"Person {number}")
            actor = Actor(person, sandbox.world.chats[person.telegram_id])
            own = random.Random(f"{self._seed} {number}")  # noqa: S311
            self._walkers[person.telegram_id] = _Walker(member, actor, own)
            joins = BEGINS + self._chance.random() * _JOINS_WITHIN
            begins = itertools.chain(actor.begins(member.persona, member.track), actor.looks_not_back())
            self._plan(joins, itertools.chain(begins, self._is_asked(self._walkers[person.telegram_id], number)))

    def _is_asked(self, walker: _Walker, number: int) -> Iterator[int]:
        """Many take part in the study, if there is one, and some of them take it back some day. It is a chance of its own: with a
        study the same people walk as without.
        """
        chance = random.Random(f"{self._seed} {number} study")  # noqa: S311
        if self._stage.app.settings.running_study is None or chance.random() >= _TAKES_PART:
            return
        if chance.random() < _TAKES_BACK:
            walker.takes_back_at = chance.randint(2, 20)
        yield from walker.actor.takes_part()

    def _plan(self, at: datetime, acts: Iterator[int]) -> None:
        heapq.heappush(self._to_do, (at, next(self._numbers), acts))

    async def _next_at(self) -> datetime | None:
        due_at = await self._stage.next_due_at()
        done_at = self._to_do[0][0] if self._to_do else None
        return min((at for at in (due_at, done_at) if at is not None), default=None)

    def _look(self) -> None:
        """Who has got something that waits to be opened decides what to do about it."""
        for walker in self._walkers.values():
            newest = walker.actor.newest
            if newest > walker.seen:
                for came in walker.actor.closed_since(walker.seen):
                    self._decide(walker, came)
                walker.seen = newest

    def _decide(self, walker: _Walker, came: int) -> None:
        walker.turn += 1
        member, at = walker.member, self._clock()
        if member.leaves_at == walker.turn:
            self._plan(at + timedelta(hours=1), walker.actor.leaves(blocking=member.blocks))
            return
        if walker.takes_back_at == walker.turn:
            self._plan(at + timedelta(hours=1), walker.actor.takes_back())
        doing = member.does(walker.turn, rest=False, chance=walker.chance)
        if doing.opens:
            self._plan(at + doing.after, self._answers(walker, doing, came))

    def _answers(self, walker: _Walker, doing: Doing, came: int) -> Iterator[int]:
        """What comes closed is a day or a rest; that shows when it is open."""
        yield from walker.actor.opens(came)
        if walker.actor.is_rest(came):
            doing = walker.member.does(walker.turn, rest=True, chance=walker.chance)
        yield from walker.actor.answers(doing, came)
        if doing.goes_on is not None:
            self._plan(self._clock() + doing.goes_on, walker.actor.goes_on())
        if (move := walker.member.persona.moves.get(walker.turn)) is not None:
            yield from walker.actor.moves(move)

    async def _act(self) -> None:
        """All who act by now, side by side: each does the next thing when the bot has answered the one before."""
        acting: list[Iterator[int]] = []
        while self._to_do and self._to_do[0][0] <= self._clock():
            acting.append(heapq.heappop(self._to_do)[2])
        while acting:
            acting = [acts for acts in acting if next(acts, None) is not None]
            await self._stage.hears()
        for walker in self._walkers.values():
            walker.seen = max(walker.seen, walker.actor.newest)


def _end_of_step(at: datetime) -> datetime:
    return BEGINS + ((at - BEGINS) // STEP + 1) * STEP


def _settings(folder: Path, study: str | None) -> str:
    values = [
        ("DATABASE_URL", f"sqlite+aiosqlite:///{folder / DATABASE}"),
        ("KEY_FILE", folder / KEY),
        ("KEYS_FILE", folder / keys.FILE_NAME),
        ("FORGOTTEN_FILE", folder / tombstones.FILE_NAME),
    ]
    if study is not None:
        values += [("STUDY", json.dumps(study, ensure_ascii=False)), ("STUDY_CONTACT", json.dumps(CONTACT))]
    return "".join(f"{PREFIX}{name}={value}\n" for name, value in values)
