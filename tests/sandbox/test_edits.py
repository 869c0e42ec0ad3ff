"""Edits, deletions and answers to taps."""

from datetime import timedelta

GO = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}, {"text": "Read", "url": "https://example.org"}]]}


async def sent(bot, alice, **more):
    answer = await bot("sendMessage", chat_id=alice.telegram_id, text="Hello", **more)
    return answer.result["message_id"]


async def test_an_edit_replaces_words_and_takes_buttons_away(bot, sandbox, alice):
    message_id = await sent(bot, alice, reply_markup=GO)

    answer = await bot("editMessageText", chat_id=alice.telegram_id, message_id=message_id, text="Goodbye")

    (message,) = alice.inbox
    assert answer.result["edit_date"]
    assert (message.text, message.buttons, message.edited) == ("Goodbye", [], True)
    assert sandbox.breaches == []


async def test_an_edit_that_changes_nothing_is_refused(bot, alice):
    message_id = await sent(bot, alice, reply_markup=GO)
    where = {"chat_id": alice.telegram_id, "message_id": message_id}

    same = await bot("editMessageText", **where, text="Hello ", reply_markup=GO)
    same_buttons = await bot("editMessageReplyMarkup", **where, reply_markup=GO)
    no_buttons = await bot("editMessageReplyMarkup", **where)

    assert same.description.startswith("Bad Request: message is not modified")
    assert same_buttons.description.startswith("Bad Request: message is not modified")
    assert no_buttons.status == 200


async def test_only_the_bots_own_messages_can_be_edited(bot, sandbox, alice):
    alice.says("Mine")
    mine = alice.chat[-1].message_id

    foreign = await bot("editMessageText", chat_id=alice.telegram_id, message_id=mine, text="Yours")
    missing = await bot("editMessageText", chat_id=alice.telegram_id, message_id=99, text="Yours")

    assert foreign.description == "Bad Request: message can't be edited"
    assert missing.description == "Bad Request: message to edit not found"


async def test_a_message_can_be_deleted_for_two_days(bot, alice, clock):
    young, old = await sent(bot, alice), await sent(bot, alice)

    deleted = await bot("deleteMessage", chat_id=alice.telegram_id, message_id=young)
    again = await bot("deleteMessage", chat_id=alice.telegram_id, message_id=young)
    clock.move(timedelta(hours=49))
    late = await bot("deleteMessage", chat_id=alice.telegram_id, message_id=old)

    assert deleted.result is True
    assert again.description == "Bad Request: message to delete not found"
    assert late.description == "Bad Request: message can't be deleted for everyone"
    assert [message.message_id for message in alice.inbox] == [old]


async def test_a_tap_is_answered_once_and_its_words_are_shown(bot, sandbox, alice):
    await sent(bot, alice, reply_markup=GO)
    alice.taps("Go")
    *_, update = (await bot("getUpdates")).result
    query = update["callback_query"]

    first = await bot("answerCallbackQuery", callback_query_id=query["id"], text="Noted")
    second = await bot("answerCallbackQuery", callback_query_id=query["id"])

    assert (query["data"], query["from"]["id"]) == ("go", alice.telegram_id)
    assert first.result is True
    assert second.status == 400
    assert alice.toasts == ["Noted"]


async def test_a_tap_left_unanswered_is_a_breach_once_the_bot_has_it(bot, sandbox, alice):
    await sent(bot, alice, reply_markup=GO)
    update_id = alice.taps("Go")
    before = sandbox.breaches

    await bot("getUpdates", offset=update_id + 1)

    assert before == []
    assert [breach.method for breach in sandbox.breaches] == ["answerCallbackQuery"]


async def test_an_answer_after_fifteen_seconds_is_too_late(bot, sandbox, alice, clock):
    await sent(bot, alice, reply_markup=GO)
    alice.taps("Go")
    *_, update = (await bot("getUpdates")).result

    clock.move(timedelta(seconds=16))
    answer = await bot("answerCallbackQuery", callback_query_id=update["callback_query"]["id"])

    assert answer.description == ("Bad Request: query is too old and response timeout expired or query ID is invalid")
    assert len(sandbox.breaches) == 1


async def test_an_answer_that_an_outage_swallowed_is_no_breach(bot, sandbox, alice):
    await sent(bot, alice, reply_markup=GO)
    update_id = alice.taps("Go")
    *_, update = (await bot("getUpdates", offset=update_id)).result
    await bot("getUpdates", offset=update_id + 1)

    sandbox.faults.outage()
    async with bot.session.post(
        f"{bot.url}/bot42:TEST/answerCallbackQuery", json={"callback_query_id": update["callback_query"]["id"]}
    ) as response:
        page = await response.text()

    assert (response.status, page[:6]) == (502, "<html>")
    assert sandbox.breaches == []
