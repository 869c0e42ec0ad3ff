"""One turn: what was heard, with Telegram's optionals unwrapped once, and the calls that answer it."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, Self

import telegram

from bot.chat.message import TAKES_AWAY, Answer, Call
from bot.words.languages import SOURCE, nearest
from curriculum.media import MediaKind, kind_of
from storage.check_ins import NoteKind

_OTHER_CONTENT: Final = ("contact", "venue", "poll", "dice", "game", "story", "paid_media", "checklist", "invoice")

_LARGEST: Final = 2**63 - 1


class Unhearable(Exception):
    """An update of a kind that the bot does not take part in; nothing is to be answered."""


class Kind(StrEnum):
    """What happened."""

    COMMAND = "command"
    TEXT = "text"
    TAP = "tap"
    LOCATION = "location"
    DOCUMENT = "document"
    MEDIA = "media"
    EDIT = "edit"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Document:
    """A file somebody sent."""

    file_id: str = field(repr=False)
    name: str = field(repr=False)
    size: int

    def __post_init__(self) -> None:
        """Raises `TypeError` for what Telegram would never send."""
        if not isinstance(self.file_id, str) or not isinstance(self.name, str) or not _is_whole(self.size):
            raise TypeError("a part of this file is of the wrong kind")

    @property
    def is_yaml(self) -> bool:
        """Whether its name says that it is a track file."""
        return self.name.lower().endswith((".yaml", ".yml"))

    @property
    def media(self) -> MediaKind | None:
        """What its name says that it is for a day: a picture or a voice note."""
        return kind_of(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One thing that happened in a chat. Only what `kind` has is set."""

    kind: Kind
    sender: int
    chat: int
    said_at: datetime
    name: str = field(default="", repr=False)
    language: str = SOURCE
    """The bot's language that is nearest to the one their app speaks."""
    text: str = field(default="", repr=False)
    beside: str = field(default="", repr=False)
    """The sender's own words that are neither text nor caption; they are watched and not kept."""
    command: str = ""
    tap: str = field(default="", repr=False)
    tap_id: str = ""
    message_id: int | None = None
    reply_to: int | None = None
    location: tuple[float, float] | None = field(default=None, repr=False)
    document: Document | None = None
    media: NoteKind | None = None
    captioned: bool = False
    """The tapped message is a picture or voice note: what it says is a caption."""
    written_at: datetime | None = None
    """When the tapped message was written, where Telegram still tells."""

    def __post_init__(self) -> None:
        """Raises `TypeError` for what Telegram would never send: the library takes every part as it comes."""
        words = (self.name, self.text, self.tap, self.tap_id)
        numbers = (self.sender, self.chat, *(part for part in (self.message_id, self.reply_to) if part is not None))
        if not all(isinstance(part, str) for part in words) or not all(_is_whole(part) for part in numbers):
            raise TypeError("a part of this update is of the wrong kind")

    @property
    def edited_command(self) -> str:
        """The command that words begin with which were edited; it does nothing. Empty when there is none."""
        return _command(self.text)[0] if self.kind is Kind.EDIT and self.media is None else ""

    @classmethod
    def in_update(cls, update: telegram.Update, said_at: datetime) -> Self:
        """What an update says that was done at `said_at`. Raises `Unhearable` when it is nothing for the bot."""
        if update.callback_query is not None:
            return cls._tap(update.callback_query, said_at)
        if update.my_chat_member is not None:
            return cls._membership(update.my_chat_member, said_at)
        if update.edited_message is not None:
            return cls._message(update.edited_message, said_at, edited=True)
        if update.message is not None:
            return cls._message(update.message, said_at, edited=False)
        raise Unhearable

    @classmethod
    def _tap(cls, query: telegram.CallbackQuery, said_at: datetime) -> Self:
        chat = query.message.chat if query.message is not None else None
        tapped = query.message if isinstance(query.message, telegram.Message) else None
        return cls(
            kind=Kind.TAP,
            sender=query.from_user.id,
            chat=chat.id if chat is not None else query.from_user.id,
            said_at=said_at,
            name=query.from_user.first_name,
            language=nearest(query.from_user.language_code),
            tap=query.data or "",
            tap_id=query.id,
            message_id=query.message.message_id if query.message is not None else None,
            captioned=tapped is not None and bool(tapped.photo or tapped.voice),
            written_at=None if tapped is None else tapped.date,
        )

    @classmethod
    def _membership(cls, change: telegram.ChatMemberUpdated, said_at: datetime) -> Self:
        here = change.new_chat_member.status in ("member", "administrator")
        if change.chat.type != "private":
            if not here:
                raise Unhearable
            kind = Kind.GROUP
        else:
            kind = Kind.UNBLOCKED if here else Kind.BLOCKED
        return cls(
            kind=kind,
            sender=change.from_user.id,
            chat=change.chat.id,
            said_at=said_at,
            name=change.from_user.first_name,
            language=nearest(change.from_user.language_code),
        )

    @classmethod
    def _message(cls, message: telegram.Message, said_at: datetime, *, edited: bool) -> Self:
        sender = message.from_user
        if sender is None or sender.is_bot:
            raise Unhearable
        document = _document(message)
        if edited and document is not None and document.is_yaml:
            edited = False  # another track file in the place of the first is a new file
        if edited and message.location is not None:
            raise Unhearable  # a live location moves by edits
        if message.chat.type != "private":
            if edited or message.text is None:
                raise Unhearable  # comings and goings; being added is told by `my_chat_member`
            _, command, _, _ = _content(message)
            return cls(kind=Kind.GROUP, sender=sender.id, chat=message.chat.id, said_at=said_at, command=command)
        kind, command, text, media = _content(message)
        if edited:
            kind, command, text = Kind.EDIT, "", message.text or message.caption or ""  # a slash makes no command of it
        return cls(
            kind=kind,
            sender=sender.id,
            chat=message.chat.id,
            said_at=said_at,
            name=sender.first_name,
            language=nearest(sender.language_code),
            text=text,
            command=command,
            message_id=message.message_id,
            reply_to=message.reply_to_message.message_id if message.reply_to_message is not None else None,
            location=(message.location.latitude, message.location.longitude) if message.location is not None else None,
            document=document,
            media=media,
        )


def _is_whole(number: object) -> bool:
    return type(number) is int and abs(number) <= _LARGEST


def _document(message: telegram.Message) -> Document | None:
    sent = message.document or message.audio  # some apps take any .ogg for music
    return None if sent is None else Document(sent.file_id, sent.file_name or "", sent.file_size or 0)


def _content(message: telegram.Message) -> tuple[Kind, str, str, NoteKind | None]:
    """What a message is: its kind, its command, its words, and what it holds that is not words."""
    if message.text is not None:
        if message.text.startswith("/"):
            return Kind.COMMAND, *_command(message.text), None
        return Kind.TEXT, "", message.text, None
    if message.location is not None:
        return Kind.LOCATION, "", "", None
    words = message.caption or ""
    if message.document is not None:
        return Kind.DOCUMENT, "", words, NoteKind.OTHER
    if message.voice is not None or message.audio is not None or message.video_note is not None:
        return Kind.MEDIA, "", words, NoteKind.VOICE
    if message.photo or message.video is not None or message.animation is not None:
        return Kind.MEDIA, "", words, NoteKind.PICTURE
    if message.sticker is not None:
        return Kind.MEDIA, "", words, NoteKind.STICKER
    if not any(getattr(message, content, None) for content in _OTHER_CONTENT):
        raise Unhearable  # a pinned message, a timer that was set: Telegram tells, nobody speaks
    return Kind.MEDIA, "", words, NoteKind.OTHER


def _command(text: str) -> tuple[str, str]:
    """The command that words begin with, and what stands behind it; without one, both are empty."""
    if not text.startswith("/"):
        return "", ""
    command, *rest = text[1:].split(maxsplit=1) or [""]
    return command.partition("@")[0].lower(), "".join(rest).strip()


def _emptying(heard: Heard, answer: Answer) -> Call:
    own = () if heard.message_id is None else (heard.message_id,)
    otherwise = None if answer.if_some_stay is None else answer.if_some_stay.call(heard.chat)
    params = {"chat_id": heard.chat, "message_ids": sorted({*answer.standing, *own})}
    return Call(TAKES_AWAY, params, otherwise=otherwise)


def calls(heard: Heard, answer: Answer) -> list[Call]:
    """The calls that say `answer`, in order. A tap is answered first, always."""
    made = []
    if heard.kind is Kind.TAP:
        params = {"callback_query_id": heard.tap_id}
        made.append(Call("answerCallbackQuery", params | ({"text": answer.toast} if answer.toast else {})))
    if answer.edit is not None and heard.message_id is not None:
        made.append(answer.edit.edit(heard.chat, heard.message_id, captioned=heard.captioned))
    if answer.unsay and heard.message_id is not None:
        made.append(Call("deleteMessage", {"chat_id": heard.chat, "message_id": heard.message_id}))
    if answer.empties_chat:
        made.append(_emptying(heard, answer))
    made.extend(message.call(heard.chat) for message in answer.say)
    if answer.leave_chat:
        made.append(Call("leaveChat", {"chat_id": heard.chat}))
    told = [replace(call, urgent=answer.urgent, alone=answer.alone) for call in made]
    return [*told, *answer.also]
