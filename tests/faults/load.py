"""The load under which the bot is ended: people fall due morning after morning, others write, the bot lives and ends."""

import random
import sqlite3
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.sandbox import Sandbox
from curriculum.nudge import NEVER_ARRIVED, UNSETTLED, Nudge, NudgeState
from storage.database import Database
from storage.nudges import Attempt
from tests.faults.many import enrol_many
from tests.faults.program import CONCURRENCY, MORNING, Site, Walker, enrol, eventually

BETWEEN_LIVES = timedelta(minutes=3)
"""What was in doubt when a life ended is sent again in the next."""
FEW = 12
"""So many are left of a morning when the next one comes."""


@dataclass
class Load:
    """People on a machine: a `crowd` that falls due each morning, and `writers` who have day 1 and write."""

    site: Site
    sandbox: Sandbox
    crowd: Sequence[Walker]
    writers: Sequence[Walker]
    said: dict[int, list[str]] = field(default_factory=dict)
    mornings: int = 1
    _seen: int = 0
    _asked_for: set[object] = field(default_factory=set)

    @classmethod
    async def begins(cls, site: Site, sandbox: Sandbox, *, people: int, writers: int) -> "Load":
        """The first morning."""
        site.clock.move_to(MORNING)
        async with site.database() as database:
            crowd = await enrol_many(database, site.keyring(), sandbox, people)
            writing = await enrol(
                database, sandbox, [f"Writer {number}" for number in range(writers)], with_day_one=True
            )
        return cls(site, sandbox, crowd, writing, said={writer.person.telegram_id: [] for writer in writing})

    def goes_on(self) -> None:
        """Time passes between two lives: some minutes, or when nearly everybody has had their day, until tomorrow."""
        for call in self.sandbox.calls[self._seen :]:
            if is_a_day(call.method, call.params):
                self._asked_for.add(call.params["chat_id"])
        self._seen = len(self.sandbox.calls)
        if self.left > FEW:
            self.site.clock.move_to(self.site.clock() + BETWEEN_LIVES)
            return
        self.next_morning()

    def next_morning(self) -> None:
        """Everybody is due again, and has given a sign, so that nobody counts as silent."""
        if self.site.database_url.startswith("sqlite"):
            now = self.site.clock().replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
            with closing(sqlite3.connect(self.site.database_url.partition("///")[2])) as database, database:
                database.execute("UPDATE enrolment SET back_at = ?", (now,))
        self._seen = len(self.sandbox.calls)
        self._asked_for.clear()
        self.site.clock.move_to(MORNING + timedelta(days=self.mornings))
        self.mornings += 1

    @property
    def left(self) -> int:
        """How many have not had a request for their day this morning."""
        return len(self.crowd) - len(self._asked_for)

    def some_write(self, chance: random.Random, text: str) -> None:
        """Half of the writers write."""
        for writer in chance.sample(self.writers, len(self.writers) // 2):
            self.said[writer.person.telegram_id].append(text)
            writer.person.says(text)

    async def days_go_out(self, count: int) -> None:
        """Waits until so many more days were asked to be sent."""
        since, gone_out = self._seen, 0  # from the beginning of this life on: some went out before anybody looked

        def enough() -> bool:
            nonlocal since, gone_out
            fresh = self.sandbox.calls[since:]
            since += len(fresh)
            gone_out += sum(is_a_day(call.method, call.params) for call in fresh)
            return gone_out >= count

        await self.sandbox.until(enough, within=60)

    async def calls_again(self) -> None:
        """Waits until the bot makes a call."""
        before = len(self.sandbox.calls)
        await self.sandbox.until(lambda: len(self.sandbox.calls) > before, within=60)

    async def settles(self, *, within: float = 60) -> None:
        """A last life sees to everything, to what is in doubt after a while, and stops."""
        async with self.site.running() as bot, self.site.database() as database:
            await self.calls_again()
            await self.sandbox.until(lambda: self.sandbox.pending == 0, within=within)
            await eventually(lambda: self._only_doubts_are_left(database), within=within)
            self.site.clock.move_to(self.site.clock() + timedelta(minutes=10))
            await eventually(lambda: all_is_settled(database), within=within)
            code, _ = await bot.is_told_to_stop(within=20)
        assert code == 0

    async def comes_to(self) -> "Outcome":
        """What stands in the ledger, and what stands in the chats."""
        async with self.site.database() as database, database.unit(long=True) as unit:
            ledgers = [await unit.nudges.all_of(walker.walk.person) for walker in self.crowd]
            tries = [[await unit.nudges.attempts_at(nudge.id) for nudge in ledger] for ledger in ledgers]
            days = [(await unit.nudges.all_of(writer.walk.person))[0] for writer in self.writers]
            kept = [[note.words for note in await unit.check_ins.notes_on(day.id)] for day in days]
        return Outcome(
            mornings=[MORNING.date() + timedelta(days=number) for number in range(self.mornings)],
            ledgers=ledgers,
            tries=tries,
            copies=[copies_in(walker) for walker in self.crowd],
            kept=dict(zip(self.said, kept, strict=True)),
            answers=sum("Kept with day 1" in message.text for one in self.writers for message in one.person.inbox),
        )

    async def _only_doubts_are_left(self, database: Database) -> bool:
        now = self.site.clock()
        async with database.unit() as unit:
            counts = Counter(await unit.nudges.counts())
            due_at = await unit.enrolments.next_due_at()
            # Nor a doubt that may go now: a clock that leaps while it goes would take it for lost.
            busy = counts[NudgeState.PLANNED] or await unit.nudges.are_on_their_way(now)
        return not busy and (due_at is None or due_at > now)


@dataclass(frozen=True)
class Outcome:
    """What came of it all: for each of the crowd, in order, the ledger, the requests for each entry and the copies."""

    mornings: Sequence[date]
    ledgers: Sequence[Sequence[Nudge]]
    tries: Sequence[Sequence[Sequence[Attempt]]]
    copies: Sequence[Counter[int]]
    kept: dict[int, list[str | None]]
    answers: int

    @property
    def states(self) -> Counter[str]:
        """How the days that fell due ended."""
        return Counter(str(nudge.state) for ledger in self.ledgers for nudge in ledger)

    @property
    def extra(self) -> int:
        """How many copies came beyond the first."""
        return sum(count - 1 for copies in self.copies for count in copies.values())

    @property
    def most(self) -> int:
        """The most copies that anybody has of one day."""
        return max(count for copies in self.copies for count in copies.values())

    @property
    def attempts(self) -> list[Attempt]:
        """All requests, as they were written down before they were made."""
        return [attempt for person in self.tries for nudge in person for attempt in nudge]

    @property
    def in_doubt(self) -> int:
        """How many requests were under way when the bot was killed."""
        return sum(attempt.result == "abandoned" for attempt in self.attempts)

    @property
    def lost(self) -> int:
        """How many days are written down as sent, and did not come: silently lost."""
        return self._never_came(NudgeState.SENT, NudgeState.CONFIRMED)

    @property
    def known_to_be_missing(self) -> int:
        """How many days did not come, as `unknown` says they may not have."""
        return self._never_came(NudgeState.UNKNOWN)

    def _never_came(self, *states: NudgeState) -> int:
        return sum(
            nudge.state in states and not copies[nudge.day]
            for ledger, copies in zip(self.ledgers, self.copies, strict=True)
            for nudge in ledger
        )

    def assert_the_promise_is_kept(
        self, said: Mapping[int, Sequence[str]], *, most_extra: int, states: Collection[str] = ("sent", "unknown")
    ) -> None:
        """No day is lost in silence, copies are within their bound, and each reply that was `said` is kept and answered."""
        self.assert_each_day_ended_in_one_state()
        assert self.lost == 0
        assert set(self.states) <= set(states)
        assert self.most <= 2
        assert self.extra <= most_extra
        assert self.kept == said
        assert self.answers >= sum(map(len, said.values()))

    def assert_each_day_ended_in_one_state(self) -> None:
        """Each morning stands in each ledger once, and is settled; the days follow each other, and none is left out."""
        for ledger in self.ledgers:
            assert [nudge.local_date for nudge in ledger] == self.mornings
            assert not UNSETTLED & {nudge.state for nudge in ledger}
            place = 0
            for nudge in ledger:
                assert nudge.day == place + 1
                place += nudge.state not in NEVER_ARRIVED


def is_a_day(method: str, params: object) -> bool:
    """Whether this call sends somebody their day."""
    return method == "sendMessage" and isinstance(params, dict) and str(params.get("text")).startswith("<b>Day ")


def copies_in(walker: Walker) -> Counter[int]:
    """How many copies of each day stand in this chat."""
    texts = [message.text for message in walker.person.inbox]
    return Counter(int(text.removeprefix("Day ").partition(":")[0]) for text in texts if text.startswith("Day "))


async def all_is_settled(database: Database) -> bool:
    """Nothing is on its way, and everybody is answered."""
    async with database.unit() as unit:
        return not UNSETTLED & set(await unit.nudges.counts()) and await unit.inbox.depth() == 0


async def everybody_is_answered(database: Database) -> bool:
    """All that was taken in is answered."""
    async with database.unit() as unit:
        return await unit.inbox.depth() == 0


async def nobody_sends(database: Database) -> bool:
    """No nudge is being sent, or was when its sender was cut off."""
    async with database.unit() as unit:
        return NudgeState.SENDING not in await unit.nudges.counts()


async def only_one_sends(database: Database) -> bool:
    """Nothing waits, and no more is being sent than one process can have under way."""
    async with database.unit() as unit:
        counts = await unit.nudges.counts()
    return NudgeState.PLANNED not in counts and counts.get(NudgeState.SENDING, 0) <= CONCURRENCY
