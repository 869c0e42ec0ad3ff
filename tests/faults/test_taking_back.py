"""Killed while somebody takes back their part in a study: it is taken back all the same, nobody is told so before, and no backup from
before undoes it.
"""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox import Sandbox
from bot.taking_part import TakingPart
from curriculum.deciding import Decision
from curriculum.experiment import By, Experiment
from curriculum.study import Study
from storage.database import Database
from tests.faults.brisk import BRISK_SERVER
from tests.faults.dying import STUDY_POINTS
from tests.faults.nursery import Nursery
from tests.faults.program import BRISK_BOT, DYING_BOT, EVENING, Site, Walker, enrol
from tests.faults.test_forgetting import has_read
from tests.storage.conftest import url_of

STUDY = Study("Small words", "study@example.org")
EXPERIMENT = Experiment.model_validate(
    {
        "name": "fewer-breaths",
        "unit": By.DAY,
        "arms": [{"arm": "usual", "probability": 0.5}, {"arm": "short", "probability": 0.5}],
    }
)


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest) -> dict[str, str]:
    """What tells the bot where its database is, of each kind one; on a server, with others that soon count as dead."""
    if request.param == "sqlite":
        return {"database_url": url_of(request.getfixturevalue("database_file"))}
    url = request.getfixturevalue("database_on_postgresql")
    return {"database_url": f"{url}&{BRISK_SERVER}", "program": BRISK_BOT}


@pytest.fixture
async def site(
    where: dict[str, str], tmp_path: Path, sandbox: Sandbox, key_file: Path, nursery: Nursery
) -> AsyncIterator[Site]:
    """A machine with a bot that a study is run with."""
    settings: dict[str, Any] = {**where, "study": STUDY.name, "study_contact": STUDY.contact}
    async with sandbox.serving() as api_url:
        yield Site(tmp_path, tmp_path, key_file, api_url, nursery=nursery, **settings)


@pytest.mark.parametrize("point", STUDY_POINTS)
async def test_died_at_a_named_point_it_is_taken_back_and_no_backup_undoes_it(
    site: Site, sandbox: Sandbox, point: str
) -> None:
    async with site.database() as database:
        walker, staying = await enrol(database, sandbox, ["Walker", "Other"], with_day_one=True)
        await takes_part(database, walker)
        await takes_part(database, staying)

    async with site.running(point, "study", program=DYING_BOT) as bot:
        walker.person.says("/study")
        await sandbox.until(lambda: has_read(walker, "You take part in the study"), within=30)
        walker.person.taps("Take it back")
        await bot.ends(within=30)
    assert not has_read(walker, "Done. You take no part any more")
    assert set(site.keyring().data_keys.all_taken_back()) == {walker.walk.person}
    async with site.running() as bot:
        await sandbox.until(lambda: has_read(walker, "Done. You take no part any more"), within=60)
        assert await left_of(site, walker) == (False, False)
        await bot.is_told_to_stop(within=20)

    async with site.database() as database:
        await takes_part(database, walker)  # the very same rows, as a backup from before brings them
    async with site.running() as bot:
        staying.person.says("/study")
        await sandbox.until(lambda: has_read(staying, "You take part in the study"), within=60)
        await bot.is_told_to_stop(within=20)

    assert await left_of(site, walker) == (False, False)
    assert await left_of(site, staying) == (True, True)


@pytest.mark.parametrize("yes_again", [timedelta(0), timedelta(hours=-1)], ids=["at once", "by a clock that went back"])
async def test_who_agrees_again_takes_part_whatever_starts_after_it(
    site: Site, sandbox: Sandbox, yes_again: timedelta
) -> None:
    async with site.database() as database:
        [walker] = await enrol(database, sandbox, ["Walker"], with_day_one=True)
        await takes_part(database, walker)
        keys = site.keyring().data_keys
        async with database.unit() as unit:
            await TakingPart(keys, lambda: EVENING).take_back(unit, walker.walk.person)
        async with database.unit() as unit:
            await TakingPart(keys, lambda: EVENING + yes_again).agree(unit, walker.walk.person, STUDY)

        assert await TakingPart(keys, lambda: EVENING).replay(database) == 0

    assert await left_of(site, walker) == (True, False)


async def takes_part(database: Database, walker: Walker) -> None:
    """Has said yes an hour ago, and something was decided for them."""
    async with database.unit() as unit:
        await unit.studies.agree(walker.walk.person, STUDY, EVENING - timedelta(hours=1))
        arm = Decision(arm="short", probability=0.5, drawn=0.7)
        await unit.studies.decide(walker.walk, walker.walk.track, EXPERIMENT, 1, arm, EVENING)


async def left_of(site: Site, walker: Walker) -> tuple[bool, bool]:
    """Whether a yes of theirs stands in the database, and anything that was decided for them."""
    async with site.database() as database, database.unit() as unit:
        agreement = await unit.studies.agreement_of(walker.walk.person)
        return agreement is not None, await unit.studies.decided(walker.walk, EXPERIMENT, 1) is not None
