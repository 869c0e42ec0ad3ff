"""Pictures and voice notes: each content once, the newest of a name, bound to a version, and known to Telegram by an id."""

from dataclasses import replace
from datetime import timedelta

import pytest

from curriculum.enrolment import TrackRef
from curriculum.media import MediaKind, read_media
from storage.database import Database, Unit
from storage.errors import AlreadyThere, NotFound
from storage.media import Attached
from tests.media import png, voice_note
from tests.storage.conftest import NOON, by_hand
from tests.tracks import track_yaml

ROBIN, SAM = 1001, 1009
BREATH = read_media("breath.png", png(grey=1))
BREATH_ANEW = read_media("breath.png", png(grey=2))
HUM = read_media("hum.ogg", voice_note())
CALM = TrackRef("thirty-calm-days", 1)


def counts(url: str) -> tuple[int, int]:
    """How many contents are kept, and how many names that admins sent."""
    [(contents, names)] = by_hand(url, "SELECT (SELECT count(*) FROM media), (SELECT count(*) FROM media_upload)")
    return contents, names


async def published(unit: Unit, title: str, **digests: str) -> TrackRef:
    """A version with these files, by the first part of their names."""
    publication = await unit.tracks.publish(track_yaml(title=title), by=ROBIN, now=NOON, media=digests)
    await unit.media.bind(publication.ref, {f"{name}.png": digest for name, digest in digests.items()})
    return publication.ref


async def test_the_newest_of_a_name_counts_for_the_admin_who_sent_it(database: Database) -> None:
    async with database.unit() as unit:
        await unit.media.take_in(BREATH, admin=ROBIN, now=NOON)
        await unit.media.take_in(HUM, admin=ROBIN, now=NOON)
        await unit.media.take_in(BREATH_ANEW, admin=ROBIN, now=NOON + timedelta(minutes=1))

    async with database.unit() as unit:
        wanted = ("breath.png", "hum.ogg", "nothing.png")
        assert await unit.media.found(wanted, admin=ROBIN, newest=None) == {
            "breath.png": BREATH_ANEW.digest,
            "hum.ogg": HUM.digest,
        }
        assert await unit.media.found(wanted, admin=SAM, newest=None) == {}


async def test_the_same_content_is_kept_once_however_often_it_comes(database: Database, database_url: str) -> None:
    async with database.unit() as unit:
        await unit.media.take_in(BREATH, admin=ROBIN, now=NOON)
        await unit.media.take_in(BREATH, admin=SAM, now=NOON)
        await unit.media.take_in(replace(BREATH, name="air.png"), admin=SAM, now=NOON)
        await unit.media.keep(BREATH)

    assert counts(database_url) == (1, 3)


async def test_a_version_keeps_the_file_it_was_published_with(database: Database) -> None:
    async with database.unit() as unit:
        first = await published(unit, "One", breath=await unit.media.keep(BREATH))
        second = await published(unit, "Two", breath=await unit.media.keep(BREATH_ANEW))

    async with database.unit() as unit:
        assert await unit.media.of(first, "breath.png") == Attached(MediaKind.PICTURE, "breath.png", BREATH.digest)
        assert await unit.media.of(second, "breath.png") == Attached(
            MediaKind.PICTURE, "breath.png", BREATH_ANEW.digest
        )
        assert await unit.media.of(first, "other.png") is None


async def test_what_the_newest_version_has_is_found_unless_the_admin_sent_another(database: Database) -> None:
    async with database.unit() as unit:
        newest = await published(unit, "One", breath=await unit.media.keep(BREATH))
        assert await unit.media.found(["breath.png"], admin=SAM, newest=newest) == {"breath.png": BREATH.digest}

        await unit.media.take_in(BREATH_ANEW, admin=SAM, now=NOON)

        assert await unit.media.found(["breath.png"], admin=SAM, newest=newest) == {"breath.png": BREATH_ANEW.digest}


async def test_the_same_text_with_another_file_is_another_version(database: Database) -> None:
    async with database.unit() as unit:
        numbers = []
        for media in ({}, {"breath.png": BREATH.digest}, {"breath.png": BREATH.digest}, {"breath.png": HUM.digest}):
            publication = await unit.tracks.publish(track_yaml(), by=None, now=NOON, media=media)
            numbers.append((publication.ref.number, publication.is_new))

    assert numbers == [(1, True), (2, True), (2, False), (3, True)]


async def test_a_name_means_one_file_in_a_version(database: Database) -> None:
    with pytest.raises(AlreadyThere):
        async with database.unit() as unit:
            digest = await unit.media.keep(BREATH)
            await unit.media.bind(CALM, {"breath.png": digest})
            await unit.media.bind(CALM, {"breath.png": digest})


async def test_a_file_is_made_ready_with_its_content_until_telegram_knows_it(database: Database) -> None:
    async with database.unit() as unit:
        ref = await published(unit, "One", breath=await unit.media.keep(BREATH))
    async with database.unit() as unit:
        media = await unit.media.of(ref, "breath.png")
        assert media is not None
        assert await unit.media.ready(media) == replace(media, content=BREATH.content)

        await unit.media.known(replace(media, file_id="AgAC"))

        assert await unit.media.of(ref, "breath.png") == replace(media, file_id="AgAC")
        assert await unit.media.ready(media) == replace(media, file_id="AgAC")


async def test_an_id_that_telegram_refuses_is_forgotten_but_not_one_that_came_since(database: Database) -> None:
    async with database.unit() as unit:
        ref = await published(unit, "One", breath=await unit.media.keep(BREATH))
    async with database.unit() as unit:
        media = await unit.media.of(ref, "breath.png")
        assert media is not None
        await unit.media.known(replace(media, file_id="new"))

        await unit.media.unknown(replace(media, file_id="old"))
        assert await unit.media.of(ref, "breath.png") == replace(media, file_id="new")

        await unit.media.unknown(replace(media, file_id="new"))
        assert await unit.media.of(ref, "breath.png") == media


async def test_a_file_that_is_not_there_cannot_be_made_ready(database: Database) -> None:
    async with database.unit() as unit:
        with pytest.raises(NotFound, match=r"no file breath\.png"):
            await unit.media.ready(Attached(MediaKind.PICTURE, "breath.png", "0" * 64))


async def test_what_no_version_uses_is_forgotten_in_time_and_what_one_uses_stays(
    database: Database, database_url: str
) -> None:
    async with database.unit() as unit:
        for file in (BREATH, HUM):
            await unit.media.take_in(file, admin=ROBIN, now=NOON)
        await unit.media.take_in(BREATH_ANEW, admin=SAM, now=NOON + timedelta(days=1))
        ref = await published(unit, "One", breath=BREATH.digest)

        await unit.media.forget_unused(sent_before=NOON + timedelta(hours=1))

    assert counts(database_url) == (2, 2)
    async with database.unit() as unit:
        assert await unit.media.of(ref, "breath.png") is not None
        assert await unit.media.found(["breath.png", "hum.ogg"], admin=ROBIN, newest=None) == {
            "breath.png": BREATH.digest
        }
        assert await unit.media.found(["breath.png"], admin=SAM, newest=None) == {"breath.png": BREATH_ANEW.digest}


async def test_what_was_replaced_before_any_version_used_it_is_forgotten_too(
    database: Database, database_url: str
) -> None:
    async with database.unit() as unit:
        await unit.media.take_in(BREATH, admin=ROBIN, now=NOON)
        await unit.media.take_in(BREATH_ANEW, admin=ROBIN, now=NOON)

        await unit.media.forget_unused(sent_before=NOON)

    assert counts(database_url) == (1, 1)


def test_neither_the_content_nor_the_id_is_shown_by_chance() -> None:
    shown = repr(Attached(MediaKind.PICTURE, "breath.png", BREATH.digest, "AgAC", b"secret"))

    assert "AgAC" not in shown
    assert "secret" not in shown
