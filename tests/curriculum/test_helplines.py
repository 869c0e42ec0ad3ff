"""Helplines: each with its source and its day of expiry, found by the zone somebody lives by, and nothing invented."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import ValidationError

from curriculum import timing
from curriculum.crisis import Concern
from curriculum.errors import TrackInvalid
from curriculum.helplines import GENERAL, help_in
from curriculum.helplines.countries import country_of
from curriculum.helplines.entries import LONGEST, Country
from curriculum.helplines.shipped import SaidTwice, by_code, read_country, shipped
from tests.test_layers import HOME

TODAY = datetime.now(UTC).date()
CHECKED = date(2026, 11, 25)
IRELAND = """\
countries: [IE]
called: Ireland
emergency: {number: 112, source: https://example.org/112, checked_on: 2026-11-25, expires_on: 2027-11-25}
lines:
  - name: Listeners
    reach: call 1234
    for: [violence]
    source: https://example.org/listeners
    checked_on: 2026-11-25
    expires_on: 2027-11-25
"""


def every_file() -> list[Country]:
    return list({id(country): country for country in shipped().values()}.values())


@pytest.mark.parametrize("country", every_file(), ids=lambda country: country.called)
def test_nothing_that_ships_has_expired(country: Country) -> None:
    """If this fails: read the page of each entry again, then move its days. See curriculum/helplines/README.md."""
    expired = [entry for entry in (country.emergency, *country.lines) if not entry.holds_on(TODAY)]

    assert expired == []


@pytest.mark.parametrize("country", every_file(), ids=lambda country: country.called)
def test_nothing_was_looked_up_in_the_future(country: Country) -> None:
    # A day's grace: it is tomorrow somewhere.
    assert all(entry.checked_on <= TODAY + timedelta(days=1) for entry in (country.emergency, *country.lines))


@pytest.mark.parametrize("missing", ["source", "checked_on", "expires_on"])
@pytest.mark.parametrize("whose", ["emergency", "line"])
def test_an_entry_says_where_it_was_read_and_for_how_long_it_holds(missing: str, whose: str) -> None:
    head, _, lines = IRELAND.partition("lines:")
    if whose == "emergency":
        head = re.sub(rf", {missing}: [^,}}]*", "", head)
    else:
        lines = re.sub(rf"    {missing}: .*\n", "", lines)

    with pytest.raises(ValidationError, match=missing):
        read_country(f"{head}lines:{lines}")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        pytest.param("2027-11-25", "2028-11-25", id="holds for two years"),
        pytest.param("2027-11-25", "2026-11-25", id="holds for no day"),
        pytest.param("https://example.org/112", "somebody told me", id="no page"),
        pytest.param("[IE]", "[Ireland]", id="no code"),
        pytest.param("[IE]", "[]", id="no country"),
        pytest.param("[violence]", "[sadness]", id="for something else"),
        pytest.param("[violence]", "[]", id="for nothing"),
        pytest.param("reach:", "phone:", id="another field"),
    ],
)
def test_what_is_wrong_with_a_file_is_noticed(wrong: str, right: str) -> None:
    with pytest.raises(ValidationError):
        read_country(IRELAND.replace(wrong, right))


def test_a_file_that_cannot_be_read_is_noticed() -> None:
    with pytest.raises(TrackInvalid):
        read_country("lines: [")


def test_two_files_may_not_speak_of_one_country() -> None:
    ireland = read_country(IRELAND)

    with pytest.raises(SaidTwice):
        by_code([ireland, ireland])


@pytest.mark.parametrize(
    ("zone", "called", "emergency"),
    [
        ("America/Chicago", "the United States", "911"),
        ("America/Toronto", "Canada", "911"),
        ("Europe/London", "the United Kingdom", "999"),
        ("Europe/Dublin", "Ireland", "112 or 999"),
        ("Australia/Perth", "Australia", "000"),
        ("Pacific/Auckland", "New Zealand", "111"),
        ("Europe/Berlin", "Germany", "112"),
        ("Europe/Vienna", "the European Union", "112"),
        ("Atlantic/Canary", "Spain", "112"),
    ],
)
def test_a_zone_tells_the_country(zone: str, called: str, emergency: str) -> None:
    found = help_in(zone, CHECKED)

    assert (found.called, found.emergency) == (called, emergency)


@pytest.mark.parametrize("zone", [None, "UTC", "Etc/GMT+5", "US/Eastern", "Asia/Tokyo", "Nowhere/At_All", ""])
def test_where_nothing_is_known_nothing_is_invented(zone: str | None) -> None:
    assert help_in(zone, CHECKED) == GENERAL
    assert (GENERAL.called, GENERAL.emergency, GENERAL.lines) == (None, None, ())


def test_every_zone_that_people_can_choose_is_answered() -> None:
    for zone in timing.zone_names():
        found = help_in(zone, CHECKED)
        assert (found.emergency is None) == (country_of(zone) not in shipped())


@pytest.mark.parametrize("concern", list(Concern))
def test_the_lines_for_a_concern_come_first_and_the_others_stay(concern: Concern) -> None:
    lines = help_in("Europe/London", CHECKED, concern).lines

    assert concern in lines[0].concerns
    assert {line.name for line in lines} == {line.name for line in help_in("Europe/London", CHECKED).lines}
    assert len(lines) == 3


def test_what_has_expired_is_told_to_nobody() -> None:
    last = CHECKED + timedelta(days=365)

    assert help_in("Europe/London", last).lines
    assert help_in("Europe/London", last + timedelta(days=1)) == GENERAL
    assert timedelta(days=365) <= LONGEST


def test_the_texts_of_the_chat_hold_no_number_of_their_own() -> None:
    """Whoever writes one there gives it no source and no expiry."""
    found = {
        (file.name, number)
        for file in (HOME / "bot" / "chat").rglob("*.py")
        for number in re.findall(
            r"(?<![\w:/.-])(?:\+?\d(?:[ -]?\d){5,}|112|911|999|988|116 ?\d{3})(?![\w:])", file.read_text()
        )
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", number)
    }

    assert found == set()
