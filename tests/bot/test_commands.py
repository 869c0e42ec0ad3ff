"""What holds of every command: it says what it is for, shows how, tells with what it ends, and never shows a traceback."""

import ast
import inspect
import os
import re
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer.main

from bot import release
from bot.arrangement import EXIT_CODES, HEADINGS
from bot.cli import app
from storage.secrecy import make_key_file
from tests.terminal import Terminal
from tests.tracks import track_yaml

ROOT = Path(__file__).parents[2]
NOT_RUN = {"demo", "run", "move", "backup"}
"""Their examples are read alone: these serve until they are told to stop, need a server, or write far from here."""
NEW = {"key new --to next.key", "new-track quiet-evenings.yaml", "key new"}
"""What they make is there already in the folder."""


def commands(command: Any = None, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every command with the words that ask for it."""
    command = command or typer.main.get_command(app)
    below = getattr(command, "commands", {})
    if name and (not below or command.invoke_without_command):
        yield name, command
    for each, one in below.items():
        yield from commands(one, f"{name} {each}".strip())


ALL = dict(commands())
every_command = pytest.mark.parametrize("name", ALL)


def examples(command: Any) -> list[list[str]]:
    """The command lines in its help, without what a shell does with them."""
    found = []
    for line in (command.help or "").splitlines():
        line = line.strip().removeprefix("Example: ")
        for part in re.split(r" && | \| ", line) if "smallgains " in line.partition(" > ")[0] else []:
            words = shlex.split(part)
            while words and "=" in words[0]:
                words.pop(0)
            if words and words[0] == "smallgains":
                found.append(words[1 : words.index(">") if ">" in words else None])
    return found


EXAMPLES = [pytest.param(name, words, id=" ".join(words)) for name in ALL for words in examples(ALL[name])]


@every_command
def test_a_command_says_what_it_is_for_and_shows_how(name: str) -> None:
    command = ALL[name]
    own = [words for words in examples(command) if " ".join(words).startswith(name)]

    assert command.help and command.help.partition("\n")[0].rstrip().endswith((".", ":"))
    assert own, f"{name} shows no example: a line like “Example: smallgains {name}” belongs into its help"


@every_command
def test_every_option_of_a_command_says_what_it_does(name: str) -> None:
    silent = [one.name for one in ALL[name].params if not getattr(one, "help", None) and one.name != "help"]

    assert silent == []


@every_command
def test_a_command_that_ends_with_1_says_when(name: str) -> None:
    if ends_with_one(ALL[name].callback):
        assert re.search(r"\bexit (0[^.]*,? (or )?)?1\b", ALL[name].help, re.IGNORECASE), f"{name} does not say when"


def ends_with_one(callback: Any) -> bool:
    """Whether the command, or what it calls in its own module, ends so."""
    callback = inspect.unwrap(callback)
    module = ast.parse(inspect.getsource(import_module(callback.__module__)))
    functions = {one.name: one for one in ast.walk(module) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)}
    to_read, read = [callback.__name__], set()
    while to_read:
        function = to_read.pop()
        if function in read or function not in functions:
            continue
        read.add(function)
        for node in ast.walk(functions[function]):
            if isinstance(node, ast.Call):
                if ast.unparse(node).endswith(("code=1)", "Exit(1)")):
                    return True
                to_read.append(ast.unparse(node.func))
    return False


@every_command
def test_a_command_stands_under_a_heading(name: str) -> None:
    assert name.partition(" ")[0] in {one for names in HEADINGS.values() for one in names}, (
        "bot/arrangement.py does not say under which heading of --help it stands"
    )


@pytest.mark.parametrize(("name", "words"), EXAMPLES)
def test_an_example_is_one_that_the_command_takes(
    name: str, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("smallgains.env").touch()
    command, context = typer.main.get_command(app), None
    rest = list(words)
    while hasattr(command, "commands"):
        context = command.make_context("smallgains", rest, parent=context)
        rest = [*context._protected_args, *context.args]
        if not rest:
            break
        _, found, rest = command.resolve_command(context, rest)
        assert found is not None
        command = found
    else:
        command.make_context(words[0], rest, parent=context)


@pytest.mark.parametrize(("name", "words"), EXAMPLES)
def test_an_example_does_what_it_says(name: str, words: list[str], scratch: Terminal) -> None:
    if name.partition(" ")[0] in NOT_RUN or "--watch" in words:
        return
    if name == "simulate":
        words = [*words, "--people", "2", "--days", "1"]
    for made in ("next.key", "smallgains.key", "quiet-evenings.yaml") if " ".join(words) in NEW else ():
        Path(made).unlink()
    if name == "restore":
        Path("bot.db").unlink()

    done = scratch.smallgains(*words)

    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code in (0, 1), done.output


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated: Path, first_keys: Path) -> Terminal:
    """A folder with all that examples name: tracks, two versions of one, a backup, a file of settings."""
    monkeypatch.chdir(tmp_path)
    terminal = Terminal(tmp_path)
    shutil.copytree(first_keys, tmp_path, dirs_exist_ok=True)
    for database in ("bot.db", "backup.db"):
        shutil.copy(migrated, tmp_path / database)
    terminal.environment |= {
        "SMALLGAINS_STUDY": "Small words",
        "SMALLGAINS_ADMINS": "1001",
        "SMALLGAINS_HEARTBEAT_FILE": str(tmp_path / "heartbeat"),
    }
    terminal.file("smallgains.env", "")
    for name in ("my-track", "quiet-evenings"):
        terminal.file(f"{name}.yaml", track_yaml(track=name))
        assert terminal.smallgains("publish", f"{name}.yaml").exit_code == 0
    terminal.file("quiet-evenings.yaml", track_yaml(track="quiet-evenings", title="Quieter evenings"))
    assert terminal.smallgains("publish", "quiet-evenings.yaml").exit_code == 0
    make_key_file(tmp_path / "next.key")
    return terminal


KNOWS_NO_DATABASE = {"demo", "new-track", "check", "schema", "rehearse", "simulate", "healthy", "key new"}
TELLS_AMONG_OTHERS = {"doctor", "status", "restore", "backup"}
"""These have tests of their own."""


@pytest.mark.parametrize("name", sorted(ALL.keys() - KNOWS_NO_DATABASE - TELLS_AMONG_OTHERS))
def test_a_database_of_a_newer_version_is_left_alone_and_told_in_a_sentence(name: str, scratch: Terminal) -> None:
    with closing(sqlite3.connect("bot.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    words, *_ = [words for words in examples(ALL[name]) if " ".join(words).startswith(name)]

    refused = scratch.smallgains(*words, TOKEN="42:TEST", API_URL="http://127.0.0.1:9", ROLE="all")

    assert refused.exit_code == 2
    assert refused.stderr.startswith("smallgains: the database has schema 9999, which this version does not know")
    assert refused.stderr.count("\n") == 1
    assert refused.stdout == ""


def test_the_help_ends_with_what_each_exit_code_means_and_so_does_the_readme() -> None:
    told = Terminal(Path()).smallgains("--help").output
    rows = re.findall(r"^\| (\d+) \| (.*) \|$", (ROOT / "README.md").read_text(), re.MULTILINE)

    for code, meaning in EXIT_CODES.items():
        assert f"{code}: {meaning}" in re.sub(r"\s+", " ", told)
    assert rows == [(str(code), meaning) for code, meaning in EXIT_CODES.items()]


def test_every_command_is_in_the_readme() -> None:
    table = (ROOT / "README.md").read_text().partition("## Commands")[2].partition("\n## ")[0]
    named = {words.split()[0] for words in re.findall(r"^\| `([^`]+)`", table, re.MULTILINE)}

    assert {name.partition(" ")[0] for name in ALL} <= named


def test_the_version_is_told() -> None:
    assert Terminal(Path()).smallgains("--version").output == f"smallgains {release.version()}\n"


def begun(tmp_path: Path, *words: str, **more: str) -> subprocess.Popen[str]:
    """A command in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **more}
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *words],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_ctrl_c_is_answered_in_one_line_at_work(tmp_path: Path) -> None:
    work = begun(tmp_path, "simulate", "--people", "60", "--days", "90", "--to", str(tmp_path / "made"))
    assert work.stderr is not None
    first = work.stderr.readline()

    work.send_signal(signal.SIGINT)
    _, told = work.communicate(timeout=60)

    assert first.startswith("60 people")
    assert [line for line in told.splitlines() if not line.startswith("60 people")] == ["smallgains: broken off"]
    assert work.returncode == 130
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    ("command", "loaded"),
    [("schema", "pydantic"), ("schema", "yaml"), ("status", "sqlalchemy.engine"), ("run", "telegram")],
)
def test_ctrl_c_is_answered_in_one_line_while_the_program_loads(tmp_path: Path, command: str, loaded: str) -> None:
    work = begun(tmp_path, command, PYTHONPROFILEIMPORTTIME="1")
    assert work.stderr is not None
    for line in work.stderr:
        if line.split("|")[-1].strip() == loaded:
            break

    work.send_signal(signal.SIGINT)
    _, told = work.communicate(timeout=60)

    assert [line for line in told.splitlines() if not line.startswith("import time:")] == ["smallgains: broken off"]
    assert work.returncode == 130


def test_a_fault_of_the_program_itself_is_told_in_a_line_without_any_value(tmp_path: Path) -> None:
    broken = tmp_path / "sitecustomize.py"
    broken.write_text(
        "import bot.checking\n\ndef summary(_):\n    raise ValueError('needle')\n\nbot.checking.summary = summary\n"
    )
    (tmp_path / "calm.yaml").write_text(track_yaml())

    work = begun(tmp_path, "check", "calm.yaml", PYTHONPATH=f"{tmp_path}:{ROOT}")
    _, told = work.communicate(timeout=60)

    assert told.startswith("smallgains: a fault of the program's own, please report it: ValueError at ")
    assert "bot/tracks_cli.py:" in told
    assert "needle" not in told
    assert told.count("\n") == 1
