"""The rows of a study's tables: what became of each message, each way and each decision, told by columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.study.columns import KINDS, OTHER, OWN
from bot.study.pseudonyms import Pseudonyms
from curriculum import deciding, timing
from curriculum.day import Outcome
from curriculum.enrolment import TrackRef
from curriculum.experiment import By, Experiment
from curriculum.fitted import Form
from curriculum.nudge import Nudge, NudgeKind, NudgeState
from curriculum.track import Track
from storage.bundles import Answered, Decided, StudiedWalk

Row = dict[str, object]
_MINUTE = timedelta(minutes=1)
_CAME = frozenset({NudgeState.SENT, NudgeState.CONFIRMED})


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read of a page of walks: their nudges and decisions, in order; what was answered, by nudge."""

    walks: Sequence[StudiedWalk]
    nudges: Mapping[int, Sequence[Nudge]]
    answers: Mapping[int, Answered]
    decisions: Mapping[int, Sequence[Decided]]
    """By person."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Makes rows for people under the numbers of `pseudonyms`, of these `tracks`; what is told of time is `coarse` or exact."""

    pseudonyms: Pseudonyms
    tracks: Mapping[TrackRef, Track]
    hashes: Mapping[TrackRef, str]
    coarse: bool

    def long(self, it: Gathered) -> Iterator[Row]:
        """A row for each message that fell due since the person agreed."""
        for walk in it.walks:
            for nudge in it.nudges.get(walk.id, ()):
                if nudge.kind in KINDS and nudge.due_at >= walk.agreed_at:
                    yield self._message(walk, nudge, it.answers.get(nudge.id), it.decisions.get(walk.person, ()))

    def wide(self, it: Gathered, long: Sequence[Row]) -> Iterator[Row]:
        """A row for each walk, made of its rows in `long`."""
        of_walk: dict[object, list[Row]] = {}
        for row in long:
            if row["kind"] == NudgeKind.DAY and row["lap"] == 0 and row["state"] in _CAME:
                of_walk.setdefault(row["walk"], []).append(row)
        for walk in it.walks:
            yield self._way(
                walk, of_walk.get(self.pseudonyms.of("walk", walk.id), []), it.decisions.get(walk.person, ())
            )

    def decisions(self, it: Gathered) -> Iterator[Row]:
        """A row for each decision about one of these walks, or about a person at the time of one."""
        walks = {walk.id for walk in it.walks}
        for person in dict.fromkeys(walk.person for walk in it.walks):
            for one in it.decisions.get(person, ()):
                if one.walk in walks:
                    yield self._decision(one)

    def _message(self, walk: StudiedWalk, nudge: Nudge, answer: Answered | None, decisions: Sequence[Decided]) -> Row:
        is_day = nudge.kind is NudgeKind.DAY
        began = timing.local(max(walk.started_at, walk.agreed_at), nudge.zone).date()
        row = self._who(walk) | {
            "nudge": self.pseudonyms.of("nudge", nudge.id),
            "track": nudge.track.slug,
            "version": nudge.track.number,
            "kind": nudge.kind,
            "day": nudge.day,
            "lap": nudge.lap,
            "state": nudge.state,
            "days_in": (nudge.local_date - began).days,
            "local_date": nudge.local_date,
            "zone": nudge.zone,
            "opened": nudge.state is NudgeState.CONFIRMED,
            "answered": answer is not None,
        }
        answered_at = None if answer is None else answer.at
        for name, at in (
            ("planned", nudge.due_at),
            ("sent", nudge.sent_at),
            ("opened", nudge.opened_at),
            ("answered", answered_at),
        ):
            row |= _times(name, at, nudge.zone)
        if answer is not None:
            row |= {
                "outcome": answer.outcome,
                "rating": None if answer.rating is None else float(answer.rating),
                "choice": None if answer.choice is None else answer.choice + 1,
                "latency_minutes": self._minutes(nudge.sent_at, answer.at),
            }
        if is_day and nudge.fit is not None:
            row |= {"variant": self._variant(nudge), "strength": nudge.fit.strength, "arm_shown": nudge.fit.arm}
        experiment = deciding.compared_on(self.tracks[nudge.track], nudge.day) if is_day else None
        decided = None if experiment is None else _decided(experiment, walk, nudge.day, decisions)
        return row if decided is None else row | _of_experiment(decided)

    def _way(self, walk: StudiedWalk, days: Sequence[Row], decisions: Sequence[Decided]) -> Row:
        outcomes = [row.get("outcome") for row in days]
        experiment = self.tracks[walk.track].experiment
        decided = None
        if experiment is not None and experiment.unit is By.PERSON:
            decided = _decided(experiment, walk, 0, decisions)
        row = self._who(walk) | {
            "track": walk.track.slug,
            "version": walk.track.number,
            "zone": walk.zone,
            "standing": walk.standing,
            "length": walk.length,
            "experiment": None if experiment is None else experiment.name,
            "arm": None if decided is None else decided.decision.arm,
            "probability": None if decided is None else decided.decision.probability,
            "days_sent": len(days),
            "days_opened": sum(bool(row["opened"]) for row in days),
            "days_answered": sum(bool(row["answered"]) for row in days),
        }
        row |= {f"days_{each}": outcomes.count(each) for each in Outcome}
        if walk.started_at >= walk.agreed_at:  # what was before the yes is not the study's
            started_local = timing.local(walk.started_at, walk.zone)
            row |= {"began_with": walk.began, "started_at": walk.started_at, "started_local": started_local}
            row |= {"place": walk.place}
        for one in days:
            day = f"d{one['day']:02}"
            row |= {
                f"{day}_arm": one.get("arm"),
                f"{day}_outcome": one.get("outcome"),
                f"{day}_latency": one.get("latency_minutes"),
            }
        return row

    def _decision(self, one: Decided) -> Row:
        return {
            "person": self.pseudonyms.of("person", one.person),
            "walk": self.pseudonyms.of("walk", one.walk),
            "track": one.track.slug,
            "version": one.track.number,
            "version_hash": self.hashes.get(one.track),
            "day": one.day,
            "drawn": one.decision.drawn,
            "why_not": one.decision.why_not,
            "decided_at": one.at,
        } | _of_experiment(one)

    def _who(self, walk: StudiedWalk) -> Row:
        return {"person": self.pseudonyms.of("person", walk.person), "walk": self.pseudonyms.of("walk", walk.id)}

    def _variant(self, nudge: Nudge) -> str:
        """Which texts came. By which response to pressure some were chosen is an answer to private questions, and by which class
        others were is worse: all of these are called by one name.
        """
        fit = nudge.fit
        if fit is None or fit.form is not Form.DAY:
            return OTHER
        if fit.variant is None:
            return OWN
        by_the_day_before = deciding.is_by_the_day_before(self.tracks[nudge.track], nudge.day, fit.variant)
        return f"after-{fit.variant + 1}" if by_the_day_before else OTHER

    def _minutes(self, since: datetime | None, until: datetime) -> float | None:
        if since is None:
            return None
        return round((until - since) / _MINUTE, 0 if self.coarse else 2)


def _decided(experiment: Experiment, walk: StudiedWalk, day: int, decisions: Sequence[Decided]) -> Decided | None:
    """What was decided for this person on this track, or for this day of theirs."""
    for one in decisions:
        if one.experiment != experiment.name or one.unit is not experiment.unit or one.track.slug != walk.track.slug:
            continue
        if one.unit is By.PERSON or (one.walk, one.day) == (walk.id, day):
            return one
    return None


def _of_experiment(one: Decided) -> Row:
    return {
        "experiment": one.experiment,
        "unit": one.unit,
        "arm": one.decision.arm,
        "probability": one.decision.probability,
        "randomised": one.decision.drawn is not None,
    }


def _times(name: str, at: datetime | None, zone: str) -> Row:
    if at is None:
        return {}
    local = timing.local(at, zone)
    return {f"{name}_at": at, f"{name}_local": local, f"{name}_hour": local.hour}
