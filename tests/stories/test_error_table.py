"""What Telegram may answer to a nudge, row by row: what the ledger says then, how many copies come, and what comes next.

| what comes back | told by |
|---|---|
| 403 | `test_who_cannot_be_written_to_is_left_in_peace_until_they_come_back`, `test_strangers` |
| 400 chat not found | `test_a_chat_that_is_not_found_is_tried_once_more_the_next_day` and the two after it |
| 400 can't parse entities | `test_markup_that_telegram_cannot_read_goes_as_plain_text` and the one after it |
| 400 message is not modified | `test_an_edit_that_changes_nothing_counts_as_done` |
| 400 query is too old | `tests/faults/test_buttons.py` |
| 429 | `test_too_many_requests_cost_no_try`, `test_a_ban_of_one_chat_is_kept_to_its_end`, `test_three_bans_are_kept_by_all` |
| 409 | `test_a_second_poller_ends_the_bot`, `tests/bot/telegram/test_poller.py` |
| 401, 404 | `test_a_token_that_is_refused_leaves_every_day_planned` |
| 5xx, reset, half answer, bad JSON, ok:false | `test_an_answer_that_proves_nothing_leaves_a_doubt` and the one after it |
| read and write timeout | `test_an_answer_that_is_not_whole_in_time_leaves_a_doubt`, `tests/bot/telegram/test_request.py` |
| refused, DNS, connect and pool timeout | `test_what_surely_did_not_arrive_is_tried_again_for_free`, `tests/bot/telegram/test_request.py` |
"""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from telegram.ext import ExtBot

from bot import settling
from bot.chat import nudge_messages
from bot.delivery import Delivery
from bot.sandbox.faults import Faults, Kind
from bot.telegram import sending
from bot.telegram.limits import Limits
from bot.telegram.poller import SecondPollerFound
from bot.telegram.request import AiohttpRequest
from bot.telegram.sending import Sending
from curriculum.enrolment import Standing
from curriculum.nudge import Nudge, NudgeState
from tests.faults.crowd import crowd
from tests.stories.town import TOKEN, Somebody, Town

A_MINUTE = timedelta(minutes=1)
CONCURRENCY = 8


async def the_nudge(somebody: Somebody) -> Nudge:
    """The one nudge of somebody who has had no other."""
    (nudge,) = await somebody.ledger()
    return nudge


async def fall_due(town: Town, *people: Somebody) -> None:
    """It is time for a day of all these people; their nudges are planned, and not sent yet."""
    walks = [await each.walk() for each in people]
    town.clock.move_to(max(walk.due_at for walk in walks if walk.due_at is not None))
    await town.app.planning.plan_due()


def told_to_wait(town: Town) -> int:
    """How many requests were answered with a 429."""
    return sum(call.status == 429 for call in town.sandbox.calls)


def messages_asked_for(town: Town) -> int:
    """How many requests for a message there have been, whatever became of them."""
    return sum(call.method == "sendMessage" for call in town.sandbox.calls)


@pytest.mark.parametrize(
    ("description", "reason"),
    [
        ("Forbidden: bot was blocked by the user", "blocked"),
        ("Forbidden: user is deactivated", "deactivated"),
        ("Forbidden: bot can't initiate conversation with a user", "never_started"),
    ],
)
async def test_who_cannot_be_written_to_is_left_in_peace_until_they_come_back(
    alice: Somebody, town: Town, description: str, reason: str
) -> None:
    await alice.enrols()
    town.sandbox.faults.refuse(403, description)

    await alice.gets_the_next_day()
    nudge = await the_nudge(alice)
    assert (nudge.state, nudge.reason) == (NudgeState.BLOCKED, reason)
    await town.passes(timedelta(days=3, hours=5))
    assert (alice.days, (await alice.walk()).standing) == ([], Standing.UNREACHABLE)

    await alice.starts()
    assert (await alice.gets_the_next_day()).text.startswith("Day 1:")


async def test_a_chat_that_is_not_found_is_tried_once_more_the_next_day(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    town.sandbox.faults.refuse(400, "Bad Request: chat not found")
    walk = await alice.walk()
    assert walk.due_at is not None

    await alice.gets_the_next_day()
    nudge = await the_nudge(alice)
    assert (nudge.state, nudge.reason) == (NudgeState.BLOCKED, "chat_gone")

    day = await alice.gets_the_next_day()
    assert day.text.startswith("Day 1:")
    assert day.at == walk.due_at + timedelta(days=1)


async def test_a_chat_that_is_not_found_twice_is_given_up_and_the_way_back_is_open(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    town.sandbox.faults.refuse(400, "Bad Request: chat not found", times=None)

    await town.passes(timedelta(days=5))
    assert [nudge.state for nudge in await alice.ledger()] == [NudgeState.BLOCKED] * 2
    assert (await alice.walk()).standing is Standing.UNREACHABLE

    town.sandbox.faults.clear()
    await alice.starts()
    assert (await alice.gets_the_next_day()).text.startswith("Day 1:")


async def test_a_chat_that_is_not_found_long_after_another_time_is_tried_once_more_again(
    alice: Somebody, town: Town
) -> None:
    await alice.enrols()
    for _ in range(2):
        town.sandbox.faults.refuse(400, "Bad Request: chat not found")
        await alice.gets_the_next_day()
        await alice.gets_the_next_day()

    assert [day.text.partition(":")[0] for day in alice.days] == ["Day 1", "Day 2"]
    assert (await alice.walk()).standing is Standing.UNDER_WAY


async def test_markup_that_telegram_cannot_read_goes_as_plain_text(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    town.forgiven.add("bot.delivery")  # it is told in the log, loudly: an author has to mend it
    town.sandbox.faults.refuse(400, "Bad Request: can't parse entities: unsupported start tag")

    await alice.gets_the_next_day()
    await town.ticks(3 * A_MINUTE)

    assert [day.text.partition(":")[0] for day in alice.days] == ["Day 1"]
    refused, taken = [call.params for call in town.sandbox.calls if call.method == "sendMessage"][-2:]
    assert ("parse_mode" in refused, "parse_mode" in taken) == (True, False)
    nudge = await the_nudge(alice)
    assert (nudge.state, nudge.attempts) == (NudgeState.SENT, 1)


async def test_markup_that_cannot_be_read_even_as_plain_text_is_not_sent_again_and_again(
    alice: Somebody, town: Town
) -> None:
    await alice.enrols()
    town.forgiven.add("bot.delivery")
    town.sandbox.faults.refuse(400, "Bad Request: can't parse entities: unsupported start tag", times=None)
    before = messages_asked_for(town)

    await alice.gets_the_next_day()
    await town.ticks(30 * A_MINUTE)

    assert messages_asked_for(town) - before == 2
    nudge = await the_nudge(alice)
    assert (nudge.state, nudge.attempts) == (NudgeState.PLANNED, 0)


async def test_an_edit_that_changes_nothing_counts_as_done(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    messages = len(alice.inbox)
    town.sandbox.faults.refuse(400, "Bad Request: message is not modified", methods={"editMessageText"})

    await alice.taps("Smaller version")
    await alice.taps("Smaller version")

    edits = [call for call in town.sandbox.calls if call.method == "editMessageText"]
    assert (len(edits), len(alice.inbox)) == (1, messages)


SLOW_DOWN: Mapping[str, Callable[[Faults], None]] = {
    "with a time": lambda faults: faults.too_many(7, times=3),
    "without a time": lambda faults: faults.too_many(None, times=3),
    "as a page": lambda faults: faults.spoil(Kind.TOO_MANY_PAGE, times=3, acted=False),
}


@pytest.mark.parametrize("how", SLOW_DOWN)
async def test_too_many_requests_cost_no_try(alice: Somebody, town: Town, how: str) -> None:
    await alice.enrols()
    SLOW_DOWN[how](town.sandbox.faults)

    await alice.gets_the_next_day()
    nudge = await the_nudge(alice)
    assert (nudge.state, nudge.attempts, nudge.reason) == (NudgeState.PLANNED, 0, "wait")

    await town.ticks(2 * A_MINUTE, every=timedelta(seconds=10))
    assert len(alice.days) == 1
    nudge = await the_nudge(alice)
    assert (nudge.state, nudge.attempts) == (NudgeState.SENT, 1)


async def test_a_ban_of_one_chat_is_kept_to_its_end(alice: Somebody, ben: Somebody, town: Town) -> None:
    await alice.enrols()
    await ben.enrols()
    await fall_due(town, alice, ben)
    faults, leap = town.sandbox.faults, [0.0]
    async with other_senders(town, limits=Limits(1000, now=lambda: time.monotonic() + leap[0])) as senders:
        faults.ban(60, chat=alice.telegram_id)

        await senders.send_planned()
        town.clock.move(10 * A_MINUTE)  # our clock may be wrong; the ban is counted in seconds that pass
        await senders.send_planned()
        assert (faults.requests_during_bans, len(alice.days), len(ben.days)) == (1, 0, 1)

        faults.clear()
        leap[0] = 61.0
        town.clock.move(10 * A_MINUTE)
        await senders.send_planned()
    nudge = await the_nudge(alice)
    assert (nudge.state, nudge.attempts, len(alice.days)) == (NudgeState.SENT, 1, 1)


async def test_three_bans_are_kept_by_all(town: Town) -> None:
    people = await crowd(town, 24)
    await fall_due(town, *(one.somebody for one in people))
    limits = Limits(1000, randomness=lambda: 0.0)
    async with other_senders(town, limits=limits) as senders:
        town.sandbox.faults.too_many(retry_after=2, times=None)
        async with asyncio.TaskGroup() as tasks:
            sending_planned = tasks.create_task(senders.send_planned())
            await town.sandbox.until(lambda: told_to_wait(town) >= 3, within=30)
            await asyncio.wait({sending_planned}, timeout=1)  # half of the time they were asked to wait
            assert 3 <= told_to_wait(town) <= CONCURRENCY
            town.sandbox.faults.clear()
        town.clock.move(A_MINUTE)
        await senders.send_planned()

    assert told_to_wait(town) <= CONCURRENCY
    assert [len(one.somebody.days) for one in people] == [1] * len(people)


@pytest.mark.parametrize(("code", "description"), [(401, "Unauthorized"), (404, "Not Found")])
async def test_a_token_that_is_refused_leaves_every_day_planned(
    alice: Somebody, ben: Somebody, town: Town, code: int, description: str
) -> None:
    await alice.enrols()
    await ben.enrols()
    town.forgiven.add(sending.__name__)
    await fall_due(town, alice, ben)
    town.sandbox.faults.refuse(code, description, times=None, methods=None)

    await town.app.delivery.send_planned()
    requests = messages_asked_for(town)
    await town.app.delivery.send_planned()

    assert town.app.sending.halted.is_set()
    assert messages_asked_for(town) == requests
    for somebody in (alice, ben):
        nudge = await the_nudge(somebody)
        assert (nudge.state, nudge.attempts) == (NudgeState.PLANNED, 0)


async def test_a_second_poller_ends_the_bot(town: Town) -> None:
    town.sandbox.faults.refuse(
        409, "Conflict: terminated by other getUpdates request", times=None, methods={"getUpdates"}
    )

    with pytest.raises(SecondPollerFound, match="another program is fetching updates"):
        async with asyncio.timeout(20):
            await town.app.poller.run(asyncio.Event())


PROVING_NOTHING = [kind for kind in Kind if kind not in (Kind.REFUSED, Kind.HANGS, Kind.TRICKLES, Kind.TOO_MANY_PAGE)]


@pytest.mark.parametrize("acted", [True, False], ids=["acted on", "not acted on"])
@pytest.mark.parametrize("kind", PROVING_NOTHING)
async def test_an_answer_that_proves_nothing_leaves_a_doubt(
    alice: Somebody, town: Town, kind: Kind, acted: bool
) -> None:
    await alice.enrols()
    town.sandbox.faults.spoil(kind, acted=acted)

    await alice.gets_the_next_day()
    nudge = await the_nudge(alice)
    assert (nudge.state, nudge.attempts, len(alice.days)) == (NudgeState.AMBIGUOUS, 1, int(acted))
    await town.passes(timedelta(seconds=119))
    assert len(alice.days) == int(acted)

    await town.ticks(3 * A_MINUTE)
    assert len(alice.days) == 1 + int(acted)
    nudge = await the_nudge(alice)
    assert (nudge.state, nudge.attempts) == (NudgeState.SENT, 2)
    assert (await alice.gets_the_next_day()).text.startswith("Day 2:")


@pytest.mark.parametrize("kind", PROVING_NOTHING)
async def test_a_doubt_is_repeated_once_and_then_stays_a_doubt(alice: Somebody, town: Town, kind: Kind) -> None:
    await alice.enrols()
    town.sandbox.faults.spoil(kind, times=9, acted=True)

    await alice.gets_the_next_day()
    await town.ticks(timedelta(minutes=20))

    nudge = await the_nudge(alice)
    assert (nudge.state, nudge.attempts, len(alice.days)) == (NudgeState.UNKNOWN, 2, 2)


@pytest.mark.parametrize("kind", [Kind.HANGS, Kind.TRICKLES])
async def test_an_answer_that_is_not_whole_in_time_leaves_a_doubt(alice: Somebody, town: Town, kind: Kind) -> None:
    await alice.enrols()
    await fall_due(town, alice)
    town.sandbox.faults.spoil(kind, acted=True)

    async with other_senders(town, limits=Limits(1000), read_timeout=0.5) as senders:
        await senders.send_planned()

    nudge = await the_nudge(alice)
    assert (nudge.state, nudge.reason, len(alice.days)) == (NudgeState.AMBIGUOUS, "read_timeout", 1)


async def test_what_comes_back_late_does_not_disturb_the_request_that_was_made_after_it(
    alice: Somebody, town: Town
) -> None:
    await alice.enrols()
    await fall_due(town, alice)
    faults = town.sandbox.faults
    faults.spoil(Kind.HANGS, times=2, acted=True)
    first = asyncio.create_task(town.app.delivery.send_planned())
    await town.sandbox.until(lambda: len(faults.hanging) == 1)

    town.clock.move(settling.LEASE)
    await town.app.delivery.recover()
    town.clock.move(settling.RESEND_AFTER)
    async with other_senders(town, limits=Limits(1000)) as senders:
        second = asyncio.create_task(senders.send_planned())
        await town.sandbox.until(lambda: len(faults.hanging) == 2)
        faults.hanging[0].set()
        await first
        nudge = await the_nudge(alice)
        assert (nudge.state, nudge.fence, nudge.attempts) == (NudgeState.SENDING, 2, 2)

        faults.clear()
        await second
    assert ((await the_nudge(alice)).state, len(alice.days)) == (NudgeState.UNKNOWN, 2)


async def test_what_surely_did_not_arrive_is_tried_again_for_free(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await fall_due(town, alice)
    await is_turned_away(alice, times=8)

    await town.settles()
    nudge = await the_nudge(alice)
    assert (nudge.state, nudge.attempts, len(alice.days)) == (NudgeState.SENT, 1, 1)


async def is_turned_away(somebody: Somebody, *, times: int) -> None:
    """So many times their nudge is tried where nobody listens; whoever calls there is turned away, and it surely did not arrive."""
    town = somebody.town
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{closed.getsockname()[1]}"
        async with other_senders(town, limits=Limits(1000), api_url=nowhere) as senders:
            for _ in range(times):
                await senders.send_planned()
                nudge = await the_nudge(somebody)
                assert (nudge.state, nudge.attempts, nudge.reason) == (NudgeState.PLANNED, 0, "connect_refused")
                town.clock.move(A_MINUTE)


@asynccontextmanager
async def other_senders(
    town: Town, *, limits: Limits, read_timeout: float = 10.0, api_url: str | None = None
) -> AsyncIterator[Delivery]:
    """A second set of senders in the same process, with limits, patience and a way to Telegram of their own."""
    app = town.app
    async with AiohttpRequest(read_timeout=read_timeout) as request:
        base_url = f"{api_url or app.settings.api_url}/bot"
        bot: ExtBot[Any] = ExtBot(TOKEN, base_url=base_url, request=request, rate_limiter=limits)
        yield Delivery(
            town.database,
            Sending(bot, limits, town.clock),
            nudge_messages.going_out,
            town.clock,
            lease=app.lease,
            steady=app.watch.is_steady,
            senders=CONCURRENCY,
        )
