"""What the tests of single parts share: a terminal in which commands are given."""

from pathlib import Path

import pytest

from tests.terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """In an empty folder, with nothing made yet."""
    monkeypatch.chdir(tmp_path)
    return Terminal(tmp_path)
