"""People in the pretend Telegram to whom a service at work is: they wait for answers, and see what came how often."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.clock import ShiftedClock
from bot.sandbox import Person, Sandbox

ANSWERED_WITHIN: Final = 90.0
TRACK: Final = "Model openness and accept small gains"
CLOSED: Final = "Something is here for you"
_HERE: Final = ZoneInfo("Europe/Berlin")


class Subscriber:
    """Somebody with a phone."""

    def __init__(self, sandbox: Sandbox, name: str) -> None:
        self.person: Person = sandbox.person(name)
        self._sandbox = sandbox

    async def subscribes(self) -> None:
        """Goes the shortest way to a track, with eight in the morning for the hour."""
        await self.hears(lambda: self.person.starts(), "It is for adults")
        await self.hears(lambda: self.person.taps("I am an adult and I agree"), "Which track")
        await self.hears(lambda: self.person.taps(TRACK), "At what time")
        await self.hears(lambda: self.person.says("08:00"), "Where are you")
        await self.hears(lambda: self.person.says("Berlin"), "Five private questions")

    async def hears(self, does: Callable[[], object], words: str) -> None:
        """Does it, and waits for a message that says so. Raises TimeoutError."""
        before = {(message.message_id, message.text) for message in self.person.inbox}
        does()
        await self._sandbox.until(
            lambda: any(
                words in message.text and (message.message_id, message.text) not in before
                for message in self.person.inbox
            ),
            within=ANSWERED_WITHIN,
        )

    async def gets_day(self, number: int) -> None:
        """Waits for what comes by itself, and opens it."""
        await self._sandbox.until(lambda: self.person.inbox[-1].text.startswith(CLOSED), within=ANSWERED_WITHIN)
        await self.hears(lambda: self.person.taps("Open"), f"Day {number}:")

    async def does_the_day(self, words: str) -> None:
        """Says of the newest day that it is done, and what it was like."""
        day = self.person.inbox[-1]
        self.person.taps("Done", day)
        await self._sandbox.until(lambda: self.person.inbox[-1].message_id > day.message_id, within=ANSWERED_WITHIN)
        await self.hears(lambda: self.person.says(words, day), "Kept with day")

    async def finds(self, words: str) -> None:
        """Looks into the journal, and finds them there."""
        await self.hears(lambda: self.person.says("/journal"), words)

    @property
    def days(self) -> Counter[int]:
        """How many times each day stands in the chat; 0 is for what came and was not opened."""
        found = (re.match(r"Day (\d+):", message.text) for message in self.person.inbox)
        days = Counter(int(day[1]) for day in found if day is not None)
        days[0] = sum(message.text.startswith(CLOSED) for message in self.person.inbox)
        return +days


def next_morning(clock: ShiftedClock) -> None:
    """Lets time pass until everybody here who chose eight in the morning is due: they are spread over two minutes."""
    _move_to(clock, time(8, 3))


def next_evening(clock: ShiftedClock) -> None:
    """Lets time pass until six in the evening."""
    _move_to(clock, time(18))


def _move_to(clock: ShiftedClock, hour: time) -> None:
    here = clock().astimezone(_HERE)
    then = datetime.combine(here.date(), hour, _HERE)
    clock.move_to(then if then > here else then + timedelta(days=1))
