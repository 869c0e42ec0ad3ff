"""A walk on paper: what would come to somebody and why, from the rules alone, with no database and nobody to send it to.

For the chat, where a real bot is at work. The rules, the words and what may be read are the bot's own; how they are strung
together is here once more, and a test holds it against the walk of the real bot.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from bot.chat import check_in_messages, help_messages, nudge_messages
from bot.chat.message import Message
from bot.holding import PLAIN_FOR
from bot.practice import Answered, shown_to
from bot.rehearsal import marginal
from bot.rehearsal.personas import Doing, Persona
from curriculum import absence, adapting, explaining, journey, timing
from curriculum.adapting import Footing, Reply
from curriculum.crisis import LANGUAGES, Concern, watch
from curriculum.day import Outcome, Strength
from curriculum.enrolment import Enrolment, TrackRef
from curriculum.fitted import Fit
from curriculum.helplines import help_in
from curriculum.nudge import ASKS, Nudge, NudgeKind, NudgeState
from curriculum.pressure import Strain
from curriculum.progress import Progress
from curriculum.track import Track

BEGINS: Final = datetime(2026, 3, 2, 11, 20, tzinfo=UTC)
"""Noon on a Monday in Berlin. Clocks change on the way, in America in the first week and in Europe at the end."""
LONGEST: Final = timedelta(days=60)
"""So long a rehearsal goes on at most, as when somebody rests and rests."""
_SOMEBODY: Final = 9
"""Whose messages come at their hour to the second; other people's are spread over a moment."""
_NO_TOKEN: Final = "-"  # noqa: S105  (nothing that is shown here can be tapped)

Does = Callable[[int, bool], Doing | None]
"""What is done about what comes as this number, a rest or not; None when that is not known yet."""


@dataclass(frozen=True, slots=True)
class Step:
    """What came at its time, and why; or why nothing did. `answer` is what the bot said to what was done about it."""

    on: date
    at: datetime
    zone: str
    why: str
    message: Message | None = None
    nudge: Nudge | None = None
    doing: Doing | None = None
    answer: Message | None = None
    went_on_at: datetime | None = None

    @property
    def is_rest(self) -> bool:
        """Whether a rest came in place of a day."""
        return self.nudge is not None and self.nudge.kind is NudgeKind.REST


def steps(track: Track, persona: Persona, does: Does) -> Iterator[Step]:
    """Everything that comes, in order, to the end of what is written, or to what nobody knows yet how it is answered."""
    walk = journey.start(
        id=_SOMEBODY,
        person=_SOMEBODY,
        track=TrackRef(track.slug, 0),
        hour=persona.hour,
        zone=persona.zone,
        now=BEGINS,
        length=track.length,
    )
    footing = Footing(content_class=persona.content_class)
    turn = 0
    while (now := walk.due_at) is not None and now < BEGINS + LONGEST:
        if walk.place >= len(track.days) < track.length:
            return
        fit = absence.step(track, walk, footing, now) if walk.place < walk.length else Fit()
        decided = journey.nudge(walk, now, fit)
        if not isinstance(decided, journey.Due):
            yield _nothing(track, walk, fit, now)
            walk = decided.enrolment
            continue
        nudge = _line(walk, decided, fit)
        walk = journey.delivered(decided.enrolment, nudge.kind, nudge.day, now)
        shown = shown_to(footing.content_class, nudge, track)
        step = Step(
            nudge.local_date,
            now,
            nudge.zone,
            marginal.because(nudge, track),
            nudge_messages.nudge(shown, track.title, None),
            nudge,
        )
        if nudge.kind is NudgeKind.COMPLETION or nudge.kind in ASKS:
            yield step
            return
        turn += 1
        doing = does(turn, step.is_rest)
        if doing is None:
            yield step
            return
        step, walk, footing = _answered(step, nudge, track, walk, footing, doing)
        yield step
        if doing.opens and (move := persona.moves.get(turn)) is not None:
            walk = journey.change_time(walk, now + doing.after, hour=move.hour, zone=move.zone)


def _nothing(track: Track, walk: Enrolment, fit: object, now: datetime) -> Step:
    said = explaining.next_step(track.day(walk.place + 1), fit) if isinstance(fit, adapting.Held) else "would wait"
    here = timing.local(now, walk.zone)
    return Step(here.date(), now, walk.zone, f"Nothing came: day {walk.place + 1} {said}.")


def _line(walk: Enrolment, due: journey.Due, fit: object) -> Nudge:
    return Nudge(
        id=_SOMEBODY,
        person=_SOMEBODY,
        enrolment=_SOMEBODY,
        track=walk.track,
        kind=due.kind,
        day=due.day,
        local_date=due.local_date,
        zone=walk.zone,
        due_at=due.due_at,
        token=_NO_TOKEN,
        state=NudgeState.SENT,
        fit=fit if isinstance(fit, Fit) and due.kind is NudgeKind.DAY else None,
    )


def _answered(
    step: Step, nudge: Nudge, track: Track, walk: Enrolment, footing: Footing, doing: Doing
) -> tuple[Step, Enrolment, Footing]:
    """What somebody did about it, what is said to that, and where they stand then."""
    at = step.at + doing.after
    came_at, rest = step.at, step.is_rest
    strength = Strength.STANDARD if nudge.fit is None else nudge.fit.strength
    reply = Reply(nudge.day, came_at, strength, rest)
    if not doing.opens:
        return replace(step, doing=doing), walk, replace(footing, replies=(*footing.replies, reply))
    outcome = None if rest else doing.outcome
    reply = replace(reply, outcome=outcome, strain=doing.strain, answered=doing.words is not None, met=True)
    footing = replace(
        footing,
        replies=(*footing.replies, reply),
        worse_at=at if outcome is Outcome.MADE_IT_WORSE else footing.worse_at,
        fight_at=at if doing.strain is Strain.FIGHT else footing.fight_at,
    )
    answer: Message | None = None
    if outcome is not None:
        shown = shown_to(footing.content_class, nudge, track, outcome=outcome)
        result = journey.check_in(walk, day=nudge.day, outcome=outcome, before=None, now=at)
        walk = result.enrolment
        said = check_in_messages.answered(
            Answered(shown, result, False, Progress(walk.place, walk.place, walk.place, walk.length), track.title),
            _NO_TOKEN,
        )
        answer = said.say[0] if said.say else None
    concern = None if doing.words is None else _concern(doing.words)
    went_on_at = None
    if concern is not None:
        answer = help_messages.card(concern, help_in(walk.zone, at.date(), concern), _NO_TOKEN)
        if doing.goes_on is None:
            walk = journey.put_on_hold(walk)
        else:
            went_on_at = at + doing.goes_on
            walk = journey.go_on(journey.put_on_hold(walk), max(went_on_at, at + PLAIN_FOR))
    return replace(step, doing=doing, answer=answer, went_on_at=went_on_at), walk, footing


def _concern(words: str) -> Concern | None:
    return next((found for language in sorted(LANGUAGES) if (found := watch(words, language)) is not None), None)
