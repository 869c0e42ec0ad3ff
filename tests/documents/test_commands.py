"""Every command that a README tells works as it stands there, or there is a proof of its own that this page names."""

import asyncio
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import typer

from bot.cli import app
from bot.sandbox import Sandbox
from tests.documents.commands import PAGES, ROOT, Told, commands, everywhere, mentions
from tests.documents.proven import BY_CI, BY_HAND, ELSEWHERE, HERE, how
from tests.stories.town import TOKEN


def test_each_command_is_proven_somewhere() -> None:
    assert [str(told) for told in everywhere() if how(told) is None] == []


def test_nothing_is_proven_that_no_page_tells() -> None:
    texts = {told.text for told in everywhere()}
    assert [text for text in (*HERE, *BY_CI) if text not in texts] == []
    assert [text for text in (*BY_HAND, *ELSEWHERE) if not any(one.startswith(text) for one in texts)] == []


def test_ci_gives_what_is_said_to_be_given_there() -> None:
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert all(f"{shlex.split(one)[0]} --no-print-directory {one.split()[1]}" in ci for one in BY_CI[:-1])


@pytest.mark.parametrize(("text", "file"), ELSEWHERE.items())
def test_the_stories_of_other_commands_give_them(text: str, file: str) -> None:
    words = text.partition("smallgains ")[2].split()
    story = (ROOT / file).read_text(encoding="utf-8")
    assert [word for word in words if not word.startswith("/") and word.lstrip("-") not in story] == []


@pytest.mark.parametrize("page", PAGES)
def test_what_is_said_of_smallgains_is_understood(page: str) -> None:
    root = typer.main.get_command(app)
    for told in (*commands(page), *mentions(page)):
        words = re.split(r"\s(?:>|&&|\|)\s", told.text)[0]
        if ours := re.match(r"(?:\S*/)?smallgains (.*)|docker .*(?: run | exec ).* smallgains ([a-z].*)", words):
            understand(root, shlex.split(ours[1] or ours[2]), told)


def understand(command: Any, words: Sequence[str], told: Told) -> None:
    """Whether commands and options of these names are there; what is to be filled in is left open."""
    while hasattr(command, "commands") and words and not words[0].startswith("-"):
        assert words[0] in command.commands, f"there is no command {words[0]}: {told}"
        command, words = command.commands[words[0]], words[1:]
    options = {"--help", *(name for one in command.params for name in (*one.opts, *one.secondary_opts))}
    assert [word for word in words if word.startswith("--") and word.partition("=")[0] not in options] == [], str(told)


@pytest.mark.parametrize(
    "told", [one for one in everywhere() if how(one) in ("walk", "containers", "by hand", "ci")], ids=str
)
def test_what_is_done_to_a_machine_is_what_a_shell_takes(told: Told) -> None:
    subprocess.run(["bash", "-n", "-c", told.text], check=True)
    ours = [
        word.removeprefix("/opt/smallgains/source/")
        for word in told.words
        if "source/" in word or word.startswith("deploy/")
    ]
    assert [word for word in ours if not (ROOT / word).exists()] == [], str(told)
    if told.program == "make":
        targets = [word for word in told.words if re.fullmatch("[a-z]+", word) and word != "make"]
        made = subprocess.run(["make", "-n", *targets], cwd=ROOT, capture_output=True, text=True)
        assert made.returncode == 0, made.stderr


def test_folders_are_made_for_the_user_of_the_service_before_a_backup_goes_there() -> None:
    made: set[str] = set()
    for told in commands("deploy/README.md"):
        if told.text.startswith("install -d -o smallgains -m 700 "):
            made |= {word for word in told.words if word.startswith("/")}
        if told.text.startswith("smallgains backup "):
            assert {word for word in told.words if word.startswith("/")} <= made, str(told)
    assert made


@pytest.mark.parametrize("setting", ["SENTRY_DSN_FILE", "WEBHOOK_SECRET_FILE"])
def test_a_secret_in_a_file_is_its_user_s_alone_where_the_settings_say(setting: str) -> None:
    made = [told.words[-1] for told in commands("deploy/README.md") if "install -o smallgains -m 400 " in told.text]
    page = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
    example = (ROOT / "deploy" / "smallgains.env.example").read_text(encoding="utf-8")
    (named,) = re.findall(rf"^    SMALLGAINS_{setting}=(\S+)", page, re.MULTILINE)

    assert named in made
    assert f"#SMALLGAINS_{setting}={named}\n" in example


def test_a_restored_database_of_the_service_is_where_the_service_looks() -> None:
    unit = (ROOT / "deploy" / "smallgains.service").read_text(encoding="utf-8")
    given = [told.text for told in commands("deploy/README.md")]
    stopped = given.index("systemctl stop smallgains")
    steps = given[stopped : given.index("systemctl start smallgains", stopped)]

    assert "SMALLGAINS_DATABASE_URL=sqlite+aiosqlite:////var/lib/smallgains/smallgains.db\n" in unit
    assert "SMALLGAINS_KEYS_FILE=/var/lib/smallgains/" in unit
    assert [re.sub(r"(?<=restore ).*", "COPY", step) for step in steps[-3:]] == [
        "mv /var/lib/smallgains/smallgains.db* /var/lib/smallgains/old",
        "cp -p /var/backups/smallgains-keys/* /var/lib/smallgains",
        "smallgains restore COPY",
    ]


class Clone:
    """A copy of the project in which somebody works through the pages."""

    def __init__(self, folder: Path, api_url: str) -> None:
        self.folder = folder / "clone"
        self.elsewhere = folder
        self._backup = ""
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("SMALLGAINS_")}
        self.environment |= {
            "PATH": f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "SMALLGAINS_API_URL": api_url,
        }
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
        for name in filter(None, listed.stdout.decode().split("\0")):
            if (ROOT / name).is_file():
                (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, self.folder / name)
        self._has_installed()

    def _has_installed(self) -> None:
        """What make installs is there, and new enough that it installs nothing into what others use."""
        (self.folder / ".venv").mkdir()
        for each in (ROOT / ".venv").iterdir():
            if not each.name.startswith(("made", "ready")):
                (self.folder / ".venv" / each.name).symlink_to(each)
        for stamp in ("made", "ready-to-run", "ready-to-test"):
            (self.folder / ".venv" / stamp).touch()

    def with_paths_of_its_own(self, text: str) -> str:
        """The command with folders that are the test's, and the backup that there is."""
        backup = next(iter(sorted(self.elsewhere.glob("var/backups/smallgains/*.db"))), None)
        if backup is not None:
            text = re.sub(r"/var/backups/smallgains/smallgains-\S+\.db", str(backup), text)
        return (
            re.sub(r"(?<![\w.])/(var|srv)/", f"{self.elsewhere}/\\1/", text)
            if backup is None
            else re.sub(r"(?<=\s)/(var|srv)/", f"{self.elsewhere}/\\1/", text)
        )

    async def does(self, text: str, *, ends: int = 0) -> str:
        """Gives a command that ends so, and what it says."""
        process = await asyncio.create_subprocess_exec(
            "bash", "-c", self.with_paths_of_its_own(text), cwd=self.folder, env=self.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        said, _ = await asyncio.wait_for(process.communicate(), timeout=240)
        assert process.returncode == ends, f"{text}\n{said.decode()}"
        return said.decode()

    async def runs(self, text: str) -> None:
        """Starts the bot by a command, and ends it as Ctrl-C does once it is at work."""
        process = await asyncio.create_subprocess_exec(
            "bash", "-c", f"exec {text}", cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        assert process.stdout is not None
        async with asyncio.timeout(90):
            while b"at work" not in (line := await process.stdout.readline()):
                assert line, f"{text} ended by itself"
            os.killpg(process.pid, signal.SIGINT)
            said, _ = await process.communicate()  # until the bot itself lets go of it
        assert b"stopped" in said, said.decode()


async def test_somebody_works_through_the_pages(tmp_path: Path) -> None:
    sandbox = Sandbox(TOKEN)
    async with sandbox.serving() as api_url:
        clone = Clone(tmp_path, api_url)
        for text in HERE:
            if text in ("make run", ".venv/bin/smallgains run", "smallgains run"):
                await clone.runs(text)
            elif "restore" in text:
                (clone.folder / "var" / "smallgains.db").unlink()
                assert "came back: 0" in await clone.does(text)
            elif " status" in text:
                await clone.does(text, ends=1)  # it says that nobody works there
            elif "pip install" in text:
                await clone.does(f"{text} --dry-run")  # what others use stays as it is
            else:
                await clone.does(text)
            if "rehearse" in text:  # the author finishes it
                track = clone.folder / "quiet-evenings.yaml"
                whole = re.sub(r"(?m)^( *)unfinished: .*$", r"\1length: 3", track.read_text(encoding="utf-8"))
                track.write_text(whole, encoding="utf-8")
            if text.startswith("cp deploy"):
                settings = clone.folder / ".env"
                settings.write_text(
                    settings.read_text(encoding="utf-8").replace("SMALLGAINS_TOKEN=\n", f"SMALLGAINS_TOKEN={TOKEN}\n"),
                    encoding="utf-8",
                )
        assert (clone.folder / "track.schema.json").stat().st_size > 1000
        assert (clone.folder / "deploy" / "LICENCES.md").read_bytes() == (ROOT / "deploy" / "LICENCES.md").read_bytes()
        assert "version 1" in await clone.does(f"{sys.executable} -m bot versions quiet-evenings")
