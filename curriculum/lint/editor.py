"""Reads a track file as an editor would, and says what to look at again.

The rules about words hold for English alone; for a track in another language only those about structure are applied,
and nothing is said about the rest.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from curriculum.lint import acts, after_worse, claiming, days, extent, grade, naming, pressing, repeats, rhythm
from curriculum.lint.finding import Finding, Remark
from curriculum.lint.places import Sheet
from curriculum.lint.prose import in_english, texts
from curriculum.lint.silencing import Silence, lines_of, silences, unused
from curriculum.reading import Draft, read_draft
from curriculum.written import Path, Place, Words, Written, found, place

_PHRASES: Final = (*pressing.ALL, *naming.ALL, *claiming.ALL, *after_worse.ALL)
_KEPT_IN_MIND: Final = 16


def findings(content: bytes | str) -> list[Finding]:
    """Everything there is to say about a track file, finished or not, in the order of the file.

    Raises `TrackInvalid` when it is no track; nothing else, whatever the content.
    """
    return list(_findings(content))


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
    english = in_english(draft.track)
    yield from days.remarks(draft.track)
    yield from rhythm.remarks(draft.track)
    yield from repeats.remarks(draft.track, read)
    yield from extent.remarks(read, in_english=english)
    if english:
        yield from acts.remarks(draft.track)
        yield from grade.remarks(read)
        for text in read:
            for phrasing in _PHRASES:
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
