"""One person's walk as the bot carries it, without a database or a chat: the moves of `curriculum.journey`, made in the
order in which `bot.delivery` makes them, so that tens of thousands of walks can be looked at.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from bot.settling import RESEND_AFTER, RESENDS
from curriculum import journey, timing
from curriculum.enrolment import Enrolment, Standing, TrackRef
from curriculum.journey import Due
from curriculum.nudge import UNSETTLED, NudgeKind, NudgeState

CALM = TrackRef("thirty-calm-days", 1)
TRY_AGAIN = timedelta(seconds=5)
LONG_AGO, NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class Fate(StrEnum):
    """What becomes of a request."""

    ANSWERED = "arrives, and the answer comes at once"
    SLOW = "arrives, and the answer comes after what the person does next"
    UNANSWERED = "arrives, and the answer is lost"
    VANISHED = "is lost on the way"
    REFUSED = "surely does not arrive"
    BLOCKED = "meets a person who has blocked the bot"


@dataclass(eq=False)
class Entry:
    """A line of the ledger."""

    walk: int
    kind: NudgeKind
    day: int
    zone: str
    due_at: datetime
    state: NudgeState = NudgeState.PLANNED
    attempts: int = 0
    requested_at: datetime | None = None
    not_before: datetime | None = None


@dataclass(frozen=True)
class Arrival:
    """A message that came: for which line, when, and in which zone the person was."""

    entry: Entry
    at: datetime
    zone: str
    copy: bool


@dataclass
class Walking:
    """A person, the bot that nudges them, and what has come."""

    now: datetime
    walk: Enrolment
    left: dict[int, Enrolment] = field(default_factory=dict)
    ledger: list[Entry] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    back_at: list[datetime] = field(default_factory=list)
    fates: list[Fate] = field(default_factory=list)
    sends_from: datetime = LONG_AGO
    plans_from: datetime = LONG_AGO

    @classmethod
    def begun(cls, *, zone: str, hour: time, now: datetime, place: int = 0, person: int = 7) -> "Walking":
        """Somebody who has come as far as `place`."""
        walk = journey.start(id=1, person=person, track=CALM, hour=hour, zone=zone, now=now)
        return cls(now, replace(walk, place=place))

    def wants(self, *, hour: time | None = None, zone: str | None = None) -> None:
        """The person wants another hour, another zone, or both."""
        if self.walk.standing.is_open:
            self.walk = journey.change_time(self.walk, self.now, hour=hour, zone=zone)

    def pauses(self) -> None:
        """The person pauses; what was planned is called back."""
        if self.walk.standing.is_open:
            self.walk = journey.pause(self.walk)
            self._call_back()

    def resumes(self) -> None:
        """The person resumes, or unblocks the bot."""
        if self.walk.standing in (Standing.PAUSED, Standing.UNREACHABLE):
            self.walk = journey.resume(self.walk, self.now)

    def starts_again(self, *, hour: time, zone: str, place: int) -> None:
        """The person leaves the track and begins another, all within a minute."""
        if self.walk.standing.is_open:
            self.walk = journey.stop(self.walk, self.now)
            self._call_back()
        earlier = self.left[self.walk.id] = self.walk
        fresh = journey.start(
            id=earlier.id + 1,
            person=earlier.person,
            track=CALM,
            hour=hour,
            zone=zone,
            now=self.now,
            last_nudge_at=self.now if self._is_on_its_way(earlier.id) else earlier.last_nudge_at,
        )
        self.walk = replace(fresh, place=place)

    def taps(self) -> None:
        """The person taps the newest message."""
        if not self.arrivals:
            return
        entry = self.arrivals[-1].entry
        doubtful = entry.state in (NudgeState.AMBIGUOUS, NudgeState.SENDING, NudgeState.UNKNOWN)
        if doubtful or entry.state is NudgeState.SENT:
            entry.state = NudgeState.CONFIRMED
            if doubtful and self._walk_of(entry).place < entry.day:
                self._arrived(entry, self.now)

    def falls_due(self) -> None:
        """Time passes until the next nudge is planned, and not a second longer: it is not sent yet."""
        if self.walk.due_at is not None and self.walk.standing is Standing.UNDER_WAY:
            self.passes(max(timedelta(0), self.walk.due_at - self.now - timedelta(seconds=1)))
            self.now = max(self.now, self.walk.due_at or self.now)
            self._plan()

    def passes(self, span: timedelta) -> None:
        """Time passes, and the bot is awake."""
        end = self.now + span
        self._answers_come(NudgeState.SENT)
        while (then := self._something_happens_at()) <= end:
            self.now = max(self.now, then)
            self._looks()
        self.now = end

    def is_down(self, span: timedelta) -> None:
        """Time passes, and the bot is not there: nor are the answers it was waiting for."""
        self.now += span
        self.back_at.append(self.now)
        self._answers_come(NudgeState.AMBIGUOUS)
        self._looks()

    def sends_nothing(self, span: timedelta) -> None:
        """For so long Telegram wants to be left alone; the bot plans all the same."""
        self.sends_from = self.now + span
        self.back_at.append(self.sends_from)

    def _something_happens_at(self) -> datetime:
        moments = [max(entry.not_before or self.now, self.sends_from) for entry in self.ledger if _waits(entry)]
        if self.walk.standing is Standing.UNDER_WAY and self.walk.due_at is not None:
            moments.append(max(self.walk.due_at, self.plans_from))
        return min(moments, default=NEVER)

    def _looks(self) -> None:
        self._plan()
        if self.now >= self.sends_from:
            for entry in self.ledger:
                if _waits(entry) and (entry.not_before or self.now) <= self.now:
                    self._send(entry)

    def _plan(self) -> None:
        if self.walk.standing is not Standing.UNDER_WAY or self.walk.due_at is None or self.walk.due_at > self.now:
            return
        for entry in self.ledger:
            if entry.walk == self.walk.id and entry.state in UNSETTLED:
                if entry.state is NudgeState.SENDING or self._may_still_go(entry):
                    self.plans_from = self.now + RESEND_AFTER
                    return
                self._is_too_late(entry)
        before = self.walk
        if before.standing is not Standing.UNDER_WAY or before.due_at is None or before.due_at > self.now:
            return
        decided = journey.nudge(before, self.now)
        planned = Entry(before.id, decided.kind, decided.day, before.zone, decided.due_at)
        if not isinstance(decided, Due):
            planned.state = NudgeState.MISSED
        self.ledger.append(planned)
        self.walk = decided.enrolment

    def _send(self, entry: Entry) -> None:
        walk = self._walk_of(entry)
        if walk.standing is not Standing.UNDER_WAY or walk.zone != entry.zone:
            self._is_called_back(entry)
        elif not self._may_still_go(entry):
            self._is_too_late(entry)
        else:
            fate = self.fates.pop(0) if self.fates else Fate.ANSWERED
            self._request(entry, fate)

    def _request(self, entry: Entry, fate: Fate) -> None:
        entry.attempts += 1
        entry.requested_at = self.now
        if fate in (Fate.ANSWERED, Fate.SLOW, Fate.UNANSWERED):
            copy = any(earlier.entry is entry for earlier in self.arrivals)
            self.arrivals.append(Arrival(entry, self.now, self.walk.zone, copy))
        match fate:
            case Fate.ANSWERED:
                entry.state = NudgeState.SENT
                self._arrived(entry, self.now)
            case Fate.SLOW:
                entry.state = NudgeState.SENDING
            case Fate.UNANSWERED | Fate.VANISHED:
                self._is_in_doubt(entry)
            case Fate.REFUSED:
                entry.attempts -= 1
                entry.state = NudgeState.AMBIGUOUS if entry.attempts else NudgeState.PLANNED
                entry.not_before = self.now + TRY_AGAIN
            case Fate.BLOCKED:
                if entry.attempts > 1:
                    self._is_unknown(entry)
                else:
                    entry.state = NudgeState.BLOCKED
                self._becomes(journey.unreachable(self._walk_of(entry)))

    def _answers_come(self, state: NudgeState) -> None:
        for entry in self.ledger:
            if entry.state is NudgeState.SENDING and state is NudgeState.SENT:
                entry.state = state
                self._arrived(entry, self.now)
            elif entry.state is NudgeState.SENDING:
                self._is_in_doubt(entry)

    def _is_in_doubt(self, entry: Entry) -> None:
        if entry.attempts > RESENDS:
            self._is_unknown(entry)
        else:
            entry.state = NudgeState.AMBIGUOUS
            entry.not_before = (entry.requested_at or self.now) + RESEND_AFTER

    def _is_unknown(self, entry: Entry) -> None:
        entry.state = NudgeState.UNKNOWN
        self._arrived(entry, entry.requested_at or entry.due_at)

    def _is_too_late(self, entry: Entry) -> None:
        if entry.state is NudgeState.AMBIGUOUS:
            self._is_unknown(entry)
        else:
            entry.state = NudgeState.MISSED

    def _is_called_back(self, entry: Entry) -> None:
        if entry.state is NudgeState.AMBIGUOUS:
            self._is_unknown(entry)
        else:
            entry.state = NudgeState.CANCELLED

    def _call_back(self) -> None:
        for entry in self.ledger:
            if entry.walk == self.walk.id and entry.state is NudgeState.PLANNED:
                entry.state = NudgeState.CANCELLED

    def _is_on_its_way(self, walk: int) -> bool:
        return any(entry.walk == walk and entry.state in UNSETTLED for entry in self.ledger)

    def _arrived(self, entry: Entry, at: datetime) -> None:
        self._becomes(journey.delivered(self._walk_of(entry), entry.kind, entry.day, at))

    def _may_still_go(self, entry: Entry) -> bool:
        return timing.may_still_go(due=entry.due_at, zone=entry.zone, now=self.now)

    def _walk_of(self, entry: Entry) -> Enrolment:
        return self.walk if entry.walk == self.walk.id else self.left[entry.walk]

    def _becomes(self, walk: Enrolment) -> None:
        if walk.id == self.walk.id:
            self.walk = walk
        else:
            self.left[walk.id] = walk


def _waits(entry: Entry) -> bool:
    return entry.state in (NudgeState.PLANNED, NudgeState.AMBIGUOUS)
