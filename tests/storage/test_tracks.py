"""Published tracks: numbered, immutable, and each draft for the admin who sent it."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from curriculum.enrolment import TrackRef
from curriculum.errors import TrackInvalid
from storage.database import Database
from storage.errors import NotFound
from tests.storage.conftest import NOON, by_hand
from tests.tracks import track_yaml


async def test_versions_count_up_and_stay_as_they_are(database: Database) -> None:
    async with database.unit() as unit:
        first = await unit.tracks.publish(track_yaml(title="One"), by=None, now=NOON)
        second = await unit.tracks.publish(track_yaml(title="Two"), by=1001, now=NOON)
        again = await unit.tracks.publish(track_yaml(title="Two"), by=1001, now=NOON)

    assert [(one.ref.number, one.is_new) for one in (first, second, again)] == [(1, True), (2, True), (2, False)]
    async with database.unit() as unit:
        assert (await unit.tracks.get(first.ref)).title == "One"
        newest = await unit.tracks.newest("thirty-calm-days")
        assert newest is not None
        assert newest.track.title == "Two"


async def test_what_is_no_track_is_not_published(database: Database) -> None:
    with pytest.raises(TrackInvalid):
        async with database.unit() as unit:
            await unit.tracks.publish(track_yaml(days={3: None}), by=None, now=NOON)

    async with database.unit() as unit:
        assert await unit.tracks.on_offer() == []


async def test_the_newest_version_of_each_track_is_on_offer_the_oldest_track_first(database: Database) -> None:
    async with database.unit() as unit:
        await unit.tracks.publish(track_yaml(track="zebra", title="Z"), by=None, now=NOON)
        await unit.tracks.publish(track_yaml(track="ant", title="A"), by=None, now=NOON + timedelta(hours=1))
        await unit.tracks.publish(track_yaml(track="zebra", title="Z2"), by=None, now=NOON + timedelta(hours=2))

    async with database.unit() as unit:
        offered = await unit.tracks.on_offer()
    assert [(one.ref, one.track.title) for one in offered] == [(TrackRef("zebra", 2), "Z2"), (TrackRef("ant", 1), "A")]


async def test_a_version_that_was_never_published_is_not_found(database: Database) -> None:
    async with database.unit() as unit:
        with pytest.raises(NotFound):
            await unit.tracks.get(TrackRef("nothing", 1))
        assert await unit.tracks.newest("nothing") is None


async def test_a_draft_is_for_the_admin_who_sent_it(database: Database) -> None:
    async with database.unit() as unit:
        token = await unit.tracks.keep_draft("text", admin=1001, now=NOON)

    async with database.unit() as unit:
        assert await unit.tracks.draft(token, admin=1001) == "text"
        assert await unit.tracks.draft(token, admin=1002) is None
        assert await unit.tracks.draft("forged", admin=1001) is None


async def test_two_versions_of_one_number_cannot_be(database: Database, database_url: str) -> None:
    async with database.unit() as unit:
        await unit.tracks.publish(track_yaml(), by=None, now=NOON)

    with pytest.raises(IntegrityError):
        by_hand(
            database_url,
            "INSERT INTO track_version (id, slug, number, content_hash, title, text, published_at) "
            "SELECT id + 1, slug, number, content_hash, title, text, published_at FROM track_version",
        )
