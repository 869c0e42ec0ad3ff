"""What the authors' README says of the shipped tracks is so."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import curriculum
from curriculum.lint.finding import Rule
from curriculum.reading import read_draft, read_track
from curriculum.track import Track

HOME = Path(curriculum.__file__).parent
README = (HOME / "README.md").read_text(encoding="utf-8")
TRACKS = {track.slug: track for track in (read_track(file.read_bytes()) for file in HOME.glob("tracks/*.yaml"))}
EVERY_DAY = "1 to 30"
ALL_PRACTICES = {day.practice for track in TRACKS.values() for day in track.days}
WITHOUT_AN_IDEA = {"rest", "carrying"}


def rows() -> Iterator[tuple[int, list[str], dict[str, str]]]:
    """Each idea of the table: its number, its practices, and by track the days that are told to carry it."""
    header = next(line for line in README.splitlines() if line.startswith("| | idea |"))
    slugs = [cell.strip() for cell in header.strip("|").split("|")][3:]
    for line in README.splitlines():
        if re.match(r"\| \d+ \|", line):
            number, _, practices, *days = [cell.strip() for cell in line.strip("|").split("|")]
            yield int(number), re.findall(r"`([a-z-]+)`", practices), dict(zip(slugs, days, strict=True))


def days_of(track: Track, practices: list[str]) -> str:
    return ", ".join(str(day.day) for day in track.days if day.practice in practices)


def test_every_idea_has_its_row_and_its_days() -> None:
    told = list(rows())

    assert [number for number, _, _ in told] == list(range(1, 21))
    assert all(any(days.values()) for _, _, days in told)
    assert {slug for _, _, days in told for slug in days} == set(TRACKS)


@pytest.mark.parametrize(("number", "practices", "days"), list(rows()), ids=lambda value: str(value)[:30])
def test_the_days_that_are_told_to_carry_an_idea_carry_it(
    number: int, practices: list[str], days: dict[str, str]
) -> None:
    if not practices:
        assert set(days.values()) == {EVERY_DAY}
    else:
        assert days == {slug: days_of(TRACKS[slug], practices) for slug in days}


def test_every_practice_of_the_tracks_is_in_the_table() -> None:
    told = {practice for _, practices, _ in rows() for practice in practices}

    assert told | WITHOUT_AN_IDEA == ALL_PRACTICES


def test_the_worked_day_is_a_day() -> None:
    section = README.partition("## One day, worked")[2].partition("\n## ")[0]
    parts = re.findall(r"```yaml\n(.*?)```", section, re.DOTALL)
    worked = "".join(parts)
    gentle = parts[1]
    worked = worked.replace(gentle, "").replace("      standard:", f"{gentle}      standard:", 1)
    head = (
        "track: worked\ntitle: Worked\nsummary: One day.\nauthor: Nobody\nunfinished: true\ndays:\n"
        + worked.replace("- day: 12", "- day: 1", 1)
    )

    assert read_draft(head).track.days[0].title == "One thing they did"


def test_every_rule_of_the_editor_is_in_the_table() -> None:
    told = set(re.findall(r"^\| `([a-z-]+)` \|", README.partition("## What the editor looks for")[2], re.MULTILINE))

    assert {rule.value for rule in Rule} <= told
