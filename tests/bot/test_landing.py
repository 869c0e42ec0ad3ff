"""How days land as an author may see it: who is in it and since when, which versions together, and the same in every form."""

import csv
import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat import pictures
from bot.chat.pictures import DARK, LIGHT, effect_card, funnel_picture
from bot.chat.pictures.lettering import drawable, fitted, width, wrapped
from bot.clock import StandingClock
from bot.landing import DayTold, Landing, NoSuchTrack, NoSuchVersion, Released, Told, Versions, cuts, tables, wording
from curriculum import journey
from curriculum.day import DAYS, Outcome
from curriculum.media import MOST_BYTES, MediaKind, read_media
from storage.belongings import Owner
from storage.database import Database
from storage.landing import Started, Version
from storage.secrecy import Keyring
from tests.cohort import Reached, Walk, likely, write
from tests.conftest import NOON
from tests.storage.conftest import by_hand, url_of
from tests.stories.town import CALM
from tests.tracks import track_yaml

SLUG = "thirty-calm-days"
LATER = [(2, 77, timedelta(days=21)), (3, 31, timedelta(days=41))]
DONE = [Reached(day, outcome=Outcome.DONE) for day in range(1, 8)]


@pytest.fixture
async def database(database_file: Path, keyring: Keyring) -> AsyncIterator[Database]:
    async with Database(f"sqlite+aiosqlite:///{database_file}", keyring) as database:
        async with database.unit() as unit:
            await unit.tracks.publish(CALM, by=None, now=NOON)
        yield database


async def released(database: Database, *, after: timedelta, version: int | None = None) -> Released:
    landing = Landing(StandingClock(NOON + after))
    async with database.unit(long=True) as unit:
        return await landing.released(unit, SLUG, version)


def low(told: Released, day: int) -> tuple[int, int, int, int]:
    one = told.by_day[day - 1]
    return one.eligible.low, one.sent.low, one.opened.low, one.answered.low


async def test_ten_are_told_from_the_day_after_they_could_answer(database: Database) -> None:
    await write(database, SLUG, [Walk(NOON, DONE)] * 10)

    assert low(await released(database, after=timedelta(days=2)), 1) == (0, 0, 0, 0)
    third = await released(database, after=timedelta(days=3))
    assert low(third, 1) == (10, 10, 10, 10)
    assert low(third, 2) == (0, 0, 0, 0)
    assert third.until == date(2026, 5, 6)
    assert low(await released(database, after=timedelta(days=4)), 2) == (10, 10, 10, 10)


async def test_nine_are_never_told_and_wait_for_the_tenth(database: Database) -> None:
    await write(database, SLUG, [Walk(NOON, DONE)] * 9)
    assert (await released(database, after=timedelta(days=40))).is_hidden

    await write(database, SLUG, [Walk(NOON + timedelta(days=20), DONE)], first=2_000_000)
    assert low(await released(database, after=timedelta(days=23)), 1) == (10, 10, 10, 10)


async def test_admins_own_walks_are_no_figures(database: Database) -> None:
    await write(database, SLUG, [Walk(NOON, DONE, counted=False), *[Walk(NOON, DONE)] * 9])
    assert (await released(database, after=timedelta(days=9))).is_hidden

    await write(database, SLUG, [Walk(NOON, DONE)], first=2_000_000)
    assert not (await released(database, after=timedelta(days=9))).is_hidden


async def three_versions(database: Database) -> None:
    """138 people begin with the first, 77 with the second, 31 with the third."""
    cohorts = {1: likely(1, 138, started_at=NOON, over=15)}
    cohorts |= {number: likely(number, count, started_at=NOON + after) for number, count, after in LATER}
    for number, walks in cohorts.items():
        if number > 1:
            await publish(database, track_yaml(title=f"Calm after {20 * number - 20}"))
        await write(database, SLUG, [replace(each, number=number) for each in walks], first=number * 1_000_000)


async def publish(database: Database, text: str, *, mends: int | None = None) -> None:
    async with database.unit() as unit:
        await unit.tracks.publish(text, by=None, now=NOON, mends=mends)


async def test_what_is_told_of_all_versions_is_added_up_from_what_is_told_of_each(database: Database) -> None:
    await three_versions(database)
    after = timedelta(days=100)

    whole = await released(database, after=after)
    each = [await released(database, after=after, version=number) for number in (1, 2, 3)]

    assert whole.choices == [Versions(1, 1), Versions(2, 2), Versions(3, 3)]
    assert [one.told for one in each] == [f"people who began with version {number}" for number in (1, 2, 3)]
    for day in range(DAYS):
        days = [one.by_day[day] for one in each]
        for outcome in Outcome:
            assert whole.by_day[day].outcomes[outcome] == Told.sum(one.outcomes[outcome] for one in days)
        for name in ("eligible", "sent", "opened", "answered"):
            assert getattr(whole.by_day[day], name) == Told.sum(getattr(one, name) for one in days)
    assert whole.quiet == [Told.sum(told) for told in zip(*(one.quiet for one in each), strict=True)]
    assert (whole.title, each[0].title) == ("Calm after 40", "Thirty calm days")


async def test_of_what_is_not_there_nothing_is_told(database: Database) -> None:
    with pytest.raises(NoSuchVersion):
        await released(database, after=timedelta(days=1), version=2)
    async with database.unit() as unit:
        with pytest.raises(NoSuchTrack):
            await Landing(StandingClock(NOON)).released(unit, "no-such-track")


def test_people_come_in_by_steps_of_ten_or_more_and_stay_in() -> None:
    first = NOON.date()
    for sizes in ([1] * 40, [9, 1, 9, 2, 30, 4, 5, 6], [25], [3, 0, 8, 0, 0, 9, 1]):
        started = [Started(1, first + timedelta(days=number), DAYS, size) for number, size in enumerate(sizes) if size]
        before = 0
        for later in range(60):
            until = first + timedelta(days=later)
            known = [one for one in started if one.on < until]
            last = cuts.last_days(known, until=until)
            count = sum(one.count for one in known if last.get(one.on, 0) >= 1)

            assert count == before or count - before >= 10
            before = count
        assert before == sum(sizes) - sum(one.count for one in started if one.on not in last)


@pytest.mark.parametrize(
    ("apart", "together"),
    [
        ((None,), [(1, 1)]),
        ((True, None), [(1, 1), (2, 2)]),
        ((False, None), [(1, 2)]),
        ((False, True, True, None), [(1, 2), (3, 3), (4, 4)]),
        ((True, False, False, None), [(1, 1), (2, 4)]),
    ],
)
def test_a_version_that_few_began_with_is_told_with_the_next(
    apart: Sequence[bool | None], together: Sequence[tuple[int, int]]
) -> None:
    versions = [Version(number, one) for number, one in enumerate(apart, 1)]

    assert cuts.choices(versions) == [Versions(first, last) for first, last in together]


@pytest.fixture
async def assert_still_told(database: Database) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """Whether all that was told of three versions is still told, by each and of all."""
    await three_versions(database)

    async def told() -> list[Released]:
        return [await released(database, after=timedelta(days=100), version=one) for one in (None, 1, 2, 3)]

    before = await told()

    async def the_same() -> None:
        for one, another in zip(await told(), before, strict=True):
            assert (one.by_day, one.quiet, one.choices) == (another.by_day, another.quiet, another.choices)

    yield the_same


async def test_wording_that_was_mended_takes_nobody_out_of_the_funnel(
    database_file: Path, assert_still_told: Callable[[], Awaitable[None]]
) -> None:
    """What is still to come is sent in the words, and under the number, of the version that mends."""
    by_hand(url_of(database_file), "UPDATE nudge SET number = 3 WHERE day > 3")

    await assert_still_told()


async def test_who_moves_to_a_newer_version_stays_where_they_began(
    database: Database, assert_still_told: Callable[[], Awaitable[None]]
) -> None:
    async with database.unit() as unit:
        walks = await unit.enrolments.all(range(1_000_000, 1_000_138))
        for walk in list(walks.values())[::3]:
            await unit.enrolments.move(walk, journey.move(walk, 3, length=DAYS))

    await assert_still_told()


async def test_who_is_given_a_role_or_loses_it_stays_in_the_figures_or_out(
    database: Database, assert_still_told: Callable[[], Awaitable[None]]
) -> None:
    async with database.unit() as unit:
        for account in range(1_000_000, 1_000_138):
            await unit.grants.give(account, "owner", NOON)
    await assert_still_told()

    async with database.unit() as unit:
        for account in range(1_000_000, 1_000_138):
            await unit.grants.take(account)
    await assert_still_told()


async def test_who_is_forgotten_brings_no_versions_together(database: Database) -> None:
    await three_versions(database)
    choices = [Versions(1, 1), Versions(2, 2), Versions(3, 3)]
    assert (await released(database, after=timedelta(days=100))).choices == choices
    before = await released(database, after=timedelta(days=100), version=1)

    async with database.unit() as unit:
        for person in range(2_000_000, 2_000_040):
            await unit.erasure.erase(Owner(person, person))

    assert (await released(database, after=timedelta(days=100))).choices == choices
    assert (await released(database, after=timedelta(days=100), version=1)).by_day == before.by_day
    assert (await released(database, after=timedelta(days=100), version=2)).by_day[0].eligible == Told(30, 39)


async def test_a_day_is_due_only_to_those_whose_walk_is_so_long(database: Database) -> None:
    fourteen = [Reached(day, outcome=Outcome.DONE) for day in range(1, 15)]
    await write(database, SLUG, [Walk(NOON, DONE)] * 60)
    await publish(database, track_yaml(title="Two weeks", length=14, days=dict.fromkeys(range(15, DAYS + 1))))
    await write(database, SLUG, [Walk(NOON, fourteen, number=2, length=14)] * 20, first=2_000_000)

    whole, long, short = [await released(database, after=timedelta(days=60), version=one) for one in (None, 1, 2)]

    assert (len(whole.by_day), len(long.by_day), len(short.by_day)) == (30, 30, 14)
    assert [whole.by_day[day - 1].eligible.low for day in (14, 15, 30)] == [80, 60, 60]
    assert [long.by_day[day - 1].eligible.low for day in (14, 30)] == [60, 60]
    assert {day.eligible.low for day in short.by_day} == {20}
    assert (whole.title, whole.by_day[13].title) == ("Two weeks", short.by_day[13].title)
    assert whole.by_day[29].title == long.by_day[29].title
    assert list(tables.lines(short))
    assert pictures.funnel(short, LIGHT)
    assert pictures.effect(short, 14, LIGHT)


COHORTS = {"plenty": (500, 60), "some": (60, 60), "few": (25, 40), "young": (200, 18), "none": (0, 40)}


@pytest.mark.parametrize("cohort", COHORTS)
async def test_the_pictures_say_what_the_tables_say(database: Database, cohort: str) -> None:
    count, days = COHORTS[cohort]
    await write(database, SLUG, likely(5, count, started_at=NOON, over=12))
    told = await released(database, after=timedelta(days=days))
    table = list(tables.lines(told))
    rows = {line.split()[0]: line.split() for line in table[5 : 5 + DAYS]}

    canvas = funnel_picture.drawn(told, LIGHT)
    drawn = iter(canvas.texts)
    for day in funnel_picture.days_told(told):
        assert next(text for text in drawn if text == str(day.day))
        assert [next(drawn), next(drawn)] == [rows[str(day.day)][1], rows[str(day.day)][4]]
    if len(funnel_picture.days_told(told)) < DAYS:
        assert any("fewer than 10 people so far" in text for text in canvas.texts)
        assert all(row[1:] == ["<10"] * 4 for row in list(rows.values())[len(funnel_picture.days_told(told)) :])

    for day in (1, 7, 30):
        card = effect_card.drawn(told, day, DARK).texts
        line = next(line for line in table[5 + DAYS :] if line.split()[:1] == [str(day)])
        for outcome, says in wording.outcomes().items():
            figure = card[card.index(says) + 1]
            assert figure.split()[0] == wording.count(told.by_day[day - 1].outcomes[outcome])
            assert figure.split()[0] in line.split()
        for name, figure in (("skipped", told.by_day[day - 1].skipped), ("due so far", told.by_day[day - 1].eligible)):
            says = wording.count(figure) if isinstance(figure, Told) else wording.percent(figure)
            assert card[card.index(name) + 1] == says


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
async def test_telegram_takes_the_pictures(database: Database, theme: pictures.Theme) -> None:
    await write(database, SLUG, likely(5, 300, started_at=NOON))
    told = await released(database, after=timedelta(days=60))

    for png in (pictures.funnel(told, theme), pictures.effect(told, 3, theme)):
        file = read_media("landing.png", png)
        assert file.kind is MediaKind.PICTURE
        assert len(png) < MOST_BYTES[MediaKind.PICTURE] / 10


async def test_all_forms_hold_the_same(database: Database) -> None:
    await write(database, SLUG, likely(5, 120, started_at=NOON))
    told = await released(database, after=timedelta(days=60))

    asked = json.loads(tables.as_json(told))
    rows = list(csv.DictReader(io.StringIO(tables.as_csv(told))))

    assert len(asked["days"]) == len(rows) == DAYS
    for day, one, row in zip(told.by_day, asked["days"], rows, strict=True):
        assert one["answered"] == (day.answered.low or None)
        assert row["answered"] == str(day.answered.low or "")
        assert row["title"] == one["title"] == day.title
    assert [one["people"] for one in asked["quiet"]] == [told.low or None for told in told.quiet]


def test_a_title_is_no_formula_in_a_sheet() -> None:
    day = datetime(2026, 5, 4, tzinfo=UTC).date()
    nobody = Told(0, 9)
    title = '=HYPERLINK("x")'
    one = DayTold(1, title, nobody, nobody, nobody, nobody, dict.fromkeys(Outcome, nobody), None)
    told = Released("slug", "Title", day, None, [Versions(1, 1)], [one], [nobody] * 4)

    [row] = csv.DictReader(io.StringIO(tables.as_csv(told)))
    assert row["title"] == "'" + title


@pytest.mark.parametrize(
    "text",
    [
        "Сказать вслух, что хорошо",
        "Übung: größer wäre schöner",
        "Ένα βήμα",
        "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    ],
)
def test_titles_fit_and_have_letters(text: str) -> None:
    box = width("\uffff", 54)

    for line in wrapped(text * 3, 54, 968):
        assert width(line, 54) <= 968
    assert all(width(letter, 54) > 0 for letter in text)
    assert box > 0
    assert fitted(text, 54, 5000) == text


def test_what_has_no_letter_is_left_out() -> None:
    assert drawable("🌿 Quiet\n evenings ❤️") == "Quiet evenings"
