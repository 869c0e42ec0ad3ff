"""Rehearsals at the desk: a track walked on paper by somebody who does not exist."""

import asyncio
from typing import Final

from bot.desk.seams import Rehearsal
from bot.rehearsal import paper
from bot.rehearsal.personas import PERSONAS, Who
from bot.rehearsing import Source, walked_by
from curriculum.reading import read_draft


async def _rehearse(text: str, way: str) -> str:
    return await asyncio.to_thread(_transcript, text, Who(way))


def _transcript(text: str, who: Who) -> str:
    track = read_draft(text).track
    return paper.as_page(Source(track.slug, track, is_draft=True), PERSONAS[who], walked_by(track, who))


REHEARSAL: Final = Rehearsal(tuple(Who), _rehearse)
"""Everybody who walks a track in a rehearsal."""
