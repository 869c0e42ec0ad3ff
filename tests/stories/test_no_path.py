"""No path brings a day to somebody it is kept from: not the schedule, not what is caught up on, not `/today`, no button."""

import random
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

import pytest

from bot import beside
from bot.chat import (
    access_buttons,
    admin_buttons,
    buttons,
    calm_buttons,
    day_buttons,
    gain_buttons,
    gate_buttons,
    journal_buttons,
    language_buttons,
    pattern_buttons,
    study_buttons,
    version_buttons,
    walk_buttons,
)
from bot.chat.access_buttons import ShareMove
from bot.chat.acts import COMMANDS
from bot.chat.after_buttons import AfterMove, AfterMoved, TrackChanged
from bot.chat.buttons import ForgetMove, Move
from bot.chat.calm_buttons import CalmMove, SoftMove
from bot.chat.gate_buttons import GateMove
from bot.chat.landing_buttons import LandingSeen
from bot.chat.pair_buttons import PairAct, PairItemTapped, PairMove, PairMoved
from bot.chat.pattern_buttons import CheckMove
from bot.chat.study_buttons import StudyMove
from bot.chat.turn import Heard, Kind, calls
from bot.practice import View
from bot.returning import ReturnMove
from bot.rights import AdminRole
from bot.words import LANGUAGES
from curriculum import journey
from curriculum.calm import MINUTES, ReturnAnswer
from curriculum.calm.soft_start import Part
from curriculum.day import NotFor, Outcome
from curriculum.enrolment import Enrolment, Standing, TrackRef
from curriculum.gain import Whose
from curriculum.gate import QUESTIONS, Said
from curriculum.nudge import Nudge, NudgeKind, NudgeState
from curriculum.pattern.items import RESPONSES
from curriculum.pattern.items import Answer as ItemAnswer
from curriculum.pressure import PressureResponse, Strain
from curriculum.putting_off import Later
from curriculum.safety import Classed, ContentClass
from storage.check_ins import NoteKind
from storage.database import Unit
from tests.stories.paths import commands, paths, readers_of, users_of
from tests.stories.town import ADMIN, Somebody, Town
from tests.test_layers import importers, outside
from tests.tracks import track_yaml

PARTS = 2
BATCHES = 4
CROWD = 50
"""600 walks in all, ten times as many with --release: so many parts of the test, which may run side by side, each with so many batches of people."""
TRACKS = 8
ROUNDS = 2
ACTS = 4
KEPT = "Zebra"
"""In every text of a day that is not for everybody stands this word, and nowhere else."""
CARRIES = ("sendMessage", "editMessageText", "editMessageCaption", "sendPhoto", "sendVoice", "sendDocument")


def test_a_day_becomes_a_message_only_by_way_of_what_is_allowed() -> None:
    """Whoever needs a day in a new place finds this test broken, and decides here what may be read of it."""
    assert importers("curriculum.fitted.texts") == {"curriculum.adapting", "curriculum.allowed"}
    assert importers("curriculum.allowed.allowed") == {"bot.practice"}
    assert importers("curriculum.allowed.as_its_author_reads_it") == {"bot.desk.previewing", "bot.publishing"}
    assert outside(importers("curriculum.day.Day"), "curriculum") == {"bot.desk.previewing"}  # for its author
    assert users_of("Allowed") == set()
    assert users_of("Shown") - {"bot.telegram.sending.Sending.__init__"} == {"bot.practice.shown_to"}
    assert users_of("shown_to") == {
        "bot.practice.Practice._shown",
        "bot.delivery.Delivery._fitted",
        "bot.rehearsal.walk.steps",  # for an admin, who may read all of a track, and to whom nobody real is shown
        "bot.rehearsal.walk._answered",
    }


def test_it_is_known_who_gets_hold_of_a_day() -> None:
    assert users_of("day") == {
        "bot.desk.previewing.previewed",
        "bot.planning.Planning._planned",  # whether there is a reminder, not what it says
        "bot.delivery.Delivery._decided",  # which version fits
        "bot.explain.explanation",  # for the operator, on the command line
        "bot.ledger._comes_next",  # the same
        "bot.ledger._entry",
        "bot.rehearsal.playing._Playing._reason_to_wait",  # for authors, of nobody real
        "bot.rehearsal.walk._nothing",
        "bot.rehearsal.marginal.because",
    }
    assert readers_of("days") - {"bot.workload.span"} == {
        "bot.publishing.Publishing.look_at",  # how many there are
        "bot.chat.admin_messages.preview",
        "bot.desk.previewing.previewed",
        "bot.desk.writing._state",
        "bot.desk.releasing.Releasing.changes",  # which of them are not as before
        "bot.returning.ComingBack._is_here",  # how many there are
        "bot.chat.reading_messages.to_read",
        "bot.checking._reading",  # for authors, on the command line
        "bot.checking.summary",
        "bot.landing.landing._titles",  # what days are called, for authors
        "bot.study.rows.Rows._message",  # between two dates
        "bot.track_media.named",  # the names of the files that go with days, when a track is published
        "bot.track_media.found",
        "bot.rehearsal.playing._Playing._written",  # how many there are
        "bot.rehearsal.playing._whole",
        "bot.rehearsal.walk.steps",
    }


def test_it_is_known_who_says_anything_to_anybody() -> None:
    assert users_of("nudge") == {
        "bot.delivery.Delivery._send",
        "bot.broadcast_delivery.BroadcastDelivery._send",  # what an owner wrote, kept from whom it must be
        "bot.planning.Planning._planned",  # decides
        "bot.since_backup._stepped",  # decides what may have gone out, and sends nothing
        "bot.chat.nudge_messages.going_out",  # the words of one
        "bot.chat.nudge_messages.opened",
        "bot.rehearsal.walk.steps",  # and quotes it, to an admin
    }
    assert users_of("reply") == {
        "bot.answering.Answering.tap_first",
        "bot.answering.Answering._reply",
        "bot.first_aid.FirstAid.give",  # where help is, while nothing can be kept
        "bot.app.build.greet",  # the menu of commands
        "bot.calm.pacing.Pacing._says",  # the steps of a drill
        "bot.introducing.introduce",
        "bot.rehearsal.showing.Showing._show",  # what an admin rehearses
        "bot.broadcast_delivery.BroadcastDelivery._write_anew",  # to an owner, how far it is
    }
    assert users_of("do_api_request") == {
        "bot.telegram.sending.Sending._asked",
        "bot.telegram.poller.Poller._fetch",
        "bot.doctor.at_telegram._fetched",  # whether another fetches, of whom nothing is confirmed
    }
    assert readers_of("raw_result") == {"bot.telegram.sending.Sending._asked_in_words"}
    assert users_of("_asked", "_asked_in_words") >= {"bot.telegram.sending.Sending._made"}
    assert not users_of("send_message", "send_photo", "send_voice", "edit_message_text", "send_document", "post")


@dataclass
class Walker:
    """Somebody who does anything at all, in any order. `draft` is the token of a track file that an admin has sent, `letter`
    that of a broadcast that may ask for something.
    """

    somebody: Somebody
    own: str
    draft: str
    letter: str
    chance: random.Random
    tokens: list[str] = field(default_factory=lambda: ["none-yet"])
    written: int = 100_000
    seen: dict[int, str] = field(default_factory=dict)

    @property
    def day(self) -> str:
        """The token of one of their nudges, mostly of the newest."""
        return self.tokens[-1] if self.chance.random() < 0.7 else self.chance.choice(self.tokens)

    def visible(self, kind: type[object]) -> list[tuple[str, int]]:
        """What the buttons of this kind carry that stand in their chat, and under which message."""
        return [
            (data, message.message_id)
            for message in self.somebody.inbox
            for row in message.data
            for data in row
            if data is not None and isinstance(buttons.read(data), kind)
        ]

    def taps(self, kind: type[object]) -> Heard:
        """A tap of this kind: on a button that stands there, or on one of an older message."""
        there = self.visible(kind)
        newest = max((message.message_id for message in self.somebody.inbox), default=None)
        made = (MADE[kind](self), newest)
        data, message_id = self.chance.choice(there) if there and self.chance.random() < 0.7 else made
        return self._hears(Kind.TAP, tap=data, tap_id="1", message_id=message_id)

    def commands(self, name: str) -> Heard:
        """A slash command."""
        return self._hears(Kind.COMMAND, command=name, message_id=self._next())

    def tells(self, kind: Kind) -> Heard:
        """Whatever else somebody can do in a chat."""
        words = self.chance.choice(["It was fine.", "08:00", "Berlin", "7", "21:40"])
        reply_to = self.chance.choice([None, *self.seen])
        match kind:
            case Kind.TEXT:
                return self._hears(kind, text=words, message_id=self._next(), reply_to=reply_to)
            case Kind.MEDIA | Kind.DOCUMENT:
                return self._hears(kind, media=NoteKind.VOICE, message_id=self._next(), reply_to=reply_to)
            case Kind.EDIT:
                return self._hears(kind, text=words, message_id=self.written)
            case Kind.LOCATION:
                return self._hears(kind, location=(52.5, 13.4), message_id=self._next())
            case _:
                return self._hears(kind)

    def _next(self) -> int:
        self.written += 1
        return self.written

    def _hears(self, kind: Kind, **what: object) -> Heard:
        someone, now = self.somebody.telegram_id, self.somebody.town.clock()
        return Heard(kind=kind, sender=someone, chat=someone, said_at=now, **what)  # type: ignore[arg-type]


def _of(walker: Walker, kind: type[object]) -> str:
    """The token of a pattern check that stands in their chat."""
    there = walker.visible(kind)
    return there[-1][0].split(":")[1] if there else "none-yet"


def _a_track(walker: Walker) -> str:
    return f"track-{walker.chance.randrange(TRACKS)}"


MADE: Mapping[type[object], Callable[[Walker], str]] = {
    buttons.Agreed: lambda one: f"a:{one.own}:",
    buttons.TrackChosen: lambda one: f"t:{one.own}:track-{one.chance.randrange(TRACKS)}",
    buttons.HourChosen: lambda one: f"h:{one.own}:0800",
    buttons.ZoneChosen: lambda one: f"z:{one.own}:Europe/Berlin",
    buttons.Moved: lambda one: f"m:{one.own}:{one.chance.choice(list(Move))}",
    day_buttons.Opened: lambda one: f"n:{one.day}",
    day_buttons.OutcomeTapped: lambda one: (
        f"o:{one.day}:{one.chance.choice(list(Outcome))}:{one.chance.choice(list(View))}"
    ),
    day_buttons.RatingTapped: lambda one: f"r:{one.day}:{one.chance.randrange(11)}",
    day_buttons.ChoiceTapped: lambda one: f"c:{one.day}:{one.chance.randrange(3)}",
    day_buttons.StrainTapped: lambda one: (
        f"s:{one.day}:{one.chance.choice(list(Strain))}" + one.chance.choice(["", *(f":{view}" for view in View)])
    ),
    day_buttons.ViewTapped: lambda one: f"v:{one.day}:{one.chance.choice(list(View))}",
    walk_buttons.NotNow: lambda one: f"kn:{one.day}:{one.chance.choice(list(View))}",
    walk_buttons.DayPutOff: lambda one: (
        f"kl:{one.day}:{one.chance.choice(list(Later))}:{one.chance.choice(list(View))}"
    ),
    walk_buttons.HardDayTold: lambda one: f"kh:{one.day}:{one.chance.choice(list(View))}",
    walk_buttons.DayLeft: lambda one: f"ks:{one.day}:{one.chance.choice(list(View))}",
    walk_buttons.ReturnMoved: lambda one: f"kr:{one.day}:{one.chance.choice(list(ReturnMove))}",
    walk_buttons.PauseChosen: lambda one: f"ku:{one.own}:{one.chance.choice([*walk_buttons.SPANS, 0])}",
    day_buttons.NudgePaused: lambda one: f"p:{one.day}",
    pattern_buttons.ItemAnswered: lambda one: (
        f"qa:{_of(one, pattern_buttons.CheckMoved)}:{one.chance.randrange(1, 13)}:{one.chance.choice(list(ItemAnswer))}"
    ),
    pattern_buttons.ItemShown: lambda one: f"qi:{_of(one, pattern_buttons.CheckMoved)}:{one.chance.randrange(1, 13)}",
    pattern_buttons.CheckMoved: lambda one: (
        f"qm:{_of(one, pattern_buttons.CheckMoved)}:{one.chance.choice(list(CheckMove))}"
    ),
    gate_buttons.QuestionAnswered: lambda one: (
        f"ga:{one.own}:1777896000000000:{one.chance.randrange(1, len(QUESTIONS) + 1)}:{one.chance.choice(list(Said))}"
    ),
    gate_buttons.GateMoved: lambda one: f"gm:{one.own}:{one.chance.choice(list(GateMove))}",
    buttons.ForgetMoved: lambda one: f"f:{one.own}:{one.chance.choice(list(ForgetMove))}",
    access_buttons.ShareDay: lambda one: f"xd:{one.own}:{one.chance.randrange(1, 99)}",
    access_buttons.ShareMoved: lambda one: f"xm:{one.own}:{one.chance.choice(list(ShareMove))}",
    access_buttons.ShareGiven: lambda one: f"xg:{one.own}:7:01234567",
    PairMoved: lambda one: f"tm:{one.own}:{one.chance.choice(list(PairMove))}",
    PairItemTapped: lambda one: f"ti:{one.own}:{one.chance.randrange(1, 13)}:{one.chance.choice(list(PairAct))}",
    buttons.InviteTaken: lambda one: f"iy:{one.own}",
    buttons.InviteLeft: lambda _: "in",
    buttons.BroadcastOpened: lambda one: f"bo:{one.letter}",
    gain_buttons.GainWanted: lambda one: f"kg:{one.chance.choice([one.own, one.day])}",
    journal_buttons.LetterWanted: lambda one: f"jl:{one.chance.choice([one.own, one.day])}",
    journal_buttons.PageWanted: lambda one: f"jp:{one.own}:{one.chance.randrange(3)}",
    journal_buttons.FoundWanted: lambda one: f"js:{one.own}:{one.chance.randrange(3)}",
    journal_buttons.EntryWanted: lambda one: f"jo:{one.own}:{one.chance.choice('ng')}1",
    gain_buttons.WhoseTold: lambda one: f"kw:{one.own}:1:{one.chance.choice(list(Whose))}",
    study_buttons.StudyMoved: lambda one: f"ys:{one.own}:{one.chance.choice(list(StudyMove))}:1-00000000",
    language_buttons.LanguageChosen: lambda one: f"l:{one.own}:{one.chance.choice(list(LANGUAGES))}",
    AfterMoved: lambda one: f"un:{one.chance.choice([one.own, one.day])}:{one.chance.choice(list(AfterMove))}",
    TrackChanged: lambda one: f"uo:{one.own}:{_a_track(one)}",
    calm_buttons.CalmWanted: lambda one: f"up:{one.chance.choice([one.own, one.day])}",
    calm_buttons.DrillBegun: lambda one: f"ub:{one.own}:{one.chance.choice(['unknown', 'exploding', 'exploding!'])}",
    calm_buttons.DrillMoved: lambda one: f"um:{_of(one, calm_buttons.DrillMoved)}:{one.chance.choice(list(CalmMove))}",
    calm_buttons.PauseNamed: lambda one: f"ur:{_of(one, calm_buttons.DrillMoved)}:{one.chance.choice(MINUTES)}",
    calm_buttons.ReturnAnswered: lambda one: f"ut:{one.day}:{one.chance.choice(list(ReturnAnswer))}",
    calm_buttons.PhraseChosen: lambda one: (
        f"uw:{_of(one, calm_buttons.SoftMoved)}:{one.chance.choice(list(Part))}:{one.chance.randrange(3)}"
    ),
    calm_buttons.SoftMoved: lambda one: f"us:{_of(one, calm_buttons.SoftMoved)}:{one.chance.choice(list(SoftMove))}",
    admin_buttons.MenuWanted: lambda _: "am",
    admin_buttons.CommandTapped: lambda one: f"ac:{one.chance.choice(list(COMMANDS))}",
    admin_buttons.PeopleWanted: lambda _: "gp",
    admin_buttons.LogWanted: lambda _: "gl",
    admin_buttons.InviteMade: lambda one: f"gi:{one.chance.choice(list(AdminRole))}",
    admin_buttons.InviteRevoked: lambda _: "gx:1",
    admin_buttons.DismissAsked: lambda one: f"gt:{one.own}",
    admin_buttons.Dismissed: lambda one: f"gy:{one.own}",
    admin_buttons.BroadcastWanted: lambda _: "bw",
    admin_buttons.BroadcastTicked: lambda one: f"bt:{one.letter}",
    admin_buttons.BroadcastBegun: lambda one: f"bg:{one.letter}",
    admin_buttons.BroadcastDropped: lambda one: f"bd:{one.letter}",
    admin_buttons.BroadcastCancelled: lambda one: f"bc:{one.letter}",
    admin_buttons.ReadingAsked: lambda one: f"rq:{one.draft}",
    admin_buttons.ReadingWithdrawn: lambda one: f"rw:{one.draft}",
    admin_buttons.ReadingDay: lambda one: f"rd:{one.draft}:{one.chance.randrange(1, 31)}",
    admin_buttons.ReadingApproved: lambda one: f"ro:{one.draft}",
    admin_buttons.ReadingReturned: lambda one: f"rb:{one.draft}",
    admin_buttons.SharedRead: lambda one: f"xr:{one.own}",
    admin_buttons.DraftPublished: lambda one: f"dp:{one.draft}",
    admin_buttons.DraftMends: lambda one: f"dw:{one.draft}:1",
    version_buttons.TrackShown: lambda one: f"vt:{_a_track(one)}",
    version_buttons.VersionShown: lambda one: f"vd:{_a_track(one)}:2",
    version_buttons.TrackRetired: lambda one: f"vr:{_a_track(one)}:1!",
    version_buttons.RolledBack: lambda one: f"vb:{_a_track(one)}:1.1!",
    version_buttons.VersionOffered: lambda one: f"vo:{_a_track(one)}:1!",
    buttons.OfferTaken: lambda one: f"wt:{one.own}:{one.chance.randrange(1, 4)}",
    buttons.OfferLeft: lambda one: f"wl:{one.own}:{one.chance.randrange(1, 4)}",
    admin_buttons.DraftDay: lambda one: f"dd:{one.draft}:{one.chance.randrange(1, 31)}",
    admin_buttons.DraftFindings: lambda one: f"df:{one.draft}",
    LandingSeen: lambda one: f"la:track-{one.chance.randrange(TRACKS)}:0:{one.chance.choice(['f', 'q', '1', '30'])}:l",
    admin_buttons.RehearsalTap: lambda one: (
        f"rh:{one.draft}:{one.chance.choice(['', 'wideal.0', '=', '=d', 'pideal'])}"
    ),
    buttons.HelpWanted: lambda _: "help",
    buttons.Unreadable: lambda one: f"o:{one.day}:splendid",
}
WALKED: Mapping[str, Callable[[Walker], Heard]] = {
    **{f"tap {kind.__name__}": (lambda one, kind=kind: one.taps(kind)) for kind in MADE},  # type: ignore[misc]
    **{f"command {name}": (lambda one, name=name: one.commands(name)) for name in commands()},  # type: ignore[misc]
    **{
        f"told {kind}": (lambda one, kind=kind: one.tells(kind))  # type: ignore[misc]
        for kind in Kind
        if kind not in (Kind.TAP, Kind.COMMAND)
    },
}
"""How each path on which people can go is gone; nudges come when time passes."""
OFTEN = {
    "tap OutcomeTapped": 8,
    "tap ViewTapped": 6,
    "tap Opened": 6,
    "tap StrainTapped": 5,
    "command today": 8,
    "tap QuestionAnswered": 6,
}
RARE = {
    "tap ForgetMoved",
    "command stop",
    "tap Moved",
    "told blocked",
    "told group",
    "tap NudgePaused",
    "command pause",
}
STORIES_OF_THEIR_OWN = {NudgeKind.AGAIN, NudgeKind.QUESTION, NudgeKind.WELCOME_BACK, NudgeKind.LOOK_BACK}
SELDOM = {f"nudge {kind}" for kind in STORIES_OF_THEIR_OWN}
"""Who is as busy as these people is seldom silent or away, and puts off little: see `test_absence`, `test_not_now`, `test_look_back`."""
SILENT = 5
"""So many days nobody does anything."""
WEIGHTS = [OFTEN.get(path, 0.4 if path in RARE else 2) for path in WALKED]


def test_every_path_that_the_code_has_is_walked_below() -> None:
    assert set(WALKED) | {f"nudge {kind}" for kind in NudgeKind} == paths()
    assert {"today", "start", "settings", "pattern", "stop", "tracks"} <= commands()


@pytest.mark.parametrize("part", range(PARTS))
async def test_over_hundreds_of_walks_nothing_that_is_kept_from_somebody_reaches_them(
    bare_town: Town, part: int, times: int, tell: Callable[[str], None]
) -> None:
    town = bare_town
    town.forgiven.add("editMessageText")  # what somebody taps on may be gone, or say so already
    drawn = random.Random(part)  # noqa: S311  (it is to be the same each time)
    for number in range(TRACKS):
        await town.publishes(any_track(drawn, f"track-{number}"))
    async with town.database.unit() as unit:
        draft = await unit.tracks.keep_draft(any_track(drawn, "draft"), admin=ADMIN, now=town.clock())
        letter = await unit.broadcasts.keep(f"{KEPT} for all.", town.clock())
    came: Counter[str] = Counter()

    for batch in range(BATCHES * times):
        chance = random.Random(f"{part} {batch}")  # noqa: S311
        try:
            crowd = await crowd_of(town, chance, draft, letter.token, first=50_000 + batch * CROWD)
            for _ in range(ROUNDS):
                await enrols_whom_is_on_no_track(town, crowd, chance)
                for one in crowd:
                    one.tokens = ["none-yet", *tokens(town, one)]
                for _ in range(ACTS):
                    with watched(town, crowd, came):
                        await everybody_does_something(town, crowd, came)
                await an_hour_passes(town, crowd, came)
                await a_day_passes(town, crowd, chance, came)
            for _ in range(SILENT):
                await a_day_passes(town, crowd, chance, came)
            town.clock.move(timedelta(days=8))
            await a_day_passes(town, crowd, chance, came)
            await everybody_leaves(town, crowd)
        except AssertionError as broken:
            broken.add_note(f"part {part}, batch {batch}")
            raise

    came.update({f"nudge {kind}": count for kind, count in arrived(town).items()})
    walks = BATCHES * CROWD * times
    assert [path for path in paths() if not came[path] and path not in SELDOM] == []
    assert [
        kind for kind in NudgeKind if came[f"nudge {kind}"] < walks / 100 and kind not in STORIES_OF_THEIR_OWN
    ] == []
    assert came["read by who is open"] > walks / 10
    assert came["came in its place"] > walks / 10
    tell(
        f"no path, part {part}: {walks:,} walks, {sum(came[path] for path in WALKED):,} acts on {len(WALKED)} paths, "
        f"{sum(came[f'nudge {kind}'] for kind in NudgeKind):,} nudges; 0 messages said what was kept from their reader, "
        f"{came['read by who is open']:,} said it to others"
    )


def any_track(chance: random.Random, slug: str) -> str:
    """Thirty days of which about half ask for something, with every text that a day can have."""
    days = {}
    for number in range(1, 31):
        tags = chance.sample([tag.value for tag in NotFor], chance.randrange(1, 4)) if chance.random() < 0.5 else []
        days[number] = every_text(number, KEPT if tags else "Plain", instead=chance.random() < 0.6) | {"not_for": tags}
    pacing = chance.choice(["calendar", "calendar", {"wait-up-to": 1}])
    return track_yaml(track=slug, title=f"Track {slug}", pacing=pacing, days=days)


def every_text(number: int, word: str, *, instead: bool) -> dict[str, object]:
    """A day whose every text says `word`, but for what comes in its place."""
    act = {strength: f"{word} {strength} {number}." for strength in ("gentle", "standard", "stretch")}
    outcomes = {outcome.value: f"{word} {outcome.value} {number}." for outcome in Outcome}
    other = {"title": "A window", "why": "It is a rest.", "act": {"gentle": "Look out."}, "when": "When it rains."}
    return {
        "title": f"{word} title",
        "why": f"{word} why.",
        "act": act,
        "solo": f"{word} solo.",
        "when": f"{word} when.",
        "skill": f"{word} skill",
        "variants": [
            {"for": ["fixing"], "why": f"{word} variant.", "act": act},
            {"after": ["done"], "solo": f"{word} variant.", "when": f"{word} variant."},
        ],
        "check_in": {
            "ask": f"{word} ask?",
            "rating": f"{word} rating?",
            "choice": {"ask": f"{word} choice?", "options": [f"{word} one", f"{word} two"]},
            "words": f"{word} words.",
        },
        "reminder": f"{word} reminder.",
        "replies": outcomes,
        "tips": outcomes,
        "instead": other if instead else None,
    }


async def crowd_of(town: Town, chance: random.Random, draft: str, letter: str, *, first: int) -> list[Walker]:
    """People who have agreed, in any class, some of whom have taken the pattern check."""
    crowd = []
    now = town.clock()
    async with town.database.unit() as unit:
        for telegram_id in range(first, first + CROWD):
            somebody = town.somebody(f"Somebody {telegram_id}", telegram_id)
            somebody.person.starts()
            discreet = chance.random() < 0.5
            person = await unit.people.met(telegram_id, somebody.person.name, now, discreet=discreet)
            await unit.people.agree(person.id, now)
            await unit.people.classify(person, Classed(chance.choice(list(ContentClass)), now))
            if chance.random() < 0.3:
                check = await unit.patterns.begin(person.id, now)
                await unit.patterns.answer(check, RESPONSES[PressureResponse.FIXING], ItemAnswer.OFTEN)
                await unit.patterns.finish(check, now)
            crowd.append(Walker(somebody, person.token, draft, letter, random.Random(chance.random())))  # noqa: S311
    town.sandbox.world.updates.drop()
    return crowd


async def some_classes_change(town: Town, crowd: list[Walker], chance: random.Random) -> None:
    """Some people come to another class, as if they had answered just now."""
    async with town.database.unit() as unit:
        for one in crowd:
            if chance.random() < 0.2:
                person = await unit.people.known(one.somebody.telegram_id)
                if person is not None:
                    await unit.people.classify(person, Classed(chance.choice(list(ContentClass)), town.clock()))


async def enrols_whom_is_on_no_track(town: Town, crowd: list[Walker], chance: random.Random) -> None:
    """Most of those who are on no track, or on a pause, walk one again, from any day on."""
    async with town.database.unit() as unit:
        for one in crowd:
            person = await unit.people.known(one.somebody.telegram_id)
            if person is None:
                continue  # they had everything erased
            walk = await unit.enrolments.open_of(person.id)
            if walk is not None and walk.standing is not Standing.UNDER_WAY:
                await unit.enrolments.save(walk, journey.resume(walk, town.clock()))
            if walk is not None or chance.random() < 0.1:
                continue
            earlier = await unit.enrolments.last_of(person.id)
            fresh = journey.start(
                id=unit.fresh.id(),
                person=person.id,
                track=TrackRef(f"track-{chance.randrange(TRACKS)}", 1),
                hour=time(8),
                zone="Europe/Berlin",
                now=town.clock(),
                last_nudge_at=None if earlier is None else earlier.last_nudge_at,
            )
            place = 30 if chance.random() < 0.1 else chance.randrange(30)
            walk = replace(fresh, place=place, reminded=chance.random() < 0.6)
            await unit.enrolments.add(walk)
            await unit.people.ask(person.id, None)
            if earlier is None and 2 <= place < 30 and chance.random() < 0.3:
                await had_hard_days(unit, walk, town.clock())


async def had_hard_days(unit: Unit, walk: Enrolment, now: datetime) -> None:
    """The last two days were too much, so that a rest comes next. As they are written, an older program brought them."""
    for day in (walk.place - 1, walk.place):
        came_at = now - timedelta(days=walk.place - day + 1)
        nudge = Nudge(
            id=unit.fresh.id(),
            person=walk.person,
            enrolment=walk.id,
            track=walk.track,
            kind=NudgeKind.DAY,
            day=day,
            local_date=came_at.date(),
            zone=walk.zone,
            due_at=came_at,
            token=unit.fresh.token(),
            state=NudgeState.SENT,
        )
        await unit.nudges.add(nudge)
        await unit.check_ins.strained(nudge, Strain.OVERWHELMED, now)


async def everybody_does_something(town: Town, crowd: list[Walker], came: Counter[str]) -> None:
    """Everybody goes one of the paths, those first that nobody has gone yet, and the bot's answers reach their chats."""
    said = []
    not_gone = [path for path in WALKED if not came[path]]
    async with town.database.unit() as unit:
        for one in crowd:
            (path,) = one.chance.choices(list(WALKED), WEIGHTS)
            path = not_gone.pop() if not_gone else path
            heard = WALKED[path](one)
            came[path] += 1
            person = await unit.people.known(one.somebody.telegram_id)
            said += calls(heard, await town.app.conversation.answer(unit, heard, None, person))
    for call in said:
        assert KEPT not in str(call.params.get("text")) or call.method != "answerCallbackQuery"
        if call.method in CARRIES:
            await town.app.sending.reply(call)


async def an_hour_passes(town: Town, crowd: list[Walker], came: Counter[str]) -> None:
    """What was put off for an hour comes again."""
    town.clock.move(timedelta(minutes=61))
    with watched(town, crowd, came):
        await town.app.delivery.send_planned()


async def a_day_passes(town: Town, crowd: list[Walker], chance: random.Random, came: Counter[str]) -> None:
    """The next nudges fall due, at their hour or after an outage; some are sent twice, and some people's class changes
    between the planning and the sending. In the evening there are reminders.
    """
    due_at = await town.next_due_at()
    assert due_at is not None
    late = timedelta(minutes=3) + timedelta(hours=chance.choice([0, 0, 0, 3, 6, 30]))
    town.clock.move_to(max(town.clock(), due_at) + late)
    await town.app.planning.plan_due()
    await some_have_named_this_time(town, crowd, chance)
    await some_classes_change(town, crowd, chance)
    town.sandbox.faults.answer_lost(times=chance.choice([1, 5, 10]))
    with watched(town, crowd, came):
        await town.app.delivery.send_planned()
    town.sandbox.faults.clear()
    await some_classes_change(town, crowd, chance)
    for later in (town.clock() + timedelta(minutes=3), town.clock().replace(hour=17, minute=40)):
        town.clock.move_to(max(later, town.clock()))
        with watched(town, crowd, came):
            await town.app.delivery.recover()
            await town.app.planning.plan_due()
            await town.app.delivery.send_planned()


async def some_have_named_this_time(town: Town, crowd: list[Walker], chance: random.Random) -> None:
    """Some people said before a pause that they come back now."""
    async with town.database.unit() as unit:
        for one in crowd:
            person = await unit.people.known(one.somebody.telegram_id)
            walk = None if person is None else await unit.enrolments.open_of(person.id)
            if walk is not None and chance.random() < 0.2:
                nudge = await beside.plan(unit, walk, NudgeKind.RETURN, day=max(walk.place, 1), at=town.clock())
                await unit.return_times.add(walk.person, nudge.id, longer=0)


async def everybody_leaves(town: Town, crowd: list[Walker]) -> None:
    """Nothing is due any more for these people."""
    async with town.database.unit() as unit:
        for one in crowd:
            person = await unit.people.known(one.somebody.telegram_id)
            walk = None if person is None else await unit.enrolments.open_of(person.id)
            if walk is not None:
                await unit.enrolments.save(walk, journey.stop(walk, town.clock()))


@contextmanager
def watched(town: Town, crowd: list[Walker], came: Counter[str]) -> Iterator[None]:
    """Whatever is new in somebody's chat when the block ends was for their class, before it and after."""
    before = classes(town)
    yield
    after = classes(town)
    for one in crowd:
        someone = one.somebody.telegram_id
        is_open = {before.get(someone), after.get(someone)} == {ContentClass.OPEN}
        for message in one.somebody.inbox:
            file = message.document.content.decode() if message.document is not None else ""
            says = "\n".join([message.text, *(label for row in message.buttons for label in row), file])
            if one.seen.get(message.message_id) == says:
                continue
            one.seen[message.message_id] = says
            assert is_open or KEPT not in says, f"{someone} is {after.get(someone)} and read: {says}"
            came["read by who is open"] += KEPT in says
            came["came in its place"] += not is_open and ("A window" in says or "A quiet one" in says)


def classes(town: Town) -> dict[int, str]:
    """Everybody's class, by their Telegram id."""
    return dict(read(town, "SELECT telegram_id, content_class FROM person"))


def tokens(town: Town, one: Walker) -> list[str]:
    """The tokens of somebody's nudges, in order."""
    query = "SELECT n.token FROM nudge n JOIN person p ON p.id = n.person WHERE p.telegram_id = ? ORDER BY n.due_at"
    return [token for (token,) in read(town, query, one.somebody.telegram_id)]


def arrived(town: Town) -> dict[str, int]:
    """How many nudges of each kind reached somebody."""
    return dict(read(town, "SELECT kind, COUNT(*) FROM nudge WHERE sent_at IS NOT NULL GROUP BY kind"))


def read(town: Town, query: str, *parameters: object) -> list[tuple[object, ...]]:
    assert town.database.file is not None
    with closing(sqlite3.connect(town.database.file)) as connection:
        return connection.execute(query, parameters).fetchall()
