"""Buttons: what is written is read, all of it fits, and what was not written by us means nothing."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat import (
    admin_buttons,
    buttons,
    day_buttons,
    gate_buttons,
    landing_buttons,
    pair_buttons,
    pattern_buttons,
    version_buttons,
    walk_buttons,
)
from bot.chat.button import Button
from bot.chat.buttons import Move, Unreadable
from bot.chat.gate_buttons import GateMove
from bot.chat.landing_buttons import LandingSeen
from bot.chat.pair_buttons import PairAct, PairItemTapped, PairMove, PairMoved
from bot.chat.pattern_buttons import CheckMove
from bot.practice import View
from bot.returning import Place, ReturnMove
from curriculum.day import Outcome
from curriculum.enrolment import TrackRef
from curriculum.gate import Said
from curriculum.nudge import Nudge, NudgeKind, NudgeState
from curriculum.pattern.items import Answer
from curriculum.pressure import Strain
from curriculum.putting_off import Later
from curriculum.texts import MOST_IN_A_SLUG
from curriculum.timing import zone_names
from storage.randomness import SystemRandomness

TOKEN = SystemRandomness().token()
NUDGE = Nudge(
    id=1,
    person=1,
    enrolment=1,
    track=TrackRef("calm", 1),
    kind=NudgeKind.DAY,
    day=1,
    local_date=date(2026, 5, 5),
    zone="Europe/Berlin",
    due_at=datetime(2026, 5, 5, 6, tzinfo=UTC),
    token=TOKEN,
    state=NudgeState.SENT,
)
TAKING = datetime(2286, 11, 20, 17, 46, 39, 999_999, tzinfo=UTC)
LONGEST_SLUG = "x" * MOST_IN_A_SLUG
LONGEST_ZONE = max(zone_names(), key=len)

EVERY: dict[str, tuple[Button, object]] = {
    "agree": (buttons.agree(TOKEN, LONGEST_SLUG, "Agree"), buttons.Agreed(TOKEN, LONGEST_SLUG)),
    "agree to no track yet": (buttons.agree(TOKEN, None, "Agree"), buttons.Agreed(TOKEN, None)),
    "track": (buttons.track(TOKEN, LONGEST_SLUG, "Calm"), buttons.TrackChosen(TOKEN, LONGEST_SLUG)),
    "hour": (buttons.hour(TOKEN, time(7, 30)), buttons.HourChosen(TOKEN, time(7, 30))),
    "midnight": (buttons.hour(TOKEN, time(0)), buttons.HourChosen(TOKEN, time(0))),
    "zone": (buttons.zone(TOKEN, LONGEST_ZONE, "Here"), buttons.ZoneChosen(TOKEN, LONGEST_ZONE)),
    "open": (day_buttons.opens(NUDGE, "Open"), day_buttons.Opened(TOKEN)),
    "smaller": (day_buttons.look(NUDGE, View.GENTLE, "Smaller"), day_buttons.ViewTapped(TOKEN, View.GENTLE)),
    "rating": (day_buttons.rating(NUDGE, "10", "10"), day_buttons.RatingTapped(TOKEN, 10)),
    "what else there is": (walk_buttons.not_now(NUDGE, View.SOLO, "So"), walk_buttons.NotNow(TOKEN, View.SOLO)),
    **{
        f"a day put off by {later}": (
            walk_buttons.later(NUDGE, later, View.GENTLE, "So"),
            walk_buttons.DayPutOff(TOKEN, later, View.GENTLE),
        )
        for later in Later
    },
    "a hard day": (walk_buttons.hard_day(NUDGE, View.GENTLE, "So"), walk_buttons.HardDayTold(TOKEN, View.GENTLE)),
    "a day left": (walk_buttons.leave_day(NUDGE, View.GENTLE, "So"), walk_buttons.DayLeft(TOKEN, View.GENTLE)),
    **{
        f"to return by {move}": (
            walk_buttons.returns(TOKEN, move, at, "So"),
            walk_buttons.ReturnMoved(TOKEN, move, at),
        )
        for move in ReturnMove
        for at in (Place(2**62, 365, 99), None)
    },
    **{
        f"a pause for {days}": (walk_buttons.pause_for(TOKEN, days, "So"), walk_buttons.PauseChosen(TOKEN, days))
        for days in (*walk_buttons.SPANS, None)
    },
    "pause": (day_buttons.pause(NUDGE, "Pause"), day_buttons.NudgePaused(TOKEN)),
    "item of a check": (pattern_buttons.show_item(TOKEN, 12, "Back"), pattern_buttons.ItemShown(TOKEN, 12)),
    **{
        f"item answered with {answer}": (
            pattern_buttons.answer_item(TOKEN, 12, answer, "So"),
            pattern_buttons.ItemAnswered(TOKEN, 12, answer),
        )
        for answer in Answer
    },
    **{
        f"check to {move}": (pattern_buttons.check_move(TOKEN, move, "Go"), pattern_buttons.CheckMoved(TOKEN, move))
        for move in CheckMove
    },
    **{
        f"private question answered with {said}": (
            gate_buttons.answer_question(TOKEN, TAKING, 5, said),
            gate_buttons.QuestionAnswered(TOKEN, TAKING, 5, said),
        )
        for said in Said
    },
    **{
        f"private questions to {move}": (gate_buttons.gate_move(TOKEN, move, "Go"), gate_buttons.GateMoved(TOKEN, move))
        for move in GateMove
    },
    "publish": (admin_buttons.publish(TOKEN, "Publish"), admin_buttons.DraftPublished(TOKEN)),
    "publish as wording only": (admin_buttons.mend(TOKEN, 99_999, "Publish"), admin_buttons.DraftMends(TOKEN, 99_999)),
    "a newer version taken": (buttons.offer_taken(TOKEN, 12, "Move"), buttons.OfferTaken(TOKEN, 12)),
    "a newer version left": (buttons.offer_left(TOKEN, 12, "Stay"), buttons.OfferLeft(TOKEN, 12)),
    **{
        str(tap): (version_buttons.button(tap, "Go"), tap)
        for sure in (True, False)
        for yes in (True, False)
        for tap in (
            version_buttons.TrackShown(LONGEST_SLUG),
            version_buttons.VersionShown(LONGEST_SLUG, 99_999),
            version_buttons.TrackRetired(LONGEST_SLUG, yes, sure),
            version_buttons.RolledBack(LONGEST_SLUG, 99_999, 99_999, yes, sure),
            version_buttons.VersionOffered(LONGEST_SLUG, 99_999, sure),
        )
    },
    "day of a draft": (admin_buttons.draft_day(TOKEN, 30, "Day 30"), admin_buttons.DraftDay(TOKEN, 30)),
    "how days land": (
        landing_buttons.see(LandingSeen(LONGEST_SLUG, 999_999, "30", dark=True), "Dark"),
        LandingSeen(LONGEST_SLUG, 999_999, "30", dark=True),
    ),
    "how days land in all versions": (
        landing_buttons.see(LandingSeen("calm", None, landing_buttons.FUNNEL, dark=False), "Funnel"),
        LandingSeen("calm", None, landing_buttons.FUNNEL, dark=False),
    ),
    **{f"two to {move}": (pair_buttons.move(TOKEN, move, "Go"), PairMoved(TOKEN, move)) for move in PairMove},
    **{
        f"question for two to {act}": (pair_buttons.act(TOKEN, 12, act, "Go"), PairItemTapped(TOKEN, 12, act))
        for act in PairAct
    },
    "findings in a draft": (admin_buttons.draft_findings(TOKEN, "Show findings"), admin_buttons.DraftFindings(TOKEN)),
    **{f"to {move}": (buttons.move(TOKEN, move, "Go"), buttons.Moved(TOKEN, move)) for move in Move},
    "felt inside, of a rest": (
        day_buttons.strain(NUDGE, Strain.CALM, "So"),
        day_buttons.StrainTapped(TOKEN, Strain.CALM),
    ),
    **{
        f"felt inside {strain}, {view}": (
            day_buttons.strain(NUDGE, strain, "So", view),
            day_buttons.StrainTapped(TOKEN, strain, view),
        )
        for strain in Strain
        for view in View
    },
    **{
        f"{outcome}, {view}": (
            day_buttons.outcome(NUDGE, outcome, view, "So"),
            day_buttons.OutcomeTapped(TOKEN, outcome, view),
        )
        for outcome in Outcome
        for view in View
    },
}


@pytest.mark.parametrize(("button", "tap"), EVERY.values(), ids=EVERY)
def test_what_a_button_carries_is_read_again(button: Button, tap: object) -> None:
    assert buttons.read(button.carries) == tap


@pytest.mark.parametrize(("button", "tap"), EVERY.values(), ids=EVERY)
def test_every_button_fits_into_what_telegram_allows(button: Button, tap: object) -> None:
    assert len(button.carries.encode()) <= 64


def test_a_button_that_would_not_fit_is_not_made() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        buttons.track(TOKEN, "ü" * 30, "Too long")


@pytest.mark.parametrize(
    "payload",
    [
        "",
        ":",
        "x:y:z",
        "h:t:2460",
        "h:t:0799",
        "h:t:ab",
        "h:t",
        "m:t:fly",
        "o:t:done",
        "o:t:splendid:s",
        "o:t:done:q",
        "r:t:11",
        "r:t:-1",
        "r:t:07",
        "r:t:٣",
        "v:t:",
        "dd:t:one",
        "qa:t:0:o",
        "qa:t:13:o",
        "qa:t:01:o",
        "qa:t:٣:o",
        "qa:t:1",
        "qa:t:1:x",
        "qa:t:1:",
        "qi:t:0",
        "qi:t:13",
        "qi:t:",
        "qm:t:dance",
        "qm:t:",
        "ga:t:1777896000000000:0:y",
        "ga:t:1777896000000000:6:y",
        "ga:t:1777896000000000:1:maybe",
        "ga:t:1777896000000000:1",
        "ga:t:17778960000000000:1:y",
        "ga:t:-1:1:y",
        "ga:t::1:y",
        "ga:t:٣:1:y",
        "gm:t:dance",
        "gm:t:",
    ],
)
def test_what_we_did_not_write_means_nothing(payload: str) -> None:
    assert buttons.read(payload) == Unreadable()


@settings(deadline=None)
@given(st.text(max_size=64))
def test_any_payload_at_all_can_be_read(payload: str) -> None:
    assert isinstance(buttons.read(payload), buttons.Tap)


@settings(deadline=None)
@given(st.sampled_from(sorted(button.carries for button, _ in EVERY.values())), st.data())
def test_a_mutated_payload_can_be_read(carried: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(carried) - 1))

    mutated = carried[:place] + data.draw(st.characters()) + carried[place + 1 :]

    assert isinstance(buttons.read(mutated), buttons.Tap)
