"""Reads a track file as an editor would, and says what to look at again.

The rules about words are applied in English and in Spanish, each with its own; for a track in another language only
those about structure are applied, and nothing is said about the rest.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from curriculum.lint import (
    acts,
    after_worse,
    claiming,
    days,
    ease,
    extent,
    grade,
    naming,
    pressing,
    repeats,
    rhythm,
    spanish,
)
from curriculum.lint.finding import Finding, Remark
from curriculum.lint.phrasing import Phrasing
from curriculum.lint.places import Sheet
from curriculum.lint.prose import Text, spoken, texts
from curriculum.lint.silencing import Silence, lines_of, silences, unused
from curriculum.lint.spanish.turning import SPANISH
from curriculum.lint.turning import ENGLISH, Turning
from curriculum.reading import Draft, read_draft
from curriculum.written import Path, Place, Words, Written, found, place

_KEPT_IN_MIND: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Language:
    """What the rules about words look for in one language, and how its prose is measured."""

    phrases: Sequence[Phrasing]
    turning: Turning
    reading: Callable[[Sequence[Text]], Iterator[Remark]]


_LANGUAGES: Final[Mapping[str, _Language]] = {
    "en": _Language(
        phrases=(*pressing.ALL, *naming.ALL, *claiming.ALL, *after_worse.ALL), turning=ENGLISH, reading=grade.remarks
    ),
    "es": _Language(phrases=spanish.PHRASES, turning=SPANISH, reading=ease.remarks),
}


def findings(content: bytes | str) -> list[Finding]:
    """Everything there is to say about a track file, finished or not, in the order of the file.

    Raises `TrackInvalid` when it is no track; nothing else, whatever the content.
    """
    return list(_findings(content))


def of_words(words: str, language: str) -> list[Remark]:
    """What the rules about words have to say of a text that stands by itself, such as a message of the bot. Raises `KeyError` for a
    language that has none.
    """
    text = Text.of(("words",), words)
    return [remark for phrasing in _LANGUAGES[language].phrases for remark in phrasing.remarks(text)]


@lru_cache(maxsize=_KEPT_IN_MIND)
def _findings(content: bytes | str) -> tuple[Finding, ...]:
    draft = read_draft(content)
    sheet = Sheet.of(content)
    silenced = list(silences(sheet, draft.written))
    used: set[Silence] = set()
    told: list[Finding] = []
    for remark in _remarks(draft):
        if by := _silenced_by(remark, silenced, sheet, draft.written):
            used |= by
        else:
            told.append(_placed(remark, sheet, draft.written))
    return tuple(sorted([*told, *unused(silenced, used)]))


def _remarks(draft: Draft) -> Iterator[Remark]:
    read = list(texts(draft.written))
    language = spoken(draft.track)
    yield from days.remarks(draft.track)
    yield from rhythm.remarks(draft.track)
    yield from repeats.remarks(draft.track, read)
    yield from extent.remarks(read, language)
    if words := _LANGUAGES.get(language):
        yield from acts.remarks(draft.track, words.turning)
        yield from words.reading(read)
        for text in read:
            for phrasing in words.phrases:
                yield from phrasing.remarks(text)


def _silenced_by(remark: Remark, silenced: list[Silence], sheet: Sheet, written: Written) -> set[Silence]:
    for_the_rule = [silence for silence in silenced if silence.rule == remark.rule.value]
    if not for_the_rule:
        return set()
    lines = lines_of(sheet, written, remark.path)
    return {silence for silence in for_the_rule if silence.line in lines}


def _placed(remark: Remark, sheet: Sheet, written: Written) -> Finding:
    at = _place(remark.path, remark.at, sheet, written)
    return Finding(at.line, at.column, remark.rule, remark.says, remark.why, remark.better)


def _place(path: Path, offset: int | None, sheet: Sheet, written: Written) -> Place:
    at = place(written, path)
    match found(written, path):
        case Words(text=text) if offset is not None and text:
            return sheet.place(at, text, offset)
        case _:
            return at
