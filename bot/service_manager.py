"""systemd, when it has started this process and waits to hear from it (`Type=notify`, `WatchdogSec=`).

The protocol is a datagram of lines (https://www.freedesktop.org/software/systemd/man/252/sd_notify.html).
"""

import logging
import os
import socket
from collections.abc import Mapping
from typing import Final, Self

_LOG = logging.getLogger(__name__)

_ADDRESS: Final = "NOTIFY_SOCKET"
_WATCHDOG: Final = "WATCHDOG_USEC"
_WATCHED: Final = "WATCHDOG_PID"
_MICROSECONDS: Final = 1_000_000


class ServiceManager:
    """Whoever waits at `address`, or nobody; a process that gives no sign for `patience` seconds is ended and started
    again.
    """

    def __init__(self, address: str | None = None, *, patience: float | None = None) -> None:
        self._address = address
        self.patience = patience
        self._has_failed = False

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self:
        """The one that this environment names."""
        watched = environment.get(_WATCHED, "")
        microseconds = environment.get(_WATCHDOG, "") if watched in ("", str(os.getpid())) else ""
        return cls(
            environment.get(_ADDRESS) or None,
            patience=int(microseconds) / _MICROSECONDS if microseconds.isdecimal() else None,
        )

    @property
    def listens(self) -> bool:
        """Whether anybody waits to hear."""
        return self._address is not None

    def is_told(self, *lines: str) -> None:
        """Hears these lines; when it cannot, that is logged once."""
        if self._address is None:
            return
        address = f"\0{self._address[1:]}" if self._address.startswith("@") else self._address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as wire:
                wire.setblocking(False)
                wire.sendto("\n".join(lines).encode(), address)
        except OSError as error:
            if not self._has_failed:
                _LOG.warning("the service manager cannot be told how it goes: %s", error.strerror)
            self._has_failed = True
