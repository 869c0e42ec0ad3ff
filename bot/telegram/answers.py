"""What came back from a call to Telegram, as a value: what is known to have happened, and no word of anybody's.

The library's error classes mislead (`BadRequest` and `TimedOut` are both a `NetworkError`), and it re-capitalises
Telegram's texts; this is the one place that knows.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.telegram.wire_faults import MaybeSent, NeverSent
from storage.media import Attached

_UNKNOWN_FILE = (
    "wrong file identifier",
    "wrong remote file",
    "wrong file_id",
    "file_reference",
    "type of file mismatch",
    "can't use file of type",
)
_UNTOLD_WAIT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram did it. `message_id` is 0 for a call that makes no message; `uploaded` is the file that went with it, by
    the id that Telegram gave it.
    """

    code: ClassVar[str] = "sent"
    message_id: int
    uploaded: Attached | None = None


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person cannot be reached by this bot: `blocked`, `deactivated` or `never_started`."""

    reason: str

    @property
    def code(self) -> str:
        """The reason."""
        return self.reason


CANNOT_BE_REACHED = frozenset({"blocked", "deactivated", "never_started"})
"""The codes of `Blocked`: what Telegram answers with 403."""


@dataclass(frozen=True, slots=True)
class ChatGone:
    """Telegram knows no such chat."""

    code: ClassVar[str] = "chat_gone"


@dataclass(frozen=True, slots=True)
class Unparsable:
    """Telegram cannot read the markup of the message; as plain text it would go."""

    code: ClassVar[str] = "unparsable"


@dataclass(frozen=True, slots=True)
class FileUnknown:
    """Telegram does not know the file by its id (any more); uploaded it would go."""

    code: ClassVar[str] = "file_unknown"
    media: Attached


@dataclass(frozen=True, slots=True)
class FileRefused:
    """Telegram does not take this picture or voice note, or this person takes none; in words alone it would go."""

    code: ClassVar[str] = "file_refused"


@dataclass(frozen=True, slots=True)
class NotModified:
    """The message reads so already, which is a success."""

    code: ClassVar[str] = "not_modified"


@dataclass(frozen=True, slots=True)
class TooOld:
    """The tap is too old to be answered; what it asked for is done all the same."""

    code: ClassVar[str] = "too_old"


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram understood and said no, and would say so again: `message_gone`, `no_text`, `too_long`,
    `unknown_file` or `bad_request`.
    """

    reason: str

    @property
    def code(self) -> str:
        """The reason."""
        return self.reason


UNKNOWN_FILE = Refused("unknown_file")
NO_TEXT = Refused("no_text")
"""The message that was to be edited is a picture or voice note."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing was sent; Telegram wants this chat left alone for `retry_after` seconds."""

    code: ClassVar[str] = "wait"
    retry_after: float


@dataclass(frozen=True, slots=True)
class SecondPoller:
    """Another process uses the same token."""

    code: ClassVar[str] = "second_poller"


@dataclass(frozen=True, slots=True)
class TokenRefused:
    """Telegram does not know the token (any more)."""

    code: ClassVar[str] = "token_refused"


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """It may have been sent, or not."""

    reason: str

    @property
    def code(self) -> str:
        """The reason."""
        return self.reason


@dataclass(frozen=True, slots=True)
class NotSent:
    """Proven: nothing was sent, so trying again costs nothing."""

    reason: str

    @property
    def code(self) -> str:
        """The reason."""
        return self.reason


Answer = (
    Sent
    | Blocked
    | ChatGone
    | Unparsable
    | FileUnknown
    | FileRefused
    | NotModified
    | TooOld
    | Refused
    | Wait
    | SecondPoller
    | TokenRefused
    | Ambiguous
    | NotSent
)


def meaning_of(error: TelegramError) -> Answer:
    """What an error of the library's says about the call that raised it."""
    match error:
        case RetryAfter():
            return Wait(seconds_to_wait(error))
        case Forbidden():
            return Blocked(_why_blocked(error.message.lower()))
        case BadRequest():
            return _meaning_of_bad_request(error.message.lower())
        case ChatMigrated():
            return ChatGone()
        case Conflict():
            return SecondPoller()
        # Once the bot knows itself, `do_api_request` turns a refused token into a missing method.
        case InvalidToken() | EndPointNotFound():
            return TokenRefused()
        case NetworkError() if error.message.lower().startswith("too many requests"):
            return Wait(_UNTOLD_WAIT_SECONDS)
    match error.__cause__:
        case NeverSent(fault=fault):
            return NotSent(fault.value)
        case MaybeSent(fault=fault):
            return Ambiguous(fault.value)
    return Ambiguous("unknown")


def seconds_to_wait(error: RetryAfter) -> float:
    """How long a 429 asks to be left alone, in seconds."""
    asked = error.retry_after
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)


def _why_blocked(text: str) -> str:
    if "deactivated" in text:
        return "deactivated"
    if "initiate" in text:
        return "never_started"
    return "blocked"


def _meaning_of_bad_request(text: str) -> Answer:
    if "not modified" in text:
        return NotModified()
    if "chat not found" in text or "user not found" in text or "peer_id_invalid" in text:
        return ChatGone()
    if "parse entities" in text or "unsupported start tag" in text:
        return Unparsable()
    if "query is too old" in text or "query id is invalid" in text or "query_id_invalid" in text:
        return TooOld()
    if any(words in text for words in _UNKNOWN_FILE):
        return UNKNOWN_FILE
    if "too long" in text or "too_long" in text:
        return Refused("too_long")
    if "no text in the message" in text:
        return NO_TEXT
    if "message to" in text or "message can't be" in text or "message_id_invalid" in text:
        return Refused("message_gone")
    return Refused("bad_request")
