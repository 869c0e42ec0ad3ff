"""The language of somebody who is spoken to in another one's turn, or in nobody's."""

from collections.abc import Iterable

from bot.words.languages import SOURCE
from storage.database import Unit


async def language_of(unit: Unit, account: int) -> str:
    """The language in which this Telegram account is spoken to; English for somebody who is not known."""
    return await unit.people.language_of(account) or SOURCE


async def languages_of(unit: Unit, accounts: Iterable[int]) -> dict[int, str]:
    """The same for several of them."""
    return {account: await language_of(unit, account) for account in accounts}
