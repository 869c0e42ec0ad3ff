"""A whole cohort on the fast clock: the real bot, a database that stays, and nobody in it who exists."""

import heapq
import itertools
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.publishing import publish_shipped
from bot.rehearsal.acting import Actor
from bot.rehearsal.cohort import Member, cohort
from bot.rehearsal.personas import Doing
from bot.rehearsal.stage import DATABASE, KEY, Stage, apart, stage
from bot.settings import PREFIX
from storage import belongings, keys, tombstones

BEGINS: Final = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
STEP: Final = timedelta(minutes=30)
"""So much time passes at once; what falls due within it comes at its end. The few seconds by which people's hours are spread
are lost in it, so that nothing depends on who was given which number."""
_JOINS_WITHIN: Final = timedelta(days=2)
ENV: Final = "simulated.env"

Tell = Callable[[int, int], None]


class Occupied(Exception):
    """There is something in the folder already, and it may be somebody's."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How much there is in what was simulated."""

    nudges: int
    answers: int


@dataclass(slots=True)
class _Walker:
    """Somebody on their way: their chat, how much of it they have seen, and what has come so far."""

    member: Member
    actor: Actor
    chance: random.Random
    seen: int = 0
    turn: int = 0


@contextmanager
def new_in(folder: Path) -> Iterator[Path]:
    """Where to put what is to be in `folder` when the block ends well. Broken off, nothing is there. Raises `Occupied`."""
    if folder.exists() and any(folder.iterdir()):
        raise Occupied(f"there is something in {folder} already; name a folder that is new")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with apart(folder.parent) as made:
        yield made
        (made / ENV).write_text(_settings(folder.absolute()), encoding="utf-8")
        folder.mkdir(mode=0o700, exist_ok=True)
        for file in sorted(made.iterdir(), key=lambda file: file.name == ENV):
            shutil.move(file, folder / file.name)


async def simulate(made: Path, *, people: int, days: int, seed: int, tell: Tell = lambda _, __: None) -> Figures:
    """Lets so many people walk the shipped tracks for so many days; the database and its keys are in `made` then."""
    async with stage(made, seed=seed, begins=BEGINS) as here:
        return await _Simulation(here, people=people, days=days, seed=seed).run(tell)


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

    async def run(self, tell: Tell) -> Figures:
        """To the end of the last day; gives what there is then."""
        published = await publish_shipped(self._stage.database, self._clock)
        self._people_come([one.ref.slug for one in published])
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
            return Figures(await unit.rows.count(tables["nudge"]), await unit.rows.count(tables["check_in"]))

    def _people_come(self, tracks: list[str]) -> None:
        sandbox = self._stage.sandbox
        for number, member in enumerate(cohort(self._people, tracks, self._chance), start=1):
            person = sandbox.person(f"Person {number}")
            actor = Actor(person, sandbox.world.chats[person.telegram_id])
            own = random.Random(f"{self._seed} {number}")  # noqa: S311
            self._walkers[person.telegram_id] = _Walker(member, actor, own)
            joins = BEGINS + self._chance.random() * _JOINS_WITHIN
            begins = itertools.chain(actor.begins(member.persona, member.track), actor.looks_not_back())
            self._plan(joins, begins)

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


def _settings(folder: Path) -> str:
    values = (
        ("DATABASE_URL", f"sqlite+aiosqlite:///{folder / DATABASE}"),
        ("KEY_FILE", folder / KEY),
        ("KEYS_FILE", folder / keys.FILE_NAME),
        ("FORGOTTEN_FILE", folder / tombstones.FILE_NAME),
    )
    return "".join(f"{PREFIX}{name}={value}\n" for name, value in values)
