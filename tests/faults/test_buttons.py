"""Buttons tapped twice at once, late, by the wrong person, or never made by us: one effect each, or none."""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from datetime import timedelta

from hypothesis import strategies as st

from bot.chat import standing_texts
from bot.chat.buttons import Move
from bot.chat.gate_buttons import GateMove
from bot.chat.message import Answer
from bot.chat.pattern_buttons import CheckMove
from bot.chat.turn import Heard, Kind
from curriculum.day import Outcome
from curriculum.enrolment import Standing
from curriculum.gate import QUESTIONS, Said
from curriculum.pattern.items import ITEMS
from curriculum.pattern.items import Answer as ItemAnswer
from curriculum.safety import ContentClass
from storage.chain import Result
from storage.facts import ADMIN_ACTS_HEAD
from tests.faults.crowd import Update, Walker, crowd
from tests.faults.examples import ANY_SIGN, collected
from tests.stories.town import Somebody, Town

Rows = dict[str, list[tuple[object, ...]]]

AT_ONCE = 50
MUTATED = 10_000
SENT = 500
"""So many of the mutated ones go the whole way; the others are put to the conversation, where they are read."""
NOT_IN_USE = "That button is not in use any more. /today shows where you are."


async def test_fifty_double_taps_at_once_have_one_effect_each(
    town: Town, times: int, tell: Callable[[str], None]
) -> None:
    people = await crowd(town, AT_ONCE * times)
    for one in people:
        for _ in range(2):
            one.somebody.person.taps_data(f"o:{one.token}:done:s")
    taps = list(town.sandbox.world.updates)

    begun = time.monotonic()
    await asyncio.gather(*(town.app.intake.store([tap]) for tap in taps))
    town.sandbox.world.updates.drop()
    await town.app.intake.drain()
    took = time.monotonic() - begun

    assert answered(town) == len(taps)
    for one in people:
        (nudge,) = await one.somebody.ledger()
        assert await one.somebody.outcome(nudge) is Outcome.DONE
        assert sum("Day 1 is done." in message.text for message in one.somebody.inbox) == 1
    tell(f"double taps: {len(people)} people at once, each with one effect, {len(taps)} taps answered in {took:.1f} s")


async def test_leaving_twice_at_once_is_leaving_once(town: Town) -> None:
    people = await crowd(town, AT_ONCE)
    for one in people:
        for _ in range(2):
            one.somebody.person.taps_data(f"m:{one.own_token}:{Move.STOP}")

    await town.listens()

    assert answered(town) == 2 * AT_ONCE
    for one in people:
        assert (await one.somebody.walk()).standing is Standing.STOPPED


async def test_the_last_item_answered_twice_at_once_ends_a_pattern_check_once(town: Town) -> None:
    people = await crowd(town, AT_ONCE)
    for one in people:
        check = await check_of(one, answered=len(ITEMS) - 1)
        for _ in range(2):
            one.somebody.person.taps_data(f"qa:{check}:{len(ITEMS)}:o")

    await town.listens()

    assert answered(town) == 2 * AT_ONCE
    assert [row[-1] is not None for row in everything(town)["pattern_check"]] == [True] * AT_ONCE
    for one in people:
        profile, questions = one.somebody.inbox
        assert profile.text.startswith("What you told me")
        assert questions.text.startswith("Five private questions")


async def test_erasing_a_pattern_check_twice_at_once_erases_it_once(town: Town) -> None:
    people = await crowd(town, AT_ONCE)
    for one in people:
        check = await check_of(one)
        for _ in range(2):
            one.somebody.person.taps_data(f"qm:{check}:{CheckMove.SURELY_ERASE}")

    await town.listens()

    assert everything(town)["pattern_check"] == []
    for one in people:
        assert one.somebody.toasts == [NOT_IN_USE]
        assert one.somebody.told.startswith("They are gone")


async def test_the_last_private_question_answered_twice_at_once_is_answered_once(town: Town) -> None:
    people = await crowd(town, AT_ONCE)
    for one in people:
        one.somebody.person.taps_data(f"gm:{one.own_token}:{GateMove.BEGIN}")
    await town.listens()
    for question in QUESTIONS:
        town.clock.move(timedelta(seconds=4))
        for one in people:
            for _ in range(2):
                one.somebody.person.taps(question.clear.says)
        await town.listens()

    for one in people:
        assert (await one.somebody.classed()).content_class is ContentClass.OPEN
        assert [message.text.partition(",")[0] for message in one.somebody.inbox] == ["Thank you"]


async def test_a_tap_that_waited_through_an_outage_counts_and_is_answered_in_words(alice: Somebody, town: Town) -> None:
    town.forgiven.add("answerCallbackQuery")  # Telegram refuses it as too old, which nobody can help
    await alice.enrols()
    await alice.gets_the_next_day()
    alice.person.taps("Done")

    town.clock.move(timedelta(minutes=2))
    await town.listens()

    (refused,) = [call for call in town.sandbox.calls if call.status == 400]
    assert "query is too old" in refused.description
    assert alice.toasts == []
    assert await alice.outcome((await alice.ledger())[0]) is Outcome.DONE
    assert alice.told.startswith("Day 1 is done.")
    async with town.database.unit() as unit:
        assert await unit.inbox.depth() == 0


async def test_forged_foreign_and_mutated_buttons_change_nothing(
    town: Town, times: int, tell: Callable[[str], None]
) -> None:
    victim, *others = await crowd(town, AT_ONCE + 1)
    check = await check_of(victim)
    payloads = collected(st.sampled_from(carried(victim, check)).flatmap(mutated), MUTATED * times)
    before = everything(town)
    begun = time.monotonic()

    for start in range(0, SENT * times, AT_ONCE):
        town.clock.move(timedelta(seconds=4))
        batch = payloads[start : start + AT_ONCE]
        await send(town, [one.taps(data) for one, data in zip(others, batch, strict=False)], number=start)
    answers = set()
    for start in range(SENT * times, len(payloads), AT_ONCE):
        async with town.database.unit() as unit:
            for one, data in zip(others, payloads[start : start + AT_ONCE], strict=False):
                person = await unit.people.known(one.somebody.telegram_id)
                answers.add(await town.app.conversation.answer(unit, tapped(one, data), None, person))

    assert effects(before, everything(town)) == []
    assert [toast for one in others for toast in one.somebody.toasts] == [NOT_IN_USE] * SENT * times
    assert answers == {Answer(toast=standing_texts.not_yours())}
    tell(f"forged buttons: {len(payloads)} payloads, 0 effects, in {time.monotonic() - begun:.0f} s")


async def test_what_a_refused_tap_may_note_and_no_more(town: Town) -> None:
    (one,) = await crowd(town, 1)
    before = everything(town)
    async with town.database.unit() as unit:
        await unit.admin_acts.record(7, "publish", result=Result.REFUSED, now=town.clock())
    noted = everything(town)

    assert effects(before, noted) == []
    assert effects(noted, before) == ["admin_act"]
    async with town.database.unit() as unit:
        await unit.admin_acts.record(7, "publish", result=Result.DONE, now=town.clock())
        person = await unit.people.known(one.somebody.telegram_id)
        assert person is not None
        await unit.people.want_discretion(person.id, wanted=not person.discreet)
    assert set(effects(before, everything(town))) == {"admin_act", "person"}


async def test_a_token_that_is_not_quite_ones_own_changes_nothing(town: Town) -> None:
    (victim,) = await crowd(town, 1)
    check = await check_of(victim)
    whole = carried(victim, check)
    near = [data.replace(token, wrong) for data in whole for token in (victim.token, victim.own_token, check) for wrong in others_than(token) if token in data]  # fmt: skip
    before = everything(town)

    for number, data in enumerate(near):
        town.clock.move(timedelta(seconds=4))
        await send(town, [victim.taps(data)], number=number)

    assert len(near) > 100
    assert effects(before, everything(town)) == []
    assert victim.somebody.toasts == [NOT_IN_USE] * len(near)


def others_than(token: str) -> list[str]:
    """What is nearly that token."""
    turned = "".join(sign.lower() if sign.isupper() else sign.upper() for sign in token)
    cut = [token[:-1], token[1:], token[::-1], turned, "", "%", "_" * len(token)]
    longer = [token + "0", " " + token, token + " "]
    odd = [token[:-1] + sign for sign in ("\ud83d", "\x00", "é", "\u200b")]
    return [one for one in cut + longer + odd if one != token]


async def check_of(one: Walker, *, answered: int = 1) -> str:
    """The token of a pattern check of theirs, in which so many items are answered."""
    town = one.somebody.town
    async with town.database.unit() as unit:
        person = await unit.people.known(one.somebody.telegram_id)
        assert person is not None
        check = await unit.patterns.begin(person.id, town.clock())
        for item in ITEMS[:answered]:
            await unit.patterns.answer(check, item, ItemAnswer.OFTEN)
    return check.token


def carried(victim: Walker, check: str) -> list[str]:
    """What every kind of button of somebody's carries; `check` is the token of their pattern check."""
    own, day = victim.own_token, victim.token
    moves = [f"m:{own}:{move}" for move in Move]
    outcomes = [f"o:{day}:{outcome}:{view}" for outcome in Outcome for view in "sgo"]
    rest = [
        f"r:{day}:7",
        f"v:{day}:g",
        f"p:{day}",
        f"dp:{day}",
        f"dd:{day}:7",
        f"df:{day}",
        f"a:{own}:",
        f"t:{own}:thirty-calm-days",
    ]
    checks = [f"qm:{check}:{move}" for move in CheckMove]
    items = [f"qa:{check}:{number}:{answer}" for number in (1, 12) for answer in ItemAnswer]
    questions = [f"ga:{own}:1777896000000000:{number}:{said}" for number in (1, 5) for said in Said]
    gate = [*questions, *(f"gm:{own}:{move}" for move in GateMove)]
    return [
        *moves,
        *outcomes,
        *rest,
        *checks,
        *items,
        *gate,
        f"qi:{check}:7",
        f"h:{own}:0730",
        f"z:{own}:Europe/Berlin",
    ]


@st.composite
def mutated(draw: st.DrawFn, payload: str) -> str:
    """The payload as it is, or with some of its signs gone, doubled, or replaced; or something else altogether."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.text(ANY_SIGN, max_size=64))
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(payload)))
        instead = draw(st.sampled_from([":", "0", "\x00", "", payload[place : place + 3] * 2]) | ANY_SIGN)
        payload = payload[:place] + instead + payload[place + draw(st.integers(0, 2)) :]
    return payload


def tapped(one: Walker, data: str) -> Heard:
    """A tap as the conversation hears it."""
    someone, now = one.somebody.telegram_id, one.somebody.town.clock()
    return Heard(kind=Kind.TAP, sender=someone, chat=someone, said_at=now, tap=data, tap_id="1", message_id=1)


async def send(town: Town, taps: list[Update], *, number: int) -> None:
    """Telegram hands the taps over, and the bot sees to them."""
    await town.app.intake.store([{"update_id": 100_000 + number + place, **tap} for place, tap in enumerate(taps)])
    await town.app.intake.drain()


def answered(town: Town) -> int:
    return sum(call.method == "answerCallbackQuery" and call.status == 200 for call in town.sandbox.calls)


def everything(town: Town) -> Rows:
    """All that the bot has written down, but for the updates themselves."""
    assert town.database.file is not None
    connection = sqlite3.connect(town.database.file)
    try:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()  # noqa: S608  (our own names)
            for table in tables
            if table != "inbox"
        }
    finally:
        connection.close()


def effects(before: Rows, after: Rows) -> list[str]:
    """The tables in which taps that are refused changed more than they may: that one was on a message is noted, and that
    somebody tried what is for admins is added to their log, whose newest act is remembered.
    """
    return [table for table in before if not _only_notes(table, set(before[table]), set(after[table]))]


def _only_notes(table: str, before: set[tuple[object, ...]], after: set[tuple[object, ...]]) -> bool:
    fresh, gone = after - before, before - after
    match table:
        case "admin_act":
            return not gone and all(Result.REFUSED in row for row in fresh)
        case "message":
            return not gone
        case "fact":
            return {name for name, *_ in fresh | gone} <= {ADMIN_ACTS_HEAD}
        case _:
            return not fresh and not gone
