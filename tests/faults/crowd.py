"""Many people at once, each with a day in front of them, written down without the long way in."""

from dataclasses import dataclass
from datetime import datetime, time

from bot.sandbox.entities import Formatted
from curriculum import journey
from curriculum.enrolment import TrackRef
from curriculum.nudge import Nudge, NudgeKind, NudgeState
from tests.stories.dead_ends import DEAD_ENDS
from tests.stories.town import Somebody, Town

TRACK = TrackRef("thirty-calm-days", 1)
FIRST = 50_000
"""Nobody of the crowd is an admin."""
Update = dict[str, object]


@dataclass(frozen=True)
class Walker:
    """Somebody whom day 1 has reached: the token on its buttons, and the raw updates that Telegram would tell of them."""

    somebody: Somebody
    token: str
    own_token: str

    def writes(self, text: str, *, message_id: int, at: datetime, **more: object) -> Update:
        """Words, or whatever `more` says."""
        return {"message": self._message(message_id, at) | {"text": text} | more}

    def edits(self, text: str, *, message_id: int, at: datetime, edited_at: datetime) -> Update:
        """Other words in a message of theirs."""
        edited = self._message(message_id, at) | {"edit_date": int(edited_at.timestamp()), "text": text}
        return {"edited_message": edited}

    def moves(self, *, message_id: int, at: datetime) -> Update:
        """A step of a live location, to which nothing is said."""
        place = {"latitude": 52.5, "longitude": 13.4, "live_period": 900}
        return {"edited_message": self._message(message_id, at) | {"edit_date": int(at.timestamp()), "location": place}}

    def taps(self, data: str) -> Update:
        """A tap on the newest message from the bot, with any payload whatever, that waits in the sandbox."""
        update_id = self.somebody.person.taps_data(data)
        updates = self.somebody.town.sandbox.world.updates
        (tap,) = [update for update in updates if update["update_id"] == update_id]
        updates.confirm_one(update_id)
        return {part: body for part, body in tap.items() if part != "update_id"}

    def _message(self, message_id: int, at: datetime) -> Update:
        return {
            "message_id": message_id,
            "date": int(at.timestamp()),
            "chat": {"id": self.somebody.telegram_id, "type": "private", "first_name": self.somebody.person.name},
            "from": dict(self.somebody.person.user),
        }


async def crowd(town: Town, count: int) -> list[Walker]:
    """So many people under way, who have spoken to the bot and have day 1."""
    return [await walker(town, f"Somebody {number}", FIRST + number) for number in range(count)]


async def walker(town: Town, name: str, telegram_id: int) -> Walker:
    """Somebody under way, with day 1 in front of them, in words alone."""
    town.forgiven.add(DEAD_ENDS)
    now = town.clock()
    somebody = town.somebody(name, telegram_id)
    somebody.person.starts()
    world = town.sandbox.world
    world.updates.drop()
    day = world.write(world.chats[somebody.telegram_id], world.bot, content=Formatted("Day 1: Breathe, part 1"))
    async with town.database.unit() as unit:
        person = await unit.people.met(somebody.telegram_id, name, now, discreet=False)
        await unit.people.agree(person.id, now)
        walk = journey.start(
            id=unit.fresh.id(), person=person.id, track=TRACK, hour=time(8), zone="Europe/Berlin", now=now
        )
        walk = journey.delivered(walk, NudgeKind.DAY, 1, now)
        await unit.enrolments.add(walk)
        token = unit.fresh.token()
        await unit.nudges.add(
            Nudge(
                id=unit.fresh.id(),
                person=person.id,
                enrolment=walk.id,
                track=TRACK,
                kind=NudgeKind.DAY,
                day=1,
                local_date=now.date(),
                zone=walk.zone,
                due_at=now,
                token=token,
                state=NudgeState.SENT,
                message_id=day.message_id,
            )
        )
    return Walker(somebody, token, person.token)
