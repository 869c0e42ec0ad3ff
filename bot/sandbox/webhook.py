"""Updates carried to the bot's own address: in order within a chat, side by side across chats."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import aiohttp
import orjson

from bot.sandbox.chats import Json
from bot.sandbox.world import World

ANSWER_SECONDS = 60.0
LONGEST_PAUSE_SECONDS = 60.0


@dataclass
class Webhook:
    """Where updates are carried, and how the last try went."""

    url: str
    secret: str = field(default="", repr=False)
    max_connections: int = 40
    last_error: str = ""
    last_error_at: int = 0


class Deliverer:
    """Carries what waits to the webhook, and tries again, each time a little later, until it gets a 2xx."""

    def __init__(self, world: World, *, pause_seconds: float) -> None:
        self.webhook: Webhook | None = None
        self._world = world
        self._pause = pause_seconds
        self._busy: dict[object, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Carries on until it is cancelled."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS)) as session:
            try:
                while True:
                    bell = self._world.updates.bell
                    self._send_out(session)
                    await bell.wait()
            finally:
                await self.stop()

    async def stop(self) -> None:
        """Drops what is on its way; it stays in the queue."""
        on_their_way = list(self._busy.values())
        for task in on_their_way:
            task.cancel()
        await asyncio.gather(*on_their_way, return_exceptions=True)
        self._busy.clear()

    def _send_out(self, session: aiohttp.ClientSession) -> None:
        if self.webhook is None:
            return
        for update in self._world.updates:
            chat = _chat_of(update)
            if len(self._busy) >= self.webhook.max_connections:
                return
            if chat not in self._busy:
                self._busy[chat] = asyncio.create_task(self._carry(session, self.webhook, chat, update))

    async def _carry(self, session: aiohttp.ClientSession, webhook: Webhook, chat: object, update: Json) -> None:
        pause = self._pause
        try:
            while not await self._arrived(session, webhook, update):
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        finally:
            self._busy.pop(chat, None)
        self._world.updates.confirm_one(int(str(update["update_id"])))

    async def _arrived(self, session: aiohttp.ClientSession, webhook: Webhook, update: Json) -> bool:
        headers = {"Content-Type": "application/json"}
        if webhook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret
        with suppress(TimeoutError):
            try:
                async with session.post(webhook.url, data=orjson.dumps(update), headers=headers) as answer:
                    if 200 <= answer.status < 300:
                        return True
                    webhook.last_error = f"Wrong response from the webhook: {answer.status} {answer.reason}"
            except aiohttp.ClientError:
                webhook.last_error = "Connection refused"
            webhook.last_error_at = int(self._world.now().timestamp())
        return False


def _chat_of(update: Json) -> object:
    """The chat the update belongs to; an update of unknown shape stands for itself."""
    for part in update.values():
        if isinstance(part, Mapping):
            holder = part.get("message", part)
            chat = holder.get("chat") if isinstance(holder, Mapping) else None
            if isinstance(chat, Mapping) and isinstance(chat.get("id"), int):
                return chat["id"]
    return f"update {update['update_id']}"
