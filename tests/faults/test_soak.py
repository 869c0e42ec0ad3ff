"""A day and a night of the whole bot, minute by minute: what it holds in memory and keeps open does not grow."""

import gc
import os
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.clock import StandingClock
from curriculum import journey, timing
from tests.faults.crowd import TRACK
from tests.stories.town import Somebody, Town

PEOPLE = 300
HOURS = 24
WARM_UP_HOURS = 6
"""A quarter of the whole, in the longer run too."""
ACTS_AN_HOUR = 40
GROWTH = 0.05
LOOKS, OBJECTS_OF_A_LOOK = 20_000, 5
"""How the newest messages look is remembered on purpose: of so many and no more, each in so many objects."""
SEED = 20260504
_HOURS_OF_DAY = range(6, 22)
_WORDS = ("It went well.", "Not today, I was travelling.", "🙂", "hm\nhm", "a" * 900)
_COMMANDS = ("/progress", "/today", "/settings", "/pause", "/resume", "/resume", "/help")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Size:
    """How large the process is. `blocks` are the live objects of Python, which tell a leak without the noise of the
    system's pages; `bytes` is what the system counts as resident; `descriptors` are open files and connections.
    """

    blocks: int
    bytes: int
    descriptors: int

    @classmethod
    def now(cls) -> "Size":
        """Measured when nothing is left that could be collected."""
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return cls(sys.getallocatedblocks(), pages * _PAGE, len(list(Path("/proc/self/fd").iterdir())))


async def test_through_days_and_nights_neither_memory_nor_descriptors_grow(
    town: Town, clock: StandingClock, times: int, tell: Callable[[str], None]
) -> None:
    chance = random.Random(SEED)  # noqa: S311  (it is to be the same each time)
    began = time.monotonic()
    people = await people_everywhere(town, chance)

    await hours_pass(town, people, chance, WARM_UP_HOURS * times)
    warm = size_without_telegram(town)
    messages = await hours_pass(town, people, chance, (HOURS - WARM_UP_HOURS) * times)
    end = size_without_telegram(town)
    objects = end.blocks - OBJECTS_OF_A_LOOK * min(messages, LOOKS)

    tell(
        f"soak: {HOURS * times} simulated hours with {len(people)} people in all zones, {messages} messages after the "
        f"warm-up of {WARM_UP_HOURS * times} h; objects {warm.blocks} to {objects} ({grown(warm.blocks, objects):+.1%}), "
        f"memory {warm.bytes / 2**20:.0f} to {end.bytes / 2**20:.0f} MiB ({grown(warm.bytes, end.bytes):+.1%}), "
        f"descriptors {warm.descriptors} to {end.descriptors}; {time.monotonic() - began:.0f} s"
    )
    assert messages > PEOPLE * times / 2
    assert grown(warm.blocks, objects) <= GROWTH
    assert grown(warm.bytes, end.bytes) <= GROWTH
    assert grown(warm.descriptors, end.descriptors) <= GROWTH


def grown(before: int, after: int) -> float:
    return after / before - 1


async def people_everywhere(town: Town, chance: random.Random) -> list[Somebody]:
    """People under way in all zones, each with an hour of their own."""
    zones = sorted(timing.zone_names())
    people = [town.somebody(f"Somebody {number}", 20_000 + number) for number in range(PEOPLE)]
    async with town.database.unit() as unit:
        for number, somebody in enumerate(people):
            somebody.person.starts()
            person = await unit.people.met(somebody.telegram_id, somebody.person.name, town.clock(), discreet=False)
            await unit.people.agree(person.id, town.clock())
            walk = journey.start(
                id=unit.fresh.id(),
                person=person.id,
                track=TRACK,
                hour=town.clock().time().replace(hour=chance.choice(_HOURS_OF_DAY), minute=chance.randrange(60)),
                zone=zones[number % len(zones)],
                now=town.clock(),
            )
            await unit.enrolments.add(walk)
    town.sandbox.world.updates.drop()
    return people


async def hours_pass(town: Town, people: list[Somebody], chance: random.Random, hours: int) -> int:
    """Time passes minute by minute, and people do what people do; gives how many messages the bot has sent."""
    messages = 0
    for _ in range(hours):
        acts = {chance.randrange(60): each for each in chance.sample(people, ACTS_AN_HOUR)}
        for minute in range(60):
            town.clock.move(timedelta(minutes=1))
            if minute in acts:
                does_something(acts[minute], chance)
            await town.settles()
        messages += sum(call.method == "sendMessage" for call in town.sandbox.calls)
        telegram_forgets(town, but=3)
    return messages


def does_something(somebody: Somebody, chance: random.Random) -> None:
    """One of the things that people do: write, correct what they wrote, tap, ask, pause."""
    person = somebody.person
    own = [shown for shown in person.chat if shown not in person.inbox]
    buttons = [label for shown in person.inbox[-1:] for row in shown.buttons for label in row]
    match chance.randrange(4):
        case 0 if own:
            person.edits(own[-1], chance.choice(_WORDS))
        case 1 if buttons:
            person.taps(chance.choice(buttons))
        case 2:
            person.says(chance.choice(_COMMANDS))
        case _:
            person.says(chance.choice(_WORDS))


def size_without_telegram(town: Town) -> Size:
    """How large the process is but for what stands in people's chats."""
    telegram_forgets(town, but=0)
    return Size.now()


def telegram_forgets(town: Town, *, but: int) -> None:
    """What the pretend Telegram keeps of the past is none of the bot's memory; the newest messages stay."""
    assert town.sandbox.breaches == []
    world = town.sandbox.world
    town.sandbox.calls.clear()
    world.callbacks.clear()
    for chat in world.chats.values():
        chat.toasts.clear()
        for message_id in list(chat.posts)[: len(chat.posts) - but]:
            del chat.posts[message_id]
