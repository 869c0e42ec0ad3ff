"""The shell completes commands, options, tracks and versions: in a bash that has taken the script in, as a person's has."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal import Terminal, said_and_loaded
from tests.tracks import track_yaml

ROOT = Path(__file__).parents[2]
PROGRAM = Path(sys.executable).parent / "smallgains"
SCRIPT = 'source <(smallgains --show-completion); COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
ASKED = '_smallgains_completion smallgains; printf "%s\\n" "${COMPREPLY[@]}"'


@pytest.fixture
def environment(tmp_path: Path, migrated: Path, first_keys: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A bot with two versions of a track."""
    monkeypatch.chdir(tmp_path)
    terminal = Terminal(tmp_path)
    shutil.copytree(first_keys, tmp_path, dirs_exist_ok=True)
    shutil.copy(migrated, tmp_path / "bot.db")
    for title in ("Quiet evenings", "Quieter evenings"):
        terminal.file("track.yaml", track_yaml(track="quiet-evenings", title=title))
        assert terminal.smallgains("publish", "track.yaml").exit_code == 0
    path = f"{PROGRAM.parent}:{os.environ['PATH']}"
    ours = {name: value for name, value in terminal.environment.items() if value is not None}
    return {**os.environ, **ours, "PYTHONPATH": str(ROOT), "PATH": path}


def completed(environment: dict[str, str], *words: str) -> list[str]:
    """What bash offers for the last of these words."""
    script = ["bash", "--norc", "-c", SCRIPT + ASKED, "bash", "smallgains", *words]
    done = subprocess.run(script, env=environment, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout.split()


def test_bash_completes_commands_tracks_and_versions(environment: dict[str, str]) -> None:
    assert completed(environment, "ver") == ["versions"]
    assert completed(environment, "versions", "qu") == ["quiet-evenings"]
    assert completed(environment, "rollback", "quiet") == ["quiet-evenings@2", "quiet-evenings@1"]


def test_completing_a_track_reads_the_database_and_loads_no_more_than_that_takes(
    environment: dict[str, str], tmp_path: Path
) -> None:
    asked = {"_SMALLGAINS_COMPLETE": "complete_bash", "COMP_WORDS": "smallgains rollback qu", "COMP_CWORD": "2"}
    offered, loaded = said_and_loaded(tmp_path, environment={**environment, **asked})

    assert offered.split() == ["quiet-evenings@2", "quiet-evenings@1"]
    assert loaded & {"telegram", "aiohttp", "alembic", "procrastinate", "apscheduler", "uvicorn"} == set()


def test_without_a_database_nothing_is_offered_and_nothing_is_said(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "bot.db").unlink()

    assert completed(environment, "versions", "qu") == []
    assert not (tmp_path / "bot.db").exists()


@pytest.mark.parametrize(("shell", "look"), [("zsh", "-n"), ("fish", "--no-execute")])
def test_other_shells_can_read_their_scripts(
    environment: dict[str, str], tmp_path: Path, shell: str, look: str
) -> None:
    asked = {**environment, "_SMALLGAINS_COMPLETE": f"source_{shell}"}
    script = subprocess.run([PROGRAM], env=asked, capture_output=True, text=True, check=True).stdout
    (tmp_path / "script").write_text(script)

    assert f"complete_{shell}" in script
    if shutil.which(shell) is not None:
        subprocess.run([shell, look, tmp_path / "script"], check=True)
