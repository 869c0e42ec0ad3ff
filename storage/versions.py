"""Versions of tracks: all there are, which of them mend the one before, and what is said of a track as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Table, bindparam, func
from sqlalchemy import select as select_of
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from curriculum.enrolment import TrackRef
from storage.prepared import Prepared
from storage.singles import put
from storage.tables import TrackRow, TrackVersionRow, table_of

_TRACK: Final[Table] = table_of(TrackRow)
_VERSION: Final[Table] = table_of(TrackVersionRow)
_LISTING: Final = Prepared(select_of(_TRACK).where(_TRACK.c.slug == bindparam("slug")))
_COUNT: Final = Prepared(select_of(func.count().label("mended")).where(_VERSION.c.mends.is_not(None)))


@dataclass(frozen=True, slots=True)
class Version:
    """One published version. `content` tells its text and files from others; `mends` is the version it is but another
    wording of.
    """

    ref: TrackRef
    title: str
    text: str
    content: str
    published_at: datetime
    mends: int | None


@dataclass(frozen=True, slots=True)
class Listing:
    """How a track stands. A `retired` one is begun by nobody new; `offered` is the version that people on earlier ones are
    asked about.
    """

    slug: str
    retired: bool = False
    offered: int | None = None


@dataclass(frozen=True, slots=True)
class Mended:
    """The versions that are another wording of the one before."""

    versions: frozenset[TrackRef] = frozenset()

    def words_for(self, ref: TrackRef) -> TrackRef:
        """In which version's words somebody who walks this one is sent what comes next."""
        following = TrackRef(ref.slug, ref.number + 1)
        while following in self.versions:
            ref, following = following, TrackRef(ref.slug, following.number + 1)
        return ref


class Versions:
    """The tables of tracks and their versions, in one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def slugs(self) -> Sequence[str]:
        """Every track of which there is a version, the oldest first."""
        born = func.min(TrackVersionRow.published_at)
        rows = await self._session.scalars(
            select(TrackVersionRow.slug).group_by(col(TrackVersionRow.slug)).order_by(born, col(TrackVersionRow.slug))
        )
        return rows.all()

    async def all_of(self, slug: str) -> list[Version]:
        """Every version of a track, the newest first."""
        rows = await self._session.scalars(
            select(TrackVersionRow).where(TrackVersionRow.slug == slug).order_by(col(TrackVersionRow.number).desc())
        )
        return [
            Version(TrackRef(row.slug, row.number), row.title, row.text, row.content_hash, row.published_at, row.mends)
            for row in rows.all()
        ]

    async def listing(self, slug: str) -> Listing:
        """How a track stands."""
        rows = await _LISTING.rows(self._session, slug=slug)
        return Listing(slug, bool(rows[0].retired), rows[0].offered) if rows else Listing(slug)

    async def put(self, listing: Listing) -> None:
        """From now on a track stands so."""
        row = {"slug": listing.slug, "retired": listing.retired, "offered": listing.offered}
        await put(self._session, _TRACK, row, by=["slug"], anew=["retired", "offered"])

    async def count_mended(self) -> int:
        """How many versions mend another. Versions are neither changed nor taken out, so the count tells whether one came."""
        [row] = await _COUNT.rows(self._session)
        return int(row.mended)

    async def mended(self) -> Mended:
        """All versions that mend another."""
        rows = await self._session.execute(
            select(TrackVersionRow.slug, TrackVersionRow.number).where(col(TrackVersionRow.mends).is_not(None))
        )
        return Mended(frozenset(TrackRef(slug, number) for slug, number in rows.all()))
