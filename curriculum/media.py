"""The picture or voice note that comes with a day: what such a file is, by its first bytes and not by its name alone."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from curriculum.texts import file_name_of
from curriculum.writing import Unsuitable

_MIB: Final = 1024 * 1024
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The markers of a JPEG after which its height and width stand."""
_MOST_SEGMENTS: Final = 1_000
_PAGE: Final = b"OggS"
_PAGE_BYTES: Final = 27
_OPUS: Final = b"OpusHead"
_SAMPLES_A_SECOND: Final = 48_000
_LONGEST: Final = 3_600
_MOST_PIXELS: Final = 10_000
"""Width and height together; with the ratio that is Telegram's limit: https://core.telegram.org/bots/api#sendphoto"""
_MOST_TIMES_AS_LONG: Final = 20


class MediaKind(StrEnum):
    """What people get: something to look at, or something to listen to."""

    PICTURE = "picture"
    VOICE = "voice"


MOST_BYTES: Final = {MediaKind.PICTURE: 5 * _MIB, MediaKind.VOICE: _MIB}
_KINDS: Final = {
    "jpg": MediaKind.PICTURE,
    "jpeg": MediaKind.PICTURE,
    "png": MediaKind.PICTURE,
    "ogg": MediaKind.VOICE,
}


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A picture or voice note under the name by which a track calls it; made by `read_media` alone."""

    name: str
    kind: MediaKind
    content: bytes = field(repr=False)

    @property
    def digest(self) -> str:
        """What tells this content from any other."""
        return hashlib.sha256(self.content).hexdigest()


def kind_of(name: str) -> MediaKind | None:
    """What a file of this name should be, large letters or small; None when it is nothing that comes with a day."""
    return _KINDS.get(name.rpartition(".")[2].lower())


def read_media(name: str, content: bytes) -> MediaFile:
    """The picture or voice note of this name. Raises `Unsuitable` with everything that is wrong with it."""
    kind = kind_of(name)
    if kind is None or not _can_be_named(name):
        raise Unsuitable(
            "cannot be named in a track: a name has plain letters, digits, - and _, 51 at most, and ends in .jpg, .jpeg, "
            ".png or .ogg"
        )
    if complaints := tuple(_complaints(kind, content)):
        raise Unsuitable(*complaints)
    return MediaFile(name, kind, content)


def too_large(kind: MediaKind, size: int) -> str | None:
    """What is wrong with a file of so many bytes, if anything is."""
    most = MOST_BYTES[kind]
    return None if size <= most else f"has {size / _MIB:.1f} MiB, at most {most // _MIB}"


def seconds_of(content: bytes) -> int | None:
    """How long a voice note lasts, as the last of its pages tells; None when it does not say."""
    last = content.rfind(_PAGE)
    pages_end = content[last + 6 : last + 14]
    if last < 0 or len(pages_end) < 8:
        return None
    seconds = round(int.from_bytes(pages_end, "little") / _SAMPLES_A_SECOND)
    return seconds if 0 < seconds <= _LONGEST else None


def _can_be_named(name: str) -> bool:
    try:
        return bool(file_name_of(name))
    except Unsuitable:
        return False


def _complaints(kind: MediaKind, content: bytes) -> Iterator[str]:
    if (complaint := too_large(kind, len(content))) is not None:
        yield complaint
    elif kind is MediaKind.VOICE:
        if not _is_voice(content):
            yield "is no voice note: it has to be Ogg with Opus in it, whatever its name says"
    elif (size := _size(content)) is None:
        yield "is no picture: it has to be JPEG or PNG, whatever its name says"
    elif not all(size) or sum(size) > _MOST_PIXELS or max(size) > _MOST_TIMES_AS_LONG * min(size):
        yield (
            f"has {size[0]} by {size[1]} pixels; Telegram takes {_MOST_PIXELS:,} at most, width and height together, "
            f"and no side more than {_MOST_TIMES_AS_LONG} times the other"
        )


def _is_voice(content: bytes) -> bool:
    if len(content) <= _PAGE_BYTES or not content.startswith(_PAGE):
        return False
    return content.startswith(_OPUS, _PAGE_BYTES + content[_PAGE_BYTES - 1])


def _size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a picture in pixels; None when it is none."""
    if content.startswith(_PNG) and content[12:16] == b"IHDR" and len(content) >= 24:
        return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    return _jpeg_size(content) if content.startswith(_JPEG) else None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """A JPEG is a row of segments, each with a marker and its length; one of them begins with the size."""
    at = 2
    for _ in range(_MOST_SEGMENTS):
        if at + 9 > len(content) or content[at] != 0xFF:
            return None
        if content[at + 1] in _FRAMES:
            return int.from_bytes(content[at + 7 : at + 9], "big"), int.from_bytes(content[at + 5 : at + 7], "big")
        at += 1 if content[at + 1] == 0xFF else 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return None
