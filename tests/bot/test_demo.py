"""The demo's folder: one demo at a time, and nothing in it is touched that is not the demo's."""

from pathlib import Path

import pytest

from bot.demo import CannotServe, Paths


def test_a_second_demo_in_the_same_folder_is_refused_and_leaves_the_first_alone(tmp_path: Path) -> None:
    first, second = Paths(tmp_path), Paths(tmp_path)

    with first.reserved():
        first.begin_afresh()
        first.database.write_text("the first one's")
        with pytest.raises(CannotServe, match="a demo is running"), second.reserved():
            second.begin_afresh()

        assert first.database.read_text() == "the first one's"


def test_a_fresh_start_removes_the_demos_own_files_and_no_others(tmp_path: Path) -> None:
    paths = Paths(tmp_path)
    paths.begin_afresh()
    key = paths.key.read_text()
    mine = tmp_path / "run" / "notes.txt"
    mine.parent.mkdir()
    mine.write_text("mine")
    paths.database.write_text("old")

    paths.begin_afresh()

    assert not paths.database.exists()
    assert mine.read_text() == "mine"
    assert paths.key.read_text() == key
