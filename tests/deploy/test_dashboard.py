"""The dashboard for Grafana: it can be taken in as it is, asks for figures that there are, and no panel hides another."""

import itertools
import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.bot.exposed import Family, series
from tests.deploy.observed import DEPLOY, figures_in

BOARD: dict[str, Any] = json.loads((DEPLOY / "grafana" / "smallgains.json").read_text(encoding="utf-8"))
PANELS: list[dict[str, Any]] = BOARD["panels"]
COLUMNS = 24
FILLED_IN = {"$__rate_interval": "5m", "$job": ".*"}

each_panel = pytest.mark.parametrize("panel", PANELS, ids=lambda panel: str(panel["title"]))


def expressions(panel: Mapping[str, Any]) -> list[str]:
    """What a panel asks Prometheus, with the variables filled in as Grafana does."""
    asked = [str(target["expr"]) for target in panel["targets"]]
    for name, value in FILLED_IN.items():
        asked = [expression.replace(name, value) for expression in asked]
    return asked


def squares(panel: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    """The squares of the grid that a panel takes up."""
    at = panel["gridPos"]
    yield from itertools.product(range(at["x"], at["x"] + at["w"]), range(at["y"], at["y"] + at["h"]))


def test_grafana_can_take_it_in() -> None:
    variables = {one["name"]: one for one in BOARD["templating"]["list"]}

    assert (BOARD["title"], BOARD["uid"]) == ("Small Gains", "smallgains")
    assert BOARD["schemaVersion"] >= 39
    assert "id" not in BOARD  # Grafana gives it
    assert variables["datasource"]["type"] == "datasource"
    assert variables["datasource"]["query"] == "prometheus"
    assert figures_in(variables["job"]["definition"]) == {"smallgains_build_info"}


@each_panel
def test_a_panel_asks_for_figures_that_there_are(panel: dict[str, Any], exposed: Mapping[str, Family]) -> None:
    for expression in expressions(panel):
        asked = figures_in(expression)
        assert asked
        assert asked <= series(exposed)
        assert "$" not in expression
        assert expression.count('{job=~".*"') == len(re.findall(r"\b(?:smallgains|process)_\w+", expression))


@each_panel
def test_a_panel_says_what_it_shows_and_names_no_server_of_ours(panel: dict[str, Any]) -> None:
    assert panel["title"]
    assert panel["description"].endswith(".")
    for one in (panel, *panel["targets"]):
        assert one["datasource"] == {"type": "prometheus", "uid": "${datasource}"}


def test_no_panel_lies_upon_another_or_beside_the_page() -> None:
    taken = [square for panel in PANELS for square in squares(panel)]

    assert len(set(taken)) == len(taken)
    assert all(0 <= column < COLUMNS for column, _ in taken)
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)


@pytest.mark.promtool
def test_prometheus_can_read_every_question(tmp_path: Path) -> None:
    rules = [
        {"record": f"panel:{panel['id']}:{number}", "expr": expression}
        for panel in PANELS
        for number, expression in enumerate(expressions(panel))
    ]
    file = tmp_path / "rules.yaml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]}), encoding="utf-8")

    done = subprocess.run(["promtool", "check", "rules", file], capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"SUCCESS: {len(rules)} rules found" in done.stdout
