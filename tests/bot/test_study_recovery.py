"""An effect that was put into a cohort is found again in its bundle, by the code that people are handed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.study.exporting import Wanted, export
from bot.study.pseudonyms import Pseudonyms
from bot.study.writing import Format
from storage.secrecy import Keyring
from storage.tombstones import Tombstones
from tests.studied import EFFECT, STUDY, analysed, stage_in, walk


async def test_the_notebook_finds_the_effect_that_there_is_and_none_where_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tell: Callable[[str], None]
) -> None:
    people, days = 400, 5
    async with stage_in(tmp_path / "stage", 11) as here:
        await walk(here, people=people, days=days, seed=11)
        about = await export(
            here.database,
            tmp_path / "bundle",
            Wanted(STUDY, [Format.CSV, Format.PARQUET]),
            Pseudonyms(b"salt"),
            Tombstones(here.app.settings.forgotten_path, Keyring.read(here.app.settings.key_path)),
            here.clock,
        )

    assert (about.people, about.walks) == (people, people)
    assert (
        people * days - 20 < about.counts["decisions"] <= people * days
    )  # who is silent for three days is asked first
    found = analysed(tmp_path / "bundle", monkeypatch)["results"].set_index("outcome")
    assert "calm-mornings" in capsys.readouterr().out
    done, answered = found.loc["done"], found.loc["answered"]
    effect = EFFECT * 0.9  # of those that are answered at all
    tell(
        f"study: {people} people, {about.counts['decisions']:,} decisions; true effect {effect:.3f}, weighted "
        f"{done.effect:.3f} [{done.low:.3f}, {done.high:.3f}], unweighted {done.naive:.3f}; no effect on answering: "
        f"{answered.effect:.3f} [{answered.low:.3f}, {answered.high:.3f}]"
    )
    assert done.low < effect < done.high
    assert done.low > 0
    assert not done.low < done.naive < done.high  # tracks are taken for arms
    assert done.naive < effect - 0.1
    assert answered.low < 0 < answered.high
