"""deploy/compose.yaml: it is what Compose reads, and every container in it is on a short leash."""

import re
import subprocess
import sys
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest
import yaml

from bot import running
from tests.deploy.containerfile import read
from tests.deploy.observed import DEPLOY
from tests.documents.commands import commands

FILE = DEPLOY / "compose.yaml"
COMPOSE: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
SERVICES: Mapping[str, Mapping[str, Any]] = COMPOSE["services"]
every_service = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
every_bot = pytest.mark.parametrize("service", [SERVICES["bot"], SERVICES["worker"]], ids=["bot", "worker"])


def seconds(told: str) -> int:
    """A duration as Compose writes it, when it is in seconds."""
    return int(told.removesuffix("s"))


def test_it_holds_to_the_specification() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(FILE)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stdout


def test_there_is_a_profile_for_one_process_and_one_for_several() -> None:
    profiles = {name: service["profiles"] for name, service in SERVICES.items()}

    assert profiles == {"bot": ["sqlite"], "worker": ["postgresql"], "database": ["postgresql"]}
    assert SERVICES["worker"]["deploy"]["replicas"] == "${SMALLGAINS_WORKERS:-2}"
    assert SERVICES["worker"]["depends_on"] == {"database": {"condition": "service_healthy"}}


@every_service
def test_it_may_do_nothing_that_it_need_not(service: Mapping[str, Any]) -> None:
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"])
    assert not {"ports", "privileged", "network_mode", "pid", "ipc", "devices"} & set(service)


@every_service
def test_it_takes_no_more_than_its_share_and_is_started_again(service: Mapping[str, Any]) -> None:
    assert {"cpus", "memory", "pids"} <= set(service["deploy"]["resources"]["limits"])
    assert service["restart"] == "unless-stopped"
    assert {"max-size", "max-file"} <= set(service["logging"]["options"])


@every_service
def test_it_writes_into_memory_or_a_volume_of_its_own(service: Mapping[str, Any]) -> None:
    for mount in service["tmpfs"]:
        options = {option.partition("=")[0] for option in mount.partition(":")[2].split(",")}
        assert options == {"size", "mode", "noexec", "nosuid", "nodev"}  # podman takes no owner
    assert {volume.partition(":")[0] for volume in service["volumes"]} <= set(COMPOSE["volumes"])


@every_service
def test_its_secrets_are_files_and_nothing_secret_is_in_its_environment(service: Mapping[str, Any]) -> None:
    assert service["secrets"]
    for secret in service["secrets"]:
        assert set(COMPOSE["secrets"][secret]) == {"file"}
    for name in service.get("environment", {}):
        assert not re.search(r"(TOKEN|PASSWORD|SECRET|KEY)$", name)


@every_service
def test_its_health_is_looked_at(service: Mapping[str, Any]) -> None:
    assert service["healthcheck"]["test"][0] == "CMD"  # no shell


@every_bot
def test_a_bot_is_asked_for_its_heartbeat_as_its_image_says(service: Mapping[str, Any]) -> None:
    image = read(DEPLOY / "Containerfile")[-1]
    check = service["healthcheck"]

    assert check["test"][1:] == [word.strip('"[],') for word in image.all("HEALTHCHECK")[0].words[1:]]
    assert any(mount.startswith("/run/smallgains:") for mount in service["tmpfs"])
    assert service["user"] == image.all("USER")[0].rest


@every_bot
def test_a_bot_has_time_to_finish_what_it_sends(service: Mapping[str, Any]) -> None:
    assert seconds(service["stop_grace_period"]) >= running.STOP_WITHIN + 10


@every_bot
def test_backups_and_keys_have_volumes_of_their_own_that_the_bot_may_write(service: Mapping[str, Any]) -> None:
    image = read(DEPLOY / "Containerfile")[-1]
    (made,) = (run.words for run in image.all("RUN") if run.words[0] == "install")
    told = dict(pairwise(made))
    mounted = dict(volume.split(":") for volume in service["volumes"])

    assert mounted == {"data": "/data", "backups": "/backups", "backups_keys": "/backups-keys"}
    assert set(mounted.values()) <= set(made)
    assert f"{told['--owner']}:{told['--group']}" == service["user"]
    assert told["--mode"] == "700"  # which a new volume has, too


def test_the_image_has_the_programs_of_the_very_server_that_is_backed_up() -> None:
    database, image = SERVICES["database"], read(DEPLOY / "Containerfile")[-1]
    version = re.fullmatch(r"docker\.io/library/postgres:(\d+)-bookworm", database["image"])

    assert version
    assert any(f"postgresql-client-{version[1]};" in run.rest for run in image.all("RUN"))
    assert f"/usr/lib/postgresql/{version[1]}/bin" in image.environment()["PATH"].split(":")
    assert database["volumes"] == ["database:/var/lib/postgresql/data"]  # up to 17, that image declares a volume there


@pytest.mark.parametrize(("profile", "bot"), [("sqlite", "bot"), ("postgresql", "worker")])
def test_the_readme_backs_up_each_profile_and_restores_it_with_the_bot_stopped(profile: str, bot: str) -> None:
    begins = f"docker compose --profile {profile} "
    given = [told.text.removeprefix(begins) for told in commands("deploy/README.md") if told.text.startswith(begins)]
    restores = [text for text in given if text.startswith(f"run --rm {bot} restore /backups/")]

    assert f"exec {bot} smallgains backup --to /backups --keys-to /backups-keys" in given
    assert len(restores) == 1
    assert given.index(f"stop {bot}") < given.index(restores[0])
    assert given[given.index(restores[0]) + 1] == "up --detach"


def test_the_database_is_in_reach_of_workers_alone() -> None:
    assert SERVICES["database"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert "inside" not in SERVICES["bot"].get("networks", [])
