"""Several who write at the same time, on a server: what must be single stays single, and nobody overwrites what another
decided. The first has done its part and not kept it yet when the second begins.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest

from curriculum import journey
from curriculum.day import Outcome
from curriculum.enrolment import Standing
from curriculum.errors import AlreadyUnderWay
from curriculum.media import read_media
from curriculum.nudge import Nudge, NudgeState
from curriculum.pattern.items import ITEMS, Answer
from curriculum.pressure import Strain
from storage.admin_secrets import AdminSecret
from storage.belongings import Owner
from storage.chain import Result
from storage.check_ins import NoteKind
from storage.database import Database, Unit
from storage.errors import InUse, LeaseHeld, LeaseLost, Stale, StorageError, Unavailable
from storage.inbox import InboxState, Received
from storage.leases import Holder
from storage.secrecy import Keyring
from tests.media import png
from tests.storage.conftest import NOON, ON_A_SERVER, Walker, by_hand
from tests.tracks import track_yaml

pytestmark = ON_A_SERVER

T = TypeVar("T")
Part = Callable[[Unit], Awaitable[T]]
MINUTE = timedelta(minutes=1)
ROBIN, SAM = 1001, 1009
CUT_EVERYBODY_OFF = (
    "SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE datname = current_database() "
    "AND pid <> pg_backend_pid()"
)


async def both(database: Database, url: str, first: Part[T], second: Part[T]) -> tuple[T, T | StorageError]:
    """What came of both parts; `second` begins when `first` has done its own and not kept it, and goes on when it is kept."""

    async def of_the_second() -> T | StorageError:
        try:
            async with database.unit() as unit:
                return await second(unit)
        except StorageError as error:
            return error

    async with database.unit() as unit:
        one = await first(unit)
        other = asyncio.create_task(of_the_second())
        await waits_or_ends(other, url)
    return one, await other


async def waits_or_ends(task: "asyncio.Task[object]", url: str) -> None:
    """Returns once a transaction waits for another, or the task has ended without."""
    async with asyncio.timeout(10):
        while not task.done() and not waiting(url):  # noqa: ASYNC110  (the server tells it to nobody who does not ask)
            await asyncio.sleep(0)


def waiting(url: str) -> bool:
    """Whether a transaction on this database waits for another."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    [(count,)] = by_hand(url, query)
    return bool(count)


@pytest.fixture
async def day(database: Database, alice: Walker) -> Nudge:
    """A day that reached Alice."""
    nudge = alice.nudge(1, state=NudgeState.SENT)
    async with database.unit() as unit:
        await unit.nudges.add(nudge)
    return nudge


async def test_somebody_whom_two_meet_is_one_person_with_one_key(
    database: Database, database_url: str, keyring: Keyring
) -> None:
    one, other = await both(
        database,
        database_url,
        lambda unit: unit.people.met(1004, "Cleo", NOON),
        lambda unit: unit.people.met(1004, "Cleo", NOON),
    )

    assert one == other
    assert one.name == "Cleo"
    assert keyring.data_keys.owners() == {one.id}


async def test_an_update_that_two_store_is_new_to_one_of_them(database: Database, database_url: str) -> None:
    one, other = await both(
        database,
        database_url,
        lambda unit: unit.inbox.store([Received(7, 1002, "said"), Received(8, 1002, "more")], NOON),
        lambda unit: unit.inbox.store([Received(9, 1002, "last"), Received(8, 1002, "more")], NOON),
    )

    assert (one, other) == ({7, 8}, {9})
    async with database.unit() as unit:
        assert await unit.inbox.depth() == 3


async def test_an_update_that_two_handle_has_its_effect_once(database: Database, database_url: str) -> None:
    async with database.unit() as unit:
        await unit.inbox.store([Received(7, 1002, "said")], NOON)

    async def handled(unit: Unit) -> InboxState:
        letter = await unit.inbox.get(7)
        if letter.state is InboxState.WAITING:
            await unit.inbox.acted(letter, "answer")
        return letter.state

    assert await both(database, database_url, handled, handled) == (InboxState.WAITING, InboxState.ACTED)


async def test_of_two_outcomes_of_a_day_the_later_counts(database: Database, database_url: str, day: Nudge) -> None:
    _, refused = await both(
        database,
        database_url,
        lambda unit: unit.check_ins.record(day, Outcome.DONE, NOON),
        lambda unit: unit.check_ins.record(day, Outcome.MADE_IT_WORSE, NOON + MINUTE),
    )

    assert refused is None
    async with database.unit() as unit:
        assert await unit.check_ins.outcome_of(day.id) is Outcome.MADE_IT_WORSE
        assert await unit.check_ins.answered_at(day.id) == NOON + MINUTE


async def test_of_two_strains_of_a_day_the_later_counts(database: Database, database_url: str, day: Nudge) -> None:
    first, second = list(Strain)[:2]
    _, refused = await both(
        database,
        database_url,
        lambda unit: unit.check_ins.strained(day, first, NOON),
        lambda unit: unit.check_ins.strained(day, second, NOON + MINUTE),
    )

    assert refused is None
    async with database.unit() as unit:
        assert await unit.check_ins.strain_of(day.id) is second


async def test_a_message_that_two_keep_makes_one_note(database: Database, database_url: str, day: Nudge) -> None:
    async def kept(unit: Unit) -> int:
        return await unit.check_ins.keep(day, kind=NoteKind.WORDS, words="tea", message_id=1, now=NOON)

    assert await both(database, database_url, kept, kept) == (1, 1)


async def test_a_message_that_two_note_stands_once(database: Database, database_url: str, alice: Walker) -> None:
    _, refused = await both(
        database,
        database_url,
        lambda unit: unit.messages.stand([(alice.person.id, 5)], NOON),
        lambda unit: unit.messages.stand_with(1002, [5, 6], NOON),
    )

    assert refused is None
    async with database.unit() as unit:
        assert await unit.messages.standing_with(1002, since=NOON) == [5, 6]


async def test_acts_of_two_admins_make_one_chain(database: Database, database_url: str) -> None:
    for number in range(3):
        _, refused = await both(
            database,
            database_url,
            lambda unit: unit.admin_acts.record(ROBIN, "publish", result=Result.DONE, now=NOON),
            lambda unit: unit.admin_acts.record(SAM, "publish", result=Result.REFUSED, now=NOON),
        )
        assert refused is None, number

    async with database.unit() as unit:
        assert [act.number for act in await unit.admin_acts.all()] == [1, 2, 3, 4, 5, 6]
        assert await unit.admin_acts.breaks() == []


async def test_many_acts_at_once_make_one_chain(database: Database) -> None:
    async def act(number: int) -> None:
        async with database.unit() as unit:
            await unit.admin_acts.record(number, "publish", result=Result.DONE, now=NOON)

    await asyncio.gather(*(act(number) for number in range(1, 41)))

    async with database.unit() as unit:
        assert len(await unit.admin_acts.all()) == 40
        assert await unit.admin_acts.breaks() == []


async def test_a_code_that_two_bring_is_taken_once(database: Database, database_url: str) -> None:
    async with database.unit() as unit:
        await unit.admin_secrets.put(ROBIN, "SECRET", NOON)

    async def takes(unit: Unit) -> bool:
        kept = await unit.admin_secrets.of(ROBIN)
        assert isinstance(kept, AdminSecret)
        is_fresh = kept.last_step is None
        await unit.admin_secrets.save(replace(kept, last_step=7))
        return is_fresh

    assert await both(database, database_url, takes, takes) == (True, False)


async def test_a_code_of_a_coach_begins_one_share(
    database: Database, database_url: str, alice: Walker, ben: Walker
) -> None:
    async with database.unit() as unit:
        code = await unit.shares.make_code(SAM, NOON)

    one, other = await both(
        database,
        database_url,
        lambda unit: unit.shares.redeem(code, {SAM}, alice.person.id, NOON),
        lambda unit: unit.shares.redeem(code, {SAM}, ben.person.id, NOON),
    )

    assert one is not None
    assert other is None


async def test_a_code_for_two_that_two_bring_works_for_one(
    database: Database, database_url: str, alice: Walker, ben: Walker
) -> None:
    async with database.unit() as unit:
        maker = (await unit.people.met(1013, "Cleo", NOON)).id
        code = unit.pairs.read_code(await unit.pairs.make_code(maker, NOON))
    assert code is not None

    async def enters(unit: Unit, person: int) -> bool:
        works = await unit.pairs.use_up(code, NOON)
        await unit.pairs.enter(person, code, NOON, works=works)
        return works

    took = await both(
        database,
        database_url,
        lambda unit: enters(unit, alice.person.id),
        lambda unit: enters(unit, ben.person.id),
    )

    async with database.unit() as unit:
        assert took == (True, False)
        assert await unit.pairs.other_of(maker) == alice.person.id
        assert await unit.pairs.other_of(ben.person.id) is None


async def test_who_begins_a_pattern_check_twice_at_once_has_begun_one(
    database: Database, database_url: str, alice: Walker
) -> None:
    one, other = await both(
        database,
        database_url,
        lambda unit: unit.patterns.begin(alice.person.id, NOON),
        lambda unit: unit.patterns.begin(alice.person.id, NOON),
    )

    assert one == other


async def test_two_answers_at_once_are_both_kept(database: Database, database_url: str, alice: Walker) -> None:
    async with database.unit() as unit:
        check = await unit.patterns.begin(alice.person.id, NOON)

    await both(
        database,
        database_url,
        lambda unit: unit.patterns.answer(check, ITEMS[0], Answer.OFTEN),
        lambda unit: unit.patterns.answer(check, ITEMS[1], Answer.HARDLY),
    )

    async with database.unit() as unit:
        known = await unit.patterns.with_token(check.token)
        assert known is not None
        assert len(known.answers.given) == 2


async def test_a_track_that_two_publish_has_one_version_of_each_text(database: Database, database_url: str) -> None:
    one, other = await both(
        database,
        database_url,
        lambda unit: unit.tracks.publish(track_yaml(title="One"), by=ROBIN, now=NOON),
        lambda unit: unit.tracks.publish(track_yaml(title="Two"), by=SAM, now=NOON),
    )
    again, same = await both(
        database,
        database_url,
        lambda unit: unit.tracks.publish(track_yaml(title="Three"), by=ROBIN, now=NOON),
        lambda unit: unit.tracks.publish(track_yaml(title="Three"), by=SAM, now=NOON),
    )

    assert not isinstance(other, StorageError)
    assert not isinstance(same, StorageError)
    assert [each.ref.number for each in (one, other, again, same)] == [1, 2, 3, 3]
    assert not same.is_new


async def test_a_file_that_two_admins_send_is_kept_once(database: Database, database_url: str) -> None:
    breath = read_media("breath.png", png(grey=1))

    _, refused = await both(
        database,
        database_url,
        lambda unit: unit.media.take_in(breath, admin=ROBIN, now=NOON),
        lambda unit: unit.media.take_in(breath, admin=SAM, now=NOON),
    )

    assert refused is None
    assert by_hand(database_url, "SELECT count(*) FROM media") == [(1,)]


async def test_of_two_machines_one_gets_the_lease(database: Database, database_url: str) -> None:
    until = NOON + MINUTE
    _, refused = await both(
        database,
        database_url,
        lambda unit: unit.leases.take(Holder("ours", "this machine"), now=NOON, until=until),
        lambda unit: unit.leases.take(Holder("theirs", "another machine"), now=NOON, until=until),
    )

    assert isinstance(refused, LeaseHeld)
    assert refused.until == until


async def test_nobody_takes_the_lease_before_what_its_holder_does_is_kept(
    database: Database, database_url: str
) -> None:
    ours, next_life = Holder("ours", "this machine"), Holder("next life", "this machine")
    async with database.unit() as unit:
        await unit.leases.take(ours, now=NOON, until=NOON + MINUTE)

    async def claims(unit: Unit) -> str:
        await unit.leases.confirm(ours)
        return "claimed"

    async def takes_over(unit: Unit) -> str:
        await unit.leases.take(next_life, now=NOON, until=NOON + MINUTE)
        return "taken"

    async with database.unit() as unit:
        await unit.leases.confirm(ours)
        other = asyncio.create_task(_in_a_unit(database, takes_over))
        await waits_or_ends(other, database_url)
        assert not other.done()

    assert await other == "taken"
    with pytest.raises(LeaseLost):
        await _in_a_unit(database, claims)


async def test_somebody_who_begins_two_tracks_at_once_is_on_one(
    database: Database, database_url: str, alice: Walker
) -> None:
    async with database.unit() as unit:
        await unit.enrolments.save(alice.walk, journey.stop(alice.walk, NOON))
    walks = [replace(alice.walk, id=alice.walk.id + number) for number in (1, 2)]

    with pytest.raises(AlreadyUnderWay):
        await both(
            database,
            database_url,
            lambda unit: unit.enrolments.add(walks[0]),
            lambda unit: unit.enrolments.add(walks[1]),
        )


async def test_nobody_overwrites_what_another_changed_about_a_walk(
    database: Database, database_url: str, alice: Walker
) -> None:
    async def nudged(unit: Unit) -> None:
        walk = await unit.enrolments.get(alice.walk.id)
        await unit.enrolments.save(walk, replace(walk, last_nudge_at=NOON))

    async def paused(unit: Unit) -> None:
        walk = await unit.enrolments.get(alice.walk.id)
        await unit.enrolments.save(walk, replace(walk, standing=Standing.PAUSED))

    _, refused = await both(database, database_url, nudged, paused)

    assert isinstance(refused, Stale)
    async with database.unit() as unit:
        walk = await unit.enrolments.get(alice.walk.id)
    assert (walk.last_nudge_at, walk.standing) == (NOON, Standing.UNDER_WAY)


async def test_two_senders_are_given_different_nudges(
    database: Database, database_url: str, alice: Walker, ben: Walker
) -> None:
    async with database.unit() as unit:
        await unit.nudges.add_all([alice.nudge(1), ben.nudge(2)])

    one, other = await both(
        database,
        database_url,
        lambda unit: unit.nudges.waiting(NOON, limit=1),
        lambda unit: unit.nudges.waiting(NOON, limit=2),
    )

    assert not isinstance(other, StorageError)
    assert len(one) == len(other) == 1
    assert {one[0].id, other[0].id} == {1, 2}


async def test_what_somebody_sends_while_they_are_forgotten_is_nobodys(
    database: Database, database_url: str, alice: Walker, keyring: Keyring
) -> None:
    owner = Owner(alice.person.id, alice.person.telegram_id)
    _, stored = await both(
        database,
        database_url,
        lambda unit: unit.erasure.erase(owner),
        lambda unit: unit.inbox.store([Received(7, owner.telegram_id, "still here")], NOON),
    )
    keyring.data_keys.destroy(alice.person.id)

    assert stored == {7}
    async with database.unit() as unit:
        assert (await unit.inbox.get(7)).body == "still here"


async def test_who_sends_something_is_forgotten_once_it_is_kept(
    database: Database, database_url: str, alice: Walker, keyring: Keyring
) -> None:
    owner = Owner(alice.person.id, alice.person.telegram_id)
    await both(
        database,
        database_url,
        lambda unit: unit.inbox.store([Received(7, owner.telegram_id, "still here")], NOON),
        lambda unit: unit.erasure.erase(owner),
    )
    keyring.data_keys.destroy(alice.person.id)

    async with database.unit() as unit:
        letter = await unit.inbox.get(7)
        assert (letter.body, letter.sender) == ("still here", 0)
        assert await unit.erasure.left(owner) == 0


async def test_nothing_is_planned_for_somebody_who_is_forgotten_meanwhile(
    database: Database, database_url: str, alice: Walker
) -> None:
    owner = Owner(alice.person.id, alice.person.telegram_id)
    _, refused = await both(
        database,
        database_url,
        lambda unit: unit.erasure.erase(owner),
        lambda unit: unit.nudges.add(alice.nudge(1)),
    )

    assert isinstance(refused, Stale)
    assert "1002" not in str(refused)


async def test_whether_somebody_is_gone_is_told_when_it_is_decided(
    database: Database, database_url: str, alice: Walker
) -> None:
    owner = Owner(alice.person.id, alice.person.telegram_id)
    _, is_there = await both(
        database,
        database_url,
        lambda unit: unit.erasure.erase(owner),
        lambda unit: unit.erasure.is_there(alice.person.id),
    )

    assert is_there is False


async def test_two_who_wait_for_each_other_are_told_to_try_again(
    database: Database, database_url: str, alice: Walker, ben: Walker
) -> None:
    async def asked_of_both(unit: Unit, one: Walker, other: Walker, met: asyncio.Barrier) -> None:
        await unit.people.ask(one.person.id, "hour")
        await met.wait()
        await unit.people.ask(other.person.id, "hour")

    met = asyncio.Barrier(2)
    ends = await asyncio.gather(
        _in_a_unit(database, lambda unit: asked_of_both(unit, alice, ben, met)),
        _in_a_unit(database, lambda unit: asked_of_both(unit, ben, alice, met)),
        return_exceptions=True,
    )

    [loser] = [end for end in ends if end is not None]
    assert isinstance(loser, Unavailable)
    assert str(loser) == "DeadlockDetected: deadlock detected"


async def test_a_lost_connection_costs_one_try(database: Database, database_url: str, alice: Walker) -> None:
    async with database.unit() as unit:
        await unit.people.ids()
    by_hand(database_url, CUT_EVERYBODY_OFF)

    with pytest.raises(Unavailable):
        await _in_a_unit(database, lambda unit: unit.people.ids())

    assert await _in_a_unit(database, lambda unit: unit.people.ids()) == [alice.person.id]


async def test_what_is_refused_quotes_nobody(database: Database, database_url: str, day: Nudge) -> None:
    with pytest.raises(StorageError) as refused:
        await _in_a_unit(
            database,
            lambda unit: unit.nudges.add(replace(day, id=2, token="t", local_date=day.local_date + timedelta(days=1))),
        )

    assert str(refused.value) == "UniqueViolation: uq_nudge_day"


async def test_one_process_at_a_time_works_on_a_database(
    database: Database, database_url: str, keyring: Keyring
) -> None:
    async with Database(database_url, keyring) as another, database.alone():
        with pytest.raises(InUse):
            async with another.alone():
                pass
    async with Database(database_url, keyring) as another, another.alone():
        pass


async def test_whoever_is_cut_off_from_the_server_holds_its_lock_no_longer(
    database: Database, database_url: str, keyring: Keyring
) -> None:
    async with Database(database_url, keyring) as another, database.alone():
        by_hand(database_url, CUT_EVERYBODY_OFF)

        async with another.alone():
            pass


async def test_what_was_erased_is_cleared_away_once_nobody_reads_it(
    database: Database, database_url: str, alice: Walker
) -> None:
    async with database.unit() as unit:
        await unit.people.ids()  # from here on this one may read what is there now

        assert not await database.checkpoint()

    assert await database.checkpoint()


async def test_the_room_of_what_was_erased_is_used_again(database: Database, database_url: str, alice: Walker) -> None:
    place = "SELECT ctid FROM person"
    of_alice = by_hand(database_url, place)
    await _in_a_unit(database, lambda unit: unit.erasure.erase(Owner(alice.person.id, alice.person.telegram_id)))

    assert await database.checkpoint()

    await _in_a_unit(database, lambda unit: unit.people.met(1003, "Ben", NOON))
    assert by_hand(database_url, place) == of_alice


async def _in_a_unit(database: Database, part: Part[T]) -> T:
    async with database.unit() as unit:
        return await part(unit)
