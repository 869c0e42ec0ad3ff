"""The secrets of admins' code apps, sealed, with what guards them: the last code taken, wrong tries, what waits for a code.

A row is known by what only the key can make of a Telegram id. So it holds nobody's id, and whoever has themselves
forgotten does not get rid of being asked.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from storage.guarded import change_one
from storage.randomness import Randomness
from storage.secrecy import Cell, Keyring
from storage.tables import AdminSecretRow

_WHO = "admins' secrets"


@dataclass(frozen=True, slots=True)
class AdminSecret:
    """One admin's secret. A code of `last_step` or before is none any more; `awaits` is what is done at the right code."""

    id: int
    secret: str = field(repr=False)
    last_step: int | None = None
    wrong: tuple[datetime, ...] = ()
    locked_until: datetime | None = None
    awaits: str | None = None
    asked_at: datetime | None = None


class AdminSecrets:
    """The table of admins' secrets, in one transaction."""

    def __init__(self, session: AsyncSession, keyring: Keyring, randomness: Randomness) -> None:
        self._session = session
        self._keyring = keyring
        self._random = randomness

    async def of(self, telegram_id: int) -> AdminSecret | None:
        """The secret of this account's, if it has one. Nobody else is given it while this transaction lasts: of two who
        bring the same code the second finds it used.
        """
        query = select(AdminSecretRow).where(AdminSecretRow.who == self._who(telegram_id)).with_for_update()
        row = (await self._session.scalars(query.execution_options(populate_existing=True))).one_or_none()
        if row is None:
            return None
        return AdminSecret(
            id=row.id,
            secret=self._keyring.open(row.secret, _cell(row.id)),
            last_step=row.last_step,
            wrong=tuple(datetime.fromtimestamp(int(second), UTC) for second in row.wrong.split()),
            locked_until=row.locked_until,
            awaits=row.awaits,
            asked_at=row.asked_at,
        )

    async def put(self, telegram_id: int, secret: str, now: datetime) -> None:
        """From now on this is the account's secret, in place of any other."""
        await self.drop(telegram_id)
        id = self._random.id()
        sealed = self._keyring.seal(secret, _cell(id))
        self._session.add(AdminSecretRow(id=id, who=self._who(telegram_id), secret=sealed, made_at=now))
        await self._session.flush()

    async def drop(self, telegram_id: int) -> bool:
        """The account has no secret any more. False when it had none."""
        had = await self.of(telegram_id) is not None
        await self._session.execute(delete(AdminSecretRow).where(col(AdminSecretRow.who) == self._who(telegram_id)))
        return had

    async def save(self, after: AdminSecret) -> None:
        """Keeps what changed about a secret, but not the secret itself."""
        await change_one(
            self._session,
            update(AdminSecretRow)
            .where(col(AdminSecretRow.id) == after.id)
            .values(
                last_step=after.last_step,
                wrong=" ".join(str(int(at.timestamp())) for at in after.wrong),
                locked_until=after.locked_until,
                awaits=after.awaits,
                asked_at=after.asked_at,
            ),
        )

    def _who(self, telegram_id: int) -> str:
        return self._keyring.fingerprint(_WHO, str(telegram_id))


def _cell(id: int) -> Cell:
    return Cell("admin_secret", "secret", 0, id)
