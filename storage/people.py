"""People: who spoke to the bot, what they agreed to, and what they were last asked."""

import logging
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import LargeBinary, Table, func, update
from sqlalchemy import select as select_of
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from curriculum.safety import Classed, ContentClass
from storage.errors import Stale, Unavailable
from storage.guarded import change_one
from storage.prepared import Prepared, among
from storage.randomness import Randomness
from storage.secrecy import FIRST_VERSION, Cell, KeyProblem, Keyring, Sealed, WrongCell
from storage.singles import add_new
from storage.tables import PersonRow, table_of

_LOG = logging.getLogger(__name__)

_PERSON: Final[Table] = table_of(PersonRow)
_RECIPIENTS: Final = Prepared(
    select_of(
        _PERSON.c.id,
        _PERSON.c.telegram_id,
        _PERSON.c.content_class,
        _PERSON.c.discreet,
        _PERSON.c.language,
        _PERSON.c.dark,
        _PERSON.c.partner,
    ).where(among(_PERSON.c.id, "ids"))
)
_ASKED: Final = Prepared(
    select_of(_PERSON.c.id, _PERSON.c.asked).where(among(_PERSON.c.id, "ids"), _PERSON.c.asked.is_not(None))
)
_FIRST: Final = bytes([FIRST_VERSION])
_SOME: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who spoke to the bot. `token` is random and theirs alone; it travels in their buttons. What they wrote is
    kept for `words_days` after the end of a track. A `name` that cannot be read is empty: nobody is without help for it.
    """

    id: int
    telegram_id: int
    token: str
    name: str = field(repr=False)
    partner: str = field(default="", repr=False)
    """What they call their partner; empty when they gave no name."""
    classed: Classed
    asked: str | None = None
    agreed_at: datetime | None = None
    discreet: bool = True
    """What comes by itself comes closed: nothing of it is on a locked screen."""
    held_since: datetime | None = None
    plain_until: datetime | None = None
    words_days: int
    looks_back: bool = True
    """Every seventh day of a walk brings a picture of the week."""
    dark: bool = False
    """Pictures are drawn for the night."""
    language: str
    """The code of the language in which they are spoken to."""

    @property
    def content_class(self) -> ContentClass:
        """What they may be sent."""
        return self.classed.content_class

    @property
    def is_held(self) -> bool:
        """Whether their nudges are on hold, until they say that they want to go on."""
        return self.held_since is not None

    def is_answered_plainly(self, now: datetime) -> bool:
        """Whether nothing is praised or counted up for them now."""
        return self.is_held or (self.plain_until is not None and now < self.plain_until)


@dataclass(frozen=True, slots=True)
class Recipient:
    """What is to be known of somebody to send them what is due; their name is not, and is not opened."""

    person: int
    telegram_id: int
    content_class: ContentClass
    discreet: bool
    language: str
    dark: bool = False
    partner: Sealed | None = field(default=None, repr=False)
    """What they call their partner; it is opened only where it is said."""


@dataclass(frozen=True, slots=True)
class SomePeople:
    """How many were looked at, how many of them are `without_key`, and the `last` one's id; None when there are no more."""

    count: int
    without_key: int
    last: int | None


class People:
    """The people table, in one transaction."""

    def __init__(self, session: AsyncSession, keyring: Keyring, randomness: Randomness) -> None:
        self._session = session
        self._keyring = keyring
        self._random = randomness

    async def met(
        self, telegram_id: int, name: str, now: datetime, *, discreet: bool = True, language: str = "en"
    ) -> Person:
        """The person behind a Telegram account; remembered from now on, as somebody who is `discreet` and spoken to in this
        `language`, when not known yet.
        """
        row = await self._row(telegram_id)
        if row is None:
            fresh = {
                "id": self._random.id(),
                "telegram_id": telegram_id,
                "token": self._random.token(),
                "discreet": discreet,
                "language": language,
                "met_at": now,
            }
            is_ours = await add_new(self._session, _PERSON, fresh, by=["telegram_id"])
            row = await self._session.get_one(PersonRow, fresh["id"]) if is_ours else await self._row(telegram_id)
            if row is None:
                raise Stale
            if is_ours:
                # Only now: a key is made for whoever gets a row, and not for one that another met at the same moment.
                row.name = self._keyring.seal(name, _name_of(row))
                await self._session.flush()
        return self._value(row)

    async def known(self, telegram_id: int) -> Person | None:
        """The person behind a Telegram account, if they ever spoke to the bot."""
        row = await self._row(telegram_id)
        return None if row is None else self._value(row)

    async def get(self, person: int) -> Person:
        """The person with this id."""
        return self._value(await self._session.get_one(PersonRow, person, populate_existing=True))

    async def recipients(self, people: Collection[int]) -> dict[int, Recipient]:
        """These people as they are sent something, by id."""
        rows = await _RECIPIENTS.rows(self._session, ids=people)
        return {row[0]: Recipient(row[0], row[1], ContentClass(row[2]), row[3], row[4], row[5], row[6]) for row in rows}

    async def all_asked(self, people: Collection[int]) -> dict[int, str]:
        """The open questions of these people, as they were kept; who was not asked anything is not among them."""
        return {row[0]: row[1] for row in await _ASKED.rows(self._session, ids=people)}

    async def ids(self) -> list[int]:
        """The ids of everybody's rows."""
        return list((await self._session.scalars(select(PersonRow.id))).all())

    async def known_among(self, telegram_ids: Collection[int]) -> set[int]:
        """Which of these accounts have spoken to the bot."""
        found = select(PersonRow.telegram_id).where(col(PersonRow.telegram_id).in_(telegram_ids))
        return set((await self._session.scalars(found)).all())

    async def language_of(self, telegram_id: int) -> str | None:
        """The code of the language in which this account is spoken to, without opening anything of theirs; None when they are
        not known.
        """
        found = select(PersonRow.language).where(col(PersonRow.telegram_id) == telegram_id)
        return (await self._session.scalars(found)).one_or_none()

    async def telegram_ids(self) -> list[int]:
        """Everybody's Telegram id."""
        return list((await self._session.scalars(select(PersonRow.telegram_id))).all())

    async def count_without_key(self) -> int:
        """How many people's key is not among the keys: what they wrote cannot be read. Raises `Unavailable`."""
        count, beyond = 0, 0
        while True:
            some = await self.some_without_key(beyond=beyond)
            count += some.without_key
            if some.last is None:
                return count
            beyond = some.last

    async def some_without_key(self, *, beyond: int) -> SomePeople:
        """The same of a few people, whose ids come next after `beyond`. Raises `Unavailable`."""
        person = _PERSON.c
        format_of_name = func.substr(person.name, 1, 1, type_=LargeBinary)
        query = select_of(person.id, format_of_name).where(person.id > beyond).order_by(person.id).limit(_SOME)
        rows = (await (await self._session.connection()).execute(query)).all()
        with_their_own = {row[0] for row in rows if row[1] not in (None, _FIRST)}
        lacking = with_their_own - self._keyring.data_keys.owners_among(with_their_own)
        return SomePeople(len(rows), len(lacking), rows[-1][0] if len(rows) == _SOME else None)

    async def ask(self, person: int, question: str | None) -> None:
        """Remembers what the person was asked, or that nothing is open."""
        await self._session.execute(update(PersonRow).where(col(PersonRow.id) == person).values(asked=question))

    async def agree(self, person: int, now: datetime) -> None:
        """The person is an adult and agreed to what was said before the start."""
        await self._session.execute(update(PersonRow).where(col(PersonRow.id) == person).values(agreed_at=now))

    async def name_partner(self, person: int, name: str | None) -> None:
        """The person says what they call their partner; None is no name any more."""
        sealed = None if name is None else self._keyring.seal(name, _partner_of(person))
        await self._session.execute(update(PersonRow).where(col(PersonRow.id) == person).values(partner=sealed))

    def partner_of(self, recipient: Recipient) -> str:
        """What they call their partner; empty when they gave no name, or it cannot be read."""
        return self._opened(recipient.telegram_id, recipient.partner, _partner_of(recipient.person))

    async def want_discretion(self, person: int, *, wanted: bool) -> None:
        """What comes by itself comes closed from now on, or in full."""
        await self._session.execute(update(PersonRow).where(col(PersonRow.id) == person).values(discreet=wanted))

    async def want_look_backs(self, person: int, *, wanted: bool) -> None:
        """Every seventh day brings a look back, or no more."""
        await self._session.execute(update(PersonRow).where(col(PersonRow.id) == person).values(looks_back=wanted))

    async def travel_asked_at(self, person: int) -> datetime | None:
        """When this person was last asked whether they are somewhere else."""
        found = select(PersonRow.travel_asked_at).where(PersonRow.id == person)
        return (await self._session.scalars(found)).one_or_none()

    async def asked_about_travel(self, person: int, now: datetime) -> None:
        """The person is asked whether they are somewhere else."""
        await self._session.execute(update(PersonRow).where(col(PersonRow.id) == person).values(travel_asked_at=now))

    async def want_dark(self, person: int, *, wanted: bool) -> None:
        """Pictures are drawn for the night from now on, or for the day."""
        await self._session.execute(update(PersonRow).where(col(PersonRow.id) == person).values(dark=wanted))

    async def who_look_back(self, people: Collection[int]) -> set[int]:
        """Who of these want to look back at their weeks."""
        found = select(PersonRow.id).where(col(PersonRow.id).in_(people), col(PersonRow.looks_back).is_(True))
        return set((await self._session.scalars(found)).all())

    async def speak(self, person: int, language: str) -> None:
        """The person wants to be spoken to in this language from now on."""
        await self._session.execute(update(PersonRow).where(col(PersonRow.id) == person).values(language=language))

    async def classify(self, person: Person, after: Classed) -> None:
        """What the person may be sent from now on. Why is kept nowhere. Raises `Stale` when their class is not what it
        was when they were read.
        """
        if after == person.classed:
            return
        await change_one(
            self._session,
            update(PersonRow)
            .where(
                col(PersonRow.id) == person.id,
                col(PersonRow.content_class) == person.classed.content_class,
                col(PersonRow.classed_at).is_not_distinct_from(person.classed.at),
            )
            .values(content_class=after.content_class, classed_at=after.at),
        )

    async def unask_all(self, now: datetime) -> None:
        """Everybody whom the private questions ever reached counts as one who has not answered them to the end, as since a taking
        that began `now`: an answer may be lost.
        """
        await self._session.execute(
            update(PersonRow)
            .where(col(PersonRow.classed_at).is_not(None))
            .values(content_class=ContentClass.UNASKED, classed_at=now)
        )

    async def hold(self, person: Person, *, since: datetime, plain_until: datetime) -> None:
        """The person's nudges are on hold until they say otherwise, and until then, and for some time longer, they are
        answered plainly. Why is kept nowhere. A hold that is there already began when it began.
        """
        await self._session.execute(
            update(PersonRow)
            .where(col(PersonRow.id) == person.id)
            .values(held_since=func.coalesce(col(PersonRow.held_since), since), plain_until=plain_until)
        )

    async def release(self, person: Person) -> None:
        """The person goes on."""
        await self._session.execute(update(PersonRow).where(col(PersonRow.id) == person.id).values(held_since=None))

    async def keep_words_for(self, person: int, *, days: int) -> None:
        """The person chose for how many days after the end of a track their words are kept."""
        await self._session.execute(update(PersonRow).where(col(PersonRow.id) == person).values(words_days=days))

    async def words_days(self) -> list[int]:
        """Every number of days that somebody has chosen for their words, the lowest first."""
        found: list[int] = []
        lowest = select_of(func.min(_PERSON.c.words_days))
        more = await self._session.scalar(lowest)
        while more is not None:
            found.append(more)
            # The next higher one is looked up in the index, and nobody else's is read.
            more = await self._session.scalar(lowest.where(_PERSON.c.words_days > more))
        return found

    async def forget_plain(self, *, before: datetime) -> None:
        """Until when people were answered plainly is not known any longer once it is over."""
        await self._session.execute(
            update(PersonRow)
            .where(col(PersonRow.held_since).is_(None), col(PersonRow.plain_until) <= before)
            .values(plain_until=None)
        )

    async def _row(self, telegram_id: int) -> PersonRow | None:
        found = await self._session.scalars(select(PersonRow).where(PersonRow.telegram_id == telegram_id))
        return found.one_or_none()

    def _value(self, row: PersonRow) -> Person:
        return Person(
            id=row.id,
            telegram_id=row.telegram_id,
            token=row.token,
            name=self._name(row),
            asked=row.asked,
            agreed_at=row.agreed_at,
            discreet=row.discreet,
            held_since=row.held_since,
            plain_until=row.plain_until,
            words_days=row.words_days,
            looks_back=row.looks_back,
            dark=row.dark,
            partner=self._opened(row.telegram_id, row.partner, _partner_of(row.id)),
            language=row.language,
            classed=Classed(ContentClass(row.content_class), row.classed_at),
        )

    def _name(self, row: PersonRow) -> str:
        return self._opened(row.telegram_id, row.name, _name_of(row))

    def _opened(self, telegram_id: int, sealed: Sealed | None, cell: Cell) -> str:
        """A name; empty when there is none, or it cannot be read."""
        if sealed is None:
            return ""
        try:
            return self._keyring.open(sealed, cell)
        except (KeyProblem, WrongCell, Unavailable) as error:
            if self._keyring.is_first_complaint(cell.row):
                _LOG.error("the name of %s cannot be read: %s", self._keyring.pseudonym(telegram_id), error)
            return ""


def _partner_of(person: int) -> Cell:
    return Cell("person", "partner", person, person)


def _name_of(row: PersonRow) -> Cell:
    return Cell("person", "name", row.id, row.id)
