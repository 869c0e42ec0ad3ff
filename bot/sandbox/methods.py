"""The methods of the Bot API that the sandbox knows, and the parameters each of them takes."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial

from bot.sandbox import editing, profile, receiving, sending
from bot.sandbox.chats import Json
from bot.sandbox.files import MOST_FOR_A_BOT
from bot.sandbox.parameters import Parameters
from bot.sandbox.receiving import Receiving
from bot.sandbox.refusal import bad_request
from bot.sandbox.world import World

_NONE = frozenset[str]()


@dataclass(frozen=True)
class Method:
    """One method: what it may be given, and what it does."""

    known: frozenset[str]
    act: Callable[[Parameters], Awaitable[object]]


def methods(world: World, receiving_: Receiving) -> Mapping[str, Method]:
    """Every method by its name."""
    at_once: dict[str, tuple[frozenset[str], Callable[[World, Parameters], object]]] = {
        "getMe": (_NONE, profile.get_me),
        "sendMessage": (sending.SEND_MESSAGE, sending.send_message),
        "sendPhoto": (sending.SEND_PHOTO, sending.send_photo),
        "sendVoice": (sending.SEND_VOICE, sending.send_voice),
        "sendDocument": (sending.SEND_DOCUMENT, sending.send_document),
        "sendChatAction": (sending.SEND_CHAT_ACTION, sending.send_chat_action),
        "editMessageText": (editing.EDIT_TEXT, editing.edit_message_text),
        "editMessageCaption": (editing.EDIT_CAPTION, editing.edit_message_caption),
        "editMessageReplyMarkup": (editing.EDIT_MARKUP, editing.edit_message_reply_markup),
        "deleteMessage": (editing.DELETE, editing.delete_message),
        "deleteMessages": (editing.DELETE_SEVERAL, editing.delete_messages),
        "answerCallbackQuery": (editing.ANSWER, editing.answer_callback_query),
        "getFile": (receiving.GET_FILE, _get_file),
        "getChat": (frozenset({"chat_id"}), profile.get_chat),
        "leaveChat": (frozenset({"chat_id"}), profile.leave_chat),
        "setMyCommands": (profile.SET_COMMANDS, profile.set_my_commands),
        "deleteMyCommands": (profile.GET_COMMANDS, profile.delete_my_commands),
        "getMyCommands": (profile.GET_COMMANDS, profile.get_my_commands),
    }
    for what in ("name", "description", "short_description"):
        title = what.title().replace("_", "")
        at_once[f"setMy{title}"] = (frozenset({what, "language_code"}), partial(profile.set_words, what))
        at_once[f"getMy{title}"] = (frozenset({"language_code"}), partial(profile.get_words, what))
    return {
        "getUpdates": Method(receiving.GET_UPDATES, receiving_.get_updates),
        "setWebhook": Method(receiving.SET_WEBHOOK, receiving_.set_webhook),
        "deleteWebhook": Method(receiving.DELETE_WEBHOOK, receiving_.delete_webhook),
        "getWebhookInfo": Method(_NONE, receiving_.get_webhook_info),
        **{name: Method(known, _at_once(world, act)) for name, (known, act) in at_once.items()},
    }


def _at_once(world: World, act: Callable[[World, Parameters], object]) -> Callable[[Parameters], Awaitable[object]]:
    async def act_on(given: Parameters) -> object:
        return act(world, given)

    return act_on


def _get_file(world: World, given: Parameters) -> Json:
    file = world.files.get(given.text("file_id"))
    if len(file.content) > MOST_FOR_A_BOT:
        raise bad_request("file is too big")
    return {**file.facts, "file_path": file.path}
