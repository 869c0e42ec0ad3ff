"""An uploaded file is looked at by a child that may die without harm."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

import bot.quarantine
from bot.quarantine import CHILD, read_upload
from curriculum.errors import TrackInvalid
from curriculum.reading import read_track
from tests.tracks import track_yaml

BROKEN = "this file broke the reader that looked at it, so it was given up"


def a_child_that(code: str) -> list[str]:
    return [sys.executable, "-P", "-c", code]


async def problems(content: bytes, *, code: str | None = None, seconds: float = 5) -> list[tuple[int, int, str]]:
    with pytest.raises(TrackInvalid) as refusal:
        if code is None:
            await read_upload(content)
        else:
            await read_upload(content, child=a_child_that(code), seconds=seconds)
    return [(problem.line, problem.column, problem.says) for problem in refusal.value.problems]


async def test_a_track_comes_through() -> None:
    uploaded = track_yaml(title="Ruhige Tage für zwei — 😀").encode()

    assert await read_upload(uploaded) == read_track(uploaded)


async def test_the_problems_come_through_with_their_places() -> None:
    uploaded = track_yaml(track="Calm — 😀!", days={12: None}).encode()

    told = await problems(uploaded)

    with pytest.raises(TrackInvalid) as directly:
        read_track(uploaded)
    assert told == [(problem.line, problem.column, problem.says) for problem in directly.value.problems]
    assert len(told) == 2


@pytest.mark.parametrize("content", [b"", b"\x00" * 1000, b"\xff\xfe", b"[" * 100_000, b"a: b\n" * 2_000_000], ids=len)
async def test_a_hostile_file_is_refused(content: bytes) -> None:
    assert len(await problems(content)) >= 1


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import os; os.abort()", id="crashes"),
        pytest.param("import os; print('[]', flush=True); os.abort()", id="crashes after it has spoken"),
        pytest.param("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", id="reaches into foreign memory"),
        pytest.param("raise RecursionError", id="gives up"),
        pytest.param("raise SystemExit(0)", id="says nothing"),
        pytest.param("print('[[1]]'); raise SystemExit(0)", id="talks nonsense"),
        pytest.param("confine(memory=256 * 1024 ** 2); bytearray(400 * 1024 ** 2)", id="takes too much memory"),
        pytest.param("confine(cpu_seconds=1)\nwhile True: [0] * 10 ** 6", id="never ends"),
    ],
)
async def test_a_child_that_dies_is_one_plain_problem(code: str) -> None:
    ending = "\nprint('[]')"

    told = await problems(b"a: b", code=f"from bot.quarantine import confine\n{code}{ending}", seconds=60)

    assert told == [(1, 1, BROKEN)]


async def test_a_child_that_stays_within_its_limits_is_believed() -> None:
    code = "from bot.quarantine import confine; confine(); bytearray(10 * 1024 ** 2); print('[]')"

    track = await read_upload(track_yaml().encode(), child=a_child_that(code))

    assert track == read_track(track_yaml())


def test_the_child_itself_tells_the_problems() -> None:
    home = str(Path(bot.quarantine.__file__).parents[1])

    child = subprocess.run(CHILD, env={"PYTHONPATH": home}, input=b"track: calm", capture_output=True, check=True)

    assert {"line": 1, "column": 1, "says": "`title` is missing"} in json.loads(child.stdout)


async def test_a_child_that_overruns_is_ended() -> None:
    begun = time.monotonic()

    told = await problems(b"a: b", code="import time; time.sleep(60)", seconds=0.3)

    assert told == [(1, 1, "reading this file takes longer than 0.3 seconds, so it was given up")]
    assert time.monotonic() - begun < 10


async def test_a_child_can_write_no_file_and_sees_nothing_of_our_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("SMALLGAINS_TOKEN", "12345:secret")
    target = tmp_path_factory.mktemp("upload") / "left-behind"
    code = f"""
import os, json
from bot.quarantine import confine
confine()
said = [name for name in os.environ if name.startswith("SMALLGAINS")]
try:
    open({str(target)!r}, "w", buffering=1).write("x\\n")
    said.append("wrote a file")
except OSError:
    pass
print(json.dumps([dict(line=1, column=1, says=" ".join(["clean", *said]))]))
"""

    assert await problems(b"a: b", code=code) == [(1, 1, "clean")]
