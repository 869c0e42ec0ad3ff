"""An author looks at how the days of a track land: a picture, the same in words, and buttons to look further."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from bot import retention
from bot.answering import Answering
from bot.chat import pictures
from bot.chat.landing_routes import LandingRoutes
from bot.chat.turn import Heard, Kind, calls
from bot.landing import Landing, wording
from bot.practice import Practice
from curriculum.day import MOST_IN_A_CAPTION, Outcome
from curriculum.writing import units
from storage.database import Unit
from storage.inbox import Waiting
from tests.cohort import Reached, Walk, likely, write
from tests.conftest import NOON
from tests.stories.test_rights import newest_act
from tests.stories.town import ADMIN, Somebody, Town
from tests.tracks import track_yaml

SLUG = "thirty-calm-days"


def tapped(town: Town, view: str) -> Heard:
    carries = f"la:{SLUG}:0:{view}:l"
    return Heard(kind=Kind.TAP, sender=ADMIN, chat=ADMIN, said_at=town.clock(), tap=carries, tap_id="1", message_id=1)


async def after_two_months(town: Town, *, people: int = 500) -> None:
    await write(town.database, SLUG, likely(1, people, started_at=NOON))
    town.clock.move(timedelta(days=60))


async def test_an_admin_sees_the_funnel_as_a_picture_with_the_same_in_words(robin: Somebody, town: Town) -> None:
    await after_two_months(town)

    await robin.says("/landing")
    assert "Which track?" in robin.told
    assert await newest_act(town) == (town.keyring.pseudonym(ADMIN), "landing", "", "done")
    await robin.taps("Thirty calm days")

    async with town.database.unit() as unit:
        told = await Landing(town.clock).released(unit, SLUG)
    assert robin.newest.photo is not None
    assert robin.newest.photo.content == pictures.funnel(told, pictures.LIGHT)
    lines = robin.told.splitlines()
    assert lines[0] == "How days land: Thirty calm days"
    assert lines[1] == "all versions, up to 2 July 2026 (UTC). Counts are in tens, rounded down."
    assert lines[3] == "Each day: due so far, sent, opened, answered."
    assert lines[4:] == [f"{day.day}: {' '.join(map(wording.count, wording.sets_of(day)))}" for day in told.by_day]
    assert units(robin.told) <= MOST_IN_A_CAPTION
    assert robin.newest.buttons == [["Day by day", "Gone quiet"], ["Dark"]]
    assert await newest_act(town) == (town.keyring.pseudonym(ADMIN), "landing", SLUG, "done")


async def test_one_leafs_through_the_days_in_the_dark(robin: Somebody, town: Town) -> None:
    await after_two_months(town)
    await robin.says("/landing")
    await robin.taps("Thirty calm days")
    await robin.taps("Dark")
    await robin.taps("Day by day")
    await robin.taps("Day 2 ▶")

    async with town.database.unit() as unit:
        told = await Landing(town.clock).released(unit, SLUG)
    day = told.by_day[1]
    assert robin.newest.photo is not None
    assert robin.newest.photo.content == pictures.effect(told, 2, pictures.DARK)
    assert f"Day 2: {day.title}" in robin.told
    assert f"made it worse: {wording.share_of(day.outcomes[Outcome.MADE_IT_WORSE], day)}" in robin.told
    assert f"Skipped: {wording.percent(day.skipped)}." in robin.told
    assert robin.newest.buttons == [["◀ Day 1", "Day 3 ▶"], ["Funnel", "Gone quiet"], ["Light"]]

    await robin.taps("◀ Day 1")
    assert robin.newest.buttons[0] == ["Day 2 ▶"]


async def test_who_went_quiet_is_told_in_words(robin: Somebody, town: Town) -> None:
    still = [Walk(NOON, [Reached(day) for day in range(1, 6)])] * 23
    await write(town.database, SLUG, still)
    town.clock.move(timedelta(days=6))

    await robin.says("/landing")
    await robin.taps("Thirty calm days")
    await robin.taps("Gone quiet")

    assert robin.newest.photo is None
    assert robin.told.splitlines()[3:] == [
        "Under way, and without an answer for",
        "1 to 2 days: <10",
        "3 to 6 days: 20+",
        "7 to 13 days: <10",
        "14 days or more: <10",
    ]
    assert robin.newest.buttons == [["Funnel", "Day by day"]]


async def test_versions_are_chosen_by_a_button(robin: Somebody, town: Town) -> None:
    await after_two_months(town)
    await town.publishes(track_yaml(title="Calmer days"))

    await robin.says("/landing")
    await robin.taps("Calmer days")
    assert robin.newest.buttons[1] == ["Version 1", "Version 2"]
    await robin.taps("Version 1")

    assert robin.told.splitlines()[:2] == [
        "How days land: Thirty calm days",
        "people who began with version 1, up to 2 July 2026 (UTC). Counts are in tens, rounded down.",
    ]
    assert robin.newest.buttons[1] == ["All versions", "Version 2"]
    assert await newest_act(town) == (town.keyring.pseudonym(ADMIN), "landing", f"{SLUG} 1", "done")


async def test_who_comes_from_a_day_that_a_shorter_version_has_not_sees_its_last_one(
    robin: Somebody, town: Town
) -> None:
    await after_two_months(town)
    await town.publishes(track_yaml(title="Two weeks", length=14, days=dict.fromkeys(range(15, 31))))

    await robin.says("/landing")
    robin.person.taps_data(f"la:{SLUG}:1:20:l")
    await town.settles()
    assert "Day 20: " in robin.told
    await robin.taps("Version 2")

    assert "Day 14: " in robin.told
    assert robin.newest.buttons[0] == ["◀ Day 13"]


async def test_where_few_are_so_far_that_is_said(robin: Somebody, town: Town) -> None:
    await robin.says("/landing")
    await robin.taps("Thirty calm days")

    assert "So far it is fewer than 10 people" in robin.told
    assert robin.newest.photo is not None


async def test_an_admins_own_walk_is_in_no_figure(robin: Somebody, town: Town) -> None:
    days = [Reached(day, outcome=Outcome.DONE) for day in range(1, 6)]
    await write(town.database, SLUG, [Walk(NOON, days)] * 9)
    await robin.enrols()
    town.clock.move(timedelta(days=9))

    await robin.says("/landing")
    await robin.taps("Thirty calm days")

    assert "So far it is fewer than 10 people" in robin.told


async def test_what_is_not_there_is_said_and_stands_in_the_log(robin: Somebody, town: Town) -> None:
    await robin.says("/landing")
    for carries in ("la:no-such-track:0:f:l", f"la:{SLUG}:7:f:l"):
        robin.person.taps_data(carries)
        await town.settles()
        assert robin.toasts[-1] == "There is no such track or version. /landing shows those there are."
        assert (await newest_act(town))[1:] == ("landing", "", "failed")


async def test_a_picture_that_is_gone_before_it_was_sent_comes_in_words(robin: Somebody, town: Town) -> None:
    await robin.says("/landing")
    heard = tapped(town, "f")
    async with town.database.unit() as unit:
        answer = await town.app.conversation.answer(unit, heard, None, None)
    [call] = [call for call in calls(heard, answer) if call.media is not None]
    await retention.let_go(town.database, town.clock())

    answering = Answering(town.database, town.app.sending, Practice(town.clock), town.clock)
    await answering.say(Waiting(1, ADMIN, town.clock()), [call])

    assert robin.newest.photo is None
    assert robin.told.startswith("How days land: Thirty calm days")


async def test_leafing_through_the_days_counts_once_and_another_day_counts_anew(town: Town) -> None:
    await after_two_months(town, people=30)
    counted = 0

    @asynccontextmanager
    async def unhurried() -> AsyncIterator[Unit]:
        nonlocal counted
        counted += 1
        async with town.database.unit(long=True, reads=True) as unit:
            yield unit

    routes = LandingRoutes(Landing(town.clock), unhurried)
    for view in ("f", "1", "2", "q"):
        await routes.make_ready(tapped(town, view))
    assert counted == 1

    async with town.database.unit() as unit:
        for view in ("f", "1", "2", "q"):
            assert (await routes.answer(unit, tapped(town, view))).found
    town.clock.move(timedelta(days=1))
    await routes.make_ready(tapped(town, "f"))
    assert counted == 2
