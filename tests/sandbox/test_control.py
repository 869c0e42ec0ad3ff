"""What the page asks of the sandbox, and who may ask."""

import json

import aiohttp
import pytest

from bot.sandbox import Sandbox
from tests.sandbox.conftest import TOKEN

PAGE = {"X-Sandbox": "page"}


class Mover:
    """Says what was asked of it."""

    async def to_next_nudge(self, telegram_id: int) -> str:
        return f"The next nudge of {telegram_id} is due."

    async def one_day_on(self) -> str:
        return "A day has passed."

    async def to_clock_change(self, telegram_id: int) -> str:
        raise LookupError("nobody has said where they live")


@pytest.fixture
def sandbox(clock):
    return Sandbox(token=TOKEN, now=clock, admins=[1001], clock_mover=Mover())


@pytest.fixture
async def post(bot):
    async def post(path, given=None, headers=PAGE):
        async with bot.session.post(bot.url + path, data=json.dumps(given or {}), headers=headers) as response:
            return response.status, await response.json(content_type=None) if response.status != 403 else {}

    return post


@pytest.fixture
async def get(bot):
    async def get(path):
        async with bot.session.get(bot.url + path) as response:
            return await response.json()

    return get


async def test_the_page_comes_with_a_policy_that_lets_nothing_else_in(bot):
    async with bot.session.get(bot.url + "/") as response:
        page = await response.text()
    async with bot.session.get(bot.url + "/sandbox/page/page.js") as script:
        kind = script.content_type
    async with bot.session.get(bot.url + "/sandbox/page/..%2Fserver.py") as elsewhere:
        outside = elsewhere.status

    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert kind == "text/javascript"
    assert outside == 404


async def test_another_site_can_neither_act_nor_read(bot, post, alice):
    without_header, _ = await post("/sandbox/people/1000/says", {"text": "forged"}, headers={})
    async with bot.session.get(bot.url + "/sandbox/state", headers={"Host": "evil.example"}) as response:
        strange_name = response.status

    assert (without_header, strange_name) == (403, 403)
    assert [message.text for message in alice.chat] == ["/start"]


async def test_the_page_sees_people_and_chat(bot, get, post, alice):
    sent = (await bot("sendMessage", chat_id=alice.telegram_id, text="<b>Hello</b>", parse_mode="HTML")).result
    await post("/sandbox/people", {"name": " Ben "})

    state = await get("/sandbox/state")
    chat = await get("/sandbox/people/1000/chat")
    await bot("deleteMessage", chat_id=alice.telegram_id, message_id=sent["message_id"])
    news = await get(f"/sandbox/people/1000/chat?since={chat['revision']}")

    assert [(person["name"], person["admin"]) for person in state["people"]] == [("Alice", False), ("Ben", True)]
    assert [message["text"] for message in chat["messages"]] == ["/start", "Hello"]
    assert news["messages"] == [{"id": sent["message_id"], "gone": True}]


async def test_a_person_acts_through_the_page(bot, post, sandbox, alice):
    keyboard = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}, {"text": "B", "callback_data": "b"}]]}
    message = (await bot("sendMessage", chat_id=alice.telegram_id, text="?", reply_markup=keyboard)).result
    me = "/sandbox/people/1000"

    await post(f"{me}/taps", {"message": message["message_id"], "row": 0, "column": 1})
    await post(f"{me}/says", {"text": "x" * 5000})
    await post(f"{me}/location", {"latitude": 48.2, "longitude": 16.4})
    async with bot.session.post(f"{bot.url}{me}/document?name=my.yaml", data=b"track: x", headers=PAGE):
        pass
    gone = await post(f"{me}/taps", {"message": message["message_id"], "row": 5, "column": 1})
    off_the_globe = await post(f"{me}/location", {"latitude": 91, "longitude": 0})
    unheard = await post(f"{me}/dances")

    updates = (await bot("getUpdates")).result
    assert updates[1]["callback_query"]["data"] == "b"
    assert [len(message.text) for message in alice.chat[2:4]] == [4096, 904]
    assert alice.chat[-1].document == ("my.yaml", b"track: x")
    assert gone == (409, {"problem": "that button is gone"})
    assert off_the_globe[0] == unheard[0] == 409


async def test_the_clock_is_moved_by_whoever_was_handed_over(post):
    assert await post("/sandbox/clock", {"move": "next-nudge", "person": 1000}) == (
        200,
        {"says": "The next nudge of 1000 is due."},
    )
    assert (await post("/sandbox/clock", {"move": "day", "person": 1000}))[1] == {"says": "A day has passed."}
    assert await post("/sandbox/clock", {"move": "clock-change", "person": 1000}) == (
        409,
        {"problem": "nobody has said where they live"},
    )


async def test_faults_are_switched_on_and_off(bot, get, post, alice):
    await post("/sandbox/faults", {"slowed": True})
    slowed = await bot("sendMessage", chat_id=alice.telegram_id, text="Hello")
    again = await bot("sendMessage", chat_id=alice.telegram_id, text="Hello")
    weather = (await get("/sandbox/state"))["faults"]
    await post("/sandbox/faults", {"slowed": False})
    after = await bot("sendMessage", chat_id=alice.telegram_id, text="Hello")

    assert (slowed.status, again.status, after.status) == (429, 429, 200)
    assert weather == {"outage": False, "slowed": True}


async def test_news_comes_by_itself(bot, alice):
    async with bot.session.get(bot.url + "/sandbox/events", timeout=aiohttp.ClientTimeout(total=5)) as events:
        await events.content.readuntil(b"\n\n")
        alice.says("Hello")
        news = json.loads((await events.content.readuntil(b"\n\n")).removeprefix(b"data: "))

    assert {"about": "chat", "chat": alice.telegram_id} in news


async def test_a_file_from_the_bot_is_only_ever_saved_not_run(bot, alice):
    form = aiohttp.FormData()
    form.add_field("chat_id", str(alice.telegram_id))
    form.add_field("document", b"<script>", filename="a.html", content_type="text/html")
    async with bot.session.post(f"{bot.url}/bot{TOKEN}/sendDocument", data=form) as posted:
        file_id = (await posted.json())["result"]["document"]["file_id"]

    async with bot.session.get(f"{bot.url}/sandbox/files/{file_id}") as response:
        content = await response.read()

    assert content == b"<script>"
    assert response.content_type == "application/octet-stream"
    assert response.headers["Content-Disposition"] == "attachment; filename*=UTF-8''a.html"
    assert response.headers["Content-Security-Policy"] == "sandbox"
