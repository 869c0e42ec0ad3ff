"""A picture or voice note over the wire: as its bytes the first time, by the id that Telegram gave it from then on."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from telegram.ext import ExtBot

from bot.chat.button import Button
from bot.chat.message import Call, Message
from bot.clock import utc_now
from bot.telegram import answers
from bot.telegram.limits import Lane, Limits
from bot.telegram.request import AiohttpRequest
from bot.telegram.sending import Sending
from curriculum.media import MediaKind
from storage.media import Attached
from tests.bot.telegram import wire as scripted
from tests.bot.telegram.wire import TOKEN, Wire, refuses
from tests.media import png, voice_note

PICTURE = Attached(MediaKind.PICTURE, "breath.png", "0" * 64, content=png(320, 200))
VOICE = Attached(MediaKind.VOICE, "hum.ogg", "1" * 64, content=voice_note(2))
SIZES = [
    {"file_id": "small", "width": 90, "height": 56},
    {"file_id": "large", "width": 320, "height": 200},
    {"file_id": "middle", "width": 160, "height": 100},
]
BY_ID = replace(PICTURE, content=None, file_id="large")


def day(media: Attached) -> Message:
    return Message("<b>Day 1</b>", buttons=[[Button("Done", "o:token:done:s")]], media=media)


def sending(bot: ExtBot[Lane]) -> Sending:
    return Sending(bot, Limits(1000.0), utc_now)


async def test_a_picture_is_one_request_with_its_bytes_its_words_and_its_buttons(wire: Wire, bot: ExtBot[Lane]) -> None:
    wire.will("sendPhoto", scripted.says({"message_id": 7, "photo": SIZES}))
    before = len(wire.calls)

    answer = await sending(bot).nudge(5, day(PICTURE))

    (call,) = wire.calls[before:]
    assert call.method == "sendPhoto"
    assert call.files == {"photo": ("breath.png", PICTURE.content)}
    buttons = json.loads(call.params.pop("reply_markup"))
    assert buttons == {"inline_keyboard": [[{"text": "Done", "callback_data": "o:token:done:s"}]]}
    assert call.params == {"chat_id": "5", "caption": "<b>Day 1</b>", "parse_mode": "HTML"}
    assert answer == answers.Sent(7, BY_ID)


async def test_a_voice_note_tells_how_long_it_is(wire: Wire, bot: ExtBot[Lane]) -> None:
    wire.will("sendVoice", scripted.says({"message_id": 8, "voice": {"file_id": "AwAC", "duration": 2}}))

    answer = await sending(bot).nudge(5, day(VOICE))

    call = wire.calls[-1]
    assert (call.files["voice"], call.params["duration"]) == (("hum.ogg", VOICE.content), "2")
    assert answer == answers.Sent(8, replace(VOICE, content=None, file_id="AwAC"))


async def test_what_telegram_knows_is_not_uploaded(wire: Wire, bot: ExtBot[Lane]) -> None:
    wire.will("sendPhoto", scripted.says({"message_id": 9, "photo": SIZES}))

    answer = await sending(bot).nudge(5, day(BY_ID))

    call = wire.calls[-1]
    assert (call.files, call.params["photo"], call.params["caption"]) == ({}, "large", "<b>Day 1</b>")
    assert answer == answers.Sent(9)


@pytest.mark.parametrize("photo", [None, [], [{"width": 3}], "large", [{"file_id": 7}]])
async def test_an_answer_that_tells_no_id_is_a_success_all_the_same(
    wire: Wire, bot: ExtBot[Lane], photo: object
) -> None:
    wire.will("sendPhoto", scripted.says({"message_id": 9, "photo": photo}))

    assert await sending(bot).nudge(5, day(PICTURE)) == answers.Sent(9)


@pytest.mark.parametrize(
    ("says", "media", "meaning"),
    [
        ("wrong file identifier/HTTP URL specified", BY_ID, answers.FileUnknown(BY_ID)),
        ("Wrong remote file identifier specified: Wrong padding in the string", BY_ID, answers.FileUnknown(BY_ID)),
        ("wrong file_id or the file is temporarily unavailable", BY_ID, answers.FileUnknown(BY_ID)),
        ("FILE_REFERENCE_EXPIRED", BY_ID, answers.FileUnknown(BY_ID)),
        ("can't use file of type Voice as Photo", BY_ID, answers.FileUnknown(BY_ID)),
        ("wrong file identifier/HTTP URL specified", PICTURE, answers.FileRefused()),
        ("IMAGE_PROCESS_FAILED", PICTURE, answers.FileRefused()),
        ("PHOTO_INVALID_DIMENSIONS", PICTURE, answers.FileRefused()),
        ("VOICE_MESSAGES_FORBIDDEN", BY_ID, answers.FileRefused()),
        ("message caption is too long", BY_ID, answers.FileRefused()),
        ("chat not found", BY_ID, answers.ChatGone()),
        ("can't parse entities: unclosed tag", BY_ID, answers.Unparsable()),
    ],
)
async def test_a_refusal_of_a_file_is_told_from_one_of_the_message(
    wire: Wire, bot: ExtBot[Lane], says: str, media: Attached, meaning: answers.Answer
) -> None:
    wire.will("sendPhoto", refuses(400, f"Bad Request: {says}"))

    assert await sending(bot).nudge(5, day(media)) == meaning


async def test_the_same_words_without_a_file_are_refused_as_words_are(wire: Wire, bot: ExtBot[Lane]) -> None:
    wire.will("sendMessage", refuses(400, "Bad Request: BUTTON_DATA_INVALID"))

    assert await sending(bot).reply(day(PICTURE).call(5).in_words_alone()) == answers.Refused("bad_request")
    assert wire.calls[-1].params["text"] == "<b>Day 1</b>"
    assert "caption" not in wire.calls[-1].params


async def test_an_upload_may_take_longer_than_an_answer(bot: ExtBot[Lane]) -> None:
    """A slow line is no reason for a doubt: what was handed over may be on its way for long."""
    large = replace(PICTURE, content=png().ljust(5 * 2**20, b"\0"))
    async with a_slow_reader(seconds=1.2) as address, AiohttpRequest(read_timeout=0.5) as request:
        slow = ExtBot(TOKEN, base_url=address, request=request, rate_limiter=Limits(1000.0))

        assert await sending(slow).nudge(5, day(large)) == answers.Sent(7, BY_ID)


async def test_an_edit_that_changes_no_caption_is_not_made(wire: Wire, bot: ExtBot[Lane]) -> None:
    wire.will("sendPhoto", scripted.says({"message_id": 7, "photo": SIZES}))
    wire.will("editMessageCaption", scripted.says({"message_id": 7}))
    out = sending(bot)
    await out.nudge(5, day(PICTURE))
    before = len(wire.calls)

    same = await out.reply(day(PICTURE).edit(5, 7, captioned=True))
    assert (same, len(wire.calls)) == (answers.NotModified(), before)

    changed = replace(day(PICTURE), text="Day 1, smaller").edit(5, 7, captioned=True)
    assert await out.reply(changed) == answers.Sent(7)
    assert await out.reply(changed) == answers.NotModified()
    assert [call.method for call in wire.calls[before:]] == ["editMessageCaption"]


async def test_a_call_whose_file_was_not_made_ready_is_not_made(wire: Wire, bot: ExtBot[Lane]) -> None:
    before = len(wire.calls)

    with pytest.raises(ValueError, match=r"breath\.png was not made ready"):
        await sending(bot).reply(Call("sendPhoto", {"chat_id": 5}, replace(PICTURE, content=None)))

    assert len(wire.calls) == before


@asynccontextmanager
async def a_slow_reader(*, seconds: float) -> AsyncIterator[str]:
    """A server that takes a request within so many seconds, in pieces, and then says yes."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"Content-Length: (\d+)", head)
        assert length is not None
        left = int(length[1])
        piece = left // 20 + 1
        while left > 0:
            left -= len(await reader.readexactly(min(piece, left)))
            await asyncio.sleep(seconds / 20)
        body = b'{"ok":true,"result":{"message_id":7,"photo":[{"file_id":"large","width":1,"height":1}]}}'
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        )
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot"
    finally:
        server.close()
        await server.wait_closed()
