"""deploy/Containerfile: what the image is made of, who runs in it, and what it needs."""

import fnmatch
import subprocess
from collections.abc import Mapping, Sequence

import pytest

from tests.deploy.containerfile import Stage, read
from tests.deploy.observed import DEPLOY

ROOT = DEPLOY.parent
FILE = DEPLOY / "Containerfile"
FROM_DEBIAN = [
    "sh",
    "-ec",
    "apt-get update; "
    "DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends postgresql-client-15; "
    "rm -rf /var/lib/apt/lists/*",
]
"""pg_dump and pg_restore; the only thing that a shell does, so that no list of packages is left in the image."""
FOLDERS = [
    *("install", "--directory", "--mode", "700", "--owner", "10001", "--group", "10001"),
    *("/data", "/backups", "/backups-keys", "/run/smallgains"),
]
"""COPY would make them for everybody to read, and a new volume has the rights of its folder."""


@pytest.fixture(scope="module")
def stages() -> Sequence[Stage]:
    return read(FILE)


@pytest.fixture(scope="module")
def image(stages: Sequence[Stage]) -> Stage:
    """What is shipped: the last one."""
    return stages[-1]


def test_every_stage_is_python_3_11_on_bookworm_and_can_be_pinned(stages: Sequence[Stage]) -> None:
    assert [stage.base for stage in stages] == ["${BASE}", "${BASE}"]
    assert "ARG BASE=docker.io/library/python:3.11-slim-bookworm\n" in FILE.read_text(encoding="utf-8")


def test_every_package_comes_with_its_hash_or_from_here(stages: Sequence[Stage]) -> None:
    installs = [
        run.words for stage in stages for run in stage.all("RUN") if "install" in run.words and "pip" in run.words
    ]

    assert len(installs) == 3
    for words in installs:
        assert ({"--require-hashes", "--only-binary"} <= set(words)) != ({"--no-index", "--no-deps"} <= set(words))


def test_nothing_is_fetched_past_pip_and_debian_and_no_other_shell_takes_part(stages: Sequence[Stage]) -> None:
    for stage in stages:
        for run in stage.all("RUN"):
            if (stage, run.words) == (stages[-1], FROM_DEBIAN):
                continue
            assert not {"sh", "bash", "curl", "wget", "git", "apt-get"} & {
                word.rpartition("/")[2] for word in run.words
            }
        for copy in stage.all("COPY"):
            assert "://" not in copy.rest


def test_all_that_is_copied_is_there_and_not_ignored(stages: Sequence[Stage]) -> None:
    with_extras = read(FILE, PACKAGES="requirements-extras.txt")
    let_in = [
        line.removeprefix("!")
        for line in (DEPLOY / "Containerfile.dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    ]
    copied = {
        source
        for stage in (*stages, *with_extras)
        for copy in stage.all("COPY")
        if "from" not in copy.flags
        for source in copy.words[:-1]
    }

    assert copied
    assert {source for source in copied if not (ROOT / source).exists()} == set()
    assert copied == set(let_in)


@pytest.mark.parametrize(
    ("arguments", "packages"),
    [({}, "requirements.txt"), ({"PACKAGES": "requirements-extras.txt"}, "requirements-extras.txt")],
)
def test_extras_are_in_the_image_when_they_are_asked_for(arguments: Mapping[str, str], packages: str) -> None:
    first = read(FILE, **arguments)[0]
    (listed,) = (copy.words[0] for copy in first.all("COPY") if copy.words[-1] == "requirements.txt")

    assert listed == packages
    assert [run.words[-1] for run in first.all("RUN") if "--require-hashes" in run.words][1:] == ["requirements.txt"]


def test_no_secret_can_get_into_the_image() -> None:
    ignored = (DEPLOY / "Containerfile.dockerignore").read_text(encoding="utf-8").splitlines()

    assert "*" in ignored
    assert not any(
        fnmatch.fnmatch("deploy/secrets/token", line.removeprefix("!")) for line in ignored if line.startswith("!")
    )
    unseen = subprocess.run(
        ["git", "check-ignore", "deploy/secrets/token", "deploy/secrets/key", "deploy/smallgains.env"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if (ROOT / ".git").exists():
        assert len(unseen.stdout.splitlines()) == 3


def test_it_runs_as_nobody_in_particular_and_never_as_root(image: Stage) -> None:
    names = [instruction.name for instruction in image.does]
    done_by_root = [list(run.words) for run in image.all("RUN")]

    assert [user.rest for user in image.all("USER")] == ["10001:10001"]
    assert names.index("USER") < names.index("ENTRYPOINT") < names.index("CMD")
    assert done_by_root == [FROM_DEBIAN, FOLDERS]


def test_secrets_are_files_and_none_is_in_the_recipe(image: Stage) -> None:
    environment = image.environment()

    assert environment["SMALLGAINS_TOKEN_FILE"].startswith("/run/secrets/")
    assert environment["SMALLGAINS_KEY_FILE"].startswith("/run/secrets/")
    assert not {"SMALLGAINS_TOKEN", "SMALLGAINS_WEBHOOK_SECRET"} & set(environment)


def test_its_health_is_asked_of_the_file_into_which_it_beats(image: Stage) -> None:
    (check,) = image.all("HEALTHCHECK")

    assert image.environment()["SMALLGAINS_HEARTBEAT_FILE"] in check.rest
    assert '"-m", "bot.healthy"' in check.rest
    assert {"interval", "timeout", "start-period", "retries"} <= set(check.flags)


def test_it_is_told_to_stop_as_the_bot_wants_to_be(image: Stage) -> None:
    assert [signal.rest for signal in image.all("STOPSIGNAL")] == ["SIGTERM"]
    assert [list(start.words) for start in (*image.all("ENTRYPOINT"), *image.all("CMD"))] == [
        ["/opt/smallgains/bin/smallgains"],
        ["run"],
    ]
