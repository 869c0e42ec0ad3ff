"""How days land in a cohort that was simulated: an admin sees in the picture what stands in the table."""

import hashlib
import json
from datetime import timedelta
from functools import partial
from html import unescape
from pathlib import Path

from bot.chat import landing_buttons, pictures
from bot.chat.landing_buttons import FUNNEL, LandingSeen
from bot.chat.landing_routes import LandingRoutes
from bot.chat.message import Message
from bot.chat.pictures import LIGHT, funnel_picture
from bot.chat.turn import Heard, Kind
from bot.clock import StandingClock
from bot.landing import Landing, tables
from bot.rehearsal import simulating, stage
from storage.database import Database
from storage.secrecy import Keyring

SLUG = "model-openness"
ADMIN = 1001
SETS = ("eligible", "sent", "opened", "answered")


async def test_an_admin_sees_the_funnel_of_a_simulated_cohort_as_it_stands_in_the_table(tmp_path: Path) -> None:
    await simulating.simulate(tmp_path, people=24, days=3, seed=7)
    landing = Landing(StandingClock(simulating.BEGINS + timedelta(days=8)))
    url = f"sqlite+aiosqlite:///{tmp_path / stage.DATABASE}"
    async with Database(url, Keyring.read(tmp_path / stage.KEY)) as database:
        async with database.unit(long=True, reads=True) as unit:
            released = await landing.released(unit, SLUG)
        message = await seen(database, landing)
    table = json.loads(tables.as_json(released))["days"]
    told = [row for row in table if row["eligible"] is not None]

    assert len(table) == 30
    assert [row["sent"] for row in told] == [10, 10, None, None, None]
    assert message.media is not None
    assert message.media.digest == hashlib.sha256(pictures.funnel(released, LIGHT)).hexdigest()
    drawn = iter(funnel_picture.drawn(released, LIGHT).texts)
    for row in told:
        assert next(text for text in drawn if text == str(row["day"]))
        assert [next(drawn), next(drawn)] == [count(row["eligible"]), count(row["answered"])]
    captioned = [f"{row['day']}: {' '.join(count(row[name]) for name in SETS)}" for row in told]
    assert unescape(message.text).splitlines()[-len(told) :] == captioned


async def seen(database: Database, landing: Landing) -> Message:
    """What an admin is shown who taps on the track."""
    button = landing_buttons.see(LandingSeen(SLUG, None, FUNNEL, dark=False), "Look")
    tap = Heard(
        kind=Kind.TAP,
        sender=ADMIN,
        chat=ADMIN,
        said_at=simulating.BEGINS,
        tap=button.carries,
        tap_id="1",
        message_id=1,
    )
    routes = LandingRoutes(landing, partial(database.unit, long=True, reads=True))
    await routes.make_ready(tap)
    async with database.unit() as unit:
        [message] = (await routes.answer(unit, tap)).answer.say
    return message


def count(told: int | None) -> str:
    return "<10" if told is None else f"{told}+"
