"""What the bot says in one message, and the calls to Telegram that say it."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot.chat.button import Button
from bot.chat.picture import Picture
from curriculum.media import MediaKind
from storage.media import Attached

MOST_CHARACTERS: Final = 4096
"""Telegram's limit for a message, counted after the markup is read: https://core.telegram.org/bots/api#sendmessage"""

_MOST_IN_A_CAPTION: Final = 1024
_COVER: Final = "<tg-spoiler>"
_COVER_ENDS: Final = "</tg-spoiler>"

Params = Mapping[str, Any]

WORDS: Final = "sendMessage"
FILE: Final = "sendDocument"
SENDS: Final = {MediaKind.PICTURE: "sendPhoto", MediaKind.VOICE: "sendVoice"}
TAP: Final = "answerCallbackQuery"
TAKES_AWAY: Final = "deleteMessages"
MOST_TAKEN_AWAY: Final = 100
"""So many at once: https://core.telegram.org/bots/api#deletemessages"""
EDITS: Final = ("editMessageText", "editMessageCaption")
"""By whether the message is a picture or voice note, under which the words are a caption."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file of text that is made for one person."""

    name: str
    content: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Message:
    """One message: text in Telegram's HTML, with buttons under it.

    `location_key` and `other_key` are a keyboard in place of the phone's own; `clear_keys` takes it away again. A
    `plain` message goes out without its markup, for when Telegram could not read it; a `silent` one makes no sound.
    With `media` it is a picture or voice note, and its text a caption, for which there is less room; so with a `picture`, which
    is drawn for one person when it is sent, and with a `file`,
    which cannot be passed on; nor can what is `protected`. Of what is not
    `previewed` Telegram follows no link.
    """

    text: str = field(repr=False)
    buttons: Sequence[Sequence[Button]] = ()
    location_key: str | None = None
    other_key: str | None = None
    clear_keys: bool = False
    plain: bool = False
    silent: bool = False
    media: Attached | None = None
    file: TextFile | None = None
    picture: Picture | None = None
    protected: bool = False
    previewed: bool = True

    def markup(self) -> Params | None:
        """Buttons or keyboard as Telegram wants them; None when there are none."""
        if self.buttons:
            rows = [[{"text": b.says, "callback_data": b.carries} for b in row] for row in self.buttons]
            return {"inline_keyboard": rows}
        if self.location_key is not None:
            rows_of_keys: list[list[Params]] = [[{"text": self.location_key, "request_location": True}]]
            if self.other_key is not None:
                rows_of_keys.append([{"text": self.other_key}])
            return {"keyboard": rows_of_keys, "resize_keyboard": True, "one_time_keyboard": True}
        return {"remove_keyboard": True} if self.clear_keys else None

    def call(self, chat: int) -> "Call":
        """The one call that sends it."""
        if self.file is not None:
            return Call(FILE, self.params(chat, captioned=True) | {"protect_content": True}, file=self.file)
        if self.picture is not None:
            hidden = {"has_spoiler": True} if self.picture.hidden else {}
            params = self.params(chat, captioned=True) | hidden
            return Call(SENDS[MediaKind.PICTURE], params, picture=self.picture)
        if self.media is None:
            return Call(WORDS, self.params(chat))
        return Call(SENDS[self.media.kind], self.params(chat, captioned=True), self.media)

    def edit(self, chat: int, message_id: int, *, captioned: bool) -> "Call":
        """The call that makes a message of ours say this; what it shows or plays stays."""
        return Call(EDITS[captioned], self.edit_params(chat, message_id, captioned=captioned))

    def params(self, chat: int, *, captioned: bool = False) -> dict[str, Any]:
        """The parameters of `sendMessage`, or of what has a caption; without the picture or voice note itself."""
        words = "caption" if captioned else "text"
        params: dict[str, Any] = {"chat_id": chat}
        params |= {words: _without_markup(self.text)} if self.plain else {words: self.text, "parse_mode": "HTML"}
        markup = self.markup()
        if markup is not None:
            params["reply_markup"] = markup
        if self.protected:
            params["protect_content"] = True
        if not self.previewed and not captioned:
            params["link_preview_options"] = {"is_disabled": True}
        if self.silent:
            params["disable_notification"] = True
        return params

    def edit_params(self, chat: int, message_id: int, *, captioned: bool = False) -> dict[str, Any]:
        """The parameters of an edit; buttons that are not there any more go away."""
        params = replace(self, silent=False).params(chat, captioned=captioned)
        params["message_id"] = message_id
        params["reply_markup"] = self.markup() or {"inline_keyboard": []}
        return params


@dataclass(frozen=True, slots=True)
class Answer:
    """What one turn answers: a short note over the tapped button, the tapped message said anew, and new messages. What is
    `urgent` is said before all else that waits to be said to the person; what is `alone`, in place of all that. Before it is
    said, `empties_chat` takes from the chat all that Telegram lets go, also those that were `standing` there when that was
    still known, and `unsay` what was heard. `if_some_stay` is said in place of the first of `say` when not all was let go. `also` is
    said or shown to others, in their own chats, after all that.
    """

    say: tuple[Message, ...] = ()
    edit: Message | None = None
    toast: str | None = None
    leave_chat: bool = False
    urgent: bool = False
    unsay: bool = False
    empties_chat: bool = False
    alone: bool = False
    standing: tuple[int, ...] = ()
    if_some_stay: Message | None = None
    also: tuple["Call", ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """One call to Telegram; `media`, a `file` or a `picture` is what it sends beside its parameters. `otherwise` takes the place of the
    next call where this one takes messages away and not all are let go. `urgent` and `alone`: see `Answer`; they are not
    known any more after a start, when everything is said in the order it came.
    """

    method: str
    params: dict[str, Any] = field(repr=False)
    media: Attached | None = None
    file: TextFile | None = None
    picture: Picture | None = None
    otherwise: "Call | None" = None
    urgent: bool = False
    alone: bool = False

    def covered(self, lead: str) -> "Call":
        """The same without a sound and under a cover, which Telegram's apps show on a locked screen too, and lift at a tap;
        the `lead` stands before it where there is room. What changes a message or takes one away stays as it is.
        """
        words = next((name for name in ("text", "caption") if name in self.params), None)
        if words is None or "message_id" in self.params or self.method == TAP or _COVER in self.params[words]:
            return self
        text = self.params[words]
        covered = f"{_COVER}{text if 'parse_mode' in self.params else html.escape(text, quote=False)}{_COVER_ENDS}"
        if len(text) + len(lead) < (MOST_CHARACTERS if words == "text" else _MOST_IN_A_CAPTION):
            covered = f"{lead}\n\n{covered}"
        params = self.params | {words: covered, "parse_mode": "HTML", "disable_notification": True}
        return replace(self, params=params | ({} if self.picture is None else {"has_spoiler": True}))

    def in_words_alone(self) -> "Call":
        """The same without its picture or voice note, for when Telegram does not take that."""
        params = {name: value for name, value in self.params.items() if name != "has_spoiler"}
        return Call(WORDS, _renamed(params, "caption", "text"))

    def as_caption(self) -> "Call":
        """The same edit of a message that turned out to be a picture or voice note."""
        return Call(EDITS[True], _renamed(self.params, "text", "caption"))


def _renamed(params: Params, before: str, after: str) -> dict[str, Any]:
    return {(after if name == before else name): value for name, value in params.items()}


def _without_markup(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", text))
