"""How long things are: sentences that lose their reader, and acts that take longer than five minutes."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from curriculum.lint.finding import Remark, Rule
from curriculum.lint.phrasing import Phrasing
from curriculum.lint.prose import Text, words_in

MOST_WORDS_IN_A_SENTENCE: Final = 32
MOST_WORDS_IN_A_REMINDER: Final = 25
_ACTS: Final = frozenset({"act", "solo"})


def _in_an_act(text: Text) -> bool:
    return bool(_ACTS & set(text.fields))


TOO_LONG: Final = Phrasing(
    rule=Rule.LENGTH,
    phrases=[
        r"(?:spend|take|for|give it|use) (?:about |at least |around |the next |up to )?"
        r"(?:six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|sixty|[6-9]|[1-9]\d) minutes",
        r"(?:spend|take|for|give it|use) (?:about |at least |around |the next )?(?:half an hour|an hour|a whole \w+|the whole \w+)",
    ],
    but_not_in=r"\"[^\"]*(?:minutes|hour)[^\"]*\"|\b(?:break|pause|return|back)\b",
    reads=_in_an_act,
    does="is longer than an act should take",
    why="An act is small enough for a bad day: under five minutes. What takes longer is put off.",
    better="Cut it to its first two minutes: “for as long as one song lasts”, “three breaths”.",
)
_TOO_LONG: Final[Mapping[str, Phrasing]] = {
    "en": TOO_LONG,
    "es": replace(
        TOO_LONG,
        phrases=[
            r"(?:durante|dedica|dedícale|dale|usa|toma|tómate|pasa|regala|regálate) (?:a \w+ |unos |los próximos |al menos |hasta )?"
            r"(?:seis|siete|ocho|nueve|diez|doce|quince|veinte|treinta|cuarenta|sesenta|[6-9]|[1-9]\d) minutos",
            r"(?:durante|dedica|dedícale|dale|usa|toma|tómate|pasa) (?:\w+ )?(?:media hora|una hora|toda la \w+|todo el \w+)",
        ],
        but_not_in=r"\"[^\"]*(?:minutos|hora)[^\"]*\"|\b(?:pausa|descanso|vuelta|vuelves|volver)\b",
        better="Cut it to its first two minutes: “lo que dura una canción”, “tres respiraciones”.",
    ),
}


def remarks(texts: list[Text], language: str) -> Iterator[Remark]:
    """Sentences and reminders that are too long; in a language whose words are known also acts."""
    for text in texts:
        if text.is_whole:
            yield from _sentences(text)
        if text.fields == ("reminder",) and (words := len(words_in(text.text))) > MOST_WORDS_IN_A_REMINDER:
            yield Remark(
                text.path,
                Rule.LENGTH,
                f"the reminder has {words} words; {MOST_WORDS_IN_A_REMINDER} are the most",
                "It comes uninvited, later in the day. One gentle line is all it may take.",
                "Say that the day is still there, and that it may pass: no more.",
            )
        if language in _TOO_LONG:
            yield from _TOO_LONG[language].remarks(text)


def _sentences(text: Text) -> Iterator[Remark]:
    for sentence in text.sentences:
        if (words := len(sentence.words)) > MOST_WORDS_IN_A_SENTENCE:
            yield Remark(
                text.path,
                Rule.LENGTH,
                f"this sentence has {words} words; {MOST_WORDS_IN_A_SENTENCE} are the most",
                "On a phone that is five lines without a stop. By its end the beginning is gone.",
                "Find its “and”, “which” or comma, put a full stop there, and begin anew.",
                at=sentence.at,
            )
