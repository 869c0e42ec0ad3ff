"""The bot introduces itself to Telegram when it starts: its menus of commands, and what it tells of itself, in every language."""

import asyncio
import logging

from bot.chat import about
from bot.chat.menus import Menus
from bot.pauses import growing, stopped_within
from bot.rights import Rights
from bot.spoken_to import languages_of
from bot.telegram import answers
from bot.telegram.sending import Sending
from bot.words import LANGUAGES, speaking
from storage.database import Database
from storage.errors import Unavailable

_LOG = logging.getLogger(__name__)


async def introduce(
    database: Database, rights: Rights, menus: Menus, sending: Sending, stopping: asyncio.Event
) -> None:
    """Sets the command menus and what the bot tells of itself, in every language, however often it takes."""
    wanted = [call for code in LANGUAGES for call in (menus.for_everybody(code), *about.told_in(code))]
    try:
        async with database.unit() as unit:
            admins = await rights.all(unit)
            known = await unit.people.known_among(admins.ids)
            tongues = await languages_of(unit, sorted(known))
        for admin, tongue in tongues.items():
            with speaking(tongue):
                wanted.append(menus.for_admin(admin, admins.scopes_of(admin)))
    except Unavailable:
        _LOG.exception("the admins' menus are set when they say /start")
    for usual in growing():
        results = [(call, await sending.reply(call)) for call in wanted]
        again = (answers.NotSent, answers.Ambiguous, answers.Wait)
        wanted = [call for call, result in results if isinstance(result, again)]
        pause = max([usual, *(result.retry_after for _, result in results if isinstance(result, answers.Wait))])
        if not wanted or await stopped_within(pause, stopping):
            return
