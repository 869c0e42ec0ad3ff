"""How Telegram says no: a code, a short description, and sometimes how long to wait."""


class Refused(Exception):
    """A call that Telegram would not carry out."""

    def __init__(self, code: int, description: str, *, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    @property
    def body(self) -> dict[str, object]:
        """The answer as it goes over the wire."""
        body: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad_request(what: str) -> Refused:
    """The call itself is wrong; sending it again will not help."""
    return Refused(400, f"Bad Request: {what}")


def forbidden(what: str) -> Refused:
    """The call is right, but this bot may not do it."""
    return Refused(403, f"Forbidden: {what}")


def too_many_requests(retry_after: int) -> Refused:
    """The bot went too fast, and must keep still for `retry_after` seconds."""
    return Refused(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)
