"""Pictures and voice notes of authors: what admins sent, what each published version means by a name, and the id under
which Telegram knows a file once it has been sent. The same content is kept once, however often it comes.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from sqlalchemy import Table, delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from curriculum.enrolment import TrackRef
from curriculum.media import MediaFile, MediaKind
from storage.errors import NotFound
from storage.randomness import Randomness
from storage.singles import add_new, put
from storage.tables import MediaRow, MediaUploadRow, TrackMediaRow, table_of

_MEDIA: Final[Table] = table_of(MediaRow)
_UPLOAD: Final[Table] = table_of(MediaUploadRow)


@dataclass(frozen=True, slots=True)
class Attached:
    """A picture or voice note as a message brings it: by `file_id` where Telegram knows it, else with its content. One
    with neither is still to be made ready.
    """

    kind: MediaKind
    name: str
    digest: str
    file_id: str | None = field(default=None, repr=False)
    content: bytes | None = field(default=None, repr=False)


class Media:
    """The tables of media, in one transaction."""

    def __init__(self, session: AsyncSession, randomness: Randomness) -> None:
        self._session = session
        self._random = randomness

    async def keep(self, file: MediaFile) -> str:
        """Keeps a file for a version that is about to be published; gives its digest."""
        await self._kept(file)
        return file.digest

    async def take_in(self, file: MediaFile, *, admin: int, now: datetime) -> None:
        """Keeps a file that an admin sent, for tracks they publish; the newest of a name counts."""
        media = await self._kept(file)
        row = {"id": self._random.id(), "admin": admin, "name": file.name, "media": media, "sent_at": now}
        await put(self._session, _UPLOAD, row, by=["admin", "name"], anew=["media", "sent_at"])

    async def found(self, names: Collection[str], *, admin: int, newest: TrackRef | None) -> dict[str, str]:
        """The digests of those of these files that are there: as the admin sent them, else as the newest version of the
        track has them.
        """
        there = {} if newest is None else await self.bound(newest)
        sent = (
            select(MediaUploadRow.name, MediaRow.digest)
            .join(MediaRow, col(MediaRow.id) == col(MediaUploadRow.media))
            .where(MediaUploadRow.admin == admin)
        )
        there |= dict((await self._session.execute(sent)).all())
        return {name: there[name] for name in names if name in there}

    async def bind(self, ref: TrackRef, media: Mapping[str, str]) -> None:
        """From now on this version means these files, by digest, by their names."""
        rows = await self._session.execute(
            select(MediaRow.digest, MediaRow.id).where(col(MediaRow.digest).in_(media.values()))
        )
        ids = dict(rows.all())
        for name, digest in media.items():
            self._session.add(
                TrackMediaRow(id=self._random.id(), track=ref.slug, number=ref.number, name=name, media=ids[digest])
            )
        await self._session.flush()

    async def bound(self, ref: TrackRef) -> dict[str, str]:
        """The digests of the files that a version means, by the names it calls them."""
        rows = await self._session.execute(
            select(TrackMediaRow.name, MediaRow.digest)
            .join(MediaRow, col(MediaRow.id) == col(TrackMediaRow.media))
            .where(TrackMediaRow.track == ref.slug, TrackMediaRow.number == ref.number)
        )
        return dict(rows.all())

    async def of(self, ref: TrackRef, name: str) -> Attached | None:
        """What a version means by a name; None when nothing was bound to it."""
        found = await self._session.execute(
            select(MediaRow.kind, MediaRow.digest, MediaRow.file_id)
            .join(TrackMediaRow, col(TrackMediaRow.media) == col(MediaRow.id))
            .where(TrackMediaRow.track == ref.slug, TrackMediaRow.number == ref.number, TrackMediaRow.name == name)
        )
        row = found.one_or_none()
        return None if row is None else Attached(MediaKind(row[0]), name, row[1], row[2])

    async def ready(self, media: Attached) -> Attached:
        """The same, so that it can be sent: by the id that Telegram knows by now, else with its content. Raises `NotFound`."""
        found = await self._session.scalars(select(MediaRow.file_id).where(MediaRow.digest == media.digest))
        file_id = found.one_or_none()
        if file_id is not None:
            return replace(media, file_id=file_id, content=None)
        contents = await self._session.scalars(select(MediaRow.content).where(MediaRow.digest == media.digest))
        content = contents.one_or_none()
        if content is None:
            raise NotFound(f"there is no file {media.name} any more")
        return replace(media, file_id=None, content=content)

    async def known(self, media: Attached) -> None:
        """Telegram knows the file by this id: it need not be uploaded again."""
        await self._session.execute(
            update(MediaRow).where(col(MediaRow.digest) == media.digest).values(file_id=media.file_id)
        )

    async def unknown(self, media: Attached) -> None:
        """Telegram does not know the file by this id any more; one that it gave meanwhile stays."""
        await self._session.execute(
            update(MediaRow)
            .where(col(MediaRow.digest) == media.digest, col(MediaRow.file_id) == media.file_id)
            .values(file_id=None)
        )

    async def forget_unused(self, sent_before: datetime) -> None:
        """Lets go of what was sent long ago and is in no version of any track."""
        used = select(TrackMediaRow.media)
        await self._session.execute(
            delete(MediaUploadRow).where(
                col(MediaUploadRow.sent_at) < sent_before, col(MediaUploadRow.media).not_in(used)
            )
        )
        await self._session.execute(
            delete(MediaRow).where(col(MediaRow.id).not_in(used), col(MediaRow.id).not_in(select(MediaUploadRow.media)))
        )

    async def _kept(self, file: MediaFile) -> int:
        same = select(MediaRow.id).where(MediaRow.digest == file.digest)
        known = (await self._session.scalars(same)).one_or_none()
        if known is not None:
            return known
        row = {"id": self._random.id(), "digest": file.digest, "kind": file.kind, "content": file.content}
        await add_new(self._session, _MEDIA, row, by=["digest"])
        return (await self._session.scalars(same)).one()
