"""Worlds in which Alice does the same and Ben does not: whatever he answers in private, keeps back, leaves out, ends or is, the
bot says the same to her, at the same times; but for what both of them chose to show.
"""

import random
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import StandingClock
from bot.sandbox import Sandbox
from curriculum.safety import ContentClass
from storage.secrecy import Keyring
from tests.conftest import NOON, url_of
from tests.stories.test_pairs import A_DAY, SHOW, button, code_of
from tests.stories.town import ADMIN, CALM, TOKEN, Somebody, Town

WORLDS = 8
"""Of each kind, ten times as many with --release."""
MINUTE = timedelta(minutes=1)
HALF_AN_HOUR = timedelta(minutes=30)
"""Between what Alice does, whatever Ben does meanwhile."""
CHOSEN = (1, 2)
"""What Alice chooses to show; she answers another one for herself."""
OTHERS = (3, 4, 5)
SECRET = "Marzipan"
"""In every word of Ben's that is not for Alice."""
SHARED = "The dog in the snow"
_CHANCE = re.compile(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}|\d{7,}|(?<=<td>)\d+(?=</td>)|(?:message|update)_id[^\d,]{1,12}\d+")
"""Codes and the numbers of rows, which are drawn anew in each world; and those that Telegram gives to what all people write."""

Ben = Callable[[Somebody, random.Random, str], Awaitable[None]]


async def stays_away(ben: Somebody, chance: random.Random, code: str) -> None:
    """Ben never speaks to the bot."""


async def lives(ben: Somebody, chance: random.Random, code: str) -> None:
    """Ben is on the track, answers it or not, and has nothing to do with any code."""
    await ben.enrols()
    await does_as_he_likes(ben, chance, chooses=OTHERS)


async def enters(ben: Somebody, chance: random.Random, code: str) -> None:
    """Ben is one of two, and chooses nothing that Alice chose."""
    await ben.enrols()
    await ben.says(f"/pair {code}")
    await does_as_he_likes(ben, chance, chooses=OTHERS)


async def is_restricted(ben: Somebody, chance: random.Random, code: str) -> None:
    """Ben chooses everything, and is one from whom days are kept."""
    await ben.enrols(content_class=chance.choice([ContentClass.RESTRICTED, ContentClass.OPEN]))
    await ben.says(f"/pair {code}")
    await ben.is_classed(ContentClass.RESTRICTED)
    await does_as_he_likes(ben, chance, chooses=(*CHOSEN, *OTHERS))


async def is_on_hold(ben: Somebody, chance: random.Random, code: str) -> None:
    """Ben chooses everything, and then shows a sign of danger."""
    await enters_and_chooses_all(ben, code)
    ben.town.clock.move(MINUTE)
    await ben.says("I want to kill myself")


async def ends_it(ben: Somebody, chance: random.Random, code: str) -> None:
    """Ben chooses everything, and then leaves by one way or another."""
    await enters_and_chooses_all(ben, code)
    ben.town.clock.move(MINUTE)
    match chance.choice(["tap", "stop", "blocks", "forgotten", "another code"]):
        case "tap":
            await ben.says("/pair")
            await ben.taps("End it")
        case "stop":
            await ben.says("/stop")
            await ben.taps("Yes, leave")
        case "blocks":
            ben.person.blocks()
        case "forgotten":
            await ben.says("/forget")
            await ben.taps("Erase everything")
        case _:
            await code_of(ben)
    await ben.town.settles()


async def takes_it_back(ben: Somebody, chance: random.Random, code: str) -> None:
    """Ben chooses everything, and keeps, words or erases what Alice chose, too, otherwise."""
    await enters_and_chooses_all(ben, code)
    for number in CHOSEN:
        ben.town.clock.move(MINUTE)
        await ben.says("/pair")
        await ben.taps(button(ben, number))
        await ben.taps(chance.choice(["Rather not show it", "Erase"]))


async def shares(ben: Somebody, chance: random.Random, code: str) -> None:
    """Ben chooses to show the first thing that Alice chose, and of all the rest nothing that she did."""
    await ben.enrols()
    await ben.says(f"/pair {code}")
    await answers(ben, 1, SHARED)
    await does_as_he_likes(ben, chance, chooses=OTHERS)


async def enters_and_chooses_all(ben: Somebody, code: str) -> None:
    await ben.enrols()
    await ben.says(f"/pair {code}")
    for number in CHOSEN:
        await answers(ben, number, f"{SECRET} {number}")


async def does_as_he_likes(ben: Somebody, chance: random.Random, *, chooses: Sequence[int]) -> None:
    """A few things that are nobody's to know."""
    for _ in range(chance.randrange(3)):
        number = chance.choice([*CHOSEN, *OTHERS])
        if number == 1 and any(SHARED in message.text for message in ben.inbox):
            continue
        await answers(ben, number, f"{SECRET} {number}", shows=number in chooses and chance.random() < 0.8)
    with suppress(LookupError):
        match chance.randrange(5):
            case 0:
                await ben.says("/pause")
            case 1:
                await ben.says("/today")
            case 2:
                await ben.says(f"{SECRET} all day")
            case 3:
                await ben.taps("Made it worse")
            case _:
                await ben.says("/pair")


async def answers(somebody: Somebody, number: int, words: str, *, shows: bool = True) -> None:
    """Answers a question, perhaps to be shown, if somebody is set up at all."""
    somebody.town.clock.move(MINUTE)
    await somebody.says("/pair")
    with suppress(LookupError, StopIteration):
        await somebody.taps(button(somebody, number), somebody.newest)
        with suppress(LookupError):
            await somebody.taps("Write", somebody.newest)
        with suppress(LookupError):
            await somebody.taps("Write anew", somebody.newest)
        await somebody.says(words)
        if shows:
            await somebody.taps(SHOW, somebody.newest)


NOTHING_IN_COMMON: Mapping[str, Ben] = {
    one.__name__: one for one in (stays_away, lives, enters, is_restricted, is_on_hold, ends_it, takes_it_back)
}
ONE_IN_COMMON: Mapping[str, Ben] = {"shares": shares}


async def what_alice_hears(town: Town, does: Ben, chance: random.Random) -> list[tuple[object, ...]]:
    """All that reaches Alice, and when, over four days; what Ben does besides is drawn."""
    alice, ben = town.somebody("Alice", 1002), town.somebody("Ben", 1003)
    await alice.enrols()
    code = await code_of(alice)
    await does(ben, chance, code)
    town.clock.move_to(NOON + HALF_AN_HOUR)
    for number in (*CHOSEN, OTHERS[0]):
        await answers(alice, number, f"Tea {number}", shows=number in CHOSEN)
    await alice.says(f"/pair {code}")
    await town.passes(A_DAY)
    await alice.says("/pair")
    await alice.taps("Done", alice.days[-1])
    now = town.clock()
    if ben.inbox and does is not is_on_hold and does is not takes_it_back:
        await chance.choice([does_as_he_likes_then, ends_it_then, is_restricted_then])(ben, chance)
    town.clock.move_to(now + HALF_AN_HOUR)
    await town.passes(A_DAY)
    for says in ("/pair", "/today", "/progress", "/settings"):
        await alice.says(says)
    await answers(alice, 2, "Tea, and other words", shows=True)
    await town.passes(A_DAY)
    await alice.says("/pair")
    town.clock.move(MINUTE)
    await alice.taps("New code")
    await alice.taps("Make it")
    await alice.says("/pair")
    await alice.taps("End it")
    for says in ("/export", "/privacy"):
        await alice.says(says)
    return [*transcript(alice), *((toast,) for toast in alice.toasts)]


async def does_as_he_likes_then(ben: Somebody, chance: random.Random) -> None:
    await does_as_he_likes(ben, chance, chooses=OTHERS)


async def ends_it_then(ben: Somebody, chance: random.Random) -> None:
    await ben.says("/pair")
    with suppress(LookupError):
        await ben.taps("End it", ben.newest)


async def is_restricted_then(ben: Somebody, chance: random.Random) -> None:
    with suppress(AssertionError):  # nobody knows him any more
        await ben.is_classed(ContentClass.RESTRICTED)


def transcript(somebody: Somebody) -> list[tuple[object, ...]]:
    """What stands in their chat from the bot, with its time, its buttons and its files; what is drawn by chance is masked."""
    heard: list[tuple[object, ...]] = []
    for message in somebody.inbox:
        file = "" if message.document is None else _CHANCE.sub("#", message.document.content.decode())
        lines = tuple(sorted(file.splitlines()))  # rows stand in the order of what was drawn
        labels = tuple(tuple(row) for row in message.buttons)
        heard.append((message.at, message.edited, _CHANCE.sub("#", message.text), labels, lines))
    return heard


def new_world(folder: Path, migrated: Path, keys: Path) -> Path:
    """A folder with a database and keys in which nobody is yet."""
    shutil.copytree(keys, folder / "keys")
    shutil.copy(migrated, folder / "town.db")
    return folder


@asynccontextmanager
async def world_in(folder: Path) -> AsyncIterator[Town]:
    """A town of its own, which lies in this folder."""
    clock = StandingClock(NOON)
    sandbox = Sandbox(TOKEN, now=clock, admins=[ADMIN])
    async with sandbox.serving() as api_url:
        keyring = Keyring.read(folder / "keys" / "smallgains.key")
        town = Town(sandbox, api_url, clock, url_of(folder / "town.db"), keyring, forgotten_file=folder / "forgotten")
        await town.wakes()
        await town.publishes(CALM)
        yield town
        await town.sleeps()


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(NOTHING_IN_COMMON, id="nothing in common"),
        pytest.param(ONE_IN_COMMON, id="one answer in common"),
    ],
)
async def test_no_message_to_alice_tells_of_bens_answers_his_silence_his_class_or_his_leaving(
    tmp_path: Path,
    migrated: Path,
    first_keys: Path,
    kind: Mapping[str, Ben],
    times: int,
    tell: Callable[[str], None],
) -> None:
    names = list(kind)
    first: list[tuple[object, ...]] = []
    for number in range(WORLDS * times):
        name = names[number % len(names)]
        world = new_world(tmp_path / str(number), migrated, first_keys)
        async with world_in(world) as town:
            chance = random.Random(f"{name} {number}")  # noqa: S311  (it is to be the same each time)
            heard = await what_alice_hears(town, kind[name], chance)
        first = first or heard
        for one, other in zip(first, heard, strict=False):
            assert one == other, f"world {number}, in which Ben {name.replace('_', ' ')}"
        assert len(first) == len(heard)

    said = "\n".join(str(line) for line in first)
    assert SECRET not in said
    assert (SHARED in said) is (kind is ONE_IN_COMMON)
    tell(f"pairs: {WORLDS * times} worlds, {len(first)} messages to Alice in each, the same in all")


async def is_there(ben: Somebody) -> None:
    """Ben waits for her, open to all."""


async def was_restricted(ben: Somebody) -> None:
    await ben.is_classed(ContentClass.RESTRICTED)


async def was_put_on_hold(ben: Somebody) -> None:
    await ben.says("I want to kill myself")


async def was_not_asked(ben: Somebody) -> None:
    await ben.is_classed(ContentClass.UNASKED)


async def made_another(ben: Somebody) -> None:
    await code_of(ben)


async def ended_it(ben: Somebody) -> None:
    await ben.says("/pair")
    await ben.taps("End it")


async def was_forgotten(ben: Somebody) -> None:
    await ben.says("/forget")
    await ben.taps("Erase everything")


BEFORE: tuple[Callable[[Somebody], Awaitable[None]], ...] = (
    is_there,
    was_restricted,
    was_put_on_hold,
    was_not_asked,
    made_another,
    ended_it,
    was_forgotten,
)


async def test_whoever_enters_a_code_hears_the_same_whatever_its_maker_is_or_did(
    tmp_path: Path, migrated: Path, first_keys: Path
) -> None:
    first: list[tuple[object, ...]] = []
    for number, before in enumerate(BEFORE):
        async with world_in(new_world(tmp_path / str(number), migrated, first_keys)) as town:
            alice, ben = town.somebody("Alice", 1002), town.somebody("Ben", 1003)
            await alice.enrols()
            await ben.enrols()
            code = await code_of(ben)
            town.clock.move(MINUTE)
            await before(ben)
            await alice.says(f"/pair {code}")
            await answers(alice, 1, "Tea")
            await alice.says(f"/pair {code}")
            await alice.says("/pair")
            await answers(alice, 2, "Rain")
            await town.passes(A_DAY)
            for says in (f"/pair {code}", "/pair", "/export"):
                await alice.says(says)
        heard = transcript(alice)
        first = first or heard
        assert heard == first, f"Ben {before.__name__.replace('_', ' ')}"
