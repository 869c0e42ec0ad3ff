"""Versions of tracks on the command line: compared, listed, retired, rolled back, offered."""

import json
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.media import png
from tests.terminal import Terminal
from tests.tracks import track_yaml

SLUG = "thirty-calm-days"
OTHER_WORDS = {5: {"why": "Because the evening is long."}}


@pytest.fixture
def terminal(terminal: Terminal) -> Terminal:
    """With a key, and a track of which there is one version."""
    publish(terminal.with_a_key(), version_note="The first.")
    return terminal


def publish(terminal: Terminal, *options: str, **changes: object) -> str:
    """Publishes a version with these changes; gives what is said of it."""
    file = terminal.file("calm.yaml", track_yaml(**changes))  # type: ignore[arg-type]
    said = terminal.smallgains("publish", file, *options)
    return said.stdout + said.stderr


def acts(terminal: Terminal) -> list[list[str]]:
    """Who did what, what came of it, and on what, as the log has it."""
    return [line.split(maxsplit=3)[3].split(maxsplit=3) for line in terminal.smallgains("audit").stdout.splitlines()]


def test_two_versions_are_compared_by_day_and_field(terminal: Terminal) -> None:
    publish(terminal, days={**OTHER_WORDS, 7: {"solo": None}}, version_note="The second.")

    told = terminal.smallgains("diff", f"{SLUG}@1", f"{SLUG}@2")

    assert told.exit_code == 1
    assert told.stdout.splitlines() == [
        "version_note: The first. → The second.",
        "day 5, why: A calm minute makes room for day 5. → Because the evening is long.",
        "day 7, solo: Take 7 slow breaths on your own. → (nothing)",
    ]
    assert told.stderr == f"{SLUG} 1 → {SLUG} 2: 3 changes, more than wording\n"


def test_a_version_and_itself_are_the_same(terminal: Terminal) -> None:
    told = terminal.smallgains("diff", f"{SLUG}@1", f"{SLUG}@1")

    assert (told.exit_code, told.stdout) == (0, "")
    assert told.stderr == f"{SLUG} 1 → {SLUG} 1: no difference\n"


def test_a_file_alone_is_compared_to_the_newest_version_and_two_files_need_no_database(terminal: Terminal) -> None:
    same = terminal.file("same.yaml", track_yaml(version_note="The first."))
    file = terminal.file("mine.yaml", track_yaml(days=OTHER_WORDS, version_note="The first."))

    assert terminal.smallgains("diff", same).exit_code == 0
    told = terminal.smallgains("diff", file)
    assert (told.exit_code, told.stderr) == (1, f"{SLUG} 1 → {file}: 1 change, wording only\n")
    back = terminal.smallgains("diff", file, f"{SLUG}@1")
    assert back.stdout.startswith("day 5, why: Because the evening is long. → ")
    elsewhere = terminal.smallgains(
        "diff", same, file, KEY_FILE="nowhere.key", DATABASE_URL="sqlite+aiosqlite:///no.db"
    )
    assert elsewhere.exit_code == 1
    assert not (terminal.folder / "no.db").exists()


def test_the_difference_is_there_for_programs(terminal: Terminal) -> None:
    file = terminal.file("mine.yaml", track_yaml(days=OTHER_WORDS, version_note="The first."))

    told = terminal.smallgains("diff", "--json", file)

    assert told.exit_code == 1
    assert json.loads(told.stdout) == {
        "before": f"{SLUG} 1",
        "after": str(file),
        "wording_only": True,
        "changes": [
            {
                "day": 5,
                "field": "why",
                "before": "A calm minute makes room for day 5.",
                "after": "Because the evening is long.",
                "wording": True,
            }
        ],
    }


def test_another_picture_of_the_same_name_is_a_difference(terminal: Terminal) -> None:
    (terminal.folder / "breath.png").write_bytes(png(grey=1))
    publish(terminal, days={1: {"media": "breath.png"}})
    (terminal.folder / "breath.png").write_bytes(png(grey=2))

    told = terminal.smallgains("diff", terminal.folder / "calm.yaml")
    refused = terminal.smallgains("publish", terminal.folder / "calm.yaml", "--wording-only")

    assert (told.exit_code, told.stdout.startswith("day 1, media: breath.png (")) == (1, True)
    assert (refused.exit_code, "nothing was published" in refused.stderr) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param([f"{SLUG}@1"], "one version alone cannot be compared", id="one version"),
        pytest.param([f"{SLUG}@1", f"{SLUG}@9"], "has no version 9; the newest is 1", id="no such version"),
        pytest.param(["other@1", f"{SLUG}@1"], "no track is called other", id="no such track"),
        pytest.param(["nothing.yaml"], "neither a file that can be read nor a version", id="no such file"),
    ],
)
def test_what_cannot_be_compared_is_told_in_one_line(terminal: Terminal, arguments: list[str], says: str) -> None:
    told = terminal.smallgains("diff", *arguments)

    assert (told.exit_code, told.stdout, told.stderr.count("\n")) == (2, "", 1)
    assert says in told.stderr


def test_a_file_with_problems_is_not_compared(terminal: Terminal) -> None:
    told = terminal.smallgains("diff", terminal.file("bad.yaml", track_yaml(days={12: None})))

    assert (told.exit_code, told.stdout) == (2, "")
    assert "bad.yaml:" in told.stderr and "cannot be compared" in told.stderr


def test_wording_only_is_published_as_that_and_nothing_more_is(terminal: Terminal) -> None:
    assert "changes more than wording" in publish(terminal, "--wording-only", days={5: {"not_for": ["ask"]}})
    assert "as version 2" in publish(terminal, "--wording-only", days=OTHER_WORDS)
    assert "word for word, as version 2" in publish(terminal, "--wording-only", days=OTHER_WORDS)

    with closing(sqlite3.connect(terminal.folder / "bot.db")) as connection:
        assert connection.execute("SELECT number, mends FROM track_version ORDER BY number").fetchall() == [
            (1, None),
            (2, 1),
        ]
    assert acts(terminal)[-1] == ["operator", "mend", "done", f"{SLUG} 2"]


def test_versions_are_listed(terminal: Terminal) -> None:
    publish(terminal, "--wording-only", days=OTHER_WORDS, version_note="Day 5 reads better.")
    terminal.smallgains("rollback", f"{SLUG}@1")

    all = terminal.smallgains("versions").stdout.splitlines()
    lines = terminal.smallgains("versions", SLUG).stdout.splitlines()

    assert all == [f"{SLUG}: “Thirty calm days”, version 3"]
    assert lines[0] == all[0]
    assert [line.split("UTC  ")[1] for line in lines[1:]] == [
        "says the same as 1  The first.",
        "another wording of 1, for people under way too  Day 5 reads better.",
        "The first.",
    ]
    assert terminal.smallgains("versions", "other").exit_code == 2


def test_programs_are_told_which_tracks_and_versions_there_are(terminal: Terminal) -> None:
    publish(terminal, "--wording-only", days=OTHER_WORDS, version_note="Day 5\nreads better.")
    terminal.smallgains("rollback", f"{SLUG}@1")
    terminal.smallgains("retire", SLUG)

    all = json.loads(terminal.smallgains("versions", "--json").stdout)
    one = json.loads(terminal.smallgains("versions", SLUG, "--json").stdout)

    track = {"slug": SLUG, "title": "Thirty calm days", "version": 3, "retired": True, "offered": None}
    assert all == [track]
    versions = one.pop("versions")
    assert one == track
    assert [datetime.fromisoformat(version.pop("published_at")).utcoffset() for version in versions] == [
        timedelta()
    ] * 3
    assert versions == [
        {"number": 3, "mends": None, "same_as": 1, "note": "The first."},
        {"number": 2, "mends": 1, "same_as": None, "note": "Day 5 reads better."},
        {"number": 1, "mends": None, "same_as": None, "note": "The first."},
    ]


def test_without_a_track_a_program_is_told_of_none(tmp_path: Path) -> None:
    nothing = Terminal(tmp_path)
    nothing.environment["SMALLGAINS_DATABASE_URL"] = f"sqlite+aiosqlite:///{tmp_path / 'empty' / 'bot.db'}"
    nothing.with_a_database()

    assert json.loads(nothing.smallgains("versions", "--json").stdout) == []
    assert nothing.smallgains("versions").stdout == "no track is published yet\n"


def test_programs_are_told_which_version_came_of_publishing_rolling_back_and_offering(terminal: Terminal) -> None:
    def told(*command: object) -> Any:
        return json.loads(terminal.smallgains(*command, "--json").stdout)

    other = terminal.file("other.yaml", track_yaml(pacing="on-reply"))

    assert told("offer", SLUG) == {"slug": SLUG, "version": None}
    assert told("publish", other) == {"slug": SLUG, "version": 2, "new": True}
    assert told("publish", other) == {"slug": SLUG, "version": 2, "new": False}
    assert told("versions", SLUG)["offered"] is None
    assert told("offer", SLUG) == {"slug": SLUG, "version": 2}
    assert told("versions", SLUG)["offered"] == 2
    assert told("rollback", f"{SLUG}@1") == {"slug": SLUG, "version": 3, "new": True}
    assert told("rollback", f"{SLUG}@1") == {"slug": SLUG, "version": 3, "new": False}


def test_what_is_not_published_a_program_is_told_on_stderr_alone(terminal: Terminal) -> None:
    bad = terminal.smallgains("publish", "--json", terminal.file("bad.yaml", track_yaml(days={12: None})))

    assert (bad.exit_code, bad.stdout) == (1, "")
    assert "bad.yaml:" in bad.stderr and "nothing was published" in bad.stderr


def test_a_track_is_retired_and_brought_back(terminal: Terminal) -> None:
    retired = terminal.smallgains("retire", SLUG)
    again = terminal.smallgains("retire", SLUG)
    assert terminal.smallgains("versions").stdout == f"{SLUG}: “Thirty calm days”, version 1, retired\n"
    back = terminal.smallgains("retire", SLUG, "--undo")

    assert "is retired; people under way go on" in retired.stdout
    assert "is retired already" in again.stdout
    assert "is on offer, in version 1" in back.stdout
    assert terminal.smallgains("versions").stdout == f"{SLUG}: “Thirty calm days”, version 1\n"
    assert acts(terminal)[-3:] == [
        ["operator", "retire", "done", SLUG],
        ["operator", "retire", "done", SLUG],
        ["operator", "retire", "done", f"{SLUG} back"],
    ]
    assert terminal.smallgains("retire", "other").exit_code == 2


def test_a_track_is_rolled_back_with_its_files(terminal: Terminal) -> None:
    for grey in (1, 2):
        (terminal.folder / "breath.png").write_bytes(png(grey=grey))
        publish(terminal, days={1: {"media": "breath.png"}})

    refused = terminal.smallgains("rollback", f"{SLUG}@2", "--wording-only")
    told = terminal.smallgains("rollback", f"{SLUG}@2")
    again = terminal.smallgains("rollback", f"{SLUG}@2")

    assert (refused.exit_code, "more than wording" in refused.stderr) == (1, True)
    assert f"version 4 of {SLUG} says what version 2 said; nobody under way is changed" in told.stdout
    assert "version 4 says the same as version 2 already" in again.stdout
    with closing(sqlite3.connect(terminal.folder / "bot.db")) as connection:
        kept = connection.execute(
            "SELECT number, content FROM track_media JOIN media ON media.id = track_media.media ORDER BY number"
        ).fetchall()
    assert kept == [(2, png(grey=1)), (3, png(grey=2)), (4, png(grey=1))]
    assert ["operator", "roll back", "done", f"{SLUG} 2 as 4"] in [
        [who, f"{act} {more}", *rest.split(maxsplit=1)] for who, act, more, rest in acts(terminal) if act == "roll"
    ]


def test_a_newer_version_is_offered_once_there_is_one(terminal: Terminal) -> None:
    assert "there is nothing to offer" in terminal.smallgains("offer", SLUG).stdout
    publish(terminal, pacing="on-reply")

    assert "version 2 of thirty-calm-days is offered" in terminal.smallgains("offer", SLUG).stdout
    assert "2 is offered to people under way" in terminal.smallgains("versions").stdout
    assert "there is nothing to offer" in terminal.smallgains("offer", SLUG).stdout
