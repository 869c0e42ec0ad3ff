"""Backups as an operator makes them, and as the bot makes them itself: whole ones alone count, and nothing good is ever lost."""

import hashlib
import json
import os
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot import backing_up
from bot.backing_up import NotBackedUp
from bot.daily_backup import AGAIN_AFTER, DailyBackup, last_time
from bot.manifest import Kind, Manifest, name_at
from bot.newest_backup import NewestBackup
from bot.settings import Settings, SettingsProblem
from bot.shelf import Shelf
from storage import keys
from tests.bot.test_metrics import of
from tests.stories.town import Somebody, Town
from tests.terminal import Terminal

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def terminal(terminal: Terminal) -> Terminal:
    """With a key, and a database in which nothing is yet."""
    return terminal.with_a_database()


def put(folder: Path, made_at: datetime) -> str:
    """A backup of that time lies there; gives its name."""
    folder.mkdir(exist_ok=True)
    name = name_at(made_at, Kind.FILE)
    (folder / name).write_text("whole")
    manifest = Manifest(
        made_at=made_at,
        program="0.1.0",
        database=Kind.FILE,
        schema_version="0031",
        file=name,
        bytes=5,
        sha256="",
        rows={},
    )
    (folder / manifest.name).write_text(manifest.text)
    return name


def names(folder: Path) -> set[str]:
    """What lies in a folder, but for locks."""
    return {file.name for file in folder.iterdir() if not file.name.endswith(".lock")}


def test_a_backup_comes_with_what_proves_it_whole_and_without_the_keys(terminal: Terminal) -> None:
    made = terminal.smallgains("backup", "--to", "backups", "--json")

    folder = terminal.folder / "backups"
    manifest = json.loads(made.stdout)
    copy = folder / manifest["file"]
    assert made.exit_code == 0
    assert "copying: " in made.stderr
    assert manifest["sha256"] == hashlib.sha256(copy.read_bytes()).hexdigest()
    assert manifest["bytes"] == copy.stat().st_size
    assert manifest["rows"]["canary"] == 1
    assert json.loads(copy.with_suffix(".json").read_text()) == manifest
    assert names(folder) == {copy.name, copy.with_suffix(".json").name}
    assert {file.stat().st_mode & 0o777 for file in folder.glob("smallgains*")} == {0o600}
    assert names(terminal.folder / "backups-keys") == {keys.FILE_NAME}
    with closing(sqlite3.connect(terminal.folder / keys.FILE_NAME)) as connection:
        [(locked,)] = connection.execute("SELECT locked FROM data_key").fetchall()
    assert locked not in copy.read_bytes()

    told = terminal.smallgains("restore", "--drill", copy)
    assert told.exit_code == 0


def test_the_place_of_the_keys_is_not_that_of_the_backups_nor_their_own(terminal: Terminal) -> None:
    nowhere = terminal.smallgains("backup")
    together = terminal.smallgains("backup", "--to", "backups", "--keys-to", "backups")
    beneath = terminal.smallgains("backup", "--to", "backups", "--keys-to", "backups/keys")
    around = terminal.smallgains("backup", "--to", "keys/backups", "--keys-to", "keys")
    own = terminal.smallgains("backup", "--to", "backups", "--keys-to", "own", KEYS_FILE="own/keys.db")

    assert [result.exit_code for result in (nowhere, together, beneath, around, own)] == [2] * 5
    assert "say where backups are kept, with --to FOLDER or SMALLGAINS_BACKUP_FOLDER" in nowhere.stderr
    assert "the keys of people must not lie with the backups" in together.stderr
    assert "the keys of people must not lie with the backups" in beneath.stderr
    assert "the keys of people must not lie with the backups" in around.stderr
    assert "the keys of people themselves lie in" in own.stderr
    assert not (terminal.folder / "backups").exists()


def test_what_is_too_old_goes_once_there_is_a_new_one_and_what_is_not_ours_stays(terminal: Terminal) -> None:
    folder = terminal.folder / "backups"
    now = datetime.now(UTC).replace(microsecond=0)
    old, young, younger = (put(folder, now - timedelta(days=days)) for days in (8, 6, 5))
    for name in ("smallgains-20200101T000000Z.db", "notes.json", ".hidden.unfinished", "smallgains.db"):
        (folder / name).write_text("somebody else's")
    left = folder / ".smallgains-20200101T000000Z.db.unfinished"
    left.write_text("half of one")

    made = terminal.smallgains("backup", "--to", "backups", "--keep-days", "7", "--json")

    assert made.exit_code == 0
    assert Path(old).name not in names(folder)
    assert names(folder) == {
        *(json.loads(made.stdout)["file"], json.loads(made.stdout)["file"].replace(".db", ".json")),
        *(young, young.replace(".db", ".json"), younger, younger.replace(".db", ".json")),
        *("smallgains-20200101T000000Z.db", "notes.json", ".hidden.unfinished", "smallgains.db"),
    }


def test_a_clock_that_is_ahead_costs_not_all_that_were_made_before(terminal: Terminal) -> None:
    folder = terminal.folder / "backups"
    now = datetime.now(UTC).replace(microsecond=0)
    daily = [put(folder, now - timedelta(days=days)) for days in (43, 42, 41, 40)]
    ahead = [put(folder, now + timedelta(days=days)) for days in (1, 2, 3)]

    made = json.loads(terminal.smallgains("backup", "--to", "backups", "--json").stdout)

    assert [manifest.file for manifest in Shelf(folder).kept()] == [*daily[2:], made["file"], *ahead]


def test_where_none_can_be_made_nothing_is_let_go(terminal: Terminal) -> None:
    folder = terminal.folder / "backups"
    old = put(folder, LONG_AGO)
    before = names(folder)
    with (terminal.folder / "bot.db").open("r+b") as opened:
        opened.seek(8 * 4096)
        opened.write(b"\xff" * 40_960)

    failed = terminal.smallgains("backup", "--to", "backups")

    assert failed.exit_code == 1
    assert "the copy is not as it should be, and was thrown away: " in failed.stderr
    assert names(folder) == before == {old, old.replace(".db", ".json")}


@pytest.mark.parametrize("left", ["-wal", "-shm"])
def test_beside_what_is_left_of_the_old_database_nothing_is_put_back(terminal: Terminal, left: str) -> None:
    made = json.loads(terminal.smallgains("backup", "--to", "backups", "--json").stdout)
    database = terminal.folder / "bot.db"
    with closing(sqlite3.connect(database)) as dying:
        dying.execute("PRAGMA journal_mode=WAL")
        dying.execute("UPDATE canary SET sealed = x'00'")
        dying.commit()
        kept = (terminal.folder / f"bot.db{left}").read_bytes()
    database.unlink()
    (terminal.folder / f"bot.db{left}").write_bytes(kept)

    refused = terminal.smallgains("restore", f"backups/{made['file']}")
    before = database.exists()
    (terminal.folder / f"bot.db{left}").rename(terminal.folder / f"old{left}")
    restored = terminal.smallgains("restore", f"backups/{made['file']}")

    assert (refused.exit_code, before) == (2, False)
    assert (
        f"something left of a database in {terminal.folder}: bot.db{left}. Stop the bot, move them all"
        in refused.stderr
    )
    assert restored.exit_code == 0
    assert terminal.smallgains("migrate").exit_code == 0


def test_a_drill_needs_no_room_elsewhere_and_leaves_nothing_where_it_was(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(terminal.folder / "full"))
    killed, at_work = terminal.folder / ".smallgains-drill-1", terminal.folder / ".smallgains-drill-2"
    for trial in (killed, at_work):
        trial.mkdir()
        (trial / "drill.db").touch()
    os.utime(killed, (0, 0))

    made = terminal.smallgains("backup", "--to", "backups", "--verify", "--json")
    before = names(terminal.folder)
    drilled = terminal.smallgains("restore", "--drill", f"backups/{json.loads(made.stdout)['file']}")

    assert (made.exit_code, drilled.exit_code) == (0, 0)
    assert names(terminal.folder) == before
    assert {name for name in before if "drill" in name} == {at_work.name}


def test_that_a_disk_is_too_full_for_a_trial_is_not_put_down_to_the_backup(terminal: Terminal) -> None:
    with terminal.file("huge.db", "SQLite format 3").open("r+b") as huge:
        huge.truncate(2**42)

    refused = terminal.smallgains("restore", "--drill", "huge.db")

    assert refused.exit_code == 2
    assert re.search(
        r"the disk is too full: .* and a copy of the backup huge.db takes about 4194305 MiB", refused.stderr
    )


def test_other_keys_prove_nothing(terminal: Terminal) -> None:
    assert terminal.smallgains("key", "new", "--to", "other.key").exit_code == 0

    failed = terminal.smallgains("backup", "--to", "backups", KEY_FILE="other.key", KEYS_FILE="elsewhere/keys.db")

    assert failed.exit_code == 1
    assert "the key file does not belong to this database" in failed.stderr
    assert names(terminal.folder / "backups") == set()


def test_a_ledger_that_is_cut_short_is_not_copied_over_the_whole_one(terminal: Terminal) -> None:
    assert terminal.smallgains("backup", "--to", "backups").exit_code == 0
    with closing(sqlite3.connect(terminal.folder / keys.FILE_NAME)) as connection, connection:
        connection.execute("INSERT INTO memo VALUES ('lines of the ledger', '1 0123')")
    (terminal.folder / "backups-keys" / "smallgains-forgotten.log").write_text("the whole one")

    failed = terminal.smallgains("backup", "--to", "backups")

    assert failed.exit_code == 1
    assert "is missing, shortened or changed" in failed.stderr
    assert (terminal.folder / "backups-keys" / "smallgains-forgotten.log").read_text() == "the whole one"
    assert len(Shelf(terminal.folder / "backups").kept()) == 1


def test_one_makes_a_backup_at_a_time(terminal: Terminal) -> None:
    with Shelf(terminal.folder / "backups").held():
        refused = terminal.smallgains("backup", "--to", "backups")

    assert (refused.exit_code, "another backup is just being made in backups" in refused.stderr) == (1, True)


def test_without_a_database_there_is_nothing_to_back_up(terminal: Terminal) -> None:
    (terminal.folder / "bot.db").unlink()

    failed = terminal.smallgains("backup", "--to", "backups")

    assert failed.exit_code == 1
    assert f"there is no database at {terminal.folder}/bot.db yet" in failed.stderr
    assert not (terminal.folder / "bot.db").exists()


def test_the_disk_is_asked_for_room_first(tmp_path: Path) -> None:
    with pytest.raises(NotBackedUp, match=r"a backup needs about 1073741825 MiB, and .* has room for \d+ MiB"):
        backing_up.has_room(tmp_path, needed=2**50)


@pytest.mark.parametrize(
    ("now", "last"),
    [
        (datetime(2026, 5, 4, 3, 30, tzinfo=UTC), datetime(2026, 5, 4, 3, 30, tzinfo=UTC)),
        (datetime(2026, 5, 4, 3, 29, tzinfo=UTC), datetime(2026, 5, 3, 3, 30, tzinfo=UTC)),
        (datetime.fromisoformat("2026-05-04T01:00:00-04:00"), datetime(2026, 5, 4, 3, 30, tzinfo=UTC)),
    ],
)
def test_when_it_was_that_time_of_day_last(now: datetime, last: datetime) -> None:
    assert last_time(time(3, 30), now) == last


def test_the_time_of_day_is_in_utc() -> None:
    assert Settings(backup_at="04:15", _env_file=None).backup_at == time(4, 15)
    with pytest.raises(ValueError, match="a time of day in UTC"):
        Settings(backup_at="04:15+02:00", _env_file=None)
    with pytest.raises(SettingsProblem):
        backing_up.places(Settings(backup_folder="", _env_file=None))


class TestWhileTheBotRuns:
    """One a day, by itself."""

    @pytest.fixture
    async def kept(self, town: Town, tmp_path: Path, key_file: Path) -> Path:
        """Where backups are kept."""
        folder = tmp_path / "backups"
        await town.is_set_up(
            backup_folder=folder, key_file=key_file, keys_file=key_file.with_name(keys.FILE_NAME), backup_keep_days=3
        )
        return folder

    def made(self, folder: Path) -> list[str]:
        return [f"{manifest.made_at:%d %H:%M}" for manifest in Shelf(folder).kept()]

    def backups(self, town: Town) -> DailyBackup:
        assert town.app.backups is not None
        return town.app.backups

    async def test_one_is_made_a_day_and_made_up_for_and_let_go(self, town: Town, kept: Path) -> None:
        for day in (1, 2):
            put(kept, datetime(2026, 4, day, tzinfo=UTC))
        await self.backups(town).look()
        await self.backups(town).look()
        first = self.made(kept)

        town.clock.move_to(datetime(2026, 5, 5, 3, 29, tzinfo=UTC))
        await self.backups(town).look()
        before = self.made(kept)
        town.clock.move_to(datetime(2026, 5, 5, 3, 31, tzinfo=UTC))
        await self.backups(town).look()
        await self.backups(town).look()
        second = self.made(kept)

        await town.sleeps()
        town.clock.move_to(datetime(2026, 5, 8, 2, 0, tzinfo=UTC))
        await town.wakes()
        await self.backups(town).look()

        assert first == before == ["01 00:00", "02 00:00", "04 12:00"]
        assert second == ["02 00:00", "04 12:00", "05 03:31"]
        assert self.made(kept) == ["04 12:00", "05 03:31", "08 02:00"]

    async def test_one_of_a_time_to_come_is_told_of_and_does_not_count(
        self, town: Town, kept: Path, alice: Somebody, caplog: pytest.LogCaptureFixture
    ) -> None:
        await alice.enrols()
        ahead = put(kept, town.clock() + timedelta(days=300))
        town.forgiven.add("bot.daily_backup")
        none = await of(town)
        seen = NewestBackup.of(town.app.settings, town.clock())
        await self.backups(town).look()
        await self.backups(town).look()

        assert none["smallgains_last_backup_age_seconds"] == float("inf")
        assert seen is not None and seen.finding("backups").fault == "no-new-backup"
        assert ahead in seen.finding("backups").says
        assert len(self.made(kept)) == 2
        assert caplog.text.count(f"made by a clock that was ahead, so not counted as backups: {ahead}") == 1

    async def test_while_the_clock_is_not_steady_none_is_made(self, town: Town, kept: Path) -> None:
        settings = town.app.settings
        jumped = DailyBackup(settings, town.keyring, backing_up.places(settings), town.clock, steady=lambda: False)

        await jumped.look()

        assert self.made(kept) == []

    async def test_its_age_and_its_failing_are_told(self, town: Town, kept: Path, alice: Somebody) -> None:
        await alice.enrols()
        none = await of(town)
        with blocked(kept):
            town.forgiven.add("bot.daily_backup")
            await self.backups(town).look()
            failed = await of(town)
        await self.backups(town).look()
        at_once = self.made(kept)
        town.clock.move(AGAIN_AFTER)
        await self.backups(town).look()
        town.clock.move(timedelta(hours=2))
        good = await of(town)

        age, failing = "smallgains_last_backup_age_seconds", "smallgains_backup_failed"
        assert [(told[age], told[failing]) for told in (none, failed, good)] == [
            (float("inf"), 0),
            (float("inf"), 1),
            (7200, 0),
        ]
        assert at_once == []

    async def test_that_another_makes_one_is_no_failure_and_it_is_looked_again_soon(
        self, town: Town, kept: Path, alice: Somebody
    ) -> None:
        await alice.enrols()
        with Shelf(kept).held():
            await self.backups(town).look()
            meanwhile = await of(town)
        await self.backups(town).look()

        assert meanwhile["smallgains_backup_failed"] == 0
        assert len(self.made(kept)) == 1

    async def test_why_it_failed_is_logged(self, town: Town, kept: Path, caplog: pytest.LogCaptureFixture) -> None:
        town.forgiven.add("bot.daily_backup")

        with blocked(kept):
            await self.backups(town).look()

        assert re.search(
            r"no backup could be made, and it is tried again in half an hour: .* cannot be written", caplog.text
        )

    @pytest.mark.parametrize("makes_backups", [True, False])
    async def test_the_copy_of_keys_and_ledger_is_never_old(
        self, town: Town, kept: Path, alice: Somebody, key_file: Path, makes_backups: bool
    ) -> None:
        apart = kept.with_name("backups-keys")
        if not makes_backups:
            await town.is_set_up(backup_folder=None, backup_keys_folder=apart)
        assert town.app.kept_keys is not None
        await alice.enrols()
        await town.app.kept_keys.look()
        with_alice = keys_of(apart)
        await alice.says("/forget")
        await alice.taps("Erase everything")
        await town.settles()
        await town.app.kept_keys.look()

        assert len(with_alice - keys_of(apart)) == 1
        assert len((apart / "smallgains-forgotten.log").read_text().splitlines()) == 1


@contextmanager
def blocked(folder: Path) -> Iterator[None]:
    """No backup can be put there: a file has its name."""
    folder.write_text("in the way")
    yield
    folder.unlink()


def keys_of(folder: Path) -> set[int]:
    """Who has a key in the copy that lies there."""
    with closing(sqlite3.connect(folder / keys.FILE_NAME)) as connection:
        return {owner for (owner,) in connection.execute("SELECT owner FROM data_key")}
