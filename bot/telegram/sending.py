"""Says things on Telegram, in one of the lanes, and tells what came back as a value."""

from collections.abc import Mapping
from typing import Any, Final

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.chat.message import Call, Message
from bot.telegram import answers
from bot.telegram.limits import Lane, Limits
from bot.telegram.request import unparsed
from bot.telegram.shown import Shown

_SEND: Final = "sendMessage"
_EDIT: Final = "editMessageText"


class Sending:
    """The one way out. `halted` tells why nothing may be sent any more: the token is refused, or somebody else polls."""

    def __init__(self, bot: ExtBot[Any], limits: Limits) -> None:
        self._bot = bot
        self._limits = limits
        self._shown = Shown()
        self.halted: answers.TokenRefused | answers.SecondPoller | None = None

    async def reply(self, call: Call) -> answers.Answer:
        """Makes one call of an answer to a person. An edit that would change nothing is `NotModified` without a call."""
        if call.method == _EDIT and self._shown.looks_so(call.params):
            return answers.NotModified()
        return await self._make(call, Lane.REPLY)

    async def nudge(self, chat: int, message: Message) -> answers.Answer:
        """Sends one nudge, for which `nudge_permit` was awaited."""
        return await self._make(Call(_SEND, message.params(chat)), Lane.PERMITTED)

    async def nudge_permit(self) -> None:
        """Waits until one nudge may be sent: after all replies that wait, within the rate, outside every ban."""
        await self._limits.nudge_permit()

    async def _make(self, call: Call, lane: Lane) -> answers.Answer:
        try:
            # A copy: the library writes into what it is handed.
            raw = await self._bot.do_api_request(
                unparsed(call.method), api_kwargs=dict(call.params), rate_limit_args=lane
            )
        except TelegramError as error:
            answer = answers.meaning_of(error)
            if isinstance(answer, answers.TokenRefused | answers.SecondPoller):
                self.halted = answer
            return answer
        message_id = int(raw["message_id"]) if isinstance(raw, Mapping) and "message_id" in raw else 0
        if call.method in (_SEND, _EDIT):
            self._shown.remember(call.params, message_id)
        return answers.Sent(message_id)
