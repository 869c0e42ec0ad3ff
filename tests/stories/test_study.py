"""Taking part in a study: asked by nobody but oneself, taken back at any time; chance chooses wordings for nobody else."""

import asyncio
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import restoring
from bot.chat import study_messages
from bot.desk.previewing import previewed
from bot.introducing import introduce
from bot.sandbox import Shown
from bot.sandbox.profile import commands_shown_in
from bot.words import LANGUAGES, speaking
from curriculum.day import Strength
from curriculum.deciding import Decision
from curriculum.nudge import NudgeState
from curriculum.reading import read_track
from curriculum.safety import ContentClass
from curriculum.study import EDITION, Study
from storage import keys
from storage.database import Unit
from storage.errors import AlreadyThere
from storage.tables import DecisionRow
from tests.stories.test_export import exported
from tests.stories.test_floods import floods
from tests.stories.test_forget import copy, file, is_forgotten, known, rows_with
from tests.stories.town import Somebody, Town
from tests.tracks import track_yaml

STUDY = "Small words"
CONTACT = "the study at study@example.org"
ASKED_BY_EDITION = {2: "1e2696cfa6bd94fd"}
"""What people are told in this edition of the words, in all languages. Where it is told in a better way and nothing else, this alone
changes; where something else is collected, handed over or done, the edition too, and everybody is asked anew.
"""
ARM = {"arm": "short", "act": {"gentle": "One breath.", "standard": "One breath, and a look up."}}
NOT_FOR = {
    "not_for": ["ask"],
    "instead": {"title": "A window", "why": "A rest.", "act": {"gentle": "Look out."}},
}


def experiment(unit: str = "day") -> dict[str, object]:
    arms = [{"arm": "usual", "probability": 0.5}, {"arm": "short", "probability": 0.5}]
    return {"name": "fewer-breaths", "unit": unit, "arms": arms}


def compared(unit: str = "day", **day: object) -> str:
    """Thirty days that each have another wording."""
    return track_yaml(days={number: {"arms": [ARM], **day} for number in range(1, 31)}, experiment=experiment(unit))


@pytest.fixture
async def study_town(bare_town: Town) -> Town:
    """A town in which a study is run, on a track whose days have another wording."""
    await bare_town.publishes(compared())
    await bare_town.is_set_up(study=STUDY, study_contact=CONTACT)
    return bare_town


async def takes_part(somebody: Somebody) -> None:
    await somebody.says("/study")
    await somebody.taps("Yes, I take part")


async def lives(somebody: Somebody, days: int) -> list[Shown]:
    """So many days come, and each is answered; gives them as they came."""
    came = []
    for _ in range(days):
        came.append(await somebody.gets_the_next_day())
        await somebody.taps("Done")
    return came


async def decisions(somebody: Somebody) -> list[DecisionRow]:
    """What stands in the log for this person, in the order of days."""
    person = await known(somebody)
    async with somebody.town.database.unit() as unit:
        rows = await _session(unit).scalars(
            select(DecisionRow).where(DecisionRow.person == person.id).order_by(DecisionRow.day)  # type: ignore[arg-type]
        )
        return list(rows.all())


async def has_agreed(somebody: Somebody) -> bool:
    """Whether a yes of theirs stands there, to whichever study."""
    person = await known(somebody)
    async with somebody.town.database.unit() as unit:
        return await unit.studies.agreement_of(person.id) is not None


def _session(unit: Unit) -> AsyncSession:
    return unit.studies._session


async def test_whoever_asks_reads_what_is_collected_and_by_whom(study_town: Town) -> None:
    alice = study_town.somebody("Alice")
    await alice.enrols()

    await alice.says("/study")

    assert alice.told.startswith(f"Research: {STUDY}")
    assert CONTACT in alice.told
    assert alice.newest.buttons == [["Yes, I take part"], ["No"]]


async def test_nobody_is_asked_who_does_not_ask(study_town: Town) -> None:
    alice = study_town.somebody("Alice")
    await alice.enrols()
    await alice.walks(4)

    assert not any("study" in message.text.lower() for message in alice.inbox)

    await alice.says("/privacy")
    assert "/study" in alice.told


async def test_no_is_no_and_nothing_is_kept_of_it(study_town: Town) -> None:
    alice = study_town.somebody("Alice")
    await alice.enrols()
    await alice.says("/study")

    await alice.taps("No")
    await alice.walks(3)

    assert await decisions(alice) == []
    assert (await exported(alice))[1]["study_agreement"] == []


async def test_without_a_study_there_is_none_to_take_part_in(alice: Somebody) -> None:
    await alice.enrols()

    await alice.says("/study")

    assert alice.told.startswith("No study is run with this bot.")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_is_found_in_menu_help_and_settings_where_it_is_run_and_nowhere_else(
    study_town: Town, language: str
) -> None:
    alice = study_town.somebody("Alice", language=language)
    await alice.starts()
    await alice.taps(alice.newest.buttons[0][0])
    await alice.says("8:00")
    await alice.says("Berlin")
    with speaking(language):
        leads_there = study_messages.button("token").says

    assert await shown_everywhere(alice, leads_there) == [True, True, True]
    await alice.says("/settings")
    await alice.taps(leads_there)
    assert STUDY in alice.told.splitlines()[0]

    await study_town.is_set_up(study=None)
    assert await shown_everywhere(alice, leads_there) == [False, False, False]


async def shown_everywhere(somebody: Somebody, leads_there: str) -> list[bool]:
    """Whether the study is in the menu of their chat, in the help and in the settings, after a start of the bot."""
    app = somebody.town.app
    await introduce(app.database, app.rights, app.menus, app.sending, asyncio.Event())
    commands = menu(somebody)
    await somebody.says("/help")
    helped = somebody.told
    await somebody.says("/settings")
    return [commands.get("study") == leads_there, "/study" in helped, [leads_there] in somebody.newest.buttons]


def menu(somebody: Somebody) -> dict[str, str]:
    """The commands that Telegram shows in their chat."""
    world = somebody.town.sandbox.world
    shown = commands_shown_in(world, world.chats[somebody.telegram_id])
    return {each["command"]: each["description"] for each in shown}


async def test_who_chose_another_language_has_it_in_the_menu_from_their_next_look_on(bare_town: Town) -> None:
    await bare_town.publishes(compared())
    alice = bare_town.somebody("Alice")
    await alice.enrols()
    await alice.says("/language")
    await alice.taps("Español")
    await bare_town.is_set_up(study=STUDY)

    await alice.says("/help")
    assert menu(alice)["study"] == "Investigación, y si participas"

    await bare_town.is_set_up(study=None)
    await alice.says("/study")
    assert "study" not in menu(alice)


def test_whoever_changes_what_people_are_told_counts_the_edition_up() -> None:
    study, told = Study("{name}", "{contact}"), sha256()
    for language in LANGUAGES:
        with speaking(language):
            told.update(study_messages.ask(study, "token").text.encode())

    assert {EDITION: told.hexdigest()[:16]} == ASKED_BY_EDITION


async def test_somebody_who_has_not_agreed_to_the_bot_is_not_asked_about_a_study(study_town: Town) -> None:
    alice = study_town.somebody("Alice")
    await alice.starts()

    await alice.says("/study")

    assert "Research" not in alice.told


async def test_who_takes_part_gets_what_chance_chose_and_it_was_written_down_before(study_town: Town) -> None:
    alice = study_town.somebody("Alice")
    await alice.enrols()
    await takes_part(alice)

    came = await lives(alice, 8)

    logged = await decisions(alice)
    assert [row.day for row in logged] == list(range(1, 9))
    assert {row.arm for row in logged} == {"usual", "short"}
    assert ["One breath, and a look up." in message.text for message in came] == [row.arm == "short" for row in logged]
    assert [nudge.fit.arm for nudge in await alice.ledger() if nudge.fit] == [row.arm for row in logged]
    for row, nudge in zip(logged, [each for each in await alice.ledger() if each.fit], strict=True):
        assert nudge.sent_at is not None
        assert (row.probability, row.why_not, row.unit, row.track) == (0.5, None, "day", "thirty-calm-days")
        assert row.drawn is not None
        assert (row.drawn >= 0.5) == (row.arm == "short")
        assert row.decided_at <= nudge.sent_at


async def test_for_a_whole_way_it_is_drawn_once_whatever_restarts(bare_town: Town) -> None:
    await bare_town.publishes(compared("person"))
    await bare_town.is_set_up(study=STUDY)
    arms = []
    for name in ("Alice", "Ben", "Cleo", "Dora", "Emil", "Fay"):
        somebody = bare_town.somebody(name)
        await somebody.enrols()
        await takes_part(somebody)
        await somebody.gets_the_next_day()
        await bare_town.restarts()
        await somebody.gets_the_next_day()
        [row] = await decisions(somebody)
        arms.append(row.arm)
        assert [nudge.fit.arm for nudge in await somebody.ledger() if nudge.fit] == [row.arm] * 2

    assert set(arms) == {"usual", "short"}


async def test_who_takes_no_part_gets_the_days_as_they_are(study_town: Town) -> None:
    alice = study_town.somebody("Alice")
    await alice.enrols()

    came = await lives(alice, 6)

    assert not any("One breath" in message.text for message in came)
    assert await decisions(alice) == []


@pytest.mark.parametrize("content_class", [ContentClass.UNASKED, ContentClass.RESTRICTED])
async def test_an_arm_gets_round_no_class(bare_town: Town, content_class: ContentClass) -> None:
    await bare_town.publishes(compared(**NOT_FOR))
    await bare_town.is_set_up(study=STUDY)
    alice = bare_town.somebody("Alice")
    await alice.enrols(content_class=content_class)
    await takes_part(alice)

    came = await lives(alice, 5)

    assert all("Look out." in message.text and "One breath" not in message.text for message in came)
    assert {(row.arm, row.probability, row.drawn, row.why_not) for row in await decisions(alice)} == {
        ("usual", 1.0, None, "another_version")
    }


async def test_who_holds_the_phone_reads_nothing_of_a_class_in_the_log(bare_town: Town) -> None:
    await bare_town.publishes(compared(**NOT_FOR))
    await bare_town.is_set_up(study=STUDY)
    seen = []
    for name, content_class in (("Alice", ContentClass.OPEN), ("Ben", ContentClass.RESTRICTED)):
        somebody = bare_town.somebody(name)
        await somebody.enrols(content_class=content_class)
        await takes_part(somebody)
        await lives(somebody, 3)
        _, rows = await exported(somebody)
        seen.append(sorted((row["day"], *sorted(row)) for row in rows["decision"]))

    assert seen[0] == seen[1]
    assert len(seen[0]) == 3


async def test_an_arm_after_a_hard_day_comes_in_its_smaller_version(study_town: Town) -> None:
    alice = study_town.somebody("Alice")
    await alice.enrols()
    await takes_part(alice)
    for _ in range(10):
        came = await alice.gets_the_next_day()
        if "One breath." in came.text:
            break
        await alice.taps("Made it worse", came)

    fits = [nudge.fit for nudge in await alice.ledger() if nudge.fit is not None]
    assert fits[-1].arm == "short"
    assert all(fit.strength is Strength.GENTLE for fit in fits[1:])


async def test_a_day_that_has_to_be_sent_again_keeps_its_arm(study_town: Town) -> None:
    alice = study_town.somebody("Alice")
    await alice.enrols()
    await takes_part(alice)
    walk = await alice.walk()
    assert walk.due_at is not None
    study_town.sandbox.faults.drop_connection()
    await study_town.sleeps_until(walk.due_at)
    before = await decisions(alice)
    assert [nudge.state for nudge in await alice.ledger()] == [NudgeState.AMBIGUOUS]

    await study_town.restarts()
    await study_town.ticks(timedelta(minutes=10))

    assert [nudge.attempts for nudge in await alice.ledger()] == [2]
    [row] = await decisions(alice)
    assert [each.drawn for each in before] == [row.drawn]
    assert [nudge.fit.arm for nudge in await alice.ledger() if nudge.fit] == [row.arm]


async def test_what_was_decided_stands_and_only_once(study_town: Town) -> None:
    alice = study_town.somebody("Alice")
    await alice.enrols()
    await takes_part(alice)
    await alice.gets_the_next_day()
    [row] = await decisions(alice)
    walk = await alice.walk()
    async with study_town.database.unit() as unit:
        track = await unit.tracks.get(walk.track)
        assert track.experiment is not None
        other = Decision(arm="short" if row.arm == "usual" else "usual", probability=0.5, drawn=0.1)

        counts = await unit.studies.decide(walk, walk.track, track.experiment, 1, other, study_town.clock())

    assert counts.arm == row.arm
    assert len(await decisions(alice)) == 1
    with pytest.raises(AlreadyThere, match="never changed"):
        async with study_town.database.unit() as unit:
            await _session(unit).execute(update(DecisionRow).values(arm=other.arm))


async def test_taken_back_nothing_of_it_stays(study_town: Town) -> None:
    alice = study_town.somebody("Alice")
    await alice.enrols()
    await takes_part(alice)
    await alice.gets_the_next_day()
    await alice.says("/study")
    assert alice.told.startswith(f"You take part in the study {STUDY} since 2026-05-")

    await alice.taps("Take it back")

    assert "has nothing of you in it" in alice.told
    assert CONTACT in alice.told
    assert await decisions(alice) == []
    await alice.gets_the_next_day()
    assert await decisions(alice) == []


async def test_it_can_be_taken_back_when_no_study_is_run_any_more(study_town: Town) -> None:
    alice = study_town.somebody("Alice")
    await alice.enrols()
    await takes_part(alice)
    await study_town.is_set_up(study=None, study_contact=None)

    await alice.says("/study")
    await alice.taps("Take it back")
    await alice.says("/study")

    assert alice.told.startswith("No study is run with this bot.")


async def test_no_backup_from_before_undoes_it_and_one_with_a_newer_yes_keeps_that(
    study_town: Town, tmp_path: Path, key_file: Path
) -> None:
    alice, ben = study_town.somebody("Alice"), study_town.somebody("Ben")
    for somebody in (alice, ben):
        await somebody.enrols()
        await takes_part(somebody)
    await alice.gets_the_next_day()
    copy(file(study_town), tmp_path / "before.db")
    await alice.says("/study")
    await alice.taps("Take it back")
    await takes_part(alice)
    copy(file(study_town), tmp_path / "since.db")
    keys_file = key_file.with_name(keys.FILE_NAME)
    settings = study_town.app.settings.model_copy(update={"key_file": key_file, "keys_file": keys_file})
    study_town.forgiven.add("bot.taking_part")

    drilled = await restoring.drill(settings, tmp_path / "before.db", study_town.clock)
    assert await has_agreed(alice)
    came_to = []
    for backup in ("before.db", "since.db"):
        await study_town.sleeps()
        for each in file(study_town).parent.glob(file(study_town).name + "*"):
            each.unlink()
        restored = await restoring.restore(settings, tmp_path / backup, study_town.clock)
        await study_town.wakes()
        came_to.append((restored.taken_back, await has_agreed(alice), len(await decisions(alice))))
        assert await has_agreed(ben)
        assert len(await decisions(ben)) == 1

    assert drilled.taken_back == 1
    assert came_to == [(1, False, 0), (0, True, 0)]


async def test_who_is_forgotten_leaves_nothing_of_it_beside_the_keys(study_town: Town) -> None:
    alice = study_town.somebody("Alice")
    await alice.enrols()
    await takes_part(alice)
    await alice.says("/study")
    await alice.taps("Take it back")
    data_keys = study_town.keyring.data_keys
    assert data_keys.all_taken_back() == {(await known(alice)).id: study_town.clock()}

    await is_forgotten(alice)

    assert data_keys.all_taken_back() == {}


async def test_what_an_older_program_leaves_of_it_when_it_forgets_somebody_goes_at_the_next_start(
    study_town: Town,
) -> None:
    alice, ben = study_town.somebody("Alice"), study_town.somebody("Ben")
    for somebody in (alice, ben):
        await somebody.enrols()
        await takes_part(somebody)
        await somebody.says("/study")
        await somebody.taps("Take it back")
    data_keys, hers = study_town.keyring.data_keys, (await known(alice)).id
    at = data_keys.all_taken_back()[hers]
    await is_forgotten(alice)
    data_keys.note_taken_back(hers, at)  # it destroys her key, and knows of nothing else there

    await study_town.sleeps()
    await study_town.wakes()

    assert set(data_keys.all_taken_back()) == {(await known(ben)).id}


async def test_that_it_was_taken_back_is_told_with_what_is_kept_and_handed_over_with_it(study_town: Town) -> None:
    alice = study_town.somebody("Alice")
    await alice.enrols()
    await takes_part(alice)
    assert "study_taken_back" not in (await exported(alice))[1]
    await alice.says("/study")
    await alice.taps("Take it back")
    at = study_town.clock()

    journal, rows = await exported(alice)
    await alice.says("/privacy")

    assert rows["study_taken_back"] == [{"until": at.isoformat()}]
    assert rows["study_agreement"] == []
    assert "<h2>study_taken_back</h2>" in journal
    assert any("when you took that back" in each.text for each in alice.inbox[-3:])


async def test_a_yes_is_to_the_study_that_was_asked_about(study_town: Town) -> None:
    alice = study_town.somebody("Alice")
    await alice.enrols()
    await alice.says("/study")
    asked = alice.newest
    await study_town.is_set_up(study="Another study")

    await alice.taps("Yes, I take part", asked)
    assert alice.toasts[-1].startswith("This question has changed.")

    assert not await has_agreed(alice)


@pytest.mark.parametrize(
    "changed", [{"study": "Another study"}, {"study_contact": "others@example.org"}], ids=["its name", "its contact"]
)
async def test_a_yes_is_to_what_was_told_and_whatever_changes_is_asked_anew(
    study_town: Town, changed: dict[str, str]
) -> None:
    alice = study_town.somebody("Alice")
    await alice.enrols()
    await takes_part(alice)
    await study_town.is_set_up(**changed)

    await alice.gets_the_next_day()
    assert await decisions(alice) == []
    await alice.says("/study")

    assert alice.told.startswith(f"You agreed to the study {STUDY} on 2026-05-")
    assert f"Research: {changed.get('study', STUDY)}" in alice.told
    assert changed.get("study_contact", CONTACT) in alice.told
    assert alice.newest.buttons == [["Yes, I take part"], ["No"]]
    await alice.taps("Yes, I take part")
    await alice.gets_the_next_day()
    assert len(await decisions(alice)) == 1


async def test_a_no_to_what_it_is_now_takes_back_the_yes_to_what_it_was(study_town: Town) -> None:
    alice = study_town.somebody("Alice")
    await alice.enrols()
    await takes_part(alice)
    await study_town.is_set_up(study_contact="others@example.org")
    await alice.says("/study")

    await alice.taps("No")
    assert f"What was handed over before is with {CONTACT}" in alice.told
    await study_town.is_set_up(study_contact=CONTACT)
    await alice.gets_the_next_day()

    assert await decisions(alice) == []
    assert not await has_agreed(alice)


async def test_a_no_under_an_older_message_is_a_no(study_town: Town) -> None:
    alice = study_town.somebody("Alice")
    await alice.enrols()
    await alice.says("/study")
    older = alice.newest
    await takes_part(alice)

    await alice.taps("No", older)

    assert not await has_agreed(alice)
    assert any("You take no part any more" in message.text for message in alice.inbox)


async def test_in_a_flood_too_it_can_be_taken_back(study_town: Town) -> None:
    alice = study_town.somebody("Alice")
    await alice.enrols()
    await takes_part(alice)
    await floods(alice)

    await alice.says("/study")
    await alice.taps("Take it back")

    assert alice.told.startswith("Done.")
    assert not await has_agreed(alice)


async def test_in_a_flood_the_menu_is_not_set_again_and_again(study_town: Town) -> None:
    alice = study_town.somebody("Alice")
    await alice.enrols()
    await alice.says("/language")
    await alice.taps("Español")
    await alice.says("/study")
    before = menus_set(study_town)
    assert before
    await floods(alice)

    for _ in range(3):
        await alice.says("/study")
        assert alice.told.startswith(f"Investigación: {STUDY}")

    assert menus_set(study_town) == before


def menus_set(town: Town) -> int:
    """How often anybody's menu was set so far."""
    return [call.method for call in town.sandbox.calls].count("setMyCommands")


async def test_nobody_is_asked_for_a_yes_while_messages_are_on_hold_and_it_can_be_taken_back_then(
    study_town: Town,
) -> None:
    alice = study_town.somebody("Alice")
    await alice.enrols()
    await alice.says("/study")
    asked = alice.newest
    await alice.says("I want to kill myself")

    await alice.says("/study")
    assert alice.newest.buttons == [["I am safe, go on"], ["Help"]]
    await alice.taps("Yes, I take part", asked)
    assert alice.newest.buttons == [["I am safe, go on"], ["Help"]]
    assert not await has_agreed(alice)

    await alice.taps("I am safe, go on")
    await takes_part(alice)
    assert await has_agreed(alice)
    await alice.says("I want to kill myself")
    await alice.says("/study")
    await alice.taps("Take it back")
    assert not await has_agreed(alice)


async def test_what_was_agreed_to_is_in_the_export_and_goes_when_forgotten(study_town: Town) -> None:
    alice = study_town.somebody("Alice")
    await alice.enrols()
    await takes_part(alice)
    await alice.gets_the_next_day()
    person = await known(alice)

    _, rows = await exported(alice)

    told = [(row["study"], row["contact"], row["edition"]) for row in rows["study_agreement"]]
    assert told == [(STUDY, CONTACT, EDITION)]
    assert len(rows["decision"]) == 1
    await is_forgotten(alice)
    assert rows_with(study_town, person.id) == 0


async def test_it_is_asked_in_the_readers_language(study_town: Town) -> None:
    lucia = study_town.somebody("Lucía", language="es")
    await lucia.starts()
    await lucia.taps(lucia.newest.buttons[0][0])

    await lucia.says("/study")

    assert lucia.told.startswith(f"Investigación: {STUDY}")


async def test_two_who_ask_at_once_agree_once(study_town: Town) -> None:
    alice = study_town.somebody("Alice")
    await alice.enrols()
    person = await known(alice)
    async with study_town.database.unit() as unit:
        study = Study(STUDY, CONTACT)
        first = await unit.studies.agree(person.id, study, study_town.clock())
        again = await unit.studies.agree(person.id, study, study_town.clock() + timedelta(days=1))
        agreement = await unit.studies.agreement_of(person.id)

    assert (first, again) == (True, False)
    assert agreement is not None
    assert agreement.agreed_at == study_town.clock()


def test_the_desk_shows_a_day_in_the_words_of_each_arm() -> None:
    versions = {version.who: version.message for version in previewed(read_track(compared()), 3).versions}

    assert "One breath, and a look up." in versions["Arm “short” of the experiment"]
