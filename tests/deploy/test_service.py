"""deploy/smallgains.service: what systemd thinks of it, and that it fits the bot."""

import os
import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bot import running
from bot.heartbeat import EVERY, STANDS_STILL_AFTER
from bot.settings import PREFIX, Settings
from tests.deploy.observed import DEPLOY

FILE = DEPLOY / "smallgains.service"
AS_SERVICE = DEPLOY / "smallgains-as-service"
EXPOSED_AT_MOST = 15
"""Tenths."""


def set_to(name: str) -> Sequence[str]:
    """All values that the unit gives this directive."""
    return re.findall(rf"^{name}=(.*)$", FILE.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.systemd
@pytest.mark.parametrize("name", ["smallgains.service", "smallgains@.service"])
def test_systemd_reads_it_without_a_complaint(name: str, tmp_path: Path) -> None:
    program = tmp_path / "smallgains"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    unit = tmp_path / name.replace("@.", "@1.")
    unit.write_text(re.sub("(?<=^ExecStart=)\\S+", str(program), FILE.read_text(encoding="utf-8"), flags=re.MULTILINE))

    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:", "LC_ALL": "C"},
    )

    complaints = [line for line in verified.stderr.splitlines() if "smallgains" in line]
    assert (verified.returncode, complaints) == (0, [])


@pytest.mark.systemd
def test_it_is_exposed_to_next_to_nothing(tell: Callable[[str], None]) -> None:
    judged = subprocess.run(
        ["systemd-analyze", "security", "--no-pager", "--offline=true", f"--threshold={EXPOSED_AT_MOST}", str(FILE)],
        capture_output=True,
        text=True,
        check=False,
    )

    overall = judged.stdout.splitlines()[-1]
    assert judged.returncode == 0, overall
    tell(f"systemd-analyze security: {overall.strip()}")


def test_it_hears_the_heartbeat_several_times_before_it_loses_patience() -> None:
    assert set_to("Type") == ["notify"]
    assert int(set_to("WatchdogSec")[0]) >= 5 * EVERY
    assert set_to("WatchdogSignal") == ["SIGKILL"]  # another one leaves a picture of people's words behind
    assert set_to("LimitCORE") == ["0"]


def test_when_it_is_ended_is_told_as_it_is() -> None:
    page = " ".join((DEPLOY / "README.md").read_text(encoding="utf-8").split())

    assert (int(set_to("WatchdogSec")[0]), STANDS_STILL_AFTER, set_to("RestartSec")) == (60, 60.0, ["30"])
    assert "stands still is ended after one minute, and one that lives while its work stands still after two" in page
    assert "Half a minute later it is started again" in page


def test_it_leaves_the_bot_time_to_finish_what_it_sends() -> None:
    assert int(set_to("TimeoutStopSec")[0]) >= running.STOP_WITHIN + 10


def test_every_setting_it_makes_is_one_of_the_bot_s() -> None:
    made = [value.partition("=")[0] for value in set_to("Environment") if value.startswith(PREFIX)]

    assert made
    assert {name.removeprefix(PREFIX).lower() for name in made} <= set(Settings.model_fields)


def test_secrets_are_credentials() -> None:
    assert {loaded.partition(":")[0] for loaded in set_to("LoadCredential")} == {"token", "key"}
    assert f"{PREFIX}TOKEN_FILE=%d/token" in set_to("Environment")
    assert f"{PREFIX}KEY_FILE=%d/key" in set_to("Environment")


def test_a_command_given_as_the_service_has_the_same_user_settings_and_secrets() -> None:
    command = AS_SERVICE.read_text(encoding="utf-8")
    told = dict(re.findall(r'--setenv="?(SMALLGAINS_\w+)=([^\s"]+)', command))
    credentials = "/run/credentials/$unit.service"

    assert told == {
        name: value.replace("%d", credentials).replace("%t/%N", "/run/smallgains")
        for name, _, value in (made.partition("=") for made in set_to("Environment"))
        if name.startswith(PREFIX)
    }
    for directive in ("User", "Group", "UMask", "StateDirectory", "LimitCORE", "NoNewPrivileges"):
        assert f"--property={directive}={set_to(directive)[0]}" in command
    assert set(re.findall(r"LoadCredential=(\S+)", command)) == set(set_to("LoadCredential"))
    assert f"--property=EnvironmentFile={set_to('EnvironmentFile')[0]}" in command


@pytest.mark.parametrize(
    ("here", "may_be_there", "told"),
    [
        ("/usr", True, "--same-dir"),
        ("/usr", False, "--working-directory=/var/lib/smallgains"),  # as /root, of mode 700
        ("/tmp", True, "--working-directory=/var/lib/smallgains"),  # noqa: S108  (the command has one of its own)
    ],
)
def test_a_command_begins_where_its_user_may_be(here: str, may_be_there: bool, told: str, tmp_path: Path) -> None:
    with_programs = {
        "systemd-run": 'printf "%s\\n" "$@"',
        "setpriv": 'test "$1 $4 $5 $6" = "--reuid=smallgains test -x /usr" && ' + ("true" if may_be_there else "false"),
    }
    for name, does in with_programs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / name).chmod(0o755)

    given = subprocess.run(
        [str(AS_SERVICE), "doctor"],
        cwd=here,
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )

    words = given.stdout.splitlines()
    assert [word for word in words if word.startswith(("--same-dir", "--working-directory"))] == [told]
    assert words[-2:] == ["/opt/smallgains/current/bin/smallgains", "doctor"]


@pytest.mark.parametrize(
    ("options", "packages"),
    [([], "requirements.txt"), (["--extras"], "requirements-extras.txt")],
    ids=["plain", "extras"],
)
def test_the_program_is_installed_with_extras_when_they_are_asked_for(
    options: Sequence[str], packages: str, tmp_path: Path
) -> None:
    asked = tmp_path / "asked"
    python = tmp_path / "python3.11"
    python.write_text(
        "#!/bin/sh\n"
        f'echo "$@" >> {asked}\n'
        "for last; do :; done\n"
        'if [ "$2" = venv ]; then mkdir -p "$last/bin"; cp "$0" "$last/bin/python"; cp /bin/true "$last/bin/smallgains"; fi\n'
    )
    python.chmod(0o755)

    subprocess.run(
        [str(DEPLOY / "install"), *options, str(tmp_path / "home")],
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}", "TMPDIR": str(tmp_path)},
        capture_output=True,
        check=True,
    )

    (of_release,) = [
        line for line in asked.read_text().splitlines() if "--python" in line and "--require-hashes" in line
    ]
    assert f" -r {packages} " in of_release
    assert (tmp_path / "home/current/bin/smallgains").exists()


def test_an_option_that_is_not_known_installs_nothing(tmp_path: Path) -> None:
    refused = subprocess.run([str(DEPLOY / "install"), "--extra"], cwd=tmp_path, capture_output=True, check=False)

    assert refused.returncode == 2
    assert b"deploy/install [--extras]" in refused.stderr


@pytest.mark.parametrize("script", ["install", "smallgains-as-service"])
def test_the_scripts_can_be_read_by_their_shells_and_started(script: str) -> None:
    file = DEPLOY / script
    shell = file.read_text(encoding="utf-8").splitlines()[0].split()[-1].removeprefix("#!")

    assert os.access(file, os.X_OK)
    assert subprocess.run([shell, "-n", str(file)], check=False).returncode == 0
