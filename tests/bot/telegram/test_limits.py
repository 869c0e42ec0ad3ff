"""How fast the bot may speak, in a world where waiting takes no time."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import NetworkError
from telegram.ext import ExtBot

from bot.telegram import answers
from bot.telegram.limits import Lane, Limits
from bot.telegram.request import AskedToWait, unparsed
from tests.bot.telegram.pretend_time import live
from tests.bot.telegram.wire import Wire, refuses, says

ALICE, BERT, CARLA, DORA = 1, 2, 3, 4

Clock = Callable[[], float]


class Chats:
    """Every message that got out, with its instant; and the chats that Telegram wants left alone."""

    def __init__(self, clock: Clock, messages_per_second: float = 25, **how: Any) -> None:
        self.clock = clock
        self.limits = Limits(messages_per_second, now=clock, randomness=lambda: 0.0, **how)
        self.sent: list[tuple[float, Lane, object]] = []
        self.asks_to_wait: dict[object, list[int]] = {}
        self.requests = 0

    async def send(self, chat: object, lane: Lane = Lane.REPLY, method: str = "sendMessage") -> None:
        async def callback() -> bool:
            self.requests += 1
            if self.asks_to_wait.get(chat):
                raise AskedToWait(timedelta(seconds=self.asks_to_wait[chat].pop(0)))
            self.sent.append((self.clock(), lane, chat))
            return True

        data = {} if chat is None else {"chat_id": chat}
        await self.limits.process_request(callback, (), {}, method, data, lane)

    async def nudge(self, chat: object) -> None:
        await self.limits.nudge_permits(1)
        await self.send(chat, Lane.PERMITTED)

    def instants(self, chat: object) -> list[float]:
        return [round(instant, 3) for instant, _, receiver in self.sent if receiver == chat]


async def all_of(*doing: Any) -> None:
    async with asyncio.TaskGroup() as tasks:
        for each in doing:
            tasks.create_task(each)


def fullest_second(instants: list[float]) -> int:
    return max((sum(1 for other in instants if 0 <= other - start < 1 - 1e-6) for start in instants), default=0)


@settings(max_examples=60, deadline=None)
@given(
    rate=st.integers(1, 30),
    crowd=st.lists(
        st.tuples(st.floats(0, 5), st.sampled_from(["reply", "nudge", "permit"]), st.integers(1, 40)), max_size=80
    ),
)
def test_in_no_second_more_go_out_than_are_allowed(rate: int, crowd: list[tuple[float, str, int]]) -> None:
    async def story(clock: Clock) -> Chats:
        chats = Chats(clock, rate)

        async def later(after: float, way: str, chat: int) -> None:
            await asyncio.sleep(after)
            await (chats.nudge(chat) if way == "permit" else chats.send(chat, Lane(way)))

        await all_of(*(later(*one) for one in crowd))
        return chats

    chats = live(story)

    assert len(chats.sent) == len(crowd)
    assert fullest_second([instant for instant, _, _ in chats.sent]) <= rate


@settings(max_examples=60, deadline=None)
@given(
    rate=st.integers(1, 30),
    rounds=st.lists(st.tuples(st.integers(1, 8), st.floats(0, 0.8)), max_size=30),
    replies=st.lists(st.floats(0, 10), max_size=20),
)
def test_in_no_second_more_leave_however_long_it_takes_from_the_permit(
    rate: int, rounds: list[tuple[int, float]], replies: list[float]
) -> None:
    async def story(clock: Clock) -> Chats:
        chats = Chats(clock, rate)

        async def written_down_and_sent(first: int, count: int, after: float) -> None:
            await asyncio.sleep(after)
            await all_of(*(chats.send(first + number, Lane.PERMITTED) for number in range(count)))

        async def nudges() -> None:
            async with asyncio.TaskGroup() as tasks:
                for number, (most, after) in enumerate(rounds):
                    count = await chats.limits.nudge_permits(most)
                    tasks.create_task(written_down_and_sent(100 + 10 * number, count, after))

        async def reply(after: float, chat: int) -> None:
            await asyncio.sleep(after)
            await chats.send(chat)

        await all_of(nudges(), *(reply(after, chat) for chat, after in enumerate(replies)))
        return chats

    chats = live(story)

    assert fullest_second([instant for instant, _, _ in chats.sent]) <= rate
    left_in_turn = [chat for _, lane, chat in chats.sent if lane is Lane.PERMITTED]
    assert len(left_in_turn) >= len(rounds)


def test_who_waits_to_leave_is_not_overtaken() -> None:
    async def story(clock: Clock) -> Chats:
        chats = Chats(clock, 10)
        await all_of(*(chats.send(chat, Lane.PERMITTED) for chat in range(25)))
        return chats

    sent = live(story).sent

    assert [chat for _, _, chat in sent] == list(range(25))
    assert sent[9][0] == 0
    assert sent[10][0] == pytest.approx(1, abs=0.01)
    assert sent[20][0] == pytest.approx(2, abs=0.02)


def test_a_rate_is_kept_in_the_long_run_however_long_it_takes_from_the_permit() -> None:
    async def story(clock: Clock) -> float:
        chats = Chats(clock, 30)

        async def sent_after(seconds: float, chat: int) -> None:
            await asyncio.sleep(seconds)
            await chats.send(chat, Lane.PERMITTED)

        async with asyncio.TaskGroup() as tasks:
            for chat in range(600):
                await chats.limits.nudge_permits(1)
                tasks.create_task(sent_after(0.002 + chat % 7 * 0.005, chat))
        return clock()

    assert live(story) == pytest.approx(599 / 30, rel=0.006)


def test_a_shutdown_sends_away_unsent_who_waits_to_leave() -> None:
    async def story(clock: Clock) -> tuple[list[object], int]:
        chats = Chats(clock, 1)
        await chats.send(ALICE, Lane.PERMITTED)
        waiting = asyncio.create_task(chats.send(BERT, Lane.PERMITTED))
        await asyncio.sleep(0.1)
        await chats.limits.shutdown()
        return await asyncio.gather(waiting, return_exceptions=True), chats.requests

    (told,), requests = live(story)

    assert isinstance(told, NetworkError)
    assert isinstance(answers.meaning_of(told), answers.NotSent)
    assert requests == 1


def test_a_crowd_of_replies_leaves_in_small_groups() -> None:
    async def story(clock: Clock) -> Chats:
        chats = Chats(clock, 24)
        await all_of(*(chats.send(chat, Lane.REPLY) for chat in range(48)))
        return chats

    instants = [instant for instant, _, _ in live(story).sent]

    together = max(sum(1 for other in instants if 0 <= other - start < 0.25 - 1e-6) for start in instants)
    assert together == 24 // 4


@pytest.mark.parametrize(("rate", "seconds"), [(25, 4), (0.5, 200), (100, 1)])
def test_what_is_allowed_is_used(rate: float, seconds: float) -> None:
    async def story(clock: Clock) -> float:
        chats = Chats(clock, rate)
        await all_of(*(chats.nudge(chat) for chat in range(100)))
        return clock()

    assert live(story) == pytest.approx(seconds, rel=0.06)


def test_a_reply_does_not_queue_behind_nudges() -> None:
    async def story(clock: Clock) -> Chats:
        chats = Chats(clock, 25)

        async def alice_is_answered() -> None:
            await asyncio.sleep(5.01)
            await chats.send(ALICE)

        await all_of(alice_is_answered(), *(chats.nudge(chat) for chat in range(100, 700)))
        return chats

    chats = live(story)

    assert chats.instants(ALICE)[0] - 5.01 <= 1 / 25 + 1e-6


def test_replies_all_go_before_the_nudges_that_waited_longer() -> None:
    async def story(clock: Clock) -> Chats:
        chats = Chats(clock, 2)
        await chats.send(BERT)
        await chats.send(BERT)
        await all_of(chats.nudge(ALICE), chats.send(CARLA, Lane.NUDGE), *(chats.send(chat) for chat in range(10, 16)))
        return chats

    chats = live(story)

    assert [lane for _, lane, _ in chats.sent[2:]] == [Lane.REPLY] * 6 + [Lane.PERMITTED, Lane.NUDGE]


def test_a_chat_gets_a_short_burst_and_then_one_a_second_in_order() -> None:
    async def story(clock: Clock) -> Chats:
        chats = Chats(clock)
        await all_of(*(chats.send(ALICE) for _ in range(6)), chats.send(BERT))
        return chats

    chats = live(story)

    assert chats.instants(ALICE) == [0, 0, 0, 1, 2, 3]
    assert chats.instants(BERT) == [0]


def test_a_quiet_second_earns_one_message_back() -> None:
    async def story(clock: Clock) -> Chats:
        chats = Chats(clock)
        await all_of(*(chats.send(ALICE) for _ in range(3)))
        await asyncio.sleep(2)
        await all_of(*(chats.send(ALICE) for _ in range(3)))
        return chats

    assert live(story).instants(ALICE) == [0, 0, 0, 2, 2, 3]


def test_messages_to_one_chat_keep_their_order() -> None:
    async def story(clock: Clock) -> list[int]:
        chats = Chats(clock)
        order: list[int] = []

        async def numbered(number: int) -> None:
            await asyncio.sleep(number * 0.3)
            await chats.send(ALICE)
            order.append(number)

        await all_of(*(numbered(number) for number in range(12)))
        return order

    assert live(story) == list(range(12))


@pytest.mark.parametrize("method", ["answerCallbackQuery", "sendChatAction", "deleteMessage", "getMe", "setMyCommands"])
def test_what_makes_no_message_is_never_held_up(method: str) -> None:
    async def story(clock: Clock) -> Chats:
        chats = Chats(clock, 1)
        await chats.send(ALICE)
        await all_of(*(chats.send(ALICE, method=method) for _ in range(20)))
        return chats

    assert set(live(story).instants(ALICE)) == {0}


@pytest.mark.parametrize("method", ["editMessageText", "sendDocument", "copyMessage", "forwardMessage", "stopPoll"])
def test_changes_and_copies_count_as_messages(method: str) -> None:
    async def story(clock: Clock) -> Chats:
        chats = Chats(clock)
        await all_of(*(chats.send("-100", method=method) for _ in range(4)))
        return chats

    assert live(story).instants("-100") == [0, 0, 0, 1]


def test_a_reply_waits_as_long_as_telegram_asks_and_then_goes() -> None:
    async def story(clock: Clock) -> Chats:
        chats = Chats(clock)
        chats.asks_to_wait[ALICE] = [7]
        await all_of(chats.send(ALICE), chats.send(BERT))
        return chats

    chats = live(story)

    assert chats.instants(ALICE) == [7]
    assert chats.instants(BERT) == [0]


def test_a_wait_ends_a_little_after_what_was_asked() -> None:
    async def story(clock: Clock) -> float:
        chats = Chats(clock)
        chats.limits = Limits(25, now=clock, randomness=lambda: 0.5)
        chats.asks_to_wait[ALICE] = [7]
        await chats.send(ALICE)
        return clock()

    assert live(story) == pytest.approx(7.5)


def test_during_a_wait_nothing_is_requested_and_afterwards_the_order_is_kept() -> None:
    async def story(clock: Clock) -> tuple[list[int], int]:
        chats = Chats(clock)
        chats.asks_to_wait[ALICE] = [5]
        order: list[int] = []

        async def numbered(number: int) -> None:
            await asyncio.sleep(number)
            await chats.send(ALICE)
            order.append(number)

        await all_of(*(numbered(number) for number in range(4)))
        return order, chats.requests

    assert live(story) == ([0, 1, 2, 3], 5)


def test_a_reply_is_tried_three_times() -> None:
    async def story(clock: Clock) -> tuple[Chats, float]:
        chats = Chats(clock)
        chats.asks_to_wait[ALICE] = [2, 3, 4, 5]
        with pytest.raises(AskedToWait):
            await chats.send(ALICE)
        return chats, clock()

    chats, passed = live(story)

    assert chats.requests == 3
    assert passed == pytest.approx(5)


def test_a_reply_is_told_at_once_of_a_wait_beyond_its_patience() -> None:
    async def story(clock: Clock) -> tuple[Chats, float, list[answers.Answer]]:
        chats = Chats(clock)
        chats.asks_to_wait[ALICE] = [300]
        told = []
        for _ in range(2):
            with pytest.raises(AskedToWait) as raised:
                await chats.send(ALICE)
            told.append(answers.meaning_of(raised.value))
        return chats, clock(), told

    chats, passed, told = live(story)

    assert passed == 0
    assert chats.requests == 1
    assert told == [answers.Wait(300), answers.Wait(300)]


@pytest.mark.parametrize("lane", [Lane.NUDGE, Lane.PERMITTED])
def test_a_nudge_that_is_asked_to_wait_is_left_to_its_ledger_and_the_chat_in_peace(lane: Lane) -> None:
    async def story(clock: Clock) -> Chats:
        chats = Chats(clock)
        chats.asks_to_wait[ALICE] = [8]
        with pytest.raises(AskedToWait):
            await chats.send(ALICE, lane)
        await chats.send(ALICE)
        return chats

    chats = live(story)

    assert chats.requests == 2
    assert chats.instants(ALICE) == [8]


def test_a_permitted_nudge_to_a_chat_that_must_wait_makes_no_request() -> None:
    async def story(clock: Clock) -> tuple[Chats, answers.Answer]:
        chats = Chats(clock)
        chats.asks_to_wait[ALICE] = [60]
        with pytest.raises(AskedToWait):
            await chats.nudge(ALICE)
        await asyncio.sleep(20)
        with pytest.raises(AskedToWait) as raised:
            await chats.nudge(ALICE)
        return chats, answers.meaning_of(raised.value)

    chats, told = live(story)

    assert chats.requests == 1
    assert isinstance(told, answers.Wait)
    assert told.retry_after == pytest.approx(40)


def test_three_chats_asked_to_wait_within_ten_seconds_mean_everybody() -> None:
    async def story(clock: Clock) -> Chats:
        chats = Chats(clock)
        for chat in (ALICE, BERT, CARLA):
            chats.asks_to_wait[chat] = [30]
            with pytest.raises(AskedToWait):
                await chats.nudge(chat)
            await asyncio.sleep(2)

        await chats.nudge(DORA)
        return chats

    chats = live(story)

    assert chats.instants(DORA) == [pytest.approx(34, abs=0.1)]
    assert chats.requests == 4


def test_three_chats_asked_to_wait_over_a_longer_time_mean_just_those() -> None:
    async def story(clock: Clock) -> Chats:
        chats = Chats(clock)
        for chat in (ALICE, BERT, CARLA):
            chats.asks_to_wait[chat] = [30]
            with pytest.raises(AskedToWait):
                await chats.nudge(chat)
            await asyncio.sleep(6)

        await chats.nudge(DORA)
        return chats

    assert live(story).instants(DORA) == [18]


def test_a_general_wait_sends_impatient_replies_away_and_leaves_tap_answers_alone() -> None:
    async def story(clock: Clock) -> tuple[Chats, float]:
        chats = Chats(clock, patience=10.0)
        for chat in (ALICE, BERT, CARLA):
            chats.asks_to_wait[chat] = [30]
            with pytest.raises(AskedToWait):
                await chats.nudge(chat)
        with pytest.raises(AskedToWait):
            await chats.send(DORA)
        await chats.send(DORA, method="answerCallbackQuery")
        return chats, clock()

    chats, passed = live(story)

    assert passed < 1
    assert len(chats.instants(DORA)) == 1


def test_who_stops_waiting_takes_no_slot() -> None:
    async def story(clock: Clock) -> Chats:
        chats = Chats(clock, 1)
        await chats.send(ALICE)
        impatient = asyncio.create_task(chats.send(BERT))
        await asyncio.sleep(0.5)
        impatient.cancel()
        await chats.send(CARLA)
        return chats

    chats = live(story)

    assert chats.instants(BERT) == []
    assert chats.instants(CARLA) == [pytest.approx(1, abs=0.01)]


def test_a_shutdown_sends_everybody_away_unsent() -> None:
    async def story(clock: Clock) -> list[answers.Answer]:
        chats = Chats(clock, 1)
        await chats.send(ALICE)
        waiting = [asyncio.create_task(each) for each in (chats.send(BERT), chats.nudge(CARLA))]
        await asyncio.sleep(0.5)
        await chats.limits.shutdown()
        ends = await asyncio.gather(*waiting, return_exceptions=True)
        return [answers.meaning_of(end) for end in ends if isinstance(end, NetworkError)]

    assert live(story) == [answers.NotSent("closed")] * 2


def test_chats_that_were_sent_nothing_lately_are_forgotten() -> None:
    async def story(clock: Clock) -> int:
        chats = Chats(clock, 10_000)
        for chat in range(20_000):
            await chats.send(chat)
            await asyncio.sleep(0.001)
        return chats.limits.chats_remembered

    assert live(story) <= 4_000


async def test_the_library_goes_through_the_limits(wire: Wire, bot: ExtBot[Lane]) -> None:
    wire.will("sendMessage", refuses(429, "Too Many Requests: retry after 60", retry_after=60), says({"message_id": 1}))

    with pytest.raises(AskedToWait):
        await bot.do_api_request(unparsed("sendMessage"), {"chat_id": ALICE}, rate_limit_args=Lane.PERMITTED)
    with pytest.raises(AskedToWait):
        await bot.do_api_request(unparsed("sendMessage"), {"chat_id": str(ALICE)}, rate_limit_args=Lane.REPLY)
    other = await bot.do_api_request(unparsed("sendMessage"), {"chat_id": BERT})

    assert other == {"message_id": 1}
    assert len(wire.made("sendMessage")) == 2
