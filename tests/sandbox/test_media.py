"""Pictures and voice notes from the bot: what Telegram takes, and how their words are changed."""

import aiohttp
import pytest

from tests.media import jpeg, png, voice_note

GO = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


async def upload(bot, method, **fields):
    """A call as a form; what is bytes goes as a file."""
    form = aiohttp.FormData()
    for name, value in fields.items():
        if isinstance(value, bytes):
            form.add_field(name, value, filename=f"breath.{'ogg' if name == 'voice' else 'png'}")
        else:
            form.add_field(name, str(value))
    async with bot.session.post(f"{bot.url}/bot42:TEST/{method}", data=form) as response:
        return await response.json()


async def test_a_voice_note_arrives_whole_with_its_words_and_its_length(bot, sandbox, alice):
    sound = voice_note(2)

    answer = await upload(
        bot, "sendVoice", chat_id=alice.telegram_id, voice=sound, duration=2, caption="<b>Listen</b>", parse_mode="HTML"
    )

    (message,) = alice.inbox
    assert (message.kind, message.text, message.voice) == ("voice", "Listen", ("breath.ogg", sound))
    assert answer["result"]["voice"]["duration"] == 2
    assert answer["result"]["voice"]["mime_type"] == "audio/ogg"
    assert answer["result"]["caption_entities"] == [{"type": "bold", "offset": 0, "length": 6}]
    assert sandbox.breaches == []


async def test_a_picture_may_come_covered_and_stays_so_when_its_words_change(bot, sandbox, alice):
    sent = await upload(bot, "sendPhoto", chat_id=alice.telegram_id, photo=png(), caption="Look", has_spoiler="true")

    await bot(
        "editMessageCaption", chat_id=alice.telegram_id, message_id=sent["result"]["message_id"], caption="Look here"
    )

    assert sent["result"]["has_media_spoiler"] is True
    assert (alice.inbox[-1].text, alice.inbox[-1].covered) == ("Look here", True)
    assert sandbox.breaches == []


async def test_what_telegram_has_already_is_sent_by_its_id(bot, sandbox, alice):
    sound = (await upload(bot, "sendVoice", chat_id=alice.telegram_id, voice=voice_note()))["result"]["voice"]
    picture = (await upload(bot, "sendPhoto", chat_id=alice.telegram_id, photo=png()))["result"]["photo"][-1]

    await bot("sendVoice", chat_id=alice.telegram_id, voice=sound["file_id"])
    await bot("sendPhoto", chat_id=alice.telegram_id, photo=picture["file_id"], caption="Look")

    assert [message.kind for message in alice.inbox] == ["voice", "photo", "voice", "photo"]
    assert alice.inbox[2].voice == alice.inbox[0].voice
    assert sandbox.breaches == []


@pytest.mark.parametrize(
    ("method", "fields", "says"),
    [
        pytest.param("sendVoice", {"voice": png()}, "has to be an OGG file encoded with OPUS", id="a picture as voice"),
        pytest.param("sendVoice", {"voice": voice_note(codec=b"\1vorbis")}, "encoded with OPUS", id="music as voice"),
        pytest.param("sendVoice", {"voice": b"OggS"}, "encoded with OPUS", id="the beginning of Ogg"),
        pytest.param("sendVoice", {}, "there is no voice in the request", id="no voice"),
        pytest.param("sendVoice", {"voice": "nowhere"}, "wrong file identifier/HTTP URL specified", id="a strange id"),
        pytest.param("sendVoice", {"voice": voice_note(), "caption": "x" * 1025}, "caption is too long", id="words"),
        pytest.param("sendVoice", {"voice": voice_note(), "text": "x"}, "unknown parameter text", id="text"),
        pytest.param("sendPhoto", {"photo": voice_note()}, "IMAGE_PROCESS_FAILED", id="voice as a picture"),
        pytest.param("sendPhoto", {"photo": png(9000, 1001, pixels=False)}, "PHOTO_INVALID_DIMENSIONS", id="large"),
        pytest.param("sendPhoto", {"photo": png(2100, 100, pixels=False)}, "PHOTO_INVALID_DIMENSIONS", id="a strip"),
    ],
)
async def test_what_telegram_does_not_take_is_refused_and_noted(bot, sandbox, alice, method, fields, says):
    answer = await upload(bot, method, chat_id=alice.telegram_id, **fields)

    assert says in answer["description"]
    assert [breach.method for breach in sandbox.breaches] == [method]
    assert alice.inbox == []


async def test_a_file_of_one_kind_cannot_be_sent_as_another(bot, alice):
    picture = (await upload(bot, "sendPhoto", chat_id=alice.telegram_id, photo=jpeg()))["result"]["photo"][-1]

    answer = await bot("sendVoice", chat_id=alice.telegram_id, voice=picture["file_id"])

    assert answer.description == "Bad Request: can't use file of type Photo as Voice"


@pytest.mark.parametrize(("method", "file"), [("sendPhoto", {"photo": png()}), ("sendVoice", {"voice": voice_note()})])
async def test_the_words_under_it_are_changed_as_a_caption_and_not_as_text(bot, alice, method, file):
    await upload(bot, method, chat_id=alice.telegram_id, caption="Day 1", **file)
    where = {"chat_id": alice.telegram_id, "message_id": alice.inbox[0].message_id}

    as_text = await bot("editMessageText", **where, text="Day 1, smaller")
    too_long = await bot("editMessageCaption", **where, caption="x" * 1025)
    as_caption = await bot("editMessageCaption", **where, caption="Day 1, smaller", reply_markup=GO)
    same = await bot("editMessageCaption", **where, caption="Day 1, smaller", reply_markup=GO)

    assert as_text.description == "Bad Request: there is no text in the message to edit"
    assert too_long.description == "Bad Request: message caption is too long"
    assert as_caption.status == 200
    assert same.description.startswith("Bad Request: message is not modified")
    (message,) = alice.inbox
    assert (message.text, message.buttons, message.edited) == ("Day 1, smaller", [["Go"]], True)


async def test_a_tap_on_it_tells_the_bot_what_was_tapped(bot, alice):
    await upload(bot, "sendPhoto", chat_id=alice.telegram_id, photo=png(), caption="Day 1", reply_markup='{"inline_keyboard":[[{"text":"Go","callback_data":"go"}]]}')  # fmt: skip

    alice.taps("Go")

    tapped = (await bot("getUpdates")).result[-1]["callback_query"]["message"]
    assert tapped["caption"] == "Day 1"
    assert tapped["photo"][-1]["file_id"]


async def test_the_page_may_ask_for_a_part_of_a_file_as_players_do(bot, alice):
    sound = voice_note(2)
    sent = await upload(bot, "sendVoice", chat_id=alice.telegram_id, voice=sound)
    address = f"{bot.url}/sandbox/files/{sent['result']['voice']['file_id']}"

    async def asked(part=None):
        async with bot.session.get(address, headers={} if part is None else {"Range": f"bytes={part}"}) as response:
            return response.status, response.headers.get("Content-Range"), await response.read()

    size = len(sound)
    assert await asked() == (200, None, sound)
    assert await asked("10-19") == (206, f"bytes 10-19/{size}", sound[10:20])
    assert await asked("-5") == (206, f"bytes {size - 5}-{size - 1}/{size}", sound[-5:])
    assert await asked("5-") == (206, f"bytes 5-{size - 1}/{size}", sound[5:])
    assert await asked("nonsense") == (200, None, sound)
