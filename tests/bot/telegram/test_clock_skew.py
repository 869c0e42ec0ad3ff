"""How far this machine's clock is from Telegram's: by many messages, and told once."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.telegram.clock_skew import ClockSkew, asked_of, in_words

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
QUICK = timedelta(seconds=0.2)


def noted(skew: ClockSkew, ahead: float, *, took: timedelta = QUICK, date: object = None) -> None:
    """A message is taken by Telegram while our clock is ahead by so many seconds."""
    taken = NOON + timedelta(seconds=0.5)
    asked_at = taken + timedelta(seconds=ahead) - took / 2
    skew.note(int(taken.timestamp()) if date is None else date, asked_at=asked_at, answered_at=asked_at + took)


def test_before_the_first_message_nothing_is_known() -> None:
    assert ClockSkew().now is None


@pytest.mark.parametrize("ahead", [0.0, 4.0, -90.0, 3600.0])
def test_a_message_tells_how_far_the_clock_is_ahead(ahead: float) -> None:
    skew = ClockSkew()

    noted(skew, ahead)

    assert skew.now == timedelta(seconds=ahead)


def test_a_single_odd_one_says_nothing() -> None:
    skew = ClockSkew()

    for ahead in (1, 1, 1, 500):
        noted(skew, ahead)

    assert skew.now == timedelta(seconds=1)


def test_a_clock_that_was_set_right_is_believed_after_some_messages() -> None:
    skew = ClockSkew()
    for _ in range(100):
        noted(skew, 500)

    for _ in range(11):
        noted(skew, 0)

    assert skew.now == timedelta(0)


@pytest.mark.parametrize(
    "date", ["noon", 1.5, 0, -1, 2**80, [], {"date": 3}], ids=["words", "part", "zero", "past", "far", "list", "map"]
)
def test_what_is_no_date_changes_nothing(date: object) -> None:
    skew = ClockSkew()

    noted(skew, 0, date=date)

    assert skew.now is None


@pytest.mark.parametrize("took", [3.0, -1.0], ids=["slow", "while the clock was set back"])
def test_a_request_that_took_long_tells_too_little(took: float) -> None:
    skew = ClockSkew()

    noted(skew, 0, took=timedelta(seconds=took))

    assert skew.now is None


def test_a_clock_that_is_far_off_is_told_once_with_what_to_do(caplog: pytest.LogCaptureFixture) -> None:
    skew = ClockSkew()
    with caplog.at_level(logging.WARNING):
        for _ in range(30):
            noted(skew, 42)
        first = [record.getMessage() for record in caplog.records]
        for _ in range(30):
            noted(skew, 29)
        for _ in range(30):
            noted(skew, -31)

    assert len(first) == 1
    assert first[0].startswith("the machine's clock is 42 s ahead of Telegram's: set ")
    assert [record.getMessage().partition(":")[0] for record in caplog.records[1:]] == [
        "the machine's clock is 31 s behind Telegram's"
    ]


def test_which_way_it_is_off_is_said_in_words() -> None:
    assert in_words(timedelta(seconds=90)) == "90 s ahead of Telegram's"
    assert in_words(timedelta(seconds=-90)) == "90 s behind Telegram's"
    assert in_words(timedelta(seconds=-0.5)) == "within a second of Telegram's"


async def test_a_server_is_asked_without_a_token() -> None:
    asked = []

    async def answer(request: web.Request) -> web.Response:
        asked.append((request.method, request.path))
        return web.Response(headers={"Date": "Mon, 04 May 2026 12:00:00 GMT"})

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", answer)
    async with TestServer(app) as server:
        skew = await asked_of(str(server.make_url("")), lambda: NOON + timedelta(seconds=60.5))

    assert skew == timedelta(seconds=60)
    assert asked == [("HEAD", "/")]


@pytest.mark.parametrize("date", ["", "noon"])
async def test_a_server_that_tells_no_date_tells_nothing(date: str) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(headers={"Date": date})

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", answer)
    async with TestServer(app) as server:
        assert await asked_of(str(server.make_url("")), lambda: NOON) is None


async def test_a_server_that_is_not_there_tells_nothing() -> None:
    assert await asked_of("http://127.0.0.1:9", lambda: NOON) is None
