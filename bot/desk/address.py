"""Where the desk is found from a browser."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.addresses import DESK


@dataclass(frozen=True, slots=True)
class Address:
    """An origin, like `https://bot.example.org`."""

    origin: str

    @property
    def is_secure(self) -> bool:
        """Whether nobody on the way can read along. What is not secure is on this machine alone."""
        return self.origin.startswith("https://")

    @property
    def host(self) -> str:
        """What a browser names as the host, with the port where that is not the usual one."""
        return urlsplit(self.origin).netloc

    def link(self, secret: str) -> str:
        """The link that opens the desk."""
        return f"{self.origin}{DESK}/in/{secret}"


class Whereabouts:
    """The address as the settings have it, or else the one of this machine at which the door has opened."""

    def __init__(self, origin: str | None) -> None:
        self._origin = origin

    @property
    def address(self) -> Address | None:
        """Where the desk is; None as long as nobody knows."""
        return None if self._origin is None else Address(self._origin)

    def opened_at(self, origin: str) -> None:
        """The door has opened there; for browsers on this machine that will do."""
        if self._origin is None:
            self._origin = origin
