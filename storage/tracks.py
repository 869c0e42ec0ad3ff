"""Tracks: immutable published versions, and the drafts an admin may still publish."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from curriculum.enrolment import TrackRef
from curriculum.reading import read_track
from curriculum.track import Track
from storage.errors import NotFound, Stale
from storage.locks import Of, lock
from storage.randomness import Randomness
from storage.secrecy import Cell, Keyring
from storage.tables import DraftRow, EnrolmentRow, SecondReadingRow, TrackRow, TrackVersionRow

ENOUGH: Final = 50
"""A version is told by itself when so many walks began with it before the next one came; else it is told with the next one."""


@dataclass(frozen=True, slots=True)
class PublishedTrack:
    """A version that people can start, and what it says."""

    ref: TrackRef
    track: Track


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing gave: a new version, or the one that says the very same already."""

    ref: TrackRef
    is_new: bool


class Tracks:
    """The tables of tracks and drafts, in one transaction."""

    def __init__(self, session: AsyncSession, keyring: Keyring, randomness: Randomness) -> None:
        self._session = session
        self._keyring = keyring
        self._random = randomness

    async def publish(
        self,
        text: str,
        *,
        by: int | None,
        now: datetime,
        media: Mapping[str, str] | None = None,
        mends: int | None = None,
    ) -> Publication:
        """Makes `text` the newest version of its track. The same text again, with files of the same digests, changes
        nothing. `mends`: of which version it is another wording, so that it takes its place for people under way. Raises
        `TrackInvalid`, `Stale` when that is no longer the newest.
        """
        track = read_track(text)
        digest = content_hash(text, media or {})
        await self.hold(track.slug)
        newest = await self._newest_row(track.slug)
        if newest is not None and newest.content_hash == digest:
            return Publication(TrackRef(track.slug, newest.number), is_new=False)
        if mends is not None and (newest is None or newest.number != mends):
            raise Stale
        number = 1 if newest is None else newest.number + 1
        if newest is not None:
            newest.apart = await self._have_enough(newest)
        self._session.add(
            TrackVersionRow(
                id=self._random.id(),
                slug=track.slug,
                number=number,
                content_hash=digest,
                title=track.title,
                text=text,
                published_at=now,
                published_by=by,
                mends=mends,
            )
        )
        await self._session.flush()
        return Publication(TrackRef(track.slug, number), is_new=True)

    async def hold(self, slug: str) -> None:
        """Nobody else publishes a version of this track until the transaction ends."""
        await lock(self._session, Of.TRACK, slug)

    async def get(self, ref: TrackRef) -> Track:
        """What this version says. Raises `NotFound`."""
        found = await self._session.scalars(
            select(TrackVersionRow.text).where(TrackVersionRow.slug == ref.slug, TrackVersionRow.number == ref.number)
        )
        text = found.one_or_none()
        if text is None:
            raise NotFound(f"{ref.slug} has no version {ref.number}")
        return read_track(text)

    async def newest(self, slug: str) -> PublishedTrack | None:
        """The newest version of this track, be it retired."""
        row = await self._newest_row(slug)
        return None if row is None else PublishedTrack(TrackRef(row.slug, row.number), read_track(row.text))

    async def newest_text(self, slug: str) -> str | None:
        """What its author wrote, of the same."""
        row = await self._newest_row(slug)
        return None if row is None else row.text

    async def on_offer(self) -> list[PublishedTrack]:
        """What people can start: the newest version of every track that is not retired, the oldest track first."""
        retired = select(TrackRow.slug).where(col(TrackRow.retired))
        newest = (
            select(col(TrackVersionRow.slug), func.max(TrackVersionRow.number).label("number"))
            .where(col(TrackVersionRow.slug).not_in(retired))
            .group_by(col(TrackVersionRow.slug))
            .subquery()
        )
        rows = await self._session.scalars(
            select(TrackVersionRow).join(
                newest,
                (col(TrackVersionRow.slug) == newest.c.slug) & (col(TrackVersionRow.number) == newest.c.number),
            )
        )
        first = await self._session.execute(
            select(col(TrackVersionRow.slug), func.min(TrackVersionRow.published_at)).group_by(
                col(TrackVersionRow.slug)
            )
        )
        born = {row[0]: row[1] for row in first.all()}
        return [
            PublishedTrack(TrackRef(row.slug, row.number), read_track(row.text))
            for row in sorted(rows.all(), key=lambda row: (born[row.slug], row.slug))
        ]

    async def startable(self, slug: str) -> PublishedTrack | None:
        """The version of this track that somebody who starts today gets; None when it is retired."""
        row = await self._session.get(TrackRow, slug, populate_existing=True)
        return None if row is not None and row.retired else await self.newest(slug)

    async def keep_draft(self, text: str, *, admin: int, now: datetime) -> str:
        """Keeps a file an admin sent until it is published; gives the token that its buttons carry."""
        id, token = self._random.id(), self._random.token()
        sealed = self._keyring.seal(text, _text_of(admin, id))
        self._session.add(DraftRow(id=id, token=token, admin=admin, text=sealed, sent_at=now))
        await self._session.flush()
        return token

    async def draft(self, token: str, *, admin: int) -> str | None:
        """The text of a draft, for the admin who sent it."""
        found = await self._session.scalars(select(DraftRow).where(DraftRow.token == token, DraftRow.admin == admin))
        row = found.one_or_none()
        return None if row is None else self._keyring.open(row.text, _text_of(admin, row.id))

    async def drop_draft(self, token: str, *, admin: int) -> None:
        """Lets go of a draft that nobody was asked to read."""
        await self._session.execute(delete(DraftRow).where(col(DraftRow.token) == token, col(DraftRow.admin) == admin))

    async def drafts_of(self, admin: int, *, most: int) -> list[tuple[str, str]]:
        """The newest drafts of an admin, each with the token of its buttons and its text."""
        found = await self._session.scalars(
            select(DraftRow).where(DraftRow.admin == admin).order_by(col(DraftRow.sent_at).desc()).limit(most)
        )
        return [(row.token, self._keyring.open(row.text, _text_of(admin, row.id))) for row in found.all()]

    async def forget_drafts(self, sent_before: datetime) -> None:
        """Lets go of drafts that are old enough."""
        old = col(DraftRow.sent_at) < sent_before
        read = select(DraftRow.id).where(old)
        await self._session.execute(delete(SecondReadingRow).where(col(SecondReadingRow.draft).in_(read)))
        await self._session.execute(delete(DraftRow).where(old))

    async def _have_enough(self, version: TrackVersionRow) -> bool:
        """Whether figures of this version, with those before that wait for it, are fit to be told without the next."""
        earlier = (
            select(func.max(TrackVersionRow.number))
            .where(TrackVersionRow.slug == version.slug, col(TrackVersionRow.apart).is_(True))
            .scalar_subquery()
        )
        began = select(func.count()).where(
            EnrolmentRow.track == version.slug,
            col(EnrolmentRow.began) <= version.number,
            col(EnrolmentRow.began) > func.coalesce(earlier, 0),
            col(EnrolmentRow.counted),
        )
        return (await self._session.scalar(began) or 0) >= ENOUGH

    async def _newest_row(self, slug: str) -> TrackVersionRow | None:
        found = await self._session.scalars(
            select(TrackVersionRow)
            .where(TrackVersionRow.slug == slug)
            .order_by(col(TrackVersionRow.number).desc())
            .limit(1)
        )
        return found.one_or_none()


def _text_of(admin: int, row: int) -> Cell:
    return Cell("draft", "text", admin, row)


def content_hash(text: str, media: Mapping[str, str]) -> str:
    """What tells one version from another: its text, and what is in the files that it names."""
    named = "".join(f"\0{name}\0{digest}" for name, digest in sorted(media.items()))
    return hashlib.sha256((text + named).encode()).hexdigest()
