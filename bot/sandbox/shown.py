"""A message as a person sees it in the chat."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from bot.sandbox.chats import Post
from bot.sandbox.entities import Entity
from bot.sandbox.keyboards import Rows


class Document(NamedTuple):
    """A file that came with a message."""

    name: str
    content: bytes

    def __repr__(self) -> str:
        return f"Document({self.name!r}, {len(self.content)} bytes)"


@dataclass(frozen=True)
class Shown:
    """One message as it stands at this moment. `data` has what each button of `buttons` carries; None for links."""

    message_id: int
    text: str = field(repr=False)
    entities: tuple[Entity, ...] = field(repr=False)
    buttons: list[list[str]]
    data: list[list[str | None]] = field(repr=False)
    reply_keyboard: list[list[str]]
    document: Document | None
    photo: Document | None
    voice: Document | None
    location: tuple[float, float] | None = field(repr=False)
    kind: str
    covered: bool
    by_bot: bool
    edited: bool
    at: datetime
    reply_to: int | None


def shown(post: Post) -> Shown:
    """The message as a person sees it now."""
    keyboard = post.keyboard or {}
    rows = keyboard.get("inline_keyboard", ())
    file = Document(post.file.name, post.file.content) if post.file else None
    return Shown(
        message_id=post.message_id,
        text=post.content.text,
        entities=post.content.entities,
        buttons=labels(rows),
        data=[[button.get("callback_data") for button in row] for row in rows],
        reply_keyboard=labels(keyboard.get("keyboard", ())),
        document=file if post.kind == "document" else None,
        photo=file if post.kind == "photo" else None,
        voice=file if post.kind == "voice" else None,
        location=post.place,
        kind=post.kind,
        covered=post.covered,
        by_bot=post.by_bot,
        edited=post.edited is not None,
        at=post.sent,
        reply_to=post.reply_to,
    )


def labels(rows: Rows) -> list[list[str]]:
    """What the buttons say, row by row."""
    return [[button["text"] for button in row] for row in rows]
