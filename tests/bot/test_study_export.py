"""The bundle of a study: who is in it and who is not, what stands in it and what never does, and that tools read it as it is."""

import asyncio
import csv
import json
import shutil
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from bot import opening
from bot.forgetting import Forgetting
from bot.settings import read_settings
from bot.study.codebook import About
from bot.study.columns import TABLES, columns_of
from bot.study.exporting import NobodyTakesPart, Occupied, OthersMeanwhile, Wanted, export
from bot.study.pseudonyms import Pseudonyms, SaltProblem, kept_in, thrown_away
from bot.study.writing import Format, NoParquet
from bot.taking_part import TakingPart
from curriculum import journey
from curriculum.enrolment import TrackRef
from curriculum.safety import Classed, ContentClass
from curriculum.study import Study
from storage.tombstones import Tombstones
from tests.stories.test_forget import copy, known
from tests.stories.test_study import CONTACT, STUDY, compared, lives, takes_part
from tests.stories.town import Somebody, Town
from tests.studied import analysed
from tests.terminal import Terminal

BOTH = (Format.CSV, Format.PARQUET)
NEEDLES = ("Alice", "We had tea on the balcony.", "Tea together")
EXPECTED = {"README.txt", "codebook.csv", "codebook.md", "datapackage.json"} | {
    f"{table}.{form}" for table in TABLES for form in BOTH
}


@pytest.fixture
async def study_town(bare_town: Town) -> AsyncIterator[Town]:
    """A town in which Alice and Ben take part, Cleo does not, Dora would not be safe, and Emil took it back."""
    day = {"check_in": {"rating": "How calm?"}, "variants": [{"after": ["tried"], "why": "You began."}]}
    await bare_town.publishes(compared(**day))
    await bare_town.is_set_up(study=STUDY, study_contact=CONTACT)
    for number, name in enumerate(("Alice", "Ben", "Cleo", "Dora", "Emil"), start=2001):
        somebody = bare_town.somebody(name, number)
        await somebody.enrols(content_class=ContentClass.RESTRICTED if name == "Dora" else ContentClass.OPEN)
        if name != "Cleo":
            await takes_part(somebody)
    yield bare_town


async def lived(town: Town) -> tuple[Somebody, Somebody, Somebody]:
    """Three days have come and were answered; gives Alice, Dora and Emil."""
    alice, dora, emil = (Somebody(town, town.sandbox.people[id]) for id in _ids(town, "Alice", "Dora", "Emil"))
    everybody = [Somebody(town, person) for person in town.sandbox.people.values()]
    for _ in range(3):
        [await each.gets_the_next_day() for each in everybody[:1]]
        await town.passes(timedelta(minutes=30))
        for each in everybody:
            await each.taps("Done")
    await alice.says("We had tea on the balcony.")
    await alice.says("/gain Tea together")
    await emil.says("/study")
    await emil.taps("Take it back")
    return alice, dora, emil


def _ids(town: Town, *names: str) -> list[int]:
    by_name = {person.name: id for id, person in town.sandbox.people.items()}
    return [by_name[name] for name in names]


async def bundle(town: Town, to: Path, *, salt: bytes = b"salt", **wanted: Any) -> About:
    asked = Wanted(Study(STUDY, CONTACT), wanted.pop("formats", BOTH), **wanted)
    return await export(town.database, to, asked, Pseudonyms(salt), ledger_of(town), town.clock)


def ledger_of(town: Town) -> Tombstones:
    """Who was forgotten there."""
    return Tombstones(town.app.settings.forgotten_path, town.keyring)


def said_by(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def header(file: Path) -> list[str]:
    """The names of the columns of a CSV file."""
    return read(file).splitlines()[0].split(",")


def names(folder: Path, like: str = "*") -> list[str]:
    return sorted(file.name for file in folder.glob(like))


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


async def test_in_it_is_who_agreed_and_is_safe_and_nobody_else(study_town: Town, tmp_path: Path) -> None:
    alice, dora, emil = await lived(study_town)

    about = await bundle(study_town, tmp_path / "study")

    assert set(names(tmp_path / "study")) == EXPECTED
    assert (about.people, about.walks) == (2, 2)
    long = rows(tmp_path / "study/long.csv")
    made = {Pseudonyms(b"salt").of("person", (await known(each)).id) for each in (alice, dora, emil)}
    assert len({row["person"] for row in long} & made) == 1
    days = [row for row in long if row["kind"] == "day" and row["state"] == "confirmed"]
    assert [(row["day"], row["outcome"]) for row in days] == [(day, "done") for day in "123"] * 2
    wide = rows(tmp_path / "study/wide.csv")
    assert [(row["days_sent"], row["days_done"], row["d03_outcome"]) for row in wide] == [("3", "3", "done")] * 2
    assert len(rows(tmp_path / "study/decisions.csv")) == 6


async def test_a_row_tells_when_where_and_which(study_town: Town, tmp_path: Path) -> None:
    await lived(study_town)
    await bundle(study_town, tmp_path / "study")

    [row, *_] = [row for row in rows(tmp_path / "study/long.csv") if row["day"] == "1" and row["kind"] == "day"]
    log = {(each["walk"], each["day"]): each for each in rows(tmp_path / "study/decisions.csv")}

    assert row["planned_at"].startswith("2026-05-05T06:0")
    assert row["planned_local"].startswith("2026-05-05T08:0")
    assert (row["zone"], row["local_date"], row["days_in"], row["planned_hour"]) == (
        "Europe/Berlin",
        "2026-05-05",
        "1",
        "8",
    )
    assert row["answered_at"].startswith("2026-05-05T06:3")
    assert row["opened_at"] == row["answered_at"]
    assert (row["opened"], row["answered"]) == ("TRUE", "TRUE")
    assert 25 < float(row["latency_minutes"]) < 35
    assert (row["variant"], row["strength"], row["version"]) == ("own", "standard", "1")
    decided = log[row["walk"], "1"]
    assert row["arm"] == row["arm_shown"] == decided["arm"]
    assert (row["probability"], row["randomised"], row["unit"]) == ("0.5", "TRUE", "day")
    assert decided["decided_at"] <= row["sent_at"]
    assert (float(decided["drawn"]) >= 0.5) == (decided["arm"] == "short")
    assert len(decided["version_hash"]) == 64


async def test_no_words_names_ids_or_classes_are_in_it(study_town: Town, tmp_path: Path) -> None:
    alice, *_ = await lived(study_town)
    person, walk = await known(alice), await alice.walk()
    await bundle(study_town, tmp_path / "study")

    needles = [*NEEDLES, str(alice.telegram_id), str(person.id), str(walk.id), person.token]
    for name, content in contents(tmp_path / "study").items():
        assert [needle for needle in needles if needle.encode() in content] == [], name
        assert b"restricted" not in content
    assert mode(tmp_path / "study") == 0o700


async def test_what_came_before_somebody_agreed_is_not_theirs_to_find(study_town: Town, tmp_path: Path) -> None:
    cleo = Somebody(study_town, study_town.sandbox.people[_ids(study_town, "Cleo")[0]])
    await lived(study_town)
    await takes_part(cleo)
    await cleo.gets_the_next_day()

    await bundle(study_town, tmp_path / "study")

    person = Pseudonyms(b"salt").of("person", (await known(cleo)).id)
    assert {row["day"] for row in rows(tmp_path / "study/long.csv") if row["person"] == person} == {"4"}
    [way] = [row for row in rows(tmp_path / "study/wide.csv") if row["person"] == person]
    assert [way[name] for name in ("started_at", "started_local", "began_with", "place")] == [""] * 4
    assert way["days_sent"] == "1"
    [days_in] = {row["days_in"] for row in rows(tmp_path / "study/long.csv") if row["person"] == person}
    assert days_in == "1"


async def test_the_same_salt_gives_the_same_numbers_and_another_gives_others(study_town: Town, tmp_path: Path) -> None:
    await lived(study_town)
    for name, salt in (("one", b"a"), ("again", b"a"), ("other", b"b")):
        await bundle(study_town, tmp_path / name, salt=salt)

    one, again, other = (
        {row["person"] for row in rows(tmp_path / name / "wide.csv")} for name in ("one", "again", "other")
    )

    assert one == again
    assert not one & other


async def test_a_coarse_bundle_tells_no_date_no_minute_and_no_place(study_town: Town, tmp_path: Path) -> None:
    await lived(study_town)
    await bundle(study_town, tmp_path / "study", coarse=True, formats=(Format.CSV,))

    for table in TABLES:
        text = read(tmp_path / f"study/{table}.csv")
        assert "2026-" not in text
        assert "Berlin" not in text
        assert header(tmp_path / f"study/{table}.csv") == [column.name for column in columns_of(table, coarse=True)]
    [row, *_] = rows(tmp_path / "study/long.csv")
    assert (row["days_in"], row["planned_hour"]) == ("1", "8")
    assert float(row["latency_minutes"]).is_integer()


async def test_pandas_reads_both_without_edits_and_they_are_the_same(
    study_town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await lived(study_town)
    await bundle(study_town, tmp_path / "both")
    await bundle(study_town, tmp_path / "csv", formats=(Format.CSV,))

    plain = pd.read_csv(tmp_path / "both/long.csv")
    typed = pd.read_parquet(tmp_path / "both/long.parquet")

    assert {str(plain[name].dtype) for name in ("version", "day", "lap", "days_in")} == {"int64"}
    assert {str(plain[name].dtype) for name in ("opened", "answered")} == {"bool"}
    assert {str(plain[name].dtype) for name in ("probability", "latency_minutes")} == {"float64"}
    assert [str(typed[name].dtype) for name in ("planned_at", "planned_local")] == [
        "datetime64[ms, UTC]",
        "datetime64[ms]",
    ]
    assert (pd.to_datetime(plain["planned_at"]) == typed["planned_at"]).all()
    of_parquet, of_csv = (analysed(tmp_path / name, monkeypatch)["long"] for name in ("both", "csv"))
    assert list(of_parquet.columns) == list(of_csv.columns)
    for name in of_csv.columns:
        assert of_csv[name].isna().equals(of_parquet[name].isna()), name
        pairs = zip(of_csv[name].dropna(), of_parquet[name].dropna(), strict=True)
        assert all(pd.Timestamp(a) == pd.Timestamp(b) if name == "local_date" else a == b for a, b in pairs), name


@pytest.mark.r
async def test_r_reads_it_without_edits(study_town: Town, tmp_path: Path) -> None:
    await lived(study_town)
    await bundle(study_town, tmp_path / "study", formats=(Format.CSV,))
    rscript = shutil.which("Rscript")
    assert rscript is not None

    script = (
        'long <- read.csv("long.csv", na.strings = "")\n'
        'decisions <- read.csv("decisions.csv", na.strings = "")\n'
        'at <- as.POSIXct(long$planned_at, format = "%Y-%m-%dT%H:%M:%SZ", tz = "UTC")\n'
        "stopifnot(is.integer(long$day), is.logical(long$opened), is.numeric(long$probability), !anyNA(at))\n"
        'stopifnot(nrow(decisions) == 6, all(decisions$arm %in% c("usual", "short")))\n'
        "str(long)\n"
    )
    told = said_by([rscript, "-e", script], tmp_path / "study")

    assert "$ opened         : logi" in told
    assert f"{len(rows(tmp_path / 'study/long.csv'))} obs." in told


async def test_the_codebook_has_every_column_and_what_the_track_asks(study_town: Town, tmp_path: Path) -> None:
    await lived(study_town)
    await bundle(study_town, tmp_path / "study")

    lines = rows(tmp_path / "study/codebook.csv")

    for table in TABLES:
        columns = header(tmp_path / f"study/{table}.csv")
        assert [line["name"] for line in lines if line["table"] == table] == columns
    of_track = {line["name"]: line for line in lines if line["table"] == "thirty-calm-days@1"}
    assert of_track["experiment fewer-breaths"]["values"] == "usual: 0.5 | short: 0.5"
    assert of_track["day 4, check_in.rating"]["label"] == "How calm?"
    assert "act.gentle: One breath." in of_track["day 4, arm short"]["values"]
    assert all(line["label"] and line["source"] for line in lines)
    told = read(tmp_path / "study/codebook.md")
    assert "| latency_minutes | number | minutes |" in told


async def test_every_value_is_one_that_the_description_allows(study_town: Town, tmp_path: Path) -> None:
    await lived(study_town)
    await bundle(study_town, tmp_path / "study")
    package = json.loads(read(tmp_path / "study/datapackage.json"))

    for resource in package["resources"]:
        table = rows(tmp_path / "study" / resource["path"])
        assert len(table) == resource["rows"]
        for field in resource["schema"]["fields"]:
            values = {row[field["name"]] for row in table} - {""}
            allowed = field.get("constraints", {}).get("enum")
            assert allowed is None or values <= set(allowed), field
            if field["type"] == "integer":
                assert all(value.lstrip("-").isdigit() for value in values), field
            if field["type"] == "boolean":
                assert values <= {"TRUE", "FALSE"}, field


async def test_somebody_who_takes_it_back_while_it_is_written_is_in_none(study_town: Town, tmp_path: Path) -> None:
    alice, *_ = await lived(study_town)
    person = await known(alice)

    async def takes_back() -> None:
        async with study_town.database.unit() as unit:
            await unit.studies.take_back(person.id)

    times = iter([True])
    asked = Wanted(Study(STUDY, CONTACT), BOTH)
    database, clock = study_town.database, study_town.clock
    tasks = []

    def tell(done: int, of: int) -> None:
        if next(times, False):
            tasks.append(asyncio.ensure_future(takes_back()))

    with pytest.raises(OthersMeanwhile):
        await export(database, tmp_path / "study", asked, Pseudonyms(b"salt"), ledger_of(study_town), clock, tell)

    await tasks[0]
    assert names(tmp_path, "*study*") == []


async def test_who_meanwhile_took_it_back_and_agreed_again_is_in_none_by_the_older_yes(
    study_town: Town, tmp_path: Path
) -> None:
    alice, *_ = await lived(study_town)
    person = await known(alice)

    async def takes_back_and_agrees() -> None:
        async with study_town.database.unit() as unit:
            await study_town.app.taking_part.take_back(unit, person.id)
            await study_town.app.taking_part.agree(unit, person.id, Study(STUDY, CONTACT))

    tasks: list[asyncio.Task[None]] = []

    def tell(done: int, of: int) -> None:
        tasks.append(asyncio.create_task(takes_back_and_agrees()))

    asked = Wanted(Study(STUDY, CONTACT), BOTH)
    database, clock = study_town.database, study_town.clock
    with pytest.raises(OthersMeanwhile):
        await export(database, tmp_path / "study", asked, Pseudonyms(b"salt"), ledger_of(study_town), clock, tell)

    await asyncio.gather(*tasks)
    assert names(tmp_path, "*study*") == []


async def test_whoever_asks_to_be_forgotten_while_it_is_written_is_in_none(study_town: Town, tmp_path: Path) -> None:
    alice, *_ = await lived(study_town)
    person = await known(alice)
    database, ledger, clock = study_town.database, ledger_of(study_town), study_town.clock

    def tell(done: int, of: int) -> None:
        ledger.add(person.id, person.telegram_id, clock())  # it comes first, and their rows go after it

    asked = Wanted(Study(STUDY, CONTACT), BOTH)
    with pytest.raises(OthersMeanwhile):
        await export(database, tmp_path / "study", asked, Pseudonyms(b"salt"), ledger, clock, tell)
    again = await bundle(study_town, tmp_path / "study")

    assert again.people == 1


async def test_it_takes_its_place_whole_or_not_at_all(study_town: Town, tmp_path: Path) -> None:
    await lived(study_town)
    await bundle(study_town, tmp_path / "study")
    before = contents(tmp_path / "study")

    with pytest.raises(Occupied):
        await bundle(study_town, tmp_path / "study", salt=b"another")
    with pytest.raises(NobodyTakesPart):
        await bundle(study_town, tmp_path / "none", track="no-such-track")

    assert contents(tmp_path / "study") == before
    assert names(tmp_path, "*study*") == ["study"]
    assert names(tmp_path, "*none*") == []


async def test_without_pyarrow_csv_is_written_and_parquet_says_what_it_takes(
    study_town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await lived(study_town)
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    await bundle(study_town, tmp_path / "csv", formats=(Format.CSV,))
    with pytest.raises(NoParquet):
        await bundle(study_town, tmp_path / "parquet")

    assert "long.csv" in names(tmp_path / "csv")
    assert names(tmp_path, "*parquet*") == []


async def test_an_arm_for_a_whole_way_stands_in_every_table(bare_town: Town, tmp_path: Path) -> None:
    await bare_town.publishes(compared("person"))
    await bare_town.is_set_up(study=STUDY, study_contact=CONTACT)
    for number in range(2001, 2007):
        somebody = bare_town.somebody(f"Person {number}", number)
        await somebody.enrols()
        await takes_part(somebody)
        await lives(somebody, 2)

    await bundle(bare_town, tmp_path / "study")

    decided = {row["person"]: row["arm"] for row in rows(tmp_path / "study/decisions.csv")}
    assert set(decided.values()) == {"usual", "short"}
    assert {row["person"]: row["arm"] for row in rows(tmp_path / "study/wide.csv")} == decided
    days = [row for row in rows(tmp_path / "study/long.csv") if row["kind"] == "day"]
    assert len(days) >= 12
    assert all(row["arm"] == decided[row["person"]] and row["unit"] == "person" for row in days)


async def test_in_a_later_bundle_nobody_is_who_would_not_be_safe_by_then(study_town: Town, tmp_path: Path) -> None:
    alice, *_ = await lived(study_town)
    before = await bundle(study_town, tmp_path / "before")

    await alice.is_classed(ContentClass.RESTRICTED)
    after = await bundle(study_town, tmp_path / "after")

    assert (before.people, after.people) == (2, 1)
    person = Pseudonyms(b"salt").of("person", (await known(alice)).id)
    assert person not in {row["person"] for table in TABLES for row in rows(tmp_path / f"after/{table}.csv")}


def test_a_salt_is_made_once_kept_from_others_and_can_be_thrown_away(tmp_path: Path) -> None:
    file = tmp_path / "deep/study.salt"

    made, again = kept_in(file), kept_in(file)

    assert made == again
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert made.of("person", 1) != made.of("walk", 1) != made.of("walk", 2)
    thrown_away(file)
    assert not file.exists()
    assert kept_in(file) != made


def test_a_salt_that_others_can_read_or_that_is_none_is_not_taken(tmp_path: Path) -> None:
    file = tmp_path / "study.salt"
    kept_in(file)
    file.chmod(0o644)
    with pytest.raises(SaltProblem, match="chmod 600"):
        kept_in(file)

    file.write_text("not a salt")
    file.chmod(0o600)
    with pytest.raises(SaltProblem, match="no salt of ours"):
        kept_in(file)


@pytest.fixture
def studied(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Where a study is run, and one person agreed to it and walks."""
    terminal.environment |= {"SMALLGAINS_STUDY": STUDY, "SMALLGAINS_STUDY_CONTACT": CONTACT}
    assert terminal.smallgains("key", "new").exit_code == 0
    assert terminal.smallgains("publish", terminal.file("compared.yaml", compared())).exit_code == 0
    for name, value in terminal.environment.items():
        monkeypatch.setenv(name, str(value))
    asyncio.run(_one_walks())
    return terminal


def put_there_by_hand(copied: Path, database: Path) -> None:
    """A copy takes the place of the database, with whatever `smallgains restore` would do left out."""
    copied.replace(database)
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)


def test_on_the_command_line_what_is_missing_is_told_in_one_line(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal.smallgains("key", "new").exit_code == 0
    assert terminal.smallgains("migrate").exit_code == 0

    none = terminal.smallgains("export-study", "--to", "study")
    nobody = terminal.smallgains("export-study", "--to", "study", STUDY=STUDY)
    form = terminal.smallgains("export-study", "--to", "study", "--format", "xlsx", STUDY=STUDY)

    assert (none.exit_code, none.stderr) == (
        2,
        "smallgains: no study is run with this bot: SMALLGAINS_STUDY says what it is called\n",
    )
    assert (nobody.exit_code, nobody.stderr) == (
        1,
        "smallgains: nobody is in this study yet who could be handed over; nothing was written\n",
    )
    assert (form.exit_code, form.stderr) == (2, "smallgains: --format can be csv, parquet, or both with a comma\n")
    assert not (tmp_path / "study").exists()


def test_on_the_command_line_a_bundle_is_written_logged_and_its_salt_thrown_away(
    studied: Terminal, tmp_path: Path
) -> None:

    kept = studied.smallgains("export-study", "--to", "first", "--json")
    again = studied.smallgains("export-study", "--to", "first")
    gone = studied.smallgains("export-study", "--to", "second", "--format", "csv", "--coarse", "--throw-away-salt")

    told = json.loads(kept.stdout)
    assert (kept.exit_code, told["people"], told["walks"], told["rows"]["wide"]) == (0, 1, 1, 1)
    assert set(told["files"]) == EXPECTED
    assert told["salt"] == str(tmp_path / "smallgains-study.salt")
    assert (again.exit_code, again.stderr) == (
        2,
        "smallgains: there is something at first already; name a folder that is new\n",
    )
    assert gone.exit_code == 0
    assert "is gone: these numbers lead to nobody any more" in gone.stdout
    assert "Fewer than 10 people are in it" in gone.stdout
    assert not (tmp_path / "smallgains-study.salt").exists()
    assert studied.smallgains("audit").stdout.count("export-study") == 2


def test_nobody_who_took_it_back_is_handed_over_from_a_copy_that_was_put_there_by_hand(
    studied: Terminal, tmp_path: Path
) -> None:
    copy(tmp_path / "bot.db", tmp_path / "before.db")
    assert studied.smallgains("export-study", "--to", "first").exit_code == 0

    asyncio.run(_it_is_taken_back())
    put_there_by_hand(tmp_path / "before.db", tmp_path / "bot.db")
    told = studied.smallgains("export-study", "--to", "second")

    assert (told.exit_code, told.stderr.splitlines()[-1]) == (
        1,
        "smallgains: nobody is in this study yet who could be handed over; nothing was written",
    )


@pytest.mark.parametrize("died", ["in a copy put there by hand", "before their rows went"])
def test_nobody_who_was_forgotten_is_handed_over_before_the_bot_starts_again(
    studied: Terminal, tmp_path: Path, died: str
) -> None:
    copy(tmp_path / "bot.db", tmp_path / "before.db")

    asyncio.run(_everybody_is_forgotten(is_kept=died == "in a copy put there by hand"))
    if died == "in a copy put there by hand":
        put_there_by_hand(tmp_path / "before.db", tmp_path / "bot.db")
    told = studied.smallgains("export-study", "--to", "study")

    assert (told.exit_code, told.stderr.splitlines()[-1]) == (
        1,
        "smallgains: nobody is in this study yet who could be handed over; nothing was written",
    )
    assert not (tmp_path / "study").exists()


async def _everybody_is_forgotten(*, is_kept: bool) -> None:
    """Whoever is there is forgotten; unless it `is_kept` the process dies before it is, with the ledger written."""
    settings = read_settings(None)
    keyring = opening.keyring_of(settings)
    async with opening.opened(settings, keyring=keyring) as database:
        tombstones = Tombstones(settings.forgotten_path, keyring)
        forgetting = Forgetting(database, keyring.data_keys, tombstones, lambda: datetime.now(UTC))
        async with database.unit() as unit:
            for person in [await unit.people.get(id) for id in await unit.people.ids()]:
                if is_kept:
                    await forgetting.forget(unit, person)
                else:
                    tombstones.add(person.id, person.telegram_id, datetime.now(UTC))
        if is_kept:
            await forgetting.finish()


async def _it_is_taken_back() -> None:
    """Whoever takes part takes that back."""
    settings = read_settings(None)
    keyring = opening.keyring_of(settings)
    async with opening.opened(settings, keyring=keyring) as database, database.unit() as unit:
        for person in await unit.people.ids():
            await TakingPart(keyring.data_keys, lambda: datetime.now(UTC)).take_back(unit, person)


async def _one_walks() -> None:
    """Somebody agrees to the study and begins."""
    async with opening.opened(read_settings(None)) as database, database.unit() as unit:
        now = datetime.now(UTC)
        person = await unit.people.met(2001, "Alice", now)
        await unit.people.classify(person, Classed(ContentClass.OPEN, now))
        await unit.studies.agree(person.id, Study(STUDY, CONTACT), now)
        ref = TrackRef("thirty-calm-days", 1)
        walk = journey.start(id=7, person=person.id, track=ref, hour=time(8), zone="Europe/Berlin", now=now)
        await unit.enrolments.add(walk)
