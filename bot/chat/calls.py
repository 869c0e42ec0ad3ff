"""An answer on its way: the calls that say it, kept as text beside the update until they are made."""

from collections.abc import Sequence
from typing import Any, Final

import orjson

from bot.chat.message import Call, TextFile
from bot.chat.picture import Picture
from curriculum.media import MediaKind
from storage.media import Attached

_FEWEST: Final = 4


def written(calls: Sequence[Call]) -> str:
    """The calls as one text. Of a picture or voice note only its name is in it, and which one it is; of a picture that is to be
    drawn, what is on it; a file is in it whole.
    """
    return orjson.dumps([_parts(call) for call in calls]).decode()


def read(text: str) -> list[Call]:
    """The calls again."""
    return [_call(*parts) for parts in orjson.loads(text)]


def _parts(call: Call) -> list[Any]:
    otherwise = None if call.otherwise is None else _parts(call.otherwise)
    drawn = None if call.picture is None else call.picture.parts()
    parts = [call.method, call.params, _named(call.media), _text(call.file), otherwise, drawn]
    while parts[-1] is None and len(parts) > _FEWEST:
        parts.pop()
    return parts


def _named(media: Attached | None) -> list[str | None] | None:
    return None if media is None else [media.kind, media.name, media.digest, media.file_id]


def _text(file: TextFile | None) -> list[str] | None:
    return None if file is None else [file.name, file.content]


def _call(
    method: str,
    params: dict[str, Any],
    named: list[Any] | None = None,
    text: list[str] | None = None,
    otherwise: list[Any] | None = None,
    drawn: list[Any] | None = None,
) -> Call:
    """One call; those that an older program left had neither media nor files."""
    if drawn is not None:
        return Call(method, params, picture=Picture.of(drawn))
    if text is not None:
        return Call(method, params, file=TextFile(*text))
    if named is None:
        return Call(method, params, otherwise=None if otherwise is None else _call(*otherwise))
    kind, name, digest, file_id = named
    return Call(method, params, Attached(MediaKind(kind), name, digest, file_id))
