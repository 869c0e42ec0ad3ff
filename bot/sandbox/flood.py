"""How fast a bot may write: about once a second in a chat, 20 times a minute in a group, 30 times a second in all.

From https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this.
"""

import math
from collections import defaultdict
from collections.abc import Callable

from bot.sandbox.chats import Chat
from bot.sandbox.refusal import too_many_requests


class Bucket:
    """Holds a few permits and refills steadily."""

    def __init__(self, *, per_second: float, most: float) -> None:
        self._per_second = per_second
        self._most = most
        self._level = most
        self._filled_at = 0.0

    def seconds_short(self, now: float) -> float:
        """How long until there is a permit; 0 when there is one."""
        self._level = min(self._most, self._level + (now - self._filled_at) * self._per_second)
        self._filled_at = now
        return max(0.0, (1 - self._level) / self._per_second)

    def take(self) -> None:
        """Uses up one permit."""
        self._level -= 1


class FloodControl:
    """Counts the bot's messages by `elapsed`, in real seconds, and refuses those that come too fast."""

    def __init__(self, *, elapsed: Callable[[], float]) -> None:
        self._elapsed = elapsed
        self._overall = Bucket(per_second=30, most=30)
        self._private: defaultdict[int, Bucket] = defaultdict(lambda: Bucket(per_second=1, most=5))
        self._groups: defaultdict[int, Bucket] = defaultdict(lambda: Bucket(per_second=20 / 60, most=20))

    def count(self, chat: Chat) -> None:
        """Lets a message to the chat pass, or refuses it with the time to wait."""
        now = self._elapsed()
        buckets = self._overall, (self._private if chat.private else self._groups)[chat.chat_id]
        short = max(bucket.seconds_short(now) for bucket in buckets)
        if short > 0:
            raise too_many_requests(math.ceil(short))
        for bucket in buckets:
            bucket.take()
