"""Looks on at one chat of the pretend Telegram, and notes what is said and done in it, in order."""

from bot.clock import Clock
from bot.rehearsal.transcript import By, Line
from bot.sandbox import Shown
from bot.sandbox.chats import Chat, Post
from bot.sandbox.shown import shown

_ANSWERED = "\n\nYou said: "


class Noticing:
    """The lines of one chat as they come; `zone` is where its person lives at that moment."""

    def __init__(self, chat: Chat, now: Clock, zone: str) -> None:
        self.zone = zone
        self.lines: list[Line] = []
        self._chat = chat
        self._now = now
        self._seen = 0
        self._said: dict[int, str] = {}

    def done(self, what: str) -> None:
        """The person does something that leaves no message."""
        self.lines.append(Line(By.DONE, self._now(), self.zone, what))

    def look(self) -> None:
        """Notes what is new since the last look. That a button was marked as chosen is none of it: the tap is noted."""
        for post in sorted(self._chat.posts.values(), key=lambda post: (post.revision, post.message_id)):
            if post.revision > self._seen and not post.gone:
                self._note(post)
        self._seen = max((post.revision for post in self._chat.posts.values()), default=0)

    def _note(self, post: Post) -> None:
        it = shown(post)
        before = self._said.get(post.message_id)
        plainly = it.text.partition(_ANSWERED)[0]
        self._said[post.message_id] = plainly
        if before != plainly:
            self.lines.append(self._line(it, anew=before is not None))

    def _line(self, it: Shown, *, anew: bool) -> Line:
        attached = it.photo or it.voice or it.document
        return Line(
            By.BOT if it.by_bot else By.PERSON,
            self._now(),
            self.zone,
            it.text,
            it.entities,
            it.buttons,
            None if attached is None else attached.name,
            anew,
        )
