"""The disk is lost, and a backup is put back: everybody goes on where they were, and nothing comes a second time."""

import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import backing_up, restoring, since_backup
from bot.restoring import Restored
from bot.settings import Settings
from curriculum.nudge import NudgeKind, NudgeState
from curriculum.safety import ContentClass
from storage import keys
from tests.stories.test_forget import file, is_forgotten
from tests.stories.test_gate import ASKING, CLEAR, TITLE, answers
from tests.stories.town import Somebody, Town
from tests.tracks import track_yaml

BERLIN = ZoneInfo("Europe/Berlin")
WITHOUT_ASKING = 3
"""So many days without an answer are a silence, and answers are lost with the disk."""

Loses = Callable[[], Awaitable[Restored]]


@pytest.fixture
def settings(town: Town, key_file: Path) -> Settings:
    return town.app.settings.model_copy(update={"key_file": key_file, "keys_file": key_file.with_name(keys.FILE_NAME)})


@pytest.fixture
def loses(town: Town, settings: Settings, tmp_path: Path) -> Loses:
    """The disk is lost with the database on it, and what the newest backup holds is put in its place."""

    async def lost_and_restored() -> Restored:
        await town.sleeps()
        for each in file(town).parent.glob(file(town).name + "*"):
            each.unlink()
        newest = max((tmp_path / "backups").glob("*.db"))
        restored = await restoring.restore(settings, newest, town.clock)
        await town.wakes()
        await town.settles()
        return restored

    return lost_and_restored


async def backs_up(town: Town, settings: Settings, folder: Path) -> None:
    places = backing_up.places(settings, folder=folder / "backups")
    await backing_up.back_up(settings, town.keyring, places, town.clock, lambda _: None)


def numbers(somebody: Somebody) -> list[int]:
    """Which days have come, in their order."""
    found = (re.match(r"Day (\d+):", message.text) for message in somebody.days)
    return [int(day[1]) for day in found if day is not None]


def at(town: Town, hour: int, minute: int = 0) -> datetime:
    """The next time that it is this hour in Berlin."""
    here = town.clock().astimezone(BERLIN)
    then = here.replace(hour=hour, minute=minute)
    return then if then > here else then + timedelta(days=1)


@pytest.mark.parametrize("days", range(WITHOUT_ASKING))
@pytest.mark.parametrize("hour", [7, 9, 11, 20])
async def test_whoever_got_days_since_the_backup_gets_the_next_one_and_none_again(
    alice: Somebody, town: Town, settings: Settings, loses: Loses, tmp_path: Path, days: int, hour: int
) -> None:
    await alice.enrols()
    await alice.walks(2)
    await town.until(at(town, 5, 30))
    await backs_up(town, settings, tmp_path)
    await alice.walks(days)
    await town.until(at(town, hour))
    came = numbers(alice)

    restored = await loses()
    today = numbers(alice)
    await alice.walks(4)

    assert restored.unsure == len(came) - 2
    assert today == came
    assert numbers(alice) == [*range(1, len(came) + 5)]
    ledger = [nudge for nudge in await alice.ledger() if nudge.kind is NudgeKind.DAY]
    assert [nudge.state for nudge in ledger] == [
        *([NudgeState.CONFIRMED] * 2),
        *([NudgeState.UNKNOWN] * restored.unsure),
        *([NudgeState.CONFIRMED] * 4),
    ]
    assert len({nudge.local_date for nudge in ledger}) == len(ledger)


async def test_after_a_long_time_it_asks_first_on_a_later_date(
    alice: Somebody, town: Town, settings: Settings, loses: Loses, tmp_path: Path
) -> None:
    await alice.enrols()
    await alice.walks(2)
    await town.until(at(town, 5, 30))
    await backs_up(town, settings, tmp_path)
    await alice.walks(8)
    await town.until(at(town, 9))
    came, on = len(alice.inbox), town.clock().astimezone(BERLIN).date()

    restored = await loses()
    await town.ticks(timedelta(hours=2), every=timedelta(minutes=30))
    at_once = len(alice.inbox)
    await alice.gets_the_next_day()

    assert restored.unsure == WITHOUT_ASKING
    assert at_once == came
    [asked] = [nudge for nudge in await alice.ledger() if nudge.kind is NudgeKind.QUESTION]
    assert (asked.state, asked.local_date) == (NudgeState.SENT, on + timedelta(days=1))


async def test_what_was_on_its_way_in_the_backup_is_not_sent_from_it(
    alice: Somebody, town: Town, settings: Settings, loses: Loses, tmp_path: Path
) -> None:
    await alice.enrols()
    walk = await alice.walk()
    assert walk.due_at is not None
    town.clock.move_to(walk.due_at)
    await town.app.planning.plan_due()
    await backs_up(town, settings, tmp_path)
    await town.settles()
    assert numbers(alice) == [1]

    restored = await loses()
    await town.ticks(timedelta(hours=1), every=timedelta(minutes=10))
    await alice.gets_the_next_day()

    assert restored.unsure == 1
    assert numbers(alice) == [1, 2]


async def test_a_reminder_and_a_pause_that_were_to_come_since_are_not_repeated(
    alice: Somebody, ben: Somebody, town: Town, settings: Settings, loses: Loses, tmp_path: Path
) -> None:
    for somebody in (alice, ben):
        await somebody.enrols()
        await somebody.gets_the_next_day()
    await ben.says("/pause")
    await backs_up(town, settings, tmp_path)
    await town.until(at(town, 20))
    said = len(ben.inbox)

    await loses()
    await town.passes(timedelta(days=2))

    assert len(ben.inbox) == said
    assert numbers(alice) == [1, 2, 3]


async def test_whoever_was_forgotten_stays_so_and_gets_nothing(
    alice: Somebody, ben: Somebody, town: Town, settings: Settings, loses: Loses, tmp_path: Path
) -> None:
    for somebody in (alice, ben):
        await somebody.enrols()
    await alice.walks(1)
    await backs_up(town, settings, tmp_path)
    await is_forgotten(alice)
    said = len(alice.inbox)
    await ben.gets_the_next_day()

    restored = await loses()
    await town.passes(timedelta(days=2))

    assert (restored.people, restored.forgotten, restored.revived) == (1, 1, 0)
    assert len(alice.inbox) == said
    assert sorted(numbers(ben)) == sorted(set(numbers(ben)))


async def test_what_was_said_to_the_private_questions_since_may_be_lost_so_they_are_asked_again(
    alice: Somebody, town: Town, settings: Settings, loses: Loses, tmp_path: Path
) -> None:
    await town.publishes(track_yaml(days=dict.fromkeys(range(1, 31), ASKING)))
    await alice.enrols(content_class=ContentClass.UNASKED)
    await alice.taps_one_by_one("Begin")
    await answers(alice, CLEAR)
    day = await alice.gets_the_next_day()
    assert "Ask your partner" in day.text
    await backs_up(town, settings, tmp_path)
    await alice.taps("Made it worse", day)
    await alice.taps_one_by_one(TITLE, "Begin")
    await answers(alice, "y" + CLEAR[1:])  # afraid of their partner

    await loses()
    day = await alice.gets_the_next_day()
    assert "A window" in day.text

    await alice.taps("Done", day)
    await alice.taps_one_by_one(TITLE, "Begin")
    await answers(alice, CLEAR)
    assert "Ask your partner" in (await alice.gets_the_next_day()).text


async def test_questions_that_were_half_answered_open_nothing_after_a_loss(
    alice: Somebody, town: Town, settings: Settings, loses: Loses, tmp_path: Path
) -> None:
    await town.publishes(track_yaml(days=dict.fromkeys(range(1, 31), ASKING)))
    await alice.enrols(content_class=ContentClass.UNASKED)
    await alice.taps_one_by_one("Begin")
    await backs_up(town, settings, tmp_path)
    await answers(alice, "y")  # which is lost with the disk

    await loses()
    await answers(alice, CLEAR[1:])

    assert "A window" in (await alice.gets_the_next_day()).text


class TestOnAServer:
    """The same there, where a backup is put back by the server's own programs."""

    @pytest.fixture
    def database_url(self, database_on_postgresql: str) -> str:
        return database_on_postgresql

    async def test_what_fell_due_meanwhile_does_not_go_out(self, alice: Somebody, town: Town) -> None:
        await alice.enrols()
        await alice.walks(1)
        walk = await alice.walk()
        assert walk.due_at is not None
        town.clock.move_to(walk.due_at + timedelta(minutes=20))

        unsure = await since_backup.settle(town.database, town.clock())
        await town.ticks(timedelta(hours=1), every=timedelta(minutes=10))
        today = numbers(alice)
        await alice.gets_the_next_day()

        assert unsure == 1
        assert today == [1]
        assert numbers(alice) == [1, 3]
