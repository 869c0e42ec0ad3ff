"""Has Telegram carry updates to the bot's own address, instead of fetching them."""

import asyncio
import logging
from collections.abc import Sequence

import telegram
from telegram.error import EndPointNotFound, InvalidToken, TelegramError

from bot.addresses import Carried
from bot.pauses import PAUSES, growing, stopped_within
from bot.telegram import answers
from bot.telegram.poller import ALLOWED_UPDATES, TokenNotAccepted

_LOG = logging.getLogger(__name__)


class Webhook:
    """Tells Telegram the address once. It stays told after the end, so that Telegram keeps what comes meanwhile."""

    def __init__(self, bot: telegram.Bot, carried: Carried, *, pauses: Sequence[float] = PAUSES) -> None:
        self._bot = bot
        self._carried = carried
        self._pauses = pauses
        self.is_set = asyncio.Event()

    async def run(self, stopping: asyncio.Event) -> None:
        """Tells it, for as long as it takes, then waits for the end. Raises `TokenNotAccepted`."""
        refused = None
        for usual in growing(self._pauses):
            answer = await self.tell()
            if answer is None:
                break
            if answer.code != refused:
                _LOG.warning(
                    "Telegram was not told where to carry updates (%s); trying until it is. If it goes on, look at "
                    "SMALLGAINS_WEBHOOK_URL",
                    answer.code,
                )
            refused = answer.code
            pause = max(usual, answer.retry_after) if isinstance(answer, answers.Wait) else usual
            if await stopped_within(pause, stopping):
                return
        await stopping.wait()

    async def tell(self) -> answers.Answer | None:
        """Tells it once; gives what went wrong, None when Telegram has it. Raises `TokenNotAccepted`."""
        try:
            await self._bot.set_webhook(
                self._carried.url,
                secret_token=self._carried.secret,
                max_connections=self._carried.connections,
                # Named each time: Telegram keeps the setting of an earlier call that names others.
                allowed_updates=ALLOWED_UPDATES,
                drop_pending_updates=False,
            )
        except (InvalidToken, EndPointNotFound) as error:
            raise TokenNotAccepted from error
        except TelegramError as error:
            return answers.meaning_of(error)
        _LOG.info("Telegram carries updates to the webhook")
        self.is_set.set()
        return None
