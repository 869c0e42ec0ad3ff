"""Updates are fetched, kept, and only then acknowledged; through outages, strange answers and a rival."""

import asyncio
import itertools
import logging
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from aiohttp import web
from telegram.error import NetworkError
from telegram.ext import ExtBot

from bot.telegram.limits import Lane
from bot.telegram.poller import Poller, SecondPollerFound, StoreFailed, TokenNotAccepted, UnusableAnswer
from bot.telegram.request import AiohttpRequest
from tests.bot.telegram import wire as scripted
from tests.bot.telegram.wire import TOKEN, Wire, ok_response, refuses, says, shows


def said(number: int, words: str = "hello") -> dict[str, Any]:
    return {"update_id": number, "message": {"text": words}}


class Inbox:
    """Keeps what it is given, unless it was told to fail first."""

    def __init__(self, *, failures: int = 0) -> None:
        self.kept: list[Mapping[str, Any]] = []
        self.offered: list[list[int]] = []
        self.failures = failures
        self.grown = asyncio.Event()

    async def store(self, updates: Sequence[Mapping[str, Any]]) -> None:
        self.offered.append([update["update_id"] for update in updates])
        if self.failures:
            self.failures -= 1
            raise OSError("disk full")
        self.kept.extend(updates)
        self.grown.set()


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


def polling(bot: ExtBot[Lane], inbox: Inbox) -> Poller:
    return Poller(bot, inbox.store, timeout_seconds=20, first_pause=0.01, longest_pause=0.04)


async def run_until_kept(poller: Poller, inbox: Inbox) -> None:
    stopping = asyncio.Event()
    running = asyncio.create_task(poller.run(stopping))
    async with asyncio.timeout(5):
        await inbox.grown.wait()
    stopping.set()
    async with asyncio.timeout(1):
        await running


async def test_updates_are_acknowledged_by_the_call_after_they_were_kept(
    wire: Wire, bot: ExtBot[Lane], inbox: Inbox
) -> None:
    wire.will("getUpdates", says([said(40), said(41)]), says([]))
    poller = polling(bot, inbox)

    first, second = await poller.once(), await poller.once()

    assert (first, second) == (2, 0)
    assert inbox.kept == [said(40), said(41)]
    assert [call.params.get("offset") for call in wire.made("getUpdates")] == [None, 42]


async def test_every_call_names_the_updates_that_are_wanted(wire: Wire, bot: ExtBot[Lane], inbox: Inbox) -> None:
    poller = polling(bot, inbox)

    await poller.once()
    await poller.once()

    wanted = [call.params["allowed_updates"] for call in wire.made("getUpdates")]
    assert wanted == [["message", "edited_message", "callback_query", "my_chat_member"]] * 2


async def test_a_webhook_is_removed_first_and_nothing_that_waits_is_thrown_away(
    wire: Wire, bot: ExtBot[Lane], inbox: Inbox
) -> None:
    poller = polling(bot, inbox)

    await poller.once()
    await poller.once()

    methods = [call.method for call in wire.calls]
    assert methods == ["getMe", "deleteWebhook", "getUpdates", "getUpdates"]
    assert wire.made("deleteWebhook")[0].params == {"drop_pending_updates": False}


async def test_telegram_is_given_the_time_it_was_asked_to_wait(wire: Wire, inbox: Inbox) -> None:
    async def answers_after_its_wait(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(1.2)
        return ok_response([said(1)])

    wire.will("getUpdates", answers_after_its_wait)
    hasty = AiohttpRequest(read_timeout=0.5)

    async with ExtBot(TOKEN, base_url=wire.address, request=AiohttpRequest(), get_updates_request=hasty) as bot:
        stored = await Poller(bot, inbox.store).once(timeout=1)

    assert stored == 1


async def test_updates_that_could_not_be_kept_come_again(
    wire: Wire, bot: ExtBot[Lane], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    inbox = Inbox(failures=3)
    wire.will("getUpdates", *[says([said(7, "we quarrelled"), said(8)])] * 4)

    await run_until_kept(polling(bot, inbox), inbox)

    assert inbox.offered == [[7, 8]] * 4
    assert [call.params.get("offset") for call in wire.made("getUpdates")[:4]] == [None] * 4
    assert [record.getMessage() for record in caplog.records][:2] == [
        "updates cannot be stored; trying until they can",
        "updates are fetched and stored again",
    ]
    assert "quarrelled" not in caplog.text


async def test_a_failing_store_is_told_to_the_caller(wire: Wire, bot: ExtBot[Lane]) -> None:
    wire.will("getUpdates", says([said(7)]))

    with pytest.raises(StoreFailed) as raised:
        await polling(bot, Inbox(failures=1)).once()

    assert isinstance(raised.value.__cause__, OSError)


async def test_an_outage_is_sat_out_and_told_once(
    wire: Wire, bot: ExtBot[Lane], inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    wire.will("deleteWebhook", scripted.resets)
    wire.will(
        "getUpdates",
        shows("<h1>bad gateway</h1>", status=502),
        scripted.breaks_off,
        scripted.resets,
        shows("{"),
        refuses(429, "Too Many Requests", retry_after=0.01),
        says([said(1)]),
    )

    await run_until_kept(polling(bot, inbox), inbox)

    assert inbox.kept == [said(1)]
    assert [record.getMessage() for record in caplog.records] == [
        "updates cannot be fetched (reset); trying until they can",
        "updates are fetched and stored again",
    ]


async def test_the_pauses_grow_to_a_longest_one(wire: Wire, bot: ExtBot[Lane], inbox: Inbox) -> None:
    instants: list[float] = []

    async def is_down(request: web.Request) -> web.StreamResponse:
        instants.append(asyncio.get_running_loop().time())
        return await shows("", status=500)(request)

    wire.will("getUpdates", *[is_down] * 6, says([said(1)]))

    await run_until_kept(Poller(bot, inbox.store, first_pause=0.02, longest_pause=0.08), inbox)

    pauses = [later - earlier for earlier, later in itertools.pairwise(instants)]
    assert all(pause >= least for pause, least in zip(pauses, [0.02, 0.04, 0.08, 0.08, 0.08], strict=True))
    assert max(pauses) < 0.5


async def test_it_stops_promptly_in_the_middle_of_a_long_poll(wire: Wire, bot: ExtBot[Lane], inbox: Inbox) -> None:
    stopping = asyncio.Event()
    running = asyncio.create_task(polling(bot, inbox).run(stopping))
    while not wire.made("getUpdates"):
        wire.called.clear()
        await wire.called.wait()

    stopping.set()

    async with asyncio.timeout(1):
        await running
    assert running.done()


async def test_it_stops_promptly_in_the_middle_of_a_pause(wire: Wire, bot: ExtBot[Lane], inbox: Inbox) -> None:
    wire.will("getUpdates", shows("", status=500))
    stopping = asyncio.Event()
    running = asyncio.create_task(Poller(bot, inbox.store, first_pause=60).run(stopping))
    while not wire.made("getUpdates"):
        wire.called.clear()
        await wire.called.wait()

    stopping.set()

    async with asyncio.timeout(1):
        await running
    assert running.done()


async def test_what_is_being_stored_when_it_stops_is_stored(wire: Wire, bot: ExtBot[Lane], inbox: Inbox) -> None:
    wire.will("getUpdates", says([said(1)]))
    stopping = asyncio.Event()

    async def stores_while_we_stop(updates: Sequence[Mapping[str, Any]]) -> None:
        stopping.set()
        await asyncio.sleep(0.05)
        await inbox.store(updates)

    await Poller(bot, stores_while_we_stop).run(stopping)

    assert inbox.kept == [said(1)]


@pytest.mark.parametrize(
    "strange",
    [
        pytest.param(None, id="nothing"),
        pytest.param("update", id="text"),
        pytest.param({"message": {}}, id="no id"),
        pytest.param({"update_id": "9"}, id="an id in words"),
        pytest.param({"update_id": True}, id="an id that is yes"),
    ],
)
async def test_a_strange_update_holds_up_no_other(wire: Wire, bot: ExtBot[Lane], inbox: Inbox, strange: object) -> None:
    wire.will("getUpdates", says([said(1), strange, said(2)]), says([]))
    poller = polling(bot, inbox)

    await poller.once()
    await poller.once()

    assert inbox.kept == [said(1), said(2)]
    assert wire.made("getUpdates")[-1].params["offset"] == 3


@pytest.mark.parametrize("answer", [None, True, {"update_id": 1}, [{}], ["x", None]])
async def test_an_answer_without_any_update_is_an_outage(
    wire: Wire, bot: ExtBot[Lane], inbox: Inbox, answer: object
) -> None:
    wire.will("getUpdates", says(answer), says(answer), says([said(1)]))
    poller = polling(bot, inbox)

    with pytest.raises(UnusableAnswer):
        await poller.once()
    await run_until_kept(poller, inbox)

    assert inbox.kept == [said(1)]


async def test_a_rival_is_recognised_after_some_conflicts(wire: Wire, bot: ExtBot[Lane], inbox: Inbox) -> None:
    conflict = refuses(409, "Conflict: terminated by other getUpdates request; make sure that only one bot is running")
    wire.will("getUpdates", conflict, says([said(1)]), conflict, conflict)

    with pytest.raises(SecondPollerFound, match="another program is fetching updates"):
        await polling(bot, inbox).run(asyncio.Event())

    assert inbox.kept == [said(1)]
    assert len(wire.made("getUpdates")) == 4


async def test_one_conflict_is_nothing_and_a_webhook_behind_it_is_removed(
    wire: Wire, bot: ExtBot[Lane], inbox: Inbox
) -> None:
    wire.will("getUpdates", refuses(409, "Conflict: can't use getUpdates method while webhook is active"))
    wire.will("getUpdates", says([said(1)]))

    await run_until_kept(polling(bot, inbox), inbox)

    assert len(wire.made("deleteWebhook")) == 2


@pytest.mark.parametrize(("status", "reason"), [(401, "Unauthorized"), (404, "Not Found")])
async def test_a_refused_token_ends_it(wire: Wire, bot: ExtBot[Lane], inbox: Inbox, status: int, reason: str) -> None:
    wire.will("getUpdates", refuses(status, reason))

    with pytest.raises(TokenNotAccepted, match="check it"):
        await polling(bot, inbox).run(asyncio.Event())


async def test_a_single_fetch_tells_its_caller_of_an_outage(wire: Wire, bot: ExtBot[Lane], inbox: Inbox) -> None:
    wire.will("getUpdates", scripted.resets)

    with pytest.raises(NetworkError):
        await polling(bot, inbox).once()
