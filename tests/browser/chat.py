"""What a person does on the demo's page, in the words of the page."""

from playwright.async_api import Locator, Page, expect


class ChatPage:
    """The page; `taps` and `typed` count what a person had to do."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0
        self.typed: list[str] = []

    @property
    def last(self) -> Locator:
        """The newest message from the bot."""
        return self.page.get_by_test_id("from-bot").last

    async def takes_phone_of(self, name: str) -> None:
        """Another person looks at the page."""
        await self.page.get_by_test_id("people").get_by_role("button", name=name).click()

    async def starts(self) -> None:
        """Presses START in an empty chat."""
        await self.page.get_by_test_id("start").click()
        self.taps += 1

    async def taps_button(self, says: str) -> None:
        """Taps a button under the newest message that has it."""
        await self.page.get_by_test_id("inline-button").get_by_text(says, exact=True).last.click()
        self.taps += 1

    async def writes(self, text: str) -> None:
        """Writes and sends."""
        await self.page.get_by_test_id("words").fill(text)
        await self.page.get_by_test_id("words").press("Enter")
        self.typed.append(text)

    async def goes_to_next_nudge(self) -> None:
        """Moves the demo's clock."""
        await self.page.get_by_test_id("clock-next-nudge").click()

    async def opens_the_next_nudge(self) -> None:
        """Moves the demo's clock, and opens what came."""
        await self.goes_to_next_nudge()
        await self.opens()

    async def opens(self) -> None:
        """Opens what came closed."""
        await self.reads("Something is here for you")
        await self.taps_button("Open")

    async def reads(self, text: str) -> None:
        """Waits until the newest message from the bot says `text`."""
        await expect(self.last).to_contain_text(text)

    async def subscribes(self, city: str = "Lisbon", track: str = "Model openness and accept small gains") -> None:
        """The whole way in, up to the private questions, which may wait."""
        await self.starts()
        await self.taps_button("I am an adult and I agree")
        await self.reads("Which track")
        await self.taps_button(track)
        await self.reads("At what time")
        await self.taps_button("08:00")
        await self.reads("Where are you")
        await self.writes(city)
        await self.reads("Five private questions")

    async def answers_the_private_questions(self) -> None:
        """The five clear answers."""
        await self.taps_button("Begin")
        for number, says in enumerate(("No", "No", "No", "Yes", "No"), start=1):
            await self.reads(f"{number} of 5")
            await self.taps_button(says)
        await self.reads("Thank you, those were all five.")
