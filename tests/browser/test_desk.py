"""An author at the desk, in a real browser, with the demo's chat beside it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.chat import ChatPage

pytestmark = pytest.mark.browser

LEAST_CONTRAST = 4.5
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}

CONTRASTS = """() => {
  const parts = (color) => {
    const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const light = (color) => {
    const [r, g, b] = color.map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const color = parts(getComputedStyle(each).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const says = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!(says || element.matches("input, textarea")) || !element.checkVisibility()) continue;
    const pair = [light(parts(getComputedStyle(element).color)), light(ground(element))].sort((a, b) => b - a);
    found.push([(pair[0] + 0.05) / (pair[1] + 0.05), element.outerHTML.slice(0, 80)]);
  }
  return found;
}"""
UNLABELLED = """() => [...document.querySelectorAll("input:not([type=hidden]), textarea, button, a, iframe")].filter((element) =>
  !(element.labels?.length || element.textContent.trim() || element.title || element.ariaLabel)).map((element) => element.outerHTML)"""


@dataclass
class Desk:
    """Robin's desk in a browser of its own, and the chat that it was opened from."""

    page: Page
    chat: ChatPage
    context: BrowserContext

    @property
    def text(self) -> str:
        """The label of the field in which a track is written."""
        return "The track"

    async def begins(self, name: str = "three-evenings") -> None:
        """Begins a track."""
        await self.page.get_by_label("Its short name").fill(name)
        await self.page.get_by_role("button", name="New track").click()
        await expect(self.page.get_by_label(self.text)).to_be_visible()

    async def changes(self, before: str, after: str) -> None:
        """Writes something in place of something else."""
        field = self.page.get_by_label(self.text)
        text = await field.input_value()
        assert before in text
        await field.fill(text.replace(before, after))

    async def reads(self, says: str) -> None:
        """Waits until the page says so."""
        await expect(self.page.locator("main")).to_contain_text(says)

    async def goes_to(self, step: str) -> None:
        """Goes to one of the steps."""
        await self.page.get_by_role("navigation", name="Steps").get_by_role("link", name=step).click()


async def link_in(chat: ChatPage) -> str:
    """What the chat answers Robin to /desk."""
    await chat.takes_phone_of("Robin")
    links = chat.page.get_by_test_id("from-bot").get_by_role("link", name="/desk/in/")
    before = await links.count()
    await chat.writes("/desk")
    await expect(links).to_have_count(before + 1)
    link = await links.last.get_attribute("href")
    assert link is not None
    return link


@pytest.fixture
async def errors() -> AsyncIterator[list[str]]:
    """What went wrong on the pages: none may stay."""
    errors: list[str] = []
    yield errors
    assert errors == []


async def opened(browser: Browser, chat: ChatPage, errors: list[str], *, script: bool = True) -> Desk:
    """The desk, opened by a link from the chat."""
    link = await link_in(chat)
    context = await browser.new_context(java_script_enabled=script, viewport=DESKTOP)  # type: ignore[arg-type]
    page = await context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    await page.goto(link)
    await page.get_by_role("button", name="Open my desk").click()
    await expect(page.get_by_role("heading", name="Your desk")).to_be_visible()
    return Desk(page, chat, context)


@pytest.fixture
async def desk(browser: Browser, phone: ChatPage, errors: list[str]) -> Desk:
    """Robin's desk."""
    await phone.takes_phone_of("Robin")
    await phone.starts()
    return await opened(browser, phone, errors)


async def alice_gets_day_one(chat: ChatPage, track: str, day: str) -> None:
    """A subscriber starts the track in the chat."""
    await chat.takes_phone_of("Alice")
    await chat.subscribes(track=track)
    await chat.opens_the_next_nudge()
    await chat.reads(day)


async def test_an_author_who_has_never_seen_it_writes_checks_rehearses_and_publishes_three_days(desk: Desk) -> None:
    await desk.begins()
    await desk.reads("3 of 30 days written. To publish a track of 3, write “length: 3” in place of “unfinished: true”")

    await desk.changes("title: My first track", "title: Three quiet evenings")
    await desk.changes("title: The cup in your hand", "titel: The cup in your hand")
    await desk.reads("2 problems to mend")
    await desk.page.get_by_role("link", name="Show the first").click()
    assert await desk.page.evaluate("document.activeElement.id") == "text"
    await desk.changes("titel: The cup in your hand", "title: The cup beside you")
    await desk.changes("unfinished: true", "length: 3")
    await desk.reads("No problems: 3 days, ready to be published")
    await expect(desk.page.get_by_role("heading", level=1)).to_have_text("Three quiet evenings")

    await desk.goes_to("See the days")
    await desk.reads("Day 1 of 3: The cup beside you")
    await desk.goes_to("Rehearse")
    for way in ("ideal", "struggling"):
        await desk.page.get_by_role("navigation", name="Who walks it").get_by_role("link", name=way).click()
        transcript = desk.page.frame_locator(f"iframe[title='Rehearsal: {way}']")
        await expect(transcript.get_by_text("The cup beside you").first).to_be_attached()
    await desk.goes_to("Publish")
    await desk.reads("A new track of 3 days is put on offer as three-evenings")
    await desk.page.get_by_role("button", name="Publish it now").click()
    await desk.reads("?start=three-evenings")

    await alice_gets_day_one(desk.chat, "Three quiet evenings", "Day 1: The cup beside you")
    await expect(desk.chat.page.get_by_test_id("breaches")).to_have_text("0")


async def test_all_of_it_works_without_scripts(browser: Browser, phone: ChatPage, errors: list[str]) -> None:
    await phone.takes_phone_of("Robin")
    await phone.starts()
    desk = await opened(browser, phone, errors, script=False)

    await desk.begins()
    await desk.changes("title: The cup in your hand", "titel: The cup in your hand")
    await desk.page.get_by_role("button", name="Save and check").click()
    await desk.reads("2 problems to mend")
    bad = desk.page.locator("#gutter .bad")
    await expect(bad.first).to_be_visible()
    await expect(desk.page.get_by_role("link", name="Line", exact=False).first).to_be_visible()

    await desk.changes("titel: The cup in your hand", "title: The cup in your hand")
    await desk.changes("unfinished: true", "length: 3")
    await desk.page.get_by_role("button", name="Save and check").click()
    await desk.reads("ready to be published")
    await desk.goes_to("See the days")
    await desk.reads("Day 1 of 3")
    await desk.goes_to("Publish")
    await desk.page.get_by_role("button", name="Publish it now").click()
    await desk.reads("?start=three-evenings")
    await desk.page.get_by_role("button", name="Leave the desk").click()
    await desk.reads("You have left the desk")


async def test_what_is_typed_is_there_after_the_browser_was_closed(
    browser: Browser, desk: Desk, errors: list[str]
) -> None:
    await desk.begins()
    await desk.page.get_by_label(desk.text).press("Control+End")
    await desk.page.keyboard.type("\n# Do not forget the tea.")
    await expect(desk.page.locator("#saved")).to_have_text("Not saved yet")
    await expect(desk.page.locator("#saved")).to_contain_text("UTC")
    await desk.context.close()

    again = await opened(browser, desk.chat, errors)
    await again.page.get_by_role("link", name="My first track").click()

    assert "# Do not forget the tea." in await again.page.get_by_label(again.text).input_value()


async def test_two_tabs_write_nothing_over_and_both_are_kept(desk: Desk, errors: list[str]) -> None:
    await desk.begins()
    other = Desk(await desk.context.new_page(), desk.chat, desk.context)
    await other.page.goto(desk.page.url)
    await desk.changes("title: My first track", "title: From the first tab")
    await expect(desk.page.get_by_role("heading", level=1)).to_have_text("From the first tab")

    await other.changes("title: My first track", "title: From the second tab")
    await other.reads("This draft was saved from another page meanwhile")
    await other.page.get_by_role("button", name="Save and check").click()
    await other.reads("There is a newer text")
    await other.page.get_by_role("button", name="Keep it as a draft of its own").click()
    await expect(other.page.get_by_role("heading", level=1)).to_have_text("From the second tab")
    await other.page.get_by_role("link", name="Your desk").click()

    await expect(other.page.get_by_role("link", name="From the first tab")).to_be_visible()
    await expect(other.page.get_by_role("link", name="From the second tab")).to_be_visible()


async def test_pressing_the_button_while_it_is_saved_is_no_conflict(desk: Desk) -> None:
    await desk.begins()
    pressed, posted = asyncio.Event(), []

    async def slow(route: Route) -> None:
        await pressed.wait()
        await route.continue_()

    desk.page.on("request", lambda request: posted.append(request) if request.method == "POST" else None)
    await desk.page.route("**/saved", slow)
    async with desk.page.expect_request("**/saved"):
        await desk.changes("title: My first track", "title: Saved twice")
    await desk.page.get_by_role("button", name="Save and check").click(no_wait_after=True)
    await desk.page.get_by_role("button", name="Save and check").click(no_wait_after=True)
    async with desk.page.expect_navigation():
        pressed.set()

    await expect(desk.page.get_by_role("heading", level=1)).to_have_text("Saved twice")
    assert [request.url.rpartition("/")[2] == "saved" for request in posted] == [True, False]
    origins = [(await request.all_headers())["origin"] for request in posted]
    assert origins == ["/".join(desk.page.url.split("/")[:3])] * 2


@pytest.mark.parametrize("script", [True, False])
async def test_what_is_typed_after_the_desk_was_closed_is_not_lost(
    browser: Browser, phone: ChatPage, errors: list[str], *, script: bool
) -> None:
    await phone.takes_phone_of("Robin")
    await phone.starts()
    desk = await opened(browser, phone, errors, script=script)
    await desk.begins()
    other = Desk(await desk.context.new_page(), desk.chat, desk.context)
    await other.page.goto(desk.page.url)
    await link_in(desk.chat)

    await other.changes("title: My first track", "title: Written for half an hour")
    if script:
        await other.reads("Your time at the desk is over. What you wrote last stands here and is not saved")
    await other.page.get_by_role("button", name="Save and check").click()

    await other.reads("What you wrote last was not saved")
    await other.reads("send /desk to the bot")
    assert "title: Written for half an hour" in await other.page.get_by_label("Your text").input_value()
    await can_be_read(other.page)


async def test_markup_in_a_title_is_shown_and_not_obeyed(desk: Desk) -> None:
    marked = "<img src=x onerror=alert(1)>"
    await desk.begins()
    await desk.changes("title: My first track", f"title: {marked}")
    await desk.changes("title: The cup in your hand", f"title: {marked}")
    await expect(desk.page.get_by_role("heading", level=1)).to_have_text(marked)

    await desk.goes_to("See the days")

    await desk.reads(f"Day 1: {marked}")
    assert await desk.page.locator("main img").count() == 0


async def test_everything_is_reached_with_the_keyboard_and_focus_is_seen(desk: Desk) -> None:
    page = desk.page
    await reached(page, "Its short name")
    await page.keyboard.type("by-keys")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label(desk.text)).to_be_visible()
    reached_names = []
    for _ in range(10):
        await page.keyboard.press("Tab")
        reached_names.append(await named(page))
        assert await page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"

    assert reached_names[0] == "To the page"
    assert [
        name
        for name in reached_names
        if name in ("Write", "See the days", "Rehearse", "Publish", "Save and check", "The track")
    ] == [
        "Write",
        "See the days",
        "Rehearse",
        "Publish",
        "Save and check",
        "The track",
    ]


async def named(page: Page) -> str:
    """What has the focus, by what it says."""
    told = await page.evaluate(
        "(({ labels, textContent }) => (labels?.[0]?.textContent ?? textContent).trim())(document.activeElement)"
    )
    return str(told)


async def reached(page: Page, name: str) -> None:
    """Tabs until this has the focus."""
    for _ in range(20):
        await page.keyboard.press("Tab")
        if await named(page) == name:
            return
    raise AssertionError(f"{name} is not reached")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_it_can_be_read_on_a_phone_and_on_a_desktop(desk: Desk, scheme: str) -> None:
    await desk.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    await desk.begins()
    path = desk.page.url
    await desk.changes("Thank yourself, in one", "You must thank yourself, in one")
    await desk.changes("unfinished: true", "length: three")
    await desk.reads("to mend")
    for size in (PHONE, DESKTOP):
        await desk.page.set_viewport_size(size)  # type: ignore[arg-type]
        await can_be_read(desk.page)
    await desk.changes("length: three", "length: 3")
    await desk.reads("ready to be published")
    for size in (PHONE, DESKTOP):
        await desk.page.set_viewport_size(size)  # type: ignore[arg-type]
        await can_be_read(desk.page)
        for step in ("/days/2", "/publish", ""):
            await desk.page.goto(path + step)
            await can_be_read(desk.page)
    await desk.page.get_by_role("link", name="Your desk").click()
    await can_be_read(desk.page)


async def can_be_read(page: Page) -> None:
    """Nothing is wider than the window, everything stands out from its ground, and whatever can be used has a name."""
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    pale = [told for told in await page.evaluate(CONTRASTS) if told[0] < LEAST_CONTRAST]
    assert pale == []
    assert await page.evaluate(UNLABELLED) == []
