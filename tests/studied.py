"""A cohort of people who do not exist and take part in a study: the real planning, randomising, sending and checking in, with an
effect that is known.
"""

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from bot.practice import Practice, View
from bot.rehearsal.stage import CONTACT, Stage, stage
from curriculum import journey
from curriculum.day import Outcome
from curriculum.enrolment import TrackRef
from curriculum.nudge import Nudge, NudgeKind, NudgeState
from curriculum.safety import Classed, ContentClass
from curriculum.study import Study
from tests.tracks import track_yaml

STUDY: Final = Study("Fewer breaths", CONTACT)
BEGINS: Final = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
EFFECT: Final = 0.2
ARM: Final = {"arm": "short", "act": {"gentle": "One breath.", "standard": "One breath, and a look up."}}
NOTEBOOK: Final = Path(__file__).parents[1] / "deploy/study/analysis.ipynb"


@dataclass(frozen=True)
class Walked:
    """A track in the study: how likely its arm `short` is, and what share of days is done without it."""

    slug: str
    short: float
    done: float
    unit: str = "day"

    @property
    def text(self) -> str:
        arms = [{"arm": "usual", "probability": round(1 - self.short, 2)}, {"arm": "short", "probability": self.short}]
        return track_yaml(
            track=self.slug,
            title=self.slug.replace("-", " ").capitalize(),
            experiment={"name": "fewer-breaths", "unit": self.unit, "arms": arms},
            days={number: {"arms": [ARM]} for number in range(1, 31)},
        )


TRACKS: Final = (Walked("calm-mornings", short=0.8, done=0.2), Walked("calm-evenings", short=0.25, done=0.6))
"""Where one arm is likely, days are seldom done: who pools them without weights takes the one for the other."""


async def walk(here: Stage, *, people: int, days: int, seed: int, tracks: tuple[Walked, ...] = TRACKS) -> None:
    """So many people agree to the study and walk for so many days; under the arm `short` a day is done `EFFECT` more often, and
    whether it is answered has nothing to do with it.
    """
    chance = random.Random(seed)  # noqa: S311  (it is to be the same each time)
    by_slug = {each.slug: each for each in tracks}
    await _all_enrol(here, people, tracks)
    for _ in range(days):
        here.clock.move(timedelta(hours=9))
        await here.settles()
        await _all_answer(here, chance, by_slug)
        here.clock.move(timedelta(hours=15))


async def _all_enrol(here: Stage, people: int, tracks: tuple[Walked, ...]) -> None:
    now = here.clock()
    async with here.database.unit() as unit:
        for each in tracks:
            await unit.tracks.publish(each.text, by=None, now=now)
    for number in range(people):
        somebody = here.sandbox.person(f"Person {number}")
        somebody.starts()  # so that Telegram lets the bot write to them
        telegram_id = somebody.telegram_id
        async with here.database.unit() as unit:
            person = await unit.people.met(telegram_id, f"Person {number}", now)
            await unit.people.agree(person.id, now)
            await unit.people.classify(person, Classed(ContentClass.OPEN, now))
            await unit.people.want_look_backs(person.id, wanted=False)
            await unit.studies.agree(person.id, STUDY, now)
            ref = TrackRef(tracks[number % len(tracks)].slug, 1)
            begun = journey.start(
                id=unit.fresh.id(), person=person.id, track=ref, hour=time(8), zone="Europe/Berlin", now=now
            )
            await unit.enrolments.add(begun)
    here.sandbox.world.updates.drop()


async def _all_answer(here: Stage, chance: random.Random, tracks: Mapping[str, Walked]) -> None:
    practice = Practice(here.clock)
    async with here.database.unit() as unit:
        ids = sorted(await unit.people.ids())
    for id in ids:
        async with here.database.unit() as unit:
            person = await unit.people.get(id)
            nudge = await unit.nudges.last_shown(id)
            if nudge is None or not _is_new(nudge) or chance.random() > 0.9:
                continue
            outcome = _outcome(nudge, chance, tracks[nudge.track.slug])
            await practice.check_in(unit, person, nudge.token, outcome, View.STANDARD)


def _is_new(nudge: Nudge) -> bool:
    return nudge.kind is NudgeKind.DAY and nudge.state is NudgeState.SENT


def _outcome(nudge: Nudge, chance: random.Random, track: Walked) -> Outcome:
    short = nudge.fit is not None and nudge.fit.arm == "short"
    return Outcome.DONE if chance.random() < track.done + EFFECT * short else Outcome.TRIED


def cells_of(notebook: Path) -> str:
    """The code of a notebook, cell after cell."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def analysed(folder: Path, monkeypatch: Any) -> dict[str, Any]:
    """What the notebook's own code comes to on a bundle."""
    monkeypatch.setenv("STUDY_FOLDER", str(folder))
    here: dict[str, Any] = {}
    exec(compile(cells_of(NOTEBOOK), NOTEBOOK.name, "exec"), here)  # noqa: S102  (it is what people run)
    return here


def stage_in(folder: Path, seed: int) -> Any:
    """A stage on which the study is run."""
    folder.mkdir()
    return stage(folder, seed=seed, begins=BEGINS, study=STUDY.name)
