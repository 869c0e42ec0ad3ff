"""What the desk shows and others make: a rehearsal of a track, and how its days land."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

Rehearse = Callable[[str, str], Awaitable[str]]
"""A track file and a way of walking it give the transcript, a whole HTML page without scripts. Raises `TrackInvalid`."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Who can walk a track in a rehearsal, and what comes of it."""

    ways: Sequence[str]
    rehearse: Rehearse


@dataclass(frozen=True, slots=True)
class Landed:
    """One view of how days land: its words, a table, and where there is one the picture of the same values, as a PNG for light or
    dark.
    """

    title: str
    words: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    picture: Callable[[bool], Awaitable[bytes]] | None


Landing = Callable[[str], Awaitable[Sequence[Landed]]]
"""All there is to see of the track of this name."""
