"""The chat page in a real browser, on a phone and on a desk."""

import io
from collections.abc import AsyncIterator

import aiohttp
import orjson
import pytest
from playwright.async_api import Browser, Page, expect

from bot.sandbox import Sandbox
from tests.chromium import chromium
from tests.media import png, voice_note
from tests.sandbox.conftest import TOKEN
from tests.sandbox.test_control import Mover

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
REFUSAL = "409 (Conflict)"  # the page shows what was refused in words of its own
CHECK_IN = {"inline_keyboard": [[{"text": "Done", "callback_data": "done"}, {"text": "Tried", "callback_data": "no"}]]}

pytestmark = pytest.mark.browser


@pytest.fixture
def sandbox(clock):
    return Sandbox(token=TOKEN, now=clock, admins=[1001], clock_mover=Mover())


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest.fixture(params=[pytest.param(PHONE, id="phone"), pytest.param(DESK, id="desk")])
async def page(request, browser, url, sandbox) -> AsyncIterator[Page]:
    """The page as Alice has it, with Ben, who is an admin, beside her; it must neither complain nor leave this machine."""
    sandbox.person("Alice")
    sandbox.person("Ben")
    page = await browser.new_page(viewport=request.param, locale="en-GB", timezone_id="Europe/Vienna")
    complaints: list[str] = []
    page.on(
        "console",
        lambda told: complaints.append(told.text) if told.type == "error" and REFUSAL not in told.text else None,
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith((url, "data:")) else complaints.append(asked.url))
    await page.goto(url)
    await expect(page.get_by_test_id("start")).to_be_visible()
    yield page
    assert await page.evaluate("document.documentElement.scrollWidth") <= request.param["width"]
    assert complaints == []


async def open_panel(page: Page) -> None:
    if await page.get_by_test_id("panel-switch").is_visible():
        await page.get_by_test_id("panel-switch").click()


async def starts(page: Page, sandbox: Sandbox) -> None:
    """Presses START, and is known to the bot."""
    await page.get_by_test_id("start").click()
    await sandbox.until(lambda: sandbox.pending > 0)


async def test_a_chat_by_keyboard_alone(page, bot, sandbox):
    alice = sandbox.people[1000]
    await page.get_by_test_id("start").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("words")).to_be_focused()

    await bot(
        "sendMessage",
        chat_id=1000,
        text='<b>Day 1</b> at <tg-time unix="1777872600" format="t">07:30</tg-time> & on, see /help',
        parse_mode="HTML",
        reply_markup=CHECK_IN,
    )
    await expect(page.locator(".words strong")).to_have_text("Day 1")
    await expect(page.locator(".words time")).to_have_text("07:30")
    await page.get_by_role("button", name="Tried").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Tried")).to_have_attribute("aria-busy", "true")
    *_, tap = (await bot("getUpdates")).result
    await bot("answerCallbackQuery", callback_query_id=tap["callback_query"]["id"], text="Noted")
    await bot("editMessageText", chat_id=1000, message_id=alice.inbox[0].message_id, text="Thank you")

    await expect(page.get_by_test_id("toast")).to_have_text("Noted")
    await expect(page.get_by_test_id("from-bot")).to_contain_text("Thank you")
    await expect(page.get_by_test_id("inline-button")).to_have_count(0)
    await page.get_by_test_id("words").fill("It was easy")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("mine").last).to_contain_text("It was easy")
    await page.get_by_test_id("words").focus()
    await page.keyboard.press("ArrowUp")
    await page.get_by_test_id("words").fill("It was not easy")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("mine").last).to_contain_text("It was not easy")
    assert [message.text for message in alice.chat] == ["/start", "Thank you", "It was not easy"]


async def test_menu_files_and_places(page, bot, sandbox):
    alice = sandbox.people[1000]
    await bot("setMyCommands", commands=[{"command": "today", "description": "The exercise of today"}])
    await page.get_by_test_id("start").click()

    await page.get_by_test_id("menu").click()
    await page.get_by_test_id("command-today").click()
    await page.get_by_test_id("file").set_input_files(
        {"name": "my.yaml", "mimeType": "application/x-yaml", "buffer": b"track: x"}
    )
    await expect(page.get_by_test_id("document")).to_contain_text("my.yaml")
    keyboard = {"keyboard": [[{"text": "Share my location", "request_location": True}, "Later"]]}
    await bot("sendMessage", chat_id=1000, text="Where are you?", reply_markup=keyboard)
    await page.get_by_test_id("reply-button").first.click()
    await page.get_by_role("button", name="Tokyo").click()
    await page.get_by_test_id("share-location").click()
    await expect(page.get_by_text("35.676, 139.650")).to_be_visible()
    await page.get_by_test_id("reply-button").last.click()
    await page.get_by_test_id("attach").click()
    await page.get_by_test_id("attach-voice").click()
    await expect(page.get_by_test_id("mine").last).to_contain_text("Voice message")

    shared = [message for message in alice.chat if not message.by_bot]
    assert [message.kind for message in shared] == ["text", "text", "document", "location", "text", "voice"]
    assert shared[1].text == "/today"
    assert shared[2].document == ("my.yaml", b"track: x")
    assert shared[3].location == (35.6762, 139.6503)


async def test_the_newest_message_stays_in_sight_when_a_keyboard_comes(page, bot, sandbox):
    await starts(page, sandbox)
    for number in range(20):
        await bot("sendMessage", chat_id=1000, text=f"Message {number}")
    await bot("sendMessage", chat_id=1000, text="Where?", reply_markup={"keyboard": [["A"], ["B"], ["C"]]})

    await expect(page.get_by_test_id("reply-button")).to_have_count(3)
    await expect(page.get_by_text("Where?")).to_be_in_viewport(ratio=1)


async def test_changing_to_the_admin_and_to_somebody_new(page, bot, sandbox):
    await page.get_by_test_id("admin-switch").click()
    await expect(page.locator('[data-person="1001"]')).to_have_attribute("aria-current", "true")
    await expect(page.get_by_test_id("admin-switch")).to_have_text("Back to Alice")

    await page.get_by_test_id("admin-switch").click()
    await expect(page.locator('[data-person="1000"]')).to_have_attribute("aria-current", "true")
    await page.get_by_test_id("new-name").fill("Cara")
    await page.get_by_test_id("add").click()

    await expect(page.locator('[data-name="Cara"]')).to_have_attribute("aria-current", "true")
    sandbox.people[1000].starts()
    await bot("sendMessage", chat_id=1000, text="Hello")
    await expect(page.locator('[data-person="1000"] .fresh')).to_be_attached()
    assert [person.name for person in sandbox.people.values()] == ["Alice", "Ben", "Cara"]


async def test_the_clock_and_the_faults(page, bot, sandbox):
    await page.get_by_test_id("start").click()
    await open_panel(page)

    await page.get_by_test_id("clock-next-nudge").click()
    await expect(page.get_by_test_id("status")).to_have_text("The next nudge of 1000 is due.")
    await page.get_by_test_id("clock-change").click()
    await expect(page.get_by_test_id("status")).to_have_text("The clock did not move: nobody has said where they live")
    await page.get_by_test_id("fault-blocked").check()
    await expect(page.get_by_test_id("blocked")).to_be_visible()
    await page.get_by_test_id("fault-blocked").uncheck()
    await page.get_by_test_id("fault-outage").check()
    await sandbox.until(lambda: sandbox.faults.out)
    await page.get_by_test_id("fault-outage").uncheck()
    await sandbox.until(lambda: not sandbox.faults.out)
    await bot("sendMessage", chat_id=1000, text="<b>wrong", parse_mode="HTML")

    await expect(page.get_by_test_id("breaches")).to_have_text("1")


async def test_a_covered_picture_is_lifted_by_a_click_and_stays_so(page, bot, sandbox):
    await starts(page, sandbox)
    picture = await bot.session.post(
        f"{bot.url}/bot{TOKEN}/sendPhoto",
        data={"chat_id": "1000", "photo": io.BytesIO(png()), "caption": "Your week", "has_spoiler": "true"},
    )
    sent = (await picture.json())["result"]
    await expect(page.get_by_test_id("cover").get_by_role("img")).to_be_attached()

    await page.get_by_test_id("cover").click()
    await bot("editMessageCaption", chat_id=1000, message_id=sent["message_id"], caption="Your week, again")

    await expect(page.get_by_test_id("from-bot")).to_contain_text("again")
    await expect(page.get_by_test_id("cover")).to_have_count(0)
    await expect(page.locator("img.picture")).to_be_visible()


async def test_a_picture_is_shown_and_a_voice_note_is_played_and_goes_on_when_its_words_change(page, bot, sandbox):
    await starts(page, sandbox)
    for kind, name, content in (("photo", "breath.png", png(320, 200, grey=180)), ("voice", "hum.ogg", voice_note(3))):
        form = aiohttp.FormData(
            {"chat_id": "1000", "caption": "Day 1", "reply_markup": orjson.dumps(CHECK_IN).decode()}
        )
        form.add_field(kind, content, filename=name)
        async with bot.session.post(f"{bot.url}/bot{TOKEN}/send{kind.title()}", data=form) as sent:
            message = (await sent.json())["result"]

    picture, player = page.locator("img.picture"), page.get_by_test_id("voice")
    await expect(picture).to_have_js_property("naturalWidth", 320)
    await expect(player).to_have_js_property("duration", 3)
    await player.evaluate("player => { player.muted = true; player.loop = true; return player.play(); }")
    await bot("editMessageCaption", chat_id=1000, message_id=message["message_id"], caption="Day 1, smaller")

    await expect(page.get_by_text("Day 1, smaller")).to_be_visible()
    await expect(player).to_have_js_property("paused", False)
    assert sandbox.breaches == []
