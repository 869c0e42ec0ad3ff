"""A thousand private words, planted on every path that the code has and through every error, with every logger at its most
talkative: they are in no log, no file, no figure, and in nobody else's chat.
"""

import asyncio
import logging
import random
import re
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from telegram.error import TelegramError

from bot import logs
from bot.chat.message import Message
from bot.chat.turn import Kind
from bot.clock import StandingClock
from bot.rekeying import rekey
from bot.sandbox import Person, Sandbox
from bot.sandbox.faults import MESSAGES
from bot.sandbox.faults import Kind as Spoilt
from bot.settings import Settings
from bot.telegram.poller import StoreFailed, UnusableAnswer
from bot.telegram.request import AiohttpRequest
from curriculum import journey
from curriculum.enrolment import Enrolment, TrackRef
from curriculum.safety import Classed, ContentClass
from storage.database import Unit
from storage.secrecy import Keyring, make_key_file
from tests.conftest import url_of
from tests.stories.needles import Needle, Needles
from tests.stories.paths import commands, paths
from tests.stories.test_no_path import MADE, Walker
from tests.stories.town import ADMIN, CALM, TOKEN, Somebody, Town
from tests.tracks import track_yaml

PLANTED = 1000
FIRST = 60_000
CRISIS = "I want to kill myself"
MINUTE = timedelta(minutes=1)
SPOILT = (
    Spoilt.CLOSED,
    Spoilt.RESET,
    Spoilt.HALF_ANSWER,
    Spoilt.SERVER_ERROR,
    Spoilt.TOO_MANY_PAGE,
    Spoilt.NOT_OK,
    Spoilt.BROKEN_JSON,
    Spoilt.PAGE,
)
"""Those that need no patience; an answer that does not come is met apart."""
TELLING = {*MESSAGES, "answerCallbackQuery"}


@dataclass
class Stage:
    """Where somebody stands when they write: on the way to a track, on it, or away from it. `asked`: the open question."""

    asked: str | None = None
    known: bool = True
    agreed: bool = True
    walks: bool = True
    checks: bool = False
    one_of_two: bool = False
    held: bool = False
    paused: bool = False
    left: bool = False


STAGES = {
    "a stranger": Stage(known=False, walks=False),
    "asked to agree": Stage("agree||", agreed=False, walks=False),
    "asked for the track": Stage("track||", walks=False),
    "asked for the hour": Stage("hour|thirty-calm-days|", walks=False),
    "asked for the place": Stage("zone|thirty-calm-days|08:00", walks=False),
    "asked for the time": Stage("clock|thirty-calm-days|08:00", walks=False),
    "on the way": Stage(),
    "changing the hour": Stage("hour||"),
    "changing the place": Stage("zone||"),
    "changing the place by the time": Stage("clock||"),
    "in the pattern check": Stage(checks=True),
    "answering a question for two": Stage("pair|liked|", one_of_two=True),
    "asked for a gain": Stage("gain||"),
    "on hold": Stage(held=True),
    "on a pause": Stage(paused=True),
    "away again": Stage(left=True),
}


@dataclass
class Writer:
    """Somebody who writes needles."""

    somebody: Somebody
    needles: Needles
    place: str
    own: str = "none-yet"
    chance: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311

    @property
    def person(self) -> Person:
        """Them in the pretend Telegram."""
        return self.somebody.person

    def word(self, of: str) -> str:
        """A new needle of theirs."""
        return self.needles.plant(f"{of}, {self.place}", self.somebody.telegram_id)

    def taps(self, kind: type[object]) -> None:
        """Forged buttons: with a needle for the token, and with their own token and a needle for the rest."""
        own, draft, letter = (self.word("token") for _ in range(3))
        walker = Walker(self.somebody, own, draft, letter, self.chance, [self.word("token")])
        forged = MADE[kind](walker)
        self.person.taps_data(forged)
        self.person.taps_data(f"{forged.partition(':')[0]}:{self.own}:{self.word('payload')}")

    def commands(self, name: str) -> None:
        """A command with an argument."""
        self.person.says(f"/{name} {self.word('argument')} {self.word('argument')}")
        self.person.says(self.word("words after a command"))

    def tells(self, kind: Kind) -> None:
        """Whatever else can be done in a chat."""
        match kind:
            case Kind.TEXT:
                self.person.says(self.word("answer"))
                self.person.says(f"{self.word('long')} " + "and so on " * 20, self.somebody.inbox[-1])
                self.person.says(f"/{self.word('unknown command')} x")
                self.person.says(f"{CRISIS} {self.word('crisis')}")
            case Kind.EDIT:
                self.person.says(self.word("words"))
                self.person.edits(self.person.chat[-1], self.word("edit"))
                self.person.edits(self.person.chat[-1], f"{CRISIS} {self.word('edit')}")
            case Kind.MEDIA:
                self.person.sends_photo(self.word("caption"))
                self.person.sends_voice()
            case Kind.DOCUMENT:
                self.person.sends_document(f"{self.word('file')}.pdf", b"%PDF", caption=self.word("caption"))
                self.person.sends_document(f"{self.word('file')}.yaml", self.word("in a file").encode())
            case Kind.LOCATION:
                self.person.shares_location(52.5, 13.4)
            case Kind.GROUP:
                group = self.somebody.town.sandbox.group(self.word("name of the group"))
                group.add(self.person)
                self.person.says_in(group, self.word("in the group"))
            case Kind.BLOCKED:
                self.person.says(self.word("last words"))
                self.person.blocks()
            case Kind.UNBLOCKED:
                self.person.blocks()
                self.person.unblocks()
                self.person.says(self.word("first words"))


ACTS: Mapping[str, Callable[[Writer], None]] = {
    **{f"tap {kind.__name__}": (lambda one, kind=kind: one.taps(kind)) for kind in MADE},  # type: ignore[misc]
    **{f"command {name}": (lambda one, name=name: one.commands(name)) for name in sorted(commands())},  # type: ignore[misc]
    **{
        f"told {kind}": (lambda one, kind=kind: one.tells(kind))  # type: ignore[misc]
        for kind in Kind
        if kind not in (Kind.TAP, Kind.COMMAND)
    },
}
WRITTEN = {f"told {kind}" for kind in (Kind.TEXT, Kind.EDIT, Kind.MEDIA, Kind.DOCUMENT)}
"""What is done in every stage; the rest is in one of five, and with `--release` in every one as well."""


def test_needles_are_planted_on_every_path_that_the_code_has() -> None:
    assert set(ACTS) == {path for path in paths() if not path.startswith("nudge ")}


def test_a_needle_that_lies_somewhere_is_found(tmp_path: Path) -> None:
    needles = Needles(1)
    word = needles.plant("here")
    (tmp_path / "file").write_bytes(b"\0qz" + word.title().encode() + b"\xff")

    assert [needle.place for needle in needles.found_in(f"it says {word}, as qzqz{word}")] == ["here"]
    assert list(needles.found_in_files(tmp_path)) == ["here in file"]
    assert needles.found_in("qz" + "a" * 14) == []


class Overheard(logging.Handler):
    """What our own exceptions say, also where the log leaves it out."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        while error is not None:
            if type(error).__module__.partition(".")[0] in ("bot", "storage", "curriculum"):
                self.said.append(str(error))
            error = error.__cause__ or error.__context__


@contextmanager
def talkative() -> Iterator[Overheard]:
    """Logging as the program sets it up, and then every logger there is as talkative as it can be. Nobody else listens."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers = []
    levels = {name: one.level for name, one in _loggers()}
    logs.set_up(Settings(token=TOKEN, _env_file=None))
    overheard = Overheard()
    root.addHandler(overheard)
    root.setLevel(logging.DEBUG)
    for _, one in _loggers():
        one.setLevel(logging.DEBUG)
    try:
        yield overheard
    finally:
        for name, one in _loggers():
            one.setLevel(levels.get(name, logging.NOTSET))
        root.handlers, root.level = handlers, level


def _loggers() -> list[tuple[str, logging.Logger]]:
    known = logging.root.manager.loggerDict
    return [(name, one) for name, one in known.items() if isinstance(one, logging.Logger)]


@dataclass
class Haystack:
    """A town whose every file lies in one folder, and the needles in it."""

    town: Town
    folder: Path
    needles: Needles
    key_file: Path
    writers: list[Writer] = field(default_factory=list)

    def newcomer(self, place: str) -> Writer:
        """Somebody new, whose first name is a needle."""
        telegram_id = FIRST + len(self.town.sandbox.people)
        name = self.needles.plant(f"name, {place}", telegram_id)
        writer = Writer(self.town.somebody(name, telegram_id), self.needles, place)
        self.writers.append(writer)
        return writer


@asynccontextmanager
async def a_town(folder: Path, key_file: Path, clock: StandingClock, needles: Needles) -> AsyncIterator[Haystack]:
    """A town of its own, as everything is to be looked through at its end; it is let fall into every error."""
    sandbox = Sandbox(TOKEN, now=clock, admins=[ADMIN])
    async with sandbox.serving() as api_url:
        town = Town(sandbox, api_url, clock, url_of(folder / "town.db"), Keyring.read(key_file, folder / "keys.db"))
        await town.wakes()
        await town.publishes(CALM)
        yield Haystack(town, folder, needles, key_file)
        await town.sleeps()


async def test_a_thousand_private_words_are_found_nowhere(
    tmp_path: Path,
    clock: StandingClock,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    times: int,
    tell: Callable[[str], None],
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    needles = Needles(4711)
    key_file = tmp_path / "smallgains.key"
    make_key_file(key_file)
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()

    with talkative() as overheard:
        async with asyncio.TaskGroup() as tasks, a_town(tmp_path / "a", key_file, clock, needles) as it:
            tasks.create_task(a_locked_database(tmp_path / "b", key_file, clock, needles))
            found = await everything_happens(it, tmp_path, everywhere=times > 1)
            page = await figures(it)
            letters = await dead_letters(it)
            backed_up(it)
        async for _ in rekey(*moved_to(it), clock):
            found |= set(needles.found_in_files(tmp_path))
    said = capfd.readouterr()

    assert letters > 0
    assert silent_in(said.err) == []
    assert len(needles.planted) >= PLANTED
    assert places(needles.found_in(said.err + said.out)) == []
    assert places(needles.found_in("\n".join(overheard.said))) == []
    assert places(needles.found_in(page)) == []
    assert sorted(found | set(needles.found_in_files(tmp_path))) == []
    assert list(words_in_the_wrong_chat(it)) == []
    tell(
        f"needles: {len(needles.planted):,} planted on {len(ACTS)} paths in {len(STAGES)} stages and through the faults; "
        f"0 found in {len(said.err) / 1e6:.1f} MB of log, all files, the metrics, the exceptions, "
        f"{len(it.writers):,} chats of others"
    )


async def everything_happens(it: Haystack, folder: Path, *, everywhere: bool) -> set[str]:
    """All acts at all stages, and then all that can go wrong; gives what could be read in the files meanwhile."""
    await everybody_is_somewhere(it, everywhere=everywhere)
    for writer in it.writers:
        ACTS[writer.place.partition(" / ")[0]](writer)
    await it.town.app.poller.once()
    found = set(it.needles.found_in_files(folder))  # much is taken in, and not handled yet
    await it.town.listens()
    for happens in (
        an_admin_sends_files,
        telegram_fails,
        updates_are_broken,
        the_unexpected_happens,
        somebody_is_forgotten,
        everybody_exports,
    ):
        await happens(it)
    it.town.clock.move(timedelta(days=1))
    await it.town.settles()
    return found | set(it.needles.found_in_files(folder))


def places(needles: list[Needle]) -> list[str]:
    """Where those that were found had been planted."""
    return [needle.place for needle in needles]


def silent_in(log: str) -> list[str]:
    """Which of the loggers that are to have spoken have not: a test that hears nothing finds nothing."""
    names = set(re.findall(r'^{"timestamp": "\S+", "level": "[a-z]+", "logger": "([\w.]+)"', log, re.MULTILINE))
    wanted = ("bot.", "telegram.", "aiosqlite", "sqlalchemy.engine", "asyncio", "alembic")
    return [wish for wish in wanted if not any(name.startswith(wish) for name in names)]


async def everybody_is_somewhere(it: Haystack, *, everywhere: bool) -> None:
    """One person for each act at each stage."""
    town, now = it.town, it.town.clock()
    for number, act in enumerate(ACTS):
        for turn, stage in enumerate(STAGES):
            if everywhere or act in WRITTEN or (number + turn) % 5 == 0:
                it.newcomer(f"{act} / {stage}").person.starts()
    town.sandbox.world.updates.drop()
    async with town.database.unit() as unit:
        for writer in it.writers:
            stage = STAGES[writer.place.partition(" / ")[2]]
            if not stage.known:
                continue
            someone = writer.somebody.telegram_id
            person = await unit.people.met(someone, writer.person.name, now)
            writer.own = person.token
            if stage.agreed:
                await unit.people.agree(person.id, now)
                await unit.people.classify(person, Classed(ContentClass.OPEN, now))
            if stage.walks:
                await unit.enrolments.add(walk_of(unit, person.id, now))
    due_at = await town.next_due_at()
    assert due_at is not None
    town.clock.move_to(due_at)
    await town.app.planning.plan_due()
    await town.app.delivery.send_planned()
    async with town.database.unit() as unit:
        for writer in it.writers:
            await reaches(unit, writer, STAGES[writer.place.partition(" / ")[2]], town.clock())
    for writer in it.writers:
        if not writer.somebody.inbox:
            await town.app.sending.reply(Message("Hello").call(writer.somebody.telegram_id))


async def reaches(unit: Unit, writer: Writer, stage: Stage, now: datetime) -> None:
    """The person comes to where they are to stand."""
    person = await unit.people.known(writer.somebody.telegram_id)
    if person is None:
        return
    await unit.people.ask(person.id, stage.asked)
    if stage.checks:
        check = await unit.patterns.begin(person.id, now)
        writer.own = check.token
    if stage.one_of_two:
        await unit.pairs.make_code(person.id, now)
    if stage.held:
        await unit.people.hold(person, since=now, plain_until=now + timedelta(days=1))
    walk = await unit.enrolments.open_of(person.id)
    if walk is not None and (stage.paused or stage.left):
        await unit.enrolments.save(walk, journey.pause(walk) if stage.paused else journey.stop(walk, now))


async def an_admin_sends_files(it: Haystack) -> None:
    """Track files: good, bad, hostile and not to be fetched; and what is no track file. A draft is private, too; what is
    published is for everybody, so no needle is in that.
    """
    town = it.town
    robin = Writer(town.somebody("Robin", ADMIN), it.needles, "admin")
    await robin.somebody.starts()
    good = track_yaml(title=f"Calm {robin.word('title of a draft')}", track="a-draft")
    for content in (
        good,
        good.replace("days:", f"{robin.word('a key')}: 1\ndays:"),
        f"track: [{robin.word('broken')}",
        "[" * 100_000 + robin.word("deep"),
        f"{robin.word('twice')}: &{robin.word('anchor')} 1\n" * 2 + f"b: !!python/object:os.{robin.word('tag')} x",
        robin.word("in sixteen bits") + "\ud800",
    ):
        robin.person.sends_document(f"{robin.word('file')}.yaml", content.encode("utf-8", "surrogatepass"))
        town.clock.move(MINUTE)
    robin.person.sends_document("broken.ogg", b"OggS" + robin.word("in a voice note").encode())
    robin.person.sends_document("broken.jpg", robin.word("in a picture").encode(), caption=robin.word("caption"))
    await town.listens()
    town.sandbox.faults.refuse(400, f"Bad Request: {robin.word('refusal')}", methods={"getFile"})
    await robin.somebody.says(f"/tracks {robin.word('argument')}")
    robin.person.sends_document(f"{robin.word('file')}.yaml", good.encode())
    await town.listens()


async def telegram_fails(it: Haystack) -> None:
    """Telegram refuses answers, in words that quote what it was sent; bans, breaks off, and answers nonsense."""
    faults = it.town.sandbox.faults
    for code, words in (
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: user is deactivated"),
        (400, "Bad Request: chat not found"),
        (400, "Bad Request: can't parse entities"),
        (400, "Bad Request: message is too long"),
        (400, "Bad Request: something new"),
    ):
        one = it.newcomer(f"refused {code}")
        faults.refuse(code, f"{words}: {one.word('refusal')}", times=2, methods=TELLING)
        await writes_and_taps(it, one)
    one = it.newcomer("banned")
    faults.too_many(0, times=2, methods=TELLING)
    await writes_and_taps(it, one)
    for kind in SPOILT:
        for acted in (False, True):
            one = it.newcomer(f"spoilt: {kind}")
            faults.spoil(kind, 2, acted=acted, methods=TELLING)
            await writes_and_taps(it, one)
        faults.spoil(kind, 1, acted=False, methods={"getUpdates"})
        one = it.newcomer(f"unheard: {kind}")
        one.person.says(one.word("words"))
        with suppress(TelegramError, UnusableAnswer):
            await it.town.app.poller.once()
        faults.clear()
        await it.town.listens()
    await no_answer_comes(it)


async def writes_and_taps(it: Haystack, one: Writer) -> None:
    """Somebody starts, writes and taps while it fails; then it works again."""
    one.person.starts()
    one.person.says(one.word("words"))
    one.person.says(f"{CRISIS} {one.word('crisis')}")
    await it.town.listens()
    it.town.sandbox.faults.clear()
    if one.somebody.inbox:
        one.person.taps_data(f"t:{one.word('token')}:{one.word('payload')}")
        await it.town.listens()


async def no_answer_comes(it: Haystack) -> None:
    """The connection stays open until patience ends."""
    one = it.newcomer("no answer")
    one.person.starts()
    await it.town.listens()
    request = AiohttpRequest(read_timeout=0.05)
    it.town.sandbox.faults.spoil(Spoilt.HANGS, 1, acted=True)
    bot = type(it.town.app.bot)(TOKEN, base_url=it.town.app.bot.base_url.removesuffix(TOKEN), request=request)
    with pytest.raises(TelegramError):
        await bot.send_message(one.somebody.telegram_id, f"to {one.person.name}: {one.word('answer')}")
    await request.shutdown()
    it.town.sandbox.faults.clear()


async def updates_are_broken(it: Haystack) -> None:
    """What Telegram would never send: parts of the wrong kind, with needles in them."""
    for part in ("message", "edited_message", "callback_query", "my_chat_member", "something_new"):
        one = it.newcomer(f"broken {part}")
        chat = {"id": one.somebody.telegram_id, "type": "private", "first_name": one.word("name")}
        whole = {"message_id": 1, "date": 1, "chat": chat, "from": chat | {"is_bot": False}, "text": one.word("text")}
        it.town.sandbox.raw_update({part: one.word("in place of a part")})
        it.town.sandbox.raw_update({part: [one.word("in a list")]})
        for gone in whole:
            it.town.sandbox.raw_update({part: whole | {gone: {one.word("key"): one.word(gone)}}})
            it.town.sandbox.raw_update({part: whole | {gone: one.word(gone)}})
        it.town.sandbox.raw_update({part: whole | {"id": "1", "data": 7, "new_chat_member": one.word("member")}})
    await it.town.listens()


async def the_unexpected_happens(it: Haystack) -> None:
    """Handlers meet rows that cannot be, so that exceptions quote them; and tables that are gone for a while."""
    for table, column, mended in (
        ("person", "asked", None),
        ("person", "content_class", "open"),
        ("enrolment", "zone", "Europe/Berlin"),
        ("enrolment", "hour", "08:00"),
    ):
        one = it.newcomer(f"broken {column}")
        one.person.starts()
        await it.town.listens()
        person = await enrols(it, one)
        mine = f"WHERE {'id' if table == 'person' else 'person'} = {person}"
        word = one.word("in the row") + ("||" if column == "asked" else "")
        row = f"UPDATE {table} SET {column} = ? {mine}"  # noqa: S608  (the names are ours)
        await beside(it, row, word)
        for says in ("/settings", one.word("words"), "/today"):
            one.person.says(says)
        one.person.taps_data(f"m:{one.word('token')}:{one.word('payload')}")
        await it.town.settles()
        await beside(it, row, mended)
        assert await it.town.database.checkpoint()  # we planted it there ourselves
    one = it.newcomer("a task nobody waited for")
    lost = {"message": one.word("said in a task"), "exception": ValueError(one.word("said in an exception"))}
    asyncio.get_running_loop().call_exception_handler(lost)
    one = it.newcomer("tables that are gone")
    one.person.starts()
    await it.town.listens()
    await enrols(it, one)
    for table in ("note", "person"):
        await beside(it, f"ALTER TABLE {table} RENAME TO gone")
        one.person.says(one.word("words"))
        with suppress(StoreFailed):
            await it.town.app.poller.once()
        listening = asyncio.create_task(it.town.app.intake.drain())
        await asyncio.sleep(0.1)
        await beside(it, f"ALTER TABLE gone RENAME TO {table}")
        await listening
        await it.town.listens()


async def enrols(it: Haystack, one: Writer) -> int:
    """The person walks the track from now on; gives their row."""
    now = it.town.clock()
    async with it.town.database.unit() as unit:
        person = await unit.people.known(one.somebody.telegram_id)
        assert person is not None
        await unit.people.agree(person.id, now)
        await unit.people.ask(person.id, None)
        await unit.enrolments.add(walk_of(unit, person.id, now))
    return person.id


def walk_of(unit: Unit, person: int, now: datetime) -> Enrolment:
    """A walk that begins now."""
    track = TrackRef("thirty-calm-days", 1)
    id, zone = unit.fresh.id(), "Europe/Berlin"
    return journey.start(id=id, person=person, track=track, hour=time(8), zone=zone, now=now, last_nudge_at=None)


async def beside(it: Haystack, statement: str, *values: object) -> None:
    """Something goes wrong in the database file, beside the bot, which may be writing itself."""

    def goes_wrong() -> None:
        with closing(sqlite3.connect(it.folder / "town.db")) as connection, connection:
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute("PRAGMA foreign_keys=OFF")
            connection.execute("PRAGMA legacy_alter_table=ON")  # what points to the table goes on pointing to its name
            connection.execute(statement, values)

    await asyncio.to_thread(goes_wrong)


async def a_locked_database(folder: Path, key_file: Path, clock: StandingClock, needles: Needles) -> None:
    """Another town, whose database is locked when somebody writes; this takes as long as the bot is patient."""
    async with a_town(folder, key_file, clock, needles) as it:
        one = it.newcomer("a locked database")
        one.person.starts()
        await it.town.listens()
        with closing(sqlite3.connect(folder / "town.db", isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            one.person.says(one.word("words"))
            stopping = asyncio.Event()
            polling = asyncio.create_task(it.town.app.poller.run(stopping))
            await asyncio.sleep(12)
            connection.execute("ROLLBACK")
        stopping.set()
        await polling
        await it.town.listens()


async def somebody_is_forgotten(it: Haystack) -> None:
    """A few have all erased, and write once more."""
    for one in it.writers[:: len(it.writers) // 3]:
        it.town.clock.move(timedelta(minutes=2))
        if one.person.blocked:
            continue
        one.person.says("/forget")
        await it.town.listens()
        if any("Erase everything" in row for row in one.somebody.newest.buttons):
            one.person.taps("Erase everything")
        one.person.says(one.word("words of somebody forgotten"))
        await it.town.listens()


async def everybody_exports(it: Haystack) -> None:
    """What one exports holds nothing of another's."""
    it.town.clock.move(timedelta(minutes=5))
    for one in it.writers[::20]:
        if not one.person.blocked:
            one.person.says("/export")
    await it.town.listens()
    assert sum(message.document is not None for one in it.writers for message in one.somebody.inbox) > 10


def words_in_the_wrong_chat(it: Haystack) -> Iterator[str]:
    """Needles in a chat of somebody who did not write them, with the files there."""
    for telegram_id, person in it.town.sandbox.people.items():
        for message in person.inbox:
            file = message.document.content if message.document is not None else b""
            seen = it.needles.found_in(message.text + repr(message.buttons)) + it.needles.found_in(file)
            yield from (needle.place for needle in seen if needle.owner != telegram_id)


async def figures(it: Haystack) -> bytes:
    """The page of metrics."""
    return await it.town.app.figures.exposition()


def backed_up(it: Haystack) -> None:
    """A copy of the database while it is in use."""
    with (
        closing(sqlite3.connect(it.folder / "town.db")) as source,
        closing(sqlite3.connect(it.folder / "backup.db")) as target,
    ):
        source.backup(target)


async def dead_letters(it: Haystack) -> int:
    """How many updates could not be handled."""
    async with it.town.database.unit() as unit:
        return await unit.inbox.dead_letters()


def moved_to(it: Haystack) -> tuple[Settings, Path]:
    """The settings of the town, and a new key to move it to."""
    new = it.folder / "new.key"
    make_key_file(new)
    files = {"key_file": it.key_file, "keys_file": it.folder / "keys.db"}
    return Settings(token=TOKEN, database_url=it.town.database_url, _env_file=None, **files), new
