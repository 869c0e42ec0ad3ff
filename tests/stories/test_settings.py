"""Another hour, another place, travel, and the nights the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from curriculum.timing import local
from tests.stories.town import Somebody, Town


async def test_the_settings_tell_the_next_three_instants(alice: Somebody) -> None:
    await alice.enrols()

    await alice.says("/settings")

    assert "Every day at 08:00, Berlin time (Europe/Berlin)." in alice.told
    assert [line.partition(",")[0] for line in alice.told.splitlines() if line.startswith("•")] == [
        "• Tuesday 5 May",
        "• Wednesday 6 May",
        "• Thursday 7 May",
    ]


async def test_another_hour_holds_from_the_next_day(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await alice.says("/settings")
    await alice.taps("Another hour")

    await alice.taps("20:00")
    assert "Changed: every day at 20:00, Berlin time." in alice.told

    await town.passes(timedelta(hours=23))
    assert len(alice.days) == 1  # nothing more on the day that has had its nudge
    second = await alice.gets_the_next_day()
    assert local(second.at, "Europe/Berlin").replace(second=0, minute=0) == datetime(
        2026, 5, 6, 20, tzinfo=local(second.at, "Europe/Berlin").tzinfo
    )


async def test_another_hour_can_be_typed_and_rubbish_is_asked_again(alice: Somebody) -> None:
    await alice.enrols()
    await alice.says("/settings")
    await alice.taps("Another hour")

    await alice.says("later")
    assert "I did not understand that as an hour" in alice.told

    await alice.says("6:45")
    assert (await alice.walk()).hour == time(6, 45)


async def test_another_place_by_city(alice: Somebody) -> None:
    await alice.enrols()
    await alice.says("/settings")
    await alice.taps("Another place")

    await alice.says("Tokyo")

    assert "Changed: every day at 08:00, Tokyo time." in alice.told
    assert alice.person.reply_keyboard == []
    assert (await alice.walk()).zone == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("home", "abroad"),
    [
        pytest.param("Berlin", "Tokyo", id="eastward"),
        pytest.param("Tokyo", "Honolulu", id="westward over the date line"),
        pytest.param("Honolulu", "Auckland", id="eastward over the date line"),
    ],
)
async def test_travel_brings_one_day_a_date_and_none_too_soon(
    alice: Somebody, town: Town, home: str, abroad: str
) -> None:
    await alice.enrols(city=home)
    await alice.gets_the_next_day()
    for place in (abroad, home, abroad):
        await alice.says("/settings")
        await alice.taps("Another place")
        await alice.says(place)
        await town.passes(timedelta(hours=30))

    days = alice.days
    gaps = [later.at - earlier.at for earlier, later in pairwise(days)]
    assert len(days) >= 4
    assert min(gaps) >= timedelta(hours=8)
    zone = (await alice.walk()).zone
    dates = [local(day.at, zone).date() for day in days]
    assert len(set(dates)) == len(dates)
    assert [day.text.partition(":")[0] for day in days] == [f"Day {n}" for n in range(1, len(days) + 1)]


@pytest.mark.parametrize(
    ("start", "hour", "nights"),
    [
        pytest.param(datetime(2026, 3, 27, 20, tzinfo=UTC), "08:00", ["08:00"] * 3, id="summer time begins"),
        pytest.param(
            datetime(2026, 3, 27, 20, tzinfo=UTC), "02:30", ["02:30", "03:30", "02:30"], id="an hour that is skipped"
        ),
        pytest.param(datetime(2026, 10, 23, 20, tzinfo=UTC), "08:00", ["08:00"] * 3, id="summer time ends"),
        pytest.param(datetime(2026, 10, 23, 20, tzinfo=UTC), "02:30", ["02:30"] * 3, id="an hour that comes twice"),
    ],
)
async def test_over_the_night_the_clocks_change(
    alice: Somebody, town: Town, start: datetime, hour: str, nights: list[str]
) -> None:
    town.clock.move_to(start)
    await alice.enrols(hour=hour)

    await town.passes(timedelta(days=3))

    told = [local(day.at, "Europe/Berlin") for day in alice.days]
    assert [f"{at:%H}:{at.minute - at.minute % 5:02}" for at in told] == nights
    assert [at.date() for at in told] == [date(start.year, start.month, start.day + ahead) for ahead in (1, 2, 3)]


async def test_a_location_nobody_asked_for_is_not_kept(alice: Somebody, town: Town) -> None:
    await alice.enrols()

    alice.person.shares_location(-33.87, 151.21)
    await town.settles()

    assert "have not kept it" in alice.told
    assert (await alice.walk()).zone == "Europe/Berlin"


async def test_settings_can_change_during_a_pause_and_hold_after_it(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.says("/pause")
    await alice.says("/settings")
    assert "You are on a pause." in alice.told
    await alice.taps("Another place")
    await alice.says("Tokyo")
    await town.passes(timedelta(days=2))
    assert alice.days == []

    await alice.says("/resume")
    nudge = await alice.gets_the_next_day()

    assert f"{local(nudge.at, 'Asia/Tokyo'):%H}" == "08"


async def test_a_changed_hour_that_is_still_to_come_today_brings_todays_day(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.says("/settings")
    await alice.taps("Another hour")
    await alice.taps("18:00")

    await town.passes(timedelta(hours=6))

    assert [local(day.at, "Europe/Berlin").date() for day in alice.days] == [date(2026, 5, 4)]


async def test_an_unclear_hour_before_the_first_day_is_asked_again_and_nothing_more(alice: Somebody) -> None:
    await alice.enrols()
    await alice.says("/settings")
    await alice.taps("Another hour")
    before = len(alice.inbox)

    await alice.says("sometime")

    assert [message.text[:22] for message in alice.inbox[before:]] == ["I did not understand t"]
