"""The command line, as an operator and an author meet it."""

import json
import os
import re
import sqlite3
import stat
import sys
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from alembic.script import ScriptDirectory

from bot.publishing import shipped_tracks
from curriculum.day import NotFor
from curriculum.lint.editor import findings
from storage.migrations import config
from storage.secrecy import Keyring
from tests.media import png, voice_note
from tests.terminal import Terminal, on_a_terminal
from tests.tracks import track_yaml


@pytest.fixture
def terminal_with_a_key(terminal: Terminal) -> Terminal:
    return terminal.with_a_key()


def test_where_people_have_keys_no_empty_database_takes_the_place_of_a_lost_one(terminal_with_a_key: Terminal) -> None:
    terminal = terminal_with_a_key
    assert terminal.smallgains("migrate").exit_code == 0
    Keyring.read(terminal.folder / "smallgains.key", terminal.folder / "smallgains-keys.db").data_keys.make_for([1, 2])
    (terminal.folder / "bot.db").unlink()

    refused = terminal.smallgains("migrate")

    assert refused.exit_code == 2
    assert "has keys of 2 people: it is lost" in refused.output
    assert not (terminal.folder / "bot.db").exists()
    (terminal.folder / "smallgains-keys.db").unlink()
    assert terminal.smallgains("migrate").exit_code == 0


def test_every_command_says_what_it_is_for(terminal: Terminal) -> None:
    listed = terminal.smallgains("--help").output

    commands = [
        "demo",
        "run",
        "check",
        "new-track",
        "publish",
        "rehearse",
        "simulate",
        "doctor",
        "status",
        "why",
        "explain",
        "migrate",
        "move",
        "rekey",
        "backup",
        "restore",
        "schema",
        "key",
        "audit",
        "totp",
        "diff",
        "versions",
        "retire",
        "rollback",
        "offer",
        "landing",
        "export-study",
    ]
    assert [name for name in commands if not re.search(rf"\b{name}\b", listed)] == []
    for name in commands:
        told = terminal.smallgains(name, "--help")
        assert told.exit_code == 0
        assert len(told.output.splitlines()) > 3


def test_a_good_track_is_called_good(terminal: Terminal) -> None:
    file = terminal.file("calm.yaml", track_yaml())

    checked = terminal.smallgains("check", file)

    assert checked.exit_code == 0
    assert checked.stdout == ""
    assert "good, 30 days of “Thirty calm days”" in checked.stderr


def test_every_problem_is_told_as_file_line_and_column(terminal: Terminal) -> None:
    good = terminal.file("good.yaml", track_yaml())
    bad = terminal.file("bad.yaml", track_yaml(days={7: {"why": None}, 12: None}))

    checked = terminal.smallgains("check", good, bad)

    assert checked.exit_code == 1
    lines = checked.stdout.splitlines()
    assert len(lines) == 2
    assert all(re.match(rf"{re.escape(str(bad))}:\d+:\d+: ", line) for line in lines)
    assert "day 12 is missing" in checked.stdout


def test_problems_and_findings_are_told_to_programs(terminal: Terminal) -> None:
    good = terminal.file("calm.yaml", track_yaml())
    bad = terminal.file("bad.yaml", track_yaml(title=None))
    pressing = terminal.file("pressing.yaml", track_yaml(summary="You must always be the first to open up."))

    well = terminal.smallgains("check", "--json", good)
    wrong = terminal.smallgains("check", "--json", good, bad)
    linted = terminal.smallgains("check", "--json", "--lint", pressing)

    assert (well.exit_code, json.loads(well.stdout)) == (0, [])
    [problem] = json.loads(wrong.stdout)
    assert wrong.exit_code == linted.exit_code == 1
    assert problem.keys() == {"file", "line", "column", "rule", "says"}
    assert (problem["file"], problem["rule"]) == (str(bad), None)
    assert "title" in problem["says"]
    assert "pressing" in {one["rule"] for one in json.loads(linted.stdout)}


def test_an_unfinished_track_passes_and_says_how_far_it_is(terminal: Terminal) -> None:
    begun = dict.fromkeys(range(4, 31))
    file = terminal.file("begun.yaml", track_yaml(unfinished="yes", days=begun))

    checked = terminal.smallgains("check", file)

    assert (checked.exit_code, checked.stdout) == (0, "")
    assert checked.stderr == f"{file}: 3 of 30 days written of “Thirty calm days”\n"


def test_the_lint_tells_each_finding_with_its_place_its_reason_and_a_better_way(terminal: Terminal) -> None:
    file = terminal.file("calm.yaml", track_yaml(days={7: {"why": "You must breathe."}}))

    checked = terminal.smallgains("check", "--lint", file)

    assert checked.exit_code == 1
    lines = checked.stdout.splitlines()
    assert len(lines) % 3 == 0
    place = re.compile(rf"{re.escape(str(file))}:\d+:\d+: \[[a-z-]+\] ")
    assert all(place.match(line) for line in lines[::3])
    assert all(line.startswith("    why: ") for line in lines[1::3])
    assert all(line.startswith("    better: ") for line in lines[2::3])
    assert "[pressing] “You must” puts a duty on the reader" in checked.stdout
    assert "good, 30 days" in checked.stderr


def test_without_being_asked_the_lint_says_nothing(terminal: Terminal) -> None:
    file = terminal.file("calm.yaml", track_yaml(days={7: {"why": "You must breathe."}}))

    checked = terminal.smallgains("check", file)

    assert (checked.exit_code, checked.stdout) == (0, "")


def test_the_lint_of_a_file_with_problems_tells_the_problems(terminal: Terminal) -> None:
    file = terminal.file("bad.yaml", track_yaml(days={12: None}))

    checked = terminal.smallgains("check", "--lint", "--stats", file)

    assert checked.exit_code == 1
    assert "day 12 is missing" in checked.stdout
    assert "[" not in checked.stdout


def test_a_track_in_which_the_lint_finds_nothing_is_good(terminal: Terminal) -> None:
    kind = next(text for text in shipped_tracks() if not findings(text))

    checked = terminal.smallgains("check", "--lint", terminal.file("kind.yaml", kind))

    assert (checked.exit_code, checked.stdout) == (0, "")


def test_the_figures_of_tracks_stand_in_columns(terminal: Terminal) -> None:
    days = {13: {"kind": "rest"}, 20: {"not_for": ["ask", "joint"]}}
    calm = terminal.file("calm.yaml", track_yaml(days=days))
    ruhig = terminal.file("ruhig.yaml", track_yaml(track="ruhige-tage-zu-zweit", language="de"))

    told = terminal.smallgains("check", "--stats", calm, ruhig)

    assert told.exit_code == 0
    reading, asking = told.stdout.split("\n\n")
    assert [line.split() for line in asking.splitlines()] == [
        ["track", "act", "stretch", "rest", "look-back", *NotFor, "asks", "nothing"],
        ["thirty-calm-days", "29", "0", "1", "0", "5", "0", "1", "1", "0", "24"],
        ["ruhige-tage-zu-zweit", "30", "0", "0", "0", "6", "0", "0", "0", "0", "24"],
    ]
    head, first, second = reading.splitlines()
    assert re.sub("  +", "  ", head) == "track  days  words  words a day  grade  hardest day"
    assert re.fullmatch(r"thirty-calm-days +30 +2,\d{3} +\d\d +-?\d\.\d +-?\d\.\d \(day \d+\)", first)
    assert re.fullmatch(r"ruhige-tage-zu-zweit +30 +2,\d{3} +\d\d +- +-", second)
    assert len({len(line) for line in reading.splitlines()}) == len({len(line) for line in asking.splitlines()}) == 1


def test_a_file_that_is_not_there_is_told_in_one_line(terminal: Terminal) -> None:
    checked = terminal.smallgains("check", "nowhere.yaml")

    assert checked.exit_code == 2
    assert checked.stderr.startswith("smallgains: nowhere.yaml cannot be read")
    assert checked.stderr.count("\n") == 1


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00\x01", b"[" * 20_000, b"a: &a [*a]", b"--- 1\n--- 2\n"])
def test_a_hostile_file_is_told_with_its_line(terminal: Terminal, content: bytes) -> None:
    file = terminal.folder / "hostile.yaml"
    file.write_bytes(content)

    checked = terminal.smallgains("check", file)

    assert checked.exit_code == 1
    assert re.match(rf"{re.escape(str(file))}:\d+:\d+: ", checked.stdout)


def test_a_new_key_is_for_its_owner_alone_and_never_overwritten(terminal: Terminal) -> None:
    made = terminal.smallgains("key", "new")
    key = terminal.folder / "smallgains.key"
    before = key.read_bytes()

    again = terminal.smallgains("key", "new")

    assert made.exit_code == 0
    assert "Keep a copy somewhere safe" in made.stdout
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert again.exit_code == 2
    assert "never overwritten" in again.stderr
    assert key.read_bytes() == before


def test_a_track_is_published_and_the_very_same_again_is_none(terminal_with_a_key: Terminal) -> None:
    file = terminal_with_a_key.file("calm.yaml", track_yaml())

    first = terminal_with_a_key.smallgains("publish", file)
    again = terminal_with_a_key.smallgains("publish", file)
    file.write_text(track_yaml(title="Calmer days"), encoding="utf-8")
    changed = terminal_with_a_key.smallgains("publish", file)

    assert "published “Thirty calm days” as version 1; a link that ends in ?start=thirty-calm-days" in first.stdout
    assert "published already, word for word, as version 1" in again.stdout
    assert "as version 2" in changed.stdout
    assert [one.exit_code for one in (first, again, changed)] == [0, 0, 0]


def test_a_track_with_problems_is_not_published(terminal_with_a_key: Terminal) -> None:
    file = terminal_with_a_key.file("bad.yaml", track_yaml(days={12: None}))

    refused = terminal_with_a_key.smallgains("publish", file)

    assert refused.exit_code == 1
    assert f"{file}:" in refused.stdout
    assert "nothing was published" in refused.stderr


def test_the_files_that_a_track_names_are_looked_for_beside_it(terminal: Terminal) -> None:
    named = {1: "breath.png", 2: "hum.ogg", 3: "large.ogg", 4: "page.jpg"}
    file = terminal.file("calm.yaml", track_yaml(days={day: {"media": name} for day, name in named.items()}))
    (terminal.folder / "breath.png").write_bytes(png())
    (terminal.folder / "large.ogg").write_bytes(voice_note().ljust(2**21, b"\0"))
    (terminal.folder / "page.jpg").write_bytes(b"<html>")
    elsewhere = terminal.folder / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "hum.ogg").write_bytes(voice_note())

    checked = terminal.smallgains("check", file)

    lines = file.read_text(encoding="utf-8").splitlines()
    at = {name: next(number for number, line in enumerate(lines, 1) if name in line) for name in named.values()}
    assert checked.exit_code == 1
    assert checked.stdout.splitlines() == [
        f"{file}:{at['hum.ogg']}:10: the file hum.ogg beside this one cannot be read: No such file or directory",
        f"{file}:{at['large.ogg']}:10: the file large.ogg has 2.0 MiB, at most 1",
        f"{file}:{at['page.jpg']}:10: the file page.jpg is no picture: it has to be JPEG or PNG, whatever its name says",
    ]
    assert "good" not in checked.stderr


def test_a_track_is_published_with_the_files_beside_it_and_a_changed_one_is_a_new_version(
    terminal_with_a_key: Terminal,
) -> None:
    terminal = terminal_with_a_key
    file = terminal.file("calm.yaml", track_yaml(days={1: {"media": "breath.png"}, 2: {"media": "breath.png"}}))

    missing = terminal.smallgains("publish", file)
    assert (missing.exit_code, "nothing was published" in missing.stderr) == (1, True)
    assert missing.stdout.count(": the file breath.png beside this one cannot be read") == 2

    said = []
    for grey in (1, 1, 2):
        (terminal.folder / "breath.png").write_bytes(png(grey=grey))
        said.append(terminal.smallgains("publish", file).stdout)

    assert "published “Thirty calm days” as version 1" in said[0]
    assert "published already, word for word, as version 1" in said[1]
    assert "published “Thirty calm days” as version 2" in said[2]
    with closing(sqlite3.connect(terminal.folder / "bot.db")) as connection:
        kept = connection.execute(
            "SELECT number, name, content FROM track_media JOIN media ON media.id = track_media.media ORDER BY number"
        ).fetchall()
    assert kept == [(1, "breath.png", png(grey=1)), (2, "breath.png", png(grey=2))]


def test_what_needs_a_key_says_how_to_make_one(terminal: Terminal) -> None:
    file = terminal.file("calm.yaml", track_yaml())

    for command in (["publish", file], ["migrate"], ["why", "1002"]):
        refused = terminal.smallgains(*command)
        assert refused.exit_code == 2
        assert "smallgains key new" in refused.stderr
        assert refused.stderr.count("\n") == 1


def test_another_installations_key_is_refused(terminal_with_a_key: Terminal) -> None:
    assert terminal_with_a_key.smallgains("migrate").exit_code == 0
    other = terminal_with_a_key.folder / "other.key"
    terminal_with_a_key.smallgains("key", "new", KEY_FILE=str(other))

    refused = terminal_with_a_key.smallgains("migrate", KEY_FILE=str(other))

    assert refused.exit_code == 2
    assert "does not belong to this database" in refused.stderr
    assert "SMALLGAINS_KEY_FILE" in refused.stderr


def test_migrating_says_so_and_may_be_repeated(terminal_with_a_key: Terminal) -> None:
    for _ in range(2):
        migrated = terminal_with_a_key.smallgains("migrate")
        assert (migrated.exit_code, migrated.stdout) == (0, "the database is up to date\n")
        assert migrated.stderr == ""


def test_a_program_is_told_which_steps_of_the_database_were_missing(terminal_with_a_key: Terminal) -> None:
    first, again = [json.loads(terminal_with_a_key.smallgains("migrate", "--json").stdout) for _ in range(2)]

    steps = [step.revision for step in ScriptDirectory.from_config(config()).walk_revisions()][::-1]
    assert first == {"schema": steps[-1], "schema_of_program": steps[-1], "taken": steps}
    assert again == first | {"taken": []}


def test_on_a_terminal_the_steps_of_the_database_are_counted(terminal_with_a_key: Terminal) -> None:
    environment = {**os.environ, **{name: value for name, value in terminal_with_a_key.environment.items() if value}}
    command = [sys.executable, "-m", "bot", "migrate"]

    with on_a_terminal(command, environment | {"TERM": "xterm-256color", "COLUMNS": "100"}) as (child, seen):
        text = seen(until=lambda text: "the database is up to date" in text)
        code = child.wait(timeout=20)

    steps = len(list(ScriptDirectory.from_config(config()).walk_revisions()))
    assert code == 0
    assert "steps of the database" in text
    assert f"{steps}/{steps}" in text


def test_a_backup_is_tried_out_and_put_in_place(terminal_with_a_key: Terminal) -> None:
    terminal_with_a_key.smallgains("migrate")
    backup = (terminal_with_a_key.folder / "bot.db").rename(terminal_with_a_key.folder / "backup.db")

    drilled = terminal_with_a_key.smallgains("restore", "--drill", str(backup))
    for_a_program = terminal_with_a_key.smallgains("restore", "--drill", "--json", str(backup))
    missing = terminal_with_a_key.smallgains("restore", "nowhere.db")
    restored = terminal_with_a_key.smallgains("restore", str(backup))
    again = terminal_with_a_key.smallgains("restore", str(backup))

    told = {"people": 0, "forgotten": 0, "came_back": 0, "unsure": 0, "taken_back": 0, "drill": True}
    assert json.loads(for_a_program.stdout) == told
    assert drilled.exit_code == restored.exit_code == 0
    assert "came back: 0; nudges that may have gone out since, and do not go again: 0. It was a drill" in drilled.stdout
    assert "there is no backup at nowhere.db" in missing.stderr
    assert "move them all away" in again.stderr
    assert terminal_with_a_key.smallgains("migrate").exit_code == 0


def test_nobody_is_told_why_about_a_stranger(terminal_with_a_key: Terminal) -> None:
    assert "there is no database" in terminal_with_a_key.smallgains("why", "4711").stderr
    terminal_with_a_key.smallgains("migrate")

    asked = terminal_with_a_key.smallgains("why", "4711")
    by_a_program = terminal_with_a_key.smallgains("why", "4711", "--json")

    assert asked.exit_code == 1
    assert (by_a_program.exit_code, by_a_program.stdout, by_a_program.stderr) == (1, "", asked.stderr)
    assert "nobody of that id or pseudonym" in asked.stderr


def test_running_without_a_token_says_what_to_set(terminal_with_a_key: Terminal) -> None:
    refused = terminal_with_a_key.smallgains("run")

    assert refused.exit_code == 2
    assert "SMALLGAINS_TOKEN" in refused.stderr


def test_running_without_a_key_says_how_to_make_one(terminal: Terminal) -> None:
    refused = terminal.smallgains("run", TOKEN="42:TEST", API_URL="http://127.0.0.1:9")

    assert refused.exit_code == 2
    assert "smallgains key new" in refused.stderr


def test_a_setting_that_makes_no_sense_is_told_in_one_line(terminal: Terminal) -> None:
    refused = terminal.smallgains("doctor", ADMINS="robin")

    assert refused.exit_code == 2
    assert refused.stderr.startswith("smallgains: SMALLGAINS_ADMINS:")
    assert refused.stderr.count("\n") == 1


def test_settings_may_come_from_a_file(terminal: Terminal) -> None:
    elsewhere = terminal.folder / "elsewhere"
    file = terminal.file("bot.env", f"SMALLGAINS_KEY_FILE={elsewhere / 'my.key'}\n")

    made = terminal.smallgains("key", "new", "--env-file", file)

    assert made.exit_code == 0
    assert (elsewhere / "my.key").exists()


def test_the_doctor_finds_what_is_wrong_and_says_what_to_do(terminal: Terminal) -> None:
    told = terminal.smallgains("doctor")

    assert told.exit_code == 1
    assert "✗ token: there is no bot token" in told.stdout
    assert "✗ key: there is no key file" in told.stdout
    assert "→ smallgains key new makes one" in told.stdout
    assert "✓ zone data" in told.stdout
    assert "✓ tracks" in told.stdout


def test_the_doctor_does_not_show_the_token(terminal_with_a_key: Terminal) -> None:
    terminal_with_a_key.smallgains("migrate")

    told = terminal_with_a_key.smallgains("doctor", TOKEN="123456:AAsecretsecret", API_URL="http://127.0.0.1:9")

    assert told.exit_code == 1
    assert "✗ token: Telegram was not reached" in told.stdout
    assert "✓ key" in told.stdout
    assert "✓ database: good; 0 people" in told.stdout
    assert "AAsecret" not in told.output


def test_the_doctor_minds_a_key_that_others_can_read(terminal_with_a_key: Terminal) -> None:
    (terminal_with_a_key.folder / "smallgains.key").chmod(0o644)

    told = terminal_with_a_key.smallgains("doctor")

    assert "can be read by others" in told.stdout
    assert "chmod 600" in told.stdout


def test_the_schema_is_json_for_editors(terminal: Terminal) -> None:
    printed = terminal.smallgains("schema")

    schema: Mapping[str, object] = json.loads(printed.stdout)
    assert printed.exit_code == 0
    assert "$schema" in schema


def test_a_new_track_is_a_start_that_passes_and_is_never_overwritten(terminal: Terminal) -> None:
    written = terminal.smallgains("new-track", "quiet-evenings.yaml")
    assert written.exit_code == 0
    assert "smallgains check quiet-evenings.yaml" in written.output

    checked = terminal.smallgains("check", "--lint", "quiet-evenings.yaml")
    assert (checked.exit_code, checked.stdout) == (0, "")
    assert "3 of 30 days written" in checked.stderr

    again = terminal.smallgains("new-track", "quiet-evenings.yaml")
    assert again.exit_code == 1
    assert "is there already; nothing was written" in again.stderr


def test_a_new_track_needs_a_short_name(terminal: Terminal) -> None:
    refused = terminal.smallgains("new-track", "Quiet Evenings.yaml")

    assert refused.exit_code == 1
    assert "lower case letters" in refused.stderr
    assert not (terminal.folder / "Quiet Evenings.yaml").exists()


def test_an_unfinished_track_is_not_published(terminal_with_a_key: Terminal) -> None:
    terminal_with_a_key.smallgains("new-track", "quiet-evenings.yaml")

    refused = terminal_with_a_key.smallgains("publish", "quiet-evenings.yaml")

    assert refused.exit_code == 1
    assert re.search(r"quiet-evenings\.yaml:\d+:\d+: the track says that it is unfinished", refused.output)


def test_nothing_is_explained_about_a_stranger(terminal_with_a_key: Terminal) -> None:
    terminal_with_a_key.smallgains("migrate")

    asked = terminal_with_a_key.smallgains("explain", "12345", "5")

    assert asked.exit_code == 1
    assert "nobody of that id or pseudonym" in asked.stderr


def test_what_the_operator_does_is_in_a_log_that_tells_when_it_was_changed(terminal_with_a_key: Terminal) -> None:
    terminal = terminal_with_a_key
    terminal.smallgains("migrate")
    assert terminal.smallgains("audit").stdout == "no act yet\n"
    assert terminal.smallgains("audit", "verify").stdout == "unbroken, 0 acts\n"

    terminal.smallgains("publish", terminal.file("calm.yaml", track_yaml()))
    terminal.smallgains("rekey")
    backup = (terminal.folder / "bot.db").rename(terminal.folder / "backup.db")
    terminal.smallgains("restore", "--drill", backup)
    assert terminal.smallgains("restore", backup).exit_code == 0

    listed = [line.split() for line in terminal.smallgains("audit").stdout.splitlines()]
    assert [(number, *rest) for number, _, _, *rest in listed] == [
        ("1", "operator", "publish", "done", "thirty-calm-days", "1"),
        ("2", "operator", "rekey", "begun"),
        ("3", "operator", "rekey", "done"),
        ("4", "operator", "restore", "done"),
    ]
    good = terminal.smallgains("audit", "verify")
    noted = good.stdout.split()[-1]
    assert good.stdout.startswith("unbroken, 4 acts. Note elsewhere, for --head: 4:")
    assert terminal.smallgains("audit", "verify", "--head", noted).exit_code == 0
    put_back = terminal.smallgains("audit", "verify", "--head", "9:0123456789abcdef")
    assert (put_back.exit_code, "put back to an earlier state" in put_back.stdout) == (1, True)

    with closing(sqlite3.connect(terminal.folder / "bot.db")) as connection, connection:
        connection.execute("DROP TRIGGER admin_act_no_update")
        connection.execute("UPDATE admin_act SET who = 'p-0123456789ab' WHERE number = 2")
    bad = terminal.smallgains("audit", "verify")
    assert (bad.exit_code, bad.stdout[:39]) == (1, "act 2 is not as it was written, or what")


def test_programs_are_told_what_was_done_and_whether_the_log_holds(terminal_with_a_key: Terminal) -> None:
    terminal = terminal_with_a_key
    terminal.smallgains("migrate")
    empty = json.loads(terminal.smallgains("audit", "verify", "--json").stdout)
    assert json.loads(terminal.smallgains("audit", "--json").stdout) == []

    terminal.smallgains("publish", terminal.file("calm.yaml", track_yaml()))
    terminal.smallgains("rekey")
    acts = json.loads(terminal.smallgains("audit", "--json").stdout)
    holds = terminal.smallgains("audit", "verify", "--json")
    head = json.loads(holds.stdout)["head"]
    noted = terminal.smallgains("audit", "verify", "--head", head, "--json")
    misplaced = terminal.smallgains("audit", "--json", "verify")
    with closing(sqlite3.connect(terminal.folder / "bot.db")) as connection, connection:
        connection.execute("DROP TRIGGER admin_act_no_update")
        connection.execute("UPDATE admin_act SET who = 'p-0123456789ab' WHERE number = 2")
    broken = terminal.smallgains("audit", "verify", "--json")

    assert empty == {"well": True, "acts": 0, "head": None, "breaks": []}
    assert all(datetime.fromisoformat(act.pop("at")).utcoffset() == timedelta() for act in acts)
    assert acts == [
        {"number": 1, "who": "operator", "act": "publish", "result": "done", "about": "thirty-calm-days 1"},
        {"number": 2, "who": "operator", "act": "rekey", "result": "begun", "about": ""},
        {"number": 3, "who": "operator", "act": "rekey", "result": "done", "about": ""},
    ]
    assert head.startswith("3:")
    assert (holds.exit_code, noted.exit_code, noted.stdout) == (0, 0, holds.stdout)
    assert (misplaced.exit_code, "smallgains audit verify --json" in misplaced.stderr) == (2, True)
    told = json.loads(broken.stdout)
    assert (broken.exit_code, told["well"], told["head"]) == (1, False, None)
    assert told["breaks"][0].startswith("act 2 is not as it was written")


def test_the_secret_of_an_admins_code_app_is_shown_once(terminal_with_a_key: Terminal) -> None:
    terminal = terminal_with_a_key
    new = ("totp", "new", "--admin", "1001")

    assert "1001 is no admin" in terminal.smallgains(*new).stderr
    made = terminal.smallgains(*new, ADMINS="1001")
    again = terminal.smallgains(*new, ADMINS="1001")
    other = terminal.smallgains(*new, "--replace", ADMINS="1001")
    dropped = terminal.smallgains("totp", "drop", "--admin", "1001")
    gone = terminal.smallgains("totp", "drop", "--admin", "1001")

    secret = made.stdout.split()[1]
    assert f"otpauth://totp/Small%20Gains:admin%201001?secret={secret}&issuer=Small%20Gains" in made.stdout
    assert (again.exit_code, secret in again.output) == (1, False)
    assert other.exit_code == 0
    assert other.stdout.split()[1] != secret
    assert (dropped.exit_code, gone.exit_code) == (0, 1)
    listed = terminal.smallgains("audit").stdout
    assert [word for word in ("totp new", "totp drop", "p-") if word not in listed] == []
    assert "1001" not in listed
    assert terminal.smallgains("audit", "verify").exit_code == 0
