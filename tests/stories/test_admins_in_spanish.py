"""Admins are told everything in their own language: in the chat, on pictures and pages, and where it is another's act that
reaches them.
"""

import html
import json
import re
from contextlib import AsyncExitStack

import aiohttp
import pytest

from bot.chat import pictures
from bot.desk.editor_words import editor_words
from bot.landing import Landing
from bot.rehearsing import PACE
from bot.words import _, speaking
from tests.cohort import FIRST, likely, write
from tests.conftest import NOON
from tests.stories.test_admins import MINE, sends
from tests.stories.test_broadcasts import sends_out
from tests.stories.test_desk import Robins, doors
from tests.stories.test_granting import link_from
from tests.stories.test_landing import SLUG, after_two_months
from tests.stories.town import Somebody, Town

__all__ = ["doors"]


def es(text: str) -> str:
    """What is said for this in Spanish."""
    with speaking("es"):
        return _(text)


@pytest.fixture
async def hispanic(robin: Somebody, town: Town) -> Somebody:
    """Robin, who wants to be spoken to in Spanish from now on."""
    await robin.starts()
    await speaks(robin, town)
    return robin


async def speaks(one: Somebody, town: Town, language: str = "es") -> None:
    async with town.database.unit() as unit:
        person = await unit.people.known(one.telegram_id)
        assert person is not None
        await unit.people.speak(person.id, language)


async def test_a_picture_that_was_drawn_for_another_language_is_drawn_anew(robin: Somebody, town: Town) -> None:
    await after_two_months(town)
    await robin.starts()
    await robin.says("/landing")
    await robin.taps("Thirty calm days")
    async with town.database.unit() as unit:
        told = await Landing(town.clock).released(unit, SLUG)
    assert robin.newest.photo is not None
    assert robin.newest.photo.content == pictures.funnel(told, pictures.LIGHT)

    await speaks(robin, town)
    await robin.says("/landing")
    await robin.taps("Thirty calm days")

    with speaking("es"):
        drawn = pictures.funnel(told, pictures.LIGHT)
    assert robin.newest.photo.content == drawn
    assert "2 de julio de 2026" in robin.told.splitlines()[1]

    # What was made ready before the turn is found again in it: nothing is counted anew on the same day.
    await write(town.database, SLUG, likely(2, 500, started_at=NOON), first=2 * FIRST)
    await robin.taps(es("Day by day"))
    with speaking("es"):
        card = pictures.effect(told, 1, pictures.LIGHT)
    assert robin.newest.photo.content == card


async def test_a_rehearsal_goes_on_by_itself_in_the_language_of_who_watches(hispanic: Somebody, town: Town) -> None:
    await hispanic.says("/rehearse")
    await hispanic.taps("Thirty calm days")
    await hispanic.taps(es("ideal").capitalize())
    town.clock.move(PACE)

    assert await town.app.showing.look() == 1

    assert "jue 5 mar, 08:00" in hispanic.told
    await hispanic.taps(es("Stop"))
    await hispanic.taps(es("Rehearse again"))
    await hispanic.taps(es("I answer myself"))
    await hispanic.taps(es("Done, calm"))
    await hispanic.taps(es("All of it as a page"))
    assert hispanic.newest.document is not None
    page = hispanic.newest.document.content.decode()
    assert '<html lang="es">' in page
    assert "martes 3 de marzo de 2026" in page


async def test_what_others_do_is_told_in_the_language_of_who_hears_of_it(
    hispanic: Somebody, alice: Somebody, town: Town
) -> None:
    await town.is_set_up(second_reader="required")
    await speaks(hispanic, town, "en")
    link = await link_from(hispanic)
    await speaks(hispanic, town)

    await alice.starts(link)
    await alice.taps("Yes, I want that")

    assert hispanic.newest.buttons == [[es("People with rights")]]
    assert "You are an author from now on" in alice.told

    await sends(alice, MINE)
    await alice.taps("Publish")
    await alice.taps("Ask for a reading")
    assert hispanic.newest.buttons[1] == [es("Approve"), es("Send back")]

    await hispanic.taps(es("Approve"))
    assert alice.newest.buttons == [["Publish"]]
    assert "approves of it." in alice.told


async def test_how_far_a_broadcast_is_is_shown_in_the_language_of_its_owner(
    hispanic: Somebody, alice: Somebody, town: Town
) -> None:
    await alice.enrols()
    await speaks(hispanic, town, "en")
    await sends_out(hispanic)
    await speaks(hispanic, town)
    town.clock.move(PACE * 2)

    await town.app.broadcasts.carry_on()

    assert hispanic.newest.buttons == [[es("◀ Back")]]
    assert "A word to everybody here" in alice.told


async def test_the_desk_speaks_to_an_author_as_the_chat_does(
    hispanic: Somebody, town: Town, doors: AsyncExitStack
) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as web:
        robins = Robins(hispanic, town, doors, web)
        await robins.opens_the_door()
        browser, path = await robins.begins()

        editor = (await browser.get(path)).text
        assert '<html lang="es">' in editor
        handed = re.search(r'data-words="([^"]*)"', editor)
        assert handed is not None
        with speaking("es"):
            assert json.loads(html.unescape(handed[1])) == editor_words()
        assert '<html lang="es">' in (await browser.get("/desk/drafts/none")).text
        await speaks(hispanic, town, "en")
        assert '<html lang="en">' in (await browser.get(path)).text


async def test_who_is_not_at_the_desk_yet_is_spoken_to_as_the_browser_asks(
    hispanic: Somebody, town: Town, doors: AsyncExitStack
) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as web:
        robins = Robins(hispanic, town, doors, web)
        await robins.opens_the_door()
        browser = robins.browser()

        spanish = await browser.get("/desk", **{"Accept-Language": "es-MX,es;q=0.9,en;q=0.8"})
        other = await browser.get("/desk", **{"Accept-Language": "<script>"})

    assert '<html lang="es">' in spanish.text
    assert '<html lang="en">' in other.text
