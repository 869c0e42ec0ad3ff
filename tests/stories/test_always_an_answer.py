"""Whatever anybody says, wherever they stand: there is an answer, it helps, and no rule of Telegram's is broken."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import time, timedelta

import pytest

from bot.question import Question, Step
from bot.sandbox import Person
from curriculum import journey
from curriculum.enrolment import Standing, TrackRef
from curriculum.nudge import Nudge, NudgeKind, NudgeState
from tests.stories.town import Somebody, Town
from tests.tracks import track_yaml


def says(text: str) -> Callable[[Town, Person], object]:
    return lambda _, person: person.says(text)


def sends(**content: object) -> Callable[[Town, Person], object]:
    """A message of a kind that people of the sandbox do not send by themselves."""
    return lambda town, person: town.sandbox.raw_update(
        {
            "message": {
                "message_id": 9000 + person.telegram_id,
                "date": int(town.clock().timestamp()),
                "chat": {"id": person.telegram_id, "type": "private", "first_name": person.name},
                "from": dict(person.user),
                **content,
            }
        }
    )


def edits(person: Person) -> None:
    person.says("Helo")
    person.edits(next(message for message in reversed(person.chat) if not message.by_bot), "Hello")


A_TRACK_FILE = track_yaml(track="mine").encode()
MESSAGES: dict[str, Callable[[Town, Person], object]] = {
    "/start": says("/start"),
    "/start with a link": says("/start thirty-calm-days"),
    "/start with a strange link": says("/start <b>&"),
    "/today": says("/today"),
    "/progress": says("/progress"),
    "/gain": says("/gain"),
    "/gain with words": says("/gain There was tea"),
    "/journal": says("/journal"),
    "/journal with a word": says("/journal tea"),
    "/pattern": says("/pattern"),
    "/calm": says("/calm"),
    "/settings": says("/settings"),
    "/pause": says("/pause"),
    "/resume": says("/resume"),
    "/stop": says("/stop"),
    "/help": says("/help"),
    "/privacy": says("/privacy"),
    "/language": says("/language"),
    "/developer_info": says("/developer_info"),
    "/pair": says("/pair"),
    "/pair with no code": says("/pair ABCD-EFGH"),
    "/tracks": says("/tracks"),
    "an unknown command": says("/frobnicate now"),
    "a lone slash": says("/"),
    "a command with the bot's name": says("/today@small_gains_sandbox_bot"),
    "words": says("It went well, thank you"),
    "a number": says("7"),
    "markup": says("<b>bold</b> & <script>"),
    "emoji": says("🙂"),
    "very long words": says("long " * 1000),
    "a voice note": lambda _, person: person.sends_voice(),
    "a picture": lambda _, person: person.sends_photo(),
    "a picture with words": lambda _, person: person.sends_photo("us"),
    "a sticker": lambda _, person: person.sends_sticker(),
    "a location": lambda _, person: person.shares_location(52.5, 13.4),
    "a letter as a file": lambda _, person: person.sends_document("letter.pdf", b"%PDF-"),
    "a track file": lambda _, person: person.sends_document("mine.yaml", A_TRACK_FILE),
    "a contact": sends(contact={"phone_number": "+100", "first_name": "Zoe"}),
    "a die": sends(dice={"emoji": "🎲", "value": 3}),
    "a video note": sends(video_note={"file_id": "v", "file_unique_id": "v", "length": 240, "duration": 3}),
    "an edited message": lambda _, person: edits(person),
}


@dataclass(frozen=True, kw_only=True)
class State:
    """Where somebody stands, as it is written down; `place` is the day that came last."""

    known: bool = True
    agreed: bool = True
    asked: Question | None = None
    walk: Standing | None = None
    place: int = 0


CHOSEN = "thirty-calm-days"
STATES = {
    "a newcomer": State(known=False),
    "who has not agreed": State(agreed=False, asked=Question(Step.AGREE, CHOSEN)),
    "asked for a track": State(asked=Question(Step.TRACK)),
    "asked for the hour": State(asked=Question(Step.HOUR, CHOSEN)),
    "asked for the place": State(asked=Question(Step.ZONE, CHOSEN, time(8))),
    "asked for the time": State(asked=Question(Step.CLOCK, CHOSEN, time(8))),
    "before the first day": State(walk=Standing.UNDER_WAY),
    "under way": State(walk=Standing.UNDER_WAY, place=1),
    "asked for another hour": State(walk=Standing.UNDER_WAY, place=1, asked=Question(Step.HOUR)),
    "asked for another place": State(walk=Standing.UNDER_WAY, place=1, asked=Question(Step.ZONE)),
    "asked for the time anew": State(walk=Standing.UNDER_WAY, place=1, asked=Question(Step.CLOCK)),
    "asked for a gain": State(walk=Standing.UNDER_WAY, place=1, asked=Question(Step.GAIN)),
    "paused": State(walk=Standing.PAUSED, place=1),
    "paused before the first day": State(walk=Standing.PAUSED),
    "back after a block": State(walk=Standing.UNREACHABLE, place=1),
    "finished": State(walk=Standing.FINISHED, place=30),
    "stopped": State(walk=Standing.STOPPED, place=1),
    "stopped before the first day": State(walk=Standing.STOPPED),
}


@pytest.mark.parametrize("state", STATES)
async def test_everything_anybody_says_is_answered(town: Town, state: str) -> None:
    crowd = {what: town.somebody(f"Somebody {number}") for number, what in enumerate(MESSAGES)}
    for one in crowd.values():
        await _bring(town, one, STATES[state])

    for what, one in crowd.items():
        MESSAGES[what](town, one.person)
    await town.listens()

    assert [what for what, one in crowd.items() if not one.inbox] == []
    assert all(message.text.strip() for one in crowd.values() for message in one.inbox)


async def test_an_admin_is_answered_everything_too(town: Town, robin: Somebody) -> None:
    for what, act in MESSAGES.items():
        before = len(robin.inbox)
        town.clock.move(timedelta(seconds=5))
        act(town, robin.person)
        await town.settles()
        assert len(robin.inbox) > before, what


async def test_a_live_location_that_moves_is_not_answered_at_every_step(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    before = len(alice.inbox)

    for step in range(3):
        town.sandbox.raw_update(
            {
                "edited_message": {
                    "message_id": 9000,
                    "date": int(town.clock().timestamp()),
                    "edit_date": int(town.clock().timestamp()) + step,
                    "chat": {"id": alice.telegram_id, "type": "private", "first_name": "Alice"},
                    "from": dict(alice.person.user),
                    "location": {"latitude": 52.5, "longitude": 13.4 + step, "live_period": 900},
                }
            }
        )
    await town.settles()

    assert len(alice.inbox) == before


async def _bring(town: Town, one: Somebody, state: State) -> None:
    """Writes down for somebody that they stand there; all the bot has seen of them is that."""
    one.person.starts()
    town.sandbox.world.updates.drop()
    if not state.known:
        return
    now = town.clock()
    async with town.database.unit() as unit:
        person = await unit.people.met(one.telegram_id, one.person.name, now)
        await unit.people.ask(person.id, None if state.asked is None else state.asked.kept())
        if state.agreed:
            await unit.people.agree(person.id, now)
        if state.walk is None:
            return
        walk = journey.start(
            id=unit.fresh.id(), person=person.id, track=TrackRef(CHOSEN, 1), hour=time(8), zone="Europe/Berlin", now=now
        )
        due_at = walk.due_at if state.walk is Standing.UNDER_WAY else None
        await unit.enrolments.add(replace(walk, standing=state.walk, place=state.place, due_at=due_at))
        if state.place > 0:
            came = Nudge(
                id=unit.fresh.id(),
                person=person.id,
                enrolment=walk.id,
                track=walk.track,
                kind=NudgeKind.DAY,
                day=state.place,
                local_date=now.date(),
                zone=walk.zone,
                due_at=now,
                token=unit.fresh.token(),
                state=NudgeState.SENT,
            )
            await unit.nudges.add(came)
