"""How easily Spanish prose is read: from 0 for what is very hard to 100 for what is very easy.

The formula is Szigriszt's (Szigriszt Pazos, F. (1993). Sistemas predictivos de legibilidad del mensaje escrito: fórmula de
perspicuidad. Universidad Complutense de Madrid), and its steps are those of the INFLESZ scale, which was made for what
patients read: under 40 very hard, to 55 somewhat hard, to 65 normal, to 80 fairly easy, above very easy (Barrio-Cantalejo, I. M.
et al. (2008). Validación de la Escala INFLESZ para evaluar la legibilidad de los textos dirigidos a pacientes. Anales del
Sistema Sanitario de Navarra, 31(2), 135-152).
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from curriculum.lint.finding import Remark, Rule
from curriculum.lint.grade import Measure, by_day
from curriculum.lint.prose import Sentence, Text, shortened
from curriculum.written import Path

LEAST_OF_A_DAY: Final = 65.0
LEAST_OF_A_TRACK: Final = 70.0
_FEWEST_WORDS: Final = 60
_PARTNER: Final = "tu pareja"
_SILENT: Final = re.compile(r"qu(?=[eiéí])|gu(?=[eiéí])|h")
_VOWELS: Final = re.compile(r"[aeiouáéíóúü]+(?:y$)?|y$")
_APART: Final = re.compile(r"(?<=[aeoáéóíú])(?=[aeoáéóíú])|(?<=[iu])(?=[íú])|(?<=[íú])(?=[iu])")
"""Where two vowels are two syllables: both strong, or a weak one with an accent."""


def ease(measure: Measure) -> float:
    """Szigriszt's perspicuity; 100 for no words at all."""
    if not measure.words:
        return 100.0
    return 206.835 - 62.3 * measure.syllables / measure.words - measure.words / max(measure.sentences, 1)


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """The syllables of a Spanish word in small letters; at least one."""
    heard = _SILENT.sub(lambda silent: silent[0].strip("uh"), word)
    return max(sum(1 + len(_APART.findall(run)) for run in _VOWELS.findall(heard)), 1)


def days(texts: Sequence[Text]) -> dict[int, Measure]:
    """The measure of each day, by its entry in the list."""
    return by_day(texts, syllables, _PARTNER)


def remarks(texts: Sequence[Text]) -> Iterator[Remark]:
    """Days that are hard to read, and a track that is."""
    measures = days(texts)
    for index, measure in measures.items():
        if measure.words >= _FEWEST_WORDS and ease(measure) < LEAST_OF_A_DAY:
            of_the_day = [text for text in texts if text.day == index]
            yield _remark(("days", index, "day"), f"day {index + 1}", measure, LEAST_OF_A_DAY, of_the_day)
    whole = sum(measures.values(), Measure())
    if whole.words >= _FEWEST_WORDS and ease(whole) < LEAST_OF_A_TRACK:
        yield _remark(("track",), "the track", whole, LEAST_OF_A_TRACK, texts)


def _remark(path: Path, what: str, measure: Measure, least: float, texts: Sequence[Text]) -> Remark:
    longest: Sentence = max(
        (sentence for text in texts if text.is_whole for sentence in text.sentences), key=lambda one: len(one.words)
    )
    return Remark(
        path,
        Rule.READING_GRADE,
        f"{what} reads at {ease(measure):.0f} of 100 (INFLESZ); {least:.0f} is the least",
        "People read this tired, on a phone, perhaps not in their first language. Plain words are for everybody.",
        f"Cut long sentences in two and take short words. Begin with this one: “{shortened(longest.says)}”",
    )
