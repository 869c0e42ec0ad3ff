"""How a person's zone is found: by location, by name, by the clock on their wall."""

import gzip
from datetime import UTC, datetime, time, timedelta
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.places import ATTRIBUTION, Cities, from_location, from_wall_clock, zones_of
from bot.places.gazetteer import DATA, Gazetteer, gazetteer
from curriculum import timing

WINTER_NOON = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
SUMMER_NOON = datetime(2026, 7, 15, 12, 0, tzinfo=UTC)
A_BLINK = 0.5
"""Seconds; ten times what the slowest question takes on a slow machine, and far less than a loop gone wild."""


@pytest.fixture(scope="module")
def cities() -> Cities:
    return Cities()


@pytest.mark.parametrize(
    ("lat", "lon", "zone"),
    [
        pytest.param(52.52, 13.40, "Europe/Berlin", id="Berlin"),
        pytest.param(-36.85, 174.76, "Pacific/Auckland", id="Auckland"),
        pytest.param(1.87, -157.43, "Pacific/Kiritimati", id="Kiritimati, east of the date line"),
        pytest.param(30.0, -40.0, "Etc/GMT+3", id="far out in the Atlantic"),
        pytest.param(0.0, 180.0, "Etc/GMT-12", id="on the date line, from the west"),
        pytest.param(0.0, -180.0, "Etc/GMT+12", id="on the date line, from the east"),
        pytest.param(90.0, 0.0, "Etc/GMT", id="the north pole"),
        pytest.param(-90.0, 0.0, "Antarctica/McMurdo", id="the south pole"),
        pytest.param(91.0, 0.0, None, id="beyond the pole"),
        pytest.param(0.0, 500.0, None, id="once round and on"),
        pytest.param(float("nan"), 0.0, None, id="no number"),
        pytest.param(float("inf"), float("-inf"), None, id="no end"),
    ],
)
def test_a_shared_location_has_a_zone(lat: float, lon: float, zone: str | None) -> None:
    assert from_location(lat, lon) == zone


@given(st.floats(-90, 90), st.floats(-180, 180))
@settings(max_examples=200, deadline=None)
def test_every_point_on_earth_has_a_zone_that_can_be_used(lat: float, lon: float) -> None:
    zone = from_location(lat, lon)

    assert zone is not None
    assert timing.zone_named(zone)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        ("  bErLiN! ", "Europe/Berlin"),
        ("Tokyo", "Asia/Tokyo"),
        ("東京", "Asia/Tokyo"),
        ("Москва", "Europe/Moscow"),
        ("القاهرة", "Africa/Cairo"),
        ("서울", "Asia/Seoul"),
        ("กรุงเทพ", "Asia/Bangkok"),
        ("दिल्ली", "Asia/Kolkata"),
        ("תל אביב", "Asia/Jerusalem"),
        ("Париж", "Europe/Paris"),
        ("München", "Europe/Berlin"),
        ("munchen", "Europe/Berlin"),
        ("Muenchen", "Europe/Berlin"),
        ("São Paulo", "America/Sao_Paulo"),
        ("sao paulo", "America/Sao_Paulo"),
        ("łódź", "Europe/Warsaw"),
        ("İzmir", "Europe/Istanbul"),
        ("izmir", "Europe/Istanbul"),
        ("New York", "America/New_York"),
        ("new-york city", "America/New_York"),
        ("NYC", "America/New_York"),
        ("LA", "America/Los_Angeles"),
        ("Bombay", "Asia/Kolkata"),
        ("St. Paul, MN", "America/Chicago"),
        ("Saint Paul, Minnesota", "America/Chicago"),
        ("I live in Lisbon", "Europe/Lisbon"),
        ("Nuuk", "America/Nuuk"),
        ("Hawai\u02bbi", "Pacific/Honolulu"),
        ("Saint John's, Newfoundland and Labrador", "America/St_Johns"),
    ],
)
def test_a_city_is_found_however_it_is_written(cities: Cities, typed: str, zone: str) -> None:
    assert zones_of(cities.find(typed)) == [zone]


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("Paris, Texas", "Paris, Texas, United States"),
        ("Paris,TX", "Paris, Texas, United States"),
        ("Paris, Texas, USA", "Paris, Texas, United States"),
        ("Paris Texas USA", "Paris, Texas, United States"),
        ("Paris France", "Paris, France"),
        ("Paris (France)", "Paris, France"),
        ("Paris, Frankreich", "Paris, France"),
        ("Springfield IL", "Springfield, Illinois, United States"),
        ("London Ontario", "London, Ontario, Canada"),
        ("London, England", "London, England, United Kingdom"),
        ("San José Costa Rica", "San José, Costa Rica"),
        ("Georgia, USA", "Atlanta, Georgia, United States"),
        ("Perth, Western Australia", "Perth, Western Australia, Australia"),
        ("巴黎、法国", "Paris, France"),
    ],
)
def test_a_country_or_region_narrows_it_down(cities: Cities, typed: str, label: str) -> None:
    assert cities.find(typed)[0].label == label
    assert len(zones_of(cities.find(typed))) == 1 or typed in {"Paris, Frankreich", "巴黎、法国"}


def test_namesakes_are_asked_back_the_largest_first(cities: Cities) -> None:
    labels = [city.label for city in cities.find("Paris")]

    assert labels == ["Paris, France", "Paris, Texas, United States"]


def test_there_are_never_more_choices_than_fit_under_a_message(cities: Cities) -> None:
    springfields = cities.find("Springfield")

    assert len(springfields) == 8
    assert [city.population for city in springfields] == sorted((c.population for c in springfields), reverse=True)


def test_namesakes_in_one_country_are_told_apart_by_their_zone(cities: Cities) -> None:
    labels = [city.label for city in cities.find("San Pedro, Argentina")]

    assert labels == ["San Pedro, Buenos Aires time, Argentina", "San Pedro, Cordoba time, Argentina"]


def test_namesakes_in_one_region_and_zone_are_one_choice() -> None:
    ohio = "Oakwood\tUS\tOH\tAmerica/New_York\t{}\t|oakwood|\t||"
    table = "\n".join(
        [
            "# a table of two",
            "country\tUS\tUnited States\t|unitedstates|\t|us|",
            "region\tUS.OH\tOhio\t|ohio|\t|oh|",
            ohio.format(9_000),
            ohio.format(3_000),
            "",
        ]
    )
    small = Cities(Gazetteer(table.encode()))

    assert [city.population for city in small.find("Oakwood")] == [9_000]


def test_a_name_of_its_own_comes_before_another_citys_former_one(cities: Cities) -> None:
    found = cities.find("Santa Cruz")
    own = [city.name.startswith("Santa Cruz") and "de" not in city.name.split() for city in found]

    assert own == sorted(own, reverse=True)


def test_a_country_with_one_clock_is_answer_enough(cities: Cities) -> None:
    assert [city.label for city in cities.find("Italy")] == ["Rome, Italy"]
    assert zones_of(cities.find("Deutschland")) == ["Europe/Berlin"]
    assert zones_of(cities.find("the netherlands")) == ["Europe/Amsterdam"]


def test_a_country_with_several_clocks_gives_a_city_for_each(cities: Cities) -> None:
    assert [city.name for city in cities.find("USA")] == [
        "New York City",
        "Los Angeles",
        "Chicago",
        "Phoenix",
        "Denver",
        "Honolulu",
        "Anchorage",
    ]


def test_a_region_will_do(cities: Cities) -> None:
    assert [city.name for city in cities.find("Texas")] == ["Houston", "El Paso"]


def test_a_name_of_two_things_gives_both(cities: Cities) -> None:
    labels = [city.label for city in cities.find("Georgia")]

    assert labels[:2] == ["Tbilisi, Georgia", "Atlanta, Georgia, United States"]


@pytest.mark.parametrize("typed", ["Smallville, Kansas", "Smallville Kansas", "Smallville, KS", "Smallville, KS, USA"])
def test_a_small_town_is_placed_by_its_region(cities: Cities, typed: str) -> None:
    assert zones_of(cities.find(typed)) == ["America/Chicago"]


def test_a_small_town_is_not_taken_for_its_famous_namesake(cities: Cities) -> None:
    assert "Europe/Berlin" not in zones_of(cities.find("Berlin, Texas"))


@pytest.mark.parametrize(
    ("typed", "zone"),
    [("Europe/Berlin", "Europe/Berlin"), (" america/new york ", "America/New_York"), ("utc", "UTC")],
)
def test_a_zone_may_be_typed_by_its_own_name(cities: Cities, typed: str, zone: str) -> None:
    [city] = cities.find(typed)

    assert (city.zone, city.label) == (zone, zone)


@pytest.mark.parametrize("typed", ["EST", "", "   ", "|", "\t\n", ",", "no idea", "is it", "tell us", "\ud800", "🙂"])
def test_what_is_no_place_finds_nothing(cities: Cities, typed: str) -> None:
    assert cities.find(typed) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Londn", "London, England, United Kingdom"),
        ("Berlim", "Berlin, Germany"),
        ("Stokholm", "Stockholm, Sweden"),
        ("Copenhagn, Denmark", "Copenhagen, Denmark"),
        ("Lisb", "Lisbon, Portugal"),
        ("Amste", "Amsterdam, The Netherlands"),
        ("Sankt Peterburg", "Saint Petersburg, Russia"),
        ("Firenzze", "Florence, Italy"),
    ],
)
def test_a_slip_of_the_pen_gets_a_suggestion(cities: Cities, typed: str, meant: str) -> None:
    suggested = [city.label for city in cities.near(typed)]

    assert suggested[0] == meant
    assert len(suggested) <= 5


def test_a_city_that_only_has_a_like_name_elsewhere_is_no_suggestion(cities: Cities) -> None:
    assert "Burnley" not in [city.name for city in cities.near("Berlim")]


def test_nothing_is_suggested_for_a_letter_or_two(cities: Cities) -> None:
    assert cities.near("Pa") == cities.near("") == cities.near(",,,") == []


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("x" * 10_000, id="one letter"),
        pytest.param("us " * 3_333, id="country after country"),
        pytest.param("\ufdfa" * 10_000, id="a sign that unfolds to eighteen"),
        pytest.param("a\u0301\u0323" * 3_333, id="accents on accents"),
        pytest.param("," * 10_000, id="commas"),
        pytest.param("us " * 33, id="as many countries as are looked at"),
        pytest.param("\ufdfa" * 100, id="as many unfolding signs as are looked at"),
        pytest.param("a,us" * 25, id="as many commas as are looked at"),
        pytest.param(".*(a|b)+$" * 11, id="a pattern"),
    ],
)
def test_a_hostile_text_is_quick_and_harmless(cities: Cities, typed: str) -> None:
    cities.find("Berlin")

    begun = process_time()
    cities.find(typed)
    cities.near(typed)

    assert process_time() - begun < A_BLINK


@given(st.text(max_size=120))
@example("\x00")
@settings(max_examples=150, deadline=None)
def test_no_text_at_all_upsets_the_table(cities: Cities, text: str) -> None:
    assert len(cities.find(text)) <= 8
    assert len(cities.near(text)) <= 5


def test_a_letter_is_not_searched_for_a_city(cities: Cities) -> None:
    assert cities.find("Berlin, " + "where I have lived for ever " * 100) == []


def test_every_zone_of_the_table_is_in_the_zone_data() -> None:
    assert {entry.zone for entry in gazetteer().landmarks} <= timing.zone_names()
    assert len(gazetteer().landmarks) > 400


def test_the_table_is_small_and_says_where_it_comes_from() -> None:
    with gzip.open(DATA, "rt", encoding="utf-8") as table:
        first_line = table.readline()

    assert ATTRIBUTION in first_line
    assert "GeoNames" in ATTRIBUTION
    assert "CC BY 4.0" in ATTRIBUTION
    assert DATA.stat().st_size < 2_500_000


@pytest.mark.parametrize(
    ("told", "now", "zone", "label"),
    [
        pytest.param(time(13, 0), WINTER_NOON, "Europe/Berlin", "Berlin, Madrid, Rome", id="an hour ahead in winter"),
        pytest.param(time(12, 0), WINTER_NOON, "Europe/London", "London, Dublin, Lisbon", id="no difference"),
        pytest.param(time(7, 0), WINTER_NOON, "America/New_York", "New York City, Toronto", id="in the west"),
        pytest.param(time(21, 0), WINTER_NOON, "Asia/Seoul", "Seoul, Tokyo", id="in the east"),
        pytest.param(time(17, 30), WINTER_NOON, "Asia/Kolkata", "Mumbai", id="on the half hour"),
        pytest.param(time(17, 45), WINTER_NOON, "Asia/Kathmandu", "Kathmandu", id="on the quarter hour"),
        pytest.param(time(1, 0), WINTER_NOON, "Pacific/Auckland", "Auckland", id="where it is tomorrow"),
        pytest.param(time(2, 0), WINTER_NOON, "Pacific/Honolulu", "Honolulu", id="where the same hour is today's too"),
        pytest.param(time(13, 6), WINTER_NOON, "Europe/Berlin", "Berlin", id="their watch is six minutes fast"),
        pytest.param(time(12, 54), WINTER_NOON, "Europe/Berlin", "Berlin", id="their message took six minutes"),
        pytest.param(time(14, 0), SUMMER_NOON, "Europe/Berlin", "Berlin, Madrid, Rome", id="two hours ahead in summer"),
    ],
)
def test_the_clock_on_the_wall_tells_the_zone(told: time, now: datetime, zone: str, label: str) -> None:
    choices = {choice.zone: choice.label for choice in from_wall_clock(told, now)}

    assert choices[zone].startswith(label)


def test_zones_that_part_later_are_told_apart() -> None:
    an_hour_ahead = [choice.label for choice in from_wall_clock(time(13, 0), WINTER_NOON)]

    assert any(label.startswith("Berlin") for label in an_hour_ahead)
    assert any(label.startswith(("Kinshasa", "Lagos")) for label in an_hour_ahead)
    assert not any("Paris" in label for label in an_hour_ahead if not label.startswith("Berlin"))


def test_the_largest_city_is_first() -> None:
    three_hours_ahead = [choice.label for choice in from_wall_clock(time(15, 0), SUMMER_NOON)]

    assert three_hours_ahead[0].startswith("Istanbul")
    assert len(three_hours_ahead) > 3


def test_a_time_that_no_city_keeps_finds_nothing() -> None:
    assert from_wall_clock(time(12, 22), WINTER_NOON) == []


def test_the_wall_clock_needs_to_know_now() -> None:
    with pytest.raises(ValueError, match="naive"):
        from_wall_clock(time(12), datetime(2026, 1, 15))  # noqa: DTZ001


@given(st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1)), st.integers(-5, 5), st.data())  # noqa: DTZ001
@settings(max_examples=100, deadline=None)
def test_every_choice_keeps_the_time_that_was_told(when: datetime, minutes_off: int, data: st.DataObject) -> None:
    now = when.replace(tzinfo=UTC)
    home = data.draw(st.sampled_from(gazetteer().landmarks)).zone
    told = (timing.local(now, home) + timedelta(minutes=minutes_off)).time().replace(second=0, microsecond=0)

    choices = from_wall_clock(told, now)

    assert 1 <= len(choices) <= 8
    offsets = {timing.local(now, choice.zone).utcoffset() for choice in choices}
    home_offset = timing.local(now, home).utcoffset()
    assert home_offset in offsets or offsets <= {home_offset - timedelta(days=1), home_offset + timedelta(days=1)}
