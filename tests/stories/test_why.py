"""The operator's question: why did nothing come to this person?"""

import ast
import inspect
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from types import ModuleType

import pytest

import bot.calm.returning
import bot.ledger
import bot.returning
from bot import beside, delivery, explain, planning, practice, putting_off, reasons, settling, versions, why
from bot.ledger import Ledger
from bot.looking_back import NoLookBack
from bot.telegram import answers, sending
from bot.telegram.wire_faults import Fault
from curriculum.enrolment import Standing
from curriculum.nudge import NudgeKind, NudgeState
from storage import nudges
from storage.people import Person
from tests.stories.test_after_the_track import has_come_to_the_end
from tests.stories.town import Somebody, Town
from tests.tracks import track_yaml

LEDGER_WRITERS = (delivery, planning, settling, practice, nudges, bot.returning, putting_off, bot.calm.returning)
"""Where the codes of the ledger are written."""


WHAT_IS_TOLD = {
    *(
        "agreed",
        "walks.track",
        "walks.version",
        "walks.place",
        "walks.length",
        "walks.rhythm",
        "walks.hour",
        "walks.zone",
    ),
    *("walks.standing", "walks.held", "walks.due_at", "walks.comes_next"),
    *(f"walks.nudges.{name}" for name in ("kind", "day", "due_at", "state", "reason", "says", "sent_at", "came_as")),
    *(f"walks.nudges.{name}" for name in ("strain", "outcome", "answered_at", "notes")),
    *(f"walks.nudges.requests.{name}" for name in ("number", "result", "says")),
}
"""What a program is told: each of these stands in the lines, too. A new one is decided about here."""


async def ledger_of(somebody: Somebody) -> Ledger:
    town = somebody.town
    async with town.database.unit() as unit:
        person = await why.named(unit, town.keyring, str(somebody.telegram_id))
        assert person is not None
        return await bot.ledger.ledger(unit, person, town.clock())


async def known(somebody: Somebody) -> Person:
    async with somebody.town.database.unit() as unit:
        person = await unit.people.known(somebody.telegram_id)
    assert person is not None
    return person


async def ledger(somebody: Somebody) -> str:
    return "\n".join(why.lines(await ledger_of(somebody)))


async def test_who_never_finished_choosing_is_on_no_track(alice: Somebody) -> None:
    await alice.starts()
    assert "has not agreed yet and is on no track" in await ledger(alice)

    await alice.taps("I am an adult and I agree")
    assert "has agreed but is on no track" in await ledger(alice)


async def test_the_next_instant_is_told(alice: Somebody) -> None:
    await alice.enrols()

    told = await ledger(alice)

    assert "thirty-calm-days version 1: 0 of 30 days delivered, daily at 08:00 in Europe/Berlin; under way." in told
    assert "Next: 2026-05-05 08:0" in told


async def test_a_walk_that_comes_once_a_week_is_told_as_one(alice: Somebody) -> None:
    await alice.enrols()
    await has_come_to_the_end(alice)
    await alice.taps("Once a week")

    assert "0 of 30 days delivered, weekly at 08:00 in Europe/Berlin; under way." in await ledger(alice)


async def test_a_time_of_return_that_was_missed_is_not_said_to_come_again(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    walk, at = await alice.walk(), town.clock() + timedelta(hours=1)
    async with town.database.unit() as unit:
        await beside.plan(unit, walk, NudgeKind.RETURN, day=1, at=at)

    await town.sleeps_until(at + timedelta(hours=2))

    told = await ledger(alice)
    assert "was missed, because" in told
    assert "it does not come later" in told
    assert "comes again on the next local day" not in told


async def test_the_version_of_the_words_is_told_when_it_is_not_that_of_the_walk(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    assert "in the words of" not in await ledger(alice)
    async with town.database.unit() as unit:
        mended = track_yaml(title="Thirty quiet days")
        await versions.publish(unit, mended, media={}, by=None, now=town.clock, wording=True)
    await alice.gets_the_next_day()

    assert (await ledger(alice)).count(", in the words of version 2") == 1
    async with town.database.unit() as unit:
        person = await unit.people.known(alice.telegram_id)
        assert person is not None
        assert ", in the words of version 2." in "\n".join(await explain.explanation(unit, person, 2, town.clock()))


async def test_a_day_is_told_with_its_request_and_its_answer_but_not_its_words(alice: Somebody) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await alice.taps("Not the moment")
    await alice.says("needle")

    told = await ledger(alice)

    assert "day 1, due 2026-05-05 08:0" in told
    assert "was sent, and the person reacted to it." in told
    assert re.search(r"request 1: 2026-05-05 06:0\d:\d\d UTC, Telegram took it: it arrived", told)
    assert "not the moment" in told
    assert "1 notes kept (not shown)" in told or "1 note kept (not shown)" in told
    assert "needle" not in told
    assert "Alice" not in told


async def test_a_program_is_told_the_same_and_no_more(alice: Somebody, town: Town) -> None:
    await alice.says("/start")
    await alice.enrols()
    town.sandbox.faults.answer_lost(times=1)
    await alice.gets_the_next_day()
    await town.ticks(timedelta(minutes=5))
    await alice.taps("Tried", alice.days[-1])
    await alice.taps("It was too much")
    await alice.says("needle")
    await alice.says("/gain needle")
    person = await known(alice)

    kept = await ledger_of(alice)
    told, lines = why.for_a_program(kept), "\n".join(why.lines(kept))

    [walk] = told["walks"]
    [day] = walk["nudges"]
    assert told["agreed"] is True
    assert [walk[name] for name in ("track", "version", "place", "length")] == ["thirty-calm-days", 1, 1, 30]
    assert [walk[name] for name in ("rhythm", "hour", "zone")] == ["daily", "08:00", "Europe/Berlin"]
    assert [walk[name] for name in ("standing", "held", "comes_next")] == ["under_way", False, None]
    assert [day[name] for name in ("kind", "day", "state", "reason", "notes")] == ["day", 1, "confirmed", None, 1]
    assert [day[name] for name in ("strain", "outcome")] == ["overwhelmed", "tried"]
    assert [(request["number"], request["result"]) for request in day["requests"]] == [(1, "reset"), (2, "sent")]
    for instant in (walk["due_at"], day["due_at"], day["sent_at"], day["answered_at"]):
        assert datetime.fromisoformat(instant).strftime("%Y-%m-%d %H:%M") in lines
    for says in (day["says"], *(request["says"] for request in day["requests"]), f"came as {day['came_as']}"):
        assert says in lines
    written = json.dumps(told)
    assert [each for each in ("needle", "Alice", "1002", str(person.id), person.token) if each in written] == []
    assert leaves(told).keys() == WHAT_IS_TOLD


async def test_a_program_is_told_that_somebody_is_on_no_track_and_whether_they_agreed(alice: Somebody) -> None:
    await alice.says("/start")
    before = why.for_a_program(await ledger_of(alice))

    await alice.taps("I am an adult and I agree")

    assert before == {"agreed": False, "walks": []}
    assert why.for_a_program(await ledger_of(alice)) == {"agreed": True, "walks": []}


async def test_a_program_is_told_that_nothing_is_due_to_somebody_on_hold(alice: Somebody) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await alice.says("He hits me")

    kept = await ledger_of(alice)

    [walk] = why.for_a_program(kept)["walks"]
    assert (walk["held"], walk["due_at"]) == (True, None)
    assert "On hold until the person goes on: nothing is due." in "\n".join(why.lines(kept))


async def test_a_program_is_told_what_would_come_in_the_place_of_the_next_day(alice: Somebody) -> None:
    await alice.enrols()
    for _ in range(2):
        day = await alice.gets_the_next_day()
        await alice.taps("Tried", day)
        await alice.taps("It was too much")

    kept = await ledger_of(alice)

    [walk] = why.for_a_program(kept)["walks"]
    assert walk["comes_next"].startswith("Day 3 would give way to a rest now, because ")
    assert f"  {walk['comes_next']}" in why.lines(kept)


async def test_of_a_nudge_that_arrived_after_all_no_reason_is_told_to_anybody(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    town.sandbox.faults.answer_lost(times=1)
    day = await alice.gets_the_next_day()
    in_doubt = why.for_a_program(await ledger_of(alice))["walks"][0]["nudges"]

    await alice.taps("Done", day)

    kept = await ledger_of(alice)
    confirmed = why.for_a_program(kept)["walks"][0]["nudges"]
    assert [(nudge["state"], nudge["reason"]) for nudge in in_doubt] == [("ambiguous", "reset")]
    assert [(nudge["state"], nudge["reason"]) for nudge in confirmed] == [("confirmed", None)]
    assert "was sent, and the person reacted to it." in "\n".join(why.lines(kept))


def leaves(told: object, name: str = "") -> dict[str, object]:
    """Every value that is told, by the names it is told under."""
    match told:
        case dict():
            return {key: leaf for each, value in told.items() for key, leaf in leaves(value, f"{name}.{each}").items()}
        case list():
            return {key: leaf for value in told for key, leaf in leaves(value, name).items()}
        case _:
            return {name.removeprefix("."): told}


async def test_a_pause_is_a_reason(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await alice.says("/pause")
    await town.passes(timedelta(days=3))

    told = await ledger(alice)

    assert "paused by the person: nothing comes until they resume." in told
    assert "Nothing is due." in told


async def test_a_block_is_a_reason(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    alice.person.blocks()
    town.sandbox.world.updates.drop()
    await town.passes(timedelta(days=2))

    told = await ledger(alice)

    assert "was refused by Telegram, because the person has blocked the bot." in told
    assert "UTC, the person has blocked the bot: it did not arrive" in told
    assert "stopped by a block" in told


async def test_a_missed_day_is_told_with_the_one_that_made_up_for_it(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    walk = await alice.walk()
    assert walk.due_at is not None
    await town.sleeps_until(walk.due_at + timedelta(hours=6))
    await alice.gets_the_next_day()

    told = await ledger(alice)

    assert (
        "was missed, because it could not go out while it was still the hour for it; the same day comes again on the next "
        "local day." in told
    )
    assert told.count("day 1, due") == 2


async def test_an_answer_that_was_lost_is_told(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    town.sandbox.faults.answer_lost(times=2)
    await alice.gets_the_next_day()
    in_doubt = await ledger(alice)
    assert (
        "may have arrived, because the connection broke before an answer came; it is sent once more if the person does not "
        "react and it is not too late then; not before 08:0" in in_doubt
    )
    assert "UTC, the connection broke before an answer came: it may have arrived" in in_doubt

    await town.ticks(timedelta(minutes=5))

    told = await ledger(alice)
    assert (
        "may or may not have arrived, because the connection broke before an answer came; it counts as delivered and is "
        "not sent again." in told
    )
    assert "request 2: " in told


async def test_a_request_to_wait_is_told(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    town.sandbox.faults.too_many(600)
    await alice.gets_the_next_day()

    told = await ledger(alice)

    assert "waits to be sent, because Telegram asked to be left alone for a while; not before 08:1" in told
    assert "UTC, Telegram asked to be left alone for a while: it did not arrive" in told


async def test_a_doubt_that_is_no_more_is_not_told_of_a_request_that_proved_nothing_sent(
    alice: Somebody, town: Town
) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    [sent] = await alice.ledger()
    assert sent.attempts == 1
    async with town.database.unit() as unit:
        [request] = await unit.nudges.attempts_at(sent.id)
        again = replace(sent, state=NudgeState.PLANNED, attempts=0)
        await unit.nudges.change(sent, again)
        await unit.nudges.end_attempt(sent, result="fault", now=request.started_at + timedelta(seconds=4))
        claimed = await unit.nudges.claim(again, town.clock(), lease=timedelta(seconds=90))
        await unit.nudges.end_attempt(claimed, result="sent", now=town.clock())

    told = await ledger(alice)

    assert "something went wrong in the program or the track (after 4 s): it did not arrive" in told
    assert "request 2: " in told
    assert "it may have arrived" not in told


@pytest.mark.parametrize("state", NudgeState)
async def test_every_state_is_one_sentence(alice: Somebody, town: Town, state: NudgeState) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    [nudge] = await alice.ledger()
    for reason in [None, *sorted(CODES), "too late, after wait"]:
        async with town.database.unit() as unit:
            now = await unit.nudges.get(nudge.id)
            await unit.nudges.change(now, replace(now, state=state, reason=reason))

        [line] = [line for line in (await ledger(alice)).splitlines() if "day 1, due" in line]

        assert line.count(".") == 1
        assert line.endswith(".")
        assert re.search(r"[a-z]_[a-z]", line) is None, "a bare code"
        assert "“" not in line


def test_every_code_of_the_ledger_has_its_meaning_and_no_other_has() -> None:
    assert CODES - reasons.BECAUSE.keys() == set()
    assert reasons.BECAUSE.keys() - CODES == set()
    assert reasons.LEAVES_A_DOUBT <= CODES


def test_a_meaning_stands_within_a_sentence() -> None:
    for meaning in reasons.BECAUSE.values():
        assert not meaning.endswith((".", ";", ":")), meaning
        assert meaning[0].islower() or meaning.startswith("Telegram"), meaning


def test_a_code_of_another_version_is_told_as_it_is() -> None:
    assert reasons.because("eclipse") == "the ledger says “eclipse”"
    assert reasons.because("too late, after eclipse") == "the ledger says “eclipse”, until it was too late"


async def test_a_person_is_found_by_the_name_that_logs_use(alice: Somebody, town: Town) -> None:
    await alice.enrols()

    async with town.database.unit() as unit:
        person = await why.named(unit, town.keyring, town.keyring.pseudonym(alice.telegram_id))
        nobody = await why.named(unit, town.keyring, "p-0123456789ab")
        nonsense = await why.named(unit, town.keyring, "Alice")

    assert person is not None
    assert person.telegram_id == alice.telegram_id
    assert nobody is nonsense is None


def _codes() -> Iterator[str]:
    """Every code that can come to stand in the ledger, as the source has it."""
    yield from Fault
    yield from NoLookBack
    yield from set(Standing) - {Standing.UNDER_WAY}
    for node in ast.walk(_tree(answers)):
        match node:
            case ast.AnnAssign(target=ast.Name(id="code"), value=ast.Constant(value=str(code))):
                yield code
            case ast.Return(value=ast.Constant(value=str(code))):
                yield code
    for module in (answers, sending, delivery, settling):
        for call in _calls(module):
            if ast.unparse(call.func).removeprefix("answers.") in {"Blocked", "Refused", "Ambiguous", "NotSent"}:
                yield from _literals(call)
    for module in LEDGER_WRITERS:
        yield from _written_by(module)


def _written_by(module: ModuleType) -> Iterator[str]:
    """What is handed on as a reason or a result, by name or by place, and what a variable of that name is set to."""
    tree = _tree(module)
    places = {
        function.name: [argument.arg for argument in function.args.args if argument.arg != "self"]
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    for call in _calls(module):
        names = places.get(ast.unparse(call.func).rpartition(".")[2], [])
        by_place = zip(names, call.args, strict=False)
        by_name = ((keyword.arg, keyword.value) for keyword in call.keywords)
        for name, value in [*by_place, *by_name]:
            if name in {"reason", "result"}:
                yield from _literals(value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in {"reason", "result"}:
            yield from _literals(node.value)


def _literals(node: ast.AST) -> Iterator[str]:
    """The codes in an expression: not those it is compared with, and none that is made up of parts."""
    match node:
        case ast.Constant(value=str(code)):
            yield code
        case ast.Compare():
            return
        case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]):
            assert start == reasons.TOO_LATE_AFTER, f"“{start}…” is a reason that nobody tells"
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _literals(child)


def _calls(module: ModuleType) -> list[ast.Call]:
    return [node for node in ast.walk(_tree(module)) if isinstance(node, ast.Call)]


def _tree(module: ModuleType) -> ast.Module:
    return ast.parse(inspect.getsource(module))


CODES = frozenset(str(code) for code in _codes())
