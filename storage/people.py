"""People: who spoke to the bot, what they agreed to, and what they were last asked."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from curriculum.safety import ContentClass
from storage.randomness import Randomness
from storage.secrecy import Cell, Keyring
from storage.tables import PersonRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who spoke to the bot. `token` is random and theirs alone; it travels in their buttons."""

    id: int
    telegram_id: int
    token: str
    name: str = field(repr=False)
    asked: str | None = None
    agreed_at: datetime | None = None
    content_class: ContentClass = ContentClass.OPEN


class People:
    """The people table, in one transaction."""

    def __init__(self, session: AsyncSession, keyring: Keyring, randomness: Randomness) -> None:
        self._session = session
        self._keyring = keyring
        self._random = randomness

    async def met(self, telegram_id: int, name: str, now: datetime) -> Person:
        """The person behind a Telegram account; remembered from now on when not known yet."""
        row = await self._row(telegram_id)
        if row is None:
            row = PersonRow(id=self._random.id(), telegram_id=telegram_id, token=self._random.token(), met_at=now)
            row.name = self._keyring.seal(name, _name_of(row))
            self._session.add(row)
            await self._session.flush()
        return self._value(row)

    async def known(self, telegram_id: int) -> Person | None:
        """The person behind a Telegram account, if they ever spoke to the bot."""
        row = await self._row(telegram_id)
        return None if row is None else self._value(row)

    async def telegram_id_of(self, person: int) -> int:
        """Where messages to this person go."""
        return (await self._session.scalars(select(PersonRow.telegram_id).where(PersonRow.id == person))).one()

    async def asked(self, person: int) -> str | None:
        """The question that is open, as it was kept."""
        question: str | None = (
            await self._session.scalars(select(PersonRow.asked).where(PersonRow.id == person))
        ).one()
        return question

    async def telegram_ids(self) -> list[int]:
        """Everybody's Telegram id."""
        return list((await self._session.scalars(select(PersonRow.telegram_id))).all())

    async def ask(self, person: int, question: str | None) -> None:
        """Remembers what the person was asked, or that nothing is open."""
        await self._session.execute(update(PersonRow).where(col(PersonRow.id) == person).values(asked=question))

    async def agree(self, person: int, now: datetime) -> None:
        """The person is an adult and agreed to what was said before the start."""
        await self._session.execute(update(PersonRow).where(col(PersonRow.id) == person).values(agreed_at=now))

    async def classify(self, person: int, content_class: ContentClass, now: datetime) -> None:
        """What the person may be sent from now on. Why is kept nowhere."""
        await self._session.execute(
            update(PersonRow).where(col(PersonRow.id) == person).values(content_class=content_class, classed_at=now)
        )

    async def _row(self, telegram_id: int) -> PersonRow | None:
        found = await self._session.scalars(select(PersonRow).where(PersonRow.telegram_id == telegram_id))
        return found.one_or_none()

    def _value(self, row: PersonRow) -> Person:
        return Person(
            id=row.id,
            telegram_id=row.telegram_id,
            token=row.token,
            name="" if row.name is None else self._keyring.open(row.name, _name_of(row)),
            asked=row.asked,
            agreed_at=row.agreed_at,
            content_class=ContentClass(row.content_class),
        )


def _name_of(row: PersonRow) -> Cell:
    return Cell("person", "name", row.id, row.id)
