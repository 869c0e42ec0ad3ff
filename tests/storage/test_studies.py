"""Agreements and decisions, in a file and on a server: one of each stands, whoever writes at the same time."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text, update

from curriculum.deciding import Decision, WhyNot
from curriculum.experiment import By, Experiment
from curriculum.safety import Classed, ContentClass
from curriculum.study import EDITION, Study
from storage.database import Database
from storage.errors import AlreadyThere, Unstorable
from storage.tables import StudyAgreementRow
from tests.storage.conftest import NOON, ON_A_SERVER, Walker

STUDY = Study("Small words", "study@example.org")
ARMS = [{"arm": "usual", "probability": 0.5}, {"arm": "short", "probability": 0.5}]


def experiment(unit: By) -> Experiment:
    return Experiment.model_validate({"name": "fewer-breaths", "unit": unit, "arms": ARMS})


def arm(name: str, drawn: float = 0.5) -> Decision:
    return Decision(arm=name, probability=0.5, drawn=drawn)


async def decide(database: Database, alice: Walker, unit: By, day: int, decision: Decision) -> Decision:
    async with database.unit() as opened:
        return await opened.studies.decide(alice.walk, alice.walk.track, experiment(unit), day, decision, NOON)


async def log(database: Database) -> list[tuple[str, int, str]]:
    async with database.unit() as opened:
        rows = await opened.studies._session.execute(text("SELECT unit, day, arm FROM decision ORDER BY unit, day"))
        return [tuple(row) for row in rows]


async def test_what_was_decided_first_counts(database: Database, alice: Walker) -> None:
    first = await decide(database, alice, By.DAY, 4, arm("short", 0.9))
    second = await decide(database, alice, By.DAY, 4, arm("usual", 0.1))
    another = await decide(
        database, alice, By.DAY, 5, Decision(arm="usual", probability=1.0, why_not=WhyNot.ANOTHER_VERSION)
    )

    assert (first, second.arm, another.why_not) == (arm("short", 0.9), "short", WhyNot.ANOTHER_VERSION)
    assert await log(database) == [("day", 4, "short"), ("day", 5, "usual")]


async def test_of_a_person_one_arm_stands_for_all_days(database: Database, alice: Walker) -> None:
    await decide(database, alice, By.PERSON, 1, arm("short"))

    later = await decide(database, alice, By.PERSON, 9, arm("usual"))

    assert later.arm == "short"
    async with database.unit() as opened:
        assert await opened.studies.decided(alice.walk, experiment(By.PERSON), 20) == arm("short")


@ON_A_SERVER
async def test_two_processes_that_decide_at_once_come_to_the_same(database: Database, alice: Walker) -> None:
    decided = await asyncio.gather(
        *(decide(database, alice, By.DAY, 4, arm(name)) for name in ("short", "usual", "short", "usual"))
    )

    assert len({each.arm for each in decided}) == 1
    assert len(await log(database)) == 1


async def test_a_row_of_the_log_is_never_changed(database: Database, alice: Walker) -> None:
    await decide(database, alice, By.DAY, 4, arm("short"))

    with pytest.raises((AlreadyThere, Unstorable), match=r"never changed|IntegrityConstraint"):
        async with database.unit() as opened:
            await opened.studies._session.execute(text("UPDATE decision SET arm = 'usual'"))

    assert await log(database) == [("day", 4, "short")]


async def test_taken_back_and_given_again_it_begins_anew(database: Database, alice: Walker) -> None:
    async with database.unit() as opened:
        assert await opened.studies.agree(alice.person.id, STUDY, NOON)
    await decide(database, alice, By.DAY, 4, arm("short"))

    async with database.unit() as opened:
        assert await opened.studies.take_back(alice.person.id)
        assert not await opened.studies.take_back(alice.person.id)
        assert not await opened.studies.takes_part(alice.person.id, STUDY)
        assert await opened.studies.agree(alice.person.id, STUDY, NOON + timedelta(days=1))

    assert await log(database) == []
    async with database.unit() as opened:
        agreement = await opened.studies.agreement_of(alice.person.id)
    assert agreement is not None
    assert agreement.agreed_at == NOON + timedelta(days=1)


@pytest.mark.parametrize(
    ("content_class", "study", "is_in"),
    [
        (ContentClass.OPEN, STUDY, True),
        (ContentClass.OPEN, Study("Another", STUDY.contact), False),
        (ContentClass.OPEN, Study(STUDY.name, "others@example.org"), False),
        (ContentClass.UNASKED, STUDY, False),
        (ContentClass.RESTRICTED, STUDY, False),
    ],
)
async def test_who_may_be_handed_over(
    database: Database, alice: Walker, content_class: ContentClass, study: Study, is_in: bool
) -> None:
    async with database.unit() as opened:
        await opened.studies.agree(alice.person.id, STUDY, NOON)
        await opened.people.classify(alice.person, Classed(content_class, NOON))

    async with database.unit(long=True, reads=True) as opened:
        walks = await opened.bundles.walks(study, None, after=0, limit=10)
        assert await opened.bundles.people_in(study) == ({alice.person.id: NOON} if is_in else {})
        assert await opened.bundles.count(study, None) == len(walks) == is_in
        assert [walk.id for walk in walks] == [alice.walk.id] * is_in


async def test_nobody_on_hold_is_handed_over(database: Database, alice: Walker) -> None:
    async with database.unit() as opened:
        await opened.studies.agree(alice.person.id, STUDY, NOON)
        await opened.people.classify(alice.person, Classed(ContentClass.OPEN, NOON))
        await opened.people.hold(await opened.people.get(alice.person.id), since=NOON, plain_until=NOON)

    async with database.unit(long=True, reads=True) as opened:
        assert await opened.bundles.count(STUDY, None) == 0


@pytest.mark.parametrize(
    "changed", [{"contact": None}, {"edition": EDITION - 1}], ids=["before it was written down", "other words"]
)
async def test_who_was_told_something_else_takes_no_part(
    database: Database, alice: Walker, changed: dict[str, object]
) -> None:
    async with database.unit() as opened:
        await opened.studies.agree(alice.person.id, STUDY, NOON)
        await opened.people.classify(alice.person, Classed(ContentClass.OPEN, NOON))
        assert await opened.studies.takes_part(alice.person.id, STUDY)
        await opened.studies._session.execute(update(StudyAgreementRow).values(**changed))

    async with database.unit() as opened:
        assert not await opened.studies.takes_part(alice.person.id, STUDY)
        assert await opened.bundles.people_in(STUDY) == {}
        assert await opened.studies.agree(alice.person.id, STUDY, NOON + timedelta(days=1))
        assert await opened.studies.takes_part(alice.person.id, STUDY)


@ON_A_SERVER
async def test_what_is_decided_while_it_is_taken_back_goes_as_well(database: Database, alice: Walker) -> None:
    async with database.unit() as opened:
        await opened.studies.agree(alice.person.id, STUDY, NOON)

    async def taken_back() -> bool:
        async with database.unit() as opened:
            return await opened.studies.take_back(alice.person.id)

    async with database.unit() as deciding:
        assert await deciding.studies.takes_part(alice.person.id, STUDY)
        taking_back = asyncio.create_task(taken_back())
        await waits_for_a_lock(database)
        await deciding.studies.decide(alice.walk, alice.walk.track, experiment(By.DAY), 4, arm("short"), NOON)

    assert await taking_back
    assert await log(database) == []


async def waits_for_a_lock(database: Database) -> None:
    """Until somebody waits for what another transaction holds."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    async with asyncio.timeout(20):
        while True:
            async with database.unit() as opened:
                if await opened.studies._session.scalar(waiting):
                    return
