"""What the chat page shows, as plain JSON."""

from bot.sandbox.chats import Json, Post
from bot.sandbox.faults import Faults
from bot.sandbox.files import is_voice
from bot.sandbox.keyboards import Button
from bot.sandbox.profile import commands_shown_in, words_shown_in
from bot.sandbox.world import Breach, World

MOST_BREACHES_SHOWN = 20


def bot_words(world: World) -> Json:
    """What the bot is called."""
    return {"name": world.bot["first_name"]}


def person_line(world: World, chat_id: int, *, admin: bool) -> Json:
    """One line of the list of people."""
    chat = world.chats[chat_id]
    from_bot = [post.message_id for post in chat.visible if post.by_bot]
    return {"id": chat_id, "name": chat.name, "admin": admin, "blocked": chat.blocked, "last": max(from_bot, default=0)}


def weather(faults: Faults) -> Json:
    """Which faults are switched on."""
    return {"outage": faults.out, "slowed": faults.slowed}


def ledger(world: World, *, calls: int, breaches: list[Breach]) -> Json:
    """What goes on behind the chat."""
    latest = breaches[-MOST_BREACHES_SHOWN:]
    return {
        "calls": calls,
        "waiting": len(world.updates),
        "breaches": len(breaches),
        "latest": [{"method": breach.method, "says": breach.description} for breach in latest],
    }


def chat_since(world: World, chat_id: int, revision: int) -> Json:
    """The chat as it stands, with the messages that are new or changed since `revision`."""
    chat = world.chats[chat_id]
    keyboard = chat.reply_keyboard or {}
    return {
        "revision": world.revision,
        "started": chat.started,
        "language": chat.language or "",
        "description": words_shown_in("description", world, chat),
        "blocked": chat.blocked,
        "commands": commands_shown_in(world, chat),
        "keyboard": [[_button(button) for button in row] for row in keyboard.get("keyboard", ())],
        "placeholder": keyboard.get("input_field_placeholder", ""),
        "messages": [_message(post) for post in chat.posts.values() if post.revision > revision],
    }


def _message(post: Post) -> Json:
    if post.gone:
        return {"id": post.message_id, "gone": True}
    keyboard = post.keyboard or {}
    return {
        "id": post.message_id,
        "mine": not post.by_bot,
        "at": post.sent.isoformat(),
        "kind": post.kind,
        "text": post.content.text,
        "entities": list(post.content.entities),
        "file": _file(post),
        "covered": post.covered,
        "place": post.place,
        "buttons": [[_button(button) for button in row] for row in keyboard.get("inline_keyboard", ())],
        "edited": post.edited is not None,
        "reply_to": post.reply_to,
    }


def _file(post: Post) -> Json | None:
    if post.file is None:
        return None
    address = f"/sandbox/files/{post.file.file_id}"
    return {
        "name": post.file.name,
        "size": len(post.file.content),
        "address": address,
        "seconds": post.file.seconds,
        "plays": is_voice(post.file.content),
    }


def _button(button: Button) -> Json:
    return {
        "text": button["text"],
        "style": button.get("style", ""),
        "link": button.get("url", ""),
        "place": button.get("request_location", False),
    }
