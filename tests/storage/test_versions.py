"""Versions that mend others, tracks that are retired or offered, and walks that move to another version."""

from dataclasses import replace

import pytest

from curriculum import journey
from curriculum.enrolment import Standing, TrackRef
from curriculum.errors import NotUnderWay
from storage.database import Database
from storage.errors import Stale
from storage.versions import Listing, Mended
from tests.storage.conftest import NOON, Walker
from tests.tracks import track_yaml

SLUG = "thirty-calm-days"


async def publish(database: Database, title: str, *, mends: int | None = None) -> TrackRef:
    async with database.unit() as unit:
        return (await unit.tracks.publish(track_yaml(title=title), by=None, now=NOON, mends=mends)).ref


async def test_only_the_newest_version_can_be_mended(database: Database) -> None:
    await publish(database, "One")
    await publish(database, "Two", mends=1)

    with pytest.raises(Stale):
        await publish(database, "Three", mends=1)
    with pytest.raises(Stale):
        async with database.unit() as unit:
            await unit.tracks.publish(track_yaml(track="other"), by=None, now=NOON, mends=1)

    async with database.unit() as unit:
        assert [(one.ref.number, one.mends) for one in await unit.versions.all_of(SLUG)] == [(2, 1), (1, None)]


async def test_words_are_those_of_the_last_version_in_an_unbroken_row(database: Database) -> None:
    for title, mends in (("One", None), ("Two", 1), ("Three", 2), ("Four", None), ("Five", 4)):
        await publish(database, title, mends=mends)

    async with database.unit() as unit:
        mended = await unit.versions.mended()
        assert await unit.versions.count_mended() == len(mended.versions) == 3
    told_in = [mended.words_for(TrackRef(SLUG, number)).number for number in range(1, 6)]
    assert told_in == [3, 3, 3, 5, 5]
    assert mended.words_for(TrackRef("other", 1)) == TrackRef("other", 1)


def test_a_very_long_row_is_followed_to_its_end() -> None:
    mended = Mended(frozenset(TrackRef(SLUG, number) for number in range(2, 5001)))

    assert mended.words_for(TrackRef(SLUG, 1)).number == 5000


async def test_what_says_the_very_same_mends_nothing(database: Database) -> None:
    await publish(database, "One")

    assert await publish(database, "One", mends=1) == TrackRef(SLUG, 1)

    async with database.unit() as unit:
        assert await unit.versions.count_mended() == 0


async def test_a_retired_track_is_not_on_offer_and_can_be_again(database: Database) -> None:
    newest = await publish(database, "One")
    for retired in (True, False):
        async with database.unit() as unit:
            await unit.versions.put(Listing(SLUG, retired=retired))
        async with database.unit() as unit:
            assert [one.ref for one in await unit.tracks.on_offer()] == ([] if retired else [newest])
            startable, there = await unit.tracks.startable(SLUG), await unit.tracks.newest(SLUG)
            assert (startable is None) is retired
            assert there is not None and there.ref == newest
            assert await unit.versions.listing(SLUG) == Listing(SLUG, retired=retired)
            assert await unit.versions.slugs() == [SLUG]


async def test_a_walk_moves_once_and_from_where_it_was_read(database: Database, alice: Walker) -> None:
    await publish(database, "Two")
    moved = journey.move(alice.walk, 2)
    async with database.unit() as unit:
        await unit.enrolments.move(alice.walk, moved)
    async with database.unit() as unit:
        assert await unit.enrolments.get(alice.walk.id) == replace(alice.walk, track=TrackRef(SLUG, 2))

    with pytest.raises(Stale):
        async with database.unit() as unit:
            await unit.enrolments.move(alice.walk, moved)


async def test_a_walk_that_is_over_does_not_move(database: Database, alice: Walker) -> None:
    over = journey.stop(alice.walk, NOON)
    with pytest.raises(NotUnderWay):
        journey.move(over, 2)
    async with database.unit() as unit:
        await unit.enrolments.save(alice.walk, over)

    with pytest.raises(Stale):
        async with database.unit() as unit:
            await unit.enrolments.move(alice.walk, journey.move(alice.walk, 2))

    async with database.unit() as unit:
        assert (await unit.enrolments.get(alice.walk.id)).standing is Standing.STOPPED


async def test_who_was_asked_about_which_version_is_kept_with_their_walk(
    database: Database, alice: Walker, ben: Walker
) -> None:
    async with database.unit() as unit:
        await unit.enrolments.was_offered(alice.walk.id, 2)

    async with database.unit() as unit:
        assert await unit.enrolments.offered(alice.walk.id) == 2
        assert await unit.enrolments.offered(ben.walk.id) is None


async def test_a_claim_writes_down_in_whose_words_a_nudge_goes_out(database: Database, alice: Walker) -> None:
    waiting = alice.nudge(1)
    async with database.unit() as unit:
        await unit.nudges.add(waiting)
    goes_out = replace(waiting, track=TrackRef(SLUG, 3))

    async with database.unit() as unit:
        [claimed] = await unit.nudges.claim_all([(waiting, goes_out)], NOON, lease=NOON - NOON)

    assert claimed.track == TrackRef(SLUG, 3)
    async with database.unit() as unit:
        assert (await unit.nudges.get(1)).track == TrackRef(SLUG, 3)
