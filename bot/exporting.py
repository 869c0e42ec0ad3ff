"""What is kept about a person, for them: a journal to read, and the same rows for a program. They lie in the chat, where
somebody else may read them: so what decides which days are sent is not in them, and they say so.
"""

import json
from dataclasses import dataclass, field
from operator import methodcaller

from bot.clock import Clock
from bot.exported_journal import journal
from bot.words import _
from storage.belongings import Owner
from storage.database import Unit
from storage.keys import DataKeys
from storage.people import Person


@dataclass(frozen=True, slots=True)
class Export:
    """A person's journal in HTML, and all rows in JSON."""

    journal: str = field(repr=False)
    rows: str = field(repr=False)
    count: int


class Exporting:
    """Hands people what is kept about them, in the database and beside their `keys`. `contact` has for them what is not to lie in a
    chat.
    """

    def __init__(self, keys: DataKeys, now: Clock, *, contact: str) -> None:
        self._keys = keys
        self._now = now
        self._contact = contact

    async def export(self, unit: Unit, person: Person) -> Export:
        """What is kept about this person, of every table there is. Raises `Unavailable`."""
        now = self._now()
        rows = await unit.erasure.collect(Owner(person.id, person.telegram_id))
        if (taken_back := self._keys.noted_taken_back(person.id)) is not None:
            rows["study_taken_back"] = [{"until": taken_back}]
        left_out = _(
            "What decides which days are sent is left out, as somebody else might read this file. {contact} can give it to "
            "whom it is about."
        ).format(contact=self._contact)
        kept = {"exported_at": now, "left_out": left_out, "tables": rows}
        told = json.dumps(kept, indent=2, ensure_ascii=False, default=methodcaller("isoformat"))
        read = "\n".join(journal(rows, now, left_out))
        return Export(_whole(read), _whole(told), sum(len(each) for each in rows.values()))


def _whole(text: str) -> str:
    """Half a character, which no file can hold, becomes a question mark."""
    return text.encode("utf-8", "replace").decode()
