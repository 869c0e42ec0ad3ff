"""What may come with a day: pictures and voice notes, told by their first bytes and not by their names alone."""

import pytest

from curriculum.media import MOST_BYTES, MediaKind, kind_of, read_media, seconds_of
from curriculum.writing import Unsuitable
from tests.media import jpeg, png, voice_note


def complaint(name: str, content: bytes) -> str:
    with pytest.raises(Unsuitable) as raised:
        read_media(name, content)
    (says,) = raised.value.args
    return str(says)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("breath.png", png(), MediaKind.PICTURE),
        ("breath.jpg", jpeg(), MediaKind.PICTURE),
        ("breath.jpeg", jpeg(4000, 3000), MediaKind.PICTURE),
        ("breath.jpg", png(), MediaKind.PICTURE),
        ("breath.ogg", voice_note(), MediaKind.VOICE),
    ],
    ids=["PNG", "JPEG", "JPEG with the long ending", "PNG with the other's ending", "voice"],
)
def test_pictures_and_voice_notes_are_taken(name: str, content: bytes, kind: MediaKind) -> None:
    file = read_media(name, content)

    assert (file.name, file.kind, file.content) == (name, kind, content)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        pytest.param("breath.jpg", b"<html>", "is no picture", id="a page"),
        pytest.param("breath.jpg", b"", "is no picture", id="nothing"),
        pytest.param("breath.png", b"GIF89a" + bytes(40), "is no picture", id="another kind of picture"),
        pytest.param("breath.png", png()[:20], "is no picture", id="the beginning of a PNG"),
        pytest.param("breath.jpg", jpeg()[:22], "is no picture", id="the beginning of a JPEG"),
        pytest.param("breath.jpg", b"\xff\xd8\xff" + b"\xff" * 5_000, "is no picture", id="a JPEG of filling"),
        pytest.param("breath.jpg", jpeg(segments=1_001), "is no picture", id="a JPEG of segments without end"),
        pytest.param("breath.jpg", voice_note(), "is no picture", id="a voice note that calls itself a picture"),
        pytest.param("breath.ogg", png(), "is no voice note", id="a picture that calls itself a voice note"),
        pytest.param("breath.ogg", voice_note(codec=b"\x01vorbis"), "is no voice note", id="music in Ogg"),
        pytest.param("breath.ogg", b"OggS", "is no voice note", id="the beginning of Ogg"),
        pytest.param("breath.png", png(9_000, 1_001, pixels=False), "9000 by 1001 pixels", id="too many pixels"),
        pytest.param("breath.jpg", jpeg(2_100, 100), "2100 by 100 pixels", id="a long strip"),
        pytest.param("breath.png", png(0, 0, pixels=False), "0 by 0 pixels", id="a picture of nothing"),
        pytest.param("my breath.jpg", jpeg(), "cannot be named", id="a name with a space"),
        pytest.param("breath.JPG", jpeg(), "cannot be named", id="a name in capitals"),
        pytest.param("../breath.jpg", jpeg(), "cannot be named", id="a path"),
        pytest.param("breath.gif", png(), "cannot be named", id="another ending"),
    ],
)
def test_what_is_neither_is_told(name: str, content: bytes, says: str) -> None:
    assert says in complaint(name, content)


@pytest.mark.parametrize(("name", "begins"), [("a.png", png()), ("a.jpg", jpeg()), ("a.ogg", voice_note())])
def test_as_much_as_is_allowed_is_taken_and_not_a_byte_more(name: str, begins: bytes) -> None:
    kind = kind_of(name)
    assert kind is not None
    most = begins.ljust(MOST_BYTES[kind], b"\0")

    assert read_media(name, most).content == most
    assert "MiB, at most" in complaint(name, most + b"\0")


def test_the_same_content_has_one_digest_under_every_name() -> None:
    assert read_media("a.png", png()).digest == read_media("b.png", png()).digest
    assert read_media("a.png", png()).digest != read_media("a.png", png(grey=0)).digest


def test_a_voice_note_tells_how_long_it_lasts() -> None:
    assert seconds_of(voice_note(7)) == 7
    assert seconds_of(voice_note(1) + b"OggS") is None
    assert seconds_of(b"") is None
