"""What the fault tests share: a nursery in which the lives of the bot are begun."""

from collections.abc import Iterator

import pytest

from tests.faults.nursery import Nursery, open_nursery


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Opened once for all tests of this run."""
    with open_nursery() as nursery:
        yield nursery
