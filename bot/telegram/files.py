"""Fetches the files admins send."""

import math
from typing import Any

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.chat.turn import Document
from bot.publishing import Refused
from bot.quarantine import read_upload
from bot.telegram import answers
from curriculum.errors import Problem, TrackInvalid
from curriculum.lettering import MOST_BYTES


async def fetch_track(bot: ExtBot[Any], document: Document) -> str | Refused:
    """The text of a track file that reads without problems, or its problems. Raises `TelegramError`."""
    if document.size > MOST_BYTES:
        kib = math.ceil(document.size / 1024)
        return Refused(document.name, [Problem(1, 1, f"the file has {kib} KiB, at most {MOST_BYTES // 1024}")])
    try:
        file = await bot.get_file(document.file_id)
        content = bytes(await file.download_as_bytearray())
    except TelegramError as error:
        if not isinstance(answers.meaning_of(error), answers.Refused | answers.ChatGone):
            raise
        return Refused(document.name, [Problem(1, 1, "the file could not be fetched from Telegram; send it once more")])
    try:
        await read_upload(content)
    except TrackInvalid as invalid:
        return Refused(document.name, invalid.problems)
    return content.decode("utf-8")
