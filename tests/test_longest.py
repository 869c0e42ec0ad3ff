"""The list of what takes long names what there is."""

from pathlib import Path

import pytest

from tests.longest import LONGEST, place_of

HERE = Path(__file__).parent


@pytest.mark.parametrize("name", LONGEST)
def test_whatever_takes_long_is_there(name: str) -> None:
    path, _, test = name.partition("::")

    assert (HERE / path).exists()
    assert not test or f"def {test}" in (HERE / path).read_text(encoding="utf-8")


def test_the_longest_comes_first_and_what_is_not_named_last() -> None:
    names = ["c/x", "b/y::z", "a", "b/w"]

    assert sorted(names, key=lambda name: place_of(name, ["b/y", "b", "a"])) == ["b/y::z", "b/w", "a", "c/x"]
