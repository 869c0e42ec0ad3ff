"""How days land, on the command line."""

import asyncio
import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest

from bot import opening
from bot.settings import read_settings
from tests.cohort import likely, write
from tests.terminal import Terminal

SLUG = "thirty-calm-days"


@pytest.fixture
def terminal_with_walks(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Two hundred people have walked the calm track."""
    terminal.with_a_track()
    began = datetime.now(UTC) - timedelta(days=80)

    async def walked() -> None:
        for name, value in terminal.environment.items():
            monkeypatch.setenv(name, str(value))
        async with opening.opened(read_settings(None)) as database:
            await write(database, SLUG, likely(4, 200, started_at=began))

    asyncio.run(walked())
    return terminal


def test_the_tracks_are_listed(terminal_with_walks: Terminal) -> None:
    listed = terminal_with_walks.smallgains("landing")

    assert (listed.exit_code, listed.stdout) == (0, f"{SLUG}  Thirty calm days, versions: 1\n")


def test_tables_json_and_csv_say_the_same_and_each_look_is_logged(terminal_with_walks: Terminal) -> None:
    shown = terminal_with_walks.smallgains("landing", SLUG)
    asked = json.loads(terminal_with_walks.smallgains("landing", SLUG, "--version", 1, "--json").stdout)
    rows = list(csv.DictReader(io.StringIO(terminal_with_walks.smallgains("landing", SLUG, "--csv").stdout)))

    lines = shown.stdout.splitlines()
    assert shown.exit_code == 0
    assert lines[0].startswith(f"Thirty calm days ({SLUG}), all versions, up to ")
    assert lines[4].split() == ["day", "due", "so", "far", "sent", "opened", "answered"]
    for line, one, row in zip(lines[5:35], asked["days"], rows, strict=True):
        told = [f"{one[name]}+" if one[name] else "<10" for name in ("eligible", "sent", "opened", "answered")]
        assert line.split() == [str(one["day"]), *told]
        assert row["answered"] == str(one["answered"] or "")
    acts = terminal_with_walks.smallgains("audit").stdout.splitlines()
    assert [act for act in acts if "landing" in act] == acts[-3:]
    assert all("operator" in act for act in acts[-3:])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("no-such-track",), "no track is called no-such-track; smallgains landing lists them"),
        ((SLUG, "--version", "9"), f"{SLUG} has no version 9; smallgains landing {SLUG} names those it has"),
    ],
)
def test_what_is_not_there_is_told_in_one_line(
    terminal_with_walks: Terminal, arguments: tuple[str, ...], says: str
) -> None:
    asked = terminal_with_walks.smallgains("landing", *arguments)

    assert (asked.exit_code, asked.stdout, asked.stderr) == (1, "", f"smallgains: {says}\n")


def test_one_form_at_a_time(terminal_with_walks: Terminal) -> None:
    assert terminal_with_walks.smallgains("landing", SLUG, "--json", "--csv").exit_code == 2
