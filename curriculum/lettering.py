"""Which letters a track file may be written in: UTF-8, and nothing that a reader's eye cannot see."""

import unicodedata
from dataclasses import dataclass
from typing import Final

from curriculum.errors import Problem, TrackInvalid

MOST_BYTES: Final = 128 * 1024

_MOST_TOLD = 20
_SEEN: Final = frozenset(map(chr, range(0x20, 0x7F))) | {"\t", "\n"}
# The two joiners are unseen as well, but emoji and several scripts cannot be written without them.
_JOINERS: Final = frozenset("\u200c\u200d")
_NO_CHARACTERS: Final = frozenset("\ufffe\uffff")
_UNSEEN_KINDS: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Lettering:
    """The text of a file with `\\n` at every line end, and a question mark sign wherever something unseen stood."""

    text: str
    problems: tuple[Problem, ...]


def lettering(content: bytes | str) -> Lettering:
    """The text of a file. A byte order mark, which some editors leave, is no matter.

    Raises `TrackInvalid` when it is too large, not UTF-8, or has so much unseen in it that it is no text at all.
    """
    encoded = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    if len(encoded) > MOST_BYTES:
        before = encoded[:MOST_BYTES].decode("utf-8", "replace")
        raise TrackInvalid(
            [_problem(before, f"the file is larger than {MOST_BYTES // 1024} KiB; it ends here at most")]
        )
    text = (_decoded(content) if isinstance(content, bytes) else content).removeprefix("\ufeff").replace("\r\n", "\n")
    return _without_unseen(text)


def is_unseen(character: str) -> bool:
    """A control character, one that turns the direction of writing, or another that leaves no mark on the screen."""
    return character not in _SEEN and (
        character in _NO_CHARACTERS or (character not in _JOINERS and unicodedata.category(character) in _UNSEEN_KINDS)
    )


def named(character: str) -> str:
    """What to call an unseen character: its number, and its name where it has one."""
    name = unicodedata.name(character, "").lower()
    return f"U+{ord(character):04X}" + (f" ({name})" if name else "")


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise TrackInvalid([Problem(1, 1, "the file is UTF-16; save it as UTF-8")])
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        says = f"the byte {content[error.start]:#04x} is not UTF-8; save the file as UTF-8"
        before = content[: error.start].decode("utf-8")
        raise TrackInvalid([_problem(before, says)]) from None


def _without_unseen(text: str) -> Lettering:
    unseen = [at for at, character in enumerate(text) if is_unseen(character)]
    problems = [
        _problem(text[:at], f"{named(text[at])} is a character that nobody can see; take it out")
        for at in unseen[:_MOST_TOLD]
    ]
    if len(unseen) > _MOST_TOLD:
        raise TrackInvalid([*problems, _problem(text[: unseen[_MOST_TOLD]], f"and {len(unseen) - _MOST_TOLD} more")])
    letters = list(text)
    for at in unseen:
        letters[at] = "\ufffd"
    return Lettering("".join(letters), tuple(problems))


def _problem(before: str, says: str) -> Problem:
    """The problem right after `before`."""
    return Problem(before.count("\n") + 1, len(before) - before.rfind("\n"), says)
