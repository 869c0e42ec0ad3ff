"""What a call was given: read from the address, a form, JSON or an upload, and taken out one by one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson
from aiohttp import web

from bot.sandbox.refusal import bad_request

_YES = frozenset({"true", "yes", "1"})


def names(words: str) -> frozenset[str]:
    """The names in a line of words, as a set to look up in."""
    return frozenset(words.split())


@dataclass(frozen=True)
class Upload:
    """A file that came with the call."""

    name: str
    mime: str
    content: bytes = field(repr=False)


class Parameters:
    """The parameters of one call by name. Each way of taking one out refuses a value of the wrong shape."""

    def __init__(self, values: Mapping[str, object], uploads: Mapping[str, Upload] | None = None) -> None:
        self.values = dict(values)
        self._uploads = dict(uploads or {})

    def refuse_unknown(self, known: frozenset[str]) -> None:
        """Telegram overlooks a parameter it does not know; the sandbox does not, so that it is noticed."""
        attached = {value.removeprefix("attach://") for value in self.values.values() if isinstance(value, str)}
        strange = sorted((set(self.values) - known) | (set(self._uploads) - known - attached))
        if strange:
            raise bad_request(f"unknown parameter {strange[0]}")

    def text(self, name: str) -> str:
        """The value as text; empty when it was not given."""
        value = self.values.get(name, "")
        if isinstance(value, bool | int | float):
            return str(value)
        if not isinstance(value, str):
            raise bad_request(f"field {name} must be of type String")
        return value

    def number(self, name: str) -> int | None:
        """The value as a whole number, or None when it was not given."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, str) and value.removeprefix("-").isascii() and value.removeprefix("-").isdigit():
            return int(value)
        raise bad_request(f"field {name} must be of type Integer")

    def flag(self, name: str) -> bool:
        """The value as yes or no; no when it was not given."""
        value = self.values.get(name, False)
        return value if isinstance(value, bool) else str(value).lower() in _YES

    def structure(self, name: str) -> object:
        """The value as an object or a list: as it is in a JSON body, or as JSON in a string elsewhere."""
        value = self.values.get(name)
        if not isinstance(value, str) or not value:
            return value or None
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError as error:
            raise bad_request(f"can't parse {name} JSON object") from error

    def list_of_texts(self, name: str) -> list[str] | None:
        """The value as a list of strings, or None when it was not given."""
        if name not in self.values:
            return None
        value = self.structure(name) or []
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise bad_request(f"can't parse {name} JSON array")
        return value

    def file(self, name: str) -> Upload | str | None:
        """The upload, or the identifier of a file that Telegram has already, or None."""
        if name in self._uploads:
            return self._uploads[name]
        value = self.text(name)
        if value.startswith("attach://"):
            return self._uploads.get(value.removeprefix("attach://"))
        return value or None


async def read(request: web.Request) -> Parameters:
    """What the call was given. Refuses a body that cannot be read."""
    values: dict[str, object] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        values.update(_from_json(await request.read()))
    else:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                with value.file as content:
                    uploads[name] = Upload(value.filename, value.content_type, content.read())
            elif isinstance(value, str):
                values[name] = value
            else:
                uploads[name] = Upload(name, "application/octet-stream", bytes(value))
    return Parameters(values, uploads)


def _from_json(body: bytes) -> dict[str, object]:
    if not body:
        return {}
    try:
        values = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise bad_request("can't parse the body as JSON") from error
    if not isinstance(values, dict):
        raise bad_request("can't parse the body: an object is expected")
    return values
