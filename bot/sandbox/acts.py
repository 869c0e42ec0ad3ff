"""What a person can do on the page, by name, each with what the page sends along."""

from collections.abc import Callable, Mapping

from bot.sandbox.chats import Json
from bot.sandbox.people import Person


class Misasked(ValueError):
    """The page asked for something that makes no sense."""


def number(given: Json, name: str) -> int:
    """The whole number that was sent along; raises Misasked when there is none."""
    value = given.get(name)
    if not isinstance(value, int):
        raise Misasked(f"{name} must be a number")
    return value


def _text(given: Json) -> str:
    value = given.get("text")
    if not isinstance(value, str):
        raise Misasked("text must be text")
    return value


def _degrees(given: Json, name: str) -> float:
    value = given.get(name)
    if not isinstance(value, int | float):
        raise Misasked(f"{name} must be a number")
    return float(value)


def _says(person: Person, given: Json) -> object:
    return person.says(_text(given), reply_to=number(given, "reply_to") if given.get("reply_to") else None)


def _shares_location(person: Person, given: Json) -> object:
    return person.shares_location(_degrees(given, "latitude"), _degrees(given, "longitude"))


ACTS: Mapping[str, Callable[[Person, Json], object]] = {
    "says": _says,
    "edits": lambda person, given: person.edits(number(given, "message"), _text(given)),
    "taps": lambda person, given: person.taps_at(
        number(given, "message"), number(given, "row"), number(given, "column")
    ),
    "presses": lambda person, given: person.presses(_text(given)),
    "location": _shares_location,
    "starts": lambda person, given: person.starts(),
    "voice": lambda person, given: person.sends_voice(),
    "photo": lambda person, given: person.sends_photo(),
    "sticker": lambda person, given: person.sends_sticker(),
    "blocks": lambda person, given: person.blocks(),
    "unblocks": lambda person, given: person.unblocks(),
}
