"""The track format as a JSON Schema, so that an author's editor completes the fields and marks what is wrong.

An editor with the YAML language server takes it from the first line of a track file, written by `smallgains schema`:

    # yaml-language-server: $schema=track.schema.json

The schema says all that JSON Schema can say. `reading` goes further: it counts sentences and the days of a track that is
shorter, measures emoji as Telegram does, and takes every plain text as text where an editor may ask for quotes (`title: 30`).
"""

import json
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from curriculum.day import DAYS
from curriculum.track import Track

_DIALECT: Final = GenerateJsonSchema.schema_dialect
_UNFINISHED: Final = {"properties": {"unfinished": {"const": True}}, "required": ["unfinished"]}
_OF_FULL_LENGTH: Final = {"properties": {"length": {"const": DAYS}}}
"""Also where nothing is said of the length."""


class _AsWritten(GenerateJsonSchema):
    """A field that may be left out is left out in a file, never written as null."""

    def nullable_schema(self, schema: Any) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: Any) -> JsonSchemaValue:
        if schema.get("default") is None:
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)


def json_schema() -> dict[str, Any]:
    """The schema of a track file, in draft 2020-12."""
    schema = Track.model_json_schema(by_alias=True, schema_generator=_AsWritten)
    schema["properties"]["days"]["allOf"] = [{"prefixItems": [_numbered(number) for number in range(1, DAYS + 1)]}]
    full = {"if": _OF_FULL_LENGTH, "then": {"properties": {"days": {"minItems": DAYS}}}}
    schema |= {"if": _UNFINISHED, "else": full}
    return {"$schema": _DIALECT, **schema}


def json_schema_text() -> str:
    """The schema as a file."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _numbered(number: int) -> dict[str, Any]:
    return {"properties": {"day": {"const": number}}}
