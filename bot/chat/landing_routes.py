"""How an admin looks at how days land: which track, which versions, the funnel or a day of it."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bot.chat import buttons, landing_messages, pictures
from bot.chat.landing_buttons import QUIET, LandingSeen
from bot.chat.message import Answer
from bot.chat.turn import Heard, Kind
from bot.landing import Landing, NoSuchTrack, NoSuchVersion, Released
from curriculum.media import MediaFile, MediaKind
from storage.database import Unit
from storage.media import Attached

_NAME: Final = "landing.png"
_READY: Final = 16
"""So many looks are held in mind; each is asked for again on the way to its answer, and by who leafs through days."""

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
    """What was released, and the picture of it where there is one."""

    released: Released
    picture: bytes | None = field(repr=False)


class LandingRoutes:
    """The routes of /landing. What takes its time is made ready before the turn, off the event loop."""

    def __init__(self, landing: Landing, unhurried: Unhurried) -> None:
        self._landing = landing
        self._unhurried = unhurried
        self._ready: OrderedDict[tuple[LandingSeen, date], _View] = OrderedDict()

    async def make_ready(self, heard: Heard) -> None:
        """Counts and draws what is wanted, unless that was done today."""
        seen = _seen(heard)
        if seen is None or (seen, self._landing.today) in self._ready:
            return
        try:
            async with self._unhurried() as unit:
                view = await self._view(unit, seen)
        except (NoSuchTrack, NoSuchVersion):
            return  # the turn says so
        self._ready[seen, self._landing.today] = view
        while len(self._ready) > _READY:
            self._ready.popitem(last=False)

    async def answer(self, unit: Unit, heard: Heard) -> Looked:
        """The tracks to choose from, or what is wanted of one."""
        seen = _seen(heard)
        if seen is None:
            return Looked(Answer(say=(landing_messages.choose(await self._landing.on_offer(unit)),)))
        try:
            view = self._ready.get((seen, self._landing.today)) or await self._view(unit, seen)
        except (NoSuchTrack, NoSuchVersion):
            return Looked(Answer(toast=landing_messages.gone()), found=False)
        released, day = view.released, seen.day
        about = f"{seen.slug} {seen.version}" if seen.version is not None else seen.slug
        if view.picture is None:
            return Looked(Answer(say=(landing_messages.quiet(released, seen),)), about)
        picture = MediaFile(_NAME, MediaKind.PICTURE, view.picture)
        attached = Attached(MediaKind.PICTURE, _NAME, await unit.media.keep(picture))
        if day is None:
            return Looked(Answer(say=(landing_messages.funnel(released, seen, attached),)), about)
        told = released.by_day[day - 1]
        return Looked(Answer(say=(landing_messages.effect(released, seen, told, attached),)), about)

    async def _view(self, unit: Unit, seen: LandingSeen) -> _View:
        released = await self._landing.released(unit, seen.slug, seen.version)
        if seen.day is not None and seen.day > len(released.by_day):
            raise NoSuchVersion
        return _View(released, None if seen.view == QUIET else await asyncio.to_thread(_drawn, released, seen))


def _seen(heard: Heard) -> LandingSeen | None:
    tap = buttons.read(heard.tap) if heard.kind is Kind.TAP else None
    return tap if isinstance(tap, LandingSeen) else None


def _drawn(released: Released, seen: LandingSeen) -> bytes:
    theme = pictures.DARK if seen.dark else pictures.LIGHT
    return pictures.funnel(released, theme) if seen.day is None else pictures.effect(released, seen.day, theme)
