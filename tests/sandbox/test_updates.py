"""How updates reach the bot: by long poll, or carried to its address."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

GO = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


async def test_an_offset_confirms_what_came_before(bot, sandbox, alice):
    alice.says("one")
    alice.says("two")

    first = (await bot("getUpdates", limit=2)).result
    again = (await bot("getUpdates", offset=first[0]["update_id"])).result
    last = (await bot("getUpdates", offset=-1)).result

    assert [update["message"]["text"] for update in first] == ["/start", "one"]
    assert first[0]["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert len(again) == 3
    assert [update["message"]["text"] for update in last] == ["two"]
    assert sandbox.pending == 1


async def test_a_long_poll_wakes_when_somebody_writes(bot, sandbox):
    ben = sandbox.person("Ben", language="de")
    waiting = asyncio.create_task(bot("getUpdates", timeout=30))
    await bot("getMe")

    update_id = ben.starts("model-openness")

    (update,) = (await asyncio.wait_for(waiting, 5)).result
    assert update["update_id"] == update_id
    assert update["message"]["text"] == "/start model-openness"
    assert update["message"]["from"] == {
        "id": 1000,
        "is_bot": False,
        "first_name": "Ben",
        "language_code": "de",
    }


async def test_a_second_poller_ends_the_first(bot, sandbox):
    first = asyncio.create_task(bot("getUpdates", timeout=30))
    await bot("getMe")
    second = asyncio.create_task(bot("getUpdates", timeout=30))

    answer = await asyncio.wait_for(first, 5)
    sandbox.person("Ben").starts()

    assert answer.status == 409
    assert answer.description.startswith("Conflict: terminated by other getUpdates request")
    assert len((await second).result) == 1


async def test_only_the_kinds_asked_for_come_and_the_wish_is_remembered(bot, sandbox, alice):
    await bot("getUpdates", allowed_updates=["message"])
    await bot("getUpdates")

    alice.blocks()
    alice.unblocks()
    alice.says("here")

    assert sandbox.pending == 2
    assert [sorted(update) for update in (await bot("getUpdates")).result] == [["message", "update_id"]] * 2


async def test_any_update_can_be_put_in_the_queue(bot, sandbox):
    update_id = sandbox.raw_update({"message": "poison"})
    sandbox.raw_update({"update_id": 77, "nonsense": None})
    after = sandbox.person("Ben").starts()

    assert after == 78
    assert (await bot("getUpdates")).result[0] == {"update_id": update_id, "message": "poison"}


async def test_everything_a_person_does_is_told(bot, sandbox, alice):
    await bot("sendMessage", chat_id=alice.telegram_id, text="Where?", reply_markup=GO)
    alice.shares_location(48.2, 16.37)
    alice.sends_document("my.yaml", b"track: x", mime="application/x-yaml", caption="New")
    alice.sends_voice()
    alice.sends_photo(caption="us")
    alice.sends_sticker()
    alice.says("answer", reply_to=alice.inbox[0])
    alice.edits(alice.chat[-1], "better answer")
    alice.taps_data("forged")
    alice.blocks()

    updates = (await bot("getUpdates")).result[1:]

    kinds = [next(key for key in update if key != "update_id") for update in updates]
    assert kinds == ["message"] * 6 + ["edited_message", "callback_query", "my_chat_member"]
    assert updates[0]["message"]["location"] == {"latitude": 48.2, "longitude": 16.37}
    assert updates[1]["message"]["document"]["file_name"] == "my.yaml"
    assert updates[1]["message"]["caption"] == "New"
    assert updates[2]["message"]["voice"]["duration"] == 3
    assert updates[3]["message"]["photo"][0]["width"] == 1
    assert updates[4]["message"]["sticker"]["type"] == "regular"
    assert updates[5]["message"]["reply_to_message"]["text"] == "Where?"
    assert updates[6]["edited_message"]["text"] == "better answer"
    assert updates[7]["callback_query"]["data"] == "forged"
    assert updates[8]["my_chat_member"]["new_chat_member"]["status"] == "kicked"


async def test_a_file_can_be_fetched(bot, alice):
    alice.sends_document("my.yaml", b"track: x")
    *_, update = (await bot("getUpdates")).result

    file = (await bot("getFile", file_id=update["message"]["document"]["file_id"])).result
    async with bot.session.get(f"{bot.url}/file/bot42:TEST/{file['file_path']}") as response:
        content = await response.read()
    async with bot.session.get(f"{bot.url}/file/bot42:WRONG/{file['file_path']}") as response:
        stranger = response.status

    assert content == b"track: x"
    assert file["file_size"] == 8
    assert stranger == 401
    assert (await bot("getFile", file_id="made up")).status == 400


async def test_a_group_can_invite_the_bot_and_the_bot_can_leave(bot, sandbox, alice):
    friends = sandbox.group("Friends").add(alice)
    alice.says_in(friends, "/start")

    _, joined, said = (await bot("getUpdates")).result
    left = await bot("leaveChat", chat_id=friends.chat_id)
    refused = await bot("sendMessage", chat_id=friends.chat_id, text="Hello")

    assert joined["my_chat_member"]["chat"] == {"id": friends.chat_id, "type": "supergroup", "title": "Friends"}
    assert joined["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert said["message"]["chat"]["type"] == "supergroup"
    assert left.result is True
    assert friends.left
    assert refused.status == 403


class Bell:
    """An address that updates are carried to. It refuses the first `refusals` of them."""

    def __init__(self, refusals: int = 0) -> None:
        self.heard: list[dict] = []
        self.secrets: set[str | None] = set()
        self.tries = 0
        self._refusals = refusals

    async def _hear(self, request: web.Request) -> web.Response:
        self.tries += 1
        if self.tries <= self._refusals:
            return web.Response(status=500)
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.heard.append(await request.json())
        return web.Response()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[str]:
        app = web.Application()
        app.router.add_post("/hook", self._hear)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        await runner.cleanup()


async def test_a_webhook_gets_everything_in_order_also_after_refusals(bot, sandbox, alice):
    bell = Bell(refusals=2)
    async with bell.listening() as address:
        await bot("setWebhook", url=address, secret_token="s3cret", allowed_updates=["message"])
        for number in range(5):
            alice.says(str(number))
        await sandbox.until(lambda: sandbox.pending == 0)
        info = (await bot("getWebhookInfo")).result
        poll = await bot("getUpdates")
        await bot("deleteWebhook")

    assert [update["message"]["text"] for update in bell.heard] == ["/start", "0", "1", "2", "3", "4"]
    assert bell.tries == 8
    assert bell.secrets == {"s3cret"}
    assert info["url"] == address
    assert info["last_error_message"].startswith("Wrong response from the webhook: 500")
    assert poll.status == 409
    assert (await bot("getUpdates")).status == 200


async def test_a_webhook_must_be_safe_unless_it_is_on_this_machine(bot):
    plain = await bot("setWebhook", url="http://example.org/hook")
    port = await bot("setWebhook", url="https://example.org:9000/hook")
    secret = await bot("setWebhook", url="https://example.org/hook", secret_token="no spaces please")

    assert [answer.status for answer in (plain, port, secret)] == [400, 400, 400]
