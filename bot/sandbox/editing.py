"""What the bot does with messages that stand already: edits, deletions, and answers to taps."""

from bot.sandbox import entities, keyboards
from bot.sandbox.chats import Chat, Json, Post
from bot.sandbox.entities import Formatted
from bot.sandbox.keyboards import Keyboard
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusal import bad_request
from bot.sandbox.sending import caption, chat_of, message_text, preview
from bot.sandbox.world import ANSWER_WITHIN, World

LONGEST_TOAST = 200
OLDEST_TO_DELETE_HOURS = 48
MOST_TO_DELETE = 100

_WHICH = frozenset({"business_connection_id", "chat_id", "message_id", "inline_message_id", "reply_markup"})
EDIT_TEXT = _WHICH | {"text", "parse_mode", "entities", "link_preview_options"}
EDIT_CAPTION = _WHICH | {"caption", "parse_mode", "caption_entities", "show_caption_above_media"}
EDIT_MARKUP = _WHICH
DELETE = frozenset({"chat_id", "message_id"})
DELETE_SEVERAL = frozenset({"chat_id", "message_ids"})
ANSWER = frozenset({"callback_query_id", "text", "show_alert", "url", "cache_time"})

_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def edit_message_text(world: World, given: Parameters) -> Json:
    """New words in one of the bot's own messages; its buttons go unless they are given again."""
    content = message_text(given)
    preview(given)
    post = _own_message(world, given)
    if post.kind != "text":
        raise bad_request("there is no text in the message to edit")
    return _change(world, post, content, _buttons(given))


def edit_message_caption(world: World, given: Parameters) -> Json:
    """New words under one of the bot's own pictures or documents."""
    content = caption(given)
    post = _own_message(world, given)
    if post.kind == "text":
        raise bad_request("there is no caption in the message to edit")
    return _change(world, post, content, _buttons(given))


def edit_message_reply_markup(world: World, given: Parameters) -> Json:
    """Other buttons under one of the bot's own messages, or none."""
    post = _own_message(world, given)
    return _change(world, post, post.content, _buttons(given))


def delete_message(world: World, given: Parameters) -> bool:
    """Takes a message out of the chat, within 48 hours of its sending."""
    chat = world.chat_to_write_in(chat_of(given))
    post = chat.posts.get(_message_id(given))
    if post is None or post.gone:
        raise bad_request("message to delete not found")
    if not _may_go(world, chat, post):
        raise bad_request("message can't be deleted for everyone")
    post.gone = True
    world.touch(post)
    return True


def delete_messages(world: World, given: Parameters) -> bool:
    """Takes up to 100 messages out of the chat; those that are not there are passed over."""
    chat = world.chat_to_write_in(chat_of(given))
    wanted = given.structure("message_ids")
    if not isinstance(wanted, list) or not 1 <= len(wanted) <= MOST_TO_DELETE or set(map(type, wanted)) != {int}:
        raise bad_request("message identifiers are not specified, or there are too many of them")
    posts = [post for message_id in wanted if (post := chat.posts.get(message_id)) is not None and not post.gone]
    if not all(_may_go(world, chat, post) for post in posts):
        raise bad_request("message can't be deleted for everyone")
    for post in posts:
        post.gone = True
        world.touch(post)
    return True


def answer_callback_query(world: World, given: Parameters) -> bool:
    """The answer to a tap, within 15 seconds and once; its words float over the chat for a moment."""
    callback = world.callbacks.get(given.text("callback_query_id"))
    if callback is None or (callback.answered and not callback.excused):
        raise bad_request(_TOO_OLD)
    world.callbacks[callback.callback_id] = callback.with_answer()
    if world.now() - callback.asked > ANSWER_WITHIN and not callback.excused:
        raise bad_request(_TOO_OLD)
    words = given.text("text")
    world.board.put_up("answered", chat=callback.chat.chat_id)
    if entities.units(words) > LONGEST_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    if words and not callback.answered:
        callback.chat.toasts.append(words)
        alert = given.flag("show_alert")
        world.board.put_up("toast", chat=callback.chat.chat_id, text=words, alert=alert)
    return True


def _may_go(world: World, chat: Chat, post: Post) -> bool:
    age = world.now() - post.sent
    return age.total_seconds() <= OLDEST_TO_DELETE_HOURS * 3600 and (post.by_bot or chat.private)


def _buttons(given: Parameters) -> Keyboard | None:
    return keyboards.read(given.structure("reply_markup"), inline_only=True)


def _own_message(world: World, given: Parameters) -> Post:
    if given.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = world.chat_to_write_in(chat_of(given))
    post = chat.posts.get(_message_id(given))
    if post is None or post.gone:
        raise bad_request("message to edit not found")
    if not post.by_bot:
        raise bad_request("message can't be edited")
    return post


def _message_id(given: Parameters) -> int:
    message_id = given.number("message_id")
    if message_id is None:
        raise bad_request("message identifier is not specified")
    return message_id


def _change(world: World, post: Post, content: Formatted, keyboard: Keyboard | None) -> Json:
    shown = post.keyboard if post.keyboard and "inline_keyboard" in post.keyboard else None
    if (content, keyboard) == (post.content, shown):
        raise bad_request(_NOT_MODIFIED)
    post.content, post.keyboard, post.edited = content, keyboard, world.now()
    world.touch(post)
    return post.to_json()
