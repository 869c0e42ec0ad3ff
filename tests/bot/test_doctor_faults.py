"""Faults are made, and the doctor finds each: by its name, with what it is and what cures it."""

import asyncio
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import aiohttp
import psycopg
import pytest

from bot import backing_up, doctor, lock
from bot.clock import StandingClock, utc_now
from bot.doctor.machine import folders
from bot.faults import FAULTS
from bot.finding import Finding
from bot.lost_database import name_of_copy
from bot.sandbox import Sandbox
from bot.settings import Settings
from storage import tombstones
from storage.database import Database
from storage.facts import ZONE_DATA
from storage.secrecy import Keyring, make_key_file
from tests.conftest import url_of
from tests.postgresql import Server
from tests.stories.town import TOKEN

SECRET = "a" * 32
ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy" / "README.md"


class Installation:
    """An installation in which nothing is wrong, until a test makes it so."""

    def __init__(self, folder: Path, api_url: str, sandbox: Sandbox) -> None:
        self.folder = folder
        self.sandbox = sandbox
        self.settings: dict[str, object] = {
            "token": TOKEN,
            "api_url": api_url,
            "database_url": url_of(folder / "bot.db"),
            "admins": "1001",
        }

    @property
    def database(self) -> Path:
        return self.folder / "bot.db"

    @property
    def key(self) -> Path:
        return self.folder / "smallgains.key"

    @property
    def keys(self) -> Path:
        return self.folder / "smallgains-keys.db"

    @property
    def keyring(self) -> Keyring:
        return Keyring.read(self.key, self.keys)

    async def looked_over(
        self,
        *,
        listening: int = 0,
        machine: Callable[[], datetime] = utc_now,
        now: Callable[[], datetime] = utc_now,
        env_file: Path | None = None,
        **changed: object,
    ) -> "Told":
        """What the doctor says, when these settings are others."""
        settings = Settings(_env_file=None, **{**self.settings, **changed})  # type: ignore[arg-type]  # as the fields are
        found = doctor.findings(
            settings, now, machine=machine, env_file=env_file, overhears_for=timedelta(seconds=listening)
        )
        return Told([one async for one in found])


class Told:
    """What the doctor said."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        assert all((one.fault is None) == (one.cure is None) for one in findings)

    @property
    def faults(self) -> set[str]:
        return {one.fault for one in self.findings if one.fault is not None}

    def of(self, fault: str) -> str:
        """What was said of it, with its cure."""
        [found] = [one for one in self.findings if one.fault == fault]
        return f"{found.says} → {found.cure}"

    def about(self, about: str) -> list[str]:
        return [one.says for one in self.findings if one.about == about]


@pytest.fixture
async def installation(tmp_path: Path, migrated: Path, first_keys: Path) -> AsyncIterator[Installation]:
    shutil.copytree(first_keys, tmp_path, dirs_exist_ok=True)
    shutil.copy(migrated, tmp_path / "bot.db")
    sandbox = Sandbox(TOKEN)
    async with sandbox.serving() as api_url:
        yield Installation(tmp_path, api_url, sandbox)


async def test_where_nothing_is_wrong_no_fault_is_found(installation: Installation) -> None:
    told = await installation.looked_over(listen="127.0.0.1:0")

    assert told.faults == set()
    assert {one.about for one in told.findings} == {
        "token", "clock", "updates", "webhook", "port", "disk", "open files", "key", "keys of people",
        "ledger of the forgotten", "database", "backups", "zone data", "tracks", "helplines", "admins",
    }  # fmt: skip


def test_every_fault_is_made_in_some_test_and_stands_in_the_readme_with_its_cure() -> None:
    here = "".join((Path(__file__).parent / f"{name}.py").read_text() for name in ("test_doctor", "test_doctor_faults"))
    section = DEPLOY.read_text().partition("## Something is wrong\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (.*) \| (.*) \|$", section, re.MULTILINE)

    assert {one.name for one in FAULTS} - set(re.findall(r'"([a-z0-9-]+)"', here)) == set()
    assert rows == [(one.name, one.means, re.sub(r"{(\w+)}", lambda gap: gap[1].upper(), one.cure)) for one in FAULTS]


# The token, and Telegram.


@pytest.mark.parametrize(
    ("token", "fault"),
    [
        pytest.param("", "no-token", id="none"),
        pytest.param("AAonlythesecondhalf", "token-malformed", id="half of one"),
        pytest.param('"42:TEST"', "token-malformed", id="in quotes"),
        pytest.param("TOKEN=42:TEST", "token-malformed", id="the whole line"),
        pytest.param("42:OTHER", "token-refused", id="another"),
    ],
)
async def test_a_wrong_token(installation: Installation, token: str, fault: str) -> None:
    told = await installation.looked_over(token=token)

    assert told.faults == {fault}
    assert "BotFather" in told.of(fault)
    assert not token or token not in told.of(fault)


async def test_telegram_out_of_reach(installation: Installation) -> None:
    assert (await installation.looked_over(api_url="http://127.0.0.1:9")).faults == {"telegram-unreachable"}


async def test_telegram_that_goes_away_in_between(installation: Installation) -> None:
    installation.sandbox.faults.refuse(502, "Bad Gateway", methods={"getWebhookInfo"})

    assert (await installation.looked_over()).faults == {"telegram-unreachable"}


@pytest.mark.parametrize("hours", [-2, 2])
async def test_a_machine_whose_clock_is_off(installation: Installation, hours: int) -> None:
    told = await installation.looked_over(machine=StandingClock(utc_now() + timedelta(hours=hours)))

    assert told.faults == {"clock-off"}
    assert "timedatectl" in told.of("clock-off")


# The way of updates.


def carried(to: str) -> dict[str, object]:
    """The settings of a webhook there."""
    return {"webhook_url": to, "webhook_secret": SECRET, "listen": "127.0.0.1:0"}


async def set_webhook(installation: Installation, to: str) -> None:
    """Some program tells Telegram where to carry updates."""
    async with aiohttp.ClientSession() as session:
        asked = f"{installation.settings['api_url']}/bot{TOKEN}/setWebhook"
        async with session.post(asked, json={"url": to, "secret_token": SECRET}) as answer:
            assert answer.status == 200


@pytest.mark.parametrize("secret", [pytest.param("", id="none"), pytest.param("needle", id="a short one")])
async def test_a_webhook_without_a_good_secret(installation: Installation, secret: str) -> None:
    told = await installation.looked_over(**{**carried("http://127.0.0.1:9/needle"), "webhook_secret": secret})

    assert told.faults == {"no-webhook-secret"}
    assert "needle" not in told.of("no-webhook-secret")


async def test_a_webhook_that_another_program_has_set(installation: Installation) -> None:
    await set_webhook(installation, "https://other.example/needle")

    fetching = await installation.looked_over()
    carrying = await installation.looked_over(**carried("https://bot.example/ours"))

    assert fetching.faults == carrying.faults == {"webhook-elsewhere"}
    assert "other.example" in fetching.of("webhook-elsewhere") and "other.example" in carrying.of("webhook-elsewhere")
    assert "needle" not in fetching.of("webhook-elsewhere") + carrying.of("webhook-elsewhere")


async def test_a_webhook_at_which_nobody_answers_and_then_a_hundred_updates_wait(installation: Installation) -> None:
    with taken() as port:
        pass
    await set_webhook(installation, f"http://127.0.0.1:{port}/ours")
    alice = installation.sandbox.person("Alice")
    alice.says("hello")

    told = await until(lambda: installation.looked_over(**carried(f"http://127.0.0.1:{port}/ours")), "webhook-failing")
    for number in range(100):
        alice.says(str(number))
    later = StandingClock(utc_now() + timedelta(hours=2))
    piled = await installation.looked_over(machine=later, **carried(f"http://127.0.0.1:{port}/ours"))

    assert told.faults == {"webhook-failing"}
    assert "Connection refused" in told.of("webhook-failing")
    assert piled.faults == {"updates-pile-up", "clock-off"}


async def until(look: Callable[[], Awaitable[Told]], fault: str) -> Told:
    """Looks again and again until it is found."""
    async with asyncio.timeout(20):
        while True:
            told = await look()
            if fault in told.faults:
                return told


async def test_another_program_that_fetches_updates(installation: Installation) -> None:
    polls = asyncio.Event()

    async def poll() -> None:
        asked = f"{installation.settings['api_url']}/bot{TOKEN}/getUpdates"
        async with aiohttp.ClientSession() as session:
            while True:
                polls.set()
                async with session.post(asked, json={"timeout": 10}) as answer:
                    await answer.read()
                await asyncio.sleep(0.2)  # as programs that poll wait after a conflict

    polling = asyncio.create_task(poll())
    await polls.wait()
    told = await installation.looked_over(listening=5)
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)

    assert told.faults == {"another-poller"}


async def test_a_bot_of_our_own_that_runs_is_no_fault_and_is_not_disturbed(installation: Installation) -> None:
    with lock.held(installation.database):
        told = await installation.looked_over()

    assert told.faults == set()
    assert told.about("running") == ["a smallgains is at work on this database"]
    assert "getUpdates" not in [call.method for call in installation.sandbox.calls]


@contextmanager
def taken() -> Iterator[int]:
    """A port at which a program listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


async def test_a_port_that_another_program_has(installation: Installation) -> None:
    async def answered(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\nhello\n")
        writer.close()

    server = await asyncio.start_server(answered, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]

    told = await installation.looked_over(listen=f"127.0.0.1:{port}")
    server.close()
    await server.wait_closed()

    assert told.faults == {"port-taken"}
    assert f"127.0.0.1:{port}" in told.of("port-taken")


async def test_an_address_of_another_machine(installation: Installation) -> None:
    assert (await installation.looked_over(listen="192.0.2.1:8080")).faults == {"address-unusable"}


# The files beside the database.


async def test_no_key_before_there_is_a_database_and_one_that_is_lost_afterwards(installation: Installation) -> None:
    installation.key.unlink()
    lost = await installation.looked_over()
    installation.database.unlink()
    new = await installation.looked_over()

    assert (lost.faults, new.faults) == ({"key-lost"}, {"no-key"})
    assert "smallgains key new" not in lost.of("key-lost")
    assert "smallgains key new" in new.of("no-key")


async def test_a_key_file_that_holds_no_key(installation: Installation) -> None:
    installation.key.write_text("smallgains1:needle\n")

    told = await installation.looked_over()

    assert told.faults == {"key-broken"}
    assert "needle" not in told.of("key-broken")


async def test_the_key_of_another_installation(installation: Installation, tmp_path: Path) -> None:
    make_key_file(tmp_path / "other.key")

    own_keys = await installation.looked_over(key_file=tmp_path / "other.key")
    other_keys = tmp_path / "other" / "smallgains-keys.db"
    other_keys.parent.mkdir()
    Keyring.read(tmp_path / "other.key", other_keys).fingerprint("a", "b")
    both = await installation.looked_over(key_file=tmp_path / "other.key", keys_file=other_keys)

    assert own_keys.faults == {"keys-locked", "ledger-unreadable", "wrong-key"} or own_keys.faults == {
        "keys-locked",
        "wrong-key",
    }
    assert "wrong-key" in both.faults and "keys-locked" not in both.faults


async def test_keys_of_people_that_are_missing_or_damaged(installation: Installation) -> None:
    installation.keys.unlink()
    missing = await installation.looked_over()
    installation.keys.write_bytes(b"not a database at all" * 100)
    damaged = await installation.looked_over()

    assert "keys-missing" in missing.faults
    assert "wrong-key" not in missing.faults
    assert "keys-damaged" in damaged.faults


@pytest.mark.parametrize("secret", ["key", "keys of people", "settings", "token", "webhook secret"])
async def test_files_with_secrets_that_others_can_read(installation: Installation, tmp_path: Path, secret: str) -> None:
    (tmp_path / "secret").write_text(TOKEN if secret == "token" else SECRET)
    (tmp_path / "secret").chmod(0o640)
    changed: dict[str, object] = {}
    match secret:
        case "key":
            installation.key.chmod(0o640)
        case "keys of people":
            installation.keys.chmod(0o604)
        case "settings":
            changed = {"env_file": tmp_path / "secret"}
        case "token":
            changed = {"token_file": tmp_path / "secret", "token": None}
        case _:
            changed = {**carried("http://127.0.0.1:9/ours"), "webhook_secret": None}
            changed["webhook_secret_file"] = tmp_path / "secret"

    told = await installation.looked_over(**changed)  # type: ignore[arg-type]

    assert told.faults == {"open-to-others"}
    assert "chmod 600" in told.of("open-to-others")


async def test_a_ledger_of_the_forgotten_that_lost_lines_or_cannot_be_read(installation: Installation) -> None:
    ledger = installation.folder / tombstones.FILE_NAME
    tombstones.Tombstones(ledger, installation.keyring).add(1, 1002, datetime(2026, 5, 4, tzinfo=UTC))
    text = ledger.read_text()
    ledger.unlink()

    shortened = await installation.looked_over()
    ledger.write_text(text + "when who what\n")
    unreadable = await installation.looked_over()

    assert shortened.faults == {"ledger-shortened"}
    assert "accept-ledger" in shortened.of("ledger-shortened")
    assert unreadable.faults == {"ledger-unreadable"}


async def test_backups_that_do_not_come(installation: Installation, tmp_path: Path) -> None:
    folder, settings = tmp_path / "backups", Settings(_env_file=None, **installation.settings)  # type: ignore[arg-type]
    none = await installation.looked_over(backup_folder=folder)
    places = backing_up.places(settings, folder=folder)
    made = await backing_up.back_up(settings, installation.keyring, places, utc_now, lambda _: None)
    good = await installation.looked_over(backup_folder=folder)
    old = await installation.looked_over(backup_folder=folder, now=lambda: utc_now() + timedelta(hours=30))

    assert none.faults == {"no-new-backup"}
    assert f"there is none in {folder} yet" in none.of("no-new-backup")
    assert good.about("backups") == [f"good: the newest, {made.file.name}, is 0 h old"]
    assert f"the newest, {made.file.name}, is 30 h old" in old.of("no-new-backup")


async def test_keys_that_are_older_than_the_database(installation: Installation) -> None:
    async with Database(url_of(installation.database), installation.keyring) as database, database.unit() as unit:
        person = await unit.people.met(1002, "Alice", utc_now())
    installation.keyring.data_keys.destroy(person.id)

    assert (await installation.looked_over()).faults == {"people-without-key"}


# The machine.


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a disk")
async def test_a_disk_that_is_nearly_full_and_one_that_is(installation: Installation, tmp_path: Path) -> None:
    with disk_of_its_own(tmp_path / "disk") as disk:
        shutil.copytree(installation.folder, disk, dirs_exist_ok=True, ignore=shutil.ignore_patterns("disk"))
        elsewhere = url_of(disk / "bot.db")
        roomy = await installation.looked_over(database_url=elsewhere)
        with (disk / "weight").open("wb") as weight:
            weight.write(bytes(shutil.disk_usage(disk).free * 19 // 20))
        nearly = await installation.looked_over(database_url=elsewhere)
        with suppressed_when_full(), (disk / "ballast").open("wb", buffering=0) as ballast:
            while True:
                ballast.write(bytes(4096))
        full = await installation.looked_over(database_url=elsewhere)

    assert roomy.faults == set()
    assert nearly.faults == {"disk-full"}
    assert "GB free" in nearly.of("disk-full")
    assert "disk-full" in full.faults


@contextmanager
def disk_of_its_own(at: Path) -> Iterator[Path]:
    """A disk of a few megabytes."""
    at.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", at], check=True)
    try:
        yield at
    finally:
        subprocess.run(["umount", "--lazy", at], check=True)


@contextmanager
def suppressed_when_full() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        assert error.errno == 28


@pytest.mark.parametrize("mode", [pytest.param(0o555, id="write into"), pytest.param(0o700, id="look into")])
def test_a_folder_that_the_bot_may_not(mode: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="sg-folder-"))
    folder.chmod(mode if os.geteuid() == 0 else mode & 0o555)
    settings = Settings(database_url=url_of(folder / "data" / "bot.db"), _env_file=None)
    try:
        with as_nobody():
            told = Told(list(folders(settings)))
    finally:
        folder.rmdir()

    assert told.faults == {"folder-read-only"}
    assert str(folder) in told.of("folder-read-only")


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may write anywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


async def test_so_few_open_files_that_the_bot_runs_out_of_them(installation: Installation) -> None:
    told = doctor_of(installation, "ulimit -n 64;")

    assert "only 64 may be open" in told
    assert "few-files" in told


def doctor_of(installation: Installation, before: str = "", **environment: str) -> str:
    """What the command says in a shell of its own."""
    settings = {f"SMALLGAINS_{name.upper()}": str(value) for name, value in installation.settings.items()}
    done = subprocess.run(
        ["sh", "-c", f'{before} exec "$0" -m bot doctor --json', sys.executable],
        env={**os.environ, **settings, "SMALLGAINS_TOKEN": "", "PYTHONPATH": str(ROOT), **environment},
        cwd=installation.folder,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stderr
    return done.stdout


def given_by_nobody(installation: Installation, *command: str) -> subprocess.CompletedProcess[str]:
    """A command that is given by a user who has no rights here."""
    settings = {f"SMALLGAINS_{name.upper()}": str(value) for name, value in installation.settings.items()}
    becomes_nobody = "import os, bot.cli, bot.doctor; from bot.__main__ import main; os.setuid(65534); main()"
    return subprocess.run(
        [sys.executable, "-c", becomes_nobody, *command],
        env={**os.environ, **settings, "PYTHONPATH": str(ROOT)},
        cwd="/",
        capture_output=True,
        text=True,
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become another user")
@pytest.mark.parametrize(("command", "code"), [("doctor", 1), ("status", 2), ("versions", 2)])
async def test_files_of_another_user(installation: Installation, command: str, code: int) -> None:
    installation.folder.chmod(0o700)

    done = given_by_nobody(installation, command)

    assert (done.returncode, "as the user that the bot runs as" in done.stdout + done.stderr) == (code, True), done
    assert "key new" not in done.stderr
    assert '"another-user"' in given_by_nobody(installation, "doctor", "--json").stdout


async def test_time_zone_data_that_are_damaged_or_missing(installation: Installation, tmp_path: Path) -> None:
    broken = tmp_path / "broken" / "tzdata"
    broken.mkdir(parents=True)
    (broken / "__init__.py").touch()

    told = doctor_of(installation, PYTHONPATH=f"{broken.parent}:{ROOT}")

    assert "zone-data-missing" in told
    assert "pip install" in told


async def test_time_zone_data_of_two_years_ago(installation: Installation, tmp_path: Path) -> None:
    old = tmp_path / "old" / "tzdata-2019.3.dist-info"
    old.mkdir(parents=True)
    (old / "METADATA").write_text("Metadata-Version: 2.1\nName: tzdata\nVersion: 2019.3\n")

    told = doctor_of(installation, PYTHONPATH=f"{old.parent}:{ROOT}")

    assert "zone-data-old" in told
    assert "tzdata 2019.3" in told


async def test_time_zone_data_older_than_those_that_were_planned_with(installation: Installation) -> None:
    async with Database(url_of(installation.database), installation.keyring) as database, database.unit() as unit:
        await unit.facts.remember(ZONE_DATA, "2099.1")

    told = await installation.looked_over()

    assert told.faults == {"zone-data-old"}
    assert "2099.1" in told.of("zone-data-old")


async def test_a_track_that_ships_and_is_damaged(installation: Installation, tmp_path: Path) -> None:
    program = tmp_path / "program"
    for package in ("bot", "curriculum", "storage"):
        leave_out = shutil.ignore_patterns("__pycache__")
        shutil.copytree(str(files(package)), program / package, ignore=leave_out)
    track = next(iter(sorted((program / "curriculum" / "tracks").glob("*.yaml"))))
    track.write_text(track.read_text().replace("title:", "titel:", 1))

    told = doctor_of(installation, PYTHONPATH=str(program))

    assert "track-damaged" in told


async def test_helplines_that_have_expired(installation: Installation) -> None:
    told = await installation.looked_over(now=StandingClock(datetime(2036, 1, 1, tzinfo=UTC)))

    assert "helplines-expired" in told.faults


# The database, in a file.


def does(database: Path, statement: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(statement)
        connection.commit()


async def test_a_database_of_a_newer_an_older_and_no_version(installation: Installation) -> None:
    does(installation.database, "UPDATE alembic_version SET version_num = '9999'")
    newer = await installation.looked_over()
    does(installation.database, "UPDATE alembic_version SET version_num = '0030'")
    older = await installation.looked_over()

    assert (newer.faults, older.faults) == ({"database-newer"}, {"database-older"})
    assert "9999" in newer.of("database-newer")


async def test_a_database_that_is_lost_and_one_that_was_never_made(installation: Installation) -> None:
    installation.database.unlink()
    never = await installation.looked_over()
    installation.keyring.data_keys.make_for([1])

    lost = await installation.looked_over()

    sqlite3.connect(installation.database).close()
    installation.database.touch()
    emptied = await installation.looked_over()

    assert (never.faults, lost.faults, emptied.faults) == (set(), {"database-lost"}, {"database-lost"})
    assert "smallgains restore" in lost.of("database-lost")


async def test_a_database_that_was_taken_away_under_the_bot(installation: Installation) -> None:
    older, newer = (name_of_copy(installation.database, datetime(2026, 5, day, tzinfo=UTC)) for day in (4, 5))
    shutil.copy(installation.database, newer)
    older.touch()

    taken_away = await installation.looked_over()

    assert taken_away.faults == {"database-saved"}
    assert f"mv {newer} {installation.database}" in taken_away.of("database-saved")


async def test_a_database_that_has_moved(installation: Installation) -> None:
    does(
        installation.database,
        """INSERT INTO fact (name, value) VALUES ('moved_to', '{"move": "m", "to": "db.example", "is_over": true}')""",
    )

    told = await installation.looked_over()

    assert told.faults == {"database-moved"}
    assert "db.example" in told.of("database-moved")


async def test_a_file_that_is_damaged_or_no_database(installation: Installation) -> None:
    whole = installation.database.read_bytes()
    page = 4096
    installation.database.write_bytes(whole[: page * 8] + os.urandom(page * 4) + whole[page * 12 :])
    damaged = await installation.looked_over()
    installation.database.write_bytes(b"Dear diary, " * 1000)
    none = await installation.looked_over()

    assert damaged.faults == none.faults == {"database-damaged"}
    assert "restore" in damaged.of("database-damaged")


async def test_a_file_that_another_program_keeps_locked(installation: Installation) -> None:
    with closing(sqlite3.connect(installation.database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        told = await installation.looked_over()

    assert told.faults == {"database-locked"}


async def test_a_folder_in_place_of_the_file(installation: Installation) -> None:
    installation.database.unlink()
    installation.database.mkdir()

    assert (await installation.looked_over()).faults == {"database-unusable"}


# The database, on a server.


@pytest.fixture
def on_server(installation: Installation, database_on_postgresql: str) -> Installation:
    installation.settings |= {
        "database_url": database_on_postgresql,
        "key_file": installation.key,
        "keys_file": installation.keys,
        "forgotten_file": installation.folder / tombstones.FILE_NAME,
    }
    return installation


def name_in(url: str) -> str:
    return url.rpartition("?")[0].rpartition("/")[2]


async def test_on_a_server_where_nothing_is_wrong_no_fault_is_found(on_server: Installation) -> None:
    assert (await on_server.looked_over()).faults == set()


async def test_a_bot_at_work_on_a_server_is_nobody_else_who_fetches(on_server: Installation) -> None:
    settings = Settings(_env_file=None, **on_server.settings)  # type: ignore[arg-type]  # as the fields are
    async with Database(settings.database_url, on_server.keyring) as database, database.among_others():
        told = await on_server.looked_over()

    assert told.faults == set()
    assert told.about("running") == ["a smallgains is at work on this database"]
    assert "getUpdates" not in {call.method for call in on_server.sandbox.calls}


async def test_on_a_server_a_lost_key_and_lost_keys_of_people_are_no_first_start(on_server: Installation) -> None:
    without_keys = await on_server.looked_over(keys_file=on_server.folder / "elsewhere.db")
    without_key = await on_server.looked_over(key_file=on_server.folder / "elsewhere.key")

    assert (without_keys.faults, without_key.faults) == ({"keys-missing"}, {"key-lost"})


async def test_a_role_without_the_right_to_connect_is_refused_and_the_database_is_there(
    on_server: Installation, postgresql: Server
) -> None:
    url = str(on_server.settings["database_url"])
    postgresql.does("CREATE ROLE outsider LOGIN", f'REVOKE CONNECT ON DATABASE "{name_in(url)}" FROM PUBLIC')
    try:
        told = await on_server.looked_over(database_url=url.replace("postgres@", "outsider@"))
    finally:
        postgresql.does("DROP ROLE outsider")

    assert told.faults == {"server-refuses"}


async def test_a_server_that_does_not_answer_and_one_that_does_not_know_the_database(
    on_server: Installation, postgresql: Server
) -> None:
    nobody = await on_server.looked_over(database_url="postgresql+psycopg://smallgains@127.0.0.1:9/smallgains")
    unknown = await on_server.looked_over(database_url=postgresql.url("nowhere"))

    assert nobody.faults == {"server-unreachable"}
    assert unknown.faults == {"no-such-database"}


async def test_a_wrong_password_and_a_role_that_may_not_create(on_server: Installation, postgresql: Server) -> None:
    url = str(on_server.settings["database_url"])
    name = name_in(url)
    data = postgresql.socket.parent / "data"
    rules = (data / "pg_hba.conf").read_text()
    postgresql.does("CREATE ROLE clerk LOGIN PASSWORD 'right'")
    (data / "pg_hba.conf").write_text(f"local all clerk scram-sha-256\n{rules}")
    postgresql.does("SELECT pg_reload_conf()")
    await asyncio.to_thread(until_asked, postgresql, name)
    try:
        wrong = await on_server.looked_over(database_url=url.replace("postgres@", "clerk:wrong@"))
        none = await on_server.looked_over(database_url=url.replace("postgres@", "clerk@"))
        right = await on_server.looked_over(database_url=url.replace("postgres@", "clerk:right@"))
    finally:
        (data / "pg_hba.conf").write_text(rules)
        postgresql.does("SELECT pg_reload_conf()", "DROP ROLE clerk")

    assert wrong.faults == none.faults == {"server-refuses"}
    assert "wrong" not in wrong.of("server-refuses")
    assert right.faults == {"may-not-create"}
    assert "clerk" in right.of("may-not-create") and name in right.of("may-not-create")


def until_asked(server: Server, database: str) -> None:
    """The server reads its rules anew a moment after it was told to."""
    while True:
        try:
            psycopg.connect(host=str(server.socket.parent), user="clerk", dbname=database).close()
        except psycopg.OperationalError:
            return


async def test_a_database_in_another_encoding(on_server: Installation, postgresql: Server) -> None:
    postgresql.does("CREATE DATABASE western ENCODING LATIN1 LOCALE 'C' TEMPLATE template0")
    try:
        told = await on_server.looked_over(database_url=postgresql.url("western"))
    finally:
        postgresql.drop("western")

    assert told.faults == {"not-utf8"}
    assert "LATIN1" in told.of("not-utf8")


@asynccontextmanager
async def answering_to_tls(answer: bytes) -> AsyncIterator[int]:
    """A port at which a server answers so to the question whether it encrypts, as PostgreSQL does with one letter."""

    async def answered(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(8)
        writer.write(answer)
        await reader.read()
        writer.close()

    server = await asyncio.start_server(answered, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


async def test_a_certificate_that_is_missing_and_a_server_that_does_not_encrypt(on_server: Installation) -> None:
    async with answering_to_tls(b"S") as port:
        url = (
            f"postgresql+psycopg://a@127.0.0.1:{port}/b?sslmode=verify-full&sslrootcert=/nowhere.crt&gssencmode=disable"
        )
        missing = await on_server.looked_over(database_url=url)
    async with answering_to_tls(b"N") as port:
        url = f"postgresql+psycopg://a@127.0.0.1:{port}/b?sslmode=require&gssencmode=disable"
        plain = await on_server.looked_over(database_url=url)

    assert missing.faults == {"no-certificate"}
    assert plain.faults == {"no-tls"}


@pytest.mark.skipif(shutil.which("pgbouncer") is None, reason="there is no pgbouncer on this machine")
@pytest.mark.parametrize(
    ("mode", "ignored", "faults"),
    [
        pytest.param("transaction", "options", {"pooled"}, id="of transactions"),
        pytest.param("transaction", "", {"pooled"}, id="that refuses settings"),
        pytest.param("session", "options", set(), id="of sessions"),
    ],
)
async def test_a_pool_before_the_server(
    on_server: Installation, postgresql: Server, mode: str, ignored: str, faults: set[str]
) -> None:
    name = name_in(str(on_server.settings["database_url"]))
    with pooling(postgresql, mode, ignored) as port:
        told = await on_server.looked_over(database_url=f"postgresql+psycopg://postgres@127.0.0.1:{port}/{name}")

    assert told.faults == faults


@contextmanager
def pooling(server: Server, mode: str, ignored: str) -> Iterator[int]:
    """PgBouncer before this server; gives its port."""
    folder = Path(tempfile.mkdtemp(prefix="sg-pool-"))
    with taken() as port:
        pass
    (folder / "users").write_text('"postgres" ""\n')
    (folder / "ini").write_text(
        f"[databases]\n* = host={server.socket.parent}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n"
        f"unix_socket_dir =\nauth_type = trust\nauth_file = {folder / 'users'}\npool_mode = {mode}\n"
        f"ignore_startup_parameters = {ignored}\n"
    )
    who: dict[str, int] = {}
    if os.geteuid() == 0:
        for file in (folder, folder / "users", folder / "ini"):
            os.chown(file, 65534, 65534)
        who = {"user": 65534, "group": 65534}
    pool = subprocess.Popen(["pgbouncer", folder / "ini"], stderr=subprocess.DEVNULL, **who)  # type: ignore[call-overload]
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
            except OSError:
                assert pool.poll() is None
            else:
                break
        yield port
    finally:
        pool.terminate()
        pool.wait()
        shutil.rmtree(folder)
