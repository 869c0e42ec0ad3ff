"""What the doctor says of the work: a line for what is off, with what to do, and none for what is well."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot import doctor, workload
from bot.clock import StandingClock, utc_now
from bot.doctor import shipped
from bot.gone_chats import Requests
from bot.sandbox import Sandbox
from bot.settings import Settings
from bot.workload import Workload
from curriculum.nudge import NudgeState
from storage.figures import Overview, Pile
from storage.inbox import Received
from tests.conftest import NOON, url_of
from tests.stories.town import TOKEN, Somebody, Town

NOTHING = Pile(0, None)
WELL = Workload(
    at=NOON,
    overview=Overview(due=NOTHING, nudges=dict.fromkeys(NudgeState, 0), inbox=NOTHING, dead_letters=0),
    fell_due=dict.fromkeys(NudgeState, 0),
    requests=Requests(0, 0),
)


def with_overview(**changes: object) -> Workload:
    return replace(WELL, overview=replace(WELL.overview, **changes))  # type: ignore[arg-type]  # as the fields are


def fallen_due(counts: dict[NudgeState, int]) -> Workload:
    return replace(WELL, fell_due={**WELL.fell_due, **counts})


def ago(**span: float) -> Pile:
    """Three of something, the oldest of them so long ago."""
    return Pile(3, NOON - timedelta(**span))


def told(work: Workload) -> list[str]:
    """The doctor's lines."""
    return [f"{'✗' if one.is_wrong else '✓'} {one.about}: {one.says}" for one in workload.findings(work)]


@pytest.mark.parametrize(
    "work",
    [
        pytest.param(WELL, id="nothing at all"),
        pytest.param(with_overview(due=ago(minutes=9)), id="due a moment ago"),
        pytest.param(with_overview(inbox=ago(minutes=9)), id="in the inbox for a moment"),
        pytest.param(replace(WELL, requests=Requests(gone=1, ended=900)), id="one deleted account"),
    ],
)
def test_of_good_work_nothing_is_said(work: Workload) -> None:
    assert told(work) == []


@pytest.mark.parametrize(
    ("work", "line", "fault"),
    [
        pytest.param(
            with_overview(due=ago(minutes=185)),
            "✗ nudges: 3 due and not sent, the oldest for 3 h 5 min",
            "nudges-late",
            id="due",
        ),
        pytest.param(
            with_overview(due=ago(days=2, hours=3)),
            "✗ nudges: 3 due and not sent, the oldest for 2 days",
            "nudges-late",
            id="due long",
        ),
        pytest.param(
            with_overview(nudges={NudgeState.AMBIGUOUS: 2}),
            "✓ nudges: 2 may have arrived; the bot sees to that by itself within minutes",
            None,
            id="in doubt",
        ),
        pytest.param(
            fallen_due({NudgeState.UNKNOWN: 2}),
            "✗ nudges: 2 of the last 24 h may or may not have arrived, and are not sent again",
            "nudges-unknown",
            id="unknown",
        ),
        pytest.param(
            fallen_due({NudgeState.MISSED: 4}),
            "✗ nudges: 4 of the last 24 h could not go out in time; their day comes again on the next local day",
            "nudges-missed",
            id="missed",
        ),
        pytest.param(
            replace(WELL, requests=Requests(gone=9, ended=10)),
            "✗ chats: Telegram knew no such chat for 9 of 10 nudges in the last 24 h",
            "chats-gone",
            id="chats gone",
        ),
        pytest.param(
            replace(WELL, requests=Requests(gone=0, ended=80, blocked=9)),
            "✗ chats: 9 of 80 nudges in the last 24 h met somebody who blocked the bot",
            "many-block",
            id="many block the bot",
        ),
        pytest.param(
            with_overview(inbox=ago(minutes=12)),
            "✗ inbox: 3 not handled, the oldest for 12 min",
            "inbox-late",
            id="inbox",
        ),
        pytest.param(
            with_overview(dead_letters=1),
            "✗ inbox: updates of the last days that could not be handled, now with the dead letters: 1",
            "dead-letters",
            id="dead letters",
        ),
    ],
)
def test_what_is_off_is_one_line(work: Workload, line: str, fault: str | None) -> None:
    assert told(work) == [line]
    assert [one.fault for one in workload.findings(work)] == [fault]


async def test_the_work_of_a_bot_that_slept_is_looked_over(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    walk = await alice.walk()
    assert walk.due_at is not None
    async with town.database.unit() as unit:
        await unit.inbox.store([Received(10**9, 7, "{}")], town.clock())
    town.clock.move_to(walk.due_at + timedelta(minutes=30))

    async with town.database.unit() as unit:
        lines = told(await workload.workload(unit, town.clock()))

    assert lines[0] == "✗ nudges: 1 due and not sent, the oldest for 30 min"
    assert lines[1].startswith("✗ inbox: 1 not handled, the oldest for ")


async def test_a_day_that_was_missed_is_told_for_a_day(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    walk = await alice.walk()
    assert walk.due_at is not None
    await town.sleeps_until(walk.due_at + timedelta(hours=10))

    async with town.database.unit() as unit:
        same_day = await workload.workload(unit, town.clock())
        next_day = await workload.workload(unit, town.clock() + timedelta(days=1))

    assert (same_day.missed, next_day.missed) == (1, 0)


@pytest.mark.parametrize(
    ("ahead", "line"),
    [
        pytest.param(0, "✓ clock: good: within ", id="right"),
        pytest.param(-7200, "✗ clock: the machine's is 7", id="two hours behind"),
        pytest.param(7200, "✗ clock: the machine's is 7", id="two hours ahead"),
    ],
)
async def test_the_machines_clock_is_compared_with_telegrams(tmp_path: Path, ahead: int, line: str) -> None:
    async with Sandbox(TOKEN).serving() as api_url:
        settings = Settings(token=TOKEN, api_url=api_url, database_url=url_of(tmp_path / "none.db"), _env_file=None)
        machine = StandingClock(utc_now() + timedelta(seconds=ahead))

        lines = [
            f"{'✗' if one.is_wrong else '✓'} {one.about}: {one.says}"
            async for one in doctor.findings(settings, machine=machine, overhears_for=timedelta(0))
        ]

    [told] = [one for one in lines if " clock: " in one]
    assert told.startswith(line)
    assert ("ahead of" in told) == (ahead > 0)


@pytest.mark.parametrize(
    ("outside", "line"),
    [
        pytest.param(
            {}, "✓ updates: fetched from Telegram; nobody can ask how it is (SMALLGAINS_LISTEN)", id="fetched"
        ),
        pytest.param(
            {"listen": "127.0.0.1:8080"},
            "✓ updates: fetched from Telegram; listens at 127.0.0.1, port 8080",
            id="asked",
        ),
        pytest.param(
            {"listen": "127.0.0.1:8080", "webhook_url": "https://bot.example/needle", "webhook_secret": "a" * 32},
            "✓ updates: carried by Telegram to bot.example; listens at 127.0.0.1, port 8080",
            id="carried",
        ),
        pytest.param(
            {"listen": "127.0.0.1:8080", "webhook_url": "https://bot.example/needle"},
            "✗ updates: there is no webhook secret",
            id="without a secret",
        ),
        pytest.param(
            {"listen": "127.0.0.1:8080", "webhook_url": "https://bot.example/needle", "webhook_secret": "needle"},
            "✗ updates: the webhook secret should have 32 to 256 of",
            id="with a short secret",
        ),
    ],
)
async def test_the_way_of_updates_is_told_without_its_secrets(
    tmp_path: Path, outside: dict[str, object], line: str
) -> None:
    database = url_of(tmp_path / "none.db")
    settings = Settings(database_url=database, _env_file=None, **outside)  # type: ignore[arg-type]  # as the fields are

    lines = [
        f"{'✗' if one.is_wrong else '✓'} {one.about}: {one.says} {one.cure or ''}"
        async for one in doctor.findings(settings)
    ]

    [told] = [one for one in lines if " updates: " in one]
    assert told.startswith(line)
    assert not any("needle" in one for one in lines)


def test_helplines_that_have_expired_are_told_by_name() -> None:
    fresh = shipped.helplines(date(2026, 11, 26))
    stale = shipped.helplines(date(2036, 1, 1))

    assert not fresh.is_wrong
    assert stale.is_wrong
    assert "Samaritans, Ireland" in stale.says
    assert "emergency number, the United States" in stale.says
