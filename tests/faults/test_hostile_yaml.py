"""Hostile files on the way an admin's files come: each is refused within a second of work, and holds up nobody."""

import asyncio
import resource
import time
from collections.abc import Callable
from datetime import timedelta

from tests.curriculum.test_hostile_files import LAUGHS, VALID
from tests.stories.town import Somebody, Town

LARGEST = 128 * 1024
HOSTILE = {
    "100,000 brackets": ("[" * 100_000, "line 1, ", "nested more than 12 levels deep"),
    "thirteen levels": ("".join(" " * depth + "a:\n" for depth in range(13)), "line 12, ", "more than 12 levels"),
    "10,000 days": ("days:\n" + "- day: 1\n" * 10_000, "line 1251, ", "more than 5,000 parts"),
    "a byte too many": ("#" * (LARGEST + 1), "line 1, ", "the file has 129 KiB, at most 128"),
    "ten megabytes": ("a: b\n" * 2_000_000, "line 1, ", "KiB, at most 128"),
    "a billion laughs": (LAUGHS, "line 2, ", "an alias ("),
    "an anchor": ("a: &a b\n", "line 1, ", "an anchor (`&a`)"),
    "a tag that would run something": ("a: !!python/object/apply:os.system [ls]\n", "line 1, ", "a tag ("),
    "a second document": ("a: b\n---\nc: d\n", "line 2, ", "a second document"),
    "a field twice": ("a: b\na: c\n", "line 2, ", "`a` comes twice"),
    "a NUL": ("a: b\x00\n", "line 1, ", "U+0000"),
    "a turned direction": ("a: b\nc: \u202eno\n", "line 2, ", "U+202E"),
    "a turned direction in an escape": ('title: "a\\u202eb"\n', "line 1, ", "U+202E"),
    "a number that looks like a time": (VALID.replace("day: 1\n", "day: 12:30\n", 1), "line ", "number from 1 to 30"),
    "latin-1": (VALID.replace("calm", "café").encode("latin-1"), "line 1, ", "is not UTF-8"),
    "UTF-16": (VALID.encode("utf-16"), "line 1, ", "the file is UTF-16"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100, "line 1, ", "is not UTF-8"),
    "60,000 quotes": ("title: '" + "''" * 60_000, "line 1, ", "never closed"),
    "nothing but lines": ("\n" * 130_000, "line 1, ", "no track in this file"),
}


async def test_hostile_files_are_refused_within_a_second_and_hold_up_nobody(
    robin: Somebody, alice: Somebody, town: Town, tell: Callable[[str], None]
) -> None:
    worked, waited = [0.0], [0.0]

    for what, (content, line, says) in HOSTILE.items():
        town.clock.move(timedelta(seconds=5))
        robin.person.sends_document("hostile.yaml", content.encode() if isinstance(content, str) else content)
        alice.person.says("/help")
        await town.app.poller.once()
        answers, begun, before = len(alice.inbox), time.monotonic(), work()
        drained = asyncio.create_task(town.app.intake.drain())
        await town.sandbox.until(lambda answers=answers: len(alice.inbox) > answers, within=10)  # type: ignore[misc]  # mypy cannot infer a default
        waited.append(time.monotonic() - begun)
        await drained
        worked.append(work() - before)

        told = robin.told.splitlines()
        assert told[0].startswith("hostile.yaml has "), what
        assert any(each.startswith(line) and says in each for each in told), (what, told[:5])
        assert "Nothing was changed." in robin.told, what
        assert robin.newest.buttons == [["Help"]], what
        assert worked[-1] < 1, what
        assert waited[-1] < 1, what
    tell(
        f"hostile files: {len(HOSTILE)} refused after at most {max(worked) * 1000:.0f} ms of work each; somebody else "
        f"waited at most {max(waited) * 1000:.0f} ms meanwhile"
    )


def work() -> float:
    """Seconds of work so far, of this process and of those it has looked into files with."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)
