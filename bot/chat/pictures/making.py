"""Draws what is to be drawn for one person, away from the event loop; nothing of it is kept."""

import asyncio
from typing import Final

from bot.chat.picture import Picture, PictureKind
from bot.chat.pictures import letter, look_back, progress_picture
from bot.chat.pictures.canvas import Canvas
from bot.chat.pictures.theme import EMBERS, WARM

_DRAWN: Final = {
    PictureKind.LOOK_BACK: look_back.drawn,
    PictureKind.PROGRESS: progress_picture.drawn,
    PictureKind.LETTER: letter.drawn,
}


async def made(picture: Picture) -> bytes:
    """The picture, as a PNG."""
    return await asyncio.to_thread(lambda: on_canvas(picture).png())


def on_canvas(picture: Picture) -> Canvas:
    """The same, still on its canvas."""
    return _DRAWN[picture.kind](picture, EMBERS if picture.dark else WARM)
