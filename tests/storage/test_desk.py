"""The desk in the database: what opens it, who is there, and what they write, in a file and on a server."""

import asyncio
from datetime import timedelta

import pytest

from storage.database import Database
from storage.errors import Stale
from tests.storage.conftest import NOON, by_hand

ROBIN, MAYA = 1001, 1002
LINK, HELD = "l" * 43, "h" * 43
SOON = NOON + timedelta(minutes=15)


async def test_a_link_is_used_once_also_by_two_at_the_same_time(database: Database) -> None:
    async with database.unit() as unit:
        await unit.desk_visits.put_link(LINK, admin=ROBIN, until=SOON)

    async def used() -> int | None:
        async with database.unit() as unit:
            return await unit.desk_visits.use_link(LINK, NOON)

    assert sorted(await asyncio.gather(*(used() for _ in range(5))), key=str) == [ROBIN, None, None, None, None]


async def test_a_link_opens_nothing_from_the_moment_it_ends(database: Database) -> None:
    async with database.unit() as unit:
        await unit.desk_visits.put_link(LINK, admin=ROBIN, until=SOON)
        assert await unit.desk_visits.use_link(LINK, SOON) is None
        assert await unit.desk_visits.use_link(LINK, SOON - timedelta(seconds=1)) == ROBIN


async def test_neither_link_nor_what_a_browser_holds_stands_in_the_database(
    database: Database, database_url: str
) -> None:
    async with database.unit() as unit:
        await unit.desk_visits.put_link(LINK, admin=ROBIN, until=SOON)
        await unit.desk_visits.begin(HELD, admin=ROBIN, now=NOON)
        assert unit.desk_visits.in_forms(HELD) not in (LINK, HELD)

    rows = by_hand(database_url, "SELECT digest FROM desk_link UNION SELECT digest FROM desk_visit")
    assert len(rows) == 2
    assert all(len(digest) == 64 for (digest,) in rows)


async def test_a_visit_is_found_by_what_its_browser_holds_until_it_ends(database: Database) -> None:
    async with database.unit() as unit:
        visit = await unit.desk_visits.begin(HELD, admin=ROBIN, now=NOON)
        await unit.desk_visits.begin("m" * 43, admin=MAYA, now=NOON)
        await unit.desk_visits.seen(visit, SOON)
    async with database.unit() as unit:
        found = await unit.desk_visits.of(HELD)
        assert found is not None
        assert (found.admin, found.begun_at, found.seen_at) == (ROBIN, NOON, SOON)
        assert await unit.desk_visits.of(LINK) is None

        await unit.desk_visits.end_all(ROBIN)

        assert await unit.desk_visits.of(HELD) is None
        assert await unit.desk_visits.of("m" * 43) is not None


async def test_what_opens_nothing_any_more_is_let_go(database: Database, database_url: str) -> None:
    async with database.unit() as unit:
        await unit.desk_visits.put_link(LINK, admin=ROBIN, until=NOON)
        await unit.desk_visits.put_link("n" * 43, admin=ROBIN, until=SOON)
        await unit.desk_visits.begin(HELD, admin=ROBIN, now=NOON - timedelta(hours=9))
        await unit.desk_visits.begin("m" * 43, admin=ROBIN, now=NOON)
        await unit.desk_visits.forget(
            now=NOON, seen_before=NOON - timedelta(minutes=15), begun_before=NOON - timedelta(hours=8)
        )

    counts = by_hand(database_url, "SELECT (SELECT count(*) FROM desk_link), (SELECT count(*) FROM desk_visit)")
    assert counts == [(1, 1)]


async def test_of_two_who_save_on_top_of_one_edition_one_is_told(database: Database) -> None:
    async with database.unit() as unit:
        draft = await unit.desk_drafts.begin("title: Tea", admin=ROBIN, now=NOON)

    async def saved(text: str) -> bool:
        try:
            async with database.unit() as unit:
                await unit.desk_drafts.save(draft.token, text, admin=ROBIN, edition=1, now=NOON)
        except Stale:
            return False
        return True

    assert sorted(await asyncio.gather(saved("title: One"), saved("title: Other"))) == [False, True]
    async with database.unit() as unit:
        newest = await unit.desk_drafts.get(draft.token, admin=ROBIN)
    assert newest is not None
    assert newest.edition == 2


async def test_a_draft_is_its_author_s_alone_and_sealed(database: Database, database_url: str) -> None:
    async with database.unit() as unit:
        draft = await unit.desk_drafts.begin("title: Tea", admin=ROBIN, now=NOON)
        assert await unit.desk_drafts.get(draft.token, admin=MAYA) is None
        assert not await unit.desk_drafts.drop(draft.token, admin=MAYA)
        assert (await unit.desk_drafts.of(MAYA), await unit.desk_drafts.count_of(ROBIN)) == ([], 1)
        with pytest.raises(Stale):
            await unit.desk_drafts.save(draft.token, "title: Coffee", admin=MAYA, edition=1, now=NOON)

    [(text,)] = by_hand(database_url, "SELECT text FROM desk_draft")
    assert b"Tea" not in bytes(text)


async def test_drafts_that_nobody_saves_are_let_go(database: Database) -> None:
    async with database.unit() as unit:
        older = await unit.desk_drafts.begin("title: Tea", admin=ROBIN, now=NOON)
        newer = await unit.desk_drafts.begin("title: Coffee", admin=ROBIN, now=SOON)

        await unit.desk_drafts.forget(SOON)

        assert [draft.token for draft in await unit.desk_drafts.of(ROBIN)] == [newer.token]
        assert await unit.desk_drafts.drop(newer.token, admin=ROBIN)
        assert older.token != newer.token
