"""Nobody is found in what is told of how days land: not from one table, and not from all tables of two days together."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pytest

from bot.landing import hiding
from bot.landing.hiding import DayCounted, Hidden
from bot.landing.released import FEWEST, Told, share
from curriculum.day import Outcome
from storage.landing import WAITS

POPULATIONS = 10_000
TIMES = 2
"""What is told today, and what was told yesterday."""
VERSIONS = 2
DAYS = 2
CHAIN = ("eligible", "sent", "opened", "answered")

Key = tuple[int, int, int]
"""When, of which version, and which day."""
World = Mapping[Key, DayCounted]
Cell = tuple[Key, str]


@dataclass
class Span:
    """Within which a count lies, as far as somebody knows who puts together all that is told."""

    low: int
    high: int


def counts(eligible: int, sent: int, opened: int, outcomes: Mapping[Outcome, int]) -> DayCounted:
    waits = [0] * (len(WAITS) + 1)
    waits[3] = sum(outcomes.values())
    return DayCounted(eligible, sent, opened, outcomes, waits)


def worlds() -> Iterator[World]:
    """Populations of every size, many of them just below what is told, where rounding takes away the most."""
    chance = random.Random(7)  # noqa: S311  (it is to be the same each time)
    for _ in range(POPULATIONS):
        yield _world(chance)


def _world(chance: random.Random) -> World:
    world: dict[Key, DayCounted] = {}
    for version in range(VERSIONS):
        most = chance.choice([0, 1, 2, 4])
        edge = chance.choice([0.0, 0.5, 0.9])
        for day in reversed(range(DAYS)):
            for time in range(TIMES):
                answers = {outcome: _count(chance, most, edge) for outcome in Outcome}
                others = [world[each] for each in ((time - 1, version, day), (time, version, day + 1)) if each in world]
                opened = max([sum(answers.values()), *(one.opened for one in others)]) + _count(chance, 1, 0.2)
                sent = max([opened, *(one.sent for one in others)]) + _count(chance, 1, 0.2)
                eligible = max([sent, *(one.eligible for one in others)]) + _count(chance, 1, 0.2)
                world[time, version, day] = counts(eligible, sent, opened, answers)
    return world


def _count(chance: random.Random, most: int, edge: float) -> int:
    tens = FEWEST * chance.randint(0, most)
    return tens + (FEWEST - 1 if chance.random() < edge else chance.randrange(FEWEST))


def released(world: World) -> Mapping[Key, Hidden]:
    return {key: hiding.of_day(counted) for key, counted in world.items()}


def known(told: Mapping[Key, Hidden]) -> dict[Cell, Span]:
    """What somebody knows of each count who takes every told value as the span that it stands for."""
    found = {}
    for key, one in told.items():
        spans = {"eligible": one.eligible, "sent": one.sent, "opened": one.opened, "answered": one.answered}
        for name, span in {**spans, **one.outcomes}.items():
            found[key, str(name)] = Span(span.low, span.high)
    return found


def concluded(spans: dict[Cell, Span]) -> None:
    """Draws every conclusion from which counts lie within which, and from outcomes making up the answers, until there is
    none left.
    """
    while True:
        before = [(span.low, span.high) for span in spans.values()]
        for time, version, day in sorted({key for key, _ in spans}):
            here = (time, version, day)
            for part, whole in zip(CHAIN[1:], CHAIN, strict=False):
                _within(spans[here, part], spans[here, whole])
            for name in CHAIN[:3]:
                for other in ((time, version, day - 1), (time + 1, version, day)):
                    if (other, name) in spans:
                        _within(spans[here, name], spans[other, name])
            _make_up(spans[here, "answered"], [spans[here, outcome] for outcome in Outcome])
        if before == [(span.low, span.high) for span in spans.values()]:
            return


def _within(part: Span, whole: Span) -> None:
    part.high = min(part.high, whole.high)
    whole.low = max(whole.low, part.low)


def _make_up(whole: Span, parts: Sequence[Span]) -> None:
    whole.low = max(whole.low, sum(part.low for part in parts))
    whole.high = min(whole.high, sum(part.high for part in parts))
    for part in parts:
        part.low = max(part.low, whole.low - sum(other.high for other in parts if other is not part))
        part.high = min(part.high, whole.high - sum(other.low for other in parts if other is not part))


def test_from_all_that_is_told_no_count_is_narrowed_down() -> None:
    for world in worlds():
        told = released(world)
        spans = known(told)
        concluded(spans)

        for (key, name), span in spans.items():
            assert span.high - span.low >= FEWEST - 1, (key, name)
            if name in set(Outcome):
                one = told[key].outcomes[Outcome(name)]
                assert (span.low, span.high) == (one.low, one.high), (key, name)


def test_what_is_hidden_may_be_nobody_and_may_be_nine_and_everything_told_is_the_same() -> None:
    """Whatever somebody thinks out: another population, in which this count is another, shows them the very same."""
    chance = random.Random(8)  # noqa: S311  (it is to be the same each time)
    for world in worlds():
        told = released(world)
        hidden = [(key, outcome) for key, one in told.items() for outcome in Outcome if one.outcomes[outcome].is_hidden]
        if not hidden:
            continue
        key, outcome = chance.choice(hidden)
        for count in (0, FEWEST - 1):
            another = {each: _another(one, count, outcome if each == key else None) for each, one in told.items()}

            assert another[key].outcomes[outcome] == count
            assert all(_is_possible(another, each) for each in another)
            assert released(another) == told


def _another(told: Hidden, rest: int, outcome: Outcome | None) -> DayCounted:
    """Counts that look like these, in which every set has `rest` more than is told, and this outcome as well."""
    outcomes = {each: one.low for each, one in told.outcomes.items()}
    left = told.answered.low + rest - sum(outcomes.values())
    first = [] if outcome is None else [(outcome, rest)]
    for each, most in [*first, *((other, FEWEST - 1) for other in Outcome if other is not outcome)]:
        more = min(most, left)
        outcomes[each] += more
        left -= more
    assert left == 0, "the answers are more than can have been rounded off"
    return counts(told.eligible.low + rest, told.sent.low + rest, told.opened.low + rest, outcomes)


def _is_possible(world: World, key: Key) -> bool:
    time, version, day = key
    here = world[key]
    chained = here.eligible >= here.sent >= here.opened >= here.answered
    others = [world[each] for each in ((time + 1, version, day), (time, version, day - 1)) if each in world]
    return chained and all(
        getattr(other, name) >= getattr(here, name) for other in others for name in ("eligible", "sent", "opened")
    )


def test_that_everybody_said_the_same_is_never_told() -> None:
    ten = counts(10, 10, 10, {**dict.fromkeys(Outcome, 0), Outcome.MADE_IT_WORSE: 10})
    nineteen = counts(19, 19, 19, {**dict.fromkeys(Outcome, 3), Outcome.MADE_IT_WORSE: 10})

    told = hiding.of_day(ten)

    assert told.outcomes[Outcome.DONE] == Told(0, 9)
    assert hiding.of_day(nineteen).outcomes[Outcome.MADE_IT_WORSE] == told.outcomes[Outcome.MADE_IT_WORSE]
    worse = share(told.outcomes[Outcome.MADE_IT_WORSE], told.answered)
    assert worse is not None
    assert (worse.low, worse.high) == (52, 100)


@pytest.mark.parametrize("count", range(FEWEST))
def test_fewer_than_ten_all_look_the_same(count: int) -> None:
    assert hiding.told(count) == hiding.told(0) == Told(0, 9)
    few = counts(count, count, count, {**dict.fromkeys(Outcome, 0), Outcome.DONE: count})
    assert hiding.of_day(few) == hiding.of_day(counts(0, 0, 0, dict.fromkeys(Outcome, 0)))


def test_the_answers_are_told_short_where_the_outcomes_would_show() -> None:
    nines = counts(45, 45, 45, dict.fromkeys(Outcome, 9))
    eights = counts(40, 40, 40, dict.fromkeys(Outcome, 8))

    assert hiding.of_day(nines).answered.low == 30
    assert hiding.of_day(eights).answered.low == 30
    assert hiding.of_day(nines).opened == Told(40, 49)


def test_where_half_of_the_answers_had_come_is_told_of_ten_or_more() -> None:
    waits = [4, 4, 4, 0, 0, 0, 0, 0, 0]
    twelve = DayCounted(12, 12, 12, {**dict.fromkeys(Outcome, 0), Outcome.DONE: 12}, waits)
    nine = DayCounted(12, 12, 12, {**dict.fromkeys(Outcome, 0), Outcome.DONE: 9}, [3, 3, 3, 0, 0, 0, 0, 0, 0])

    assert hiding.of_day(twelve).wait == 1
    assert hiding.of_day(nine).wait is None
