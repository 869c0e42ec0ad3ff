"""Which tests take long: they are begun first, so that at the end no worker has one left while the others have nothing to do.
Most of them wait more than they compute, and leave the processor to the tests beside them.
"""

from collections.abc import Iterable
from typing import Final

import pytest

LONGEST: Final = (
    "deploy/test_containers.py::test_the_page_of_containers",
    "deploy/test_walk.py::test_the_page_is_walked",
    "browser/test_spanish_walk.py",
    "browser/test_demo_page.py::test_thirty_days",
    "benchmarks/test_benchmarks.py::test_each_measurement",
    "documents",
    "faults/test_cut_off_worker.py",
    "faults/test_disk.py",
    "faults/test_buttons.py::test_forged",
    "stories/test_no_path.py::test_over_hundreds_of_walks",
    "faults/test_server_falls.py",
    "faults/test_frozen_worker.py",
    "faults/test_storm.py",
    "faults/test_stop.py",
    "faults/test_time.py",
    "faults/test_worker_deaths.py",
    "faults/test_kill.py",
    "bot/test_study_recovery.py",
    "stories/test_needles.py",
    "faults/test_words.py",
    "faults/test_points.py",
    "faults/test_broadcast_deaths.py",
    "faults/test_web_and_workers.py",
    "faults/test_network.py",
    "faults/test_move.py",
    "faults/test_soak.py",
    "faults/test_hostile_yaml.py",
    "faults/test_zones.py",
    "storage/test_keys.py::test_broken_off_anywhere",
    "storage/test_rooms.py",
    "faults",
    "stories/test_day_five.py",
    "browser",
    "stories/test_webhook.py",
    "stories/test_floods.py",
    "bot/test_hiding.py",
    "bot/test_moving.py",
)
"""Files, or tests by the beginning of their names, below this folder; about the longest first."""


def longest_first(items: list[pytest.Item]) -> None:
    """Puts them in that order, and leaves the others as they are."""
    places = {item: place_of(item.nodeid.removeprefix("tests/"), LONGEST) for item in items}
    items.sort(key=lambda item: places[item])


def place_of(name: str, names: Iterable[str]) -> int:
    """The number of the first that `name` begins with; behind all of them if there is none."""
    place = -1
    for place, one in enumerate(names):
        if name.startswith(one):
            return place
    return place + 1
