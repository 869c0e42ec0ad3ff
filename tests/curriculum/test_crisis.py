"""The crisis watch, against sentences of our own writing.

They were written by hand, without a template, in five goes. What the watch found of each go when it first saw it, before
anything was changed for it, is what may be hoped for with words it has not met:

- go 1 was written before there was any word list, and the lists were begun from it;
- go 2, after the first lists: 69 of 89 explicit signs, 14 false alarms in 501;
- go 3, after the second, in unusual words on purpose: 43 of 72, and 11 in 182;
- go 4, after the third, again in unusual words: 41 of 67, and 13 in 170;
- go 5, in the words that people most often use: 65 of 69, and 2 in 146.

The figures below are over all five after the lists were mended, so they tell that nothing was lost, not what is to be
expected of new words.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum.crisis import LANGUAGES, Concern, watch

SENTENCES: Final = Path(__file__).parent / "crisis_sentences"
MOST_CHARACTERS: Final = 4096
WITHIN: Final = 0.020
"""Seconds of work for the most hostile message there can be, on a machine that does nothing else."""
SEVERAL_TIMES: Final = 5
"""As much longer it may take on a busy machine before a test says so."""


@dataclass(frozen=True)
class Sentence:
    """Words of somebody, under the heading they were filed under."""

    heading: str
    words: str

    @property
    def is_explicit(self) -> bool:
        return self.heading.endswith(", explicit")

    @property
    def concern(self) -> str:
        return self.heading.partition(",")[0]


def sentences(language: str, kind: str) -> list[Sentence]:
    """What was written in a language, of a kind: `signs` or `neutral`."""
    found, heading = [], ""
    for file in sorted(SENTENCES.glob(f"{language}_{kind}_*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("## "):
                heading = line.removeprefix("## ")
            elif line and not line.startswith("#"):
                found.append(Sentence(heading, line))
    return found


SIGNS: Final = {language: sentences(language, "signs") for language in LANGUAGES}
NEUTRAL: Final = {language: sentences(language, "neutral") for language in LANGUAGES}


def told_missed(missed: list[Sentence]) -> str:
    return "".join(f"\n    {each.heading}: {each.words}" for each in missed)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_there_is_enough_to_measure_with_and_nothing_is_there_twice(language: str) -> None:
    signs, neutral = SIGNS[language], NEUTRAL[language]

    assert len(signs) >= 200
    assert len(neutral) >= 1000
    assert {each.concern for each in signs} == set(Concern)
    assert all(each.heading.endswith((", explicit", ", implicit")) for each in signs)
    assert len({each.words.casefold() for each in (*signs, *neutral)}) == len(signs) + len(neutral)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_what_is_said_plainly_is_heard(language: str, tell: Callable[[str], None]) -> None:
    explicit = [each for each in SIGNS[language] if each.is_explicit]
    implicit = [each for each in SIGNS[language] if not each.is_explicit]
    missed = [each for each in explicit if watch(each.words, language) is None]
    hinted = [each for each in implicit if watch(each.words, language) is None]

    recall = 1 - len(missed) / len(explicit)
    tell(
        f"crisis watch ({language}): {len(explicit) - len(missed)} of {len(explicit)} explicit signs heard "
        f"({recall:.1%}); missed:{told_missed(missed)}"
    )
    tell(
        f"crisis watch ({language}): {len(implicit) - len(hinted)} of {len(implicit)} implicit signs heard "
        f"({1 - len(hinted) / len(implicit):.1%}); missed:{told_missed(hinted)}"
    )
    assert recall >= 0.95


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_ordinary_words_are_left_alone(language: str, tell: Callable[[str], None]) -> None:
    neutral = NEUTRAL[language]
    alarms = [each for each in neutral if watch(each.words, language) is not None]

    tell(
        f"crisis watch ({language}): {len(alarms)} false alarms in {len(neutral)} neutral sentences "
        f"({len(alarms) / len(neutral):.1%}):{told_missed(alarms)}"
    )
    assert len(alarms) / len(neutral) <= 0.02


@pytest.mark.parametrize(
    ("words", "concern"),
    [
        ("I want to die.", Concern.SELF_HARM),
        ("He hit me.", Concern.VIOLENCE),
        ("I hit her.", Concern.VIOLENCE),
        ("I am afraid that I will hurt him.", Concern.VIOLENCE),
        ("My husband hits our son.", Concern.CHILDREN),
        ("He hit me and he hits our son, I want to die.", Concern.CHILDREN),
        ("He hit me and I want to die.", Concern.SELF_HARM),
    ],
)
def test_what_comes_first_is_who_can_least_help_themselves(words: str, concern: Concern) -> None:
    assert watch(words, "en") is concern


@pytest.mark.parametrize(
    "words",
    [
        "I WANT TO KILL MYSELF",
        "i want to kill myself",
        "I wánt tö kïll mysélf",
        "i wannnnt to killlll myselfffff",
        "i want to k i l l myself",
        "i want to k.i.l.l. myself",
        "I want to kill my self",
        "wanttokillmyself",
        "I w4nt to k1ll mys3lf",
        "I want to k*ll myself",
        "I want to k\u0456ll myself",
        "I want to ki\u200bll my\u200bself",
        "I want to\nkill\tmyself",
        "\uff29 \uff57\uff41\uff4e\uff54 \uff54\uff4f \uff4b\uff49\uff4c\uff4c \uff4d\uff59\uff53\uff45\uff4c\uff46",
        "i wnat to kil mysefl",
        "kms",
        "thinking about suicied",
        "sucidal again",
        "going to unalive myself",
    ],
)
def test_it_is_heard_however_it_is_written(words: str) -> None:
    assert watch(words, "en") is Concern.SELF_HARM


@pytest.mark.parametrize(
    ("denied", "not_denied"),
    [
        ("I am not suicidal.", "I am not suicidal yet."),
        ("I do not want to kill myself.", "I can not stop thinking about killing myself."),
        ("He never hit me.", "He never hit me until last night."),
        ("He has never hit me and never would.", "He has never apologised but he hit me."),
        ("I don't want to die, I want a nap.", "I don't want to live, I want to die."),
        (
            "No, I do not have thoughts of harming myself.",
            "No one knows that I have thoughts of harming myself.",
        ),
    ],
)
def test_a_denial_is_told_from_what_only_looks_like_one(denied: str, not_denied: str) -> None:
    assert watch(denied, "en") is None
    assert watch(not_denied, "en") is not None


@pytest.mark.parametrize(
    "words",
    [
        "We were just killing time at the airport.",
        "I am dying to see her face.",
        "I could kill for a coffee.",
        "My feet are killing me.",
        "He shot me a look and hit the road.",
        "She beat me at chess again.",
    ],
)
def test_what_is_only_a_manner_of_speaking_is_left_alone(words: str) -> None:
    assert watch(words, "en") is None


@pytest.mark.parametrize("chatter", ["It was a good day. ", "not ", "killing time, ", "she told me a story. "])
def test_a_sign_is_heard_behind_any_amount_of_chatter(chatter: str) -> None:
    sign = ". I want to kill myself."
    text = (chatter * MOST_CHARACTERS)[: MOST_CHARACTERS - len(sign)] + sign

    assert watch(text, "en") is Concern.SELF_HARM


def test_a_language_without_word_lists_is_told() -> None:
    assert sorted(LANGUAGES) == ["en"]
    with pytest.raises(KeyError):
        watch("Ich will nicht mehr leben.", "de")


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "\x00", "🙂" * 100, "\ud800", "a" * 100_000, "\u0301" * 5000, "ﷺ" * 4096]
)
def test_what_says_nothing_is_no_sign(text: str) -> None:
    assert watch(text, "en") is None


def took(text: str) -> float:
    """Seconds of work that reading took, at the best of three."""
    watch("warm", "en")
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        watch(text, "en")
        best = min(best, time.process_time() - begun)
    return best


OUR_OWN_WORDS: Final = sorted({word for each in SIGNS["en"] for word in each.words.split()})


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([*OUR_OWN_WORDS, " ", ".", ",", "\n"]), min_size=1, max_size=12), st.sampled_from(" .,")
)
def test_whatever_is_repeated_is_read_in_time(words: list[str], between: str) -> None:
    piece = between.join(words) + " "

    assert took((piece * MOST_CHARACTERS)[:MOST_CHARACTERS]) < SEVERAL_TIMES * WITHIN


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=MOST_CHARACTERS))
def test_any_text_at_all_is_read(text: str) -> None:
    assert watch(text, "en") in (None, *Concern)


@pytest.mark.parametrize(
    "piece",
    [
        "he hit ",
        "kill ",
        "i want to ",
        "not ",
        "k i l l ",
        "a",
        "a.",
        ". ",
        "my self ",
        "i will hurt ",
        "and and he ",
        "é",
        "ß",
        "ﷺ",
    ],
)
def test_twice_as_much_takes_about_twice_as_long(piece: str, tell: Callable[[str], None]) -> None:
    whole = (piece * MOST_CHARACTERS)[:MOST_CHARACTERS]
    half = took(whole[: MOST_CHARACTERS // 2])
    full = took(whole)

    tell(f"crisis watch: 4,096 letters of {piece!r} read in {full * 1000:.1f} ms of work")
    assert full < SEVERAL_TIMES * WITHIN
    assert full < 4 * half + 0.002
