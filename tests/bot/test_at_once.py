"""What needs no database and no network answers at once: it loads no library of either."""

import os
from pathlib import Path

import pytest

from bot.healthy import HeartbeatFile
from tests.terminal import said_and_loaded
from tests.tracks import track_yaml

ROOT = Path(__file__).parents[2]
HEAVY = {
    "aiohttp",
    "aiosqlite",
    "alembic",
    "apscheduler",
    "babel",
    "jinja2",
    "PIL",
    "procrastinate",
    "prometheus_client",
    "psycopg",
    "sqlalchemy",
    "sqlmodel",
    "starlette",
    "structlog",
    "telegram",
    "uvicorn",
}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A bot that is well, and two files of a track."""
    HeartbeatFile(tmp_path / "heartbeat").beat(None)
    for name, title in (("quiet.yaml", "Quiet evenings"), ("quieter.yaml", "Quieter evenings")):
        (tmp_path / name).write_text(track_yaml(title=title), encoding="utf-8")
    ours = {"SMALLGAINS_HEARTBEAT_FILE": str(tmp_path / "heartbeat"), "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    return {**os.environ, **ours}


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("--help", "Try it without Telegram"),
        ("--version", "smallgains "),
        ("publish --help", "Publish a track file"),
        ("check quiet.yaml", "good, 30 days"),
        ("check --stats --json quiet.yaml", "[]"),
        ("check --lint quiet.yaml", "better:"),
        ("schema", "json-schema.org"),
        ("new-track new.yaml", "wrote new.yaml"),
        ("diff quiet.yaml quieter.yaml", "1 change, wording only"),
        ("healthy", "well"),
        ("check missing.yaml", "missing.yaml cannot be read"),
    ],
)
def test_a_command_that_only_looks_at_files_loads_neither_database_nor_network(
    environment: dict[str, str], tmp_path: Path, command: str, says: str
) -> None:
    said, loaded = said_and_loaded(tmp_path, *command.split(), environment=environment)

    assert says in said
    assert "typer" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.parametrize(
    ("typed", "offers"),
    [
        ("smallgains ver", "versions"),
        ("smallgains export-study --thr", "--throw-away-salt"),
        ("smallgains totp n", "new"),
        ("smallgains check qui", ""),
    ],
    ids=["a command", "an option", "a command of a command", "a file, which is bash's own"],
)
def test_tab_loads_neither_database_nor_network(
    environment: dict[str, str], tmp_path: Path, typed: str, offers: str
) -> None:
    asked = {"_SMALLGAINS_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}
    said, loaded = said_and_loaded(tmp_path, environment={**environment, **asked})

    assert said.strip() == offers
    assert "typer" in loaded
    assert loaded & HEAVY == set()
