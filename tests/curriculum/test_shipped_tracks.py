"""The tracks that ship are complete, original from day to day, and keep to the rules for people's safety."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import curriculum
from curriculum.day import Day, NotFor, Outcome
from curriculum.errors import TrackInvalid
from curriculum.lint.editor import findings
from curriculum.reading import read_track

FILES = sorted((Path(curriculum.__file__).parent / "tracks").glob("*.yaml"))
TOWARDS_THE_PARTNER = {NotFor.APPROACH_PARTNER, NotFor.ASK, NotFor.JOINT, NotFor.DISCLOSURE}
MOST_IN_A_ROW = 3
DRAFT = {"en": "draft, not clinically reviewed", "es": "borrador, sin revisión clínica"}
GENDERED = {
    "en": re.compile(
        r"\b(he|him|his|himself|she|her|hers|herself|husbands?|wife|wives|boyfriends?|girlfriends?|"
        r"fiancée?s?|brides?|grooms?|ladies|gentlemen)\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(él|ellas?|maridos?|espos[oa]s?|mujer(?:es)?|novi[oa]s?|prometid[oa]s?|señoras?|caballeros?|"
        r"(?:ti|un[oa]) mism[oa]|ambos|nosotr[oa]s|vosotr[oa]s|"
        r"(?:estás|estés|sientes|sientas|quedas|eres|seas) (?:muy |tan |más |menos )?(?!un[oa]\b|tod[oa]\b|\w+ndo\b)\w+[oa])\b",
        re.IGNORECASE,
    ),
}
"""Of the reader as well, in a language whose words would say it."""
CHEERFUL = {
    "en": r"!|\b(well done|great|good job|nice work|keep going|congratulations|proud)\b",
    "es": r"[!¡]|\b(bien hecho|muy bien|genial|enhorabuena|felicidades|felicitaciones|bravo|sigue así|ánimo(?=[.,])|orgullos[oa]|valientes?)\b",
}
each_shipped_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def test_a_track_ships() -> None:
    assert "model-openness" in [file.stem for file in FILES]


@each_shipped_file
def test_a_shipped_track_has_no_problem(file: Path) -> None:
    try:
        track = read_track(file.read_bytes())
    except TrackInvalid as invalid:
        pytest.fail("\n".join(problem.at(file.name) for problem in invalid.problems))

    assert track.slug == file.stem


@each_shipped_file
def test_the_editor_has_nothing_to_add(file: Path) -> None:
    told = [f"{finding.at(file.name)}\n    {finding.better}" for finding in findings(file.read_bytes())]

    assert not told, "\n".join(told)


@each_shipped_file
def test_it_says_that_it_is_a_draft(file: Path) -> None:
    track = read_track(file.read_bytes())

    assert track.review == DRAFT[track.language]


@each_shipped_file
def test_every_day_is_complete(file: Path) -> None:
    track = read_track(file.read_bytes())

    incomplete = [day.day for day in track.days if not (day.act.standard and day.solo and day.when)]

    assert not incomplete
    assert all(day.replies.to(outcome) for day in track.days for outcome in Outcome)


@each_shipped_file
def test_every_seventh_day_looks_back(file: Path) -> None:
    track = read_track(file.read_bytes())

    assert {number: track.day(number).practice for number in (7, 14, 21, 28)} == dict.fromkeys(
        (7, 14, 21, 28), "look-back"
    )


@each_shipped_file
def test_at_most_three_days_in_a_row_turn_to_the_partner(file: Path) -> None:
    track = read_track(file.read_bytes())
    turned = [bool(TOWARDS_THE_PARTNER & set(day.not_for)) for day in track.days]

    too_long = [
        first + 1 for first in range(len(turned) - MOST_IN_A_ROW) if all(turned[first : first + MOST_IN_A_ROW + 1])
    ]

    assert too_long == []


@each_shipped_file
def test_the_first_day_turns_to_nobody(file: Path) -> None:
    assert not TOWARDS_THE_PARTNER & set(read_track(file.read_bytes()).day(1).not_for)


@each_shipped_file
def test_no_sentence_comes_on_two_days(file: Path) -> None:
    days: dict[str, set[int]] = defaultdict(set)
    for day in read_track(file.read_bytes()).days:
        for text in texts(day):
            for sentence in sentences(text):
                days[sentence].add(day.day)

    assert {sentence: sorted(on) for sentence, on in days.items() if len(on) > 1} == {}


@each_shipped_file
def test_nobody_assumes_who_the_partner_is(file: Path) -> None:
    track = read_track(file.read_bytes())

    named = GENDERED[track.language]
    gendered = [(day.day, match[0]) for day in track.days for text in texts(day) for match in named.finditer(text)]

    assert gendered == []
    assert not named.search(f"{track.title} {track.summary}")


@each_shipped_file
def test_what_made_it_worse_is_met_without_praise(file: Path) -> None:
    track = read_track(file.read_bytes())
    cheerful = re.compile(CHEERFUL[track.language], re.IGNORECASE)

    praised = [day.day for day in track.days if cheerful.search(day.replies.made_it_worse)]

    assert praised == []


def texts(day: Day) -> Iterator[str]:
    """Everything a person reads on a day. The question of the check-in has a default and may be the same every day."""
    for text in (day.title, day.why, day.act.gentle, day.act.standard, day.act.stretch, day.solo, day.when):
        yield text or ""
    yield from (day.check_in.rating or "", day.check_in.words or "")
    for outcome in Outcome:
        yield from (day.replies.to(outcome), day.tips.to(outcome) or "")


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, without what makes two of them look different."""
    for sentence in re.split(r"(?<=[.!?…])\s+|\n+", text):
        if bare := " ".join(re.findall(r"[\w{}]+", sentence.lower())):
            yield bare


def test_the_rules_see_what_they_look_for() -> None:
    assert list(sentences("Breathe in. Breathe  out!\nAnd rest")) == ["breathe in", "breathe out", "and rest"]
    assert [match[0] for match in GENDERED["en"].finditer("Tell him that the others heard their wife.")] == [
        "him",
        "wife",
    ]
    spanish = "Dile a él, cuando estés tranquila y tu esposo mire a otro lado."
    assert [match[0] for match in GENDERED["es"].finditer(spanish)] == ["él", "estés tranquila", "esposo"]
