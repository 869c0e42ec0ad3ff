"""What is kept, told and handed over: a journal to read, every row for programs, and the words of /privacy."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import SQLModel

from bot import terms
from bot.chat import keeping_messages
from bot.chat.message import MOST_CHARACTERS
from bot.retention import let_go
from bot.words import LANGUAGES, speaking
from curriculum.safety import ContentClass
from storage import belongings
from tests.stories.test_forget import has_lived, rows_with
from tests.stories.town import Somebody, Town
from tests.tracks import track_yaml

LEFT_OUT = (
    "What decides which days are sent is left out, as somebody else might read this file. "
    "Rosa Pereira can give it to whom it is about."
)

HANDED_OVER = {
    "person": "id telegram_id name partner asked agreed_at discreet language looks_back dark words_days travel_asked_at met_at",
    "nudge": "id person enrolment track number kind day local_date zone due_at state fence attempts not_before lease_until "
    "message_id sent_at lap left_at opened_at",
    "decision": "id person enrolment track number experiment unit day decided_at",
}
NOT_IN_THE_CHAT = {
    "person": "token content_class classed_at held_since plain_until",
    "nudge": "token reason form strength chosen view",
    "decision": "arm probability drawn why_not",
}
"""Tells what decides which days she is sent, or presses her buttons."""
NEVER_A_ROW_OF_HERS = {
    "admin_grant",
    "admin_invite",
    "broadcast_send",
    "broadcast_view",
    "dead_letter",
    "decision",
    "desk_draft",
    "desk_link",
    "desk_visit",
    "draft",
    "journal_search",
    "drill",
    "media_upload",
    "pair",
    "pair_answer",
    "rehearsal",
    "return_time",
    "second_reading",
    "share",
    "share_read",
    "share_reply",
    "soft_start",
    "strain",
    "study_agreement",
}
"""Nothing of the kind has happened to her in these stories."""


async def exported(somebody: Somebody) -> tuple[str, dict[str, list[dict[str, Any]]]]:
    """The journal and the rows, as they came."""
    await somebody.says("/export")
    journal, rows = (shown.document for shown in somebody.inbox[-2:])
    assert journal is not None
    assert rows is not None
    assert journal.name.endswith(".html")
    assert rows.name.endswith(".json")
    return journal.content.decode(), json.loads(rows.content)["tables"]


async def test_everything_of_hers_is_in_the_files_and_nothing_of_anybody_elses(
    alice: Somebody, ben: Somebody, town: Town
) -> None:
    person = await has_lived(alice, town)
    other = await has_lived(ben, town)
    await alice.says("More <b>tea</b> & cake.")
    await alice.says("/gain A look <across> the table")
    await ben.says("Ben's own words.")

    journal, rows = await exported(alice)

    assert set(rows) == {one.table for one in belongings.kept()}
    assert {table for table, kept in rows.items() if not kept} <= NEVER_A_ROW_OF_HERS
    assert rows["person"][0]["name"] == "Alice"
    assert [note["words"] for note in rows["note"]] == ["We had tea on the balcony.", "More <b>tea</b> & cake."]
    assert "We had tea on the balcony." in journal
    assert "More &lt;b&gt;tea&lt;/b&gt; &amp; cake." in journal
    assert [gain["words"] for gain in rows["gain"]] == ["A look <across> the table"]
    assert "<blockquote>A look &lt;across&gt; the table</blockquote>" in journal
    for text in (journal, json.dumps(rows)):
        assert "Ben" not in text
        assert str(other.id) not in text
        assert person.token not in text


@pytest.mark.parametrize("table", HANDED_OVER)
def test_it_is_decided_of_every_column_whether_it_may_lie_in_the_chat(table: str) -> None:
    """Whoever adds a column finds this test broken, and decides whether somebody who holds the phone may read it."""
    columns = SQLModel.metadata.tables[table].columns
    handed_over = [column.name for column in belongings.handed_over(SQLModel.metadata.tables[table])]

    assert handed_over == HANDED_OVER[table].split()
    assert set(columns.keys()) - set(handed_over) == set(NOT_IN_THE_CHAT[table].split())


async def test_no_file_tells_of_a_class_or_of_a_hold(alice: Somebody, ben: Somebody, bare_town: Town) -> None:
    asking = {"not_for": ["ask"], "instead": {"title": "A window", "why": "A rest.", "act": {"gentle": "Look out."}}}
    await bare_town.publishes(track_yaml(days={1: asking}))
    await alice.enrols()
    await ben.enrols(content_class=ContentClass.RESTRICTED)
    await alice.gets_the_next_day()
    await ben.says("I want to kill myself")
    files = []
    for somebody in (alice, ben):
        journal, rows = await exported(somebody)
        assert LEFT_OUT in journal
        files.append((journal, json.dumps([rows["person"], rows["nudge"]])))

    for journal, told in files:
        for text in (journal, told):
            assert not re.search("restricted|unasked|instead|not_for_them|held|plain_until|on hold|content_class", text)


async def test_the_files_say_what_is_left_out_and_whom_to_ask(alice: Somebody, town: Town) -> None:
    await has_lived(alice, town)

    await alice.says("/export")

    journal, rows = (shown.document for shown in alice.inbox[-2:])
    assert journal is not None
    assert rows is not None
    assert LEFT_OUT in journal.content.decode()
    assert json.loads(rows.content)["left_out"] == LEFT_OUT


async def test_times_are_told_to_the_second(alice: Somebody, town: Town) -> None:
    await has_lived(alice, town)
    [nudge, *_] = await alice.ledger()

    _, rows = await exported(alice)

    told = next(row for row in rows["nudge"] if row["id"] == nudge.id)
    assert nudge.sent_at is not None
    assert datetime.fromisoformat(told["sent_at"]) == nudge.sent_at
    assert datetime.fromisoformat(told["due_at"]) == nudge.due_at
    assert told["local_date"] == nudge.local_date.isoformat()


async def test_every_cell_that_names_her_is_in_the_export(alice: Somebody, town: Town) -> None:
    person = await has_lived(alice, town)

    _, rows = await exported(alice)

    told = [value for kept in rows.values() for row in kept for value in row.values()]
    assert told.count(alice.telegram_id) == rows_with(town, alice.telegram_id) > 1
    assert told.count(person.id) == rows_with(town, person.id) - len(FILES) > 1


FILES = ("the journal", "the rows")
"""They stand in the chat themselves once they were sent, which they cannot tell."""


async def test_the_files_cannot_be_passed_on(alice: Somebody, town: Town) -> None:
    await has_lived(alice, town)

    await alice.says("/export")

    sent = [call.params for call in town.sandbox.calls if call.method == "sendDocument"]
    assert [params["protect_content"] for params in sent] == ["true", "true"]


async def test_of_a_stranger_nothing_is_kept_and_they_are_told(alice: Somebody) -> None:
    for command in ("/export", "/forget"):
        await alice.says(command)
        assert alice.told.startswith("I keep nothing about you.")


def test_privacy_has_words_for_every_table_and_everything_that_is_sealed() -> None:
    kept = belongings.kept()

    assert set(keeping_messages.KEPT) == {one.table for one in kept}
    assert set(keeping_messages.SEALED) == {one.table for one in kept if one.is_sealed}


async def test_privacy_says_what_is_kept_how_long_and_whom_to_ask(alice: Somebody) -> None:
    await alice.says("/privacy")

    told = "".join(message.text for message in alice.inbox[-2:])
    for words in (*keeping_messages.KEPT.values(), "Rosa Pereira", "90 days after the end of the track", "72 hours"):
        assert words in told


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("days", [0, 365])
def test_privacy_fits_its_messages_in_every_language(code: str, days: int) -> None:
    with speaking(code):
        said = keeping_messages.privacy(belongings.kept(), contact="Rosa Pereira", words=timedelta(days=days))

    assert all(len(message.text) <= MOST_CHARACTERS - 500 for message in said)


def test_a_table_that_is_new_is_told_before_anybody_found_words_for_it() -> None:
    said, _who = keeping_messages.privacy([belongings.Kept("dream", is_sealed=True)], contact="Rosa Pereira")

    assert "• dream" in said.text
    assert "in the database: dream." in said.text


async def test_words_are_let_go_ninety_days_after_the_track_and_not_before(alice: Somebody, town: Town) -> None:
    await has_lived(alice, town)
    await let_go(town.database, town.clock() + timedelta(days=400))
    assert len(await alice.words()) == 1  # still under way
    await alice.says("/stop")
    await alice.taps("Yes, leave")

    await let_go(town.database, town.clock() + terms.WORDS - timedelta(days=1))
    assert len(await alice.words()) == 1
    await let_go(town.database, town.clock() + terms.WORDS + timedelta(days=1))

    assert await alice.words() == []
