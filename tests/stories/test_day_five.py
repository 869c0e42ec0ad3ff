"""Day 5 is edited while a thousand people are on days 3 to 8: nobody gets a day twice, nobody goes without one, and each
person's record names the version whose words they got.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from bot import versions
from curriculum import journey
from curriculum.enrolment import TrackRef
from curriculum.nudge import Nudge, NudgeKind, NudgeState
from curriculum.safety import ContentClass
from storage.database import Unit
from storage.tables import PersonRow, table_of
from tests.stories.town import Somebody, Town
from tests.tracks import track_yaml

PEOPLE = 1000
FIRST = 50_000
OLD, NEW = "Take 5 slow breaths", "Let five breaths come and go"
EDITED = track_yaml(days={5: {"act": {"gentle": f"{NEW}.", "standard": f"{NEW}, then look at {{partner}}."}}})
V1, V2 = TrackRef("thirty-calm-days", 1), TrackRef("thirty-calm-days", 2)


@dataclass(frozen=True)
class Walker:
    """Somebody, and how many days they had when the story begins."""

    somebody: Somebody
    person: int
    had: int


@pytest.mark.parametrize("wording", [pytest.param(True, id="wording only"), pytest.param(False, id="as usual")])
async def test_day_five_is_edited_under_a_thousand_people(
    town: Town, wording: bool, tell: Callable[[str], None]
) -> None:
    crowd = await a_crowd(town)
    await a_day_passes(town)
    on_the_way = Counter(place for (place,) in read(town, "SELECT place FROM enrolment"))
    assert set(on_the_way) == {3, 4, 5, 6, 7, 8} and min(on_the_way.values()) >= PEOPLE // 7

    await a_day_passes(town, between=lambda: publish(town, wording=wording))  # after planning, before sending
    await a_day_passes(town)

    twice = missing = 0
    told_in: Counter[int] = Counter()
    ledgers = defaultdict(list)
    for person, *nudge in read(town, "SELECT person, day, number, state, message_id FROM nudge ORDER BY due_at"):
        ledgers[person].append(nudge)
    for one in crowd:
        days = [int(message.text.split(":")[0].removeprefix("Day ")) for message in one.somebody.inbox]
        twice += len(days) - len(set(days))
        missing += len({*range(one.had + 1, one.had + 4)} - set(days))
        says = {message.message_id: message.text for message in one.somebody.inbox}
        assert [day for day, *_ in ledgers[one.person]] == list(range(1, one.had + 4))
        for day, number, state, message_id in ledgers[one.person]:
            came_before = day <= one.had + 1
            assert state == NudgeState.SENT
            assert number == (2 if wording and not came_before else 1)
            if day == 5:
                told_in[number] += 1
                assert (came_before and message_id is None) or (NEW if number == 2 else OLD) in says[message_id]
    assert read(town, "SELECT DISTINCT number FROM enrolment") == [(1,)]
    assert (twice, missing) == (0, 0)
    assert sum(told_in.values()) == PEOPLE
    assert bool(told_in[2]) is wording
    tell(
        f"day 5 edited ({'wording only' if wording else 'as usual'}) while {PEOPLE:,} people are on days 3 to 8: {twice} twice, "
        f"{missing} missing; day 5 came to {told_in[1]:,} in version 1 and to {told_in[2]:,} in version 2"
    )


def read(town: Town, query: str) -> list[tuple[Any, ...]]:
    """What stands in the database."""
    assert town.database.file is not None
    with closing(sqlite3.connect(town.database.file)) as connection:
        return connection.execute(query).fetchall()


def give_signs(town: Town) -> None:
    """Everybody did something lately, so that nobody counts as silent."""
    assert town.database.file is not None
    now = town.clock().replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    with closing(sqlite3.connect(town.database.file)) as connection, connection:
        connection.execute("UPDATE enrolment SET back_at = ?", (now,))


async def publish(town: Town, *, wording: bool) -> None:
    """The author's edit goes out."""
    async with town.database.unit() as unit:
        publication = await versions.publish(unit, EDITED, media={}, by=None, now=town.clock, wording=wording)
    assert publication.ref == V2


async def a_day_passes(town: Town, *, between: Callable[[], Awaitable[None]] | None = None) -> None:
    """Everybody's hour comes; `between` happens after all is planned, and before any is sent."""
    due_at = await town.next_due_at()
    assert due_at is not None
    town.clock.move_to(due_at + timedelta(minutes=3))
    give_signs(town)
    await town.app.planning.plan_due()
    if between is not None:
        await between()
    await town.app.delivery.send_planned()


async def a_crowd(town: Town) -> list[Walker]:
    """A thousand people who have had 2 to 7 days, as the ledger says, all with the same hour."""
    now = town.clock()
    crowd = []
    for number in range(PEOPLE):
        somebody = town.somebody(f"Somebody {number}", FIRST + number)
        somebody.person.starts()
        crowd.append(Walker(somebody, FIRST + number, 2 + number % 6))
    town.sandbox.world.updates.drop()
    town.keyring.data_keys.make_for([one.person for one in crowd])
    table = table_of(PersonRow)
    people = [
        {
            "id": one.person,
            "telegram_id": one.somebody.telegram_id,
            "token": f"own-{one.person}",
            "content_class": ContentClass.OPEN,
            "discreet": False,
            "words_days": 90,
            "looks_back": False,
            "dark": False,
            "language": "en",
            "met_at": now,
        }
        for one in crowd
    ]
    async with town.database.unit() as unit:
        await unit.rows.put(table, [[person.get(column.name) for column in table.columns] for person in people])
        for one in crowd:
            await walks(unit, one.person, one.had, now)
    return crowd


async def walks(unit: Unit, person: int, had: int, now: datetime) -> None:
    """Somebody is under way and has had so many days."""
    walk = journey.start(id=unit.fresh.id(), person=person, track=V1, hour=time(8), zone="Europe/Berlin", now=now)
    came = []
    for day in range(1, had + 1):
        at = now - timedelta(days=had + 1 - day)
        nudge = Nudge(
            id=unit.fresh.id(),
            person=person,
            enrolment=walk.id,
            track=V1,
            kind=NudgeKind.DAY,
            day=day,
            local_date=at.date(),
            zone=walk.zone,
            due_at=at,
            token=unit.fresh.token(),
            state=NudgeState.SENT,
        )
        came.append(nudge)
        walk = journey.delivered(walk, NudgeKind.DAY, day, at)
    await unit.enrolments.add(walk)
    await unit.nudges.add_all(came)
