"""Makes the bundle of a study: page by page into a folder beside its place, which takes that place whole or not at all."""

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.clock import Clock
from bot.study import codebook
from bot.study.codebook import About
from bot.study.columns import TABLES, columns_of
from bot.study.pseudonyms import Pseudonyms
from bot.study.rows import Gathered, Rows
from bot.study.writing import Format, Writer
from curriculum.enrolment import TrackRef
from curriculum.study import Study
from curriculum.track import Track
from storage.bundles import StudiedWalk
from storage.chain import Result
from storage.database import Database, Unit
from storage.tombstones import Buried, Tombstones

PAGE: Final = 200
"""So many walks at a time are held in memory."""
_ACT: Final = "export-study"

Tell = Callable[[int, int], None]


class NobodyTakesPart(Exception):
    """There is nobody who could be in a bundle."""


class OthersMeanwhile(Exception):
    """Not everybody who is in what was written may be handed over any more; why, nobody is told."""


class Occupied(Exception):
    """There is something in the folder already."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which bundle is wanted: of which study, of one `track` or of all, in which formats, exact or `coarse`."""

    study: Study
    formats: Sequence[Format]
    track: str | None = None
    coarse: bool = False


async def export(
    database: Database,
    to: Path,
    wanted: Wanted,
    pseudonyms: Pseudonyms,
    forgotten: Tombstones,
    now: Clock,
    tell: Tell = lambda _, __: None,
) -> About:
    """Writes the bundle into the new folder `to`, and the act into the log of admins' acts. Who is in the ledger of the `forgotten`
    and in the database all the same, as in a copy put there by hand or after a crash, is not in it. Raises `NobodyTakesPart`,
    `OthersMeanwhile`, `Occupied`, `NoParquet`, `LedgerShortened`, `OSError`; then there is no folder.
    """
    forgotten.prove()
    with _new_in(to) as folder:
        async with database.unit(long=True, reads=True) as unit:
            of = await unit.bundles.count(wanted.study, wanted.track)
            if not of:
                raise NobodyTakesPart
            written = _Bundle(folder, wanted, pseudonyms)
            with written:
                await written.filled(unit, of, forgotten.read(), tell)
        if not written.people:
            raise NobodyTakesPart
        about = written.about(now)
        _accompany(folder, about, written.tracks)
        async with database.unit() as unit:
            still_in, buried = await unit.bundles.people_in(wanted.study), forgotten.read()
            if not written.people.items() <= still_in.items() or any(buried.has(person) for person in written.people):
                raise OthersMeanwhile
            told = f"{about.people} people" + (", coarse" if wanted.coarse else "")
            await unit.admin_acts.record(None, _ACT, about=told, result=Result.DONE, now=about.made_at)
    return about


class _Bundle:
    """The tables on their way into a folder."""

    def __init__(self, folder: Path, wanted: Wanted, pseudonyms: Pseudonyms) -> None:
        self._wanted = wanted
        self._pseudonyms = pseudonyms
        self._hashes: dict[TrackRef, str] = {}
        self.tracks: dict[TrackRef, Track] = {}
        self.people: dict[int, datetime] = {}
        """Who is in it, and since when they take part: who meanwhile took that back and agreed again is in it by an older yes."""
        self._walks = 0
        with ExitStack() as stack:
            self._tables = {
                table: stack.enter_context(
                    Writer(folder, table, columns_of(table, coarse=wanted.coarse), wanted.formats)
                )
                for table in TABLES
            }
            self._stack = stack.pop_all()

    def __enter__(self) -> None:
        self._stack.__enter__()

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    async def filled(self, unit: Unit, of: int, buried: Buried, tell: Tell) -> None:
        """All walks, page by page, but those of whoever is `buried`."""
        after = 0
        while page := await unit.bundles.walks(self._wanted.study, self._wanted.track, after=after, limit=PAGE):
            after = page[-1].id
            page = [walk for walk in page if not buried.has(walk.person)]
            self._walks += len(page)
            self.people |= {walk.person: walk.agreed_at for walk in page}
            self._write(await self._gathered(unit, page))
            tell(self._walks, max(of, self._walks))

    async def _gathered(self, unit: Unit, page: Sequence[StudiedWalk]) -> Gathered:
        nudges, decisions = defaultdict(list), defaultdict(list)
        for nudge in await unit.nudges.along([walk.id for walk in page]):
            nudges[nudge.enrolment].append(nudge)
        for one in await unit.bundles.decisions({walk.person for walk in page}):
            decisions[one.person].append(one)
        refs = {walk.track for walk in page} | {nudge.track for each in nudges.values() for nudge in each}
        for ref in refs - self.tracks.keys():
            self.tracks[ref] = await unit.tracks.get(ref)
        self._hashes |= await unit.bundles.hashes({ref.slug for ref in refs})
        answers = await unit.bundles.answers([walk.id for walk in page])
        return Gathered(page, nudges, answers, decisions)

    def _write(self, gathered: Gathered) -> None:
        rows = Rows(self._pseudonyms, self.tracks, self._hashes, self._wanted.coarse)
        long = list(rows.long(gathered))
        self._tables["long"].add(long)
        self._tables["wide"].add(list(rows.wide(gathered, long)))
        self._tables["decisions"].add(list(rows.decisions(gathered)))

    def about(self, now: Clock) -> About:
        """What there is in it."""
        return About(
            study=self._wanted.study.name,
            made_at=now(),
            coarse=self._wanted.coarse,
            formats=self._wanted.formats,
            people=len(self.people),
            walks=self._walks,
            counts={table: writer.count for table, writer in self._tables.items()},
        )


def _accompany(folder: Path, about: About, tracks: dict[TrackRef, Track]) -> None:
    lines = list(codebook.lines(about, tracks))
    for name, text in (
        ("codebook.csv", codebook.as_csv(lines)),
        ("codebook.md", codebook.as_markdown(about, lines)),
        ("datapackage.json", codebook.datapackage(about)),
        ("README.txt", codebook.read_me(about)),
    ):
        (folder / name).write_text(text, encoding="utf-8")


@contextmanager
def _new_in(to: Path) -> Iterator[Path]:
    """A folder that nobody else can read, beside `to`, and in its place when the block ends well. Raises `Occupied`."""
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise Occupied(f"there is something at {to} already; name a folder that is new")
    to.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{to.name}-", dir=to.parent))
    try:
        yield made
        made.replace(to)
    finally:
        shutil.rmtree(made, ignore_errors=True)
