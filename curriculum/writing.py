"""What a text in a track keeps to: how long it is, how many words and sentences it has, which placeholders."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

PARTNER: Final = "{partner}"
LONGEST_PARTNER_NAME: Final = 40
"""In Telegram's units. `{partner}` is measured as if this much stood in its place."""

_BRACES = re.compile(r"\{[^{}\n]{0,40}\}|[{}]")
_FOLDING = re.compile(r"(?<!\S)[>|][-+](?!\S)")
_MOST_BRACES_TOLD = 10
# Where one sentence ends and the next may begin. The look-behind keeps a long run of stops from costing its square.
_PAUSE = re.compile(r"(?<![.!?…])[.!?…]++[\"'”\u2019»)\]]*+\s++|[\u3002\uff01\uff1f]++\s*+")


class Unsuitable(ValueError):
    """A text breaks its rule; the arguments are everything that is wrong with it, in an author's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What one kind of text keeps to. `most` counts as Telegram does; `about_partner` allows the partner's name."""

    most: int
    most_words: int | None = None
    most_sentences: int | None = None
    one_line: bool = False
    about_partner: bool = True

    def keep(self, text: str) -> str:
        """The text without white space around it. Raises `Unsuitable`."""
        bare = text.strip()
        if complaints := tuple(self._complaints(bare)):
            raise Unsuitable(*complaints)
        return bare

    def as_json_schema(self) -> dict[str, Any]:
        """As much of the rule as JSON Schema can say; sentences and the width of an emoji it cannot."""
        letters = r"[^{}\n]" if self.one_line else "[^{}]"
        braces = rf"^({letters}|\{{partner\}})*$" if self.about_partner else f"^{letters}*$"
        patterns = [_pattern(braces, self._about_braces())]
        if self.most_words is not None:
            words = rf"^\s*\S+(\s+\S+){{0,{self.most_words - 1}}}\s*$"
            patterns.append(_pattern(words, f"At most {self.most_words} words."))
        return {"minLength": 1, "maxLength": self.most, "allOf": patterns}

    def _about_braces(self) -> str:
        lines = "One line, and no braces" if self.one_line else "No braces"
        return f"{lines} but those of {PARTNER}." if self.about_partner else f"{lines}."

    def _complaints(self, text: str) -> Iterator[str]:
        if not text:
            yield "is empty"
            return
        if self.one_line and "\n" in text:
            yield "must be one line"
        if stray := _FOLDING.search(text):
            yield f"has a stray `{stray[0].strip()}` in it, which people would read; it belongs right behind the field's colon"
        yield from self._too_long(text)
        yield from self._braces(text)

    def _too_long(self, text: str) -> Iterator[str]:
        if self.most_words is not None and (words := len(text.split())) > self.most_words:
            yield f"has {words} words, at most {self.most_words}"
        elif (length := measure(text)) > self.most:
            how = "" if length == len(text) else f" (an emoji counts as two, `{PARTNER}` as {LONGEST_PARTNER_NAME})"
            yield f"has {length} characters, at most {self.most}{how}"
        if self.most_sentences is not None and (count := sentences(text)) > self.most_sentences:
            yield f"has {count} sentences, at most {self.most_sentences}"

    def _braces(self, text: str) -> Iterator[str]:
        found = dict.fromkeys(match[0] for match in _BRACES.finditer(text))
        if PARTNER in found and not self.about_partner:
            yield f"cannot have `{PARTNER}`: only the texts of a day can"
        for brace in islice((brace for brace in found if brace != PARTNER), _MOST_BRACES_TOLD):
            if len(brace) == 1:
                yield f"has a lone `{brace}`; braces are for `{PARTNER}` alone"
            else:
                yield f"has `{brace}`; the only placeholder is `{PARTNER}`"


def _pattern(pattern: str, otherwise: str) -> dict[str, str]:
    """A pattern with what an editor says when it is broken, since nobody should have to read the pattern."""
    return {"pattern": pattern, "patternErrorMessage": otherwise}


def measure(text: str) -> int:
    """How long the text can become for Telegram, which counts UTF-16 units: https://core.telegram.org/api/entities."""
    return units(text) + text.count(PARTNER) * (LONGEST_PARTNER_NAME - len(PARTNER))


def units(text: str) -> int:
    """How many UTF-16 units the text has: one a character, two an emoji."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def sentences(text: str) -> int:
    """How many sentences the text has. A small letter after a full stop begins none, as in "e.g. this"."""
    bare = text.strip()
    ends = [match.end() for match in _PAUSE.finditer(bare)]
    return bool(bare) + sum(end < len(bare) and not bare[end].islower() for end in ends)
