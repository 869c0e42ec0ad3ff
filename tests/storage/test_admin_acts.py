"""The log of admins' acts: only added to, and whatever somebody does to it by hand is found."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from storage import chain
from storage.admin_acts import MOST_REFUSALS
from storage.chain import START, AdminAct, Head, Result
from storage.database import Database
from storage.facts import ADMIN_ACTS_HEAD
from storage.secrecy import Keyring
from tests.storage.conftest import IN_A_FILE, NOON, ON_A_SERVER, by_hand

ROBIN = 1001


def act(number: int) -> AdminAct:
    """One act of many."""
    return AdminAct(
        number, NOON + timedelta(minutes=number), "p-0123456789ab", "publish", f"calm {number}", Result.DONE
    )


def chained(count: int, keyring: Keyring) -> tuple[list[AdminAct], Head]:
    """So many acts as they are written, and the head."""
    acts: list[AdminAct] = []
    head = START
    for number in range(1, count + 1):
        acts.append(act(number).bound_to(head.link, keyring.fingerprint))
        head = Head(number, acts[-1].link)
    return acts, head


def another(text: str) -> st.SearchStrategy[str]:
    return st.text(max_size=20).filter(lambda other: other != text)


@st.composite
def mutated(draw: st.DrawFn, acts: list[AdminAct]) -> list[AdminAct]:
    """The acts after somebody changed, removed, put in, doubled, swapped or cut off, by hand and without the key."""
    at = draw(st.integers(0, len(acts) - 1))
    one = acts[at]
    match draw(st.sampled_from(["change", "remove", "put in", "double", "swap", "cut off", "renumber"])):
        case "change":
            field = draw(st.sampled_from(["who", "act", "about", "result", "link"]))
            changed = replace(one, **{field: draw(another(getattr(one, field)))})
            if draw(st.booleans()):
                changed = replace(one, at=one.at + timedelta(microseconds=draw(st.integers(1, 10**12))))
            return [*acts[:at], changed, *acts[at + 1 :]]
        case "remove":
            return [*acts[:at], *acts[at + 1 :]]
        case "put in":
            forged = replace(one, number=one.number + 1, about="calm 99")
            return [*acts[: at + 1], forged, *(replace(each, number=each.number + 1) for each in acts[at + 1 :])]
        case "double":
            return [*acts[: at + 1], *acts[at:]]
        case "swap":
            other = draw(st.integers(0, len(acts) - 1).filter(lambda place: place != at))
            swapped = list(acts)
            swapped[at], swapped[other] = (
                replace(acts[other], number=one.number),
                replace(one, number=acts[other].number),
            )
            return swapped
        case "cut off":
            return acts[:at]
        case _:
            return [*acts[:at], *(replace(each, number=each.number - 1) for each in acts[at + 1 :])]


@pytest.fixture(scope="module")
def lasting(first_keys: Path) -> Keyring:
    """The same for all examples of a test."""
    return Keyring.read(first_keys / "smallgains.key")


@given(data=st.data(), count=st.integers(2, 12))
@settings(max_examples=400, deadline=None)
def test_whatever_is_done_to_the_rows_is_found(lasting: Keyring, data: st.DataObject, count: int) -> None:
    acts, head = chained(count, lasting)
    assert list(chain.breaks(acts, head, lasting.fingerprint)) == []

    assert list(chain.breaks(data.draw(mutated(acts)), head, lasting.fingerprint)) != []


@given(data=st.data(), count=st.integers(1, 6))
@settings(max_examples=200, deadline=None)
def test_a_head_that_somebody_changed_counts_as_none(lasting: Keyring, data: st.DataObject, count: int) -> None:
    acts, head = chained(count, lasting)
    written = head.written(lasting.fingerprint)
    older = Head(count - 1, acts[count - 2].link if count > 1 else "")
    forged = data.draw(
        st.one_of(
            st.integers(0, len(written) - 1).map(lambda at: written[:at] + "x" + written[at + 1 :]),
            st.just(f"{older.number} {older.link} {written.rpartition(' ')[2]}"),
            st.text(max_size=150),
        ).filter(lambda text: text != written)
    )

    assert Head.read(written, lasting.fingerprint) == head
    assert Head.read(forged, lasting.fingerprint) is None
    assert list(chain.breaks(acts, None, lasting.fingerprint)) != []


def test_each_break_is_named_by_its_row(keyring: Keyring) -> None:
    acts, head = chained(6, keyring)

    def told(changed: list[AdminAct], head: Head | None = head) -> list[str]:
        return list(chain.breaks(changed, head, keyring.fingerprint))

    fourth = replace(acts[3], about="another 1")
    assert told([*acts[:3], fourth, *acts[4:]]) == ["act 4 is not as it was written, or what stood before it is gone"]
    assert told([*acts[:1], *acts[3:]]) == ["acts 2 to 3 are missing"]
    assert told(acts[:5]) == ["act 6 is missing"]
    assert told([]) == ["acts 1 to 6 are missing"]
    assert told([*acts, act(7)])[-1] == "act 7 is not the newest that was written"
    assert told(acts, None) == ["the head is missing or forged: acts after 6 may be cut off"]


def test_a_head_that_was_noted_shows_that_all_was_put_back(keyring: Keyring) -> None:
    acts, head = chained(6, keyring)
    older = Head(4, acts[3].link)

    assert list(chain.breaks(acts[:4], older, keyring.fingerprint)) == []  # rows and head of then: unbroken
    assert chain.differs_from(head.noted, acts[:4])
    assert not chain.differs_from(older.noted, acts)


async def acted(database: Database, count: int = 3) -> None:
    """So many acts of Robin's."""
    for number in range(count):
        async with database.unit() as unit:
            await unit.admin_acts.record(ROBIN, "publish", about=f"calm {number}", result=Result.DONE, now=NOON)


async def breaks(database: Database) -> list[str]:
    async with database.unit() as unit:
        return await unit.admin_acts.breaks()


async def test_who_did_it_stands_there_under_a_pseudonym(database: Database, keyring: Keyring) -> None:
    await acted(database, 1)
    async with database.unit() as unit:
        await unit.admin_acts.record(None, "rekey", result=Result.DONE, now=NOON)
        acts = await unit.admin_acts.all()

    assert [(one.number, one.at, one.who, one.act, one.about, one.result) for one in acts] == [
        (1, NOON, keyring.pseudonym(ROBIN), "publish", "calm 0", "done"),
        (2, NOON, "operator", "rekey", "", "done"),
    ]


@pytest.mark.parametrize("change", ["UPDATE admin_act SET about = 'x'", "DELETE FROM admin_act"])
async def test_the_database_itself_refuses_any_change(database: Database, database_url: str, change: str) -> None:
    await acted(database)

    with pytest.raises(IntegrityError, match="only added"):
        by_hand(database_url, change)


@IN_A_FILE
async def test_a_file_refuses_new_rows_in_the_place_of_old_ones(database: Database, database_url: str) -> None:
    await acted(database)

    with pytest.raises(IntegrityError, match="only added"):
        by_hand(database_url, "PRAGMA recursive_triggers=ON", "REPLACE INTO admin_act SELECT * FROM admin_act")


@ON_A_SERVER
async def test_a_server_refuses_to_empty_the_log(database: Database, database_url: str) -> None:
    await acted(database)

    with pytest.raises(IntegrityError, match="only added"):
        by_hand(database_url, "TRUNCATE admin_act")


async def test_two_acts_cannot_have_one_number(database: Database, database_url: str) -> None:
    await acted(database)
    by_hand(
        database_url,
        "DELETE FROM fact",
        "INSERT INTO admin_act SELECT number + 1, at, who, act, about, result, link FROM admin_act WHERE number = 3",
    )

    assert len(await breaks(database)) == 2  # the forged row, and the head


_GUARDS = {
    "sqlite": ("DROP TRIGGER admin_act_no_update", "DROP TRIGGER admin_act_no_delete"),
    "postgresql": ("DROP TRIGGER admin_act_no_change ON admin_act",),
}


def without_guards(url: str, *statements: str) -> None:
    """Somebody with the database alone."""
    by_hand(url, *_GUARDS[url.partition("+")[0]], *statements)


@pytest.mark.parametrize(
    "statements",
    [
        pytest.param(["UPDATE admin_act SET at = '2026-05-03 12:00:00.000000' WHERE number = 2"], id="another time"),
        pytest.param(["DELETE FROM admin_act WHERE number = 3"], id="cut off"),
        pytest.param(["DELETE FROM admin_act WHERE number = 3", "DELETE FROM fact"], id="cut off, and no head"),
        pytest.param(
            ["DELETE FROM admin_act WHERE number = 3", "UPDATE fact SET value = (SELECT '2 ' || link FROM admin_act "
             "WHERE number = 2) || ' ' || substr(value, length(value) - 63)"],
            id="cut off, and a forged head",
        ),
        pytest.param(["DELETE FROM admin_act"], id="all gone"),
        pytest.param(["DELETE FROM admin_act", "UPDATE fact SET value = '0  '"], id="all gone, and a forged head"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("later", [0, 2])
async def test_what_was_done_by_hand_is_found_also_after_later_acts(
    database: Database, database_url: str, statements: list[str], later: int
) -> None:
    await acted(database)

    without_guards(database_url, *statements)
    await acted(database, later)

    assert await breaks(database) != []


async def test_the_log_outlives_a_restart_and_a_head_is_kept_beside_it(
    database: Database, database_url: str, keyring: Keyring
) -> None:
    await acted(database)
    async with Database(database_url, keyring) as again:
        await acted(again)
        assert await breaks(again) == []
        async with again.unit() as unit:
            assert Head.read(await unit.facts.get(ADMIN_ACTS_HEAD) or "", keyring.fingerprint) is not None


async def test_rows_and_head_of_a_copy_put_back_are_found_by_what_stands_beside_the_keys(
    database: Database, database_url: str
) -> None:
    await acted(database)
    [[head]] = by_hand(database_url, "SELECT value FROM fact WHERE name = :name", name=ADMIN_ACTS_HEAD)
    async with database.unit() as unit:
        await unit.admin_acts.record(None, "rekey", result=Result.DONE, now=NOON)

    without_guards(database_url, "DELETE FROM admin_act WHERE number = 4", f"UPDATE fact SET value = '{head}'")  # noqa: S608

    told = ["act 4 was noted beside the keys, and is not there: the log was put back to an earlier state"]
    assert await breaks(database) == told
    await acted(database, 2)
    assert await breaks(database) == told  # for ever


async def test_an_act_that_was_undone_is_noted_nowhere(database: Database) -> None:
    with pytest.raises(RuntimeError):
        async with database.unit() as unit:
            await unit.admin_acts.record(ROBIN, "publish", result=Result.DONE, now=NOON)
            raise RuntimeError

    await acted(database)

    assert await breaks(database) == []


async def test_after_a_restore_the_log_tells_what_it_lacks(database: Database, keyring: Keyring) -> None:
    await acted(database)
    keyring.data_keys.note_admin_act(5, "5:0123456789abcdef")  # done after the backup was made

    async with database.unit() as unit:
        await unit.admin_acts.restored(NOON)

    async with database.unit() as unit:
        assert [(one.act, one.about) for one in await unit.admin_acts.all()][-1] == ("restore", "acts 4 to 5 are lost")
    assert await breaks(database) == []


async def test_that_further_refusals_are_not_listed_is_written_down_once(database: Database) -> None:
    for number in range(MOST_REFUSALS + 5):
        async with database.unit() as unit:
            await unit.admin_acts.record(ROBIN, "publish", result=Result.REFUSED, now=NOON + timedelta(minutes=number))

    async with database.unit() as unit:
        acts = await unit.admin_acts.all()
    assert len(acts) == MOST_REFUSALS + 1
    assert (acts[-1].act, acts[-1].about) == ("no more", "further refusals are not listed for a day")
    assert await breaks(database) == []
