"""Where in the file something stands that was found in a text: through folding, quotation marks and escapes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from curriculum.written import Place

_BLOCK: Final = "|>"
_HEX: Final = {"x": 2, "u": 4, "U": 8}
_BLANK_ESCAPES: Final = frozenset(" \t\n_NLPtn")
"""What may follow a backslash in double quotes and stands for white space, or for nothing at the end of a line."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's text, and at which letter each of its lines begins."""

    text: str
    starts: Sequence[int]

    @classmethod
    def of(cls, content: bytes | str) -> "Sheet":
        """The sheet of a file that could be read, with its line ends as they were read."""
        decoded = content.decode("utf-8") if isinstance(content, bytes) else content
        text = decoded.removeprefix("\ufeff").replace("\r\n", "\n")
        return cls(text, [0, *accumulate(len(line) + 1 for line in text.split("\n"))])

    def place(self, at: Place, written: str, offset: int) -> Place:
        """Where letter `offset` of the text `written` stands, which begins at `at`."""
        for seen, letter in enumerate(self._letters(at, written)):
            if seen == offset:
                return self._place(letter)
        return at

    def opens_a_block(self, at: Place) -> bool:
        """Whether the text that begins at `at` stands on the lines below, behind a `>` or `|`."""
        return self.text[self._start(at)] in _BLOCK

    def last_line(self, at: Place, written: str) -> int:
        """The line on which the text `written` ends, which begins at `at`."""
        letter = self._start(at)
        for letter in self._letters(at, written.rstrip()):  # noqa: B007  (the last one is what is wanted)
            pass
        return self._place(letter).line

    def _letters(self, at: Place, written: str) -> Iterator[int]:
        """For each letter of the text, where in the file it stands; it ends early where file and text part ways."""
        letter = self._start(at)
        opening = self.text[letter : letter + 1]
        if opening and opening in _BLOCK:
            letter = self.text.find("\n", letter) + 1 or len(self.text)
        elif opening in ('"', "'"):
            letter += 1
        quoted = opening if opening in ('"', "'") else ""
        for wanted in written:
            if wanted.isspace():
                yield letter
                continue
            letter = self._past_blanks(letter, quoted)
            if letter >= len(self.text):
                return
            yield letter
            letter += self._width(letter, quoted)

    def _past_blanks(self, letter: int, quoted: str) -> int:
        while letter < len(self.text):
            if self.text[letter].isspace():
                letter += 1
            elif quoted == '"' and self.text[letter] == "\\" and self.text[letter + 1 : letter + 2] in _BLANK_ESCAPES:
                letter += 2
            else:
                break
        return letter

    def _width(self, letter: int, quoted: str) -> int:
        if quoted == '"' and self.text[letter] == "\\":
            return 2 + _HEX.get(self.text[letter + 1 : letter + 2], 0)
        return 2 if quoted == "'" and self.text[letter : letter + 2] == "''" else 1

    def _start(self, at: Place) -> int:
        return self.starts[at.line - 1] + at.column - 1

    def _place(self, letter: int) -> Place:
        line = self.text.count("\n", 0, letter) + 1
        return Place(line, letter - self.starts[line - 1] + 1)
