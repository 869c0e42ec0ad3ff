"""Many people who began yesterday, written down at once: their keys in one go, and their rows a batch at a time."""

from bot.sandbox import Sandbox
from curriculum import journey
from storage.database import Database
from storage.enrolments import row_of
from storage.secrecy import Cell, Keyring
from storage.tables import EnrolmentRow, PersonRow, table_of
from tests.faults.program import CALM, EIGHT, EVENING, Walker

_AT_ONCE = 500
_PERSON, _WALK = table_of(PersonRow), table_of(EnrolmentRow)


async def enrol_many(database: Database, keyring: Keyring, sandbox: Sandbox, count: int) -> list[Walker]:
    """They are due in the morning, like those whom `enrol` writes down one after the other."""
    async with database.unit() as unit:
        track = (await unit.tracks.publish(CALM, by=None, now=EVENING)).ref
        ids = [unit.fresh.id() for _ in range(count)]
    keyring.data_keys.make_for(ids)
    walkers = []
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        keyring.data_keys.recall(some)
        async with database.unit(long=True) as unit:
            fresh, people, walks = [], [], []
            for number, id in enumerate(some, start):
                name = f"Walker {number}"
                chat = sandbox.person(name)
                sandbox.world.updates.confirm_one(chat.starts())  # a bot that runs already never hears of it
                walk = journey.start(
                    id=unit.fresh.id(), person=id, track=track, hour=EIGHT, zone="Europe/Berlin", now=EVENING
                )
                fresh.append(Walker(chat, walk))
                people.append(_person(keyring, id, name, chat.telegram_id, unit.fresh.token()))
                walks.append(row_of(walk))
            await unit.rows.put(_PERSON, [[getattr(row, one.name) for one in _PERSON.columns] for row in people])
            await unit.rows.put(_WALK, [[getattr(row, one.name) for one in _WALK.columns] for row in walks])
        walkers += fresh
    return walkers


def _person(keyring: Keyring, id: int, name: str, telegram_id: int, token: str) -> PersonRow:
    return PersonRow(
        id=id,
        telegram_id=telegram_id,
        token=token,
        name=keyring.seal(name, Cell("person", "name", id, id)),
        agreed_at=EVENING,
        discreet=False,
        looks_back=False,
        met_at=EVENING,
    )
