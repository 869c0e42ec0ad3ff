"""The table of figures in deploy/README.md is what the program exposes, word for word."""

import re
from collections.abc import Mapping

from tests.bot.exposed import Family
from tests.deploy.observed import DEPLOY

ROW = re.compile(
    r"^\| `(?P<name>\w+)` \| (?P<kind>gauge|counter|histogram|summary) \| (?P<means>.+?) \|$", re.MULTILINE
)


def test_every_figure_is_in_the_table_with_its_kind_and_meaning(exposed: Mapping[str, Family]) -> None:
    page = (DEPLOY / "README.md").read_text(encoding="utf-8")

    told = {row["name"]: Family(row["kind"], row["means"]) for row in ROW.finditer(page)}

    assert told == dict(exposed)
