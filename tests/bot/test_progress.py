"""Long work tells how far it is: as a bar where somebody watches, as a few lines where a program or a log does."""

import os
import pty
import re
import subprocess
import sys

import pytest

from bot import progress
from bot.progress import Progress

_AT_WORK = """
from bot import progress

with progress.shown() as tell:
    for done in range(1, 201):
        tell(progress.Progress("[b]people", done, 200))
print("done")
"""


def test_without_a_terminal_a_line_is_told_at_each_tenth(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.shown() as tell:
        for done in range(1, 201):
            tell(Progress("people", done, 200))

    told = capsys.readouterr()

    assert told.out == ""
    assert told.err.splitlines() == [f"people: {done} of 200" for done in range(20, 201, 20)]


def test_the_end_is_told_of_work_that_is_too_little_for_tenths_or_of_which_more_is_found(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with progress.shown() as tell:
        tell(Progress("nothing", 0, 0))
        tell(Progress("days", 1, 2))
        tell(Progress("days", 3, 2))

    assert capsys.readouterr().err.splitlines() == ["nothing: 0 of 0", "days: 1 of 2", "days: 3 of 2"]


def test_on_a_terminal_a_bar_grows_and_what_is_printed_stays_apart_from_it() -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}

    work = subprocess.run(
        [sys.executable, "-c", _AT_WORK], stdout=subprocess.PIPE, stderr=theirs, env=environment, check=True, text=True
    )

    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert work.stdout == "done\n"
    assert "[b]people" in shown and "200/200" in shown and "━" in shown
    assert re.search(r"[\d,]+/s", shown)
