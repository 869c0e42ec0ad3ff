"""Each of those who walk a track in a rehearsal meets what they are there for."""

import itertools
from collections.abc import Sequence
from datetime import timedelta
from functools import cache

import pytest

from bot import loop
from bot.rehearsal.page import page
from bot.rehearsal.personas import PERSONAS, Who
from bot.rehearsal.playing import play
from bot.rehearsal.transcript import By, Played
from curriculum import timing
from curriculum.adapting import AWAY_FROM_PARTNER
from curriculum.day import NotFor, Outcome, Strength
from curriculum.enrolment import Standing
from curriculum.fitted import Form
from curriculum.nudge import NEVER_ARRIVED, Nudge, NudgeKind
from curriculum.reading import read_draft
from curriculum.safety import ContentClass
from tests.tracks import track, track_yaml

ASKING = track(
    days={
        **{number: {"not_for": ["approach_partner"]} for number in range(1, 31, 2)},
        4: {
            "check_in": {
                "ask": "And?",
                "rating": "From 0 to 10?",
                "choice": {"ask": "Which?", "options": ["One", "Two"]},
            }
        },
    }
)
"""Every other day turns to the partner."""


@cache
def walked(who: Who, *, seed: int = 1) -> Played:
    """What this one's thirty days were like; played once for all tests of a process."""
    return loop.run(play(ASKING, PERSONAS[who], seed=seed))


def came(it: Played, *kinds: NudgeKind) -> list[Nudge]:
    """What arrived, in order."""
    return [nudge for nudge in it.ledger if nudge.kind in kinds and nudge.state not in NEVER_ARRIVED]


def said(it: Played, by: By = By.BOT) -> list[str]:
    """Everything that was said by one side, or done."""
    return [line.text for day in it.dates for line in day.lines if line.by is by]


def whys(it: Played, *, missing: bool = False) -> Sequence[str]:
    """What stands in the margin."""
    return [why.says for day in it.dates for why in day.whys if why.missing is missing]


def test_the_ideal_one_gets_thirty_days_one_a_day_and_the_end() -> None:
    it = walked(Who.IDEAL)

    days = came(it, NudgeKind.DAY)
    assert [nudge.day for nudge in days] == list(range(1, 31))
    assert len({nudge.local_date for nudge in days}) == 30
    assert it.walk.standing is Standing.FINISHED
    assert any("that was day 30" in text for text in said(it))
    assert {nudge.fit.strength for nudge in days if nudge.fit} >= {Strength.STANDARD}
    assert "taps “7”" in said(it, By.DONE) or "taps “8”" in said(it, By.DONE)
    assert "taps “One”" in said(it, By.DONE) or "taps “Two”" in said(it, By.DONE)
    assert whys(it, missing=True) == []


def test_the_silent_one_is_never_pressed_and_sees_nothing_that_is_not_for_everybody() -> None:
    it = walked(Who.SILENT)

    assert {text for text in said(it)[3:] if not text.startswith(("All set", "Five private", "That is fine"))} == {
        "Something is here for you, whenever you like."
    }
    assert len({nudge.local_date for nudge in it.ledger}) == len(it.ledger) == 4
    assert all(nudge.fit is None or nudge.fit.strength is not Strength.STRETCH for nudge in it.ledger)
    asking = {day.day for day in ASKING.days if day.not_for}
    assert all(nudge.fit.form is not Form.DAY for nudge in it.ledger if nudge.day in asking and nudge.fit)
    assert [nudge.kind for nudge in it.ledger] == [NudgeKind.DAY] * 3 + [NudgeKind.QUESTION]
    assert (it.walk.standing, it.walk.place) == (Standing.UNDER_WAY, 3)
    assert it.walk.quiet_since is not None


def test_the_struggling_one_gets_smaller_days_and_rests() -> None:
    it = walked(Who.STRUGGLING)

    days = came(it, NudgeKind.DAY)
    assert [nudge.day for nudge in days] == list(range(1, 31))
    assert sum(nudge.fit is not None and nudge.fit.strength is Strength.GENTLE for nudge in days) >= 5
    assert len(came(it, NudgeKind.REST)) >= 2
    assert any("outweigh the calm ones" in says for says in whys(it))
    assert len(it.dates) > 31


def test_after_worse_nothing_that_turns_to_the_partner_comes_for_three_days() -> None:
    it = walked(Who.STRUGGLING)

    worse = [line.at for day in it.dates for line in day.lines if line.text == "taps “Made it worse”"]
    assert len(worse) >= 2
    for at in worse:
        after = [
            nudge for nudge in came(it, NudgeKind.DAY) if nudge.sent_at and at < nudge.sent_at < at + AWAY_FROM_PARTNER
        ]
        assert after
        for nudge in after:
            kept = set(ASKING.day(nudge.day).not_for) & set(NotFor)
            assert not kept or (nudge.fit is not None and nudge.fit.form is not Form.DAY)


def test_the_one_in_danger_gets_the_card_then_nothing_until_they_go_on() -> None:
    it = walked(Who.CRISIS)

    card = next(line for day in it.dates for line in day.lines if line.text.startswith("I stop here for a moment"))
    going_on = next(line for day in it.dates for line in day.lines if line.text == "taps “I am safe, go on”")
    assert going_on.at - card.at > timedelta(days=2)
    assert [nudge for nudge in it.ledger if nudge.sent_at and card.at < nudge.sent_at < going_on.at] == []
    assert any("on hold until the person goes on" in says for says in whys(it, missing=True))
    assert it.walk.standing is Standing.FINISHED
    assert not it.held


def test_the_traveller_gets_one_day_a_date_and_no_two_within_eight_hours() -> None:
    it = walked(Who.TRAVELLER)

    sent = sorted((nudge.sent_at, nudge.zone) for nudge in it.ledger if nudge.sent_at)
    assert {zone for _, zone in sent} == {"Europe/Berlin", "America/New_York", "Asia/Tokyo", "Europe/London"}
    for (one, _), (next_one, zone) in itertools.pairwise(sent):
        assert next_one - one >= timedelta(hours=8)
        assert timing.local(one, zone).date() < timing.local(next_one, zone).date()
    assert {timing.local(at, zone).utcoffset() for at, zone in sent if zone == "Europe/Berlin"} == {
        timedelta(hours=1),
        timedelta(hours=2),
    }
    assert it.walk.place == 30


def test_every_day_of_the_calendar_says_why() -> None:
    for who in Who:
        assert all(day.whys for day in walked(who).dates), who


def test_a_day_that_is_not_for_somebody_is_said_to_have_come_as_a_quiet_one() -> None:
    quiet = [says for who in Who for says in whys(walked(who)) if "quiet day" in says]

    assert quiet
    assert all(" It came as a quiet day in the place of day " in says for says in quiet)


def test_the_same_seed_gives_the_same_page_and_another_one_another() -> None:
    first = page(walked(Who.STRUGGLING))
    again = page(loop.run(play(ASKING, PERSONAS[Who.STRUGGLING], seed=1)))

    assert again == first
    assert page(walked(Who.STRUGGLING, seed=2)).replace("Seed 2", "Seed 1") != first


def test_an_unfinished_track_is_walked_as_far_as_it_is_written() -> None:
    text = track_yaml(unfinished=True, days=dict.fromkeys(range(4, 31)))

    it = loop.run(play(read_draft(text).track, PERSONAS[Who.IDEAL]))

    assert [nudge.day for nudge in it.ledger] == [1, 2, 3]
    assert it.walk.standing is Standing.UNDER_WAY


@pytest.mark.parametrize("who", Who)
def test_everybody_answers_the_private_questions_or_leaves_them(who: Who) -> None:
    asked = PERSONAS[who].content_class is ContentClass.OPEN

    assert any(says.startswith("The private questions were answered") for says in whys(walked(who))) is asked
    assert ("taps “Ask me later”" in said(walked(who), By.DONE)) is not asked


def test_what_is_said_to_each_outcome_is_met_by_somebody() -> None:
    done = {text for who in Who for text in said(walked(who), By.DONE)}

    assert {
        "taps “Done”",
        "taps “Tried”",
        "taps “Not the moment”",
        "taps “Did not want to”",
        "taps “Made it worse”",
    } <= done
    assert len(Outcome) == 5
