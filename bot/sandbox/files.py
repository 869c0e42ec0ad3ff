"""The files that have passed through the sandbox, from people and from the bot."""

import mimetypes
from dataclasses import dataclass, field
from pathlib import PurePath

from bot.sandbox.refusal import bad_request

MOST_FOR_A_BOT = 20 * 1024 * 1024  # what getFile hands over at most
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_OGG = b"OggS"
_OPUS = b"OpusHead"


@dataclass(frozen=True)
class KeptFile:
    """One file: how it is asked for, what it is called, and what is in it. `seconds` is how long it plays."""

    file_id: str
    path: str
    name: str
    mime: str
    content: bytes = field(repr=False)
    seconds: int = 0

    @property
    def folder(self) -> str:
        """What sort of file it is: those of one sort lie together."""
        return self.path.partition("/")[0]

    @property
    def facts(self) -> dict[str, object]:
        """What Telegram says of any file."""
        return {"file_id": self.file_id, "file_unique_id": f"u{self.file_id}", "file_size": len(self.content)}

    @property
    def size_in_pixels(self) -> tuple[int, int]:
        """Width and height of a PNG picture; other pictures are taken as 1280 by 960."""
        if self.content.startswith(_PNG):
            return int.from_bytes(self.content[16:20], "big"), int.from_bytes(self.content[20:24], "big")
        return 1280, 960


class Files:
    """Every file, found by its identifier or by its path."""

    def __init__(self) -> None:
        self._by_id: dict[str, KeptFile] = {}
        self._by_path: dict[str, KeptFile] = {}

    def keep(self, *, folder: str, name: str, content: bytes, mime: str | None = None, seconds: int = 0) -> KeptFile:
        """Takes a file in and gives it an identifier and a path of its own."""
        number = len(self._by_id) + 1
        path = f"{folder}/file_{number}{PurePath(name).suffix}"
        kind = mime or mimetypes.guess_type(name)[0] or "application/octet-stream"
        kept = KeptFile(f"{folder.upper()}-{number}", path, name, kind, content, seconds)
        self._by_id[kept.file_id] = self._by_path[path] = kept
        return kept

    def get(self, file_id: str) -> KeptFile:
        """The file of that identifier; refuses one that was never handed out."""
        if file_id not in self._by_id:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return self._by_id[file_id]

    def at(self, path: str) -> KeptFile | None:
        """The file at that path, if there is one."""
        return self._by_path.get(path)


def is_picture(content: bytes) -> bool:
    """Whether it is a picture that can be sent as a photo."""
    return content.startswith((_PNG, _JPEG))


def is_voice(content: bytes) -> bool:
    """Whether it can be sent as a voice note: Ogg, with Opus on its first page."""
    return content.startswith(_OGG) and len(content) > 27 and content.startswith(_OPUS, 27 + content[26])
