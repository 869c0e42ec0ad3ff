"""Messages from the bot: text, pictures, voice notes, documents, and the sign that it is busy."""

from collections.abc import Mapping

from bot.sandbox import entities, keyboards, markup
from bot.sandbox.chats import Json, Kind
from bot.sandbox.entities import Formatted
from bot.sandbox.files import KeptFile, is_picture, is_voice
from bot.sandbox.parameters import Parameters, Upload, names
from bot.sandbox.refusal import bad_request
from bot.sandbox.world import World

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LARGEST_PHOTO = 10 * 1024 * 1024
MOST_PIXELS = 10_000  # width and height of a picture together
MOST_TIMES_AS_LONG = 20
_VOICE = "audio/ogg"

_EVERYWHERE = names(
    "business_connection_id chat_id message_thread_id direct_messages_topic_id disable_notification protect_content "
    "allow_paid_broadcast message_effect_id suggested_post_parameters reply_parameters reply_markup parse_mode"
)
SEND_MESSAGE = _EVERYWHERE | {"text", "entities", "link_preview_options"}
SEND_PHOTO = _EVERYWHERE | {"photo", "caption", "caption_entities", "show_caption_above_media", "has_spoiler"}
SEND_VOICE = _EVERYWHERE | {"voice", "caption", "caption_entities", "duration"}
SEND_DOCUMENT = _EVERYWHERE | {
    "document",
    "thumbnail",
    "caption",
    "caption_entities",
    "disable_content_type_detection",
}
SEND_CHAT_ACTION = frozenset({"business_connection_id", "chat_id", "message_thread_id", "action"})
_ACTIONS = names(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker "
    "find_location record_video_note upload_video_note"
)
_REPLY_FIELDS = names(
    "message_id chat_id allow_sending_without_reply quote quote_parse_mode quote_entities quote_position "
    "checklist_task_id poll_option_id"
)
_PREVIEW_FIELDS = names("is_disabled url prefer_small_media prefer_large_media show_above_text")


def send_message(world: World, given: Parameters) -> Json:
    """A text, of 1 to 4096 characters once its marks are read."""
    chat_id = chat_of(given)
    content = message_text(given)
    preview(given)
    chat = world.chat_to_write_in(chat_id)
    keyboard = keyboards.read(given.structure("reply_markup"))
    reply_to = _reply_to(world, chat_id, given)
    return world.write(chat, world.bot, content=content, keyboard=keyboard, reply_to=reply_to).to_json()


def send_photo(world: World, given: Parameters) -> Json:
    """A picture with an optional caption."""
    return _send_file(world, given, "photo")


def send_voice(world: World, given: Parameters) -> Json:
    """A voice note with an optional caption. Telegram would show another kind of sound as music; here it is refused."""
    return _send_file(world, given, "voice")


def send_document(world: World, given: Parameters) -> Json:
    """A file with an optional caption."""
    return _send_file(world, given, "document")


def send_chat_action(world: World, given: Parameters) -> bool:
    """The sign above the chat that the bot is busy."""
    chat = world.chat_to_write_in(chat_of(given))
    if given.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.board.put_up("action", chat=chat.chat_id, action=given.text("action"))
    return True


def chat_of(given: Parameters) -> int | None:
    """The chat that was named; the pretend Telegram has no @names."""
    if given.text("chat_id").startswith("@"):
        raise bad_request("chat not found")
    return given.number("chat_id")


def message_text(given: Parameters) -> Formatted:
    """The text of a message with its marks; refuses an empty one and one that is too long."""
    content = _formatted(given, "text", "entities")
    if not content.text:
        raise bad_request("message text is empty")
    if entities.units(content.text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return content


def caption(given: Parameters) -> Formatted:
    """The words under a picture or document; refuses too many of them."""
    content = _formatted(given, "caption", "caption_entities")
    if entities.units(content.text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return content


def preview(given: Parameters) -> None:
    """Refuses link preview options that Telegram does not have."""
    options = given.structure("link_preview_options")
    if options is not None and not (isinstance(options, Mapping) and set(options) <= _PREVIEW_FIELDS):
        raise bad_request("can't parse link preview options JSON object")


def _formatted(given: Parameters, words: str, marks: str) -> Formatted:
    text = given.text(words)
    match given.text("parse_mode").lower():
        case "html":
            content = markup.from_html(text)
        case "":
            raw = given.structure(marks)
            content = Formatted(text) if raw is None else entities.given(text, raw)
        case "markdown" | "markdownv2":
            raise bad_request("unsupported parse_mode: the sandbox reads HTML alone")
        case _:
            raise bad_request("unsupported parse_mode")
    return entities.with_found_links(entities.trimmed(content))


def _send_file(world: World, given: Parameters, kind: Kind) -> Json:
    content = caption(given)
    chat = world.chat_to_write_in(chat_of(given))
    keyboard = keyboards.read(given.structure("reply_markup"))
    reply_to = _reply_to(world, chat.chat_id, given)
    file = _file(world, given, kind)
    post = world.write(
        chat,
        world.bot,
        kind=kind,
        content=content,
        file=file,
        keyboard=keyboard,
        reply_to=reply_to,
        covered=kind == "photo" and given.flag("has_spoiler"),
    )
    return post.to_json()


def _file(world: World, given: Parameters, kind: Kind) -> KeptFile:
    file = given.file(kind)
    match file:
        case None:
            raise bad_request(f"there is no {kind} in the request")
        case str() if file.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")
        case str():
            return _known_file(world, file, kind)
        case Upload(content=b""):
            raise bad_request("file must be non-empty")
        case Upload() if kind == "photo" and len(file.content) > LARGEST_PHOTO:
            raise bad_request("file is too big")
        case Upload() if kind == "photo" and not is_picture(file.content):
            raise bad_request("IMAGE_PROCESS_FAILED")
        case Upload() if kind == "voice" and not is_voice(file.content):
            raise bad_request("a voice message has to be an OGG file encoded with OPUS")
    seconds = given.number("duration") or 0 if kind == "voice" else 0
    kept = world.files.keep(
        folder=f"{kind}s",
        name=file.name,
        content=file.content,
        mime=_VOICE if kind == "voice" else file.mime,
        seconds=seconds,
    )
    if kind == "photo" and not _has_fitting_sides(kept):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return kept


def _known_file(world: World, file_id: str, kind: Kind) -> KeptFile:
    """A file that Telegram has already; one of another sort cannot be sent as this."""
    file = world.files.get(file_id)
    if kind != "document" and file.folder != f"{kind}s":
        raise bad_request(f"can't use file of type {file.folder.removesuffix('s').title()} as {kind.title()}")
    return file


def _has_fitting_sides(picture: KeptFile) -> bool:
    sides = picture.size_in_pixels
    return sum(sides) <= MOST_PIXELS and max(sides) <= MOST_TIMES_AS_LONG * min(sides)


def _reply_to(world: World, chat_id: int | None, given: Parameters) -> int | None:
    raw = given.structure("reply_parameters")
    if raw is None:
        return None
    if not isinstance(raw, Mapping) or not set(raw) <= _REPLY_FIELDS:
        raise bad_request("can't parse reply parameters JSON object")
    wanted = Parameters(raw)
    message_id = wanted.number("message_id")
    original = world.known_chat(chat_id).posts.get(message_id or 0)
    if original is not None and not original.gone:
        return message_id
    if wanted.flag("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")
