"""How the bot stands with Telegram: its token, the clock, and the way of updates."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from telegram import Bot, WebhookInfo
from telegram.error import Conflict, InvalidToken, TelegramError

from bot import faults
from bot.addresses import Carried
from bot.clock import Clock
from bot.finding import Finding
from bot.settings import Settings, SettingsProblem
from bot.telegram import clock_skew
from bot.telegram.request import AiohttpRequest, unparsed

_TOKEN: Final = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_ANSWERED_WITHIN: Final = 10.0
_RECENTLY: Final = timedelta(hours=1)
_MANY: Final = 100


async def findings(
    settings: Settings, machine: Clock, *, is_running: bool, overhears_for: timedelta
) -> AsyncIterator[Finding]:
    """Token, clock and updates. While no bot `is_running` here it is seen whether somebody else fetches updates: for so long
    as it `overhears_for`.
    """
    async with _asking(settings) as (token, bot):
        yield token
        if not token.is_wrong and (skew := await clock_skew.asked_of(settings.api_url, machine)) is not None:
            yield _clock(skew)
        updates = _updates(settings)
        yield updates
        if bot is None or updates.is_wrong:
            return
        try:
            info = await bot.get_webhook_info()
            yield _carried(info, settings.carried(), machine)
            if settings.webhook_url is None and not info.url and not is_running:
                yield await _fetched(bot, overhears_for)
        except TelegramError as error:
            yield faults.TELEGRAM_UNREACHABLE.found(
                "updates", f"Telegram did not tell how they come ({type(error).__name__})"
            )


@asynccontextmanager
async def _asking(settings: Settings) -> AsyncIterator[tuple[Finding, Bot | None]]:
    """What is to be said of the token, and who asks Telegram with it, when it is good."""
    try:
        token = settings.bot_token()
    except SettingsProblem as problem:
        yield faults.NO_TOKEN.found("token", str(problem)), None
        return
    if not _TOKEN.fullmatch(token):
        yield faults.TOKEN_MALFORMED.found("token"), None
        return
    bot = Bot(token, base_url=f"{settings.api_url}/bot", request=AiohttpRequest(), get_updates_request=AiohttpRequest())
    try:
        await bot.initialize()
    except InvalidToken:
        told, is_good = faults.TOKEN_REFUSED.found("token"), False
    except TelegramError as error:
        told = faults.TELEGRAM_UNREACHABLE.found("token", f"Telegram was not reached ({type(error).__name__})")
        is_good = False
    else:
        told, is_good = Finding("token", f"good; the bot is @{bot.username}"), True
    try:
        yield told, bot if is_good else None
    finally:
        await bot.shutdown()


def _clock(skew: timedelta) -> Finding:
    says = clock_skew.in_words(skew)
    if abs(skew) > clock_skew.TOO_FAR:
        return faults.CLOCK_OFF.found("clock", f"the machine's is {says}")
    return Finding("clock", f"good: {says}")


def _updates(settings: Settings) -> Finding:
    """How updates come in, and where the bot itself can be asked how it is. What follows the host may be meant to be
    secret, and is not shown.
    """
    own = settings.listen
    asked = "nobody can ask how it is (SMALLGAINS_LISTEN)" if own is None else f"listens at {own.host}, port {own.port}"
    try:
        carried = settings.carried()
    except SettingsProblem as problem:
        return faults.NO_WEBHOOK_SECRET.found("updates", str(problem))
    if carried is None:
        return Finding("updates", f"fetched from Telegram; {asked}")
    return Finding("updates", f"carried by Telegram to {urlsplit(carried.url).netloc}; {asked}")


def _carried(info: WebhookInfo, wanted: Carried | None, machine: Clock) -> Finding:
    """What Telegram itself says of where it carries updates."""
    host = urlsplit(info.url).netloc
    if wanted is None:
        if info.url:
            return faults.WEBHOOK_ELSEWHERE.found("webhook", f"updates are to be fetched, and are carried to {host}")
        return Finding("webhook", f"good: none is set; {info.pending_update_count} updates wait to be fetched")
    if not info.url:
        return Finding("webhook", "not set yet; smallgains run tells Telegram at its start")
    if info.url != wanted.url:
        return faults.WEBHOOK_ELSEWHERE.found(
            "webhook", f"updates are carried to {host}, by another address than is set"
        )
    if _failed_lately(info, machine):
        return faults.WEBHOOK_FAILING.found(
            "webhook", f"within the last hour Telegram was told: {info.last_error_message}"
        )
    if info.pending_update_count >= _MANY:
        return faults.UPDATES_PILE_UP.found("webhook", f"{info.pending_update_count} updates wait to be carried")
    return Finding("webhook", f"good: Telegram knows it; {info.pending_update_count} updates wait")


def _failed_lately(info: WebhookInfo, machine: Clock) -> bool:
    at = info.last_error_date
    return at is not None and machine() - at < _RECENTLY


async def _fetched(bot: Bot, wait: timedelta) -> Finding:
    """Whether somebody else fetches: whose request is ended by ours comes again while ours waits, and ends it. No update is
    confirmed. Raises `TelegramError`.
    """
    seconds = int(wait.total_seconds())
    asked = {"timeout": seconds, "limit": 1}
    try:
        await bot.do_api_request(unparsed("getUpdates"), api_kwargs=asked, read_timeout=seconds + _ANSWERED_WITHIN)
    except Conflict:
        return faults.ANOTHER_POLLER.found("updates")
    return Finding("updates", "good: nobody else fetches them")
