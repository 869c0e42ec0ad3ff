"""`smallgains rehearse` and `smallgains simulate`, as an author meets them."""

import json
import logging
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot import loop
from bot.cli import app
from bot.console import settings_of
from bot.rehearsal import simulating
from tests.media import png
from tests.stories.test_study import compared
from tests.tracks import track_yaml

FIGURES = (
    "SELECT kind, state, day, count(*) FROM nudge GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
    "SELECT outcome, count(*) FROM check_in GROUP BY 1 ORDER BY 1",
    "SELECT strain, count(*) FROM strain GROUP BY 1 ORDER BY 1",
    "SELECT standing, place, count(*) FROM enrolment GROUP BY 1, 2 ORDER BY 1, 2",
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SMALLGAINS_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'real.db'}")
    return tmp_path


def smallgains(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def file(folder: Path, text: str, name: str = "calm.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def figures(database: Path) -> Mapping[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(database)) as connection:
        return {query: connection.execute(query).fetchall() for query in FIGURES}


def test_a_page_is_written_beside_and_nothing_else(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)

    done = smallgains("rehearse", file(folder, track_yaml()), "--as", "silent")

    assert done.exit_code == 0
    assert {each.name for each in folder.iterdir()} == {"calm.yaml", "thirty-calm-days-silent.html"}
    assert "3 days of the track came" in done.output  # and then a question, as nothing came back
    assert caplog.messages == []


def test_several_walk_one_after_the_other(folder: Path) -> None:
    done = smallgains(
        "rehearse", file(folder, track_yaml()), "--as", "silent", "--as", "ideal", "--to", folder / "pages" / "it.html"
    )

    assert done.exit_code == 0
    assert {each.name for each in (folder / "pages").iterdir()} == {"it-silent.html", "it-ideal.html"}


def test_a_picture_of_a_day_is_in_the_rehearsal(folder: Path) -> None:
    (folder / "breath.png").write_bytes(png())

    done = smallgains(
        "rehearse", file(folder, track_yaml(days={2: {"media": "breath.png"}})), "--to", folder / "it.html"
    )

    assert done.exit_code == 0
    assert "With the file breath.png" in (folder / "it.html").read_text(encoding="utf-8")


def test_a_track_with_problems_says_them_all_and_nobody_walks(folder: Path) -> None:
    done = smallgains("rehearse", file(folder, track_yaml(title=None, days={3: {"why": None}})))

    assert done.exit_code == 1
    assert done.output.count("calm.yaml:") == 2
    assert "nothing was rehearsed" in done.output
    assert {each.name for each in folder.iterdir()} == {"calm.yaml"}


def test_a_missing_picture_is_a_problem(folder: Path) -> None:
    done = smallgains("rehearse", file(folder, track_yaml(days={2: {"media": "breath.png"}})))

    assert done.exit_code == 1
    assert "breath.png" in done.output


def test_nobody_of_that_name_walks(folder: Path) -> None:
    done = smallgains("rehearse", file(folder, track_yaml()), "--as", "somebody")

    assert done.exit_code == 2
    assert "struggling" in done.output


def test_a_track_file_is_not_written_over(folder: Path) -> None:
    calm = file(folder, track_yaml())

    done = smallgains("rehearse", calm, "--to", calm)

    assert done.exit_code == 1
    assert calm.read_text(encoding="utf-8") == track_yaml()


def test_a_cohort_is_the_same_by_its_seed(folder: Path) -> None:
    for name in ("one", "two"):
        assert smallgains("simulate", "--people", 12, "--days", 4, "--to", folder / name).exit_code == 0
    assert smallgains("simulate", "--people", 12, "--days", 4, "--seed", 8, "--to", folder / "three").exit_code == 0

    one, two, three = (figures(folder / name / "rehearsal.db") for name in ("one", "two", "three"))
    assert one == two
    assert one != three
    assert not (folder / "real.db").exists()


def test_what_a_cohort_leaves_is_an_installation_of_its_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = smallgains("simulate", "--people", 6, "--days", 3, "--to", folder / "made")

    assert "landing --env-file" in done.output
    with closing(sqlite3.connect(folder / "made" / "rehearsal.db")) as connection:
        assert connection.execute("SELECT count(*) FROM person").fetchone() == (6,)
        assert connection.execute("SELECT count(*) FROM nudge WHERE state = 'planned'").fetchone() == (0,)
    monkeypatch.delenv("SMALLGAINS_DATABASE_URL")
    assert settings_of(folder / "made" / simulating.ENV).key_path.exists()
    assert smallgains("audit", "verify", "--env-file", folder / "made" / simulating.ENV).exit_code == 0


def test_a_cohort_takes_part_in_a_study_and_its_bundle_is_there_to_be_looked_at(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    track, made = file(folder, compared()), folder / "made"
    asked = ("--people", 20, "--days", 5, "--to")
    assert smallgains("simulate", track, *asked, folder / "without").exit_code == 0

    done = smallgains("simulate", track, "--study", 'Small "words"', *asked, made)
    monkeypatch.delenv("SMALLGAINS_DATABASE_URL")
    handed = smallgains("export-study", "--env-file", made / simulating.ENV, "--to", made / "study", "--json")

    assert "of them take part in the study. Its bundle comes with: smallgains export-study --env-file" in done.output
    told = json.loads(handed.stdout)
    assert 0 < told["people"] <= 20
    assert min(told["rows"].values()) > 0
    assert (made / "study/README.txt").read_text().startswith('Small "words" (simulated)\n')
    walks = "SELECT track, zone, hour, started_at FROM enrolment ORDER BY 1, 2, 3, 4"
    assert rows_of(made, walks) == rows_of(folder / "without", walks)  # the same people, with a study and without
    assert rows_of(folder / "without", "SELECT count(*) FROM decision") == [(0,)]


def rows_of(made: Path, query: str) -> list[tuple[object, ...]]:
    """What there is in a database that was simulated."""
    with closing(sqlite3.connect(made / "rehearsal.db")) as connection:
        return connection.execute(query).fetchall()


@pytest.mark.parametrize(
    ("asked", "code", "told"),
    [
        (("half.yaml",), 1, "half.yaml says that it is unfinished"),
        (("none.yaml",), 1, "none.yaml cannot be read"),
        (("--study", "x" * 70), 2, "a study has a name, of 68 characters at most"),
        (("--study", " "), 2, "a study has a name"),
        (("--study", "Words for ${HOME}"), 2, "a study has a name without ${, which"),
    ],
)
def test_what_cannot_be_walked_or_run_is_told_before_anybody_walks(
    folder: Path, asked: tuple[str, ...], code: int, told: str
) -> None:
    file(folder, track_yaml(unfinished="yes"), "half.yaml")

    done = smallgains("simulate", *asked, "--to", folder / "made")

    assert (done.exit_code, told in done.output) == (code, True)
    assert not (folder / "made").exists()


def test_real_data_is_never_taken_for_simulated(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of a shell in which the real bot is looked after outweigh a file, but for what data it is about."""
    assert smallgains("simulate", "--people", 1, "--days", 1, "--to", folder / "made").exit_code == 0

    looked = smallgains("landing", "--env-file", folder / "made" / simulating.ENV)

    assert looked.exit_code == 2
    assert looked.output == (
        "smallgains: SMALLGAINS_DATABASE_URL is set in the environment, and the env file names another: unset "
        "SMALLGAINS_DATABASE_URL, or leave --env-file out\n"
    )
    monkeypatch.delenv("SMALLGAINS_DATABASE_URL")
    assert "model-openness" in smallgains("landing", "--env-file", folder / "made" / simulating.ENV).output


def test_a_folder_with_anything_in_it_is_left_alone(folder: Path) -> None:
    file(folder, "real", "smallgains.db")

    done = smallgains("simulate", "--people", 2, "--to", folder)

    assert done.exit_code == 1
    assert {each.name for each in folder.iterdir()} == {"smallgains.db"}


def test_what_is_broken_off_leaves_nothing(folder: Path) -> None:
    class Enough(Exception):
        pass

    def tell(done: int, _: int) -> None:
        if done == 1:
            raise Enough

    with pytest.raises(Enough), simulating.new_in(folder / "made") as made:
        loop.run(simulating.simulate(made, people=3, days=3, seed=1, tell=tell))

    assert list(folder.iterdir()) == []
