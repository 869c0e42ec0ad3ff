"""Words are found whatever their case, and with or without accents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.searching import folded, has_all

WORDS = st.text(min_size=1).filter(lambda text: bool(folded(text).split()))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("We had TEA", "tea"),
        ("Se rió mucho", "RIO"),
        ("se rio mucho", "rió"),
        ("Straße", "strasse"),
        ("ὁδός", "ΟΔΟΣ"),
        ("the balcony, with tea", "tea balcony"),
    ],
)
def test_it_is_found(text: str, wanted: str) -> None:
    assert has_all(text, wanted)


@pytest.mark.parametrize(("text", "wanted"), [("We had tea", "coffee"), ("We had tea", "tea coffee")])
def test_it_is_not_found(text: str, wanted: str) -> None:
    assert not has_all(text, wanted)


@given(WORDS, WORDS, WORDS)
def test_whatever_stands_in_a_text_is_found_in_it(before: str, words: str, after: str) -> None:
    assert has_all(f"{before} {words} {after}", words)
