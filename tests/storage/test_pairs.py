"""Questions for two in the database: rows of one's own alone, one code for one other, and words that only their owner's key opens."""

from datetime import timedelta

import pytest

from curriculum.pairs.items import ITEMS
from storage.database import Database, Unit
from storage.pair_codes import LASTS, PairCodes, works_until
from storage.secrecy import Keyring
from tests.storage.conftest import NOON, Walker, by_hand

KEY = ITEMS[0].key
HOUR = timedelta(hours=1)


async def entered(unit: Unit, person: int, code: str) -> bool:
    """Whether somebody who brings this code has used it up."""
    read = unit.pairs.read_code(code)
    assert read is not None
    works = await unit.pairs.use_up(read, NOON)
    await unit.pairs.enter(person, read, NOON, works=works)
    return works


async def test_two_are_a_pair_from_either_side_until_one_ends_it(
    database: Database, alice: Walker, ben: Walker
) -> None:
    async with database.unit() as unit:
        code = await unit.pairs.make_code(alice.person.id, NOON)
        assert await unit.pairs.other_of(alice.person.id) is None
        assert await entered(unit, ben.person.id, code)

    async with database.unit() as unit:
        assert await unit.pairs.other_of(alice.person.id) == ben.person.id
        assert await unit.pairs.other_of(ben.person.id) == alice.person.id
        await unit.pairs.end(ben.person.id)

    async with database.unit() as unit:
        assert await unit.pairs.other_of(alice.person.id) is None
        assert await unit.pairs.other_of(ben.person.id) is None
        assert await unit.pairs.is_set_up(alice.person.id)


async def test_what_one_does_changes_no_row_of_the_others(
    database: Database, database_url: str, alice: Walker, ben: Walker
) -> None:
    async with database.unit() as unit:
        code = await unit.pairs.make_code(alice.person.id, NOON)
        await unit.pairs.write(alice.person.id, KEY, "Tea", NOON)
        await unit.pairs.choose(alice.person.id, KEY, NOON)
    rows = "SELECT p.*, a.* FROM pair p JOIN pair_answer a ON a.person = p.person WHERE p.person = :person"
    before = by_hand(database_url, rows, person=alice.person.id)

    async with database.unit() as unit:
        await entered(unit, ben.person.id, code)
        await unit.pairs.write(ben.person.id, KEY, "Snow", NOON)
        await unit.pairs.choose(ben.person.id, KEY, NOON)
        await unit.pairs.shown(ben.person.id, KEY, NOON)
    async with database.unit() as unit:
        await unit.pairs.end(ben.person.id)

    assert len(before) == 1
    assert by_hand(database_url, rows, person=alice.person.id) == before


async def test_another_code_ends_what_was_before(database: Database, alice: Walker, ben: Walker) -> None:
    async with database.unit() as unit:
        await entered(unit, ben.person.id, await unit.pairs.make_code(alice.person.id, NOON))
        await unit.pairs.write(alice.person.id, KEY, "Tea", NOON)
        await unit.pairs.choose(alice.person.id, KEY, NOON)

        await unit.pairs.make_code(alice.person.id, NOON)

        assert await unit.pairs.other_of(ben.person.id) is None
        side = await unit.pairs.side_of(alice.person.id)
        assert side.answers[KEY].chosen_at is None
        assert await unit.pairs.words_of(alice.person.id, KEY) == "Tea"


async def test_words_are_sealed_and_no_code_is_kept(
    database: Database, database_url: str, alice: Walker, ben: Walker
) -> None:
    async with database.unit() as unit:
        code = await unit.pairs.make_code(alice.person.id, NOON)
        await entered(unit, ben.person.id, code)
        await unit.pairs.write(ben.person.id, KEY, "The dog in the snow", NOON)

    for table in ("pair", "pair_code", "pair_answer"):
        kept = repr(by_hand(database_url, f"SELECT * FROM {table}"))  # noqa: S608  (the names are ours)
        assert "dog" not in kept
        assert code not in kept
        assert code.replace("-", "") not in kept


async def test_words_whose_key_is_destroyed_are_none(
    database: Database, keyring: Keyring, alice: Walker, ben: Walker
) -> None:
    async with database.unit() as unit:
        await unit.pairs.write(ben.person.id, KEY, "The dog in the snow", NOON)
    keyring.data_keys.destroy(ben.person.id)

    async with database.unit() as unit:
        assert await unit.pairs.words_of(ben.person.id, KEY) is None


async def test_used_codes_go_when_they_are_too_old_anyway(
    database: Database, database_url: str, alice: Walker, ben: Walker
) -> None:
    async with database.unit() as unit:
        await entered(unit, ben.person.id, await unit.pairs.make_code(alice.person.id, NOON))
        await unit.pairs.forget_codes(NOON + LASTS - HOUR)
    assert by_hand(database_url, "SELECT count(*) FROM pair_code") == [(1,)]

    async with database.unit() as unit:
        await unit.pairs.forget_codes(NOON + LASTS)

    assert by_hand(database_url, "SELECT count(*) FROM pair_code") == [(0,)]


def test_a_code_says_until_when_it_works_and_proves_that_we_made_it(keyring: Keyring) -> None:
    codes = PairCodes(keyring)
    code = codes.made("token", 1, NOON + timedelta(minutes=59))

    read = codes.read(code.lower().replace("-", " "))

    assert read is not None
    assert (read.digest, read.until) == (codes.digest(code), NOON + LASTS)
    assert works_until(NOON + timedelta(minutes=59)) == NOON + LASTS


def test_a_code_is_known_by_who_made_it_and_tells_nobody_else(keyring: Keyring) -> None:
    codes = PairCodes(keyring)
    read = [codes.read(codes.made(f"token {number}", 1, NOON)) for number in range(50)]

    assert all(code is not None and codes.is_of(code, 1) and not codes.is_of(code, 2) for code in read)
    assert len({code.maker for code in read if code is not None}) > 40


@pytest.mark.parametrize(
    "typed", ["", "ABCD", "ABCD-EFGH-IJKL-MNOP", "ÄBCD-EFGH-IJKL-MNOP", "ABCD-EFGH-IJKL-MNO9", "A" * 99]
)
def test_what_we_did_not_make_is_no_code(keyring: Keyring, typed: str) -> None:
    assert PairCodes(keyring).read(typed) is None


def test_one_letter_off_is_no_code(keyring: Keyring) -> None:
    codes = PairCodes(keyring)
    code = codes.made("token", 1, NOON).replace("-", "")
    off = [f"{code[:at]}{'B' if code[at] == 'A' else 'A'}{code[at + 1 :]}" for at in range(len(code))]

    assert [codes.read(each) for each in off] == [None] * len(code)


def test_digits_that_look_like_letters_are_taken_for_them(keyring: Keyring) -> None:
    codes = PairCodes(keyring)
    code = next(code for number in range(1000) if "O" in (code := codes.made(str(number), 1, NOON)) and "I" in code)

    assert codes.read(code.replace("O", "0").replace("I", "1")) == codes.read(code)
