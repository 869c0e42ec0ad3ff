"""Fetches the files admins send."""

import math
from typing import Any

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.chat.turn import Document
from bot.publishing import Refused, Unusable, Upload
from bot.quarantine import read_upload
from bot.telegram import answers
from curriculum.errors import Problem, TrackInvalid
from curriculum.lettering import MOST_BYTES
from curriculum.media import MediaFile, MediaKind, read_media, too_large
from curriculum.writing import Unsuitable

_NOT_FETCHED = "could not be fetched from Telegram; send it once more"


async def fetch_upload(bot: ExtBot[Any], document: Document) -> Upload:
    """A track file that reads without problems, a picture or a voice note; or what is wrong. Raises `TelegramError`."""
    if document.media is not None:
        return await _fetch_media(bot, document, document.media)
    return await _fetch_track(bot, document)


async def _fetch_track(bot: ExtBot[Any], document: Document) -> str | Refused:
    if document.size > MOST_BYTES:
        kib = math.ceil(document.size / 1024)
        return Refused(document.name, [Problem(1, 1, f"the file has {kib} KiB, at most {MOST_BYTES // 1024}")])
    content = await _content(bot, document)
    if content is None:
        return Refused(document.name, [Problem(1, 1, f"the file {_NOT_FETCHED}")])
    try:
        await read_upload(content)
    except TrackInvalid as invalid:
        return Refused(document.name, invalid.problems)
    return content.decode("utf-8")


async def _fetch_media(bot: ExtBot[Any], document: Document, kind: MediaKind) -> MediaFile | Unusable:
    if (complaint := too_large(kind, document.size)) is not None:
        return Unusable(document.name, [complaint])
    content = await _content(bot, document)
    if content is None:
        return Unusable(document.name, [_NOT_FETCHED])
    try:
        return read_media(document.name, content)
    except Unsuitable as unsuitable:
        return Unusable(document.name, unsuitable.args)


async def _content(bot: ExtBot[Any], document: Document) -> bytes | None:
    """What is in a file; None when Telegram does not hand it over."""
    try:
        file = await bot.get_file(document.file_id)
        return bytes(await file.download_as_bytearray())
    except TelegramError as error:
        if not isinstance(answers.meaning_of(error), answers.Refused | answers.ChatGone):
            raise
    return None
