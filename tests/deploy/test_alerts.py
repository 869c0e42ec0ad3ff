"""The alert rules: each rings when it is time and not before, rests on figures that there are, and leads to what is to be done."""

import re
import subprocess
from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from tests.bot.exposed import Family, series
from tests.deploy.observed import DEPLOY, anchors, figures_in

FOLDER = DEPLOY / "prometheus"
RULES: list[dict[str, Any]] = yaml.safe_load((FOLDER / "alerts.yaml").read_text())["groups"][0]["rules"]
TRIALS: list[dict[str, Any]] = yaml.safe_load((FOLDER / "alerts_test.yaml").read_text())["tests"]

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["alert"]))


@pytest.mark.promtool
@pytest.mark.parametrize(
    "asked", [("check", "rules", "alerts.yaml"), ("test", "rules", "alerts_test.yaml")], ids=" ".join
)
def test_prometheus_takes_the_rules_and_each_rings_as_it_should(asked: tuple[str, ...]) -> None:
    done = subprocess.run(["promtool", *asked], cwd=FOLDER, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "SUCCESS" in done.stdout


@each_rule
def test_a_rule_asks_for_figures_that_there_are(rule: dict[str, Any], exposed: Mapping[str, Family]) -> None:
    asked = figures_in(rule["expr"])

    assert asked
    assert asked <= series(exposed)


@each_rule
def test_a_rule_is_seen_to_ring_and_to_be_quiet(rule: dict[str, Any]) -> None:
    seen = [
        bool(at["exp_alerts"])
        for trial in TRIALS
        for at in trial["alert_rule_test"]
        if at["alertname"] == rule["alert"]
    ]

    assert set(seen) == {True, False}


@each_rule
def test_a_rule_says_what_it_means_and_leads_to_what_is_to_be_done(rule: dict[str, Any]) -> None:
    told = rule["annotations"]
    page, _, anchor = told["runbook"].partition("#")

    assert rule["labels"]["severity"] in {"critical", "warning"}
    assert re.fullmatch(r"[A-Z].+[^.]", told["summary"])
    assert told["description"].endswith(".")
    assert page == "deploy/README.md"
    assert anchor in anchors()
