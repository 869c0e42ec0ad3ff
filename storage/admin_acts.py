"""What admins and the operator did: a log that is only added to. Admins stand in it under a pseudonym, words never."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from storage import chain
from storage.chain import START, AdminAct, Head, Result
from storage.facts import ADMIN_ACTS_HEAD, Facts
from storage.locks import Of, lock
from storage.secrecy import Keyring
from storage.tables import AdminActRow

OPERATOR: Final = "operator"
"""Who is at the command line."""
MOST_REFUSALS: Final = 20
"""Of one person within a day, so that nobody can fill the log."""
_CUT_SHORT: Final = "no more"
_DAY: Final = timedelta(days=1)


class AdminActs:
    """The log, in one transaction: an act is kept with its effect, or neither is."""

    def __init__(self, session: AsyncSession, keyring: Keyring) -> None:
        self._session = session
        self._keyring = keyring
        self._facts = Facts(session)
        self._head_to_note: Head | None = None

    async def record(self, admin: int | None, act: str, *, about: str = "", result: Result, now: datetime) -> None:
        """Writes down an act of an admin's, or of the operator's. Of too many refusals the later ones are left out, which
        is written down once.
        """
        await lock(self._session, Of.ACTS)
        who = OPERATOR if admin is None else self._keyring.pseudonym(admin)
        if result is Result.REFUSED and await self._refusals(who, since=now - _DAY) >= MOST_REFUSALS:
            if await self._refusals(who, since=now - _DAY, cut_short=True):
                return
            act, about = _CUT_SHORT, "further refusals are not listed for a day"
        before = await self._head() or await self._without_head()
        fresh = AdminAct(before.number + 1, now, who, act, about, result)
        bound = fresh.bound_to(before.link, self._keyring.fingerprint)
        self._session.add(
            AdminActRow(
                number=bound.number, at=now, who=who, act=act, about=about, result=bound.result, link=bound.link
            )
        )
        await self._session.flush()
        self._head_to_note = head = Head(bound.number, bound.link)
        await self._facts.remember(ADMIN_ACTS_HEAD, head.written(self._keyring.fingerprint))

    def note_beside_keys(self) -> None:
        """Once the acts are kept, the newest is noted where no backup of the database brings it back. Raises `Unavailable`."""
        if self._head_to_note is not None:
            self._keyring.data_keys.note_admin_act(self._head_to_note.number, self._head_to_note.noted)

    async def restored(self, now: datetime) -> None:
        """The operator put a backup in place: what was done since is lost from the log, and the log tells how much."""
        await lock(self._session, Of.ACTS)
        last = await self._session.scalar(select(func.max(AdminActRow.number))) or 0
        newest = self._keyring.data_keys.drop_admin_acts(after=last)
        about = f"acts {last + 1} to {newest} are lost" if newest > last else ""
        await self.record(None, "restore", about=about, result=Result.DONE, now=now)

    async def all(self) -> list[AdminAct]:
        """Every act, the oldest first."""
        rows = await self._session.scalars(select(AdminActRow).order_by(col(AdminActRow.number)))
        return [_value(row) for row in rows.all()]

    async def newest(self, count: int) -> list[AdminAct]:
        """The last acts, the newest first."""
        rows = await self._session.scalars(select(AdminActRow).order_by(col(AdminActRow.number).desc()).limit(count))
        return [_value(row) for row in rows.all()]

    async def breaks(self) -> list[str]:
        """Every place where the log is not as it was written."""
        acts, head = await self.all(), await self._head() or await self._without_head()
        found = list(chain.breaks(acts, None if head.is_lost else head, self._keyring.fingerprint))
        gone = chain.put_back(self._keyring.data_keys.noted_admin_acts(), acts)
        if gone is not None:
            found.append(
                f"act {gone} was noted beside the keys, and is not there: the log was put back to an earlier state"
            )
        return found

    async def count_of(self, telegram_id: int) -> int:
        """How many entries there are about this account, under its pseudonym."""
        who = self._keyring.pseudonym(telegram_id)
        query = select(func.count()).select_from(AdminActRow).where(col(AdminActRow.who) == who)
        return await self._session.scalar(query) or 0

    async def _refusals(self, who: str, *, since: datetime, cut_short: bool = False) -> int:
        kind = (AdminActRow.act == _CUT_SHORT) if cut_short else (AdminActRow.act != _CUT_SHORT)
        query = (
            select(func.count())
            .select_from(AdminActRow)
            .where(col(AdminActRow.who) == who, AdminActRow.result == Result.REFUSED, col(AdminActRow.at) > since, kind)
        )
        return await self._session.scalar(query) or 0

    async def _head(self) -> Head | None:
        written = await self._facts.get(ADMIN_ACTS_HEAD)
        return None if written is None else Head.read(written, self._keyring.fingerprint)

    async def _without_head(self) -> Head:
        last = await self._session.scalar(select(func.max(AdminActRow.number)))
        forged = await self._facts.get(ADMIN_ACTS_HEAD) is not None
        return chain.lost_after(last or 0) if last or forged else START


def _value(row: AdminActRow) -> AdminAct:
    return AdminAct(row.number, row.at, row.who, row.act, row.about, row.result, row.link)
