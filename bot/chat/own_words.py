"""The words in a raw message that are its sender's own, whatever kind of message it is; what they quote is not among them.

It is read as Telegram's text has it, so that nothing is lost on a kind or a part that the library does not know.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from bot.chat.turn import Heard, Kind

_MESSAGES: Final = ("message", "edited_message")
_TEXTS: Final = ("text", "caption")
_BESIDE: Final = {
    "contact": ("first_name", "last_name"),
    "venue": ("title", "address"),
    "poll": ("question", "options"),
    "checklist": ("title", "tasks"),
}
"""What else is in a message, and which parts of that are words."""
_MOST: Final = 100
"""So many strings of one part are read; Telegram allows no poll or checklist more than thirty."""


def beside(update: Any) -> str:
    """The words that are neither text nor caption: a name, an address, a question, tasks."""
    message = _message(update)
    parts = ((message.get(part), fields) for part, fields in _BESIDE.items())
    return "\n".join(
        words
        for part, fields in parts
        if isinstance(part, Mapping)
        for field in fields
        for words in _strings(part.get(field))
    )


def bare(update: Any, said_at: datetime) -> Heard | None:
    """What a person said in their own chat in an update that is else none that can be heard: the words alone. None when
    there are none, or it is nobody's.
    """
    message = _message(update)
    words = "\n".join([*(text for field in _TEXTS for text in _strings(message.get(field))), beside(update)]).strip()
    sender, chat = message.get("from"), message.get("chat")
    if not words or not isinstance(sender, Mapping) or not isinstance(chat, Mapping) or sender.get("is_bot") is True:
        return None
    if chat.get("type") != "private":
        return None
    try:
        return Heard(kind=Kind.TEXT, sender=sender.get("id", 0), chat=chat.get("id", 0), said_at=said_at, text=words)
    except TypeError:
        return None


def _message(update: Any) -> Mapping[str, Any]:
    found = (update.get(part) for part in _MESSAGES) if isinstance(update, Mapping) else ()
    return next((message for message in found if isinstance(message, Mapping)), {})


def _strings(value: Any) -> Iterator[str]:
    """A string itself, or the texts of what is listed."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (
            one["text"] for one in value[:_MOST] if isinstance(one, Mapping) and isinstance(one.get("text"), str)
        )
