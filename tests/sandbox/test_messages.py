"""What the bot sends, and where Telegram draws the line."""

import aiohttp
import pytest

TYPING_ERRORS = {"inline_keyboard": [[{"text": "Go", "calback_data": "go"}]]}
GO = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


async def test_a_message_arrives_with_its_marks_and_buttons(bot, alice, clock):
    answer = await bot(
        "sendMessage", chat_id=alice.telegram_id, text="<b>Hello</b>", parse_mode="HTML", reply_markup=GO
    )

    (message,) = alice.inbox
    assert answer.status == 200
    assert answer.result["message_id"] == message.message_id
    assert answer.result["reply_markup"] == GO
    assert message.text == "Hello"
    assert [mark["type"] for mark in message.entities] == ["bold"]
    assert message.buttons == [["Go"]]
    assert message.data == [["go"]]
    assert message.at == clock()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        pytest.param({"text": ""}, "message text is empty", id="nothing"),
        pytest.param({"text": " \n "}, "message text is empty", id="white space alone"),
        pytest.param({"text": "x" * 4097}, "message is too long", id="one character over"),
        pytest.param({"text": "🙂" * 2049}, "message is too long", id="emoji count twice"),
        pytest.param({"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities: ", id="wrong HTML"),
        pytest.param({"text": "x", "parse_mode": "Klingon"}, "unsupported parse_mode", id="no such mode"),
        pytest.param({"text": "x", "colour": "red"}, "unknown parameter colour", id="a parameter Telegram has not"),
        pytest.param({"text": "x", "reply_markup": TYPING_ERRORS}, "unknown field calback_data", id="misspelt field"),
        pytest.param(
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "Go"}]]}},
            "Text buttons are unallowed in the inline keyboard",
            id="a button that does nothing",
        ),
        pytest.param(
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "Go", "callback_data": "é" * 33}]]}},
            "BUTTON_DATA_INVALID",
            id="65 bytes of data or more",
        ),
        pytest.param(
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": " ", "callback_data": "go"}]]}},
            "field text must not be empty",
            id="a button that says nothing",
        ),
        pytest.param(
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "Go", "url": "nowhere"}]]}},
            "inline keyboard button URL is invalid",
            id="a link to nowhere",
        ),
        pytest.param({"text": "x", "reply_markup": "{"}, "can't parse reply_markup JSON object", id="broken JSON"),
        pytest.param(
            {"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found", id="reply"
        ),
    ],
)
async def test_a_wrong_message_is_refused_and_noted(bot, sandbox, alice, given, says):
    answer = await bot("sendMessage", chat_id=alice.telegram_id, **given)

    assert answer.status == 400
    assert says in answer.description
    assert [breach.description for breach in sandbox.breaches] == [answer.description]
    assert alice.inbox == []


async def test_what_fits_exactly_is_sent(bot, sandbox, alice):
    data = {"inline_keyboard": [[{"text": "Go", "callback_data": "x" * 64}]]}

    await bot("sendMessage", chat_id=alice.telegram_id, text="x" * 4096, reply_markup=data)
    await bot("sendMessage", chat_id=alice.telegram_id, text="<b>" + "x" * 4096 + "</b>", parse_mode="HTML")

    assert [len(message.text) for message in alice.inbox] == [4096, 4096]
    assert sandbox.breaches == []


async def test_a_bot_cannot_write_first(bot, sandbox):
    ben = sandbox.person("Ben")

    answer = await bot("sendMessage", chat_id=ben.telegram_id, text="Hello")

    assert (answer.status, answer.description) == (400, "Bad Request: chat not found")


async def test_somebody_who_blocked_the_bot_gets_nothing_until_unblocking(bot, sandbox, alice):
    alice.blocks()

    refused = await bot("sendMessage", chat_id=alice.telegram_id, text="Hello")
    alice.unblocks()
    accepted = await bot("sendMessage", chat_id=alice.telegram_id, text="Hello again")

    assert (refused.status, refused.description) == (403, "Forbidden: bot was blocked by the user")
    assert accepted.status == 200
    assert [message.text for message in alice.inbox] == ["Hello again"]
    assert sandbox.breaches == []


async def test_a_form_carries_the_same_as_json(bot, alice):
    form = {
        "chat_id": str(alice.telegram_id),
        "text": "Hi",
        "reply_markup": '{"inline_keyboard":[[{"text":"Go","callback_data":"go"}]]}',
    }

    async with bot.session.post(f"{bot.url}/bot42:TEST/sendMessage", data=form) as posted:
        assert posted.status == 200
    async with bot.session.get(f"{bot.url}/bot42:TEST/sendmessage", params=form) as asked:
        assert asked.status == 200

    assert [message.buttons for message in alice.inbox] == [[["Go"]], [["Go"]]]


async def test_a_document_and_a_picture_arrive_whole(bot, sandbox, alice):
    alice.sends_photo()
    picture = alice.chat[-1].photo.content
    form = aiohttp.FormData()
    form.add_field("chat_id", str(alice.telegram_id))
    form.add_field("caption", "Yours")
    form.add_field("document", "attach://paper")
    form.add_field("paper", b"a,b\n", filename="gains.csv", content_type="text/csv")
    photo = aiohttp.FormData()
    photo.add_field("chat_id", str(alice.telegram_id))
    photo.add_field("photo", picture, filename="week.png")

    async with bot.session.post(f"{bot.url}/bot42:TEST/sendDocument", data=form) as posted:
        sent = (await posted.json())["result"]
    async with bot.session.post(f"{bot.url}/bot42:TEST/sendPhoto", data=photo) as posted:
        assert posted.status == 200
    again = await bot("sendDocument", chat_id=alice.telegram_id, document=sent["document"]["file_id"])

    assert again.status == 200
    assert [message.document for message in alice.inbox] == [("gains.csv", b"a,b\n"), None, ("gains.csv", b"a,b\n")]
    assert alice.inbox[0].text == "Yours"
    assert alice.inbox[1].photo.content == picture
    assert sandbox.breaches == []


async def test_a_caption_has_1024_characters_at_most_and_a_photo_must_be_one(bot, alice):
    alice.sends_document("notes.txt", b"words")
    text_file = (await bot("getUpdates")).result[-1]["message"]["document"]["file_id"]

    long = await bot("sendDocument", chat_id=alice.telegram_id, document=text_file, caption="x" * 1025)
    missing = await bot("sendPhoto", chat_id=alice.telegram_id)
    form = aiohttp.FormData()
    form.add_field("chat_id", str(alice.telegram_id))
    form.add_field("photo", b"no picture", filename="week.png")
    async with bot.session.post(f"{bot.url}/bot42:TEST/sendPhoto", data=form) as posted:
        wrong = await posted.json()

    assert long.description == "Bad Request: message caption is too long"
    assert missing.description == "Bad Request: there is no photo in the request"
    assert wrong["description"] == "Bad Request: IMAGE_PROCESS_FAILED"


async def test_a_reply_keyboard_stays_until_it_is_removed(bot, sandbox, alice):
    keyboard = {"keyboard": [["Here", {"text": "Where I am", "request_location": True}]], "one_time_keyboard": True}
    await bot("sendMessage", chat_id=alice.telegram_id, text="Where?", reply_markup=keyboard)
    shown = alice.reply_keyboard

    alice.taps("Here")
    folded = alice.reply_keyboard
    await bot("sendMessage", chat_id=alice.telegram_id, text="Where?", reply_markup=keyboard)
    await bot("sendMessage", chat_id=alice.telegram_id, text="Thanks", reply_markup={"remove_keyboard": True})

    assert shown == [["Here", "Where I am"]]
    assert folded == []
    assert alice.reply_keyboard == []
    assert [message.text for message in alice.chat if not message.by_bot] == ["/start", "Here"]


async def test_the_bot_shows_that_it_is_busy(bot, sandbox, alice):
    typing = await bot("sendChatAction", chat_id=alice.telegram_id, action="typing")
    dancing = await bot("sendChatAction", chat_id=alice.telegram_id, action="dancing")

    assert typing.result is True
    assert dancing.status == 400
