"""What somebody who does not exist does in their chat: starts, opens, taps, writes, moves.

Each act is one step of an iterator, which gives the number of the update it made, or 0 when there was nothing to do it on.
Who plays it lets the bot answer between two steps; so one person's acts are played one by one, and those of many side by side.
"""

from collections.abc import Callable, Iterator
from typing import Final

from bot.chat import buttons, day_buttons, gate_buttons
from bot.chat.buttons import Tap
from bot.chat.gate_buttons import GateMove
from bot.chat.study_buttons import StudyMove, StudyMoved
from bot.chat.wording import at_hour
from bot.rehearsal.personas import Doing, Move, Persona
from bot.sandbox import Person
from bot.sandbox.chats import Chat, Post
from curriculum.gate import QUESTIONS
from curriculum.safety import ContentClass

Wanted = Callable[[Tap], bool]
_NEWEST: Final = 12
"""So many messages somebody looks back for a button."""


class Actor:
    """One person in their chat; `noted` hears what they do that leaves no message."""

    def __init__(self, person: Person, chat: Chat, noted: Callable[[str], None] = lambda _: None) -> None:
        self.person = person
        self.chat = chat
        self._noted = noted

    def begins(self, persona: Persona, slug: str) -> Iterator[int]:
        """The shortest way to the track, and the private questions unless they are left for later."""
        self._noted("follows the link")
        yield self._says(f"/start {slug}")
        yield self._taps(lambda tap: isinstance(tap, buttons.Agreed))
        yield self._says(at_hour(persona.hour))
        yield self._says(persona.city)
        yield self._chooses(persona.zone)
        if persona.content_class is ContentClass.UNASKED:
            yield self._taps(lambda tap: isinstance(tap, gate_buttons.GateMoved) and tap.move is GateMove.LATER)
            return
        yield self._taps(lambda tap: isinstance(tap, gate_buttons.GateMoved) and tap.move is GateMove.BEGIN)
        for question in QUESTIONS:
            said = question.clear
            yield self._taps(lambda tap, said=said: isinstance(tap, gate_buttons.QuestionAnswered) and tap.said is said)  # type: ignore[misc]  # bound anew for each question

    def looks_not_back(self) -> Iterator[int]:
        """Wants no look back at the week: it is made of somebody's own words, and nothing of it is an author's."""
        yield self._says("/settings")
        yield self._taps(lambda tap: isinstance(tap, buttons.Moved) and tap.move is buttons.Move.LOOK_BACK_NO_MORE)

    def answers(self, doing: Doing, came: int) -> Iterator[int]:
        """What they do about the day or rest that came as message `came`."""
        if not doing.opens:
            return
        before = self.newest
        yield self._taps(lambda tap: isinstance(tap, day_buttons.Opened), at=came)
        if doing.outcome is not None:
            yield self._taps(
                lambda tap: isinstance(tap, day_buttons.OutcomeTapped) and tap.outcome is doing.outcome, at=came
            )
        if doing.strain is not None:
            at = came if self._has(came, day_buttons.StrainTapped) else None
            yield self._taps(
                lambda tap: isinstance(tap, day_buttons.StrainTapped) and tap.strain is doing.strain,
                since=before,
                at=at,
            )
        if doing.rating is not None:
            yield self._taps(
                lambda tap: isinstance(tap, day_buttons.RatingTapped) and tap.rating == doing.rating, since=before
            )
        if doing.choice is not None:
            yield self._taps(
                lambda tap: isinstance(tap, day_buttons.ChoiceTapped) and tap.choice == doing.choice, since=before
            )
        if doing.words is not None:
            yield self._says(doing.words)

    def goes_on(self) -> Iterator[int]:
        """Says that they are safe."""
        yield self._taps(lambda tap: isinstance(tap, buttons.Moved) and tap.move is buttons.Move.GO_ON)

    def moves(self, move: Move) -> Iterator[int]:
        """Another hour, another place, or both, by way of the settings."""
        for way, says in (
            (buttons.Move.HOUR, None if move.hour is None else at_hour(move.hour)),
            (buttons.Move.ZONE, move.city),
        ):
            if says is not None:
                yield self._says("/settings")
                yield self._taps(lambda tap, way=way: isinstance(tap, buttons.Moved) and tap.move is way)  # type: ignore[misc]  # bound anew for each way
                yield self._says(says)
        if move.zone is not None:
            yield self._chooses(move.zone)

    def opens(self, came: int) -> Iterator[int]:
        """Opens what came closed."""
        yield self._taps(lambda tap: isinstance(tap, day_buttons.Opened), at=came)

    def leaves(self, *, blocking: bool) -> Iterator[int]:
        """Leaves the track, or blocks the bot without a word."""
        if blocking:
            yield self.person.blocks()
            return
        yield self._says("/stop")
        yield self._taps(lambda tap: isinstance(tap, buttons.Moved) and tap.move is buttons.Move.STOP)

    def takes_part(self) -> Iterator[int]:
        """Reads of the study, and says yes."""
        yield self._says("/study")
        yield self._taps(lambda tap: isinstance(tap, StudyMoved) and tap.move is StudyMove.AGREE)

    def takes_back(self) -> Iterator[int]:
        """Takes back that they take part in the study."""
        yield self._says("/study")
        yield self._taps(lambda tap: isinstance(tap, StudyMoved) and tap.move is StudyMove.TAKE_BACK)

    def closed_since(self, number: int) -> list[int]:
        """What came closed after this message and waits to be opened."""
        return [
            came
            for came, post in self.chat.posts.items()
            if came > number
            and post.by_bot
            and any(isinstance(tap, day_buttons.Opened) for _, _, _, tap in _buttons_under(post))
        ]

    def is_rest(self, came: int) -> bool:
        """Whether what was opened is a rest in place of a day."""
        return self._has(came, day_buttons.StrainTapped)

    @property
    def newest(self) -> int:
        """The number of the newest message in the chat."""
        return next(reversed(self.chat.posts), 0)

    def _says(self, text: str) -> int:
        return self.person.says(text)

    def _chooses(self, zone: str) -> int:
        """Which of several cities of one name it is, where that is asked."""
        return self._taps(lambda tap: isinstance(tap, buttons.ZoneChosen) and tap.zone == zone)

    def _has(self, came: int, kind: type[object]) -> bool:
        return any(isinstance(tap, kind) for _, _, _, tap in _buttons_under(self.chat.posts[came]))

    def _taps(self, wanted: Wanted, *, since: int = 0, at: int | None = None) -> int:
        """Taps the newest such button there is, under message `at` or under what came `since`. Where there is none, nothing is
        done: not every day asks everything.
        """
        for post in self._looked_at(since) if at is None else [self.chat.posts[at]]:
            for row, column, label, tap in _buttons_under(post):
                if wanted(tap):
                    self._noted(f"taps “{label}”")
                    return self.person.taps_at(post.message_id, row, column)
        return 0

    def _looked_at(self, since: int) -> Iterator[Post]:
        for count, (number, post) in enumerate(reversed(self.chat.posts.items())):
            if number <= since or count == _NEWEST:
                return
            if post.by_bot and not post.gone:
                yield post


def _buttons_under(post: Post) -> Iterator[tuple[int, int, str, Tap]]:
    """Each button with its row and column, what it says, and what it means."""
    for row, labels in enumerate((post.keyboard or {}).get("inline_keyboard", ())):
        for column, button in enumerate(labels):
            yield row, column, button["text"], buttons.read(button.get("callback_data", ""))
