"""Examples that hypothesis makes up, as a list: for tests that hand them to a running bot."""

from typing import TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

T = TypeVar("T")

ANY_SIGN = st.characters(exclude_categories=())
"""Every sign there is, halves of characters among them."""


def collected(strategy: st.SearchStrategy[T], count: int) -> list[T]:
    """So many examples."""
    found: list[T] = []

    @settings(max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def collect(example: T) -> None:
        found.append(example)

    collect()
    return found
