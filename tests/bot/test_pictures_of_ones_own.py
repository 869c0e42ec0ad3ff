"""Pictures for one person: what is on them, in light and dark, with few words, many, long ones, and letters there are none for."""

import cProfile
import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.calls import read, written
from bot.chat.message import Message
from bot.chat.picture import Picture, PictureKind, Quote
from bot.chat.pictures import lettering
from bot.chat.pictures.making import on_canvas
from bot.telegram import sending
from curriculum.looking_back import Mark

WEEK = (Mark.PRACTISED, Mark.CAME, Mark.CAME, Mark.PRACTISED, Mark.CAME, Mark.CAME, Mark.CAME)


def week(*words: str, dark: bool = False, hidden: bool = False) -> Picture:
    quotes = tuple(Quote(each, "5 May") for each in words)
    return Picture(PictureKind.LOOK_BACK, "A look back", "Days 1 to 7", WEEK, (), quotes, dark, hidden)


@pytest.mark.parametrize("kind", PictureKind)
@pytest.mark.parametrize("dark", [False, True])
def test_every_picture_is_drawn_by_day_and_by_night(kind: PictureKind, dark: bool) -> None:
    legend = ("done or tried", "came to you", "still to come")
    picture = Picture(kind, "A title", "A lead", WEEK, legend, (Quote("Tea", "5 May"),), dark)

    png = on_canvas(picture).png()

    assert png.startswith(b"\x89PNG")


def test_words_stand_on_it_as_they_were_written() -> None:
    texts = on_canvas(week("We laughed <together> & drank tea")).texts

    assert texts == ["A look back", "Days 1 to 7", "We laughed <together> & drank tea", "5 May"]


@pytest.mark.parametrize("words", ["今日は笑った", "שלום לך", "كان هناك شاي", "😂❤️", "नमस्ते"])
def test_words_that_the_font_has_no_letters_for_are_left_to_the_caption(words: str) -> None:
    assert not lettering.can_be_read(words)
    assert on_canvas(week(words)).texts == ["A look back", "Days 1 to 7"]


@pytest.mark.parametrize(
    "words", ["Смеялись вместе", "Δεν είπα τίποτα", "¡Qué alegría!", "Ganz groß", "e\u0301te\u0301"]
)
def test_words_in_letters_that_there_are_are_drawn(words: str) -> None:
    assert lettering.can_be_read(words)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_whatever_was_written_a_picture_comes_of_it(words: str) -> None:
    assert on_canvas(week(words)).at > 0


@pytest.mark.parametrize("words", ["W" * 4000, " ".join(["i" * 500] * 8), " ".join("abcdefgh" * 250)])
def test_long_words_are_not_measured_letter_by_letter(words: str) -> None:
    profile = cProfile.Profile()

    profile.runcall(on_canvas, week(words, words, words, words))

    measured = [one.callcount for one in profile.getstats() if one.code is lettering.width.__code__]
    assert 0 < sum(measured) < 800


@given(st.text(alphabet="Wil . ", min_size=1, max_size=300), st.integers(min_value=60, max_value=900))
def test_what_is_cut_short_has_room_and_is_its_beginning(words: str, room: int) -> None:
    cut = lettering.fitted(words, 40, room)

    assert lettering.width(cut, 40) <= room
    assert lettering.drawable(words).startswith(cut.removesuffix("…"))


def test_it_waits_with_its_answer_as_what_is_to_be_drawn() -> None:
    call = Message("A look back", picture=week("Tea", dark=True, hidden=True)).call(7)

    (again,) = read(written([call]))

    assert again.picture == call.picture
    assert again.params == call.params
    assert call.params["has_spoiler"] is True


def test_what_comes_late_is_covered_with_its_picture() -> None:
    call = Message("A look back", picture=week("Tea")).call(7).covered("It comes late.")

    assert call.params["has_spoiler"] is True
    assert call.params["disable_notification"] is True


def test_words_are_in_no_name_of_it() -> None:
    call = Message("A look back", picture=week("Teapot")).call(7)

    assert "Teapot" not in repr(call)


async def test_one_that_cannot_be_drawn_is_said_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    broken = Picture(PictureKind.LOOK_BACK, "A look back", "", quotes=(Quote(None, "Teapot"),))  # type: ignore[arg-type]

    with caplog.at_level(logging.DEBUG):
        assert await sending._drawn(broken) == {}

    assert "could not be drawn" in caplog.text
    assert "Teapot" not in caplog.text
