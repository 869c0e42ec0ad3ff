"""All tables. Rows stay in `storage`; everybody else meets the values of the domain."""

from datetime import date, datetime
from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlmodel import Field, SQLModel

from curriculum.day import DAYS
from curriculum.enrolment import DAILY
from storage.columns import Secret, UtcDateTime
from storage.secrecy import Sealed

ACCOUNT: Final = "account"
"""Marks a column that holds somebody's Telegram id."""
WITHHELD: Final = "withheld"
"""Marks a column that is not handed over in the chat. It tells what decides which days somebody is sent, or what became of
that, and whoever holds the phone could read it there; or it names somebody else.
"""
_KEPT_BACK: Final = {WITHHELD: True}

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def _id() -> Column[int]:
    return Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)


def _whole(*, nullable: bool = False, unique: bool = False, index: bool = False) -> Column[int]:
    return Column(BigInteger, nullable=nullable, unique=unique, index=index)


def _account(*, nullable: bool = False, unique: bool = False, withheld: bool = False) -> Column[int]:
    """A Telegram id: by it a row belongs to whoever has that account, be they a person on a track or not."""
    return Column(BigInteger, nullable=nullable, unique=unique, info={ACCOUNT: True} | (_KEPT_BACK if withheld else {}))


def _of(target: str) -> Column[int]:
    return Column(BigInteger, ForeignKey(target), nullable=False, index=True)


def _instant(*, nullable: bool = False, withheld: bool = False) -> Column[datetime]:
    return Column(UtcDateTime, nullable=nullable, info=_KEPT_BACK if withheld else {})


def _secret(*, nullable: bool = True, withheld: bool = False) -> Column[Sealed]:
    return Column(Secret, nullable=nullable, info=_KEPT_BACK if withheld else {})


class _Row(SQLModel):
    model_config = {"arbitrary_types_allowed": True}


def table_of(row: type[_Row]) -> Table:
    """The table of these rows, for statements that many rows go through at once."""
    return SQLModel.metadata.tables[str(row.__tablename__)]


class PersonRow(_Row, table=True):
    """Somebody who spoke to the bot. `asked` is the question they were last asked in words, with what they chose before;
    `content_class` is what they may be sent; `discreet`, whether nudges come closed. Nudges are on hold since `held_since`,
    until the person says otherwise; until `plain_until` they are answered plainly. Why is kept nowhere. Their words are kept
    for `words_days` after a track. They are spoken to in `language`; every seventh day brings who
    `looks_back` a picture of the week, and pictures are `dark` for who wants them so. `partner` is what they call their partner.
    At `travel_asked_at` they were last asked whether they are somewhere else than the clock they live by.
    """

    __tablename__ = "person"
    __table_args__ = (
        Index("ix_person_words_days", "words_days"),
        Index(
            "ix_person_plain_until",
            "plain_until",
            sqlite_where=text("plain_until IS NOT NULL"),
            postgresql_where=text("plain_until IS NOT NULL"),
        ),
    )

    id: int = Field(sa_column=_id())
    telegram_id: int = Field(sa_column=_account(unique=True))
    token: str = Field(sa_column=Column(String(24), nullable=False, unique=True))
    name: Sealed | None = Field(default=None, sa_column=_secret())
    partner: Sealed | None = Field(default=None, sa_column=_secret())
    asked: str | None = Field(default=None, sa_column=Column(String(200)))
    agreed_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    content_class: str = Field(
        default="unasked",
        sa_column=Column(String(12), nullable=False, server_default="unasked", info=_KEPT_BACK),
    )
    classed_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True, withheld=True))
    discreet: bool = Field(default=True, sa_column=Column(Boolean, nullable=False, server_default=true()))
    held_since: datetime | None = Field(default=None, sa_column=_instant(nullable=True, withheld=True))
    plain_until: datetime | None = Field(default=None, sa_column=_instant(nullable=True, withheld=True))
    language: str = Field(default="en", sa_column=Column(String(8), nullable=False, server_default="en"))
    looks_back: bool = Field(default=True, sa_column=Column(Boolean, nullable=False, server_default=true()))
    dark: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))
    words_days: int = Field(default=90, sa_column=Column(Integer, nullable=False, server_default=text("90")))
    travel_asked_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    met_at: datetime = Field(sa_column=_instant())


class TrackRow(_Row, table=True):
    """What is said of a track as a whole, whichever version: that it is `retired`, and which version people on earlier ones
    are asked whether they want to move to.
    """

    __tablename__ = "track"

    slug: str = Field(sa_column=Column(String(40), primary_key=True))
    retired: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))
    offered: int | None = Field(default=None, sa_column=Column(Integer))


MENDS: Final = text("mends IS NOT NULL")


class TrackVersionRow(_Row, table=True):
    """One published version of a track; what it says never changes. `mends`: of which version, the one before, it is no more
    than another wording, so that it takes the place of that one for people under way. `apart` is decided when the next one
    comes: whether figures of it, and of those before it that are not, are told without those of the next.
    """

    __tablename__ = "track_version"
    __table_args__ = (
        UniqueConstraint("slug", "number"),
        Index("ix_track_version_mends", "slug", "number", "mends", sqlite_where=MENDS, postgresql_where=MENDS),
    )

    id: int = Field(sa_column=_id())
    slug: str = Field(sa_column=Column(String(40), nullable=False))
    number: int = Field(sa_column=Column(Integer, nullable=False))
    content_hash: str = Field(sa_column=Column(String(64), nullable=False))
    title: str = Field(sa_column=Column(String(80), nullable=False))
    text: str = Field(sa_column=Column(Text, nullable=False))
    published_at: datetime = Field(sa_column=_instant())
    published_by: int | None = Field(default=None, sa_column=_account(nullable=True))
    mends: int | None = Field(default=None, sa_column=Column(Integer))
    apart: bool | None = Field(default=None, sa_column=Column(Boolean))


class DraftRow(_Row, table=True):
    """A track file that an admin sent and may still publish."""

    __tablename__ = "draft"

    id: int = Field(sa_column=_id())
    token: str = Field(sa_column=Column(String(24), nullable=False, unique=True))
    admin: int = Field(sa_column=_account())
    text: Sealed = Field(sa_column=_secret(nullable=False))
    sent_at: datetime = Field(sa_column=_instant())


class SecondReadingRow(_Row, table=True):
    """A draft that another admin is to read before it is published: of what text and files, and what became of that."""

    __tablename__ = "second_reading"

    id: int = Field(sa_column=_id())
    draft: int = Field(sa_column=Column(BigInteger, ForeignKey("draft.id"), nullable=False, unique=True))
    digest: str = Field(sa_column=Column(String(64), nullable=False))
    state: str = Field(sa_column=Column(String(12), nullable=False))
    reader: int | None = Field(default=None, sa_column=_account(nullable=True, withheld=True))
    asked_at: datetime = Field(sa_column=_instant())


class EnrolmentRow(_Row, table=True):
    """One person's walk along one version of one track; at most one is open. `offered` is the newest version that they were
    asked about, whether they want to move to it. A pause may end on the local date
    `paused_until`; since `quiet_since` nothing comes by itself, until they come back, which they last did at `back_at`; `lap`
    counts how often they went back to days that had come. Figures rest on what never changes: `began` is the version it began
    with, and `counted` whether it is in them at all. Nudges come `every` so many days.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        Index(
            "ix_enrolment_due",
            "due_at",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
        Index(
            "ix_enrolment_remind",
            "remind_at",
            sqlite_where=text("remind_at IS NOT NULL"),
            postgresql_where=text("remind_at IS NOT NULL"),
        ),
        Index(
            "uq_enrolment_open",
            "person",
            unique=True,
            sqlite_where=text("standing IN ('under_way', 'paused', 'unreachable')"),
            postgresql_where=text("standing IN ('under_way', 'paused', 'unreachable')"),
        ),
    )

    id: int = Field(sa_column=_id())
    person: int = Field(sa_column=_of("person.id"))
    track: str = Field(sa_column=Column(String(40), nullable=False))
    number: int = Field(sa_column=Column(Integer, nullable=False))
    hour: str = Field(sa_column=Column(String(5), nullable=False))
    zone: str = Field(sa_column=Column(String(64), nullable=False))
    standing: str = Field(sa_column=Column(String(16), nullable=False))
    place: int = Field(sa_column=Column(Integer, nullable=False))
    started_at: datetime = Field(sa_column=_instant())
    due_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    last_nudge_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    reminded: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))
    remind_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    ended_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    offered: int | None = Field(default=None, sa_column=Column(Integer))
    length: int = Field(default=DAYS, sa_column=Column(Integer, nullable=False, server_default=text(str(DAYS))))
    paused_until: date | None = Field(default=None, sa_column=Column(Date))
    quiet_since: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    back_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    lap: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default=text("0")))
    began: int = Field(default=1, sa_column=Column(Integer, nullable=False, server_default=text("1")))
    counted: bool = Field(default=True, sa_column=Column(Boolean, nullable=False, server_default=true()))
    every: int = Field(default=DAILY, sa_column=Column(Integer, nullable=False, server_default=text(str(DAILY))))


_ONE_A_DAY = text(
    "state NOT IN ('missed', 'blocked', 'cancelled') AND kind IN ('day', 'reminder', 'completion', 'look_back')"
)
ONE_A_DATE: Final = text(
    "state NOT IN ('missed', 'blocked', 'cancelled') AND kind NOT IN ('reminder', 'again', 'return', 'look_back')"
)


class NudgeRow(_Row, table=True):
    """The ledger: every nudge that fell due, and what became of it. `form` and `strength` say which version of the day
    the person got; `chosen`, for which of their answers; `view`, in which one it comes again. `lap`: of which time that they came
    to this day; at `left_at` they left it without a word. At `opened_at` they first tapped on it or answered.
    """

    __tablename__ = "nudge"
    __table_args__ = (
        Index(
            "uq_nudge_day",
            "enrolment",
            "lap",
            "day",
            "kind",
            unique=True,
            sqlite_where=_ONE_A_DAY,
            postgresql_where=_ONE_A_DAY,
        ),
        Index(
            "uq_nudge_local_date",
            "person",
            "local_date",
            "zone",
            unique=True,
            sqlite_where=ONE_A_DATE,
            postgresql_where=ONE_A_DATE,
        ),
        Index("ix_nudge_state", "state", "due_at"),
    )

    id: int = Field(sa_column=_id())
    person: int = Field(sa_column=_of("person.id"))
    enrolment: int = Field(sa_column=_of("enrolment.id"))
    track: str = Field(sa_column=Column(String(40), nullable=False))
    number: int = Field(sa_column=Column(Integer, nullable=False))
    kind: str = Field(sa_column=Column(String(16), nullable=False))
    day: int = Field(sa_column=Column(Integer, nullable=False))
    local_date: date = Field(sa_column=Column(Date, nullable=False))
    zone: str = Field(sa_column=Column(String(64), nullable=False))
    due_at: datetime = Field(sa_column=_instant())
    token: str = Field(sa_column=Column(String(24), nullable=False, unique=True))
    state: str = Field(sa_column=Column(String(16), nullable=False))
    fence: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    attempts: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    not_before: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    lease_until: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    message_id: int | None = Field(default=None, sa_column=_whole(nullable=True))
    sent_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    reason: str | None = Field(default=None, sa_column=Column(String(64), info=_KEPT_BACK))
    form: str | None = Field(default=None, sa_column=Column(String(8), info=_KEPT_BACK))
    strength: str | None = Field(default=None, sa_column=Column(String(8), info=_KEPT_BACK))
    chosen: Sealed | None = Field(default=None, sa_column=_secret(withheld=True))
    lap: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default=text("0")))
    view: str | None = Field(default=None, sa_column=Column(String(1), info=_KEPT_BACK))
    left_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    opened_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))


class AttemptRow(_Row, table=True):
    """One request for a nudge, written before it starts."""

    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("nudge", "fence"), Index("ix_attempt_ended", "ended_at"))

    id: int = Field(sa_column=_id())
    nudge: int = Field(sa_column=_of("nudge.id"))
    fence: int = Field(sa_column=Column(Integer, nullable=False))
    started_at: datetime = Field(sa_column=_instant())
    ended_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    result: str | None = Field(default=None, sa_column=Column(String(64)))


REQUESTED: Final = text("state IN ('sending', 'sent', 'unknown')")
WORSE: Final = text("outcome = 'made_it_worse'")
HARD: Final = text("strain <> 'calm'")


class CheckInRow(_Row, table=True):
    """The outcome a person gave to a nudge."""

    __tablename__ = "check_in"
    __table_args__ = (Index("ix_check_in_worse", "person", "answered_at", sqlite_where=WORSE, postgresql_where=WORSE),)

    id: int = Field(sa_column=_id())
    nudge: int = Field(sa_column=Column(BigInteger, ForeignKey("nudge.id"), nullable=False, unique=True))
    person: int = Field(sa_column=_of("person.id"))
    enrolment: int = Field(sa_column=_of("enrolment.id"))
    day: int = Field(sa_column=Column(Integer, nullable=False))
    outcome: str = Field(sa_column=Column(String(16), nullable=False))
    rating: int | None = Field(default=None, sa_column=Column(Integer))
    choice: int | None = Field(default=None, sa_column=Column(Integer))
    answered_at: datetime = Field(sa_column=_instant())


class StrainRow(_Row, table=True):
    """How the day of a nudge felt inside, as the person told by a tap."""

    __tablename__ = "strain"
    __table_args__ = (Index("ix_strain_hard", "person", "told_at", sqlite_where=HARD, postgresql_where=HARD),)

    id: int = Field(sa_column=_id())
    nudge: int = Field(sa_column=Column(BigInteger, ForeignKey("nudge.id"), nullable=False, unique=True))
    person: int = Field(sa_column=_of("person.id"))
    strain: str = Field(sa_column=Column(String(12), nullable=False))
    told_at: datetime = Field(sa_column=_instant())


class PatternCheckRow(_Row, table=True):
    """One taking of the pattern check: its answers, which are private words, and when it was finished."""

    __tablename__ = "pattern_check"

    id: int = Field(sa_column=_id())
    person: int = Field(sa_column=_of("person.id"))
    token: str = Field(sa_column=Column(String(24), nullable=False, unique=True))
    answers: Sealed | None = Field(default=None, sa_column=_secret())
    started_at: datetime = Field(sa_column=_instant())
    finished_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))


class MediaRow(_Row, table=True):
    """A picture or voice note of an author's, once for the same content; `file_id` is how Telegram knows it."""

    __tablename__ = "media"

    id: int = Field(sa_column=_id())
    digest: str = Field(sa_column=Column(String(64), nullable=False, unique=True))
    kind: str = Field(sa_column=Column(String(8), nullable=False))
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    file_id: str | None = Field(default=None, sa_column=Column(String(255)))


class MediaUploadRow(_Row, table=True):
    """A file that an admin sent for tracks of theirs, under its name; the newest of that name counts."""

    __tablename__ = "media_upload"
    __table_args__ = (UniqueConstraint("admin", "name"),)

    id: int = Field(sa_column=_id())
    admin: int = Field(sa_column=_account())
    name: str = Field(sa_column=Column(String(64), nullable=False))
    media: int = Field(sa_column=_of("media.id"))
    sent_at: datetime = Field(sa_column=_instant())


class TrackMediaRow(_Row, table=True):
    """Which file a published version means by a name."""

    __tablename__ = "track_media"
    __table_args__ = (UniqueConstraint("track", "number", "name"),)

    id: int = Field(sa_column=_id())
    track: str = Field(sa_column=Column(String(40), nullable=False))
    number: int = Field(sa_column=Column(Integer, nullable=False))
    name: str = Field(sa_column=Column(String(64), nullable=False))
    media: int = Field(sa_column=_of("media.id"))


class NoteRow(_Row, table=True):
    """What a person wrote or sent on a day; `words` is empty for what is not words."""

    __tablename__ = "note"
    __table_args__ = (UniqueConstraint("person", "message_id"), Index("ix_note_written_at", "written_at"))

    id: int = Field(sa_column=_id())
    person: int = Field(sa_column=_of("person.id"))
    nudge: int = Field(sa_column=_of("nudge.id"))
    kind: str = Field(sa_column=Column(String(16), nullable=False))
    words: Sealed | None = Field(default=None, sa_column=_secret())
    message_id: int = Field(sa_column=_whole())
    written_at: datetime = Field(sa_column=_instant())


class GainRow(_Row, table=True):
    """A small move that a person noticed, in their own words; `whose` it was, where they say so."""

    __tablename__ = "gain"
    __table_args__ = (UniqueConstraint("person", "message_id"), Index("ix_gain_written_at", "written_at"))

    id: int = Field(sa_column=_id())
    person: int = Field(sa_column=_of("person.id"))
    words: Sealed = Field(sa_column=_secret(nullable=False))
    whose: str | None = Field(default=None, sa_column=Column(String(8)))
    message_id: int = Field(sa_column=_whole())
    local_date: date = Field(sa_column=Column(Date, nullable=False))
    zone: str = Field(sa_column=Column(String(64), nullable=False))
    written_at: datetime = Field(sa_column=_instant())


class JournalSearchRow(_Row, table=True):
    """What a person looks for in their journal, until they look for something else, for a day at most."""

    __tablename__ = "journal_search"

    person: int = Field(sa_column=Column(BigInteger, ForeignKey("person.id"), primary_key=True, autoincrement=False))
    token: str = Field(sa_column=Column(String(24), nullable=False, unique=True))
    words: Sealed = Field(sa_column=_secret(nullable=False))
    asked_at: datetime = Field(sa_column=_instant())


class MessageRow(_Row, table=True):
    """A message that stands in a person's chat, theirs or the bot's, for as long as Telegram lets the bot take it away."""

    __tablename__ = "message"

    person: int = Field(sa_column=Column(BigInteger, ForeignKey("person.id"), primary_key=True, autoincrement=False))
    message_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    sent_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False, index=True))


class InboxRow(_Row, table=True):
    """An update as Telegram sent it, until it is handled; `answer` is what is still to be said. `said_at` is when the
    person did it, as far as Telegram tells; `slowed` marks the one that was answered with a plea to slow down.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        Index("ix_inbox_state", "state", "received_at", "update_id"),
        Index("ix_inbox_sender", "sender", "said_at"),
    )

    update_id: int = Field(sa_column=_id())
    sender: int = Field(sa_column=_account())
    state: str = Field(sa_column=Column(String(16), nullable=False))
    body: Sealed | None = Field(default=None, sa_column=_secret())
    answer: Sealed | None = Field(default=None, sa_column=_secret())
    received_at: datetime = Field(sa_column=_instant())
    said_at: datetime = Field(sa_column=_instant())
    slowed: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))
    handled_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))


class DeadLetterRow(_Row, table=True):
    """An update that could not be handled, and why."""

    __tablename__ = "dead_letter"

    update_id: int = Field(sa_column=_id())
    sender: int = Field(sa_column=_account())
    body: Sealed = Field(sa_column=_secret(nullable=False))
    reason: str = Field(sa_column=Column(String(64), nullable=False))
    put_at: datetime = Field(sa_column=_instant())


class CanaryRow(_Row, table=True):
    """A known word, sealed: it tells whether the key file belongs to this database."""

    __tablename__ = "canary"

    id: int = Field(sa_column=_id())
    sealed: Sealed = Field(sa_column=_secret(nullable=False))


class LeaseRow(_Row, table=True):
    """Who may send from this database, and until when. `machine` tells a process of this machine from one of another."""

    __tablename__ = "lease"

    name: str = Field(sa_column=Column(String(16), primary_key=True))
    holder: str = Field(sa_column=Column(String(24), nullable=False))
    machine: str = Field(sa_column=Column(String(64), nullable=False))
    until: datetime = Field(sa_column=_instant())


class FactRow(_Row, table=True):
    """What the program remembers of itself, such as the edition of the time zone data that instants were planned with."""

    __tablename__ = "fact"

    name: str = Field(sa_column=Column(String(32), primary_key=True))
    value: str = Field(sa_column=Column(String(200), nullable=False))


class AdminActRow(_Row, table=True):
    """What an admin or the operator did. Rows are only added, which triggers see to; who it was stands as a pseudonym,
    and `link` binds a row to all before it.
    """

    __tablename__ = "admin_act"
    __table_args__ = (Index("ix_admin_act_who", "who", "at"),)

    number: int = Field(sa_column=_id())
    at: datetime = Field(sa_column=_instant())
    who: str = Field(sa_column=Column(String(16), nullable=False))
    act: str = Field(sa_column=Column(String(16), nullable=False))
    about: str = Field(sa_column=Column(String(64), nullable=False))
    result: str = Field(sa_column=Column(String(8), nullable=False))
    link: str = Field(sa_column=Column(String(64), nullable=False))


class AdminSecretRow(_Row, table=True):
    """The secret of an admin's code app, and what guards it; `who` is what the key makes of their Telegram id."""

    __tablename__ = "admin_secret"

    id: int = Field(sa_column=_id())
    who: str = Field(sa_column=Column(String(64), nullable=False, unique=True))
    secret: Sealed = Field(sa_column=_secret(nullable=False))
    made_at: datetime = Field(sa_column=_instant())
    last_step: int | None = Field(default=None, sa_column=_whole(nullable=True))
    wrong: str = Field(default="", sa_column=Column(String(64), nullable=False))
    locked_until: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    awaits: str | None = Field(default=None, sa_column=Column(String(128)))
    asked_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))


class AdminGrantRow(_Row, table=True):
    """A role that an owner gave to an account in the chat, beside what the settings give."""

    __tablename__ = "admin_grant"
    __table_args__ = (UniqueConstraint("account", "role"),)

    id: int = Field(sa_column=_id())
    account: int = Field(sa_column=_account())
    role: str = Field(sa_column=Column(String(12), nullable=False))
    given_at: datetime = Field(sa_column=_instant())


class AdminInviteRow(_Row, table=True):
    """A link of an owner's, not followed yet, that gives a role once: of its code only what the key makes of it."""

    __tablename__ = "admin_invite"

    id: int = Field(sa_column=_id())
    account: int = Field(sa_column=_account())
    role: str = Field(sa_column=Column(String(12), nullable=False))
    digest: str = Field(sa_column=Column(String(64), nullable=False, unique=True))
    until: datetime = Field(sa_column=_instant())


class BroadcastRow(_Row, table=True):
    """A word to everybody from who runs the bot. `asks_nothing`: of anybody, towards a partner. It goes out in
    `broadcast_send`.
    """

    __tablename__ = "broadcast"

    id: int = Field(sa_column=_id())
    token: str = Field(sa_column=Column(String(24), nullable=False, unique=True))
    text: Sealed = Field(sa_column=_secret(nullable=False))
    asks_nothing: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))
    state: str = Field(sa_column=Column(String(12), nullable=False))
    made_at: datetime = Field(sa_column=_instant())
    begun_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    ended_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))


class BroadcastViewRow(_Row, table=True):
    """The message in which an owner watches a broadcast go out, and when it was last written anew."""

    __tablename__ = "broadcast_view"

    id: int = Field(sa_column=_id())
    broadcast: int = Field(sa_column=Column(BigInteger, ForeignKey("broadcast.id"), nullable=False, unique=True))
    account: int = Field(sa_column=_account())
    message_id: int = Field(sa_column=_whole())
    shown_at: datetime = Field(sa_column=_instant())


class BroadcastSendRow(_Row, table=True):
    """A broadcast on its way to one person: written down as requested before the request starts, and never twice."""

    __tablename__ = "broadcast_send"
    __table_args__ = (
        Index(
            "uq_broadcast_send_local_date",
            "person",
            "local_date",
            unique=True,
            sqlite_where=REQUESTED,
            postgresql_where=REQUESTED,
        ),
        Index("ix_broadcast_send_state", "state", "not_before"),
    )

    broadcast: int = Field(
        sa_column=Column(BigInteger, ForeignKey("broadcast.id"), primary_key=True, autoincrement=False)
    )
    person: int = Field(
        sa_column=Column(BigInteger, ForeignKey("person.id"), primary_key=True, autoincrement=False, index=True)
    )
    state: str = Field(sa_column=Column(String(12), nullable=False, info=_KEPT_BACK))
    fence: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default=text("0"), info=_KEPT_BACK))
    local_date: date | None = Field(default=None, sa_column=Column(Date, info=_KEPT_BACK))
    not_before: datetime | None = Field(default=None, sa_column=_instant(nullable=True, withheld=True))
    lease_until: datetime | None = Field(default=None, sa_column=_instant(nullable=True, withheld=True))
    requested_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True, withheld=True))
    message_id: int | None = Field(default=None, sa_column=Column(BigInteger, info=_KEPT_BACK))
    reason: str | None = Field(default=None, sa_column=Column(String(64), info=_KEPT_BACK))


class CoachCodeRow(_Row, table=True):
    """A code that lets one person choose what a coach may read, as what only the key makes of it."""

    __tablename__ = "coach_code"

    id: int = Field(sa_column=_id())
    coach: str = Field(sa_column=Column(String(64), nullable=False))
    digest: str = Field(sa_column=Column(String(64), nullable=False, unique=True))
    until: datetime = Field(sa_column=_instant())


class ShareRow(_Row, table=True):
    """What a person lets a coach read, from when until when. `chosen` are the nudges of the days they chose."""

    __tablename__ = "share"
    __table_args__ = (Index("ix_share_coach", "coach", "until"),)

    id: int = Field(sa_column=_id())
    token: str = Field(sa_column=Column(String(24), nullable=False, unique=True))
    person: int = Field(sa_column=_of("person.id"))
    coach: str = Field(sa_column=Column(String(64), nullable=False))
    coach_label: str = Field(sa_column=Column(String(8), nullable=False))
    person_label: str = Field(sa_column=Column(String(8), nullable=False))
    chosen: str = Field(sa_column=Column(String(200), nullable=False))
    given_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    until: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    ended_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))


class ShareReplyRow(_Row, table=True):
    """A reply that a coach may read: `mark` is what only the key makes of its words as they were, which stay in the note."""

    __tablename__ = "share_reply"

    id: int = Field(sa_column=_id())
    share: int = Field(sa_column=_of("share.id"))
    nudge: int = Field(sa_column=_of("nudge.id"))
    mark: str = Field(sa_column=Column(String(64), nullable=False))


class ShareReadRow(_Row, table=True):
    """One reading by a coach."""

    __tablename__ = "share_read"

    id: int = Field(sa_column=_id())
    share: int = Field(sa_column=_of("share.id"))
    read_at: datetime = Field(sa_column=_instant())
    replies: int = Field(sa_column=Column(Integer, nullable=False))


class PairRow(_Row, table=True):
    """What a person did to answer questions for two: of the code they made, and of the one they entered, what only the key
    makes of it. It is theirs alone: two are a pair while one has made what the other has entered, and no row says so.
    """

    __tablename__ = "pair"

    id: int = Field(sa_column=_id())
    person: int = Field(sa_column=Column(BigInteger, ForeignKey("person.id"), nullable=False, unique=True))
    made: str | None = Field(default=None, sa_column=Column(String(64), unique=True, info=_KEPT_BACK))
    entered: str | None = Field(default=None, sa_column=Column(String(64), unique=True, info=_KEPT_BACK))
    set_up_at: datetime = Field(sa_column=_instant())


class PairCodeRow(_Row, table=True):
    """A code for two that was used, as what only the key makes of it, until it would be too old anyway."""

    __tablename__ = "pair_code"

    id: int = Field(sa_column=_id())
    digest: str = Field(sa_column=Column(String(64), nullable=False, unique=True))
    until: datetime = Field(sa_column=_instant())


class PairAnswerRow(_Row, table=True):
    """What a person answered to a question for two; `chosen_at`: since when it is to be shown if the other's is, `shown_at`:
    since when the other's was shown to this person.
    """

    __tablename__ = "pair_answer"
    __table_args__ = (UniqueConstraint("person", "item"), Index("ix_pair_answer_written_at", "written_at"))

    id: int = Field(sa_column=_id())
    person: int = Field(sa_column=_of("person.id"))
    item: str = Field(sa_column=Column(String(16), nullable=False))
    words: Sealed = Field(sa_column=_secret(nullable=False))
    written_at: datetime = Field(sa_column=_instant())
    chosen_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    shown_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))


class RehearsalRow(_Row, table=True):
    """A rehearsal that is being shown to an admin, one at a time: of which track, walked by whom, and what comes next."""

    __tablename__ = "rehearsal"

    id: int = Field(sa_column=_id())
    admin: int = Field(sa_column=_account(unique=True))
    source: str = Field(sa_column=Column(String(24), nullable=False))
    who: str = Field(sa_column=Column(String(16), nullable=False))
    place: int = Field(sa_column=Column(Integer, nullable=False))
    next_at: datetime = Field(sa_column=_instant())


class DeskLinkRow(_Row, table=True):
    """A link by which an admin comes to the desk once, as what only the key makes of it."""

    __tablename__ = "desk_link"

    id: int = Field(sa_column=_id())
    admin: int = Field(sa_column=_account())
    digest: str = Field(sa_column=Column(String(64), nullable=False, unique=True, info=_KEPT_BACK))
    until: datetime = Field(sa_column=_instant())


class DeskVisitRow(_Row, table=True):
    """An admin at the desk, in one browser; `digest` is what only the key makes of what that browser holds."""

    __tablename__ = "desk_visit"

    id: int = Field(sa_column=_id())
    admin: int = Field(sa_column=_account())
    digest: str = Field(sa_column=Column(String(64), nullable=False, unique=True, info=_KEPT_BACK))
    begun_at: datetime = Field(sa_column=_instant())
    seen_at: datetime = Field(sa_column=_instant())


class DeskDraftRow(_Row, table=True):
    """A track that an admin writes at the desk. `edition` counts how often it was saved."""

    __tablename__ = "desk_draft"
    __table_args__ = (Index("ix_desk_draft_admin", "admin", "saved_at"),)

    id: int = Field(sa_column=_id())
    token: str = Field(sa_column=Column(String(24), nullable=False, unique=True))
    admin: int = Field(sa_column=_account())
    text: Sealed = Field(sa_column=_secret(nullable=False))
    edition: int = Field(sa_column=Column(Integer, nullable=False))
    saved_at: datetime = Field(sa_column=_instant())


class DrillRow(_Row, table=True):
    """One use of a drill: for which response to pressure, and how it was afterwards. While it is being shown, one at a time,
    `next_at` says when the step of that number takes its place in the message.
    """

    __tablename__ = "drill"
    __table_args__ = (
        Index(
            "ix_drill_next_at",
            "next_at",
            sqlite_where=text("next_at IS NOT NULL"),
            postgresql_where=text("next_at IS NOT NULL"),
        ),
        Index(
            "uq_drill_shown",
            "person",
            unique=True,
            sqlite_where=text("next_at IS NOT NULL"),
            postgresql_where=text("next_at IS NOT NULL"),
        ),
    )

    id: int = Field(sa_column=_id())
    person: int = Field(sa_column=_of("person.id"))
    token: str = Field(sa_column=Column(String(24), nullable=False, unique=True))
    response: str | None = Field(default=None, sa_column=Column(String(16)))
    step: int = Field(sa_column=Column(Integer, nullable=False))
    message_id: int = Field(sa_column=_whole())
    begun_at: datetime = Field(sa_column=_instant())
    next_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    felt: str | None = Field(default=None, sa_column=Column(String(8)))


class ReturnTimeRow(_Row, table=True):
    """A time at which a person said that they come back, which a nudge tells them; how often it was made later, and whether they did."""

    __tablename__ = "return_time"

    id: int = Field(sa_column=_id())
    person: int = Field(sa_column=_of("person.id"))
    nudge: int = Field(sa_column=Column(BigInteger, ForeignKey("nudge.id"), nullable=False, unique=True))
    longer: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default=text("0")))
    answer: str | None = Field(default=None, sa_column=Column(String(12)))
    answered_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))


class SoftStartRow(_Row, table=True):
    """A soft start that a person is putting together, one at a time: the parts there are, sealed, and gone within a day."""

    __tablename__ = "soft_start"

    id: int = Field(sa_column=_id())
    person: int = Field(sa_column=Column(BigInteger, ForeignKey("person.id"), nullable=False, unique=True))
    token: str = Field(sa_column=Column(String(24), nullable=False, unique=True))
    words: Sealed | None = Field(default=None, sa_column=_secret())
    begun_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False, index=True))


class StudyAgreementRow(_Row, table=True):
    """That a person takes part in a study, since when, and what they were told: its name, who answers for it, and which edition of
    the words. Without a contact it was agreed to before that was written down, and counts for nothing.
    """

    __tablename__ = "study_agreement"

    person: int = Field(sa_column=Column(BigInteger, ForeignKey("person.id"), primary_key=True, autoincrement=False))
    study: str = Field(sa_column=Column(String(80), nullable=False))
    contact: str | None = Field(default=None, sa_column=Column(Text))
    edition: int = Field(sa_column=Column(Integer, nullable=False))
    agreed_at: datetime = Field(sa_column=_instant())


OF_A_PERSON: Final = text("unit = 'person'")
OF_A_DAY: Final = text("unit = 'day'")


class DecisionRow(_Row, table=True):
    """What an experiment decided for somebody who takes part, before it was used: for all days of a track, or for one. Rows are
    never changed, which a trigger sees to. The track's version is the one in whose words the day went out; `drawn` is the
    number that chance gave, and `why_not` why it was not asked.
    """

    __tablename__ = "decision"
    __table_args__ = (
        Index(
            "uq_decision_person",
            "person",
            "track",
            "experiment",
            unique=True,
            sqlite_where=OF_A_PERSON,
            postgresql_where=OF_A_PERSON,
        ),
        Index(
            "uq_decision_day",
            "enrolment",
            "experiment",
            "day",
            unique=True,
            sqlite_where=OF_A_DAY,
            postgresql_where=OF_A_DAY,
        ),
    )

    id: int = Field(sa_column=_id())
    person: int = Field(sa_column=_of("person.id"))
    enrolment: int = Field(sa_column=_of("enrolment.id"))
    track: str = Field(sa_column=Column(String(40), nullable=False))
    number: int = Field(sa_column=Column(Integer, nullable=False))
    experiment: str = Field(sa_column=Column(String(40), nullable=False))
    unit: str = Field(sa_column=Column(String(8), nullable=False))
    day: int = Field(sa_column=Column(Integer, nullable=False))
    arm: str = Field(sa_column=Column(String(40), nullable=False, info=_KEPT_BACK))
    probability: float = Field(sa_column=Column(Double, nullable=False, info=_KEPT_BACK))
    drawn: float | None = Field(default=None, sa_column=Column(Double, info=_KEPT_BACK))
    why_not: str | None = Field(default=None, sa_column=Column(String(16), info=_KEPT_BACK))
    decided_at: datetime = Field(sa_column=_instant())
