"""How long a transaction may last on a server that ends it then, as PostgreSQL does from version 17 on.

Whoever falls silent between two statements is sent away by other settings. This is for silence in the middle of several that
are sent as one: a server waits for the rest as long as the connection stands, and keeps locked what was locked.
"""

from contextlib import suppress
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.exc import DataError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

_NAME: Final = "transaction_timeout"
_LONGEST: Final = "60s"


def _set(to: str, *, here_alone: bool, when: str) -> str:
    """Sets it, for a transaction or a connection, where the server knows it and it stands as told."""
    return f"SELECT set_config('{_NAME}', '{to}', {here_alone}) WHERE current_setting('{_NAME}', true) {when} '0'"


_BOUND: Final = _set(_LONGEST, here_alone=False, when="=")
_FREE: Final = _set("0", here_alone=False, when="<>")
_FREE_HERE: Final = _set("0", here_alone=True, when="<>")
_LOOKS_FOR_ITS_CLIENT: Final = "SET LOCAL client_connection_check_interval = '2s'"


def bind(connection: Any) -> None:
    """No transaction on a new connection lasts longer than a minute, unless something else was told."""
    cursor = connection.cursor()
    cursor.execute(_BOUND)
    cursor.close()
    connection.commit()


def takes_its_time(connection: Connection) -> None:
    """The transaction that has begun may last as long as it likes."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_FREE_HERE)


def ends_with_its_client(connection: Connection) -> None:
    """While a statement of the transaction that has begun runs, the server looks whether its client is still there, so that a killed
    one leaves nothing locked. Servers before version 14, and some systems, cannot; there the statement is waited for
    (https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-CLIENT-CONNECTION-CHECK-INTERVAL).
    """
    with suppress(DataError, ProgrammingError), connection.begin_nested():
        connection.exec_driver_sql(_LOOKS_FOR_ITS_CLIENT)


async def may_take_its_time(session: AsyncSession) -> None:
    """The same for the transaction of a session."""
    await (await session.connection()).run_sync(takes_its_time)


async def free(connection: AsyncConnection) -> None:
    """Every transaction on this connection to a server may last as long as it likes."""
    await connection.exec_driver_sql(_FREE)


async def bind_again(connection: AsyncConnection) -> None:
    """None does any longer."""
    await connection.exec_driver_sql(_BOUND)
