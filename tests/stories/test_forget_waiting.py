"""Being forgotten while something waits: what was still to be said is not said, and what waited opens in no backup."""

import asyncio
import json
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from bot.sandbox import Shown
from storage.people import Person
from storage.secrecy import Cell, KeyProblem, Sealed, WrongCell
from tests.stories.test_crisis import at_work
from tests.stories.test_forget import copy, file, has_lived, is_forgotten
from tests.stories.town import Somebody, Town


async def test_what_was_still_to_be_said_is_not_said_to_whoever_is_forgotten_meanwhile(
    alice: Somebody, town: Town
) -> None:
    await has_lived(alice, town)
    await alice.says("/forget")
    question = alice.newest
    town.sandbox.faults.too_many(retry_after=1, times=1, methods={"sendDocument"})

    async with at_work(town):
        alice.person.says("/export")
        await town.sandbox.until(lambda: any(call.method == "sendDocument" for call in town.sandbox.calls), within=10)
        alice.person.taps("Erase everything", question)
        await town.sandbox.until(lambda: "Receipt " in question_of(alice, question).text, within=10)
        assert unfinished(town) == []
        await asyncio.sleep(2.5)
    await town.restarts()
    await town.settles()

    assert [message.document for message in alice.inbox if message.document] == []


async def test_an_answer_that_was_kept_for_after_a_start_is_emptied_with_everything_else(
    alice: Somebody, town: Town
) -> None:
    person = await has_lived(alice, town)
    await town.app.intake.store([said(alice, 7_000_001, "/export")])
    await town.app.intake._handling.handle(7_000_001)  # the answer is kept, and nothing of it said yet

    async with town.database.unit() as unit:
        await town.app.forgetting.forget(unit, person)
    await town.app.forgetting.finish()

    assert unfinished(town) == []
    before = len(alice.inbox)
    await town.restarts()
    await town.settles()
    assert alice.inbox[before:] == []


async def test_what_somebody_says_after_they_asked_to_be_forgotten_is_answered(alice: Somebody, town: Town) -> None:
    await has_lived(alice, town)
    await alice.says("/forget")

    alice.person.taps("Erase everything")
    alice.person.says("/export")
    await town.settles()

    assert alice.told.startswith("I keep nothing about you.")
    assert unfinished(town) == []


async def test_a_backup_of_what_waited_or_could_not_be_handled_stays_shut(
    alice: Somebody, town: Town, tmp_path: Path
) -> None:
    person = await has_lived(alice, town)
    town.forgiven |= {"bot.handling"}
    broken = said(alice, 7_000_001, "He shouted again.")
    broken["message"]["entities"] = "none"
    await town.app.intake.store([broken])
    await town.app.intake.drain()
    await town.app.intake.store([said(alice, 7_000_002, "He shouted again.")])
    backup = tmp_path / "backup.db"
    copy(file(town), backup)
    before = opened_in(backup, town, person)

    await town.settles()
    await is_forgotten(alice)

    assert before == {"dead_letter": "He shouted again.", "inbox": "He shouted again."}
    assert opened_in(backup, town, person) == {}


def said(somebody: Somebody, update_id: int, text: str) -> dict[str, Any]:
    """A message as Telegram brings it."""
    account = {"id": somebody.telegram_id, "is_bot": False, "first_name": "Alice"}
    chat = {"id": somebody.telegram_id, "type": "private", "first_name": "Alice"}
    date = int(somebody.town.clock().timestamp())
    message = {"message_id": update_id, "date": date, "chat": chat, "from": account, "text": text}
    return {"update_id": update_id, "message": message}


def question_of(somebody: Somebody, message: Shown) -> Shown:
    """The message as it stands now."""
    [now] = [each for each in somebody.inbox if each.message_id == message.message_id]
    return now


def unfinished(town: Town) -> list[Any]:
    """What the inbox still holds of anybody's words, or of answers to them; a receipt on its way is none of these."""
    with closing(sqlite3.connect(file(town))) as connection:
        rows = connection.execute("SELECT update_id, sender, state FROM inbox WHERE answer IS NOT NULL").fetchall()
        return [row for row in rows if "Receipt " not in answer_in(town, row[0])]


def answer_in(town: Town, update_id: int) -> str:
    """What is still to be said, as nobody's key opens it."""
    with closing(sqlite3.connect(file(town))) as connection:
        [(answer,)] = connection.execute("SELECT answer FROM inbox WHERE update_id = ?", (update_id,)).fetchall()
    return "" if answer is None else town.keyring.open(Sealed(answer), Cell("inbox", "answer", 0, update_id))


def opened_in(backup: Path, town: Town, person: Person) -> dict[str, str]:
    """What the keys as they are now open of the updates in a backup, by table."""
    opened = {}
    with closing(sqlite3.connect(backup)) as connection:
        for table in ("dead_letter", "inbox"):
            query = f"SELECT update_id, body FROM {table} WHERE body IS NOT NULL"  # noqa: S608
            for update_id, body in connection.execute(query):
                for of in (0, person.id):
                    with suppress(KeyProblem, WrongCell):
                        cell = Cell(table, "body", person.telegram_id, update_id, of)
                        opened[table] = json.loads(town.keyring.open(Sealed(body), cell))["message"]["text"]
    return opened
