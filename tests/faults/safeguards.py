"""Takes one safeguard at a time out of a copy of the program, and makes sure that a test notices.

    python -m tests.faults.safeguards            # all, some minutes
    python -m tests.faults.safeguards fence      # one

A test that passes without the safeguard it is about proves nothing; so this prints, for each, which tests failed.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
PARTS = ("bot", "curriculum", "storage", "tests", "pyproject.toml")
STORIES = "tests/stories/test_faults.py"
PATIENCE = 180
LEDGER = "tests/storage/test_nudges.py"
STUDY = "tests/stories/test_study.py"
TWO = ("tests/stories/test_pairs_tell_nothing.py", "tests/curriculum/test_pairs.py")


@dataclass(frozen=True)
class Safeguard:
    """A few lines of the program that keep a promise, what stands there without them, and tests that should notice."""

    name: str
    file: str
    there: str
    gone: str
    tests: tuple[str, ...]


SAFEGUARDS = (
    Safeguard(
        "claim lease: it runs out",
        "bot/delivery.py",
        "abandoned = await unit.nudges.abandoned(None if at_start else now)",
        "abandoned = []",
        (STORIES,),
    ),
    Safeguard(
        "claim lease: it lasts",
        "storage/nudges.py",
        "lapsed = () if now is None else (_NUDGE.c.lease_until <= now,)",
        "lapsed = ()",
        (STORIES, LEDGER),
    ),
    Safeguard(
        "fence",
        "storage/nudges.py",
        '    _NUDGE.c.fence == bindparam("fence_before"),\n',
        '    _NUDGE.c.fence + bindparam("fence_before") >= 0,\n',
        (LEDGER,),
    ),
    Safeguard(
        "fence on the record",
        "bot/delivery.py",
        "nudge.fence != one.nudge.fence or ",
        "",
        ("tests/stories/test_error_table.py", "-k", "late"),
    ),
    Safeguard(
        "attempt row",
        "storage/nudges.py",
        "        await _BEGIN.run_each(self._session, rows)\n",
        "",
        (LEDGER,),
    ),
    Safeguard(
        "sending is written before the request",
        "bot/delivery.py",
        "claimed = await unit.nudges.claim_all(claims, now, lease=LEASE)",
        "claimed = [replace(each, fence=1, attempts=1, lease_until=now + LEASE, fit=out.fit) for each, out in claims]",
        (STORIES, "-k", "sent_once_more"),
    ),
    Safeguard(
        "unique key: one nudge for a day",
        "storage/migrations/versions/0030_forgiveness.py",
        '_one_a_day(["enrolment", "lap", "day", "kind"])',
        '_one_a_day(["enrolment", "lap", "day", "kind", "id"])',
        (LEDGER,),
    ),
    Safeguard(
        "unique key: one nudge for a local date",
        "storage/migrations/versions/0024_beside_the_days.py",
        '["person", "local_date", "zone"], sa.text(a_date)',
        '["person", "local_date", "zone", "id"], sa.text(a_date)',
        (LEDGER,),
    ),
    Safeguard(
        "inbox: stored before Telegram is told",
        "bot/telegram/poller.py",
        "        try:\n            await self._store(updates)\n        except Exception as error:\n"
        "            raise StoreFailed from error\n"
        '        self._offset = max(update["update_id"] for update in updates) + 1\n',
        '        self._offset = max(update["update_id"] for update in updates) + 1\n'
        "        try:\n            await self._store(updates)\n        except Exception as error:\n"
        "            raise StoreFailed from error\n",
        ("tests/bot/telegram",),
    ),
    Safeguard(
        "inbox: an update that comes again is known",
        "storage/inbox.py",
        "            del fresh[known.update_id]\n",
        "            await self._session.execute(delete(InboxRow).where(col(InboxRow.update_id) == known.update_id))\n",
        ("tests/storage/test_inbox.py", "tests/faults/test_updates.py"),
    ),
    Safeguard(
        "limit of resends",
        "bot/settling.py",
        "RESENDS: Final = 1\n",
        "RESENDS: Final = 3\n",
        (STORIES,),
    ),
    Safeguard(
        "lease on the database",
        "bot/delivery.py",
        "                if allowed:\n                    await self._lease.confirm(unit)\n",
        "",
        ("tests/stories/test_one_sender.py",),
    ),
    Safeguard(
        "file lock",
        "bot/lock.py",
        "fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)",
        "pass",
        ("tests/faults/test_kill.py", "-k", "second_instance"),
    ),
    Safeguard(
        "grace",
        "curriculum/timing.py",
        "return late <= ON_TIME or (late <= GRACE and earliest <= here.time() <= latest)",
        "return True",
        (STORIES, "tests/curriculum/test_timing.py"),
    ),
    Safeguard(
        "clock guard",
        "bot/engine/clock_watch.py",
        "return self._elapsed() >= self._trusted_at",
        "return True",
        ("tests/bot/test_clock_watch.py",),
    ),
    Safeguard(
        "new zone rules",
        "bot/zone_data.py",
        "    if known == edition:\n",
        "    if known != edition:\n",
        ("tests/stories/test_clocks_and_rules.py",),
    ),
    Safeguard(
        "several: a request whose claim has ended is not begun",
        "bot/delivery.py",
        "if nudge.lease_until is not None and nudge.lease_until <= self._now():",
        "if nudge.lease_until is None:",
        (STORIES, "-k", "claim_has_ended"),
    ),
    Safeguard(
        "several: what the dead had begun is thrown away",
        "bot/engine/distributed.py",
        "await manager.finish_job(job, Status.ABORTED, delete_job=True)",
        "pass",
        ("tests/faults/test_worker_deaths.py", "-k", "inside-the-effect"),
    ),
    Safeguard(
        "several: what the dead were sending comes back",
        "bot/delivery.py",
        "abandoned = await unit.nudges.abandoned(None if at_start else now)",
        "abandoned = []",
        ("tests/faults/test_worker_deaths.py", "-k", "random"),
    ),
    Safeguard(
        "several: another one fetches",
        "bot/hearing.py",
        "            except InUse:\n                pass\n",
        "            except InUse:\n                return\n",
        ("tests/faults/test_worker_deaths.py", "-k", "fetches"),
    ),
    Safeguard(
        "several: whoever fetches and falls silent is replaced",
        "storage/database.py",
        "await locks.lost_when_silent(connection, silent_for)",
        "pass",
        ("tests/faults/test_frozen_worker.py", "-k", "before"),
    ),
    Safeguard(
        "several: whoever falls silent in the middle of a batch is sent away",
        "storage/lasting.py",
        "    cursor.execute(_BOUND)\n",
        "",
        ("tests/storage/test_migrations_on_postgresql.py", "-k", "waits_for_nobody"),
    ),
    Safeguard(
        "several: the end of a job is noted in the end",
        "bot/engine/queue_worker.py",
        "if await stopped_within(pause, self._paused):",
        "if pause:",
        ("tests/faults/test_server_falls.py", "-k", "turn"),
    ),
    Safeguard(
        "several: a worker works on when the server was lost",
        "bot/engine/distributed.py",
        "        while not self._paused.is_set():\n            looked = ",
        "        for _ in range(1):\n            looked = ",
        ("tests/faults/test_server_falls.py", "-k", "outlive"),
    ),
    Safeguard(
        "several: nobody has the database alone after a fall",
        "bot/lock.py",
        "if await held.still(within=_LOOK_EVERY):",
        "if held:",
        ("tests/faults/test_server_falls.py", "-k", "alone"),
    ),
    Safeguard(
        "several: a web process keeps before it answers",
        "bot/door/receiving.py",
        "            await self._gathering.keep(update)\n",
        "            asyncio.get_running_loop().create_task(self._gathering.keep(update))\n",
        ("tests/faults/test_web_and_workers.py", "-k", "killed"),
    ),
    Safeguard(
        "two: nothing is shown that one alone chose",
        "curriculum/pairs/revealing.py",
        "return len(since) == len(chosen) and turn_after(max(since)) <= now",
        "return bool(since) and turn_after(max(since)) <= now",
        TWO,
    ),
    Safeguard(
        "two: nothing is shown at the moment of a choice",
        "curriculum/pairs/revealing.py",
        "turn_after(max(since)) <= now",
        "max(since) <= now",
        TWO,
    ),
    Safeguard(
        "two: nothing is shown while either is restricted or on hold",
        "curriculum/pairs/revealing.py",
        "return answer.chosen_at if may_be_one_of_two(side.classed, is_held=side.is_held) else None",
        "return answer.chosen_at",
        TWO,
    ),
    Safeguard(
        "two: what was chosen before a class changed stays closed",
        "curriculum/pairs/revealing.py",
        "(classed.at is None or answer.chosen_at >= classed.at)",
        "True",
        TWO,
    ),
    Safeguard(
        "two: nobody is told that a code was used",
        "bot/chat/pair_routes.py",
        "return Answer(say=(await self._entered(unit, person, text),))",
        "return Answer(say=(await self._entered(unit, person, text),), also=(pair_messages.ended().call(1002),))",
        TWO,
    ),
    Safeguard(
        "two: nobody is told whether there is another",
        "bot/pairing.py",
        "return PairOverview([revealing.mark(mine, item.key) for item in ITEMS], revealed)",
        "return PairOverview([revealing.mark(mine, item.key) for item in ITEMS if theirs], revealed)",
        TWO,
    ),
    Safeguard(
        "two: nobody is told whether a code worked",
        "bot/pairing.py",
        "        await unit.pairs.enter(person.id, code, self._now(), works=works)\n",
        "        await unit.pairs.enter(person.id, code, self._now(), works=works)\n"
        "        if not works:\n            return NoCode()\n",
        TWO,
    ),
    Safeguard(
        "two: nobody is told whether a code worked, by entering it again",
        "bot/pairing.py",
        "        await unit.pairs.enter(person.id, code, self._now(), works=works)\n",
        "        if not works or not await unit.pairs.has_entered(person.id, code):\n"
        "            await unit.pairs.enter(person.id, code, self._now(), works=works)\n",
        TWO,
    ),
    Safeguard(
        "two: a code works once",
        "bot/pairing.py",
        "if maker is None or not await unit.pairs.use_up(code, self._now()):",
        "if maker is None:",
        (*TWO, "tests/stories/test_pairs.py"),
    ),
    Safeguard(
        "two: a sign of danger takes back what was chosen",
        "bot/holding.py",
        "        await unit.pairs.take_back_all(person.id)\n",
        "",
        (*TWO, "tests/stories/test_pairs.py"),
    ),
    Safeguard(
        "study: what is taken back is written beside the keys, and first",
        "bot/taking_part.py",
        "        self._keys.note_taken_back(person, self._now() if agreement is None else max(self._now(), agreement.agreed_at))\n"
        "        await unit.studies.take_back(person)\n",
        "        await unit.studies.take_back(person)\n        self._keys.note_taken_back(person, self._now())\n",
        ("tests/faults/test_taking_back.py",),
    ),
    Safeguard(
        "study: a new yes comes after what was taken back",
        "bot/taking_part.py",
        "max(self._now(), taken_back + _LATER)",
        "self._now()",
        ("tests/faults/test_taking_back.py",),
    ),
    Safeguard(
        "study: a start looks who is in it again",
        "bot/running.py",
        "    await app.taking_part.replay(database)\n",
        "",
        ("tests/faults/test_taking_back.py",),
    ),
    Safeguard(
        "study: so does a backup that is put back",
        "bot/restoring.py",
        "await TakingPart(keyring.data_keys, now).replay(database)",
        "0",
        (STUDY, "-k", "backup"),
    ),
    Safeguard(
        "study: and whoever hands over",
        "bot/study_cli.py",
        "        await TakingPart(keyring.data_keys, now).replay(database)",
        "        pass",
        ("tests/bot/test_study_export.py", "-k", "by_hand"),
    ),
    Safeguard(
        "study: a yes is to who answers for it",
        "curriculum/study.py",
        "(self.study, self.contact, self.edition) == (study.name, study.contact, EDITION)",
        "(self.study, self.edition) == (study.name, EDITION)",
        (STUDY, "-k", "changes"),
    ),
    Safeguard(
        "study: and so is a bundle",
        "storage/bundles.py",
        "        _AGREEMENT.c.contact == study.contact,\n",
        "",
        ("tests/storage/test_studies.py",),
    ),
    Safeguard(
        "study: who takes it back waits for what is being decided",
        "storage/studies.py",
        ".with_for_update(read=True)",
        "",
        ("tests/storage/test_studies.py", "-k", "while_it_is_taken_back"),
    ),
)


def main(wanted: str) -> int:
    """Takes out every safeguard whose name has `wanted` in it; gives how many nobody noticed."""
    unnoticed = 0
    for safeguard in SAFEGUARDS:
        if wanted not in safeguard.name:
            continue
        failed = failing_without(safeguard)
        unnoticed += not failed
        print(f"{safeguard.name}: {', '.join(failed) or 'NOBODY NOTICED'}", flush=True)  # noqa: T201
    return unnoticed


def failing_without(safeguard: Safeguard) -> list[str]:
    """The tests that fail in a program without it."""
    with tempfile.TemporaryDirectory() as folder:
        for part in PARTS:
            source = HOME / part
            copy = shutil.copytree if source.is_dir() else shutil.copy
            copy(source, Path(folder) / part)
        file = Path(folder) / safeguard.file
        text = file.read_text(encoding="utf-8")
        assert text.count(safeguard.there) == 1, f"{safeguard.name}: {safeguard.file} is not as it was"
        file.write_text(text.replace(safeguard.there, safeguard.gone), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-x", *safeguard.tests]
        try:
            ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            return ["a test that never came to its end"]
    assert ran.returncode in (0, 1), ran.stdout + ran.stderr
    return sorted(set(re.findall(r"^(?:FAILED|ERROR) \S+?::(\w+)", ran.stdout, re.MULTILINE)))


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])) > 0)
