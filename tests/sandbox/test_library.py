"""python-telegram-bot, unchanged, takes the sandbox for Telegram."""

import pytest
from telegram import Bot, BotCommandScopeChat, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, Update
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter

from tests.sandbox.conftest import TOKEN


async def test_the_library_reads_sends_edits_and_deletes(url, sandbox, alice):
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Done", callback_data="v1:done")]])
    async with Bot(TOKEN, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot") as bot:
        assert (await bot.get_me()).username == "small_gains_sandbox_bot"
        (start,) = await bot.get_updates(allowed_updates=Update.ALL_TYPES)
        message = await bot.send_message(
            start.effective_chat.id,
            '<b>Day 1</b> <tg-time unix="1647531900" format="t">soon</tg-time>',
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard,
            reply_to_message_id=start.message.message_id,
        )
        alice.taps("Done")
        (tap,) = await bot.get_updates(offset=start.update_id + 1)
        await tap.callback_query.answer("Noted")
        await tap.callback_query.edit_message_text("Thank you", reply_markup=None)
        await bot.send_chat_action(alice.telegram_id, ChatAction.TYPING)
        await bot.set_my_commands([("help", "What I can do")], scope=BotCommandScopeChat(alice.telegram_id))
        await bot.send_document(alice.telegram_id, InputFile(b"a,b\n", filename="gains.csv"), caption="Yours")
        alice.sends_document("my.yaml", b"track: x")
        (upload,) = await bot.get_updates(offset=tap.update_id + 1)
        content = await (await upload.message.document.get_file()).download_as_bytearray()
        doomed = await bot.send_message(alice.telegram_id, "oops")
        await doomed.delete()

    assert [(entity.type, entity.offset) for entity in message.entities] == [("bold", 0), ("date_time", 6)]
    assert tap.callback_query.data == "v1:done"
    assert bytes(content) == b"track: x"
    assert [shown.text for shown in alice.inbox] == ["Thank you", "Yours"]
    assert alice.toasts == ["Noted"]
    assert sandbox.breaches == []


async def test_the_library_understands_every_refusal(url, sandbox, alice, monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # or the library warns that retry_after will change its type
    async with Bot(TOKEN, base_url=f"{url}/bot") as bot:
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(5, "Hello")
        sandbox.faults.too_many(3)
        with pytest.raises(RetryAfter):
            await bot.send_message(alice.telegram_id, "Hello")
        alice.blocks()
        with pytest.raises(Forbidden, match="bot was blocked by the user"):
            await bot.send_message(alice.telegram_id, "Hello")
    stranger = Bot("42:GUESS", base_url=f"{url}/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()
