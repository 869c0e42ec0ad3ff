"""What people type when they are asked for an hour of day."""

from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum.hours import parse_hour

hours = st.times().map(lambda hour: hour.replace(second=0, microsecond=0))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("07:30", time(7, 30)),
        ("7:30", time(7, 30)),
        ("7.30", time(7, 30)),
        ("7 30", time(7, 30)),
        ("0730", time(7, 30)),
        ("730", time(7, 30)),
        ("7", time(7)),
        ("at 7", time(7)),
        ("@ 7", time(7)),
        ("around 7", time(7)),
        ("00:00", time(0)),
        ("0", time(0)),
        ("23:59", time(23, 59)),
        ("7pm", time(19)),
        ("7 pm", time(19)),
        ("7 PM", time(19)),
        ("7 p.m.", time(19)),
        ("7:15 p.m.", time(19, 15)),
        ("7.15am", time(7, 15)),
        ("730pm", time(19, 30)),
        ("12am", time(0)),
        ("12:30 am", time(0, 30)),
        ("12pm", time(12)),
        ("19h30", time(19, 30)),
        ("19h", time(19)),
        ("19 h", time(19)),
        ("19:30 h", time(19, 30)),
        ("1930 hrs", time(19, 30)),
        ("noon", time(12)),
        ("At noon!", time(12)),
        ("12 noon", time(12)),
        ("midnight", time(0)),
        ("half past 7", time(7, 30)),
        ("half past 7 pm", time(19, 30)),
        ("quarter to 8", time(7, 45)),
        ("a quarter past 8", time(8, 15)),
        ("quarter to 12 am", time(23, 45)),
        ("7 o'clock", time(7)),
        ("7 o\u2019clock pm", time(19)),
        ("8 in the evening", time(20)),
        ("8 in the morning", time(8)),
        ("7.", time(7)),
        ("  7 : 30 ", time(7, 30)),
        ("7:30\u00a0pm", time(19, 30)),
        ("7:30\u202fpm", time(19, 30)),
        ("\u200e7:30\u200f", time(7, 30)),
        ("\u0660\u0667:\u0663\u0660", time(7, 30)),
        ("\uff10\uff17\uff1a\uff13\uff10", time(7, 30)),
        ("७:३०", time(7, 30)),
    ],
)
def test_an_hour_is_understood_however_it_is_written(text: str, expected: time) -> None:
    assert parse_hour(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("   ", id="blanks"),
        pytest.param("soon", id="a word"),
        pytest.param("attic", id="a word that begins like 'at'"),
        pytest.param("half 7", id="half past or half to, by country"),
        pytest.param("half to 7", id="half to"),
        pytest.param("24:00", id="the hour after the last"),
        pytest.param("25", id="too many hours"),
        pytest.param("7:60", id="too many minutes"),
        pytest.param("7:5", id="half a minute figure"),
        pytest.param("13pm", id="thirteen in the afternoon"),
        pytest.param("0 am", id="zero on a twelve-hour clock"),
        pytest.param("12 in the evening", id="twelve in the evening"),
        pytest.param("-7", id="a minus"),
        pytest.param("7-8", id="a range"),
        pytest.param("7 or 8", id="a choice"),
        pytest.param("1:1:1", id="seconds"),
        pytest.param("07:30:00", id="to the second"),
        pytest.param("12345", id="a number"),
        pytest.param("\u00bd", id="a fraction"),
        pytest.param("7" * 10_000, id="ten thousand figures"),
        pytest.param(" " * 10_000 + "7", id="ten thousand blanks"),
        pytest.param("\ud800", id="half a character"),
    ],
)
def test_what_is_no_hour_or_could_be_two_is_asked_again(text: str) -> None:
    assert parse_hour(text) is None


@given(hours)
@settings(max_examples=200, deadline=None)
def test_every_hour_comes_back_from_each_way_of_writing_it(hour: time) -> None:
    half = "am" if hour.hour < 12 else "pm"
    twelve = hour.hour % 12 or 12
    written = [
        f"{hour:%H:%M}",
        f"{hour:%H.%M}",
        f"{hour:%H%M}",
        f"{hour.hour}:{hour.minute:02}",
        f"{hour.hour}h{hour.minute:02}",
        f"{hour:%H:%M} h",
        f"{twelve}:{hour.minute:02}{half}",
        f"at {twelve}.{hour.minute:02} {half[0].upper()}.M.",
    ]

    assert {parse_hour(text) for text in written} == {hour}


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_text_at_all_upsets_it(text: str) -> None:
    found = parse_hour(text)

    assert found is None or (found.second == 0 and found.tzinfo is None)
