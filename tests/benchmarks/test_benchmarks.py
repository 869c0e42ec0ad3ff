"""The measurements stay alive: each runs at its smallest size, and their arithmetic is right."""

import json
import math
import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import pytest
from PIL import Image

from tests.benchmarks import enrolled, growth, many_due, pacing, peak, pipeline, plot, replies, stub, webhook, workers
from tests.benchmarks.racing.arithmetic import (
    SECOND_NS,
    Bound,
    Goal,
    busiest_window,
    farthest_out_of_order,
    last_by_ideal,
    middle_and_spread,
    quantile,
    ratio,
)
from tests.benchmarks.racing.drawing import GOAL, OTHERS, OURS
from tests.benchmarks.racing.rounds import Figures, Pace, Run, in_rounds
from tests.benchmarks.racing.stubbed import TOKEN, Stub
from tests.benchmarks.racing.stubbed import stub as a_stub
from tests.benchmarks.racing.telling import RESULTS, Telling, table

SMALLEST: dict[str, Callable[[Telling], None]] = {
    "pipeline": lambda telling: pipeline.main(12, 12, 1, [4], telling),
    "pacing": lambda telling: pacing.main(0.5, pacing.RATES[:1], 1, telling),
    "replies": lambda telling: replies.main(1, 0.5, 1, telling),
    "webhook": lambda telling: webhook.main(20, 4, 1, telling),
    "many_due": lambda telling: many_due.main([6], many_due.Until(lead=1, patience=30, still=4), 1, telling),
    "enrolled": lambda telling: enrolled.main([20], 3, 1, telling),
    "workers": lambda telling: workers.main(24, 4, 1, telling, ready_within=timedelta()),
    "growth": lambda telling: growth.main(6, [12], [31], 1, telling),
}


@pytest.mark.parametrize("script", SMALLEST)
def test_each_measurement_runs_at_its_smallest_size_and_keeps_its_results(script: str, tmp_path: Path) -> None:
    affinity = os.sched_getaffinity(0)

    SMALLEST[script](Telling(script, tmp_path / "results.json"))

    kept = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert kept["script"] == script
    assert kept["table"]
    assert all(goal["value"] is not None for goal in kept["goals"])
    assert os.sched_getaffinity(0) == affinity


def test_every_script_is_among_those_that_are_run() -> None:
    scripts = {file.stem for file in Path(__file__).parent.glob("[a-z]*.py")}

    assert scripts - {"test_benchmarks", "drain", "privacy", "stub", "peak", "plot"} == set(SMALLEST)


def test_of_the_results_that_are_kept_there_is_a_picture_with_each_of_them_in_it(tmp_path: Path) -> None:
    picture = tmp_path / "plot.png"

    plot.main(RESULTS, picture)

    assert {file.stem for file in RESULTS.glob("*.json")} == set(plot.PANELS)
    with Image.open(picture) as drawn:
        assert drawn.width > 2000
        assert {OURS, OTHERS, GOAL} <= {color for _, color in drawn.convert("RGB").getcolors(1 << 16) or ()}


@pytest.mark.parametrize("script", plot.PANELS)
def test_each_result_has_panels_with_a_unit_and_bars_of_ours(script: str) -> None:
    kept = json.loads((RESULTS / f"{script}.json").read_text(encoding="utf-8"))

    panels = list(plot.PANELS[script](kept))

    assert panels
    for panel in panels:
        assert panel.unit
        assert any(bar.is_ours for bar in panel.bars)
        assert script == "many_due" or any(bar.target for bar in panel.bars)


def test_what_was_not_measured_is_left_out_of_the_picture(tmp_path: Path) -> None:
    shutil.copy(RESULTS / "replies.json", tmp_path)

    plot.main(tmp_path, tmp_path / "plot.png")

    with Image.open(tmp_path / "plot.png") as drawn:
        assert drawn.height < 1000


def test_everybody_lives_somewhere_and_falls_due_once_a_day() -> None:
    shares = peak.shares_of_zones()
    due = peak.due_each_minute(shares, peak.SPREAD, 1_000_000)

    assert sum(shares.values()) == pytest.approx(1)
    assert shares.most_common(1)[0][0] == "Asia/Shanghai"
    assert sum(peak.SPREAD.values()) == pytest.approx(1)
    assert sum(due) == pytest.approx(1_000_000)


def test_a_day_is_late_by_its_line_and_what_is_beyond_four_hours_does_not_come() -> None:
    at_once = [6000.0] + [0.0] * (peak.MINUTES - 1)

    assert peak.day_at(at_once, per_second=100) == (0, 0)
    assert peak.day_at(at_once, per_second=1) == (99, 0)
    assert peak.day_at([60_000.0] + [0.0] * (peak.MINUTES - 1), per_second=1) == (
        240,
        pytest.approx(1 - 241 * 60 / 60_000),
    )


def test_the_stub_measures_itself(capsys: pytest.CaptureFixture[str]) -> None:
    stub.main(200)

    assert "messages/s" in capsys.readouterr().out


def test_beyond_its_cap_the_stub_asks_to_wait_and_tells_what_came() -> None:
    with a_stub(cap=2) as served:
        statuses = [sent(served, chat) for chat in (7, 8, 9)]
        record = served.record()

    assert statuses == [200, 200, 429]
    assert (record.chats, record.refused) == ([7, 8], 1)
    assert record.first == {"chat_id": "7", "text": "a quiet minute"}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        pytest.param("application/json", b'{"offset": 2, "timeout": 0}', id="as JSON"),
        pytest.param("application/x-www-form-urlencoded", b"offset=2&timeout=0", id="as a form"),
    ],
)
def test_what_was_carried_is_not_carried_again_however_it_is_asked_for(kind: str, body: bytes) -> None:
    with a_stub() as served:
        for chat in (7, 8):
            served.ask(chat)
        asked = Request(f"{served.url}/bot{TOKEN}/getUpdates", body, {"Content-Type": kind})  # noqa: S310  (our own)
        with build_opener(ProxyHandler({})).open(asked) as answer:
            carried = json.load(answer)["result"]

    assert [update["message"]["chat"]["id"] for update in carried] == [8]


def sent(served: Stub, chat: int) -> int:
    """The status with which a message to that chat is answered."""
    body = f"chat_id={chat}&text=a+quiet+minute".encode()
    try:
        with build_opener(ProxyHandler({})).open(f"{served.url}/bot{TOKEN}/sendMessage", body) as answer:
            assert json.load(answer)["result"]["chat"]["id"] == chat
            return int(answer.status)
    except HTTPError as error:
        with error:
            assert json.load(error)["parameters"] == {"retry_after": 1}
            return error.code


@pytest.mark.parametrize(
    ("arrivals", "most"),
    [
        pytest.param([], 0, id="nothing came"),
        pytest.param([0, SECOND_NS], 1, id="a whole second apart is not in one second"),
        pytest.param([0, SECOND_NS - 1], 2, id="a little less is"),
        pytest.param([5, 0, 3], 3, id="in any order"),
        pytest.param(
            [0, 900_000_000, 1_000_000_000, 1_100_000_000, 1_899_999_999], 4, id="over a full second's border"
        ),
    ],
)
def test_the_busiest_second_is_found_wherever_it_begins(arrivals: list[int], most: int) -> None:
    assert busiest_window(arrivals) == most


def test_an_ideal_sender_is_at_one_and_a_late_one_above() -> None:
    ideal = [round(SECOND_NS * number / 30) for number in range(61)]

    assert last_by_ideal(ideal, 0, 30) == pytest.approx(1)
    assert last_by_ideal([at + SECOND_NS // 50 for at in ideal], 0, 30) == pytest.approx(1.01)


def test_who_came_out_of_turn_is_counted_in_places() -> None:
    assert farthest_out_of_order([10, 20, 30, 40]) == 0
    assert farthest_out_of_order([20, 10, 30, 40]) == 1
    assert farthest_out_of_order([40, 10, 20, 30]) == 3


def test_a_quantile_is_a_value_that_was_measured() -> None:
    assert quantile([3, 1, 2], 0.5) == 2
    assert quantile(range(1, 101), 0.99) == 99
    assert quantile([7], 0.99) == 7


def test_the_spread_is_a_share_of_the_middle() -> None:
    assert middle_and_spread([90, 100, 110]) == (100, 0.2)


def test_a_pace_is_the_median_of_the_rounds() -> None:
    rounds = [{"count": 100, "seconds": seconds, "cpu": seconds / 64} for seconds in (1.0, 2.0, 4.0)]

    assert Pace.of(rounds) == Pace(per_second=50, spread=1.5, cpu_us=312.5)


@pytest.mark.parametrize(
    ("value", "bound", "is_met"),
    [
        (8.0, Bound.AT_LEAST, True),
        (7.9, Bound.AT_LEAST, False),
        (8.0, Bound.AT_MOST, True),
        (8.1, Bound.AT_MOST, False),
        (math.nan, Bound.AT_MOST, False),
    ],
)
def test_a_goal_is_met_or_not_and_never_by_what_could_not_be_measured(value: float, bound: Bound, is_met: bool) -> None:
    assert Goal("messages/s", value, bound, 8).is_met is is_met
    assert ("NOT MET" in str(Goal("messages/s", value, bound, 8))) is not is_met


def test_beside_nothing_there_is_no_ratio() -> None:
    assert ratio(6, 2) == 3
    assert math.isnan(ratio(6, 0))


def test_rounds_go_from_one_to_the_next_and_never_twice_to_the_same() -> None:
    order: list[str] = []

    def runs(name: str) -> Run:
        def run() -> Figures:
            order.append(name)
            return {}

        return run

    in_rounds({name: runs(name) for name in "ABC"}, 2)

    assert "".join(order) == "ABCABC"


def test_a_table_has_its_figures_to_the_right() -> None:
    assert table(["who", "messages/s"], [["ours", 1234.5], ["others", 0.25]]) == [
        "who     messages/s",
        "ours         1,234",
        "others        0.25",
    ]
