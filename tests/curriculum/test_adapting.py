"""How the next day fits a person: each rule on its own, and all of them over ten thousand walks."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum import adapting, timing
from curriculum.adapting import (
    AFTER_A_FIGHT,
    AWAY_FROM_PARTNER,
    CALM_DAYS,
    Footing,
    Held,
    Level,
    Rested,
    fitted,
    level,
    says_it_all,
    step,
)
from curriculum.adapting import Reply as Answer
from curriculum.day import Act, Day, DayKind, Instead, NotFor, Outcome, Strength, Variant
from curriculum.fitted import Because, Fit, Form, texts
from curriculum.pacing import CALENDAR, ON_REPLY, Pacing
from curriculum.pressure import PressureResponse, Strain
from curriculum.safety import ContentClass
from curriculum.track import Track
from tests.tracks import track

NOW = datetime(2026, 5, 4, 7, 0, tzinfo=UTC)
ZONE = "Europe/Berlin"
HISTORIES = 10_000
STRAINS = (None, *Strain)
OUTCOMES = (None, *Outcome)
LOADS = {Strength.GENTLE: 1, Strength.STANDARD: 2, Strength.STRETCH: 3}


def reply(outcome: Outcome | None = None, strain: Strain | None = None, **others: object) -> Answer:
    return replace(Answer(1, NOW - timedelta(days=1), outcome=outcome, strain=strain), **others)  # type: ignore[arg-type]


DONE = reply(Outcome.DONE)
CALM = reply(Outcome.DONE, Strain.CALM)
PUSHED = reply(Outcome.DONE, Strain.PUSHING)
TOO_MUCH = reply(Outcome.TRIED, Strain.OVERWHELMED)
WORSE = reply(Outcome.MADE_IT_WORSE)
SILENCE = reply()


@pytest.mark.parametrize(
    ("replies", "led_to"),
    [
        pytest.param([], Level.STANDARD, id="at the start"),
        pytest.param([DONE, DONE], Level.STANDARD, id="done is done"),
        pytest.param([PUSHED], Level.GENTLE, id="pushing brings a smaller day"),
        pytest.param([TOO_MUCH], Level.GENTLE, id="too much brings a smaller day"),
        pytest.param([reply(strain=Strain.FIGHT)], Level.GENTLE, id="a fight brings a smaller day"),
        pytest.param([TOO_MUCH, TOO_MUCH], Level.REST, id="too much again brings a rest"),
        pytest.param([PUSHED, DONE], Level.STANDARD, id="one hard day is over with the next that is not"),
        pytest.param([PUSHED, TOO_MUCH, DONE, DONE], Level.REST, id="after two hard ones done is not enough"),
        pytest.param([PUSHED, TOO_MUCH, CALM], Level.GENTLE, id="calm brings a day again"),
        pytest.param([PUSHED, TOO_MUCH, CALM, DONE], Level.STANDARD, id="and then the usual one"),
        pytest.param([PUSHED, SILENCE, TOO_MUCH, SILENCE], Level.REST, id="silence calms nothing"),
        pytest.param([CALM, CALM], Level.STANDARD, id="two calm days bring no stretch"),
        pytest.param([CALM] * CALM_DAYS, Level.STRETCH, id="three do"),
        pytest.param([CALM] * CALM_DAYS + [WORSE], Level.GENTLE, id="what made it worse brings the smallest at once"),
        pytest.param(
            [CALM] * CALM_DAYS + [reply(Outcome.DONE, Strain.PUSHING, strength=Strength.GENTLE)],
            Level.REST,
            id="smaller than what was asked, not than what could have been",
        ),
        pytest.param([reply(Outcome.MADE_IT_WORSE, Strain.CALM)], Level.GENTLE, id="worse and calm is worse"),
    ],
)
def test_replies_move_the_level(replies: list[Answer], led_to: Level) -> None:
    assert level(replies) is led_to


@settings(max_examples=500, deadline=None)
@given(
    st.lists(
        st.sampled_from([DONE, SILENCE, CALM, replace(CALM, outcome=Outcome.TRIED), reply(Outcome.TRIED)]), max_size=12
    ),
    st.integers(0, 6),
)
def test_the_newest_replies_say_it_all_where_none_was_hard(replies: list[Answer], newest: int) -> None:
    ending = replies[len(replies) - newest :] if newest <= len(replies) else replies

    if says_it_all(ending):
        assert level(ending) is level(replies)


def test_a_run_of_calm_days_says_it_all_when_it_is_long_enough() -> None:
    assert not says_it_all([])
    assert not says_it_all([CALM] * (CALM_DAYS - 1))
    assert says_it_all([CALM] * CALM_DAYS)
    assert says_it_all([SILENCE, CALM])
    assert not says_it_all([replace(SILENCE, rest=True)])


def a_day(*tags: NotFor, variants: tuple[Variant, ...] = (), instead: bool = True) -> Day:
    """Day 5 of the calm track, asking for what `tags` say, with all strengths."""
    other = Instead(title="A window", why="Looking out is a rest.", act=Act(gentle="Look out of a window."))
    act = Act(gentle="Breathe.", standard="Breathe six times.", stretch="Breathe for a minute.")
    return (
        track()
        .day(5)
        .model_copy(update={"not_for": tags, "variants": variants, "act": act, "instead": other if instead else None})
    )


def test_a_day_comes_in_the_strength_of_the_level() -> None:
    assert fitted(a_day(), Footing(), NOW) == Fit()
    assert fitted(a_day(), Footing(replies=[PUSHED]), NOW) == Fit(strength=Strength.GENTLE, because=Because.STRAINED)
    assert fitted(a_day(), Footing(replies=[CALM] * 3), NOW) == Fit(strength=Strength.STRETCH, because=Because.STEADY)
    assert fitted(a_day(), Footing(replies=[PUSHED, TOO_MUCH]), NOW) == Rested()


def test_a_strength_that_was_not_written_comes_in_the_next_smaller_one() -> None:
    only_gentle = a_day().model_copy(update={"act": Act(gentle="Breathe.")})

    assert fitted(only_gentle, Footing(replies=[CALM] * 3), NOW) == Fit(
        strength=Strength.GENTLE, because=Because.STEADY
    )


@pytest.mark.parametrize("tag", NotFor)
def test_for_three_days_after_worse_nothing_turns_to_the_partner(tag: NotFor) -> None:
    footing = Footing(replies=[WORSE], worse_at=NOW, content_class=ContentClass.OPEN)

    just_before = fitted(a_day(tag), footing, NOW + AWAY_FROM_PARTNER - timedelta(seconds=1))
    after = fitted(a_day(tag), footing, NOW + AWAY_FROM_PARTNER)

    assert just_before == Fit(Form.INSTEAD, Strength.GENTLE, because=Because.KEPT_AWAY)
    assert isinstance(after, Fit)
    assert after.form is Form.DAY


@pytest.mark.parametrize("tag", NotFor)
@pytest.mark.parametrize("content_class", [ContentClass.RESTRICTED, ContentClass.UNASKED])
def test_who_is_restricted_or_was_not_asked_gets_what_stands_in_its_place(
    content_class: ContentClass, tag: NotFor
) -> None:
    restricted = Footing(content_class=content_class)

    assert fitted(a_day(tag), restricted, NOW) == Fit(Form.INSTEAD, Strength.GENTLE, because=Because.NOT_FOR_THEM)
    assert fitted(a_day(tag, instead=False), restricted, NOW) == Fit(
        Form.REST, Strength.GENTLE, because=Because.NOT_FOR_THEM
    )
    assert fitted(a_day(), restricted, NOW) == Fit()


def test_a_day_that_asks_waits_a_day_after_a_fight() -> None:
    footing = Footing(fight_at=NOW, content_class=ContentClass.OPEN)

    assert fitted(a_day(NotFor.ASK), footing, NOW + timedelta(hours=12)) == Held(NOW + AFTER_A_FIGHT)
    assert fitted(a_day(NotFor.ASK), footing, NOW + AFTER_A_FIGHT) == Fit()
    assert fitted(a_day(NotFor.JOINT), footing, NOW + timedelta(hours=12)) == Fit()


def test_a_variant_is_for_its_people_and_the_first_that_fits_is_taken() -> None:
    fixing = Variant(**{"for": (PressureResponse.FIXING,), "act": Act(gentle="Sit on your hands.")})
    after = Variant(after=(Outcome.NOT_THE_MOMENT,), why="Yesterday had no room.")
    day = a_day(variants=(fixing, after))

    assert fitted(day, Footing(response=PressureResponse.FIXING), NOW) == Fit(
        variant=0, strength=Strength.GENTLE, because=Because.RESPONSE
    )
    assert fitted(day, Footing(replies=[reply(Outcome.NOT_THE_MOMENT)]), NOW) == Fit(
        variant=1, because=Because.DAY_BEFORE
    )
    assert fitted(day, Footing(response=PressureResponse.EXPLODING, replies=[DONE]), NOW) == Fit()


def test_a_variant_changes_only_what_it_says() -> None:
    day = a_day(variants=(Variant(after=(Outcome.DONE,), why="You have begun."),))

    read = texts(day, Fit(variant=0))

    assert read is not None
    assert (read.why, read.act, read.title) == ("You have begun.", day.act, day.title)


def test_a_rest_that_was_not_answered_comes_again_only_after_three_days() -> None:
    rested = replace(SILENCE, rest=True, came_at=NOW)
    footing = Footing(replies=[PUSHED, TOO_MUCH, rested])

    assert isinstance(fitted(a_day(), footing, NOW + timedelta(days=1)), Held)
    assert isinstance(fitted(a_day(), footing, NOW + timedelta(days=2)), Held)
    assert fitted(a_day(), footing, NOW + timedelta(days=3)) == Rested()


@pytest.mark.parametrize(
    ("pacing", "comes_after"),
    [
        pytest.param(CALENDAR, 1, id="by the calendar"),
        pytest.param(Pacing(1), 2, id="waiting a day"),
        pytest.param(Pacing(3), 4, id="waiting three days"),
    ],
)
def test_a_track_waits_as_long_as_its_author_said(pacing: Pacing, comes_after: int) -> None:
    calm = track().model_copy(update={"pacing": pacing})
    footing = Footing(replies=[replace(SILENCE, came_at=NOW)])

    came = [
        ahead
        for ahead in range(1, 8)
        if isinstance(step(calm, 2, footing, zone=ZONE, now=NOW + timedelta(days=ahead)), Fit)
    ]

    assert came[0] == comes_after


@pytest.mark.parametrize("answer", [DONE, TOO_MUCH, replace(SILENCE, answered=True)], ids=["tap", "strain", "words"])
def test_any_answer_ends_the_wait(answer: Answer) -> None:
    waiting = track().model_copy(update={"pacing": ON_REPLY})

    assert step(waiting, 2, Footing(replies=[SILENCE]), zone=ZONE, now=NOW + timedelta(days=99)) == Held(
        NOW + timedelta(days=99)
    )
    assert isinstance(step(waiting, 2, Footing(replies=[answer]), zone=ZONE, now=NOW), Fit)


@dataclass
class Walk:
    """A person on a track of any kind, who answers anything; what is brought is held against the rules as written."""

    chance: random.Random
    track: Track
    pacing: Pacing
    content_class: ContentClass
    response: PressureResponse | None
    is_steady: bool
    now: datetime = NOW
    place: int = 0
    answers: list[Answer] = field(default_factory=list)
    worse_at: list[datetime] = field(default_factory=list)
    fight_at: list[datetime] = field(default_factory=list)
    load: int | None = None
    came: Counter[str] = field(default_factory=Counter)

    def goes(self, days: int) -> None:
        for _ in range(days):
            self.now += timedelta(days=1)
            if self.place >= len(self.track.days):
                return
            self._looks()

    def _looks(self) -> None:
        footing = Footing(
            replies=tuple(self.answers),
            worse_at=max(self.worse_at, default=None),
            fight_at=max(self.fight_at, default=None),
            response=self.response,
            content_class=self.content_class,
        )
        number = self.place + 1
        brought = step(self.track, number, footing, zone=ZONE, now=self.now)
        self.came[type(brought).__name__] += 1
        match brought:
            case Held():
                self._held_for_a_reason(brought, self.track.day(number))
            case Rested():
                self._a_rest_for_a_reason()
                self.load = 0
                self._answers(number, Strength.GENTLE, rest=True)
            case Fit():
                self.came[brought.form] += 1
                self.came[brought.strength] += 1
                self._keeps_the_rules(brought, self.track.day(number))
                self.load = LOADS[brought.strength]
                self.place += 1
                self._answers(number, brought.strength, rest=False)

    def _keeps_the_rules(self, fit: Fit, day: Day) -> None:
        asked = set(day.not_for) if fit.form is Form.DAY else set[NotFor]()
        load = LOADS[fit.strength]
        last = self.answers[-1] if self.answers else None
        hard_since_calm = sum(answer.is_hard for answer in self._since_calm())
        assert not (self.content_class is not ContentClass.OPEN and asked)
        assert not (asked and any(self.now < at + timedelta(days=3) for at in self.worse_at))
        assert not (NotFor.ASK in asked and any(self.now < at + timedelta(hours=24) for at in self.fight_at))
        if hard_since_calm >= 2:
            assert self.load is not None
            assert load <= self.load
        if last is not None and last.is_hard:
            assert self.load is not None
            assert load < self.load
        if load == LOADS[Strength.STRETCH]:
            assert all(answer.is_calm for answer in self.answers[-1:])
        if self.pacing.days is None and last is not None and not last.rest:
            assert last.is_answered
        read = texts(day, fit)
        if fit.form is Form.REST:
            assert read is None
            assert day.instead is None
        else:
            assert read is not None
            assert fit.strength in read.act.strengths
        if fit.variant is not None:
            before = next((answer.outcome for answer in reversed(self.answers) if not answer.rest), None)
            assert day.variants[fit.variant].fits(self.response, before)

    def _a_rest_for_a_reason(self) -> None:
        assert any(answer.is_hard for answer in self._since_calm())

    def _held_for_a_reason(self, held: Held, day: Day) -> None:
        last = self.answers[-1] if self.answers else None
        assert held.until >= self.now
        unanswered = last is not None and not last.is_answered
        fought = any(self.now < at + timedelta(hours=24) for at in self.fight_at) and NotFor.ASK in day.not_for
        assert unanswered or fought
        if unanswered and not fought:
            assert last is not None
            waited = (timing.local(self.now, ZONE).date() - timing.local(last.came_at, ZONE).date()).days
            assert last.rest or self.pacing.days is None or waited <= self.pacing.days

    def _since_calm(self) -> Iterator[Answer]:
        for answer in reversed(self.answers):
            if answer.is_calm:
                return
            yield answer

    def _answers(self, number: int, strength: Strength, *, rest: bool) -> None:
        outcome = None if rest or self.chance.random() < 0.3 else self.chance.choice(OUTCOMES)
        strain = None if self.chance.random() < 0.5 else self.chance.choice(STRAINS)
        if self.is_steady and not rest and self.chance.random() < 0.8:
            outcome, strain = Outcome.DONE, Strain.CALM
        at = self.now + timedelta(minutes=self.chance.randrange(23 * 60))
        if outcome is Outcome.MADE_IT_WORSE:
            self.worse_at.append(at)
        if strain is Strain.FIGHT:
            self.fight_at.append(at)
        words = self.chance.random() < 0.1
        self.answers.append(
            Answer(number, self.now, strength=strength, rest=rest, outcome=outcome, strain=strain, answered=words)
        )


def any_track(chance: random.Random) -> Track:
    """Thirty days that ask for anything, in any strengths, with and without variants and what comes instead."""
    calm = track()
    days = []
    for day in calm.days:
        tags = tuple(tag for tag in NotFor if chance.random() < 0.25)
        act = Act(
            gentle="Breathe.",
            standard="Breathe twice." if chance.random() < 0.8 else None,
            stretch="Breathe for a minute." if chance.random() < 0.5 else None,
        )
        variants = tuple(
            Variant(
                **{
                    "for": chance.sample(list(PressureResponse), chance.randrange(3)),
                    "after": [chance.choice(list(Outcome))],
                    "act": Act(gentle="Sit down."),
                }
            )
            for _ in range(chance.randrange(3))
        )
        instead = Instead(title="A window", why="It is a rest.", act=Act(gentle="Look out."))
        kind = chance.choice(list(DayKind))
        changes = {"not_for": tags, "act": act, "variants": variants, "kind": kind}
        days.append(day.model_copy(update=changes | {"instead": instead if chance.random() < 0.7 else None}))
    return calm.model_copy(update={"days": tuple(days)})


def test_over_ten_thousand_walks_every_rule_holds(times: int, tell: Callable[[str], None]) -> None:
    came: Counter[str] = Counter()
    tracks = [any_track(random.Random(seed)) for seed in range(50)]  # noqa: S311  (it is to be the same each time)

    for seed in range(HISTORIES * times):
        chance = random.Random(seed)  # noqa: S311
        pacing = chance.choice([CALENDAR, CALENDAR, Pacing(2), ON_REPLY])
        walked = chance.choice(tracks).model_copy(update={"pacing": pacing})
        walk = Walk(
            chance,
            walked,
            pacing,
            chance.choice([ContentClass.OPEN, ContentClass.OPEN, ContentClass.RESTRICTED, ContentClass.UNASKED]),
            chance.choice([None, *PressureResponse]),
            chance.random() < 0.3,
        )
        try:
            walk.goes(45)
        except AssertionError as broken:
            broken.add_note(f"history {seed}")
            raise
        came += walk.came

    tell(
        f"adapting: {HISTORIES * times:,} generated histories, 0 rules broken; came "
        + ", ".join(f"{what} {count:,}" for what, count in sorted(came.items()))
    )
    assert min(came[what] for what in ("Held", "Rested", *Form, *Strength)) > HISTORIES / 100


def test_the_rules_of_a_level_are_told_where_they_are_kept() -> None:
    assert adapting.__doc__ is not None
    assert "until it is calm again" in " ".join(adapting.__doc__.split())
