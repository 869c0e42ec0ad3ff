"""Rights that owners gave in the chat, and the links, not followed yet, that give one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Table, delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from storage.locks import Of, lock
from storage.randomness import Randomness
from storage.secrecy import Keyring
from storage.singles import add_new
from storage.tables import AdminGrantRow, AdminInviteRow, table_of

INVITE_LASTS: Final = timedelta(hours=24)
_GRANT: Final[Table] = table_of(AdminGrantRow)


@dataclass(frozen=True, slots=True)
class Invite:
    """A link that gives a role, from whom, and until when."""

    id: int
    inviter: int
    role: str
    until: datetime


class Grants:
    """The tables of rights and of links to them, in one transaction."""

    def __init__(self, session: AsyncSession, keyring: Keyring, randomness: Randomness) -> None:
        self._session = session
        self._keyring = keyring
        self._random = randomness

    async def roles_of(self, account: int) -> list[str]:
        """The roles this account was given."""
        found = await self._session.scalars(select(AdminGrantRow.role).where(AdminGrantRow.account == account))
        return list(found.all())

    async def all(self) -> Mapping[int, list[str]]:
        """Every account that was given something, with its roles."""
        query = select(AdminGrantRow.account, AdminGrantRow.role)
        rows = await self._session.execute(query.order_by(col(AdminGrantRow.given_at), col(AdminGrantRow.id)))
        found: dict[int, list[str]] = {}
        for account, role in rows.all():
            found.setdefault(account, []).append(role)
        return found

    async def alone(self) -> None:
        """Nobody else gives or takes rights until the transaction ends."""
        await lock(self._session, Of.GRANTS)

    async def give(self, account: int, role: str, now: datetime) -> None:
        """The account has this role from now on."""
        row = {"id": self._random.id(), "account": account, "role": role, "given_at": now}
        await add_new(self._session, _GRANT, row, by=["account", "role"])

    async def take(self, account: int) -> None:
        """The account has no role any more, and none of its links gives one."""
        await self._session.execute(delete(AdminGrantRow).where(col(AdminGrantRow.account) == account))
        await self._session.execute(delete(AdminInviteRow).where(col(AdminInviteRow.account) == account))

    async def invite(self, inviter: int, role: str, now: datetime) -> str:
        """The code of a fresh link, which is kept nowhere. Those that are too old go."""
        await self._session.execute(delete(AdminInviteRow).where(col(AdminInviteRow.until) <= now))
        code = self._random.token()
        row = AdminInviteRow(
            id=self._random.id(), account=inviter, role=role, digest=self._digest(code), until=now + INVITE_LASTS
        )
        self._session.add(row)
        await self._session.flush()
        return code

    async def invites(self, now: datetime) -> list[Invite]:
        """The links that could still be followed."""
        query = select(AdminInviteRow).where(col(AdminInviteRow.until) > now).order_by(col(AdminInviteRow.until))
        return [_value(row) for row in (await self._session.scalars(query)).all()]

    async def invite_with(self, code: str, now: datetime) -> Invite | None:
        """The link with this code, while it can be followed."""
        query = select(AdminInviteRow).where(
            AdminInviteRow.digest == self._digest(code), col(AdminInviteRow.until) > now
        )
        row = (await self._session.scalars(query)).one_or_none()
        return None if row is None else _value(row)

    async def use_up(self, invite: Invite) -> bool:
        """The link can be followed no more. False when somebody was first."""
        gone = delete(AdminInviteRow).where(col(AdminInviteRow.id) == invite.id).returning(col(AdminInviteRow.id))
        return (await self._session.scalars(gone)).one_or_none() is not None

    async def revoke(self, invite: int) -> bool:
        """The link with this id can be followed no more. False when there is none."""
        gone = delete(AdminInviteRow).where(col(AdminInviteRow.id) == invite).returning(col(AdminInviteRow.id))
        return (await self._session.scalars(gone)).one_or_none() is not None

    def _digest(self, code: str) -> str:
        return self._keyring.fingerprint("links to rights", code)


def _value(row: AdminInviteRow) -> Invite:
    return Invite(row.id, row.account, row.role, row.until)
