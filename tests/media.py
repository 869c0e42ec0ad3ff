"""Pictures and voice notes for tests, written byte by byte: small, and whole enough to be shown and played."""

import struct
import zlib
from collections.abc import Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
_SILENCE = b"\xf8\xff\xfe"
"""Twenty milliseconds of it, in Opus."""
_SAMPLES = 960
"""In one such packet."""
_A_SECOND = 50
"""So many packets."""


def png(width: int = 2, height: int = 1, *, grey: int = 255, pixels: bool = True) -> bytes:
    """A grey picture; without `pixels` only its head, for sizes that nobody wants to write out."""
    rows = (b"\0" + bytes([grey]) * width) * height if pixels else b""
    parts = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))  # fmt: skip
    return _PNG + b"".join(_chunk(name, content) for name, content in parts)


def jpeg(width: int = 2, height: int = 1, *, segments: int = 1) -> bytes:
    """The head of a JPEG, which is all that is looked at: segments of its own kind, then the one with the size."""
    own = (b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0" + bytes(9)) * segments
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\1\x11\0"
    return b"\xff\xd8" + own + frame + b"\xff\xd9"


def voice_note(seconds: int = 1, *, codec: bytes = b"OpusHead") -> bytes:
    """Silence, as Ogg with Opus in it."""
    head = codec + struct.pack("<BBHIhB", 1, 1, 0, 48_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 4) + b"none" + struct.pack("<I", 0)
    pages = [_page(0, 2, 0, [head]), _page(1, 0, 0, [tags]), *_sound(seconds)]
    return b"".join(pages)


def _sound(seconds: int) -> Iterator[bytes]:
    for second in range(seconds):
        ends = 4 if second == seconds - 1 else 0
        yield _page(second + 2, ends, (second + 1) * _A_SECOND * _SAMPLES, [_SILENCE] * _A_SECOND)


def _page(number: int, flags: int, position: int, packets: list[bytes]) -> bytes:
    head = b"OggS" + struct.pack("<BBqIII", 0, flags, position, 1, number, 0) + bytes([len(packets)])
    page = head + bytes(len(packet) for packet in packets) + b"".join(packets)
    return page[:22] + struct.pack("<I", _checksum(page)) + page[26:]


def _checksum(page: bytes) -> int:
    checksum = 0
    for byte in page:
        checksum ^= byte << 24
        for _ in range(8):
            checksum = (checksum << 1) ^ (0x104C11DB7 if checksum & 0x80000000 else 0)
    return checksum


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
