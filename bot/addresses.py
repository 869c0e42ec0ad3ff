"""Addresses in the settings: where the bot listens on its own machine, and where Telegram finds it from outside."""

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, urlsplit

HEALTH: Final = "/healthz"
READY: Final = "/readyz"
METRICS: Final = "/metrics"
DESK: Final = "/desk"
"""Beneath it is everything that authors see."""

TELEGRAMS_PORTS: Final = (443, 80, 88, 8443)
"""To no others does Telegram carry updates (https://core.telegram.org/bots/api#setwebhook)."""
SECRET: Final = re.compile(r"[A-Za-z0-9_-]{32,256}")
MAKE_A_SECRET: Final = "make one with: openssl rand -hex 32"  # noqa: S105  (the way to a secret, not one)

_LISTEN: Final = re.compile(r"(?:\[([0-9a-fA-F:.]+)\]|([^\s:\[\]/]+)):([0-9]{1,5})")
_PATH: Final = re.compile(r"(?:/[A-Za-z0-9._~-]+)+/?|/?")
_AT_HOME: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_LIKE: Final = "should be like https://bot.example.org/telegram"


@dataclass(frozen=True, slots=True)
class Listen:
    """A host and a port of this machine; port 0 is any free one."""

    host: str
    port: int

    @property
    def is_at_home(self) -> bool:
        """Whether it is found from this machine alone."""
        return self.host in _AT_HOME

    @property
    def at_home(self) -> str | None:
        """How browsers on this machine find it, where nobody else does; None else, and for a port that is not known yet."""
        if not self.is_at_home or not self.port:
            return None
        return f"http://[{self.host}]:{self.port}" if ":" in self.host else f"http://{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Carried:
    """Updates are carried to `url`, by so many `connections` at most, each with the `secret`."""

    url: str
    connections: int
    secret: str = field(repr=False)

    @property
    def path(self) -> str:
        """Where they come in on our own side."""
        return urlsplit(self.url).path or "/"


def listen_in(text: str) -> Listen:
    """A host and a port as somebody wrote them. Raises `ValueError`."""
    found = _LISTEN.fullmatch(text.strip())
    if found is None or int(found[3]) > 65535:
        raise ValueError("should be a host and a port, like 127.0.0.1:8080")
    return Listen(found[1] or found[2], int(found[3]))


def origin_in(text: str) -> str:
    """An origin as somebody wrote it. Raises `ValueError`."""
    says = "should be like https://bot.example.org, without a path"
    address = urlsplit(text.strip())
    try:
        origin = origin_of(text.strip())
    except ValueError as error:
        raise ValueError(says) from error
    if address.scheme not in ("http", "https") or not address.hostname or address.username is not None:
        raise ValueError(says)
    if address.path not in ("", "/") or address.query or address.fragment:
        raise ValueError(says)
    if address.scheme == "http" and address.hostname not in _AT_HOME:
        raise ValueError("should begin with https://; without TLS anybody on the way could read along")
    return origin


def origin_of(url: str) -> str:
    """Where a URL leads, without its path, as a browser names it. Raises `ValueError`."""
    address = urlsplit(url)
    usual = 443 if address.scheme == "https" else 80
    host = address.hostname or ""
    named = f"[{host}]" if ":" in host else host
    port = "" if address.port in (None, usual) else f":{address.port}"
    return f"{address.scheme}://{named}{port}"


def check_webhook(url: str, *, for_telegram: bool) -> None:
    """Refuses an address to which nothing could be carried. Raises `ValueError`."""
    address = _taken_apart(url)
    if not _PATH.fullmatch(address.path) or address.query or address.fragment or address.username is not None:
        raise ValueError(f"{_LIKE}: letters, digits and . _ ~ - in the path, and nothing behind it")
    if address.path in (HEALTH, READY, METRICS) or f"{address.path}/".startswith(f"{DESK}/"):
        raise ValueError(f"the path {address.path} is taken by the bot itself; choose another")
    if not for_telegram and address.hostname in _AT_HOME:
        return
    if address.scheme != "https":
        raise ValueError(f"{_LIKE}; without TLS anybody on the way could read along")
    if for_telegram and _port(address) not in TELEGRAMS_PORTS:
        told = ", ".join(str(port) for port in TELEGRAMS_PORTS)
        raise ValueError(f"Telegram carries updates to the ports {told} alone, not to {_port(address)}")


def _taken_apart(url: str) -> SplitResult:
    try:
        address = urlsplit(url)
        _port(address)
    except ValueError as error:
        raise ValueError(_LIKE) from error
    if address.scheme not in ("http", "https") or not address.hostname:
        raise ValueError(_LIKE)
    return address


def _port(address: SplitResult) -> int:
    """The port, also where none is written. Raises `ValueError`."""
    return address.port if address.port is not None else (443 if address.scheme == "https" else 80)
