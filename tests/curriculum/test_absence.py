"""Silence and absence as rules: whatever somebody does or does not do, a question is never asked twice, nothing is skipped, and
never does more than one message come by itself on a date.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum import absence, journey, returning, timing
from curriculum.adapting import Footing, Reply
from curriculum.day import Outcome
from curriculum.enrolment import Enrolment, Standing, TrackRef
from curriculum.nudge import ASKS, NudgeKind
from curriculum.reading import read_track
from curriculum.safety import ContentClass
from curriculum.track import Track
from tests.tracks import track_yaml

NOON = datetime(2026, 3, 2, 11, 20, tzinfo=UTC)
DAY = timedelta(days=1)
HOURS = (time(0, 5), time(2, 30), time(8), time(19, 45), time(23, 50))
ZONES = ("Europe/Berlin", "America/New_York", "Pacific/Apia", "Asia/Kathmandu", "Australia/Lord_Howe")
TRACKS = {pacing: read_track(track_yaml(pacing=pacing)) for pacing in ("calendar", "on-reply")}
ACTS = (
    "waits",
    "waits",
    "waits",
    "answers",
    "taps",
    "pauses",
    "pauses until",
    "resumes",
    "is blocked",
    "is back",
    "outage",
    "week",
)


@dataclass
class Life:
    """Somebody on a track, by the rules alone: what came by itself, and when they last did something."""

    track: Track
    walk: Enrolment
    now: datetime
    footing: Footing = field(default_factory=lambda: Footing(content_class=ContentClass.OPEN))
    came: list[tuple[NudgeKind, int, datetime]] = field(default_factory=list)
    acted_at: list[datetime] = field(default_factory=list)

    def passes(self, span: timedelta) -> None:
        end = self.now + span
        while self.walk.comes and self.walk.due_at is not None and self.walk.due_at <= end:
            self.now = max(self.now, self.walk.due_at)
            self._falls_due()
        self.now = end

    def is_down(self, span: timedelta) -> None:
        self.now += span
        while self.walk.comes and self.walk.due_at is not None and self.walk.due_at <= self.now:
            self._falls_due()

    def _falls_due(self) -> None:
        step = absence.step(self.track, self.walk, self.footing, self.now)
        decided = journey.nudge(self.walk, self.now, step)
        self.walk = decided.enrolment
        if not isinstance(decided, journey.Due):
            return
        before = self.walk.place
        self.walk = journey.delivered(self.walk, decided.kind, decided.day, self.now, lap=self.walk.lap)
        assert self.walk.place == before + (decided.kind is NudgeKind.DAY)
        self.came.append((decided.kind, decided.day, self.now))
        if decided.kind in (NudgeKind.DAY, NudgeKind.REST):
            reply = Reply(decided.day, self.now, rest=decided.kind is NudgeKind.REST)
            self.footing = replace(self.footing, replies=(*self.footing.replies, reply))

    def does(self, act: str) -> None:
        """One thing, some time after what came last."""
        if not self.walk.standing.is_open:
            return
        match act:
            case "answers" | "taps" if self.footing.replies:
                last = self.footing.replies[-1]
                said = replace(last, outcome=Outcome.DONE) if act == "answers" else replace(last, met=True)
                self.footing = replace(self.footing, replies=(*self.footing.replies[:-1], said))
                self._is_here()
            case "pauses":
                self.walk = journey.pause(self.walk, self.now)
            case "pauses until":
                today = timing.local(self.now, self.walk.zone).date()
                self.walk = journey.pause(self.walk, self.now, until=today + 12 * DAY)
            case "resumes" | "week":
                self._is_here()
                if self.walk.standing is Standing.PAUSED:
                    self.walk = journey.resume(self.walk, self.now)
                if act == "week" and absence.has_begun(self.walk):
                    self.walk = returning.repeats_week(replace(self.walk, last_nudge_at=self.now), self.now)
            case "is blocked":
                self.walk = journey.unreachable(self.walk)
            case "is back":
                self.walk = journey.reached_again(self.walk, self.now)
                self._is_here()
        if act not in ("waits", "outage", "is blocked"):
            self.acted_at.append(self.now)

    def _is_here(self) -> None:
        if self.walk.standing is not Standing.UNDER_WAY:
            return
        if absence.is_away(self.walk, self.now):
            self.walk = returning.welcomed(self.walk, self.now)
        elif self.walk.quiet_since is not None:
            self.walk = journey.resume(self.walk, self.now)


def begun(pacing: str, zone: str, hour: time) -> Life:
    walk = journey.start(
        id=1, person=7, track=TrackRef("thirty-calm-days", 1), hour=hour, zone=zone, now=NOON, length=30
    )
    return Life(TRACKS[pacing], walk, NOON)


@settings(max_examples=1000, deadline=None)
@given(
    st.sampled_from(sorted(TRACKS)),
    st.sampled_from(ZONES),
    st.sampled_from(HOURS),
    st.lists(st.tuples(st.sampled_from(ACTS), st.integers(1, 15), st.integers(0, 1439)), max_size=25),
)
def test_whatever_somebody_does_or_leaves(pacing: str, zone: str, hour: time, acts: list[tuple[str, int, int]]) -> None:
    life = begun(pacing, zone, hour)

    for act, days, minutes in acts:
        life.does(act)
        span = days * DAY + timedelta(minutes=minutes)
        if act == "outage":
            life.is_down(span)
        else:
            life.passes(span)

    dates = [timing.local(at, zone).date() for _, _, at in life.came]
    assert len(set(dates)) == len(dates)
    assert all(later[2] - earlier[2] >= timing.APART for earlier, later in pairwise(life.came))
    asked = [at for kind, _, at in life.came if kind in ASKS]
    for earlier, later in pairwise(asked):
        assert any(earlier <= at <= later for at in life.acted_at), "asked twice, and nothing was done in between"
    for (kind, _, at), (_, _, following) in pairwise(life.came):
        assert kind not in ASKS or any(at <= acted <= following for acted in life.acted_at)
    silent = [kind for kind, _, _ in life.came[-4:]]
    assert silent != [NudgeKind.DAY] * 4 or any(at > life.came[-4][2] for at in life.acted_at)


@pytest.mark.parametrize("pacing", sorted(TRACKS))
@pytest.mark.parametrize("days", [12, 40])
def test_who_does_nothing_is_asked_once(pacing: str, days: int) -> None:
    life = begun(pacing, "Europe/Berlin", time(8))

    life.passes((3 if pacing == "calendar" else 1) * DAY)
    before = len(life.came)
    life.passes((days + 3) * DAY)

    assert [kind for kind, _, _ in life.came[before:]] == [NudgeKind.QUESTION]


@pytest.mark.parametrize("pacing", sorted(TRACKS))
def test_after_twelve_days_without_power_one_message_comes(pacing: str) -> None:
    life = begun(pacing, "Europe/Berlin", time(8))
    life.passes(DAY)

    life.is_down(12 * DAY)
    life.passes(12 * DAY)

    assert [kind in ASKS for kind, _, _ in life.came] == [False, True]
