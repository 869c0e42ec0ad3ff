"""How the days of a track land, at the desk: the picture of the chat, and the tables of the command line."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date
from functools import partial

from bot.chat import pictures
from bot.desk.seams import Landed
from bot.landing import Landing, NoSuchTrack, Released
from bot.landing.tables import effect_heads, effect_row, quiet_rows
from bot.landing.wording import count, sets, sets_of, whose
from bot.words import _, language
from storage.database import Unit


class LandingAtDesk:
    """Counts a track once a day for each language, however often its page is looked at."""

    def __init__(self, landing: Landing, unhurried: Callable[[], AbstractAsyncContextManager[Unit]]) -> None:
        self._landing = landing
        self._unhurried = unhurried
        self._counted: dict[tuple[str, str], Released] = {}
        self._of: date | None = None

    async def __call__(self, slug: str) -> Sequence[Landed]:
        """Everything there is to see of this track; nothing when there is no such track."""
        try:
            released = await self._released(slug)
        except NoSuchTrack:
            return []
        return [
            Landed(
                _("How far people come"),
                _("Counts are in tens, up to yesterday (UTC). Of fewer than ten people nothing is told.")
                + f" {whose()}",
                (_("Day"), *(name.capitalize() for name in sets())),
                [(str(day.day), *map(count, sets_of(day))) for day in released.by_day],
                partial(_picture, released),
            ),
            Landed(
                _("What became of each day"),
                _("Skipped: not the moment, or did not want to. Half in: by when half of the answers had come."),
                [head.capitalize() for head in effect_heads()],
                [effect_row(day) for day in released.by_day],
                None,
            ),
            Landed(
                _("Who went quiet"),
                _("People under way who have not answered for a while; how many, and never who."),
                (_("Without an answer for"), _("People")),
                list(quiet_rows(released)),
                None,
            ),
        ]

    async def _released(self, slug: str) -> Released:
        today = self._landing.today
        if self._of != today:
            self._counted, self._of = {}, today
        key = slug, language()
        if key not in self._counted:
            async with self._unhurried() as unit:
                self._counted[key] = await self._landing.released(unit, slug)
        return self._counted[key]


async def _picture(released: Released, dark: bool) -> bytes:
    return await asyncio.to_thread(pictures.funnel, released, pictures.DARK if dark else pictures.LIGHT)
