"""Private words at rest: sealed to their cell, refused in clear, and nowhere else."""

import stat
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy.dialects import sqlite

from curriculum.nudge import NudgeState
from storage.check_ins import NoteKind
from storage.columns import Secret, UtcDateTime
from storage.database import Database
from storage.errors import Unavailable
from storage.secrecy import Cell, KeyProblem, Keyring, Sealed, WrongCell, make_key_file
from storage.tables import NoteRow
from tests.storage.conftest import NOON, Walker, by_hand, walker

DIALECT = sqlite.dialect()
CELL = Cell("note", "words", 7, 1)
OTHER = Cell("note", "words", 8, 2)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="needs its zone"):
        UtcDateTime().process_bind_param(datetime(2026, 5, 4, 12), DIALECT)  # noqa: DTZ001


def test_an_instant_comes_back_aware_and_in_utc() -> None:
    column = UtcDateTime()
    told = datetime(2026, 5, 4, 14, tzinfo=timezone(timedelta(hours=2)))

    kept = column.process_bind_param(told, DIALECT)
    back = column.process_result_value(None if kept is None else kept.replace(tzinfo=None), DIALECT)

    assert back == told
    assert back is not None
    assert back.tzinfo is UTC


async def test_instants_live_through_the_file(database: Database, alice: Walker) -> None:
    async with database.unit() as unit:
        walk = await unit.enrolments.get(alice.walk.id)

    assert walk == alice.walk
    assert walk.started_at.tzinfo is UTC


@pytest.mark.parametrize("clear", ["tea", b"tea", 7])
def test_a_secret_column_takes_no_clear_text(clear: object) -> None:
    with pytest.raises(TypeError, match="sealed values only"):
        Secret().process_bind_param(clear, DIALECT)


async def test_clear_words_cannot_be_stored_by_mistake_and_are_not_in_the_error(
    database: Database, alice: Walker
) -> None:
    with pytest.raises(Unavailable) as refused:
        async with database.unit() as unit:
            await unit.nudges.add(alice.nudge(1, state=NudgeState.SENT))
            session = unit.check_ins._session
            session.add(
                NoteRow(
                    id=1,
                    person=alice.person.id,
                    nudge=1,
                    kind="words",
                    message_id=1,
                    written_at=NOON,
                    words="my secret tea",  # type: ignore[arg-type]  # that is the mistake
                )
            )
            await session.flush()

    assert "tea" not in str(refused.value)


def test_what_is_sealed_opens_in_its_own_cell_alone(keyring: Keyring) -> None:
    others = (Cell("note", "words", 8, 1), Cell("note", "words", 7, 2), Cell("inbox", "words", 7, 1))
    for other in others:
        keyring.seal("tea as well", other)
    sealed = keyring.seal("tea", CELL)

    assert keyring.open(sealed, CELL) == "tea"
    for other in others:
        with pytest.raises(WrongCell):
            keyring.open(sealed, other)


def test_the_same_words_look_different_each_time(keyring: Keyring) -> None:
    assert keyring.seal("tea", CELL) != keyring.seal("tea", CELL)


@pytest.mark.parametrize("place", [0, 3, 10, 20, -1])
def test_a_changed_byte_is_noticed(keyring: Keyring, place: int) -> None:
    data = bytearray(keyring.seal("tea", CELL).data)
    data[place] ^= 1

    with pytest.raises((WrongCell, KeyProblem)):
        keyring.open(Sealed(bytes(data)), CELL)


@pytest.mark.parametrize("data", [b"", b"\x01", bytes(16), bytes(40)])
def test_what_was_never_sealed_does_not_open(keyring: Keyring, data: bytes) -> None:
    with pytest.raises((WrongCell, KeyProblem)):
        keyring.open(Sealed(data), CELL)


@pytest.mark.parametrize("words", ["", "🙂 \u202e \x00", "x" * 10_000, "\ud800"])
def test_any_words_come_back_as_they_were(keyring: Keyring, words: str) -> None:
    assert keyring.open(keyring.seal(words, CELL), CELL) == words


async def test_words_pasted_into_another_persons_row_do_not_open(
    database: Database, database_url: str, alice: Walker
) -> None:
    ben = await walker(database, "Ben", 1003)
    async with database.unit() as unit:
        for id, somebody in ((1, alice), (2, ben)):
            nudge = somebody.nudge(id, state=NudgeState.SENT)
            await unit.nudges.add(nudge)
            await unit.check_ins.keep(nudge, kind=NoteKind.WORDS, words=f"of {id}", message_id=id, now=NOON)

    by_hand(database_url, "UPDATE note SET words = (SELECT words FROM note WHERE nudge = 1) WHERE nudge = 2")

    async with database.unit() as unit:
        assert [note.words for note in await unit.check_ins.notes_on(1)] == ["of 1"]
        with pytest.raises(WrongCell, match="does not belong there"):
            await unit.check_ins.notes_on(2)


def test_a_key_file_is_for_its_owner_alone_and_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "new" / "a.key"
    make_key_file(file)
    made = file.read_bytes()

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(KeyProblem, match="never overwritten"):
        make_key_file(file)
    assert file.read_bytes() == made


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"needle",
        b"smallgains1:00:needle==",
        b"smallgains1:00000000:needle!",
        b"other:00000000:needle==",
        b"\xff",
    ],
)
def test_a_file_that_holds_no_key_is_refused_without_quoting_it(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bad.key"
    file.write_bytes(content)

    with pytest.raises(KeyProblem) as refused:
        Keyring.read(file)

    assert "needle" not in str(refused.value).replace(str(tmp_path), "")


def test_an_older_key_still_opens_and_the_first_one_locks(tmp_path: Path) -> None:
    make_key_file(tmp_path / "old")
    make_key_file(tmp_path / "new")
    (tmp_path / "both").write_text((tmp_path / "new").read_text() + (tmp_path / "old").read_text())
    old, new, both = (Keyring.read(tmp_path / name) for name in ("old", "new", "both"))
    of_before = old.seal("tea", CELL)

    of_since = both.seal("coffee", OTHER)

    assert both.open(of_before, CELL) == "tea"
    assert new.open(of_since, OTHER) == "coffee"
    with pytest.raises(KeyProblem, match="not in the key file"):
        old.open(of_since, OTHER)
    with pytest.raises(KeyProblem, match="not in the key file"):
        new.open(of_before, CELL)


def test_a_pseudonym_is_steady_and_tells_nothing(keyring: Keyring) -> None:
    assert keyring.pseudonym(1002) == keyring.pseudonym(1002) != keyring.pseudonym(1003)
    assert "1002" not in keyring.pseudonym(1002)
