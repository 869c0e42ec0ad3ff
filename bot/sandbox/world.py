"""The pretend Telegram itself: who is in it, what was written, and what the bot has been told."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.sandbox.chats import Callback, Chat, Json, Kind, Post
from bot.sandbox.entities import Formatted
from bot.sandbox.files import Files, KeptFile
from bot.sandbox.keyboards import Keyboard
from bot.sandbox.noticeboard import Noticeboard
from bot.sandbox.refusal import bad_request, forbidden
from bot.sandbox.updates import Updates

ANSWER_WITHIN = timedelta(seconds=15)
BOT_ID = 42


@dataclass(frozen=True)
class Breach:
    """Something the bot did that Telegram's rules do not allow."""

    method: str
    description: str
    at: datetime


@dataclass
class Profile:
    """What the bot has told people about itself, by language code; "" is for everybody else."""

    name: dict[str, str] = field(default_factory=dict)
    description: dict[str, str] = field(default_factory=dict)
    short_description: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, int, int, str], list[Json]] = field(default_factory=dict)


class World:
    """Everything the pretend Telegram knows, kept in memory for as long as it runs."""

    def __init__(self, *, now: Clock, first_update_id: int) -> None:
        self.now = now
        self.board = Noticeboard()
        self.updates = Updates(first_id=first_update_id, tell=lambda: self.board.put_up("updates"))
        self.chats: dict[int, Chat] = {}
        self.files = Files()
        self.profile = Profile()
        self.callbacks: dict[str, Callback] = {}
        self.noted: list[Breach] = []
        self.revision = 0
        self._last_message_id = 0

    @property
    def bot(self) -> Json:
        """The bot as Telegram tells of it."""
        return {
            "id": BOT_ID,
            "is_bot": True,
            "first_name": self.profile.name.get("", "Small Gains"),
            "username": "small_gains_sandbox_bot",
        }

    def chat_to_write_in(self, chat_id: int | None) -> Chat:
        """The chat, if the bot may write there: a bot cannot write first, nor to somebody who blocked it."""
        chat = self.known_chat(chat_id)
        if chat.blocked and chat.private:
            raise forbidden("bot was blocked by the user")
        if chat.blocked:
            raise forbidden("bot is not a member of the supergroup chat")
        return chat

    def known_chat(self, chat_id: int | None) -> Chat:
        """The chat, if the bot has ever been spoken to there."""
        if chat_id is None:
            raise bad_request("chat_id is empty")
        chat = self.chats.get(chat_id)
        if chat is None or not chat.started:
            raise bad_request("chat not found")
        return chat

    def write(
        self,
        chat: Chat,
        author: Json,
        *,
        kind: Kind = "text",
        content: Formatted | None = None,
        file: KeptFile | None = None,
        place: tuple[float, float] | None = None,
        keyboard: Keyboard | None = None,
        reply_to: int | None = None,
        covered: bool = False,
    ) -> Post:
        """Puts a new message into a chat."""
        self._last_message_id += 1
        post = Post(
            self._last_message_id,
            chat,
            author,
            self.now(),
            kind=kind,
            content=content or Formatted(),
            file=file,
            place=place,
            keyboard=keyboard,
            reply_to=reply_to,
            covered=covered,
        )
        chat.hang(post)
        self.touch(post)
        return post

    def touch(self, post: Post) -> None:
        """Marks a message as new or changed; whoever looks on can ask for what came after a revision."""
        self.revision += 1
        post.revision = self.revision
        self.tell_of(post.chat)

    def tell_of(self, chat: Chat) -> None:
        """Tells lookers-on that something in the chat has changed."""
        self.board.put_up("chat", chat=chat.chat_id)

    def tap(self, chat: Chat, post: Post, data: str, person: Json) -> int:
        """A person taps a button of the bot's message."""
        callback_id = f"{chat.chat_id}-{len(self.callbacks) + 1}"
        update_id = self.updates.add(
            "callback_query",
            {
                "id": callback_id,
                "from": person,
                "message": post.to_json(),
                "chat_instance": f"instance-{chat.chat_id}",
                "data": data,
            },
        )
        self.callbacks[callback_id] = Callback(callback_id, chat, update_id, self.now())
        return update_id

    def note(self, method: str, description: str) -> None:
        """Writes down a breach."""
        self.noted.append(Breach(method, description, self.now()))
        self.board.put_up("breach")

    @property
    def tapped(self) -> bool:
        """Whether a tap waits for its answer that may still be given."""
        return any(
            not (callback.answered or callback.excused) and self.now() - callback.asked <= ANSWER_WITHIN
            for callback in self.callbacks.values()
        )

    @property
    def unanswered(self) -> list[Breach]:
        """Taps that have reached the bot and that it has left without an answer."""
        return [
            Breach("answerCallbackQuery", f"callback query {callback.callback_id} was never answered", callback.asked)
            for callback in self.callbacks.values()
            if not (callback.answered or callback.excused) and callback.update_id not in self.updates
        ]
