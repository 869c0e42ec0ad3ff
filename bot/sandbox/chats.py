"""Chats and what has been written in them."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from bot.sandbox.entities import Formatted
from bot.sandbox.files import KeptFile
from bot.sandbox.keyboards import Keyboard

Json = dict[str, object]
Kind = Literal["text", "photo", "document", "voice", "sticker", "location"]


@dataclass
class Post:
    """One message, by a person or by the bot; a picture in it may be `covered` until it is tapped."""

    message_id: int
    chat: "Chat"
    author: Json
    sent: datetime
    kind: Kind = "text"
    content: Formatted = field(default=Formatted(), repr=False)
    file: KeptFile | None = None
    place: tuple[float, float] | None = field(default=None, repr=False)
    keyboard: Keyboard | None = field(default=None, repr=False)
    reply_to: int | None = None
    edited: datetime | None = None
    gone: bool = False
    covered: bool = False
    revision: int = 0

    @property
    def by_bot(self) -> bool:
        """Whether the bot wrote it."""
        return self.author["is_bot"] is True

    def to_json(self, *, with_reply: bool = True) -> Json:
        """The message as Telegram tells it."""
        message: Json = {
            "message_id": self.message_id,
            "from": self.author,
            "chat": self.chat.to_json(),
            "date": int(self.sent.timestamp()),
            **self._body(),
        }
        if self.edited is not None:
            message["edit_date"] = int(self.edited.timestamp())
        if self.keyboard and "inline_keyboard" in self.keyboard:
            message["reply_markup"] = self.keyboard
        original = self.chat.posts.get(self.reply_to) if self.reply_to is not None and with_reply else None
        if original is not None:
            message["reply_to_message"] = original.to_json(with_reply=False)
        return message

    def _body(self) -> Json:
        if self.place is not None:
            return {"location": {"latitude": self.place[0], "longitude": self.place[1]}}
        words, marks = ("text", "entities") if self.kind == "text" else ("caption", "caption_entities")
        body: Json = {}
        if self.content.text:
            body[words] = self.content.text
        if self.content.entities:
            body[marks] = list(self.content.entities)
        if self.file is not None:
            body[self.kind] = _media(self.kind, self.file)
        if self.covered:
            body["has_media_spoiler"] = True
        return body


@dataclass
class Chat:
    """One chat with the bot in it: a person's own, or a group."""

    chat_id: int
    name: str
    private: bool = True
    language: str | None = None
    started: bool = False
    blocked: bool = False
    posts: dict[int, Post] = field(default_factory=dict, repr=False)
    reply_keyboard: Keyboard | None = field(default=None, repr=False)
    reply_keyboard_from: int = 0
    toasts: list[str] = field(default_factory=list, repr=False)

    @property
    def visible(self) -> list[Post]:
        """What stands in the chat, oldest first, without what has been deleted."""
        return [post for post in self.posts.values() if not post.gone]

    @property
    def owner(self) -> Json:
        """The person whose private chat it is."""
        person: Json = {"id": self.chat_id, "is_bot": False, "first_name": self.name}
        return person | ({"language_code": self.language} if self.language else {})

    def to_json(self) -> Json:
        """The chat as Telegram tells it."""
        if self.private:
            return {"id": self.chat_id, "type": "private", "first_name": self.name}
        return {"id": self.chat_id, "type": "supergroup", "title": self.name}

    def hang(self, post: Post) -> None:
        """Puts the message into the chat; a reply keyboard that comes with it replaces or removes the one before."""
        self.posts[post.message_id] = post
        if post.keyboard is None:
            return
        if "keyboard" in post.keyboard:
            self.reply_keyboard, self.reply_keyboard_from = post.keyboard, post.message_id
        elif "remove_keyboard" in post.keyboard:
            self.reply_keyboard = None

    def pressed_reply_button(self) -> None:
        """A keyboard meant for one use folds away once it was used."""
        if self.reply_keyboard and self.reply_keyboard.get("one_time_keyboard"):
            self.reply_keyboard = None


@dataclass(frozen=True)
class Callback:
    """A tap on an inline button, and whether the bot has answered it."""

    callback_id: str
    chat: Chat
    update_id: int
    asked: datetime
    answered: bool = False
    excused: bool = False

    def with_answer(self) -> "Callback":
        """The tap, answered."""
        return replace(self, answered=True)

    def with_excuse(self) -> "Callback":
        """The tap, when the bot tried to answer and the sandbox itself stood in the way."""
        return replace(self, excused=True)


def _media(kind: Kind, file: KeptFile) -> object:
    width, height = file.size_in_pixels
    match kind:
        case "photo":
            return [{**file.facts, "width": width, "height": height}]
        case "voice":
            return {**file.facts, "duration": file.seconds, "mime_type": file.mime}
        case "sticker":
            return {
                **file.facts, "type": "regular", "width": 512, "height": 512,
                "is_animated": False, "is_video": False, "emoji": "🙂",
            }  # fmt: skip
        case _:
            return {**file.facts, "file_name": file.name, "mime_type": file.mime}
