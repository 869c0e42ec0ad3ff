"""Says things on Telegram, in one of the lanes, and tells what came back as a value."""

from collections.abc import Mapping
from typing import Any

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.chat.message import Call, Message
from bot.telegram import answers
from bot.telegram.limits import Lane, Limits
from bot.telegram.request import unparsed


class Sending:
    """The one way out. `halted` tells why nothing may be sent any more: the token is refused, or somebody else polls."""

    def __init__(self, bot: ExtBot[Any], limits: Limits) -> None:
        self._bot = bot
        self._limits = limits
        self.halted: answers.TokenRefused | answers.SecondPoller | None = None

    async def reply(self, call: Call) -> answers.Answer:
        """Makes one call of an answer to a person."""
        return await self._make(call, Lane.REPLY)

    async def nudge(self, chat: int, message: Message) -> answers.Answer:
        """Sends one nudge, for which `nudge_permit` was awaited."""
        return await self._make(Call("sendMessage", message.params(chat)), Lane.PERMITTED)

    async def nudge_permit(self) -> None:
        """Waits until one nudge may be sent: after all replies that wait, within the rate, outside every ban."""
        await self._limits.nudge_permit()

    async def _make(self, call: Call, lane: Lane) -> answers.Answer:
        try:
            raw = await self._bot.do_api_request(unparsed(call.method), api_kwargs=call.params, rate_limit_args=lane)
        except TelegramError as error:
            answer = answers.meaning_of(error)
            if isinstance(answer, answers.TokenRefused | answers.SecondPoller):
                self.halted = answer
            return answer
        return answers.Sent(raw["message_id"] if isinstance(raw, Mapping) and "message_id" in raw else 0)
