"""Which messages stand in somebody's chat: their numbers and times, and nothing of what they say."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Table, bindparam, delete, exists, func
from sqlalchemy import select as select_of
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from storage.columns import UtcDateTime
from storage.locks import is_on_a_server
from storage.prepared import Prepared
from storage.tables import MessageRow, PersonRow, table_of

_NONE_SO_YOUNG: Final = 2**63 - 1

_PERSON: Final = table_of(PersonRow).c
_MESSAGE: Final[Table] = table_of(MessageRow)


def _kept_once(whose: ColumnElement[bool]) -> dict[bool, Prepared]:
    """Keeps a message of whoever that is, if they are still known and it is not kept yet; for a file and for a server."""
    number = bindparam("number", type_=_MESSAGE.c.message_id.type)
    known = exists().where(_MESSAGE.c.person == _PERSON.id, _MESSAGE.c.message_id == number)
    one = select_of(_PERSON.id, number, bindparam("at", type_=UtcDateTime)).where(whose, ~known)
    still = one.with_for_update(read=True, key_share=True)
    columns = ["person", "message_id", "sent_at"]
    return {
        False: Prepared(sqlite.insert(_MESSAGE).from_select(columns, still).on_conflict_do_nothing()),
        True: Prepared(postgresql.insert(_MESSAGE).from_select(columns, still).on_conflict_do_nothing()),
    }


_OF_PERSON: Final = _kept_once(_PERSON.id == bindparam("whose"))
_OF_ACCOUNT: Final = _kept_once(_PERSON.telegram_id == bindparam("whose"))


class Messages:
    """The table of messages, in one transaction. Of people who are not known, or not any more, nothing is kept."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def stand(self, messages: Iterable[tuple[int, int]], at: datetime) -> None:
        """These messages, each by its person and number, stand in people's chats since then."""
        await self._keep(_OF_PERSON, messages, at)

    async def stand_with(self, telegram_id: int, message_ids: Iterable[int], at: datetime) -> None:
        """These messages stand since then in the chat with this Telegram account."""
        await self._keep(_OF_ACCOUNT, [(telegram_id, message_id) for message_id in message_ids], at)

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

    async def _keep(
        self, kept_once: Mapping[bool, Prepared], messages: Iterable[tuple[int, int]], at: datetime
    ) -> None:
        rows = [{"whose": whose, "number": number, "at": at} for whose, number in messages]
        await kept_once[is_on_a_server(self._session)].run_each(self._session, rows)
