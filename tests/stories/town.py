"""A town for stories: the pretend Telegram, the bot as it is put together for real, a clock to move, and people."""

import asyncio
import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import App, build
from bot.clock import StandingClock
from bot.moving import Moved, move
from bot.sandbox import Person, Sandbox, Shown
from bot.settings import Settings
from bot.telegram.limits import Limits
from curriculum.day import Outcome
from curriculum.enrolment import Enrolment
from curriculum.nudge import Nudge
from curriculum.safety import Classed, ContentClass
from storage import keys as keys_
from storage.check_ins import Note
from storage.database import Database
from storage.secrecy import Keyring
from tests.tracks import track_yaml

TOKEN = "42:TEST"
ADMIN = 1001
PAUSES = (0.01, 0.02, 0.05)
"""Seconds before a try is made again: nobody in a story waits for as long as people would."""
CALM = track_yaml()
"""Thirty calm days, as an author wrote them."""


class SteadyRandomness:
    """Ids and tokens that are the same at every run of a story."""

    def __init__(self, seed: int = 0) -> None:
        self._chance = random.Random(seed)  # noqa: S311  (it is to be the same each time)

    def id(self) -> int:
        return self._chance.getrandbits(62) + 1

    def token(self) -> str:
        return f"{self._chance.getrandbits(72):018x}"[:12]

    def fraction(self) -> float:
        return self._chance.random()


class Town:
    """Everything a story takes place in. The bot is awake from `wakes` to `sleeps`, and may wake again."""

    def __init__(
        self,
        sandbox: Sandbox,
        api_url: str,
        clock: StandingClock,
        database_url: str,
        keyring: Keyring,
        *,
        forgotten_file: Path | None = None,
    ) -> None:
        self.sandbox = sandbox
        self.clock = clock
        self.keyring = keyring
        self.database_url = database_url
        self.forgiven: set[str] = set()
        self.discreet = False
        self._settings = Settings(
            token=TOKEN,
            api_url=api_url,
            database_url=database_url,
            forgotten_file=forgotten_file,
            admins=frozenset({ADMIN}),
            contact="Rosa Pereira",
            _env_file=None,
        )
        self._randomness = SteadyRandomness()
        self.database: Database
        self.app: App

    async def wakes(self, *, limits: Limits | None = None) -> None:
        """The bot starts; unless other `limits` are given, nobody's turn is waited for."""
        self.database = Database(self._settings.database_url, self.keyring, randomness=self._randomness)
        await self.database.migrate()
        await self.database.prove_key()
        # An hour passes between any two looks at this clock, so that nobody's turn is waited for in real time.
        leaps = itertools.count(step=3600.0)
        limits = limits or Limits(1000, now=lambda: next(leaps))
        self.app = build(self._settings, self.database, self.keyring, self.clock, limits=limits, pauses=PAUSES)
        await self.app.bot.initialize()
        await self.app.lease.take()
        await self.app.forgetting.replay()
        await self.app.taking_part.replay(self.database)
        await self.app.delivery.recover(at_start=True)

    async def sleeps(self) -> None:
        """The bot stops."""
        await self.app.bot.shutdown()
        await self.database.close()

    async def restarts(self) -> None:
        """The bot stops and starts again; nothing is left but what it has written down."""
        await self.sleeps()
        await self.wakes()

    async def stops_in_mid_answer(self) -> None:
        """What was just said is seen to while Telegram is out; the bot is stopped before its answer can be said, and started when
        Telegram is back.
        """
        await self.app.poller.once()
        self.sandbox.faults.outage()
        answering = asyncio.create_task(self.app.intake.drain())
        await self.sandbox.until(lambda: any(call.status == 502 for call in self.sandbox.calls), within=10)
        self.app.intake.stop()
        await answering
        self.sandbox.faults.clear()
        await self.restarts()

    async def is_set_up(self, **settings: object) -> None:
        """The operator changes settings, and starts the bot again."""
        self._settings = self._settings.model_copy(update=settings)
        await self.restarts()

    async def moves_to(self, database_url: str, key_file: Path) -> Moved:
        """The bot stops, everything is carried to that database, and the bot starts again there."""
        await self.sleeps()
        keys = {"key_file": key_file, "keys_file": key_file.with_name(keys_.FILE_NAME)}
        moved = await move(self._settings.model_copy(update=keys), database_url, self.clock, lambda _: None)
        self.database_url = database_url
        self._settings = self._settings.model_copy(update={"database_url": database_url})
        await self.wakes()
        return moved

    async def publishes(self, text: str) -> None:
        """A track is put on offer by the operator."""
        async with self.database.unit() as unit:
            await unit.tracks.publish(text, by=None, now=self.clock())

    def somebody(self, name: str, telegram_id: int | None = None, *, language: str = "en") -> "Somebody":
        """Somebody new in town, whose app speaks this language."""
        return Somebody(self, self.sandbox.person(name, telegram_id, language))

    async def listens(self) -> None:
        """The bot takes in and answers what people have said."""
        while await self.app.poller.once():
            await self.app.intake.drain()
        await self.app.intake.drain()

    async def settles(self) -> None:
        """The bot sees to everything there is to do at this moment."""
        await self.listens()
        await self.app.delivery.recover()
        await self.app.planning.plan_due()
        await self.app.delivery.send_planned()
        if self.sandbox.pending and not self.sandbox.faults.out:
            await self.settles()

    async def sleeps_until(self, instant: datetime) -> None:
        """Time passes in one leap, as when the machine was off; then the bot sees to what there is."""
        self.clock.move_to(instant)
        await self.settles()

    async def passes(self, span: timedelta) -> None:
        """Time passes, and the bot is awake whenever something falls due."""
        await self.until(self.clock() + span)

    async def until(self, instant: datetime) -> None:
        """Time passes until `instant`, from one due nudge to the next."""
        seen_to = None
        while (due_at := await self.next_due_at()) is not None and due_at <= instant:
            assert due_at != seen_to, f"what fell due at {due_at} is due for ever"
            self.clock.move_to(max(due_at, self.clock()))
            await self.settles()
            seen_to = due_at
        self.clock.move_to(instant)
        await self.settles()

    async def ticks(self, span: timedelta, *, every: timedelta = timedelta(minutes=1)) -> None:
        """Time passes in small steps, as the running bot sees it: for what waits to be tried again."""
        end = self.clock() + span
        while self.clock() < end:
            self.clock.move(every)
            await self.settles()

    async def next_due_at(self) -> datetime | None:
        """When the next nudge falls due for anybody."""
        async with self.database.unit() as unit:
            return await unit.enrolments.next_due_at()


@dataclass(frozen=True)
class Somebody:
    """A person in town. Whatever they do, the bot has seen to it when the call returns."""

    town: Town
    person: Person

    @property
    def telegram_id(self) -> int:
        return self.person.telegram_id

    @property
    def inbox(self) -> list[Shown]:
        """What stands in the chat from the bot."""
        return self.person.inbox

    @property
    def newest(self) -> Shown:
        """The newest message from the bot."""
        return self.inbox[-1]

    @property
    def told(self) -> str:
        """What the newest message from the bot says."""
        return self.newest.text

    @property
    def toasts(self) -> Sequence[str]:
        """The short notes that floated over the chat."""
        return self.person.toasts

    @property
    def days(self) -> list[Shown]:
        """The messages that brought a day."""
        return [message for message in self.inbox if message.text.startswith("Day ") and _may_be_answered(message)]

    async def starts(self, link: str | None = None) -> None:
        """Presses START, perhaps behind a link, as somebody who lets days come open, unless the town is discreet."""
        self.person.starts(link)
        await self.town.settles()
        if not self.town.discreet:
            await self.wants_days_open()

    async def says(self, text: str, reply_to: Shown | int | None = None) -> None:
        """Writes."""
        self.person.says(text, reply_to)
        await self.town.settles()

    async def taps(self, label: str, message: Shown | None = None) -> None:
        """Taps the newest button that says so."""
        self.person.taps(label, message)
        await self.town.settles()

    async def taps_one_by_one(self, *labels: str) -> None:
        """One button after the other, at the pace of somebody who reads."""
        for label in labels:
            self.town.clock.move(timedelta(seconds=8))
            await self.taps(label)

    async def enrols(
        self,
        *,
        hour: str = "08:00",
        city: str = "Berlin",
        link: str | None = None,
        content_class: ContentClass = ContentClass.OPEN,
    ) -> None:
        """Goes the shortest way to a track, as somebody who has answered the private questions unless they are to be
        asked at its end.
        """
        await self.starts(link)
        await self.taps("I am an adult and I agree")
        if content_class is not ContentClass.UNASKED:
            await self.is_classed(content_class)
        if self.town.sandbox.people and any("Thirty calm days" in row for row in self.newest.buttons):
            await self.taps("Thirty calm days")
        await self.says(hour)
        await self.says(city)

    async def wants_days_open(self) -> None:
        """What comes by itself does not come closed."""
        async with self.town.database.unit() as unit:
            person = await unit.people.known(self.telegram_id)
            if person is not None:
                await unit.people.want_discretion(person.id, wanted=False)

    async def is_classed(self, content_class: ContentClass) -> None:
        """The person has just answered the private questions, and this is what came of it."""
        async with self.town.database.unit() as unit:
            person = await unit.people.known(self.telegram_id)
            assert person is not None, f"nobody knows {self.person.name}"
            await unit.people.classify(person, Classed(content_class, self.town.clock()))

    async def classed(self) -> Classed:
        """What this person may be sent, and since when, as it is written down."""
        async with self.town.database.unit() as unit:
            person = await unit.people.known(self.telegram_id)
            assert person is not None, f"nobody knows {self.person.name}"
            return person.classed

    async def gets_the_next_day(self) -> Shown:
        """Waits for the next nudge, and gives it."""
        walk = await self.walk()
        assert walk.due_at is not None, "nothing is due"
        await self.town.until(walk.due_at)
        return self.newest

    async def walks(self, days: int) -> None:
        """So many days come, and this person says of each that it is done."""
        for _ in range(days):
            await self.gets_the_next_day()
            await self.taps("Done", self.days[-1])

    async def walk(self) -> Enrolment:
        """Where this person stands, as it is written down."""
        async with self.town.database.unit() as unit:
            person = await unit.people.known(self.telegram_id)
            assert person is not None, f"nobody knows {self.person.name}"
            walk = await unit.enrolments.last_of(person.id)
            assert walk is not None, f"{self.person.name} is on no track"
            return walk

    async def ledger(self) -> list[Nudge]:
        """Every nudge of this person, as it is written down."""
        async with self.town.database.unit() as unit:
            person = await unit.people.known(self.telegram_id)
            return [] if person is None else await unit.nudges.all_of(person.id)

    async def outcome(self, nudge: Nudge) -> Outcome | None:
        """What this person is known to have said of that day."""
        async with self.town.database.unit() as unit:
            return await unit.check_ins.outcome_of(nudge.id)

    async def notes(self) -> list[tuple[int, Note]]:
        """What is kept of this person's words, each with its day."""
        ledger = await self.ledger()
        async with self.town.database.unit() as unit:
            return [(nudge.day, note) for nudge in ledger for note in await unit.check_ins.notes_on(nudge.id)]

    async def words(self) -> list[tuple[int, str | None]]:
        """The words that are kept, each with its day."""
        return [(day, note.words) for day, note in await self.notes()]


def _may_be_answered(message: Shown) -> bool:
    """Whether the five outcomes stand under it."""
    return any(label.removeprefix("✓ ") == "Made it worse" for row in message.buttons for label in row)
