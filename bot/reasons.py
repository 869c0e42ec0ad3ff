"""What the short codes of the ledger mean, for somebody who reads them tired and at night.

Each meaning stands after "because", or alone.
"""

from collections.abc import Mapping
from typing import Final

TOO_LATE_AFTER: Final = "too late, after "
"""A nudge that was tried in vain until it was too late: what follows is the reason of the last try."""

BECAUSE: Final[Mapping[str, str]] = {
    # What Telegram answered.
    "sent": "Telegram took it",
    "blocked": "the person has blocked the bot",
    "deactivated": "the person has deleted their Telegram account",
    "never_started": "the person never started the bot, and a bot may not write first",
    "chat_gone": "Telegram knows no such chat",
    "unparsable": "Telegram could not read its markup; then it goes as plain text, and the track needs mending",
    "file_unknown": "Telegram did not know the picture or voice note by its id any more; then it is uploaded once more",
    "file_refused": "Telegram did not take the picture or voice note, or the person takes none; then the day goes in "
    "words alone",
    "unknown_file": "Telegram did not know a file by its id",
    "not_modified": "the message read so already",
    "too_old": "the tap was too old to be answered",
    "message_gone": "the message it was about is gone",
    "no_text": "the message it was about is a picture or a voice note",
    "too_long": "Telegram found it too long; the track needs mending",
    "bad_request": "Telegram found the request wrong; the log has more",
    "no_such_method": "Telegram knew no such method; is the Bot API server an old one?",
    "wait": "Telegram asked to be left alone for a while",
    "second_poller": "another program used the same token",
    "token_refused": "Telegram refused the bot's token",
    "server_error": "Telegram's server failed",
    "bad_answer": "what answered did not speak as Telegram does",
    "unknown": "something unforeseen came in place of an answer",
    # What the network did.
    "pool_timeout": "too many requests were under way at once",
    "connect_timeout": "Telegram could not be reached in time",
    "connect_refused": "Telegram could not be reached",
    "dns": "Telegram's address could not be looked up",
    "tls": "no encrypted connection could be made",
    "bad_address": "the address of the Bot API makes no sense; see SMALLGAINS_API_URL",
    "write_timeout": "the request could not be handed over in time",
    "read_timeout": "no answer came in time",
    "reset": "the connection broke before an answer came",
    "half_answer": "the connection broke in the middle of the answer",
    # What happened on this side.
    "closed": "the bot was being stopped",
    "fault": "something went wrong in the program or the track; the log has it",
    "abandoned": "the bot was gone before an answer was written down",
    "sender vanished": "the bot was gone before an answer was written down",
    "claim ended": "the process that was to send it had been held up for longer than its claim; nothing was sent",
    "too late": "it could not go out while it was still the hour for it",
    "too late to repeat": "it was too late to send it once more",
    # What the person did.
    "answered": "the person had just answered the day it was about",
    "put off": "the person had put the day off, or left it",
    "back": "the person had just come back, and was welcomed",
    "strained": "the person had just said that it is too much, or told of a fight; the day comes when it is calmer",
    "nothing to show": "there was nothing to look back at",
    "not the time": "the day it was about had not come, had just come, or was too much; or too much time had passed",
    "not wanted": "the person wants no look back, or nothing is praised or counted up for them now",
    "paused": "the person had paused",
    "on hold": "it was on hold until the person goes on",
    "stopped": "the person had left the track",
    "not needed": "the person said before it came that they need it no more",
    "named anew": "the person had named another time in its place",
    "finished": "the person had finished the track",
    "moved": "the person had moved to another time zone, and the next nudge comes by the time there",
    "unreachable": "the person could not be reached any more",
}

LEAVES_A_DOUBT: Final = frozenset(
    {
        "write_timeout",
        "read_timeout",
        "reset",
        "half_answer",
        "bad_answer",
        "server_error",
        "unknown",
        "fault",
        "abandoned",
        "sender vanished",
    }
)
"""After these nobody knows whether Telegram acted, unless it is proven that nothing had left this machine."""


def because(reason: str) -> str:
    """A nudge's reason, as the end of a sentence."""
    if reason.startswith(TOO_LATE_AFTER):
        return f"{plainly(reason.removeprefix(TOO_LATE_AFTER))}, until it was too late"
    return _meaning(reason)


def plainly(code: str) -> str:
    """What a code means, without the advice."""
    return _meaning(code).partition(";")[0]


def _meaning(code: str) -> str:
    """What a code means; one that another version of the program wrote is told as it is."""
    return BECAUSE.get(code, f"the ledger says “{code}”")
