"""The people of the sandbox, and what they do: write, tap, share, send, block. Each act is one update for the bot."""

from bot.sandbox import profile
from bot.sandbox.chats import Chat, Json, Kind, Post
from bot.sandbox.entities import Formatted, trimmed, with_found_links
from bot.sandbox.files import KeptFile
from bot.sandbox.shown import Shown, labels, shown
from bot.sandbox.world import World

LONGEST_TEXT = 4096

# The smallest picture there is: one white dot.
_PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe"
    "0def46b80000000049454e44ae426082"
)


class StillBlocked(Exception):
    """Somebody who has blocked the bot cannot write to it before unblocking it."""


class Group:
    """A group with the bot in it."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self._chat = chat
        self._members: list[Person] = []

    @property
    def chat_id(self) -> int:
        """The number of the group, below zero as groups have it."""
        return self._chat.chat_id

    @property
    def chat(self) -> list[Shown]:
        """Everything that stands in the group, oldest first."""
        return [shown(post) for post in self._chat.visible]

    @property
    def left(self) -> bool:
        """Whether the bot has left."""
        return self._chat.blocked

    def add(self, person: "Person") -> "Group":
        """Takes a person in; the first one brings the bot along."""
        self._members.append(person)
        if not self._chat.started:
            self._chat.started = True
            profile.membership(self._world, self._chat, person.user, before="left", after="member")
        return self

    def hears(self, person: "Person", text: str) -> int:
        """A member writes in the group."""
        if person not in self._members:
            raise LookupError(f"{person.name} is not in this group")
        post = self._world.write(self._chat, person.user, content=with_found_links(Formatted(text)))
        return self._world.updates.add("message", post.to_json())


class Person:
    """Somebody with a Telegram account and a private chat with the bot."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self._chat = chat

    @property
    def name(self) -> str:
        """What the person is called."""
        return self._chat.name

    @property
    def telegram_id(self) -> int:
        """The number of the person, and of the private chat."""
        return self._chat.chat_id

    @property
    def user(self) -> Json:
        """The person as Telegram tells of them."""
        return self._chat.owner

    @property
    def blocked(self) -> bool:
        """Whether the person has blocked the bot."""
        return self._chat.blocked

    @property
    def chat(self) -> list[Shown]:
        """Everything that stands in the chat, both sides, oldest first."""
        return [shown(post) for post in self._chat.visible]

    @property
    def inbox(self) -> list[Shown]:
        """What stands in the chat from the bot, oldest first."""
        return [shown(post) for post in self._chat.visible if post.by_bot]

    @property
    def toasts(self) -> list[str]:
        """The words that floated over the chat after taps, in order."""
        return self._chat.toasts

    @property
    def reply_keyboard(self) -> list[list[str]]:
        """The keyboard in place of the person's own, if there is one."""
        return labels((self._chat.reply_keyboard or {}).get("keyboard", ()))

    def says(self, text: str, reply_to: "Shown | int | None" = None) -> int:
        """Writes a message, as an answer to another one or not.

        Telegram's apps send a text of more than 4096 characters as several messages; this gives the last update's id.
        """
        if not text.strip():
            raise ValueError("there is nothing to send")
        reply = reply_to.message_id if isinstance(reply_to, Shown) else reply_to
        update_id = 0
        for start in range(0, len(text), LONGEST_TEXT):
            content = with_found_links(trimmed(Formatted(text[start : start + LONGEST_TEXT])))
            update_id = self._tell(self._write(content=content, reply_to=reply))
        return update_id

    def says_in(self, group: Group, text: str) -> int:
        """Writes in a group."""
        return group.hears(self, text)

    def starts(self, payload: str | None = None) -> int:
        """Presses START, or follows a link with a payload; somebody who had blocked the bot unblocks it by that."""
        if self._chat.blocked:
            self.unblocks()
        return self.says("/start" if payload is None else f"/start {payload}")

    def taps(self, label: str, message: Shown | None = None) -> int:
        """Taps the newest button that says `label`; one of a reply keyboard writes its own text, as on Telegram Web.

        Raises LookupError, naming the buttons there are.
        """
        keyboard_from = self._chat.reply_keyboard_from
        for post in reversed(self._chat.visible):
            if message is not None and post.message_id != message.message_id:
                continue
            for row in (post.keyboard or {}).get("inline_keyboard", ()):
                for button in row:
                    if button["text"] == label and "callback_data" in button:
                        return self._tap(post, button["callback_data"])
            if post.message_id == keyboard_from and any(label in row for row in self.reply_keyboard):
                return self.presses(label)
        raise LookupError(f"no button {label!r}; there are: {', '.join(map(repr, self._labels())) or 'none'}")

    def taps_at(self, message_id: int, row: int, column: int) -> int:
        """Taps the button in that place under that message. Raises LookupError when it is no longer there."""
        post = self._chat.posts.get(message_id)
        rows = (post.keyboard or {}).get("inline_keyboard", ()) if post and not post.gone else ()
        if post is None or row not in range(len(rows)) or column not in range(len(rows[row])):
            raise LookupError("that button is gone")
        return self._tap(post, rows[row][column].get("callback_data", ""))

    def presses(self, label: str) -> int:
        """Presses a button of the reply keyboard, which writes what it says."""
        update_id = self.says(label)
        self._chat.pressed_reply_button()
        return update_id

    def taps_data(self, data: str, message: Shown | None = None) -> int:
        """A tap with any data whatever, as a forged client can send it, on a message of the bot's."""
        wanted = message.message_id if message else max((shown.message_id for shown in self.inbox), default=0)
        if wanted not in self._chat.posts:
            raise LookupError("the bot has written nothing to tap on")
        return self._tap(self._chat.posts[wanted], data)

    def edits(self, message: Shown | int, text: str) -> int:
        """Changes a message of the person's own."""
        post = self._chat.posts[message.message_id if isinstance(message, Shown) else message]
        if post.by_bot:
            raise LookupError("a person can edit only messages of their own")
        post.content, post.edited = with_found_links(Formatted(text)), self._world.now()
        self._world.touch(post)
        return self._world.updates.add("edited_message", post.to_json())

    def shares_location(self, latitude: float, longitude: float) -> int:
        """Shares a place. Raises ValueError for one that is not on the globe."""
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise ValueError("latitude goes from -90 to 90, longitude from -180 to 180")
        post = self._write(kind="location", place=(latitude, longitude))
        self._chat.pressed_reply_button()
        return self._tell(post)

    def sends_document(self, name: str, content: bytes, mime: str | None = None, caption: str = "") -> int:
        """Sends a file."""
        return self._sends("document", self._kept("documents", name, content, mime), caption)

    def sends_voice(self) -> int:
        """Sends a voice message of three seconds, with silence in it."""
        return self._sends("voice", self._kept("voices", "voice.ogg", b"OggS" + bytes(60), "audio/ogg", seconds=3))

    def sends_photo(self, caption: str | None = None) -> int:
        """Sends a picture: one white dot."""
        return self._sends("photo", self._kept("photos", "photo.png", _PICTURE, "image/png"), caption or "")

    def sends_sticker(self) -> int:
        """Sends a sticker."""
        return self._sends("sticker", self._kept("stickers", "sticker.webp", b"RIFF" + bytes(8), "image/webp"))

    def blocks(self) -> int:
        """Blocks the bot, which Telegram tells it."""
        self._chat.blocked = True
        self._world.tell_of(self._chat)
        return profile.membership(self._world, self._chat, self.user, before="member", after="kicked")

    def unblocks(self) -> int:
        """Unblocks the bot, which Telegram tells it."""
        self._chat.blocked = False
        self._world.tell_of(self._chat)
        return profile.membership(self._world, self._chat, self.user, before="kicked", after="member")

    def _write(self, **what: object) -> Post:
        if self._chat.blocked:
            raise StillBlocked(f"{self.name} has blocked the bot")
        self._chat.started = True
        return self._world.write(self._chat, self.user, **what)  # type: ignore[arg-type]  # the callers are above

    def _tell(self, post: Post) -> int:
        return self._world.updates.add("message", post.to_json())

    def _tap(self, post: Post, data: str) -> int:
        if self._chat.blocked:
            raise StillBlocked(f"{self.name} has blocked the bot")
        return self._world.tap(self._chat, post, data, self.user)

    def _sends(self, kind: Kind, file: KeptFile, caption: str = "") -> int:
        return self._tell(self._write(kind=kind, file=file, content=Formatted(caption)))

    def _kept(self, folder: str, name: str, content: bytes, mime: str | None, seconds: int = 0) -> KeptFile:
        return self._world.files.keep(folder=folder, name=name, content=content, mime=mime, seconds=seconds)

    def _labels(self) -> list[str]:
        rows = [row for message in self.inbox for row in message.buttons] + self.reply_keyboard
        return [label for row in rows for label in row]
