"""What people let a coach read, for how long, and every reading of it. A coach stands here under what only the key makes
of their Telegram id; no words are kept twice.
"""

import base64
import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Update, delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from storage.guarded import change_one
from storage.randomness import Randomness
from storage.secrecy import Keyring
from storage.tables import CoachCodeRow, ShareReadRow, ShareReplyRow, ShareRow

CODE_LASTS: Final = timedelta(hours=24)
_CODE_CHARACTERS: Final = 10
_LABEL_CHARACTERS: Final = 4


@dataclass(frozen=True, slots=True)
class Share:
    """What one person lets one coach read. Until it is given it is only being put together: `chosen` are the nudges of the days chosen."""

    id: int
    token: str
    person: int
    coach: str
    coach_label: str
    person_label: str
    chosen: tuple[int, ...] = ()
    given_at: datetime | None = None
    until: datetime | None = None
    ended_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether the coach may read it at this moment."""
        return self.given_at is not None and self.until is not None and now < self.until and self.ended_at is None


@dataclass(frozen=True, slots=True)
class ShareRead:
    """One reading: by which share, when, and how many replies."""

    share: int
    read_at: datetime
    replies: int


class Shares:
    """The tables of shares, in one transaction."""

    def __init__(self, session: AsyncSession, keyring: Keyring, randomness: Randomness) -> None:
        self._session = session
        self._keyring = keyring
        self._random = randomness

    async def make_code(self, coach: int, now: datetime) -> str:
        """A code that lets one person choose what this coach may read. Those that are too old go."""
        await self._session.execute(delete(CoachCodeRow).where(col(CoachCodeRow.until) <= now))
        digest = hashlib.sha256(self._random.token().encode()).digest()
        code = base64.b32encode(digest).decode()[:_CODE_CHARACTERS]
        row = CoachCodeRow(
            id=self._random.id(), coach=self._coach(coach), digest=self._code(code), until=now + CODE_LASTS
        )
        self._session.add(row)
        await self._session.flush()
        return code

    async def redeem(self, code: str, coaches: Collection[int], person: int, now: datetime) -> Share | None:
        """Begins a share with the coach whose code this is; the code is used up. None for a code of none of these."""
        known = {self._coach(coach) for coach in coaches}
        used_up = await self._session.scalars(
            delete(CoachCodeRow)
            .where(
                col(CoachCodeRow.digest) == self._code(code),
                col(CoachCodeRow.until) > now,
                col(CoachCodeRow.coach).in_(known),
            )
            .returning(col(CoachCodeRow.coach))
        )
        coach = used_up.one_or_none()
        if coach is None:
            return None
        share = ShareRow(
            id=self._random.id(),
            token=self._random.token(),
            person=person,
            coach=coach,
            person_label=self._label("people", f"{person} {coach}"),
            coach_label=self._label("coaches", coach),
            chosen="",
        )
        self._session.add(share)
        await self._session.flush()
        return _value(share)

    async def with_token(self, token: str) -> Share | None:
        """The share with this token."""
        query = select(ShareRow).where(ShareRow.token == token).execution_options(populate_existing=True)
        row = (await self._session.scalars(query)).one_or_none()
        return None if row is None else _value(row)

    async def given_by(self, person: int) -> list[Share]:
        """Everything this person ever let anybody read, the newest first."""
        rows = await self._session.scalars(
            select(ShareRow)
            .where(ShareRow.person == person, col(ShareRow.given_at).is_not(None))
            .order_by(col(ShareRow.given_at).desc())
            .execution_options(populate_existing=True)
        )
        return [_value(row) for row in rows.all()]

    async def open_to(self, coach: int, now: datetime) -> list[Share]:
        """What this coach may read at this moment."""
        rows = await self._session.scalars(
            select(ShareRow)
            .where(
                ShareRow.coach == self._coach(coach),
                col(ShareRow.given_at).is_not(None),
                col(ShareRow.until) > now,
                col(ShareRow.ended_at).is_(None),
            )
            .order_by(col(ShareRow.given_at))
            .execution_options(populate_existing=True)
        )
        return [_value(row) for row in rows.all()]

    def is_with(self, share: Share, coach: int) -> bool:
        """Whether this coach is the one it is for."""
        return share.coach == self._coach(coach)

    async def choose(self, share: Share, days: Sequence[int]) -> None:
        """The person chose these days; nothing is given yet."""
        written = " ".join(str(day) for day in days)
        await change_one(self._session, _still_chosen(share).values(chosen=written))

    async def give(self, share: Share, replies: Sequence[tuple[int, str]], *, until: datetime, now: datetime) -> None:
        """From now on the coach may read these replies, each with its nudge and the mark of its words."""
        await change_one(self._session, _still_chosen(share).values(given_at=now, until=until))
        self._session.add_all(
            ShareReplyRow(id=self._random.id(), share=share.id, nudge=nudge, mark=mark) for nudge, mark in replies
        )
        await self._session.flush()

    async def end(self, share: Share, now: datetime) -> None:
        """From now on the coach may read nothing of it."""
        await self._session.execute(
            update(ShareRow).where(col(ShareRow.id) == share.id, col(ShareRow.ended_at).is_(None)).values(ended_at=now)
        )

    async def marks(self, share: Share) -> set[str]:
        """The marks of the replies that were given."""
        found = await self._session.scalars(select(ShareReplyRow.mark).where(ShareReplyRow.share == share.id))
        return set(found.all())

    def mark(self, nudge: int, written_at: datetime, words: str) -> str:
        """What tells these very words on that day from any other, and tells nothing without the key."""
        return self._keyring.fingerprint("shared replies", f"{nudge} {written_at.isoformat()} {words}")

    async def has_read(self, share: Share, replies: int, now: datetime) -> None:
        """The coach has read so many replies."""
        self._session.add(ShareReadRow(id=self._random.id(), share=share.id, read_at=now, replies=replies))
        await self._session.flush()

    async def reads_of(self, shares: Sequence[Share]) -> list[ShareRead]:
        """Every reading of these, the newest first."""
        rows = await self._session.scalars(
            select(ShareReadRow)
            .where(col(ShareReadRow.share).in_([share.id for share in shares]))
            .order_by(col(ShareReadRow.read_at).desc())
        )
        return [ShareRead(row.share, row.read_at, row.replies) for row in rows.all()]

    def _coach(self, telegram_id: int) -> str:
        return self._keyring.fingerprint("coaches", str(telegram_id))

    def _code(self, code: str) -> str:
        return self._keyring.fingerprint("codes of coaches", code)

    def _label(self, of: str, text: str) -> str:
        return self._keyring.fingerprint(f"labels of {of}", text)[:_LABEL_CHARACTERS].upper()


def _still_chosen(share: Share) -> Update:
    return update(ShareRow).where(
        col(ShareRow.id) == share.id,
        col(ShareRow.given_at).is_(None),
        col(ShareRow.chosen) == " ".join(str(day) for day in share.chosen),
    )


def _value(row: ShareRow) -> Share:
    return Share(
        id=row.id,
        token=row.token,
        person=row.person,
        coach=row.coach,
        coach_label=row.coach_label,
        person_label=row.person_label,
        chosen=tuple(int(day) for day in row.chosen.split()),
        given_at=row.given_at,
        until=row.until,
        ended_at=row.ended_at,
    )
