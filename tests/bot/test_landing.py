"""How days land as an author may see it: who is in it and since when, which versions together, and the same in every form."""

import csv
import io
import json
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat import pictures
from bot.chat.pictures import DARK, LIGHT, effect_card, funnel_picture
from bot.chat.pictures.lettering import drawable, fitted, width, wrapped
from bot.clock import StandingClock
from bot.landing import DayTold, Landing, NoSuchTrack, NoSuchVersion, Released, Told, Versions, cuts, tables, wording
from bot.rights import Admins
from curriculum.day import DAYS, Outcome
from curriculum.media import MOST_BYTES, MediaKind, read_media
from storage.database import Database
from storage.landing import Started, Version
from storage.secrecy import Keyring
from tests.cohort import Reached, Walk, likely, write
from tests.conftest import NOON
from tests.stories.town import CALM
from tests.tracks import track_yaml

SLUG = "thirty-calm-days"
DONE = [Reached(day, outcome=Outcome.DONE) for day in range(1, 8)]


@pytest.fixture
async def database(database_file: Path, keyring: Keyring) -> AsyncIterator[Database]:
    async with Database(f"sqlite+aiosqlite:///{database_file}", keyring) as database:
        async with database.unit() as unit:
            await unit.tracks.publish(CALM, by=None, now=NOON)
        yield database


async def released(
    database: Database, *, after: timedelta, version: int | None = None, admins: Sequence[int] = ()
) -> Released:
    landing = Landing(StandingClock(NOON + after), admins=Admins.of(admins))
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
    await write(database, SLUG, [Walk(NOON, DONE, telegram_id=7), *[Walk(NOON, DONE)] * 9])

    assert (await released(database, after=timedelta(days=9), admins=[7])).is_hidden
    assert not (await released(database, after=timedelta(days=9))).is_hidden


async def test_what_is_told_of_all_versions_is_added_up_from_what_is_told_of_each(database: Database) -> None:
    async with database.unit() as unit:
        for days in (20, 40):
            changed = track_yaml(title=f"Calm after {days}")
            await unit.tracks.publish(changed, by=None, now=NOON + timedelta(days=days))
    walks = [
        *likely(1, 138, started_at=NOON, over=15),
        *(Walk(each.started_at, each.days, number=2) for each in likely(2, 77, started_at=NOON + timedelta(days=21))),
        *(Walk(each.started_at, each.days, number=3) for each in likely(3, 31, started_at=NOON + timedelta(days=41))),
    ]
    await write(database, SLUG, walks)
    after = timedelta(days=100)

    whole = await released(database, after=after)
    each = [await released(database, after=after, version=number) for number in (1, 2, 3)]

    assert whole.choices == [Versions(1, 1), Versions(2, 2), Versions(3, 3)]
    assert [one.told for one in each] == ["version 1", "version 2", "version 3"]
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
        started = [Started(1, first + timedelta(days=number), size) for number, size in enumerate(sizes) if size]
        before = 0
        for later in range(60):
            until = first + timedelta(days=later)
            known = [one for one in started if one.on < until]
            last = cuts.last_days(known, until=until)
            count = sum(one.count for one in known if last.get(one.on, 0) >= 1)

            assert count == before or count - before >= 10
            before = count
        assert before == sum(sizes) - sum(one.count for one in started if one.on not in last)


def test_a_version_that_few_started_is_told_with_the_next_and_stays_so() -> None:
    day = NOON.date()
    versions = [Version(number, day + timedelta(days=10 * number)) for number in (1, 2, 3, 4)]
    started = [
        Started(1, day + timedelta(days=12), 49),
        Started(2, day + timedelta(days=21), 1),
        Started(3, day + timedelta(days=33), 60),
    ]
    assert cuts.choices(versions, started) == [Versions(1, 2), Versions(3, 3), Versions(4, 4)]

    late = [*started, Started(1, day + timedelta(days=25), 500), Started(4, day + timedelta(days=50), 3)]
    assert cuts.choices(versions, late) == [Versions(1, 2), Versions(3, 3), Versions(4, 4)]
    assert cuts.choices(versions, []) == [Versions(1, 4)]


COHORTS = {"plenty": (500, 60), "some": (60, 60), "few": (25, 40), "young": (200, 18), "none": (0, 40)}


@pytest.mark.parametrize("cohort", COHORTS)
async def test_the_pictures_say_what_the_tables_say(database: Database, cohort: str) -> None:
    count, days = COHORTS[cohort]
    await write(database, SLUG, likely(5, count, started_at=NOON, over=12))
    told = await released(database, after=timedelta(days=days))
    table = list(tables.lines(told))
    rows = {line.split()[0]: line.split() for line in table[4 : 4 + DAYS]}

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
        line = next(line for line in table[4 + DAYS :] if line.split()[:1] == [str(day)])
        for outcome, says in wording.OUTCOMES.items():
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
