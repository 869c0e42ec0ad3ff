"""Updates that come again, out of turn, around a restart, or that are none at all: each has its effect once."""

import asyncio
import copy
import random
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any, cast

import pytest
from hypothesis import strategies as st

from tests.faults.crowd import Update, Walker, crowd, walker
from tests.faults.examples import ANY_SIGN, collected
from tests.stories.town import Somebody, Town

DELIVERIES = 10_000
REPEATED = 0.2
PEOPLE = 100
RESTARTS = 4
APART = timedelta(seconds=4)
"""Between two acts of one person, so that nobody is too fast."""
SPOKEN = ("words", "words", "words", "edit", "/settings")
"""Every fifth update says one of these; the others are steps of a live location: cheap, and nothing is said to them."""

POISON = 2_000
BATCH = 50


async def test_repeated_and_shuffled_updates_have_one_effect_each(
    town: Town, times: int, tell: Callable[[str], None]
) -> None:
    chance = random.Random(7)  # noqa: S311  (it is to be the same each time)
    distinct = int(DELIVERIES * times * (1 - REPEATED))
    days = [Diary(one, distinct // PEOPLE, chance) for one in await crowd(town, PEOPLE)]
    row = in_any_order([day.updates for day in days], chance)
    deliveries = with_repeats(row, DELIVERIES * times - distinct, chance)
    answers = sum(day.answers for day in days)

    begun = time.monotonic()
    for life in lives(list(in_batches(deliveries, chance)), RESTARTS + 1):
        working = asyncio.create_task(town.app.intake.run())
        enough = len(town.sandbox.calls) + answers // (2 * RESTARTS + 2)
        for batch in life:
            await town.app.intake.store(batch)
        await town.sandbox.until(lambda enough=enough: len(town.sandbox.calls) >= enough, within=600)  # type: ignore[misc]  # mypy cannot infer a default
        town.app.intake.stop()
        await working
        await town.restarts()
    await town.app.intake.drain()
    took = time.monotonic() - begun

    for day in days:
        assert [words for _, words in await day.walker.somebody.words()] == list(day.kept.values())
        assert len(day.walker.somebody.inbox) - 1 == day.answers
    async with town.database.unit() as unit:
        assert await unit.inbox.depth() == 0
        assert await unit.inbox.dead_letters() == 0
    tell(
        f"updates: {len(deliveries)} deliveries of {distinct} updates, {RESTARTS + 1} restarts, {answers} answers: "
        f"0 lost, 0 twice, in {took:.0f} s"
    )


class Diary:
    """What one person does, act by act, and what must be kept and answered in the end."""

    def __init__(self, walker: Walker, acts: int, chance: random.Random) -> None:
        self.walker = walker
        self.kept: dict[int, str] = {}
        self.answers = 0
        now = walker.somebody.town.clock()
        self.updates = [self._act(number, now - (acts - number) * APART, chance) for number in range(acts)]

    def _act(self, number: int, at: Any, chance: random.Random) -> Update:
        message_id = 1_000_000 + number
        if number % len(SPOKEN):
            return self.walker.moves(message_id=1, at=at)
        self.answers += 1
        match chance.choice(SPOKEN):
            case "words":
                self.kept[message_id] = f"words of act {number}"
                return self.walker.writes(self.kept[message_id], message_id=message_id, at=at)
            case "edit" if self.kept:
                edited = chance.choice(list(self.kept))
                self.kept[edited] = f"other words of act {number}"
                return self.walker.edits(self.kept[edited], message_id=edited, at=at, edited_at=at)
            case _:
                return self.walker.writes("/settings", message_id=message_id, at=at)


def in_any_order(queues: Sequence[Sequence[Update]], chance: random.Random) -> list[Update]:
    """One row out of many, each of which keeps its own order, as Telegram keeps a chat's; numbered as they come."""
    turns = [which for which, queue in enumerate(queues) for _ in queue]
    chance.shuffle(turns)
    left = [deque(queue) for queue in queues]
    return [{"update_id": number, **left[which].popleft()} for number, which in enumerate(turns, start=1)]


def with_repeats(updates: Sequence[Update], repeats: int, chance: random.Random) -> list[Update]:
    """The same, with so many of them once more at any later place."""
    again = defaultdict(list)
    for _ in range(repeats):
        place = chance.randrange(len(updates))
        again[chance.randrange(place, len(updates))].append(updates[place])
    return [each for place, update in enumerate(updates) for each in (update, *again[place])]


def in_batches(updates: Sequence[Update], chance: random.Random, most: int = 100) -> Iterator[Sequence[Update]]:
    """As many at a time as Telegram likes to hand out."""
    start = 0
    while start < len(updates):
        size = chance.randint(1, most)
        yield updates[start : start + size]
        start += size


def lives(batches: Sequence[Sequence[Update]], count: int) -> list[Sequence[Sequence[Update]]]:
    """The batches in so many parts, one for each life of the bot."""
    return [batches[len(batches) * life // count : len(batches) * (life + 1) // count] for life in range(count)]


async def test_no_poison_stops_the_next_update(
    town: Town, alice: Somebody, times: int, tell: Callable[[str], None]
) -> None:
    town.forgiven |= {"sendMessage", "answerCallbackQuery", "editMessageText", "leaveChat", "bot.answering"}
    victim, innocent = await crowd(town, 2)
    mould = moulds(victim)
    poison = collected(st.sampled_from(mould).flatmap(spoilt), POISON * times)
    messages = len(innocent.somebody.inbox)

    for number, start in enumerate(range(0, len(poison), BATCH), start=1):
        town.clock.move(APART)
        batch = [
            {"update_id": 10_000 + start + place, **update}
            for place, update in enumerate(poison[start : start + BATCH])
        ]
        good = innocent.writes(f"well {number}", message_id=number, at=town.clock())
        await town.app.intake.store([*batch, {"update_id": 10_000_000 + number, **good}])
        await town.app.intake.drain()

    wells = [f"well {turn}" for turn in range(1, number + 1)]
    assert [words for _, words in await innocent.somebody.words()] == wells
    assert len(innocent.somebody.inbox) - messages == number
    async with town.database.unit() as unit:
        assert await unit.inbox.depth() == 0
        buried = await unit.inbox.dead_letters()
    tell(
        f"poison: {len(poison)} spoilt updates, {buried} of them to the dead letters, {number} good ones among them: 0 lost"
    )


def moulds(somebody: Walker) -> list[Update]:
    """One good update of every kind."""
    now = somebody.somebody.town.clock()
    return [
        somebody.writes("hello", message_id=1, at=now),
        somebody.writes("/today", message_id=2, at=now, entities=[{"type": "bot_command", "offset": 0, "length": 6}]),
        somebody.edits("hello you", message_id=1, at=now, edited_at=now),
        somebody.taps(f"o:{somebody.token}:done:s"),
        somebody.writes(
            "", message_id=3, at=now, document={"file_id": "f", "file_unique_id": "f", "file_name": "a.yaml"}
        ),
        somebody.moves(message_id=4, at=now),
        {
            "my_chat_member": {
                "chat": {"id": somebody.somebody.telegram_id, "type": "private", "first_name": "A"},
                "from": dict(somebody.somebody.person.user),
                "date": int(now.timestamp()),
                "old_chat_member": {"user": {"id": 42, "is_bot": True, "first_name": "B"}, "status": "member"},
                "new_chat_member": {"user": {"id": 42, "is_bot": True, "first_name": "B"}, "status": "left"},
            }
        },
    ]


signs = st.text(ANY_SIGN, max_size=12)
junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from([2**63, -(2**63) - 1, 10**40]) | st.floats() | signs,
    lambda deeper: st.lists(deeper, max_size=3) | st.dictionaries(signs, deeper, max_size=3),
    max_leaves=6,
)


@st.composite
def spoilt(draw: st.DrawFn, mould: Update) -> Update:
    """A good update with up to three of its parts gone, replaced, or buried a thousand brackets deep."""
    update = copy.deepcopy(mould)
    for _ in range(draw(st.integers(1, 3))):
        holders = list(groups_in(update))
        if not holders:
            break
        holder = draw(st.sampled_from(holders))
        part = draw(st.sampled_from(sorted(holder)))
        match draw(st.integers(0, 9)):
            case 0 | 1 | 2:
                del holder[part]
            case 3:
                holder[part] = nested(holder[part], draw(st.sampled_from([30, 300, 3_000])))
            case _:
                holder[part] = draw(junk)
    return update


def groups_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every group of fields in an update that has any."""
    if isinstance(value, dict) and value:
        yield value
        for part in value.values():
            yield from groups_in(part)


def nested(value: Any, depth: int) -> Any:
    """`value` in so many brackets."""
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("wrong", [{}, [], "", 0.5, True, 2**63, {"a": 1}], ids=repr)
async def test_a_part_of_the_wrong_kind_goes_to_the_dead_letters_and_is_not_tried_for_ever(
    town: Town, wrong: object
) -> None:
    somebody = await walker(town, "Somebody", 50_000)
    words = somebody.writes("hello", message_id=1, at=town.clock())
    words = {"message": {**cast(Update, words["message"]), "message_id": wrong}}

    await town.app.intake.store([{"update_id": 1, **words}])
    await asyncio.wait_for(town.app.intake.drain(), 10)

    async with town.database.unit() as unit:
        assert await unit.inbox.depth() == 0
        assert await unit.inbox.dead_letters() == 1
    assert await somebody.somebody.words() == []


async def test_a_number_that_is_none_is_left_out_and_the_rest_is_kept(town: Town) -> None:
    somebody = await walker(town, "Somebody", 50_000)
    words = somebody.writes("hello", message_id=1, at=town.clock())

    for number in (2**63, -(2**70), True, "7", None, 1.5, [1]):
        await town.app.intake.store([{"update_id": number, **words}])
    await town.app.intake.store([words, {"update_id": 8, **words}])
    await town.app.intake.drain()

    assert await somebody.somebody.words() == [(1, "hello")]
