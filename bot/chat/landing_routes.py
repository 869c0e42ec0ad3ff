"""How an admin looks at how days land: which track, which versions, the funnel or a day of it."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, TypeVar

from bot.chat import buttons, landing_messages, pictures
from bot.chat.landing_buttons import QUIET, LandingSeen
from bot.chat.message import Answer
from bot.chat.turn import Heard, Kind
from bot.landing import Landing, NoSuchTrack, NoSuchVersion, Released
from bot.words import language
from curriculum.media import MediaFile, MediaKind
from storage.database import Unit
from storage.media import Attached

_NAME: Final = "landing.png"
_MOST_HELD: Final = 16
"""So many of today's counts and pictures are held in mind, the newest of them."""
K = TypeVar("K")
V = TypeVar("V")

Unhurried = Callable[[], AbstractAsyncContextManager[Unit]]
"""Opens a transaction that may look at whole tables and holds up nobody."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What is answered, and how it stands in the log. Not `found`: there is no such track or version."""

    answer: Answer
    about: str = ""
    found: bool = True


@dataclass(frozen=True, slots=True)
class _View:
    """What was released, what is seen of it, and the picture of that where there is one."""

    released: Released
    seen: LandingSeen
    picture: bytes | None = field(repr=False)


class LandingRoutes:
    """The routes of /landing. What takes its time is made ready before the turn, off the event loop."""

    def __init__(self, landing: Landing, unhurried: Unhurried) -> None:
        self._landing = landing
        self._unhurried = unhurried
        self._counted: OrderedDict[tuple[str, int | None, date, str], Released] = OrderedDict()
        self._ready: OrderedDict[tuple[LandingSeen, date, str], _View] = OrderedDict()

    async def make_ready(self, heard: Heard) -> None:
        """Counts and draws what is wanted, unless that was done today."""
        seen = _seen(heard)
        if seen is None or self._key(seen) in self._ready:
            return
        try:
            view = await _view(await self._released(seen), seen)
        except (NoSuchTrack, NoSuchVersion):
            return  # the turn says so
        _keep(self._ready, self._key(seen), view)

    def _key(self, seen: LandingSeen) -> tuple[LandingSeen, date, str]:
        """By which a picture is found again: what is seen on it, and in which language."""
        return seen, self._landing.today, language()

    async def _released(self, seen: LandingSeen) -> Released:
        """Counted once a day for each language, in which titles name the partner, so that leafing through days is quick."""
        key = (seen.slug, seen.version, self._landing.today, language())
        if key not in self._counted:
            async with self._unhurried() as unit:
                _keep(self._counted, key, await self._landing.released(unit, seen.slug, seen.version))
        return self._counted[key]

    async def answer(self, unit: Unit, heard: Heard) -> Looked:
        """The tracks to choose from, or what is wanted of one."""
        seen = _seen(heard)
        if seen is None:
            return Looked(Answer(say=(landing_messages.choose(await self._landing.on_offer(unit)),)))
        try:
            view = self._ready.get(self._key(seen))
            view = view or await _view(await self._landing.released(unit, seen.slug, seen.version), seen)
        except (NoSuchTrack, NoSuchVersion):
            return Looked(Answer(toast=landing_messages.gone()), found=False)
        released, seen, day = view.released, view.seen, view.seen.day
        about = f"{seen.slug} {seen.version}" if seen.version is not None else seen.slug
        if view.picture is None:
            return Looked(Answer(say=(landing_messages.quiet(released, seen),)), about)
        picture = MediaFile(_NAME, MediaKind.PICTURE, view.picture)
        attached = Attached(MediaKind.PICTURE, _NAME, await unit.media.keep(picture))
        if day is None:
            return Looked(Answer(say=(landing_messages.funnel(released, seen, attached),)), about)
        told = released.by_day[day - 1]
        return Looked(Answer(say=(landing_messages.effect(released, seen, told, attached),)), about)


async def _view(released: Released, seen: LandingSeen) -> _View:
    if seen.day is not None and seen.day > len(released.by_day):
        seen = replace(seen, view=str(len(released.by_day)))  # coming from a longer version
    return _View(released, seen, None if seen.view == QUIET else await asyncio.to_thread(_drawn, released, seen))


def _keep(held: OrderedDict[K, V], key: K, value: V) -> None:
    held[key] = value
    while len(held) > _MOST_HELD:
        held.popitem(last=False)


def _seen(heard: Heard) -> LandingSeen | None:
    tap = buttons.read(heard.tap) if heard.kind is Kind.TAP else None
    return tap if isinstance(tap, LandingSeen) else None


def _drawn(released: Released, seen: LandingSeen) -> bytes:
    theme = pictures.DARK if seen.dark else pictures.LIGHT
    return pictures.funnel(released, theme) if seen.day is None else pictures.effect(released, seen.day, theme)
