"""What the trial without safeguards takes out is still where it looks for it."""

from pathlib import Path

import pytest

from tests.faults.safeguards import SAFEGUARDS, Safeguard

HOME = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("safeguard", SAFEGUARDS, ids=lambda safeguard: safeguard.name)
def test_a_safeguard_stands_once_in_its_file(safeguard: Safeguard) -> None:
    text = (HOME / safeguard.file).read_text(encoding="utf-8")

    assert text.count(safeguard.there) == 1
