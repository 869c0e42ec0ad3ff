"""Which messages stand in somebody's chat: their numbers and times, and nothing of what they say."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, delete, exists, func, insert, literal
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from storage.columns import UtcDateTime
from storage.tables import MessageRow, PersonRow

_NONE_SO_YOUNG: Final = 2**63 - 1


class Messages:
    """The table of messages, in one transaction. Of people who are not known, or not any more, nothing is kept."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def stands(self, person: int, message_id: int, at: datetime) -> None:
        """This message stands in the person's chat since then."""
        await self._keep(col(PersonRow.id) == person, message_id, at)

    async def stand_with(self, telegram_id: int, message_ids: Iterable[int], at: datetime) -> None:
        """These messages stand since then in the chat with this Telegram account."""
        for message_id in message_ids:
            await self._keep(col(PersonRow.telegram_id) == telegram_id, message_id, at)

    async def standing_with(self, telegram_id: int, *, since: datetime) -> list[int]:
        """The messages in the chat with this Telegram account that are not older than that, in order."""
        found = await self._session.scalars(
            select(MessageRow.message_id)
            .join(PersonRow, col(PersonRow.id) == col(MessageRow.person))
            .where(PersonRow.telegram_id == telegram_id, col(MessageRow.sent_at) >= since)
            .order_by(col(MessageRow.message_id))
        )
        return list(found.all())

    async def young_from(self, telegram_id: int, *, since: datetime) -> int:
        """From which number on no message can be older than that, whoever it is of: numbers rise with time. Everything is so
        young in the chat of somebody who was not known before.
        """
        known = exists().where(col(PersonRow.telegram_id) == telegram_id, col(PersonRow.met_at) < since)
        if not await self._session.scalar(select(known)):
            return 0
        oldest = select(func.min(MessageRow.message_id)).where(col(MessageRow.sent_at) >= since)
        return await self._session.scalar(oldest) or _NONE_SO_YOUNG

    async def forget(self, *, sent_before: datetime) -> None:
        """Lets go of messages that cannot be taken away any more."""
        await self._session.execute(delete(MessageRow).where(col(MessageRow.sent_at) < sent_before))

    async def _keep(self, whose: ColumnElement[bool], message_id: int, at: datetime) -> None:
        known = exists().where(col(MessageRow.person) == col(PersonRow.id), col(MessageRow.message_id) == message_id)
        one = select(PersonRow.id, literal(message_id), literal(at, UtcDateTime)).where(whose, ~known)
        await self._session.execute(insert(MessageRow).from_select(["person", "message_id", "sent_at"], one))
