"""Comments by which an author silences a rule for one field, with a reason.

    why: The shop is called Always.  # lint: ok absolute because it is the name of a shop

    # lint: ok reading-grade, length because this day quotes a poem
    - day: 12

At the end of a line it holds for the field that begins or ends on that line; on a line of its own for the field below.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from curriculum.lint.finding import Finding, Rule
from curriculum.lint.places import Sheet
from curriculum.written import Fields, Items, Path, Place, Words, Written, found, name_place, place

_COMMENT: Final = re.compile(r"(?:^|(?<=\s))#\s*lint:(?P<asks>.*)$")
_ASKS: Final = re.compile(r"\s*ok\s+(?P<rules>[a-z-]+(?:\s*,\s*[a-z-]+)*)(?:\s+because\b(?P<reason>.*))?\s*$")
_RULES: Final = frozenset(rule.value for rule in Rule)


@dataclass(frozen=True, slots=True)
class Silence:
    """One rule that is silenced on one line of the file; `at` is where the comment stands."""

    at: Place
    line: int
    rule: str
    has_reason: bool


def silences(sheet: Sheet, written: Written) -> Iterator[Silence]:
    """Every rule that a comment names. A comment that cannot be read names none, by the empty name."""
    scalars: list[Words] | None = None
    for number, line in enumerate(sheet.text.split("\n"), start=1):
        if "lint:" not in line or not (comment := _COMMENT.search(line)):
            continue
        at = Place(number, comment.start() + 1)
        scalars = list(_scalars(written)) if scalars is None else scalars
        if _is_within_a_text(sheet, scalars, at):
            continue
        target = number if line[: comment.start()].strip() else _next_line(sheet, number)
        asks = _ASKS.match(comment["asks"])
        if asks is None:
            yield Silence(at, target, "", has_reason=True)
            continue
        for rule in re.split(r"\s*,\s*", asks["rules"]):
            yield Silence(at, target, rule, has_reason=bool((asks["reason"] or "").strip(" .")))


def lines_of(sheet: Sheet, written: Written, path: Path) -> set[int]:
    """The lines on which the field at `path` begins and ends: of its name, of its value."""
    lines = {name_place(written, path).line, place(written, path).line}
    match found(written, path):
        case Words(at=at, text=text) if text.strip():
            lines.add(sheet.last_line(at, text))
    return lines


def unused(silences: Iterable[Silence], used: set[Silence]) -> Iterator[Finding]:
    """What there is to say about the comments themselves."""
    for silence in silences:
        if not silence.has_reason:
            yield Finding(
                silence.at.line,
                silence.at.column,
                Rule.SILENCED_WITHOUT_REASON,
                f"`{silence.rule}` is silenced without a reason",
                "Whoever works on this track after you cannot tell an exception from an oversight.",
                f"Say why: `# lint: ok {silence.rule} because …`.",
            )
        elif silence not in used:
            yield Finding(
                silence.at.line,
                silence.at.column,
                Rule.SILENCES_NOTHING,
                _says(silence.rule),
                "A comment that silences nothing will one day silence something that nobody has looked at.",
                "Take it out, or put it at the end of the field's line or on the line above: `# lint: ok RULE because REASON`.",
            )


def _says(rule: str) -> str:
    if not rule:
        return "this comment cannot be read; it silences nothing"
    if rule not in _RULES:
        return f"there is no rule `{rule}`; this silences nothing"
    return f"there is no `{rule}` here to silence"


def _scalars(written: Written) -> Iterator[Words]:
    match written:
        case Words():
            yield written
        case Items(items=items):
            for item in items:
                yield from _scalars(item)
        case Fields(fields=fields):
            for field in fields.values():
                yield from _scalars(field.value)


def _is_within_a_text(sheet: Sheet, scalars: list[Words], at: Place) -> bool:
    """Whether what looks like a comment is part of a text, as it can be in a folded or quoted one."""
    before = [words for words in scalars if (words.at.line, words.at.column) < (at.line, at.column) and words.text]
    if not before:
        return False
    last = max(before, key=lambda words: (words.at.line, words.at.column))
    if last.at.line == at.line and sheet.opens_a_block(last.at):
        return False
    end = sheet.place(last.at, last.text, max(len(last.text.rstrip()) - 1, 0))
    return (end.line, end.column) > (at.line, at.column)


def _next_line(sheet: Sheet, number: int) -> int:
    """The next line that is more than a comment."""
    for later, line in enumerate(sheet.text.split("\n")[number:], start=number + 1):
        if line.strip() and not line.lstrip().startswith("#"):
            return later
    return number
