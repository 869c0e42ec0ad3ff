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
    """One picture of how days land, as a PNG for light or dark, with its words and the same values as a table."""

    title: str
    words: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    picture: Callable[[bool], Awaitable[bytes]]


Landing = Callable[[str], Awaitable[Sequence[Landed]]]
"""The pictures for the track of this name."""
