"""What one of several processes does of the bot's work."""

from enum import StrEnum


class Role(StrEnum):
    """Everything; only what Telegram carries here, stored before it is answered; or all but that."""

    ALL = "all"
    WEB = "web"
    WORKER = "worker"

    @property
    def works(self) -> bool:
        """Whether it plans, sends and answers."""
        return self is not Role.WEB

    @property
    def hears(self) -> bool:
        """Whether updates are carried to it."""
        return self is not Role.WORKER
