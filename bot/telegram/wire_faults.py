"""What can go wrong on the wire to Telegram, and what is proven then: was anything sent?"""

from enum import StrEnum


class Fault(StrEnum):
    """What went wrong on the wire, as a short code for logs and the ledger."""

    CLOSED = "closed"
    POOL_TIMEOUT = "pool_timeout"
    CONNECT_TIMEOUT = "connect_timeout"
    CONNECT_REFUSED = "connect_refused"
    DNS = "dns"
    TLS = "tls"
    BAD_ADDRESS = "bad_address"
    WRITE_TIMEOUT = "write_timeout"
    READ_TIMEOUT = "read_timeout"
    RESET = "reset"
    HALF_ANSWER = "half_answer"
    BAD_ANSWER = "bad_answer"
    SERVER_ERROR = "server_error"


class WireFault(Exception):
    """A request that brought no usable answer; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class NeverSent(WireFault):
    """Proven: Telegram cannot have acted on the request."""


class MaybeSent(WireFault):
    """Not proven: Telegram may have acted on the request."""
