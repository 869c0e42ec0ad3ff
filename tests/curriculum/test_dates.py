"""Until when somebody pauses, in the ways people type it, in English and in Spanish."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.dates import MOST_DAYS, NoEnd, Until, parse_until

TODAY = date(2026, 11, 26)
"""A Thursday."""
CHRISTMAS_EVE = date(2026, 12, 24)


@pytest.mark.parametrize(
    "text",
    [
        "until 24 December",
        "Until the 24th of December",
        "24 dec",
        "24. December 2026",
        "December 24",
        "december 24th, 2026",
        "24.12.",
        "24.12.2026",
        "24/12",
        "24/12/2026",
        "24-12-2026",
        "2026-12-24",
        "hasta el 24 de diciembre",
        "Hasta el 24 de diciembre de 2026",
        "24 dic",
        "28 days",
        "four weeks",
        "4 semanas",
        "cuatro semanas",
        "28 días",
        "28",
    ],
)
def test_a_date_is_read_as_people_write_it(text: str) -> None:
    assert parse_until(text, TODAY) == Until(CHRISTMAS_EVE)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("10 days", date(2026, 12, 6)),
        ("10 días", date(2026, 12, 6)),
        ("diez dias", date(2026, 12, 6)),
        ("for a week", date(2026, 12, 3)),
        ("una semana", date(2026, 12, 3)),
        ("two weeks.", date(2026, 12, 10)),
        ("a month", date(2026, 12, 26)),
        ("dos meses", date(2027, 1, 25)),
        ("tomorrow", date(2026, 11, 27)),
        ("hasta mañana", date(2026, 11, 27)),
        ("until monday", date(2026, 11, 30)),
        ("hasta el miércoles", date(2026, 12, 2)),
        ("thursday", date(2026, 12, 3)),
        ("5/4", date(2027, 4, 5)),
        ("1 January", date(2027, 1, 1)),
        ("29 February", date(2028, 2, 29)),
    ],
)
def test_spans_and_dates_without_a_year_count_from_today(text: str, on: date) -> None:
    far = (on - TODAY).days > MOST_DAYS

    assert parse_until(text, TODAY) == (NoEnd.TOO_FAR if far else Until(on))


@pytest.mark.parametrize("text", ["0", "0 days", "25.11.2026", "26.11.2026", "2020-01-01"])
def test_what_is_past_is_refused(text: str) -> None:
    assert parse_until(text, TODAY) is NoEnd.PAST


@pytest.mark.parametrize("text", ["367", "60 weeks", "1.1.2028", "9999 days"])
def test_more_than_a_year_is_refused(text: str) -> None:
    assert parse_until(text, TODAY) is NoEnd.TOO_FAR


@pytest.mark.parametrize(
    "text", ["", "It was fine", "later", "31.2.2027", "24.13.", "until", "12:30", "10 minutes", "x" * 99]
)
def test_what_names_no_date_is_none(text: str) -> None:
    assert parse_until(text, TODAY) is None


@given(st.text(max_size=70), st.dates(min_value=date(2024, 1, 1), max_value=date(2040, 1, 1)))
def test_whatever_is_typed_ends_later_than_today_and_within_a_year(text: str, today: date) -> None:
    match parse_until(text, today):
        case Until(on):
            assert today < on <= today + timedelta(days=MOST_DAYS)


@given(st.dates(min_value=date(2024, 1, 1), max_value=date(2040, 1, 1)), st.integers(1, MOST_DAYS))
def test_every_date_within_a_year_is_found_again_as_it_is_written(today: date, days: int) -> None:
    on = today + timedelta(days=days)

    for text in (
        f"{on:%Y-%m-%d}",
        f"{on.day}.{on.month}.{on.year}",
        f"until {on.day} {on:%B} {on.year}",
        f"{days} days",
    ):
        assert parse_until(text, today) == Until(on)
