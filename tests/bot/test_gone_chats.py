"""The alarm for chats that Telegram suddenly does not know: not for one, not twice an hour."""

import logging
from datetime import timedelta

import pytest

from bot.gone_chats import GoneChats, Requests
from tests.stories.town import Somebody, Town


@pytest.mark.parametrize(
    ("gone", "ended", "is_alarming"),
    [
        pytest.param(0, 0, False, id="nothing was sent"),
        pytest.param(4, 4, False, id="all, but only four"),
        pytest.param(5, 5, True, id="all five"),
        pytest.param(5, 499, True, id="a little over one in a hundred"),
        pytest.param(5, 500, False, id="exactly one in a hundred"),
        pytest.param(50, 10_000, False, id="many, among very many"),
    ],
)
def test_more_than_one_in_a_hundred_is_alarming(gone: int, ended: int, is_alarming: bool) -> None:
    assert Requests(gone, ended).is_alarming is is_alarming


def test_requests_are_told_apart_by_what_came_of_them() -> None:
    told = Requests.among({"sent": 89, "blocked": 3, "deactivated": 2, "never_started": 1, "chat_gone": 5})

    assert told == Requests(gone=5, ended=100, blocked=6)
    assert (told.share, told.blocked_share) == (0.05, 0.06)
    assert told.many_block


@pytest.mark.parametrize(("blocked", "ended"), [(4, 4), (5, 100), (0, 0)])
def test_a_few_who_block_are_not_many(blocked: int, ended: int) -> None:
    assert not Requests(gone=0, ended=ended, blocked=blocked).many_block


async def test_the_alarm_is_told_once_an_hour_while_it_lasts(
    town: Town, alice: Somebody, complaints: list[logging.LogRecord]
) -> None:
    town.forgiven.add("bot.gone_chats")
    watch = GoneChats(town.database, town.clock)
    await with_gone_chats(alice, 5)

    for _ in range(9):
        await watch.look()
        town.clock.move(timedelta(minutes=20))

    told = [record.getMessage() for record in complaints if record.name == "bot.gone_chats"]
    assert len(told) == 3
    assert "Telegram knew no such chat for 5 of 6 nudges in the last 24 h" in told[0]
    assert "1002" not in told[0]


async def test_there_is_no_alarm_a_day_later(town: Town, alice: Somebody, complaints: list[logging.LogRecord]) -> None:
    watch = GoneChats(town.database, town.clock)
    await with_gone_chats(alice, 5)

    town.clock.move(timedelta(hours=25))
    await watch.look()

    assert [record for record in complaints if record.name == "bot.gone_chats"] == []


async def with_gone_chats(somebody: Somebody, count: int) -> None:
    """One day reaches somebody; the requests for it that came before are told to have found no chat."""
    await somebody.enrols()
    await somebody.gets_the_next_day()
    [nudge] = await somebody.ledger()
    town = somebody.town
    async with town.database.unit() as unit:
        for _ in range(count):
            nudge = await unit.nudges.claim(nudge, town.clock(), lease=timedelta(seconds=90))
            await unit.nudges.end_attempt(nudge, result="chat_gone", now=town.clock())
