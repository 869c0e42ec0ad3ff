"""Somebody whose app speaks Spanish walks thirty days in Spanish on the demo's page, and meets no word of English."""

import re
from dataclasses import dataclass
from typing import Final

import pytest
from playwright.async_api import Locator, Page, expect

from bot.chat import about
from bot.publishing import shipped_tracks
from curriculum.day import DAYS
from curriculum.reading import read_track
from curriculum.track import Track
from tests.browser.chat import ChatPage
from tests.browser.spanish import WATCH, english_in, es

pytestmark = pytest.mark.browser

ANSWERS: Final = {
    1: "Done",
    5: "Tried",
    9: "Not the moment",
    14: "Done",
    16: "Did not want to",
    19: "Made it worse",
    28: "Tried",
}
"""To some days, since the bot writes no more than once a second into a chat and thirty days are to be walked in a minute."""
IN_WORDS: Final = frozenset({1, 12, 14, 21, 24, 26, 28})
"""No three days pass without a sign of hers, so that they go on coming."""
CLOSED: Final = 3
"""So many days come closed; then she has them come open."""
OTHER_VERSIONS: Final = {4: "Smaller version", 8: "Just me"}
GAINS: Final = {2: "Me esperó con el mate caliente", 10: "Dijo que la sopa estaba rica"}
HOUR: Final = "At what time should your message come? Choose, or type a time like <i>6:45</i> or <i>10 pm</i>."
NOTICED: Final = (
    "Thank you for noticing. It is kept as you wrote it, and /journal has it. If you like: whose move was it?"
)
SELF_TOLD: Final = str(about.told_in("es")[0].params["description"])
LOADED: Final = "[...document.querySelectorAll('img.picture')].every((one) => one.complete && one.naturalWidth > 1)"


@dataclass
class Lucia:
    """Somebody in Montevideo, at the page."""

    chat: ChatPage
    track: Track

    @property
    def page(self) -> Page:
        return self.chat.page

    def from_bot(self, pattern: str) -> Locator:
        """The newest message from the bot that says so."""
        return self.page.get_by_test_id("from-bot").filter(has_text=re.compile(pattern)).last

    def key(self, says: str, within: Locator | None = None) -> Locator:
        """The buttons that say exactly so."""
        return (within or self.page).get_by_test_id("inline-button").get_by_text(says, exact=True)

    async def taps(self, says: str, within: Locator | None = None) -> None:
        """Taps the newest button that says this in Spanish."""
        await self.key(es(says), within).last.click()

    async def chooses(self, says: str, within: Locator | None = None) -> None:
        """Taps it, and sees that it was taken."""
        await self.key(says, within).last.click()
        await expect(self.key(f"✓ {says}", within).last).to_be_visible()

    async def reads(self, text: str) -> None:
        """Waits until the newest message says this in Spanish."""
        await self.chat.reads(es(text))

    async def arrives(self) -> None:
        """The page, in the hands of somebody new whose app speaks Spanish; all that the bot says from then on is watched."""
        await self.page.get_by_test_id("new-name").fill("Lucía")
        await self.page.get_by_test_id("new-language").select_option("es")
        await self.page.get_by_test_id("add").click()
        await expect(self.page.get_by_test_id("welcome")).to_contain_text(SELF_TOLD)
        await self.page.evaluate(WATCH)

    async def walks_in(self) -> None:
        """As far as the private questions."""
        await self.chat.starts()
        await self.taps("I am an adult and I agree")
        await self.reads("Which track would you like to walk?")
        await expect(self.chat.last.get_by_test_id("inline-button").first).to_have_text(self.track.title)
        await expect(self.key(es("Help me choose (4 minutes)"))).to_be_visible()
        await self.key(self.track.title).last.click()
        await self.reads(HOUR)
        await self.key("08:00").last.click()
        await self.chat.reads("08:00")
        await self.chat.writes("Montevideo")
        await self.reads("Five private questions before we begin")
        await self.taps("Begin")
        for number, says in enumerate(("No", "No", "No", "Yes", "No"), start=1):
            await self.chat.reads(f"{number} de 5")
            await self.taps(says)
        await expect(self.chat.last).not_to_contain_text("5 de 5")

    async def gets_day(self, number: int) -> Locator:
        """Moves the clock, and opens what came if it came closed."""
        await self.page.get_by_test_id("clock-next-nudge").click()
        await expect(self.page.get_by_test_id("status")).to_contain_text(f"day {number} of {DAYS} has come")
        if number <= CLOSED:
            await self.taps("Open")
            await expect(self.key(es("Open"))).to_have_count(0)
        day = self.from_bot(rf"\bDía {number}: ")
        await expect(day).to_be_visible()
        return day

    async def answers(self, number: int, day: Locator) -> None:
        """Perhaps how it went, perhaps in words, and whatever is asked after that."""
        if number in ANSWERS:
            await self.chooses(es(ANSWERS[number]), day)
        if number in IN_WORDS:
            await self.chat.writes(f"Dije algo en voz baja, y estuvo bien ({number}).")
            await expect(self.from_bot(rf"Guardado con el día {number}\b")).to_be_visible()
        questions = self.track.days[number - 1].check_in
        firsts = [self.key(each.options[0]) for each in (questions.choice,) if each is not None]
        for first in (self.key("7"), *firsts):
            if await first.count():
                await self.chooses(await first.last.inner_text())

    async def has_days_come_open(self) -> None:
        """From now on messages come as they are."""
        await self.chat.writes("/settings")
        await self.taps("Send messages open")
        await expect(self.key(es("Send messages closed")).last).to_be_visible()

    async def notes(self, gain: str) -> None:
        """A small gain."""
        await self.chat.writes(f"/gain {gain}")
        await self.reads(NOTICED)


@pytest.fixture
async def lucia(phone: ChatPage) -> Lucia:
    """Somebody who has opened the page."""
    [track] = [one for one in map(read_track, shipped_tracks()) if one.language == "es"]
    return Lucia(phone, track)


async def test_thirty_days_are_walked_in_spanish(lucia: Lucia) -> None:
    await lucia.arrives()
    await lucia.walks_in()

    for number in range(1, DAYS + 1):
        day = await lucia.gets_day(number)
        if number in OTHER_VERSIONS:
            await lucia.taps(OTHER_VERSIONS[number], day)
        if number in GAINS:
            await lucia.notes(GAINS[number])
        await lucia.answers(number, day)
        if number == CLOSED:
            await lucia.has_days_come_open()
    await lucia.page.get_by_test_id("clock-next-nudge").click()
    await lucia.taps("My letter")
    await lucia.reads("Some of it as a picture. /journal has all of it.")
    await lucia.chat.writes("/journal sopa")
    await lucia.chat.reads(GAINS[10])
    await lucia.chat.writes("/progress")
    await lucia.taps("Dark picture")
    await expect(lucia.key(es("Light picture"))).to_be_visible()
    week = lucia.from_bot(es("<b>A look back: days {first} to {last}</b>").format(first=1, last=7))
    await expect(week.locator("img.picture")).to_be_attached()

    await lucia.page.wait_for_function(LOADED)
    assert english_in(await lucia.page.evaluate("[...window.said]")) == []
    await expect(lucia.page.get_by_test_id("latest-breaches")).to_be_empty()
    await expect(lucia.page.get_by_test_id("breaches")).to_have_text("0")
