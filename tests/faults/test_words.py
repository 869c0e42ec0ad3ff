"""Names and replies of every kind there is: shown without harm, and kept word for word."""

import html
import unicodedata
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import telegram
from hypothesis import strategies as st

from bot import incoming
from bot.chat import admin_messages
from bot.chat.turn import Heard, Kind
from bot.chat.wording import authored, escape
from bot.publishing import Refused
from bot.sandbox.entities import units
from bot.sandbox.markup import from_html
from bot.telegram import json_text
from curriculum.errors import Problem
from storage.secrecy import Cell, Keyring
from tests.faults.crowd import Update, Walker, crowd
from tests.faults.examples import ANY_SIGN, collected
from tests.stories.town import Somebody, Town

TEXTS = 10_000
WHOLE_WAY = 300
APART = timedelta(seconds=10)
CELL = Cell("note", "words", 1, 1)

ODD = (
    "\u202e\u2066\u2069\u200e\u061c",
    "\u200b\u200d\ufeff\u2060",
    "\u0301\u0489\u20dd",
    "👩🏽‍🚀👨‍👩‍👧‍👦🏳️‍🌈",
    "\x00\x1b\x7f\x85",
    "مرحبا שלום",
    "<b>&amp;<tg-time unix='1'></i>&#0;",
    "{partner}%s\\n/stop",
    "\ud83d",
    "\udc00",
    "ﷺ𒐫‮",
)
any_words = st.text(ANY_SIGN | st.sampled_from([sign for odd in ODD for sign in odd]), max_size=80)
odd_words = st.lists(st.sampled_from(ODD) | any_words, max_size=4).map("".join)
long_words = st.sampled_from(ODD).map(lambda odd: (odd * 4096)[:4096])
words = st.one_of(*[any_words, odd_words] * 8, long_words).map(lambda text: _halves_joined(text))


def _halves_joined(text: str) -> str:
    """Two halves of a character that stand side by side are that character, in any JSON."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def seen(text: str) -> bool:
    """Whether nothing in it turns the line around."""
    return all(unicodedata.bidirectional(sign) not in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"} for sign in text)  # fmt: skip


@pytest.fixture(scope="module")
def texts(times: int) -> list[str]:
    """Texts of every kind, for names and for replies."""
    return collected(words, TEXTS * times)


def test_names_of_every_kind_are_rendered_without_a_parse_error(texts: list[str], tell: Callable[[str], None]) -> None:
    for name in texts:
        for text in (
            f"<b>{escape(name)}</b>",
            f"<i>{authored(name)}</i>",
            admin_messages.refused(Refused(name, [Problem(1, 1, name)] * 3)).text,
        ):
            shown = from_html(text)  # refuses what Telegram would refuse
            assert seen(shown.text)
            assert text.encode().decode() == text
        assert from_html(escape(name)).text == html.unescape(escape(name))
        assert units(from_html(admin_messages.refused(Refused(name, [])).text).text) < 4096
    tell(f"names: {len(texts)} of every kind rendered in 3 places, 0 parse errors")


def test_replies_of_every_kind_are_heard_and_sealed_word_for_word(
    keyring: Keyring, texts: list[str], tell: Callable[[str], None]
) -> None:
    for reply in texts:
        raw = {
            "update_id": 1,
            "message": {
                "message_id": 1,
                "date": 1_777_000_000,
                "chat": {"id": 1002, "type": "private"},
                "from": {"id": 1002, "is_bot": False, "first_name": reply},
                "text": f"'{reply}",
            },
        }
        received = incoming.received(raw)
        assert received is not None
        assert received.said_at is not None
        body = json_text.read(keyring.open(keyring.seal(received.body, CELL), CELL))
        heard = Heard.in_update(telegram.Update.de_json(body, None), received.said_at)
        assert (heard.kind, heard.name, heard.text) == (Kind.TEXT, reply, f"'{reply}")
        assert keyring.open(keyring.seal(heard.text, CELL), CELL) == f"'{reply}"
    tell(f"replies: {len(texts)} of every kind heard and sealed word for word")


async def test_any_words_at_all_go_the_whole_way(
    town: Town, robin: Somebody, times: int, tell: Callable[[str], None]
) -> None:
    robin.person.starts()
    town.sandbox.world.updates.drop()
    typed = [text for text in collected(words, WHOLE_WAY * times) if text]
    people = await crowd(town, 20)
    kept: dict[Walker, list[str]] = {one: [] for one in people}

    for start in range(0, len(typed), len(people)):
        town.clock.move(APART)
        acts = []
        for number, (one, text) in enumerate(zip(people, typed[start:], strict=False), start=start):
            kept[one].append(f"'{text}"[:4096])
            acts.append(one.writes(kept[one][-1], message_id=2 * number + 1, at=town.clock()))
            acts.append(named(one.writes(f"/start {text}", message_id=2 * number + 2, at=town.clock()), text))
        acts.append(file_of(robin, f"{text}.yaml", message_id=start, at=int(town.clock().timestamp())))
        await town.app.intake.store([{"update_id": 100 * start + place, **act} for place, act in enumerate(acts)])
        await town.app.intake.drain()

    files = (len(typed) - 1) // len(people) + 1
    assert len(robin.inbox) == files
    for one in people:
        assert len(one.somebody.inbox) - 1 == 2 * len(kept[one])
        assert [note for _, note in await one.somebody.words()] == kept[one]
    async with town.database.unit() as unit:
        assert await unit.inbox.dead_letters() == 0
    tell(
        f"words: {len(typed)} replies, names and links and {files} file names of every kind the whole way: 0 refused, 0 changed"
    )


def named(update: Update, name: str) -> Update:
    """The same, from somebody who calls themselves so."""
    message: Any = update["message"]
    return {"message": {**message, "from": {**message["from"], "first_name": name}}}


def file_of(somebody: Somebody, name: str, *, message_id: int, at: int) -> Update:
    """A track file with that name, too large to be looked at."""
    file = {"file_id": "f", "file_unique_id": "f", "file_name": name, "file_size": 2**20}
    chat = {"id": somebody.telegram_id, "type": "private", "first_name": "Robin"}
    return {
        "message": {
            "message_id": message_id,
            "date": at,
            "chat": chat,
            "from": dict(somebody.person.user),
            "document": file,
        }
    }
